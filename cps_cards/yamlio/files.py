"""Which files make up a deck folder, and what lies under ``media/``."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from cps_cards.faults import Faults
from cps_cards.model.deck import MediaFile
from cps_cards.source import Source, Span

CARD_SUFFIXES = (".yaml", ".yml")
MEDIA_SUFFIXES = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
    + (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac")
)
MAX_MEDIA_BYTES = 50_000_000


def card_files(root: Path, shown: str, faults: Faults) -> list[tuple[Path, str]]:
    """Card files under ``cards/``, with their shown paths, in the order of those.

    Linked folders are followed, each once; names that begin with a dot are passed over.
    """
    folder = root / "cards"
    if not folder.is_dir():
        return []
    found = [
        (path, f"{shown}/{relative}")
        for path, relative in _walk(folder, "cards", set(), faults, shown)
        if path.suffix.lower() in CARD_SUFFIXES
    ]
    return sorted(found, key=lambda entry: entry[1])


def media_files(root: Path, shown: str, faults: Faults) -> dict[str, MediaFile]:
    """The files under ``media/`` by their names there, in Unicode's composed form."""
    folder = root / "media"
    if not folder.is_dir():
        return {}
    home = folder.resolve()
    found: dict[str, MediaFile] = {}
    for path, relative in _walk(folder, "media", set(), faults, shown):
        name = unicodedata.normalize("NFC", relative.removeprefix("media/"))
        found[name] = _media(path, name, home)
    return _name_apart(found)


def _walk(
    folder: Path, relative: str, seen: set[str], faults: Faults, shown: str
) -> Iterator[tuple[Path, str]]:
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        faults.add(
            "unreadable-file",
            Source(f"{shown}/{relative}", ""),
            Span(0, 0),
            f"the folder cannot be read: {error.strerror or error}",
            "change its permissions",
        )
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        inner = f"{relative}/{entry.name}"
        if entry.is_dir():
            yield from _walk(Path(entry.path), inner, seen, faults, shown)
        else:
            yield Path(entry.path), inner


def _media(path: Path, name: str, home: Path) -> MediaFile:
    """One media file, or why it cannot be shipped."""
    try:
        resolved = path.resolve()
        if not resolved.is_relative_to(home):
            return MediaFile(name, path, fault="is a link that leads out of `media/`")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return MediaFile(name, path, fault="is not a file")
        if path.suffix.lower() not in MEDIA_SUFFIXES:
            return MediaFile(name, path, fault="is no picture or sound that Anki shows")
        if status.st_size > MAX_MEDIA_BYTES:
            return MediaFile(name, path, fault="has more than 50 MB")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return MediaFile(name, path, fault="is a link that leads nowhere")
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return MediaFile(name, path, fault=f"cannot be read: {reason}")
    return MediaFile(name, path, _packaged(path, digest, 6), digest, int(status.st_mtime))


def _packaged(path: Path, digest: str, length: int) -> str:
    stem = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:40] or "media"
    return f"{stem}-{digest[:length]}{path.suffix.lower()}"


def _name_apart(found: dict[str, MediaFile]) -> dict[str, MediaFile]:
    """Give files the whole hash where a short one would make two different files one."""
    digests: dict[str, set[str]] = {}
    for media in found.values():
        if not media.fault:
            digests.setdefault(media.packaged.lower(), set()).add(media.digest)
    return {
        name: media
        if media.fault or len(digests[media.packaged.lower()]) == 1
        else MediaFile(
            name, media.path, _packaged(media.path, media.digest, 64), media.digest, media.mtime
        )
        for name, media in found.items()
    }
