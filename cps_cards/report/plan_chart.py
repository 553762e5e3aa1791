"""The minutes of each day as columns of characters, for terminals and pipes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cps_cards.plan.study import PlanDay, StudyPlan

_HEIGHT = 8
_WIDEST_COLUMN = 3
_TOPS = (4, 6, 8, 10, 12, 16, 20, 24, 30, 40)
_EIGHTHS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters of a chart; ``parts`` of a column go from empty to full."""

    parts: str
    quiet: str
    axis: str
    corner: str
    floor: str


BLOCKS = Marks(_EIGHTHS, "░", "┤", "└", "─")
ASCII = Marks(" #", ":", "|", "+", "-")


@dataclass(frozen=True, slots=True)
class Column:
    """One or more days; ``quiet`` where none of them brings a new card."""

    minutes: float
    quiet: bool


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line of the chart in three parts, so that a terminal can color the columns."""

    label: str
    cells: tuple[tuple[str, bool], ...]
    tail: str = ""


def chart(plan: StudyPlan, width: int, marks: Marks) -> Iterator[ChartLine]:
    """Columns from the first day to the last; where days are many, one column for a few of them."""
    top = nice_top(max(day.minutes.mean for day in plan.days))
    label = len(f"{top:g}")
    room = max(10, width - label - 2)
    columns, days_each = _columns(plan.days, room)
    wide = max(1, min(_WIDEST_COLUMN, room // len(columns)))
    for level in range(_HEIGHT, 0, -1):
        shown = f"{top * level / _HEIGHT:g}" if level in (_HEIGHT, _HEIGHT // 2) else ""
        cells = tuple((_part(column, level, top, marks) * wide, column.quiet) for column in columns)
        yield ChartLine(f"{shown:>{label}} {marks.axis if shown else ' '}", cells)
    breadth = wide * len(columns)
    yield ChartLine(f"{'0':>{label}} {marks.corner}", (), marks.floor * breadth)
    first, last = plan.days[0].date.isoformat(), plan.days[-1].date.isoformat()
    gap = breadth - len(first) - len(last)
    dates = f"{first}{' ' * gap}{last}" if gap > 0 else first
    yield ChartLine(" " * (label + 2), (), dates)
    each = "one column a day" if days_each == 1 else f"one column for {days_each} days"
    key = f"{marks.parts[-1]} with new cards  {marks.quiet} reviews alone  ({each})"
    yield ChartLine(" " * (label + 2), (), key)


def nice_top(value: float) -> float:
    """The next larger number of minutes that makes a good scale, and whose half does too."""
    scale = 1.0
    while value > _TOPS[-1] * scale:
        scale *= 10
    return next(top * scale for top in _TOPS if value <= top * scale)


def _columns(days: Sequence[PlanDay], room: int) -> tuple[list[Column], int]:
    each = math.ceil(len(days) / room)
    groups = [days[start : start + each] for start in range(0, len(days), each)]
    columns = [
        Column(
            sum(day.minutes.mean for day in group) / len(group),
            not any(day.new_cards for day in group),
        )
        for group in groups
    ]
    return columns, each


def _part(column: Column, level: int, top: float, marks: Marks) -> str:
    """What a column shows in a row: nothing, a part of it or all."""
    filled = column.minutes / top * _HEIGHT - (level - 1)
    if column.quiet:
        return marks.quiet if filled >= 0.5 or (level == 1 and filled > 0) else " "
    steps = len(marks.parts) - 1
    part = min(steps, max(0, round(filled * steps)))
    if level == 1 and column.minutes > 0:
        part = max(1, part)
    return marks.parts[part]
