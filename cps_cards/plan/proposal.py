"""The load to take, and where it falls short of the goal, what would reach it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from cps_cards.plan import memory
from cps_cards.plan.forecast import Forecast, Forecaster, Note
from cps_cards.plan.options import MOST_DAYS
from cps_cards.plan.words import counted

MOST_MINUTES = 120.0
"""Without a wish of the learner's, no plan is proposed that takes longer on its busiest day."""

_LATEST_WEEKS = 52
_RETENTIONS = (0.92, 0.94, 0.95, 0.97)
_MARGIN = 1.03
"""How far the busiest day on average and in the median run may lie apart."""

_DOUBT = 0.003
"""What is told to reach the goal does so also where the runs come out a little lower."""

WayKind = Literal["new", "minutes", "core", "later", "retention", "all"]


@dataclass(frozen=True, slots=True)
class Way:
    """A change of the request that reaches more; ``option`` is what to add on the command line."""

    kind: WayKind
    option: str
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """The share of some cards that is to be remembered; ``what`` names them."""

    share: float
    what: str
    notes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """The load taken. ``over_minutes``: even the least load takes longer than was asked for."""

    per_day: int
    forecast: Forecast
    reached: bool
    over_minutes: bool
    ways: tuple[Way, ...]


def goal_of(notes: Sequence[Note], share: float) -> Goal:
    """The core cards, or all where none is core."""
    core = frozenset(index for index, note in enumerate(notes) if note.priority == "core")
    if core:
        return Goal(share, "core cards", core)
    return Goal(share, "cards", frozenset(range(len(notes))))


def choose(forecaster: Forecaster, goal: Goal) -> Choice:
    """The load that was asked for, or the largest within the minutes, or the smallest enough."""
    per_day, limit = _tried_first(forecaster, goal)
    forecast = forecaster.forecast(per_day)
    while limit is not None and peak(forecast) > limit and per_day > 1:
        per_day -= max(1, per_day // 50)
        forecast = forecaster.forecast(per_day)
    reached = forecaster.recall(per_day, goal.notes).median >= goal.share
    minutes = forecaster.options.minutes
    over = minutes is not None and peak(forecast) > minutes
    ways = tuple(_more(forecaster, per_day) if reached else _ways(forecaster, goal, per_day, limit))
    return Choice(per_day, forecast, reached, over, ways)


def _tried_first(forecaster: Forecaster, goal: Goal) -> tuple[int, float | None]:
    """A load to try, and the minutes that none of its days may take longer than."""
    options = forecaster.options
    if options.new_per_day is not None:
        return options.new_per_day, None
    limit = options.minutes
    if limit is None:
        enough = smallest_enough(forecaster, goal)
        if enough is not None and forecaster.expected_peak(enough) <= MOST_MINUTES:
            return enough, None
        limit = MOST_MINUTES
    # Means come close to medians, mostly from above: begin a little higher; the runs decide.
    return largest_within(forecaster, limit * _MARGIN), limit


def peak(forecast: Forecast) -> float:
    """The minutes of the busiest day: those of the median run."""
    return max(day.minutes.median for day in forecast.days)


def full(forecaster: Forecaster) -> int:
    """The smallest load that brings as many cards before the exam as any load does."""
    most = len(forecaster.taken(forecaster.total))
    return _smallest(lambda n: len(forecaster.taken(n)) >= most, 1, max(1, forecaster.total))


def largest_within(forecaster: Forecaster, minutes: float) -> int:
    """The largest load, at least 1, whose busiest day stays within ``minutes``.

    It is never larger than what brings every card before the exam: nobody has to hurry for nothing.
    """
    top = full(forecaster)
    if forecaster.expected_peak(top) <= minutes:
        return top
    return max(1, _smallest(lambda n: forecaster.expected_peak(n) > minutes, 1, top) - 1)


def smallest_enough(forecaster: Forecaster, goal: Goal) -> int | None:
    """The smallest load that reaches the goal; None where none does."""
    size = sum(forecaster.counts[note] for note in goal.notes)

    def met(per_day: int) -> float:
        return sum(one.note in goal.notes for one in forecaster.taken(per_day)) / size

    top = full(forecaster)
    if met(top) < goal.share:
        return None
    # A card that was never new is not remembered: below this load the goal is out of reach.
    least = _smallest(lambda n: met(n) >= goal.share, 1, top)
    for per_day in range(least, top + 1):
        likely = forecaster.expected_recall(per_day, goal.notes) > goal.share - 0.01
        if likely and forecaster.recall(per_day, goal.notes).median >= goal.share:
            return per_day
    return None


def _smallest(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The smallest number from which on something holds; ``high`` where it is known to hold."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _more(forecaster: Forecaster, per_day: int) -> Iterator[Way]:
    """What would bring the cards that come too late for the exam, where the goal is reached."""
    top = full(forecaster)
    if len(forecaster.taken(per_day)) >= forecaster.total or top <= per_day:
        return
    if len(forecaster.taken(top)) < forecaster.total:
        return
    yield Way(
        "all",
        f"--new {top}",
        f"every card before the exam: {top} new cards a day, "
        f"about {_minutes(forecaster.expected_peak(top))} on the busiest day",
    )


def _ways(forecaster: Forecaster, goal: Goal, per_day: int, limit: float | None) -> Iterator[Way]:
    enough = smallest_enough(forecaster, goal)
    if enough is not None and enough > per_day:
        busiest = forecaster.expected_peak(enough)
        needed = f"{enough} new {'card' if enough == 1 else 'cards'} a day"
        if limit is None:
            text = f"more new cards: {needed}, about {_minutes(busiest)} on the busiest day"
            yield Way("new", f"--new {enough}", text)
        else:
            budget = math.ceil(busiest * _MARGIN)
            yield Way(
                "minutes",
                f"--minutes {budget}",
                f"more time: {_minutes(budget)} on the busiest day, for {needed}",
            )
    if limit is not None and len(goal.notes) < len(forecaster.notes):
        yield from _core_only(forecaster, goal, limit)
    yield from _later(forecaster, goal, limit)
    if enough is None:
        yield from _retention(forecaster, goal, limit)


def _core_only(forecaster: Forecaster, goal: Goal, limit: float) -> Iterator[Way]:
    notes = [forecaster.notes[index] for index in sorted(goal.notes)]
    only = Forecaster(notes, forecaster.options, forecaster.retention, forecaster.lives)
    if _reaches(only, goal_of(notes, goal.share), limit):
        yield Way(
            "core",
            "--priority core",
            f"core only: leave out the {len(forecaster.notes) - len(notes)} other notes",
        )


def _later(forecaster: Forecaster, goal: Goal, limit: float | None) -> Iterator[Way]:
    """The first week, counted from the exam date, in which an exam would find the goal reached."""
    options = forecaster.options
    weeks = min(_LATEST_WEEKS, (MOST_DAYS - options.horizon) // 7)
    if weeks < 1:
        return
    horizon = options.horizon + 7 * weeks
    lives = memory.follow(options.learner, forecaster.retention, horizon)

    def reaches(later: int) -> bool:
        moved = replace(options, exam_date=options.exam_date + timedelta(weeks=later))
        tried = Forecaster(forecaster.notes, moved, forecaster.retention, lives)
        return _reaches(tried, goal, limit)

    if reaches(weeks):
        date = options.exam_date + timedelta(weeks=_smallest(reaches, 1, weeks))
        yield Way(
            "later",
            f"--exam-date {date.isoformat()}",
            f"a later date: with this load the goal is reached for an exam on {date.isoformat()}",
        )


def _retention(forecaster: Forecaster, goal: Goal, limit: float | None) -> Iterator[Way]:
    """Where every card is met and still too few are remembered, reviews have to come sooner."""
    for retention in _RETENTIONS:
        if retention <= forecaster.retention:
            continue
        tried = Forecaster(forecaster.notes, forecaster.options, retention)
        if _reaches(tried, goal, limit):
            yield Way(
                "retention",
                f"--retention {retention}",
                f"more reviews: a desired retention of {retention:.2f}",
            )
            return


def _reaches(forecaster: Forecaster, goal: Goal, limit: float | None) -> bool:
    """Whether the request's own load reaches the goal, on average."""
    per_day = forecaster.options.new_per_day
    if per_day is None:
        per_day = largest_within(forecaster, limit or MOST_MINUTES)
    return forecaster.expected_recall(per_day, goal.notes) >= goal.share + _DOUBT


def _minutes(minutes: float) -> str:
    return counted(max(1, round(minutes)), "minute")
