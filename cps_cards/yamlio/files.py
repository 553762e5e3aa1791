"""Which files make up a deck folder, and what lies under ``media/``."""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from cps_cards import media_kinds
from cps_cards.faults import Faults
from cps_cards.model.deck import MediaFile

CARD_SUFFIXES = (".yaml", ".yml")
INBOX = "cards/inbox"
"""Where cards wait that nobody has sorted yet."""
MAX_MEDIA_BYTES = 50_000_000


def card_files(root: Path, shown: str, faults: Faults) -> list[str]:
    """The names of card files, from the deck's folder, in order.

    Linked folders are followed, each once; names that begin with a dot are passed over.
    """
    found = _files(root, "cards", shown, faults)
    return sorted(name for name in found if name.lower().endswith(CARD_SUFFIXES))


def media_files(
    root: Path, shown: str, faults: Faults, changed: Mapping[str, bytes]
) -> dict[str, MediaFile]:
    """The files under ``media/`` by their names there, in Unicode's composed form.

    ``changed`` may hold new ones, by their shown paths.
    """
    folder = root / "media"
    home = folder.resolve() if _is_folder(folder) else folder
    if not home.is_relative_to(root.resolve()):  # a link in its place leads out of the deck
        home = root.resolve() / "media"
    found: dict[str, MediaFile] = {}
    for relative in _files(root, "media", shown, faults, home):
        name = unicodedata.normalize("NFC", _as_utf8(relative.removeprefix("media/")))
        if name in found:
            fault = "stands there twice, its accents written in two ways"
            found[name] = MediaFile(name, root / relative, fault=fault)
        else:
            found[name] = _media(root / relative, name, home)
    for shown_path, data in changed.items():
        name = shown_path.removeprefix(f"{shown}/media/")
        if name not in (shown_path, *found):
            found[name] = _shipped(name, folder / name, media_kinds.as_shipped(name, data))
    return _name_apart(found)


def _as_utf8(name: str) -> str:
    """A name as decks write it, also where Python reads names as ASCII (locale ``C``)."""
    return os.fsencode(name).decode("utf-8", "surrogateescape")


def _is_folder(path: Path) -> bool:
    return _is_there(path) and path.is_dir()


def _is_there(path: Path) -> bool:
    """Whether something can be seen at a path: links that lead nowhere and locked places no."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def _files(
    root: Path, folder: str, shown: str, faults: Faults, home: Path | None = None
) -> Iterator[str]:
    """The names of the files below a folder, from the deck's; a link that leads nowhere is a fault.

    Linked folders outside ``home`` are not entered, but stand as if they were files.
    """
    seen: set[str] = set()

    def refuse(name: str, message: str, help: str) -> None:
        faults.refuse_file(f"{shown}/{name}", message, help)

    def below(folder: str) -> Iterator[str]:
        real = os.path.realpath(root / folder)
        if real in seen:
            return
        seen.add(real)
        try:
            with os.scandir(root / folder) as entries:
                names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
        except OSError as error:
            told = f"the folder cannot be read: {error.strerror or error}"
            refuse(folder, told, "change its permissions")
            return
        for name in (f"{folder}/{name}" for name in names):
            path = root / name
            if _is_folder(path) and (home is None or path.resolve().is_relative_to(home)):
                yield from below(name)
                continue
            if not _is_there(path) and path.suffix.lower() not in CARD_SUFFIXES:
                refuse(name, *_no_folder(path))
            yield name

    if _is_folder(root / folder):
        yield from below(folder)
    elif os.path.lexists(root / folder):
        refuse(folder, *_no_folder(root / folder))


def _no_folder(path: Path) -> tuple[str, str]:
    if _is_there(path):
        return "this is a file, not a folder", "put a folder in its place"
    try:
        target = f"to {path.readlink()}, which is not there"
    except OSError:
        return "this cannot be read", "change its permissions, or take it out"
    return f"this link leads {target}", "mend the link, or take it out"


def _media(path: Path, name: str, home: Path) -> MediaFile:
    """One media file, or why it cannot be shipped."""
    try:
        resolved = path.resolve()
        if not resolved.is_relative_to(home):
            return MediaFile(name, path, fault="is a link that leads out of `media/`")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return MediaFile(name, path, fault="is not a file")
        if path.suffix.lower() not in (*media_kinds.PICTURES, *media_kinds.SOUNDS):
            return MediaFile(name, path, fault="is no picture or sound that Anki shows")
        if status.st_size > MAX_MEDIA_BYTES:
            return MediaFile(name, path, fault="has more than 50 MB")
        data = media_kinds.shipped(path)
        if (unfit := media_kinds.unfit(name, data)) is not None:
            return MediaFile(name, path, fault=unfit.fault, way_out=unfit.way_out)
    except FileNotFoundError:
        return MediaFile(name, path, fault="is a link that leads nowhere")
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return MediaFile(name, path, fault=f"cannot be read: {reason}")
    return _shipped(name, path, data, int(status.st_mtime))


def _shipped(name: str, path: Path, data: bytes, mtime: int = 0) -> MediaFile:
    digest = hashlib.sha256(data).hexdigest()
    return MediaFile(name, path, _packaged(path, digest, 6), digest, mtime)


def _packaged(path: Path, digest: str, length: int) -> str:
    stem = unicodedata.normalize("NFKD", _as_utf8(path.stem)).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:40] or "media"
    return f"{stem}-{digest[:length]}{path.suffix.lower()}"


def _name_apart(found: dict[str, MediaFile]) -> dict[str, MediaFile]:
    """Give files the whole hash where a short one would make two different files one."""
    digests: dict[str, set[str]] = {}
    for file in found.values():
        if not file.fault:
            digests.setdefault(file.packaged.lower(), set()).add(file.digest)
    return {
        name: file
        if file.fault or len(digests[file.packaged.lower()]) == 1
        else file._replace(packaged=_packaged(file.path, file.digest, 64))
        for name, file in found.items()
    }
