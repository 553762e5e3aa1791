"""A study plan for the terminal: figures, chart and table; plain text in a pipe."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TextIO

from cps_cards.model.texts import clipped
from cps_cards.plan import sentences as say
from cps_cards.plan.sentences import TERMINAL, span, whole
from cps_cards.plan.study import StudyPlan
from cps_cards.report.paint import BLUE, BOLD, CYAN, DIM, GREEN, YELLOW, Paint, columns, plain
from cps_cards.report.plan_chart import ASCII, BLOCKS, Marks, chart

_FEWEST_COLUMNS = 60
_MOST_COLUMNS = 120
_LEFT = "Cards", "From", "To", "Search in Anki"
"""The heads of columns that hold words; figures stand on the right."""


def write(plan: StudyPlan, stream: TextIO, width: int | None = None) -> None:
    """``width`` is that of the terminal where it is not given, 80 in a pipe."""
    room = width if width is not None else shutil.get_terminal_size((80, 24)).columns
    room = max(_FEWEST_COLUMNS, min(_MOST_COLUMNS, room))
    marks = BLOCKS if _can_write_blocks(stream) else ASCII
    paint = Paint(stream)
    exam = plan.request.exam_date.isoformat()
    sections = {
        f"{plain(plan.deck.name)}: study plan for the exam on {exam}": _head(plan, room, paint),
        "Remembered on the exam day": _recall(plan, room, paint, marks),
        "Minutes a day": _chart(plan, room, paint, marks),
        "Week by week": _weeks(plan, room, paint, marks),
        "What to do in Anki": _advice(plan, room, paint),
        "What the figures rest on": (
            line for text in say.assumptions(plan, TERMINAL) for line in _wrapped(text, room, "  ")
        ),
    }
    written = ["\n".join([paint(title, BOLD), *lines]) for title, lines in sections.items()]
    stream.write("\n\n".join(written) + "\n")


def _can_write_blocks(stream: TextIO) -> bool:
    try:
        f"{BLOCKS}".encode(stream.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _wrapped(text: str, room: int, indent: str = "") -> list[str]:
    return textwrap.wrap(
        plain(text), room, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _head(plan: StudyPlan, room: int, paint: Paint) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"{say.load_line(plan, TERMINAL)} {say.time_line(plan)}", room)
    yield from _wrapped(say.class_line(plan), room)
    yield ""
    for line in _wrapped(say.verdict(plan), room):
        yield paint(line, GREEN if plan.reached else YELLOW)
    yield from _wrapped(say.ways_title(plan, TERMINAL), room)
    for way in plan.ways:
        yield from _wrapped(f"- {say.way_line(way, plan, TERMINAL)}", room, "  ")


def _recall(plan: StudyPlan, room: int, paint: Paint, marks: Marks) -> Iterator[str]:
    head = "Cards", "Remembered", "In 8 of 10", "Met by then"
    rows = [
        (
            one.name,
            say.percent(one.share.mean),
            say.band_percent(one.share),
            f"{whole(one.met)} of {whole(one.cards)}",
        )
        for one in plan.recall
    ]
    yield from _table(head, rows, room, paint, marks)


def _chart(plan: StudyPlan, room: int, paint: Paint, marks: Marks) -> Iterator[str]:
    for label, cells, tail in chart(plan, room, marks):
        body = "".join(
            paint("".join(text for text, _ in alike), CYAN if quiet else BLUE)
            for quiet, alike in groupby(cells, lambda cell: cell[1])
        )
        line = f"{paint(label, DIM)}{body}{paint(tail, DIM)}"
        yield line if paint.color else line.rstrip()


def _weeks(plan: StudyPlan, room: int, paint: Paint, marks: Marks) -> Iterator[str]:
    head = "Week", "From", "To", "New", "Reviews", "Min/day", "Search in Anki"
    rows = [
        (
            str(week.number),
            week.first.isoformat(),
            week.last.isoformat(),
            whole(week.new_cards),
            whole(week.reviews.mean),
            span(week.minutes),
            # Blank where the columns before it say that nothing is new.
            week.search if week.notes else say.search_of(week) if week.new_cards else "",
        )
        for week in plan.weeks
    ]
    yield from _table(head, rows, room, paint, marks)
    yield ""
    for topics, alike in groupby(plan.weeks, lambda week: say.topics_of(week, plan)):
        first, *_, last = [week.number for week in alike] * 2
        if topics:
            weeks = f"Week {first}" if first == last else f"Weeks {first} to {last}"
            yield from _wrapped(f"{weeks}: {topics}", room)
    if plan.late_cards:
        yield ""
        yield from _wrapped(say.late_line(plan), room)


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], room: int, paint: Paint, marks: Marks
) -> Iterator[str]:
    """Columns as wide as they have to be; where they are too wide, the last one goes below."""
    cells = [[plain(cell) for cell in row] for row in (head, *rows)]
    widths = [max(columns(row[n]) for row in cells) for n in range(len(head))]
    below = sum(widths) + len(widths) - 1 > room and head[-1] in _LEFT
    kept = len(head) - below
    gap = 2 if sum(widths[:kept]) + 2 * (kept - 1) <= room else 1
    widths[0] = min(widths[0], room - sum(widths[1:kept]) - gap * (kept - 1))
    for number, row in enumerate(cells):
        row[0] = clipped(row[0], widths[0])
        padded = (
            row[n] + " " * (width - columns(row[n]))
            if head[n] in _LEFT
            else " " * (width - columns(row[n])) + row[n]
            for n, width in enumerate(widths[:kept])
        )
        line = (" " * gap).join(padded).rstrip()
        yield line if number else paint(line, BOLD)
        if not number:
            yield marks.floor * (sum(widths[:kept]) + gap * (kept - 1))
        elif below and row[-1]:
            yield f"     {row[-1]}"


def _advice(plan: StudyPlan, room: int, paint: Paint) -> Iterator[str]:
    for one in say.advice(plan, TERMINAL):
        first, *others = _wrapped(f"{one.title}: {one.text}", room, "  ")
        title = f"  {one.title}:"
        yield paint(title, BOLD) + first[len(title) :] if first.startswith(title) else first
        yield from others
