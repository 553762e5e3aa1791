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

from cps_cards.plan.advice import advice, assumptions, known, load_line, time_line, verdict
from cps_cards.plan.study import PlanWeek, StudyPlan
from cps_cards.plan.words import whole
from cps_cards.report.plan_chart import ASCII, BLOCKS, Marks, chart
from cps_cards.report.plan_words import (
    all_topics,
    band_percent,
    late_line,
    over_line,
    search_of,
    span,
    topics_of,
    ways_title,
)

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
    exam = plan.options.exam_date.isoformat()
    console.print(Text(f"{plan.deck_name}: study plan for the exam on {exam}", style="bold"))
    console.print()
    console.print(Text(f"{load_line(plan)} {time_line(plan)}"))
    console.print()
    console.print(Text(verdict(plan), style="green" if plan.reached else "yellow"))
    for line in (over_line(plan), ways_title(plan)):
        if line:
            console.print(Text(line))
    for way in plan.ways:
        _indented(Text(f"- {way.text} ({way.option})"), console)
    console.print()


def _recall(plan: StudyPlan, console: Console, marks: Marks) -> None:
    table = _table(marks)
    table.add_column("Cards")
    for name in ("Remembered", "8 runs of 10", "Met by then"):
        table.add_column(name, justify="right")
    for one in plan.recall:
        table.add_row(
            Text(one.name),
            known(one),
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
    every = all_topics(plan)
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
        cells = [
            str(week.number),
            week.first.isoformat(),
            week.last.isoformat(),
            whole(week.new_cards),
            whole(week.reviews.median),
            span(week.minutes),
            *([topics_of(week, every)] if roomy else []),
            week.search if week.notes else _stand_in(week),
        ]
        table.add_row(*(Text(cell) for cell in cells))
    _titled("Week by week", table, console)
    if not roomy:
        for line in _topic_lines(plan, every):
            console.print(Text(line))
        console.print()
    if plan.late_cards:
        console.print(Text(late_line(plan)))
        console.print()


def _stand_in(week: PlanWeek) -> str:
    """Blank where the column beside it says that nothing is new."""
    return search_of(week) if week.new_cards else ""


def _topic_lines(plan: StudyPlan, every: tuple[str, ...]) -> Iterator[str]:
    """The topics of the weeks where the table has no room for them; weeks alike are told as one."""
    weeks = [week for week in plan.weeks if week.new_cards]
    for topics, alike in groupby(weeks, lambda week: topics_of(week, every)):
        numbers = [week.number for week in alike]
        first, last = numbers[0], numbers[-1]
        yield f"{f'Week {first}' if first == last else f'Weeks {first} to {last}'}: {topics}"


def _close(plan: StudyPlan, console: Console) -> None:
    console.print(Text("What to do in Anki", style="bold"))
    for one in advice(plan):
        _indented(Text.assemble((f"{one.title}: ", "bold"), one.text), console)
    console.print()
    console.print(Text("What the figures rest on", style="bold"))
    for line in assumptions(plan):
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
