"""Colours of a terminal, where there is one that wants them."""

from __future__ import annotations

import os
from typing import Final, TextIO

RED: Final = "\x1b[31m"
GREEN: Final = "\x1b[32m"
YELLOW: Final = "\x1b[33m"
BLUE: Final = "\x1b[34m"
BOLD: Final = "\x1b[1m"
DIM: Final = "\x1b[2m"
_OFF = "\x1b[0m"


class Paint:
    """Paints texts for a stream: on a terminal only, and not where ``NO_COLOR`` is set."""

    def __init__(self, stream: TextIO) -> None:
        self.color = stream.isatty() and "NO_COLOR" not in os.environ

    def __call__(self, text: str, *codes: str) -> str:
        return f"{''.join(codes)}{text}{_OFF}" if self.color and text else text
