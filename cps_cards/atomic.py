"""Files that appear whole or not at all."""

import errno
import os
import re
import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_unfinished: set[Path] = set()


def write(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``path``, in one step at the very end.

    After an error, an interrupt or a full disk, ``path`` is as it was and nothing lies beside it.
    A link is followed: the file that it leads to is replaced, not the link. Raises OSError that
    names ``path``.
    """
    draft = _Draft(path)
    try:
        draft.write(data)
        draft.place()
    finally:
        draft.discard()


def write_all(files: Mapping[Path, bytes], *, new: bool = False) -> list[Path]:
    """Several files of which none is new unless all are; folders that are missing are made.

    All are written out before the first is put in place, so that a full disk changes none; if then
    one cannot be put in place, those before it are put back, and the new folders go. Files that
    would not change are not touched: what comes back are the paths of the others, in order. With
    ``new``, none of the files may be there: else ``FileExistsError``. Errors of the system name the
    file that was asked for.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    for path, data in before.items():
        if new and (data is not None or path.is_symlink()):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    drafts = [_Draft(path) for path, data in files.items() if data != before[path]]
    made: list[Path] = []
    placing = False
    try:
        for draft in drafts:
            folder = draft.path.parent
            for one in reversed((folder, *folder.parents)):
                if not one.is_dir():
                    made.append(one)  # before it is there, for an interrupt may come between
                    one.mkdir()
            draft.write(files[draft.path])
        placing = True
        for draft in drafts:
            draft.place()
    except BaseException:
        # As the disk tells it: an interrupt may come just behind the last step.
        placed = [draft for draft in drafts if placing and not draft.temporary.exists()]
        for draft in drafts:
            draft.discard()  # what they take up may be needed to put others back
        if len(placed) < len(drafts):
            for draft in placed:
                if (data := before[draft.path]) is None:
                    draft.target.unlink(missing_ok=True)
                else:
                    write(draft.target, data)
            for folder in reversed(made):
                with suppress(OSError):  # it was not made yet, or holds what is somebody else's
                    folder.rmdir()
        raise
    finally:
        for draft in drafts:
            draft.discard()
    return [draft.path for draft in drafts]


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
            if (match := name.fullmatch(path.name)) is not None:
                try:
                    os.kill(int(match[1]), 0)
                except ProcessLookupError:
                    path.unlink(missing_ok=True)
                except OSError:  # it lives, and belongs to somebody else
                    continue


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Errors name the file that was asked for, not the hidden one beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
