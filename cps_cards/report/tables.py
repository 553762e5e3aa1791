"""Tables in the terminal: the one place that uses rich."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

_UNBOUNDED = 10_000


def write(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], stream: TextIO) -> None:
    """A table and an empty line; in a pipe it is plain and as wide as it needs to be.

    Where a terminal is too narrow, the first column wraps; a number is never cut.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream, width=None if stream.isatty() else _UNBOUNDED, highlight=False)
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for number, name in enumerate(head):
        if number == 0:
            table.add_column(Text(name), overflow="fold")
        else:
            table.add_column(Text(name), justify="right", no_wrap=True, min_width=len(name))
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as captured:
        console.print(Text(title, "bold"))
        console.print(table)
    lines = (line.rstrip() for line in captured.get().rstrip().splitlines())
    stream.write("\n".join(lines) + "\n\n")
