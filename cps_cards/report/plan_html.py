"""A study plan as one web page: figures, a drawn chart, and the table behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TextIO

from cps_cards import page
from cps_cards.plan.advice import advice, assumptions, known, load_line, time_line, verdict
from cps_cards.plan.forecast import Band
from cps_cards.plan.options import DAY_NAMES
from cps_cards.plan.study import PlanDay, StudyPlan
from cps_cards.plan.words import whole
from cps_cards.report.plan_chart import nice_top
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

_WIDTH, _HEIGHT = 1000.0, 200.0
_GAP = 0.15
_MOST_DAY_COLUMNS = 120
"""With more, a column would be thinner than a few points of a phone's screen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A day or a week in the drawing: a column, and over it the band of its runs."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    band_y: str
    band_height: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """``each`` is what a column stands for, ``key`` says what its height does."""

    width: str
    height: str
    top: str
    middle: str
    lines: tuple[str, ...]
    bars: tuple[Bar, ...]
    dates: tuple[str, ...]
    text: str
    each: str
    key: str


class _Column(NamedTuple):
    """A day, or in a long plan a week, from its first day on."""

    start: int
    days: int
    new_cards: int
    minutes: Band


def write(plan: StudyPlan, stream: TextIO) -> None:
    topics = all_topics(plan)
    stream.write(
        page.render(
            "plan",
            plan=plan,
            exam=plan.options.exam_date.isoformat(),
            load=load_line(plan),
            time=time_line(plan),
            verdict=verdict(plan),
            over=over_line(plan),
            ways_title=ways_title(plan),
            late=late_line(plan),
            recall=[
                {
                    "kind": one.kind,
                    "name": one.name,
                    "median": known(one),
                    "band": band_percent(one.share),
                    "met": f"{whole(one.met)} of {whole(one.cards)}",
                }
                for one in plan.recall
            ],
            chart=draw(plan),
            days=[_day(day) for day in plan.days],
            weeks=[
                {
                    "number": week.number,
                    "first": week.first.isoformat(),
                    "last": week.last.isoformat(),
                    "new": whole(week.new_cards),
                    "reviews": span(week.reviews),
                    "minutes": span(week.minutes),
                    "topics": topics_of(week, topics),
                    "search": week.search if week.notes else "",
                    "stand_in": search_of(week),
                }
                for week in plan.weeks
            ],
            advice=list(advice(plan)),
            assumptions=list(assumptions(plan)),
        )
    )


def _day(day: PlanDay) -> dict[str, str]:
    return {
        "date": day.date.isoformat(),
        "name": DAY_NAMES[day.date.weekday()],
        "new": whole(day.new_cards),
        "reviews": span(day.reviews),
        "minutes": span(day.minutes),
    }


def draw(plan: StudyPlan) -> Drawing:
    """The chart in a plane that the page stretches to its width; words stay outside of it."""
    weekly = len(plan.days) > _MOST_DAY_COLUMNS
    columns = list(_weekly(plan) if weekly else _daily(plan))
    top = nice_top(max(max(column.minutes.high for column in columns), 1))
    step = _WIDTH / len(plan.days)
    first, last = plan.days[0], plan.days[-1]
    busiest = plan.busiest
    each = "week" if weekly else "day"
    return Drawing(
        width=_number(_WIDTH),
        height=_number(_HEIGHT),
        top=f"{top:g}",
        middle=f"{top / 2:g}",
        lines=tuple(_number(_HEIGHT * part / 4) for part in range(5)),
        bars=tuple(_bar(column, top, step) for column in columns),
        dates=(first.date.isoformat(), last.date.isoformat()),
        text=(
            f"From {first.date.isoformat()} to {last.date.isoformat()}; the busiest day is "
            f"{busiest.date.isoformat()} with about {whole(busiest.minutes.median)} minutes."
        ),
        each=each,
        key="A column is a week, as high as an average day of it" if weekly else "",
    )


def _daily(plan: StudyPlan) -> Iterator[_Column]:
    for day in plan.days:
        yield _Column(day.number, 1, day.new_cards, day.minutes)


def _weekly(plan: StudyPlan) -> Iterator[_Column]:
    for week in plan.weeks:
        start = (week.first - plan.options.start).days
        days = (week.last - week.first).days + 1
        yield _Column(start, days, week.new_cards, week.minutes)


def _bar(column: _Column, top: float, step: float) -> Bar:
    low, median, high = (_HEIGHT * part / top for part in column.minutes[:3])
    width = column.days * step
    return Bar(
        kind="new" if column.new_cards else "quiet",
        x=_number(column.start * step + width * _GAP / 2),
        y=_number(_HEIGHT - median),
        width=_number(width * (1 - _GAP)),
        height=_number(median),
        band_y=_number(_HEIGHT - high),
        band_height=_number(high - low),
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
