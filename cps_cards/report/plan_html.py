"""A study plan as one web page: figures, a drawn chart, and the table behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from cps_cards import page
from cps_cards.plan.advice import advice, assumptions, load_line, time_line, verdict
from cps_cards.plan.options import DAY_NAMES
from cps_cards.plan.study import PlanDay, StudyPlan
from cps_cards.plan.words import percent, whole
from cps_cards.report.plan_chart import nice_top
from cps_cards.report.plan_words import (
    all_topics,
    band_percent,
    late_line,
    over_line,
    span,
    topics_of,
    ways_title,
)

_WIDTH, _HEIGHT = 1000.0, 200.0
_GAP = 0.15


@dataclass(frozen=True, slots=True)
class Bar:
    """A day in the drawing: a column, and the line of its band."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    center: str
    high: str
    low: str


@dataclass(frozen=True, slots=True)
class Drawing:
    width: str
    height: str
    top: str
    middle: str
    lines: tuple[str, ...]
    bars: tuple[Bar, ...]
    dates: tuple[str, ...]
    text: str


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
                    "median": percent(one.share.median),
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
    top = nice_top(max(max(day.minutes.high for day in plan.days), 1))
    step = _WIDTH / len(plan.days)
    first, last = plan.days[0], plan.days[-1]
    busiest = plan.busiest
    return Drawing(
        width=_number(_WIDTH),
        height=_number(_HEIGHT),
        top=f"{top:g}",
        middle=f"{top / 2:g}",
        lines=tuple(_number(_HEIGHT * part / 4) for part in range(5)),
        bars=tuple(_bars(plan, top, step)),
        dates=(first.date.isoformat(), last.date.isoformat()),
        text=(
            f"From {first.date.isoformat()} to {last.date.isoformat()}; the busiest day is "
            f"{busiest.date.isoformat()} with about {whole(busiest.minutes.median)} minutes."
        ),
    )


def _bars(plan: StudyPlan, top: float, step: float) -> Iterator[Bar]:
    for day in plan.days:
        height = day.minutes.median / top * _HEIGHT
        left = day.number * step
        yield Bar(
            kind="new" if day.new_cards else "quiet",
            x=_number(left + step * _GAP / 2),
            y=_number(_HEIGHT - height),
            width=_number(step * (1 - _GAP)),
            height=_number(height),
            center=_number(left + step / 2),
            high=_number(_HEIGHT - day.minutes.high / top * _HEIGHT),
            low=_number(_HEIGHT - day.minutes.low / top * _HEIGHT),
        )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
