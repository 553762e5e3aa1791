"""A study plan for the terminal: figures, chart and table; plain text in a pipe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cps_cards.plan.sentences import (
    TERMINAL,
    advice,
    assumptions,
    band_percent,
    late_line,
    load_line,
    percent,
    search_of,
    span,
    time_line,
    topics_of,
    verdict,
    way_line,
    ways_title,
    whole,
)
from cps_cards.plan.study import StudyPlan
from cps_cards.report.plan_chart import ASCII, BLOCKS, Marks, chart

_FEWEST_COLUMNS = 60
_MOST_COLUMNS = 120
_ROOM_FOR_TOPICS = 110


def write(plan: StudyPlan, stream: TextIO, width: int | None = None) -> None:
    """``width`` is that of the terminal where it is not given, 80 in a pipe."""
    columns = width if width is not None else shutil.get_terminal_size((80, 24)).columns
    columns = max(_FEWEST_COLUMNS, min(_MOST_COLUMNS, columns))
    console = Console(file=stream, width=columns, highlight=False, emoji=False, markup=False)
    marks = BLOCKS if _can_write_blocks(stream) else ASCII
    with console.capture() as capture:
        _head(plan, console)
        _recall(plan, console, marks)
        _chart(plan, console, marks)
        _weeks(plan, console, marks)
        _close(plan, console)
    stream.writelines(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _can_write_blocks(stream: TextIO) -> bool:
    try:
        f"{BLOCKS}".encode(stream.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _head(plan: StudyPlan, console: Console) -> None:
    exam = plan.request.exam_date.isoformat()
    console.print(Text(f"{plan.deck.name}: study plan for the exam on {exam}", style="bold"))
    console.print()
    console.print(Text(f"{load_line(plan, TERMINAL)} {time_line(plan)}"))
    console.print()
    console.print(Text(verdict(plan), style="green" if plan.reached else "yellow"))
    if title := ways_title(plan, TERMINAL):
        console.print(Text(title))
    for way in plan.ways:
        _indented(Text(f"- {way_line(way, plan, TERMINAL)}"), console)
    console.print()


def _recall(plan: StudyPlan, console: Console, marks: Marks) -> None:
    table = _table(marks)
    table.add_column("Cards")
    for name in ("Remembered", "In 8 of 10", "Met by then"):
        table.add_column(name, justify="right")
    for one in plan.recall:
        table.add_row(
            Text(one.name),
            percent(one.share.mean),
            band_percent(one.share),
            f"{whole(one.met)} of {whole(one.cards)}",
            style="bold" if one.kind == "all" else "",
        )
    _titled("Remembered on the exam day", table, console)


def _chart(plan: StudyPlan, console: Console, marks: Marks) -> None:
    console.print(Text("Minutes a day", style="bold"))
    for line in chart(plan, console.width, marks):
        text = Text(line.label, style="dim")
        for cells, quiet in line.cells:
            text.append(cells, style="cyan" if quiet else "blue")
        text.append(line.tail, style="dim")
        console.print(text, no_wrap=True, overflow="crop")
    console.print()


def _weeks(plan: StudyPlan, console: Console, marks: Marks) -> None:
    roomy = console.width >= _ROOM_FOR_TOPICS
    table = _table(marks, padding=1 if roomy else 0)
    table.add_column("Week", justify="right")
    table.add_column("From", no_wrap=True)
    table.add_column("To", no_wrap=True)
    for name in ("New", "Reviews", "Min/day"):
        table.add_column(name, justify="right", no_wrap=True)
    if roomy:
        table.add_column("Topics")
    table.add_column("Search in Anki", overflow="fold")
    for week in plan.weeks:
        # Blank where the column beside it says that nothing is new.
        stand_in = search_of(week) if week.new_cards else ""
        cells = [
            str(week.number),
            week.first.isoformat(),
            week.last.isoformat(),
            whole(week.new_cards),
            whole(week.reviews.mean),
            span(week.minutes),
            *([topics_of(week, plan)] if roomy else []),
            week.search if week.notes else stand_in,
        ]
        table.add_row(*(Text(cell) for cell in cells))
    _titled("Week by week", table, console)
    if not roomy:
        for line in _topic_lines(plan):
            console.print(Text(line))
        console.print()
    if plan.late_cards:
        console.print(Text(late_line(plan)))
        console.print()


def _topic_lines(plan: StudyPlan) -> Iterator[str]:
    """The topics of the weeks where the table has no room for them; weeks alike are told as one."""
    for topics, alike in groupby(plan.weeks, lambda week: topics_of(week, plan)):
        numbers = [week.number for week in alike]
        first, last = numbers[0], numbers[-1]
        if topics:
            weeks = f"Week {first}" if first == last else f"Weeks {first} to {last}"
            yield f"{weeks}: {topics}"


def _close(plan: StudyPlan, console: Console) -> None:
    console.print(Text("What to do in Anki", style="bold"))
    for one in advice(plan, TERMINAL):
        _indented(Text.assemble((f"{one.title}: ", "bold"), one.text), console)
    console.print()
    console.print(Text("What the figures rest on", style="bold"))
    for line in assumptions(plan, TERMINAL):
        _indented(Text(line), console)


def _indented(text: Text, console: Console) -> None:
    console.print(Padding(text, (0, 0, 0, 2)))


def _titled(title: str, table: Table, console: Console) -> None:
    console.print(Text(title, style="bold"))
    console.print(table)
    console.print()


def _table(marks: Marks, padding: int = 1) -> Table:
    return Table(
        box=box.SIMPLE_HEAD if marks is BLOCKS else box.ASCII2,
        pad_edge=False,
        padding=(0, padding),
        show_edge=False,
        header_style="bold",
    )
