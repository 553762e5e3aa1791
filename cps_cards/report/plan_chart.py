"""The minutes of each day as columns of characters, for terminals and pipes."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from cps_cards.plan.study import StudyPlan
from cps_cards.report.paint import BLUE, CYAN, DIM, Paint

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


def chart(plan: StudyPlan, width: int, marks: Marks, paint: Paint) -> Iterator[str]:
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
