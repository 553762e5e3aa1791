"""What a terminal shows: colours, where it wants them, and texts that cannot command it."""

import os
import re
import unicodedata
from typing import Final, TextIO

RED: Final = "\x1b[31m"
GREEN: Final = "\x1b[32m"
YELLOW: Final = "\x1b[33m"
BLUE: Final = "\x1b[34m"
CYAN: Final = "\x1b[36m"
BOLD: Final = "\x1b[1m"
DIM: Final = "\x1b[2m"
_OFF = "\x1b[0m"
_FORCING = "FORCE_COLOR", "CLICOLOR_FORCE"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """A text that cannot move a cursor or turn the direction of writing."""
    return _CONTROL.sub("\ufffd", text)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me")
        else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )  # fmt: skip


def commands_terminal(stream: TextIO) -> bool:
    """Whether it is a terminal that understands commands: it has colours, and a cursor to move."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_color(stream: TextIO) -> bool:
    """``NO_COLOR`` has the first word, then ``FORCE_COLOR`` and ``CLICOLOR_FORCE``; else it is for
    the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in _FORCING):
        return True
    return commands_terminal(stream) and os.environ.get("CLICOLOR") != "0"


class Paint:
    """Paints texts for a stream that wants colours."""

    def __init__(self, stream: TextIO) -> None:
        self.color = wants_color(stream)

    def __call__(self, text: str, *codes: str) -> str:
        return f"{''.join(codes)}{text}{_OFF}" if self.color and text else text
