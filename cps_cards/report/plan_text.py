"""A study plan for the terminal: figures, chart and table; plain text in a pipe."""

import math
import shutil
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple, TextIO

from cps_cards.plan import sentences as say
from cps_cards.plan.sentences import TERMINAL, span, whole
from cps_cards.plan.study import StudyPlan
from cps_cards.report import tables
from cps_cards.report.paint import BLUE, BOLD, CYAN, DIM, GREEN, YELLOW, Paint, plain

_FEWEST_COLUMNS = 60
_MOST_COLUMNS = 120
_HEIGHT = 8
_WIDEST_COLUMN = 3
_TOPS = (4, 6, 8, 10, 12, 16, 20, 24, 30, 40)


class Marks(NamedTuple):
    """The characters of a chart; ``parts`` of a column go from empty to full."""

    parts: str
    quiet: str
    axis: str
    corner: str
    floor: str


BLOCKS = Marks(" ▁▂▃▄▅▆▇█", "░", "┤", "└", "─")
ASCII = Marks(" #", ":", "|", "+", "-")


def write(plan: StudyPlan, stream: TextIO, width: int | None = None) -> None:
    """``width`` is that of the terminal where it is not given, 80 in a pipe."""
    room = width if width is not None else shutil.get_terminal_size((80, 24)).columns
    room = max(_FEWEST_COLUMNS, min(_MOST_COLUMNS, room))
    try:
        marks = BLOCKS
        str(BLOCKS).encode(stream.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        marks = ASCII
    paint = Paint(stream)
    exam = plan.request.exam_date.isoformat()
    sections = {
        f"{plain(plan.deck.name)}: study plan for the exam on {exam}": _head(plan, room, paint),
        "Remembered on the exam day": _recall(plan, room, paint, marks),
        "Minutes a day": _chart(plan, room, marks, paint),
        "Week by week": _weeks(plan, room, paint, marks),
        "What to do in Anki": _advice(plan, room, paint),
        "What the figures rest on": (
            line for text in say.assumptions(plan, TERMINAL) for line in _wrapped(text, room, "  ")
        ),
    }
    written = ["\n".join([paint(title, BOLD), *lines]) for title, lines in sections.items()]
    stream.write("\n\n".join(written) + "\n")


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
    yield from tables.lines(head, rows, paint, room, head[:1], marks.floor)


def _chart(plan: StudyPlan, width: int, marks: Marks, paint: Paint) -> Iterator[str]:
    """Columns from the first day to the last; where days are many, one column for a few of them.

    A column is quiet where none of its days brings a new card.
    """
    top = nice_top(max(day.minutes.mean for day in plan.days))
    label = len(f"{top:g}")
    room = max(10, width - label - 2)
    each = math.ceil(len(plan.days) / room)
    groups = [plan.days[start : start + each] for start in range(0, len(plan.days), each)]
    columns = [
        (sum(day.minutes.mean for day in group) / len(group), not any(d.new_cards for d in group))
        for group in groups
    ]
    wide = max(1, min(_WIDEST_COLUMN, room // len(columns)))
    for level in range(_HEIGHT, 0, -1):
        shown = f"{top * level / _HEIGHT:g}" if level in (_HEIGHT, _HEIGHT // 2) else ""
        scale = f"{shown:>{label}} {marks.axis if shown else ' '}"
        row = "".join(
            paint(_part(minutes / top, quiet, level, marks) * wide, CYAN if quiet else BLUE)
            for minutes, quiet in columns
        )
        yield f"{paint(scale, DIM)}{row}".rstrip()
    breadth = wide * len(columns)
    yield paint(f"{'0':>{label}} {marks.corner}{marks.floor * breadth}", DIM)
    first, last = plan.days[0].date.isoformat(), plan.days[-1].date.isoformat()
    gap = breadth - len(first) - len(last)
    margin = " " * (label + 2)
    yield paint(f"{margin}{first}{' ' * gap}{last}" if gap > 0 else margin + first, DIM)
    days = "a day" if each == 1 else f"{each} days"
    signs = f"{marks.parts[-1]} with new cards  {marks.quiet} reviews alone"
    yield paint(f"{margin}{signs}  (a column is {days})", DIM)


def nice_top(value: float) -> float:
    """The next larger number of minutes that makes a good scale, and whose half does too."""
    scale = 1.0
    while value > _TOPS[-1] * scale:
        scale *= 10
    return next(top * scale for top in _TOPS if value <= top * scale)


def _part(share: float, quiet: bool, level: int, marks: Marks) -> str:
    """What a column, a share of the chart's height, shows in a row: nothing, a part of it, all."""
    filled = share * _HEIGHT - (level - 1)
    if quiet:
        return marks.quiet if filled >= 0.5 or (level == 1 and filled > 0) else " "
    steps = len(marks.parts) - 1
    part = min(steps, max(0, round(filled * steps)))
    return marks.parts[max(1, part) if level == 1 and share > 0 else part]


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
            say.search_of(week) if week.notes or week.new_cards else "",
        )
        for week in plan.weeks
    ]
    yield from tables.lines(head, rows, paint, room, ("From", "To", head[-1]), marks.floor)
    yield ""
    for topics, alike in groupby(plan.weeks, lambda week: say.topics_of(week, plan)):
        first, *_, last = [week.number for week in alike] * 2
        if topics:
            weeks = f"Week {first}" if first == last else f"Weeks {first} to {last}"
            yield from _wrapped(f"{weeks}: {topics}", room)
    if plan.late_cards:
        yield ""
        yield from _wrapped(say.late_line(plan), room)


def _advice(plan: StudyPlan, room: int, paint: Paint) -> Iterator[str]:
    for one in say.advice(plan, TERMINAL):
        first, *others = _wrapped(f"{one.title}: {one.text}", room, "  ")
        title = f"  {one.title}:"
        yield paint(title, BOLD) + first[len(title) :] if first.startswith(title) else first
        yield from others
