"""Tables in the terminal, as wide as it is; plain, and as wide as they need to be, in a pipe."""

import shutil
import sys
import textwrap
from collections.abc import Collection, Iterator, Sequence
from typing import TextIO

from cps_cards.report.paint import BOLD, Paint, columns, plain

_GAP = "  "
_FEWEST = 16
"""Columns of a terminal that the first column is left with before others go below their rows."""


def write(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], stream: TextIO) -> None:
    """A table under its title, and an empty line; all columns but the first are numbers."""
    paint = Paint(stream)
    room = shutil.get_terminal_size((80, 24)).columns if stream.isatty() else sys.maxsize
    titled = [paint(line, BOLD) for line in _wrapped(plain(title), room)]
    stream.write("\n".join([*titled, *lines(head, rows, paint, room, head[:1])]) + "\n\n")


def lines(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    paint: Paint,
    room: int,
    left: Collection[str],
    rule: str = "-",
) -> Iterator[str]:
    """The lines of a table; columns named in ``left`` begin at one place, all others end at one.

    Where there is too little ``room``, the first column wraps; where that is not enough, the last
    columns stand below each row, with their names. Nothing is ever cut.
    """
    cells = [[plain(cell) for cell in row] for row in (head, *rows)]
    widths = [max(columns(row[n]) for row in cells) for n in range(len(head))]
    kept, least = len(head), min(widths[0], _FEWEST)
    while kept > 1 and least + sum(widths[1:kept]) + len(_GAP) * (kept - 1) > room:
        kept -= 1
    others = sum(widths[1:kept]) + len(_GAP) * (kept - 1)
    widths[0] = min(widths[0], max(room - others, 1))
    for number, row in enumerate(cells):
        first, *more = _wrapped(row[0], widths[0])
        shown = [first, *row[1:kept]]
        for n, cell in enumerate(shown):
            pad = " " * (widths[n] - columns(cell))
            shown[n] = cell + pad if head[n] in left else pad + cell
        for line in (_GAP.join(shown).rstrip(), *more):
            yield line if number else paint(line, BOLD)
        if number == 0:
            yield rule * (widths[0] + others)
            continue
        for name, cell in zip(head[kept:], row[kept:], strict=True):
            if cell:
                yield from _wrapped(f"  {name}: {cell}", room)


def _wrapped(text: str, room: int) -> list[str]:
    return [text] if columns(text) <= room else textwrap.wrap(text, room)
