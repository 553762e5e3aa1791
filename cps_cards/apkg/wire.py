"""The few messages of protocol buffers that a package of newer Anki holds, read field by field.

Anki's own definitions are AGPL and change; what is read here are a dozen fields whose numbers are
fixed for good, so a reader of the format's three rules does.
"""

from collections.abc import Iterator, Mapping

from cps_cards.apkg.contents import BadPackageError

_VARINT, _BYTES = 0, 2
_FIXED_SIZES: Mapping[int, int] = {1: 8, 5: 4}
_MAX_VARINT_BYTES = 10


class Message:
    """The fields of a message by number; of a repeated one the last, as the format says. Raises
    :class:`BadPackageError` for bytes that are none, or where a field is of another kind."""

    def __init__(self, message: bytes) -> None:
        self.values = dict(fields(message))

    def number(self, field: int) -> int | None:
        """A field as a signed number; None where it is not set."""
        value = self.values.get(field)
        if isinstance(value, bytes):
            raise _damaged(f"field {field} is no number")
        return value - 2**64 if value is not None and value >= 2**63 else value

    def data(self, field: int) -> bytes:
        """A field as bytes; empty where it is not set."""
        value = self.values.get(field, b"")
        if isinstance(value, int):
            raise _damaged(f"field {field} is a number")
        return value

    def text(self, field: int) -> str:
        """A field as text; empty where it is not set."""
        try:
            return self.data(field).decode()
        except UnicodeDecodeError as error:
            raise _damaged(f"field {field} is not UTF-8") from error


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message as they come: numbers as int, all else as bytes. Raises
    :class:`BadPackageError`."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        value: int | bytes
        if kind == _VARINT:
            value, at = _varint(message, at)
        else:
            if kind == _BYTES:
                size, at = _varint(message, at)
            elif kind in _FIXED_SIZES:
                size = _FIXED_SIZES[kind]
            else:
                raise _damaged(f"unknown kind {kind} of field {number}")
            value = message[at : at + size]
            if len(value) < size:
                raise _damaged(f"field {number} ends too early")
            at += size
        if number == 0:
            raise _damaged("a field has the number 0")
        yield number, value


def _damaged(told: str) -> BadPackageError:
    return BadPackageError(f"it is damaged: {told}")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number in pieces of seven bits, and where it ends."""
    result = 0
    for count, byte in enumerate(message[at : at + _MAX_VARINT_BYTES]):
        result |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            return result & (2**64 - 1), at + count + 1
    too_long = at + _MAX_VARINT_BYTES <= len(message)
    raise _damaged("a number is too long" if too_long else "a number ends too early")
