"""A study plan for the terminal: figures, chart and table; plain text in a pipe."""

import shutil
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from cps_cards.plan import sentences as say
from cps_cards.plan.sentences import TERMINAL, span, whole
from cps_cards.plan.study import StudyPlan
from cps_cards.report import tables
from cps_cards.report.paint import BOLD, GREEN, YELLOW, Paint, plain
from cps_cards.report.plan_chart import ASCII, BLOCKS, Marks, chart

_FEWEST_COLUMNS = 60
_MOST_COLUMNS = 120


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
        "Minutes a day": chart(plan, room, marks, paint),
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
