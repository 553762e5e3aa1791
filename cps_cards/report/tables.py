"""Tables in the terminal, as wide as it is; plain, and as wide as they need to be, in a pipe."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import TextIO

from cps_cards.report.paint import BOLD, Paint, columns, plain

_GAP = "  "
_FEWEST = 12
"""Columns of a terminal that the first column is left with before rows are taken apart."""


def write(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], stream: TextIO) -> None:
    """A table and an empty line; all columns but the first are numbers.

    Where a terminal is too narrow, the first column wraps; where that is not enough, each row is a
    list of its cells by the names of their columns. Nothing is ever cut.
    """
    paint = Paint(stream)
    room = shutil.get_terminal_size((80, 24)).columns if stream.isatty() else None
    cells = [[plain(cell) for cell in row] for row in (head, *rows)]
    widths = [max(columns(row[n]) for row in cells) for n in range(len(head))]
    spare = 0 if room is None else room - sum(widths) - len(_GAP) * (len(widths) - 1)
    if widths[0] + min(spare, 0) >= min(_FEWEST, widths[0]):
        widths[0] += min(spare, 0)
        lines = list(_aligned(cells, widths, paint, room is not None))
    else:
        lines = list(_apart(cells, room))
    titled = [paint(line, BOLD) for line in _wrapped(plain(title), room)]
    stream.write("\n".join([*titled, *lines]) + "\n\n")


def _aligned(
    cells: Sequence[Sequence[str]], widths: Sequence[int], paint: Paint, wraps: bool
) -> Iterator[str]:
    for number, (first, *others) in enumerate(cells):
        words, *more = _wrapped(first, widths[0] if wraps else None)
        numbers = (" " * (width - columns(cell)) + cell
                   for cell, width in zip(others, widths[1:], strict=True))  # fmt: skip
        row = _GAP.join([words + " " * (widths[0] - columns(words)), *numbers]).rstrip()
        for line in (row, *more):
            yield line if number else paint(line, BOLD)
        if not number:
            yield "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))


def _apart(cells: Sequence[Sequence[str]], room: int | None) -> Iterator[str]:
    (kind, *names), *rows = cells
    for first, *others in rows:
        yield from _wrapped(f"{kind}: {first}", room)
        for name, cell in zip(names, others, strict=True):
            if cell:
                yield from _wrapped(f"  {name}: {cell}", room)


def _wrapped(text: str, room: int | None) -> list[str]:
    return [text] if room is None else textwrap.wrap(text, max(room, 1)) or [""]
