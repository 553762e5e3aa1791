"""Bytes to text: size, encoding and control characters are settled here, once for all files."""

import os
import re
import stat
from pathlib import Path

from cps_cards.faults import Faults
from cps_cards.source import Alignment, Source, Span, Text

MAX_BYTES = 8_000_000

_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\r(?!\n)"
_INNOCENT = bytes({*b"\t\n", *range(0x20, 0x7F), *range(0x80, 0x100)} - {0xC2, 0xEF})
"""Bytes that take no part in writing a control character: in most files there are no others."""
MAX_REPORTED = 20
_BOM = "\ufeff"


def decode_file(
    path: Path, shown: str, faults: Faults, changed: bytes | None = None
) -> tuple[Source, int] | None:
    """A file as a :class:`Source`, and its modification time in whole seconds.

    What can be read is read in spite of faults (a character in the wrong encoding, a control
    character), so that the rest of the file is judged in the same run. None where nothing can.
    ``changed`` is read in place of what the file holds, if there is one.
    """

    if changed is not None and not os.path.lexists(path):
        return _decode(changed, shown, faults), 0
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
            told = f"this is {what}, not a file"
            faults.refuse_file(shown, told, "put a YAML file in its place")
            return None
        if status.st_size > MAX_BYTES:
            told = f"the file has {status.st_size / 1e6:.1f} MB; 8 MB is the most"
            help = "split it: card files may be as many as you like, in any sub-folders"
            faults.refuse_file(shown, told, help, "file-too-large")
            return None
        data = path.read_bytes() if changed is None else changed
    except OSError as error:
        faults.refuse_file(shown, *_refusal(path, error))
        return None
    if wrong := _wrong_encoding(data):
        help = 'save the file as text with the encoding "UTF-8"'
        faults.refuse_file(shown, wrong, help, "not-utf8")
        return None
    return _decode(data, shown, faults), int(status.st_mtime)


def _align(text: Text) -> Alignment | None:
    from cps_cards.yamlio.align import align

    return align(text)


def _wrong_encoding(data: bytes) -> str:
    """What a file is that no character of it can be read of; empty where it may be UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "this is UTF-16, not UTF-8"
    if b"\0" in data[:1000]:
        if data[:400:2].count(0) in (0, len(data[:400:2])) and data.count(0) * 3 > len(data):
            return "this is UTF-16, not UTF-8"
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return "this is not a text"
    return ""


def _refusal(path: Path, error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        target = path.readlink()
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
    source = Source(shown, text, bom, _align)
    if bad is not None:
        offset = bad[0] - bom
        told = f"the byte 0x{bad[1]:02X} here is not UTF-8"
        help = 'save the file with the encoding "UTF-8", then look at the character here'
        faults.add("not-utf8", source, Span(offset, offset + 1), told, help)
    # To delete the innocent bytes takes a twentieth of the time of looking for the others.
    if data.translate(None, _INNOCENT) and re.search(_CONTROL, text):
        _refuse_controls(source, faults)
        source = Source(shown, re.sub(_CONTROL, _in_place_of, text), bom, _align)
    return source


def _in_place_of(control: re.Match[str]) -> str:
    """A stand-in that is neither missed as a text's only character nor in the way of a line."""
    if control[0] == "\r":
        return "\n"
    at = control.start()
    return "\ufffd" if at and control.string[at - 1] not in "\r\n" else " "


def _refuse_controls(source: Source, faults: Faults) -> None:
    """Report each control character, but old line ends once, and no more than a page of them."""
    found = list(re.finditer(_CONTROL, source.text))
    returns = [match for match in found if match[0] == "\r"]
    others = [match for match in found if match[0] != "\r"]
    for match in returns[:1]:
        told = "a carriage return stands alone here"
        if len(returns) > 1:
            told += f", as in {len(returns) - 1} more places"
        help = "save the file with the line ends of Unix or Windows"
        faults.add("control-character", source, Span(*match.span()), told, help)
    for number, match in enumerate(others[: MAX_REPORTED + 1]):
        told = f"the control character U+{ord(match[0]):04X} stands here"
        if number == MAX_REPORTED:
            told = f"{len(others) - number} more control characters stand from here on"
        help = "take it out; only line breaks and tabs may stand in a deck"
        faults.add("control-character", source, Span(*match.span()), told, help)
