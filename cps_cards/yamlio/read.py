"""Bytes to text: size, encoding and control characters are settled here, once for all files."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from cps_cards.faults import Faults
from cps_cards.source import Source, Span
from cps_cards.yamlio.align import align

MAX_BYTES = 8_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
_MAX_REPORTED = 10
_BOM = "\ufeff"


def read(path: Path, shown: str, faults: Faults) -> tuple[Source, int] | None:
    """A file as a :class:`Source`, and its modification time in whole seconds.

    What can be read is read in spite of faults (a character in the wrong encoding, a control
    character), so that the rest of the file is judged in the same run. None where nothing can.
    """

    def refuse(name: str, message: str, help: str) -> None:
        faults.broken_files.add(shown)
        faults.add(name, Source(shown, ""), Span(0, 0), message, help)

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
            refuse("unreadable-file", f"this is {what}, not a file", "put a YAML file in its place")
            return None
        if status.st_size > MAX_BYTES:
            refuse(
                "file-too-large",
                f"the file has {status.st_size / 1e6:.1f} MB; 8 MB is the most",
                "split it: card files may be as many as you like, in any sub-folders",
            )
            return None
        data = path.read_bytes()
    except OSError as error:
        refuse("unreadable-file", *_refusal(path, error))
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        refuse("not-utf8", "this is UTF-16, not UTF-8", 'save the file with the encoding "UTF-8"')
        return None
    return _decode(data, shown, faults), int(status.st_mtime)


def _refusal(path: Path, error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        target = os.readlink(path)
        return f"this link leads to {target}, which is not there", "mend the link, or take it out"
    if isinstance(error, PermissionError):
        return "you have no permission to read this file", "change its permissions"
    reason = error.strerror or str(error)
    return f"the file cannot be read: {reason}", "look at the file and the disk that it is on"


def _decode(data: bytes, shown: str, faults: Faults) -> Source:
    try:
        text = data.decode("utf-8")
        bad = None
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        bad = (len(data[: error.start].decode("utf-8")), data[error.start])
    bom = text.startswith(_BOM)
    if bom:
        text = text[1:]
    source = Source(shown, text, bom, align)
    if bad is not None:
        offset = bad[0] - bom
        faults.add(
            "not-utf8",
            source,
            Span(offset, offset + 1),
            f"the byte 0x{bad[1]:02X} here is not UTF-8",
            'save the file with the encoding "UTF-8", then look at the character here',
        )
    controls = list(_CONTROL.finditer(text))
    for match in controls[:_MAX_REPORTED]:
        faults.add(
            "control-character",
            source,
            Span(*match.span()),
            "a carriage return stands alone here"
            if match[0] == "\r"
            else f"the control character U+{ord(match[0]):04X} stands here",
            "take it out; only line breaks and tabs may stand in a deck",
        )
    if controls:
        source = Source(shown, _CONTROL.sub(" ", text), bom, align)
    return source
