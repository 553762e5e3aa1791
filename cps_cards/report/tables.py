"""Tables in the terminal: the one place that uses rich."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO


def write(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], stream: TextIO) -> None:
    """A table; in a pipe it is plain and as wide as it needs to be."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(
        file=stream, width=None if stream.isatty() else 200, highlight=False, soft_wrap=False
    )
    table = Table(
        title=Text(title), title_justify="left", box=box.SIMPLE, pad_edge=False, title_style="bold"
    )
    for number, name in enumerate(head):
        table.add_column(Text(name), justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
