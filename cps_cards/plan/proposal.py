"""The load to take, and where it falls short of the goal, what would reach it."""

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from cps_cards.plan.forecast import NEARLY, Forecaster, Load
from cps_cards.plan.request import MOST_DAYS, ImpossiblePlanError

MOST_MINUTES = 120.0
"""Without a wish of the learner's, no plan is proposed that takes longer on its busiest day."""

DAY_MINUTES = 1440.0
LATEST_DAYS = 364
"""How many days after the exam's date are tried for a later one."""

RETENTIONS = (0.92, 0.94, 0.95, 0.97, 0.98, 0.99)

_EXACT, _STEP = 300, 1.01
"""Each number of new cards a day is tried up to the first, from there on in steps of 1 %."""

Obstacle = Literal["new", "minutes", "hours", "days", "retention"]
"""What is in the way: the new cards a day or the minutes that were asked for or are proposed, the
24 hours of a day, the days for new cards, or that too few are remembered of those that were new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A change of the request that reaches more. What its kind does not speak of is 0.

    ``new`` and ``all``: ``per_day`` new cards a day, which take ``minutes`` on the busiest day, for
    the goal or for every card; ``minutes``: a limit of ``within`` minutes for ``per_day``;
    ``later``: the ``exam_date``; ``retention``: the desired one.
    """

    kind: Literal["new", "all", "minutes", "later", "retention"]
    per_day: int = 0
    minutes: float = 0.0
    within: int = 0
    exam_date: date = date.min
    retention: float = 0.0


def choose(forecaster: Forecaster) -> tuple[Load, Obstacle | None, tuple[Way, ...]]:
    """The load that was asked for, or the best within the minutes, or the smallest enough.

    With it, what is in the way where it misses the goal, and what would bring more. Raises
    :class:`ImpossiblePlanError` where a day does not have enough minutes for it.
    """
    request = forecaster.request
    limit = None if request.new_per_day is not None else request.minutes or MOST_MINUTES
    enough, obstacle = _smallest_enough(forecaster)
    load = enough
    asked = limit is None or request.minutes is not None
    if load is None or asked or forecaster.peak(load) > MOST_MINUTES:
        load = _own_load(forecaster, limit)
    if limit is None and forecaster.peak(load) > DAY_MINUTES:
        raise ImpossiblePlanError(
            f"{load.per_day:,} new cards a day take about {forecaster.peak(load):,.0f} minutes "
            f"on the busiest day, and a day has {DAY_MINUTES:,.0f}: give fewer with --new"
        )
    if forecaster.reaches(load):
        fullest = _fullest(forecaster)
        minutes = forecaster.peak(fullest)
        is_more = forecaster.met(load) < forecaster.total == forecaster.met(fullest)
        every = Way(kind="all", per_day=fullest.per_day, minutes=minutes)
        return load, None, (every,) if is_more and minutes <= DAY_MINUTES else ()
    if enough is not None:
        obstacle = "new" if limit is None else "minutes"
    return load, obstacle, tuple(_ways(forecaster, enough, limit))


def _fullest(forecaster: Forecaster) -> Load:
    """The smallest load that brings as many cards before the exam as any load does."""
    end = forecaster.end
    most = forecaster.met(Load(forecaster.total, end))
    numbers = range(1, forecaster.total)
    fewer = bisect_left(numbers, most, key=lambda per_day: forecaster.met(Load(per_day, end)))
    return Load(fewer + 1, end)


def _numbers(least: int, most: int) -> Iterator[int]:
    """Numbers of new cards a day to try."""
    number = least
    while number <= most:
        yield number
        number = number + 1 if number < _EXACT else math.ceil(number * _STEP)


def _smallest_enough(forecaster: Forecaster) -> tuple[Load | None, Obstacle | None]:
    """The smallest load that reaches the goal in days of 24 hours; else what is in the way.

    In a class it also keeps the weeks, if any such load reaches the goal.
    """
    fullest = forecaster.goal_met(_fullest(forecaster))
    if fullest < forecaster.needed(1.0):
        return None, "days"
    if fullest < forecaster.needed(forecaster.best_odds()):
        return None, "retention"
    least = max(1, forecaster.class_load)
    for per_day in (*_numbers(least, forecaster.total), *range(1, least)):
        load = Load(per_day, forecaster.end)
        if forecaster.reaches(load):
            if forecaster.peak(load) > DAY_MINUTES:
                load = _best(forecaster, DAY_MINUTES)
            return (load, None) if forecaster.reaches(load) else (None, "hours")
    return None, "retention"


def _best(forecaster: Forecaster, minutes: float) -> Load:
    """The best load that takes at most ``minutes`` on every day before the exam.

    One that reaches the goal is better than one that does not, then one that keeps the weeks of a
    class, then one that brings more of the cards that the goal counts, then more cards, then fewer
    a day: nobody has to hurry for nothing.
    A load that would take longer ends on the day before it does: a few weeks of more cards and
    then reviews alone can bring more than fewer cards to the last.
    """
    most = forecaster.met(_fullest(forecaster))
    needed = forecaster.class_load
    ranked: list[tuple[bool, bool, int, int, Load]] = []
    for per_day in _numbers(1, forecaster.total):
        load = forecaster.within(per_day, minutes)
        met = forecaster.met(load)
        if not met:
            break
        missed = not forecaster.reaches(load)
        late = needed > 0 and (per_day < needed or load.end < forecaster.end)
        ranked.append((missed, late, -forecaster.goal_met(load), -met, load))
        if met == most and not missed and not late:
            break
    if not ranked:
        raise ImpossiblePlanError(
            f"one new card alone takes about {forecaster.lives.seconds[0] / 60:.1f} minutes, more "
            f"than {minutes:g}: give more with --minutes"
        )
    return min(ranked)[-1]


def _own_load(forecaster: Forecaster, limit: float | None) -> Load:
    """What a request takes that asked for new cards a day or, with a ``limit``, for minutes."""
    if limit is not None:
        return _best(forecaster, limit)
    return Load(forecaster.request.new_per_day or 1, forecaster.end)


def _ways(forecaster: Forecaster, enough: Load | None, limit: float | None) -> Iterator[Way]:
    """A load that is enough, the first later exam, and where there is no such load, retention."""
    if enough is not None and limit is not None:
        minutes = math.ceil(forecaster.peak(enough) - NEARLY)
        yield Way(kind="minutes", per_day=enough.per_day, within=minutes)
    elif enough is not None and enough.end == forecaster.end:
        yield Way(kind="new", per_day=enough.per_day, minutes=forecaster.peak(enough))
    else:
        enough = None
    yield from _later(forecaster, limit)
    for retention in RETENTIONS if enough is None else ():
        if retention > forecaster.retention:
            tried = replace(forecaster, retention=retention)
            load = _own_load(tried, limit)
            if (limit is not None or tried.peak(load) <= DAY_MINUTES) and tried.reaches(load):
                yield Way(kind="retention", retention=retention)
                return


def _later(forecaster: Forecaster, limit: float | None) -> Iterator[Way]:
    """The first date within a year of the asked one on which an exam finds the goal reached."""
    request = forecaster.request
    days = min(LATEST_DAYS, MOST_DAYS - request.horizon)
    longest = replace(forecaster, horizon=forecaster.horizon + days)
    needed = longest.needed(longest.best_odds())
    if needed > forecaster.goal_size:
        return
    numbers = [*_numbers(1, forecaster.total)] if limit is not None else [request.new_per_day or 1]
    for later in range(1, days + 1):
        moved = longest.until(request.exam_date + timedelta(days=later))
        for per_day in numbers:
            load = moved.within(per_day, limit or DAY_MINUTES)
            if not moved.met(load):
                break
            whole = limit is not None or load.end == moved.end
            if whole and moved.goal_met(load) >= needed and moved.reaches(load):
                yield Way(kind="later", exam_date=moved.request.exam_date)
                return
