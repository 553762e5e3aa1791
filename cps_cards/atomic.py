"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of ``path`` when the block ends without an error.

    Until then it is a hidden file beside ``path``, so that the last step is a rename within one
    file system; after an error, an interrupt or a full disk it is gone and ``path`` is untouched.
    A link is followed: the file that it leads to is replaced, not the link.
    """
    target = Path(os.path.realpath(path))
    temporary = target.parent / f".cps-cards-{secrets.token_hex(6)}.tmp"
    try:
        with open(temporary, "xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def write(path: Path, data: bytes) -> None:
    with replacing(path) as stream:
        stream.write(data)


def write_both(first: tuple[Path, bytes], second: tuple[Path, bytes]) -> None:
    """Two files of which none is new unless both are.

    Both are written out before the first is put in place, so that a full disk changes neither; if
    then the second cannot be put in place, the first is put back.
    """
    path, data = first
    before = path.read_bytes() if path.exists() else None
    replaced = False
    try:
        with replacing(second[0]) as stream:
            stream.write(second[1])
            stream.flush()
            os.fsync(stream.fileno())
            write(path, data)
            replaced = True
    except BaseException:
        if replaced:
            if before is None:
                path.unlink(missing_ok=True)
            else:
                write(path, before)
        raise
