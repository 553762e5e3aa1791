"""Packages read back: this tool's own, genanki's, and those that Anki writes, old format and new.

A package may come from anywhere, so nothing in it is trusted: sizes are bounded before anything is
unpacked, names of media files must not lead out of a folder, checksums and the database are
verified. Whatever does not hold is a :class:`BadPackageError` that says so.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from cps_cards.apkg.contents import BadPackageError, Package
from cps_cards.apkg.database import json_object, note_rows, read_database
from cps_cards.apkg.wire import Message, fields

MAX_ENTRIES = 250_000
MAX_DATABASE = 512_000_000
MAX_INDEX = 64_000_000
MAX_META = 1_000_000
MAX_VALUE = 64_000_000
MAX_MEDIA_FILE = 512_000_000
MAX_MEDIA = 16_000_000_000
MAX_RATIO = 200
"""How often a part may be larger than what it was packed into; honest ones reach 30."""

_SMALL = 16_000_000
"""Below this size the ratio says nothing: an empty table packs well."""

_CHUNK = 1 << 20
_DATABASES = {1: "collection.anki2", 2: "collection.anki21", 3: "collection.anki21b"}
"""The name of the database by the version of the format."""
_COMPRESSED = 3
"""The version whose parts are packed by Zstandard within the zip file."""


def read_package(path: Path | IO[bytes]) -> Package:
    """Read and verify a package; raises :class:`BadPackageError`, or OSError if unreadable."""
    with _opened(path) as parts, closing(_database(parts)) as connection:
        package = read_database(connection)
        return dataclasses.replace(package, media=_media(parts))


def read_notes(path: Path | IO[bytes]) -> list[tuple[str, int, str, str]]:
    """Guid, modification time (in seconds since 1970), fields and tags of each note, the last two
    as the database has them: far quicker than the whole package. Raises as :func:`read_package`.
    """
    with _opened(path) as parts, closing(_database(parts)) as connection:
        return list(note_rows(connection))


@contextmanager
def media_of(path: Path) -> Iterator[Callable[[str], bytes]]:
    """What reads a media file of a package by its name, bounded as all else is read here. It raises
    KeyError for a name that the package does not list."""
    with _opened(path) as parts:
        entries = {name: entry for entry, name, _ in _listed(parts)}
        yield lambda name: parts.read(entries[name], MAX_MEDIA_FILE)


@contextmanager
def _opened(path: Path | IO[bytes]) -> Iterator[_Parts]:
    """The parts of a package; what the libraries say of damaged data is told in one way."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield _Parts(archive)
    except zipfile.BadZipFile as error:
        raise BadPackageError(f"it is no zip file, or a part of it is missing: {error}") from error
    except (zlib.error, EOFError) as error:
        raise BadPackageError(f"a part of it cannot be unpacked: {error}") from error
    except (NotImplementedError, RuntimeError) as error:
        # zipfile's words for encryption and for ways to pack that it does not know.
        raise BadPackageError(f"it is packed in a way that Anki does not use: {error}") from error
    except sqlite3.Error as error:
        raise BadPackageError(f"its database is damaged: {error}") from error


class _Parts:
    """The entries of the zip file, read within bounds, and the version of the format."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise BadPackageError(f"it holds {len(entries)} files, more than any Anki package")
        self.archive = archive
        self.entries = {entry.filename: entry for entry in entries}
        if len(self.entries) < len(entries):
            raise BadPackageError("it holds two files of one name")
        if any(entry.header_offset < 0 for entry in entries):
            raise BadPackageError("a part of it is missing: a file in it begins outside")
        self.version: int | None = 2 if _DATABASES[2] in self.entries else 1
        if "meta" in self.entries:  # before there was one, the names told
            self.version = Message(self.read("meta", MAX_META)).number(1)
        if self.version not in _DATABASES:
            raise BadPackageError(
                f"its format {self.version} is none that this version can read; a newer one may"
            )

    def read(self, name: str, limit: int) -> bytes:
        return b"".join(self.chunks(name, limit))

    def chunks(self, name: str, limit: int) -> Iterator[bytes]:
        """The content of an entry, unpacked, in pieces; raises KeyError where it is not there."""
        entry = self.entries[name]
        unpack = _unpacked if self.version == _COMPRESSED else _stored
        with self.archive.open(entry) as stream:
            total = 0
            for chunk in unpack(stream):
                total += len(chunk)
                if total > limit:
                    raise BadPackageError(f"{name} unpacks to more than {limit // 1_000_000} MB")
                if total > _SMALL and total > MAX_RATIO * max(entry.compress_size, 1):
                    raise BadPackageError(
                        f"{name} unpacks to more than {MAX_RATIO} times its size, as in a zip bomb"
                    )
                yield chunk


def _stored(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_CHUNK), b"")


def _unpacked(stream: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    try:
        with zstandard.ZstdDecompressor().stream_reader(
            stream, read_across_frames=True, closefd=False
        ) as reader:
            yield from iter(lambda: reader.read(_CHUNK), b"")
    except zstandard.ZstdError as error:
        raise BadPackageError(f"a part of it cannot be unpacked: {error}") from error


def _database(parts: _Parts) -> sqlite3.Connection:
    """The database, in memory, with nothing in it that could run."""
    name = _DATABASES[parts.version or 0]
    if name not in parts.entries:
        raise BadPackageError(f"it holds no {name}: it is no Anki package")
    database = parts.read(name, MAX_DATABASE)
    if len(database) < 100 or not database.startswith(b"SQLite format 3\0"):
        raise BadPackageError("its database is none")
    connection = sqlite3.connect(":memory:")
    try:
        # Bytes 18 and 19 ask for a write-ahead log, which a database in memory cannot have.
        connection.deserialize(database[:18] + b"\1\1" + database[20:])
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.create_collation("unicase", _compare_unicase)
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise BadPackageError(f"its database is damaged: {verdict}")
    except BaseException:
        connection.close()
        raise
    return connection


def _compare_unicase(one: str, other: str) -> int:
    """Anki's collation; only damage shows whether it is exactly the same."""
    a, b = one.casefold(), other.casefold()
    return (a > b) - (a < b)


def _media(parts: _Parts) -> dict[str, str]:
    """The media files by name, each unpacked once for its checksum."""
    found: dict[str, str] = {}
    total = 0
    for entry, name, expected in _listed(parts):
        check_media_name(name)
        if name in found:
            raise BadPackageError(f"it lists two media files named {name}")
        if entry not in parts.entries:
            raise BadPackageError(f"the media file {name} is listed and not there")
        digest = hashlib.sha1(usedforsecurity=False)
        for chunk in parts.chunks(entry, MAX_MEDIA_FILE):
            digest.update(chunk)
            total += len(chunk)
            if total > MAX_MEDIA:
                raise BadPackageError(f"its media unpack to more than {MAX_MEDIA // 1_000_000} MB")
        if expected and digest.digest() != expected:
            raise BadPackageError(f"the media file {name} is damaged")
        found[name] = digest.hexdigest()
    return found


def _listed(parts: _Parts) -> Iterator[tuple[str, str, bytes]]:
    """The list of media: the entry that holds each, its name, its SHA-1 (empty if not given)."""
    if "media" not in parts.entries:
        raise BadPackageError("it holds no list of media files")
    data = parts.read("media", MAX_INDEX)
    if parts.version != _COMPRESSED:
        listed = json_object(data.decode("utf-8", "replace"), "list of media")
        yield from ((entry, name, b"") for entry, name in listed.items())
        return
    messages = (one for field, one in fields(data) if field == 1 and isinstance(one, bytes))
    for place, entry in enumerate(map(Message, messages)):
        number = entry.number(255)
        yield str(place if number is None else number), entry.text(1), entry.data(3)


def check_media_name(name: object) -> None:
    """Raises :class:`BadPackageError` where a media file's name holds a path, on any system."""
    if (
        not isinstance(name, str)
        or name in ("", ".", "..")
        or any(mark in name for mark in "/\\:\0")
        or any(ord(char) < 32 for char in name)
    ):
        raise BadPackageError(f"it lists a media file named {name!r}, which is a path and no name")
