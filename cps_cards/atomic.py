"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_unfinished: set[Path] = set()


def write(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``path``, in one step at the very end.

    After an error, an interrupt or a full disk, ``path`` is as it was and nothing lies beside it.
    A link is followed: the file that it leads to is replaced, not the link.
    """
    draft = _Draft(path)
    try:
        draft.write(data)
        draft.place()
    finally:
        draft.discard()


def write_both(first: tuple[Path, bytes], second: tuple[Path, bytes]) -> None:
    """Two files of which none is new unless both are.

    Both are written out before the first is put in place, so that a full disk changes neither; if
    then the second cannot be put in place, the first is put back. A first file that would not
    change is not touched.
    """
    before = first[0].read_bytes() if first[0].exists() else None
    if before == first[1]:
        write(*second)
        return
    drafts = _Draft(first[0]), _Draft(second[0])
    try:
        drafts[0].write(first[1])
        drafts[1].write(second[1])
        try:
            drafts[0].place()
            drafts[1].place()
        except BaseException:
            if drafts[0].is_placed() and not drafts[1].is_placed():
                drafts[1].discard()  # what it takes up may be needed to put the first back
                _put_back(first[0], before)
            raise
    finally:
        drafts[0].discard()
        drafts[1].discard()


def clean_up() -> None:
    """Remove what an interrupt left behind that came just when :func:`write` was cleaning up."""
    for path in list(_unfinished):
        with suppress(OSError):
            path.unlink()
        _unfinished.discard(path)


class _Draft:
    """A hidden file beside its target, in the same file system, waiting to take its place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.target = Path(os.path.realpath(path))
        own = f".cps-cards-{_machine()}-{os.getpid()}-{os.urandom(4).hex()}.tmp"
        self.temporary = self.target.parent / own
        _unfinished.add(self.temporary)

    def write(self, data: bytes) -> None:
        _sweep(self.target.parent)
        with _told_of(self.path), self.temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # Some file systems (FAT, network shares) know no permissions, or refuse to change them.
        with suppress(OSError):
            self.temporary.chmod(stat.S_IMODE(self.target.stat().st_mode))

    def place(self) -> None:
        with _told_of(self.path):
            self.temporary.replace(self.target)

    def is_placed(self) -> bool:
        """Whether a draft that was written has taken its place, as the disk tells it."""
        return not self.temporary.exists()

    def discard(self) -> None:
        # On a disk that cannot be written, even a file that is not there cannot be removed.
        with suppress(OSError):
            self.temporary.unlink()
        _unfinished.discard(self.temporary)


def _machine() -> str:
    """A short name of this machine: a folder on the network may hold drafts of others."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(name.encode(errors='replace')):08x}"


def _sweep(folder: Path) -> None:
    """Remove the drafts of processes of this machine that were killed before they could do it."""
    if os.name != "posix":  # on Windows, to ask whether a process lives would end it
        return
    name = re.compile(rf"\.cps-cards-{_machine()}-([0-9]{{1,9}})-[0-9a-f]+\.tmp")
    with suppress(OSError):
        for path in list(folder.iterdir()):
            match = name.fullmatch(path.name)
            if match is not None and not _lives(int(match[1])):
                path.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Errors name the file that was asked for, not the hidden one beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        write(path, before)
