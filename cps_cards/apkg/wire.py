"""The few messages of protocol buffers that a package of newer Anki holds, read field by field.

Anki's own definitions are AGPL and change; what is read here are a dozen fields whose numbers are
fixed for good, so a reader of the format's three rules does.
"""

from collections.abc import Iterator, Mapping

_VARINT, _BYTES = 0, 2
_FIXED_SIZES: Mapping[int, int] = {1: 8, 5: 4}
_MAX_VARINT_BYTES = 10

Value = int | bytes


class WireError(ValueError):
    """The bytes are no message."""


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """The fields of a message as they come: numbers as int, all else as bytes."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        value: Value
        if kind == _VARINT:
            value, at = _varint(message, at)
        else:
            if kind == _BYTES:
                size, at = _varint(message, at)
            elif kind in _FIXED_SIZES:
                size = _FIXED_SIZES[kind]
            else:
                raise WireError(f"unknown kind {kind} of field {number}")
            value = message[at : at + size]
            if len(value) < size:
                raise WireError(f"field {number} ends too early")
            at += size
        if number == 0:
            raise WireError("a field has the number 0")
        yield number, value


def last(message: bytes) -> dict[int, Value]:
    """The fields of a message by number; of a repeated one the last, as the format says."""
    return dict(fields(message))


def number(found: Mapping[int, Value], field: int) -> int | None:
    """A field as a signed number; None where it is not set."""
    value = found.get(field)
    if value is None:
        return None
    if not isinstance(value, int):
        raise WireError(f"field {field} is no number")
    return value - 2**64 if value >= 2**63 else value


def data(found: Mapping[int, Value], field: int) -> bytes:
    """A field as bytes; empty where it is not set."""
    value = found.get(field, b"")
    if not isinstance(value, bytes):
        raise WireError(f"field {field} is a number")
    return value


def text(found: Mapping[int, Value], field: int) -> str:
    """A field as text; empty where it is not set."""
    try:
        return data(found, field).decode()
    except UnicodeDecodeError as error:
        raise WireError(f"field {field} is not UTF-8") from error


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number in pieces of seven bits, and where it ends."""
    result = 0
    for count, byte in enumerate(message[at : at + _MAX_VARINT_BYTES]):
        result |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            return result & (2**64 - 1), at + count + 1
    too_long = at + _MAX_VARINT_BYTES <= len(message)
    raise WireError("a number is too long" if too_long else "a number ends too early")
