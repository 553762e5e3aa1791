"""Pictures and sounds that cards show: found by their names in fields, named for the deck."""

import hashlib
import unicodedata
from collections import UserDict
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from cps_cards import media_kinds
from cps_cards.model.deck import Collection, MediaFile
from cps_cards.model.texts import short
from cps_cards.yamlio.files import MAX_MEDIA_BYTES
from cps_cards.yamlio.wellformed import slug

Read = Callable[[], bytes]


class Lazy(UserDict[Any, Any]):
    """Files by what names them, each read when it is needed: a package of thousands of pictures
    does not fill the memory."""

    def __getitem__(self, key: Any) -> bytes:
        return bytes(self.data[key]())


class Attachments:
    """``known`` are the media of the deck by their names, with those in ``new``, which wait to be
    written."""

    def __init__(self, collection: Collection, reads: Mapping[str, Read]) -> None:
        self._folder = collection.root / "media"
        self._reads = {_alike(name): (name, read) for name, read in reads.items()}
        self._taken: dict[str, tuple[str, str]] = {}
        self.known: dict[str, MediaFile] = dict(collection.media)
        self._names = {name.lower() for name in self.known}
        self._by_digest = {one.digest: name for name, one in collection.media.items() if one.digest}
        self.new: dict[str, Read] = {}

    def take(self, name: str, own: Mapping[str, bytes] | None = None) -> tuple[str, str]:
        """The deck's name for what a field calls so; or nothing, and why it is left out.

        ``own`` are files that came with the card itself.
        """
        mine = {_alike(one): partial(bytes, data) for one, data in (own or {}).items()}
        for key in (_alike(name), _alike(unquote(name))):
            if key in mine:
                return self._take(name, mine[key])
            if key not in self._taken and key in self._reads:
                self._taken[key] = self._take(*self._reads[key])
            if key in self._taken:
                return self._taken[key]
        return "", f"the file {short(unquote(name), 60)}, which did not come along"

    def _take(self, name: str, read: Read) -> tuple[str, str]:
        suffix = PurePosixPath(name).suffix.lower()
        data, fault = b"", "is of a kind that no card here shows"
        if suffix in (*media_kinds.PICTURES, *media_kinds.SOUNDS):
            data = media_kinds.as_shipped(name, read())
            unfit = media_kinds.unfit(name, data)
            fault = unfit.fault if unfit is not None else ""
            fault = fault or "has more than 50 MB" * (len(data) > MAX_MEDIA_BYTES)
        if fault:
            return "", f"the file {short(name, 60)}, which {fault}"
        digest = hashlib.sha256(data).hexdigest()
        known = self._by_digest.get(digest)
        if known is not None and PurePosixPath(known).suffix.lower() == suffix:
            return known, ""
        stem = unicodedata.normalize("NFKD", PurePosixPath(unquote(name)).stem)
        stem = slug(stem.encode("ascii", "ignore").decode())[:60] or "media"
        new = f"{stem}{suffix}"
        if new in self._names:
            new = f"{stem}-{digest[:8]}{suffix}"
        self._names.add(new)
        # Until it is written, it is known by its name and content alone.
        self.known[new] = MediaFile(new, self._folder / new, new, digest)
        self._by_digest[digest] = new
        self.new[new] = read
        return new, ""


def _alike(name: str) -> str:
    """A name as programs take it for the same: composed, in whatever case."""
    return unicodedata.normalize("NFC", name).casefold()
