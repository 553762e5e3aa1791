"""The load to take, and where it falls short of the goal, what would reach it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cps_cards.plan.forecast import Forecaster, Load
from cps_cards.plan.request import MOST_DAYS, ImpossiblePlanError

MOST_MINUTES = 120.0
"""Without a wish of the learner's, no plan is proposed that takes longer on its busiest day."""

DAY_MINUTES = 1440.0
LATEST_DAYS = 364
"""How many days after the exam's date are tried for a later one."""

RETENTIONS = (0.92, 0.94, 0.95, 0.97, 0.98, 0.99)

_EXACT, _STEP = 300, 1.01
"""Each number of new cards a day is tried up to the first, from there on in steps of 1 %."""

_NEARLY = 1e-9
"""Floats are not exact: shares that differ by less are the same."""

Obstacle = Literal["new", "minutes", "hours", "days", "retention"]
"""What is in the way: the new cards a day or the minutes that were asked for or are proposed, the
24 hours of a day, the days for new cards, or that too few are remembered of those that were new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A change of the request that reaches more. What its kind does not speak of is 0.

    ``new`` and ``all``: ``per_day`` new cards a day, which take ``minutes`` on the busiest day, for
    the goal or for every card; ``minutes``: a limit of ``within`` minutes for that; ``later``: the
    ``exam_date``; ``retention``: the desired one.
    """

    kind: Literal["new", "all", "minutes", "later", "retention"]
    per_day: int = 0
    minutes: float = 0.0
    within: int = 0
    exam_date: date = date.min
    retention: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The load taken, what is in the way where it misses the goal, and what would bring more."""

    load: Load
    obstacle: Obstacle | None
    ways: tuple[Way, ...]


def choose(forecaster: Forecaster) -> Choice:
    """The load that was asked for, or the best within the minutes, or the smallest enough.

    Raises :class:`ImpossiblePlanError` where a day does not have enough minutes for it.
    """
    request = forecaster.request
    limit = None if request.new_per_day is not None else request.minutes or MOST_MINUTES
    enough, obstacle = _smallest_enough(forecaster)
    if limit is None or request.minutes is not None or enough is None:
        load = _own_load(forecaster, limit)
    else:
        load = enough if _peak(forecaster, enough) <= limit else _best(forecaster, limit)
    if limit is None and _peak(forecaster, load) > DAY_MINUTES:
        raise ImpossiblePlanError(
            f"{load.per_day:,} new cards a day take about {_peak(forecaster, load):,.0f} minutes "
            f"on the busiest day, and a day has {DAY_MINUTES:,.0f}: give fewer with --new"
        )
    if _reaches(forecaster, load):
        return Choice(load, None, tuple(_more(forecaster, load)))
    if enough is not None:
        obstacle = "new" if limit is None else "minutes"
    return Choice(load, obstacle, tuple(_ways(forecaster, enough, limit)))


def _peak(forecaster: Forecaster, load: Load) -> float:
    """The minutes of the busiest day."""
    return max(forecaster.minutes(load))


def _fullest(forecaster: Forecaster) -> Load:
    """The smallest load that brings as many cards before the exam as any load does."""
    end = forecaster.end
    most = forecaster.met(Load(forecaster.total, end))
    numbers = range(1, forecaster.total)
    enough = bisect_left(numbers, True, key=lambda n: forecaster.met(Load(n, end)) >= most)
    return Load(enough + 1, end)


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
    goal, end, exam = forecaster.request.goal, forecaster.end, forecaster.request.horizon
    needed = goal * forecaster.goal_size - _NEARLY
    fullest = forecaster.goal_met(_fullest(forecaster))
    if fullest < needed:
        return None, "days"
    if fullest * forecaster.best_odds() < needed:
        return None, "retention"
    # A card that was never new is not remembered: below some load the goal is out of reach.
    numbers = range(1, forecaster.total)
    below = bisect_left(numbers, True, key=lambda n: forecaster.goal_met(Load(n, end)) >= needed)
    least = max(below + 1, forecaster.class_load)
    for per_day in (*_numbers(least, forecaster.total), *range(below + 1, least)):
        load = Load(per_day, end)
        if forecaster.goal_share(load, exam) >= goal - _NEARLY:
            if _peak(forecaster, load) <= DAY_MINUTES:
                return load, None
            load = _best(forecaster, DAY_MINUTES)
            return (load, None) if _reaches(forecaster, load) else (None, "hours")
    return None, "retention"


def _best(forecaster: Forecaster, minutes: float) -> Load:
    """The best load that takes at most ``minutes`` on every day before the exam.

    One that reaches the goal is better than one that does not, then one that keeps the weeks of a
    class, then one that brings more of the cards that the goal counts, then more cards, then fewer
    a day: nobody has to hurry for nothing.
    A load that would take longer ends on the day before it does: a few weeks of more cards and
    then reviews alone can bring more than fewer cards to the last.
    """
    exam, end = forecaster.request.horizon, forecaster.end
    most = forecaster.met(_fullest(forecaster))
    needed = forecaster.class_load
    best: tuple[tuple[bool, bool, int, int, int], Load] | None = None
    for per_day in _numbers(1, forecaster.total):
        load = forecaster.within(per_day, minutes, exam, end)
        met = forecaster.met(load)
        if not met:
            break
        missed = not _reaches(forecaster, load)
        late = needed > 0 and (per_day < needed or load.end < end)
        rank = missed, late, -forecaster.goal_met(load), -met, per_day
        if best is None or rank < best[0]:
            best = rank, load
        if met == most and not missed and not late:
            break
    if best is None:
        raise ImpossiblePlanError(
            f"one new card alone takes about {forecaster.lives.seconds[0] / 60:.1f} minutes, more "
            f"than {minutes:g}: give more with --minutes"
        )
    return best[1]


def _own_load(forecaster: Forecaster, limit: float | None) -> Load:
    """What a request takes that asked for new cards a day or, with a ``limit``, for minutes."""
    if limit is not None:
        return _best(forecaster, limit)
    return Load(forecaster.request.new_per_day or 1, forecaster.end)


def _reaches(forecaster: Forecaster, load: Load) -> bool:
    request = forecaster.request
    return forecaster.goal_share(load, request.horizon) >= request.goal - _NEARLY


def _more(forecaster: Forecaster, load: Load) -> Iterator[Way]:
    """What would bring the cards that come too late for the exam, where the goal is reached."""
    fullest = _fullest(forecaster)
    minutes = _peak(forecaster, fullest)
    late = forecaster.met(load) < forecaster.total
    if late and forecaster.met(fullest) == forecaster.total and minutes <= DAY_MINUTES:
        yield Way(kind="all", per_day=fullest.per_day, minutes=minutes)


def _ways(forecaster: Forecaster, enough: Load | None, limit: float | None) -> Iterator[Way]:
    more = None
    if enough is not None:
        minutes = _peak(forecaster, enough)
        if limit is not None:
            within = math.ceil(minutes - _NEARLY)
            more = Way(kind="minutes", per_day=enough.per_day, minutes=minutes, within=within)
        elif enough.end == forecaster.end:
            more = Way(kind="new", per_day=enough.per_day, minutes=minutes)
    if more is not None:
        yield more
    yield from _later(forecaster, limit)
    for retention in RETENTIONS if more is None else ():
        if retention > forecaster.retention:
            tried = forecaster.with_retention(retention)
            load = _own_load(tried, limit)
            done = limit is not None or _peak(tried, load) <= DAY_MINUTES
            if done and _reaches(tried, load):
                yield Way(kind="retention", retention=retention)
                return


def _later(forecaster: Forecaster, limit: float | None) -> Iterator[Way]:
    """The first date within a year of the asked one on which an exam finds the goal reached."""
    request = forecaster.request
    days = min(LATEST_DAYS, MOST_DAYS - request.horizon)
    longest = forecaster.longer(days)
    needed = request.goal * forecaster.goal_size / longest.best_odds() - _NEARLY
    numbers = [*_numbers(1, forecaster.total)] if limit is not None else [request.new_per_day or 1]
    if needed > forecaster.goal_size:
        return
    for later in range(1, days + 1):
        moved = longest.until(request.exam_date + timedelta(days=later))
        for per_day in numbers:
            load = moved.within(per_day, limit or DAY_MINUTES, moved.request.horizon, moved.end)
            if not moved.met(load):
                break
            whole = limit is not None or load.end == moved.end
            if whole and moved.goal_met(load) >= needed and _reaches(moved, load):
                yield Way(kind="later", exam_date=moved.request.exam_date)
                return
