"""The load to take, and where it falls short of the goal, what would reach it."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from cps_cards.plan.forecast import Forecast, Forecaster, Load, Note
from cps_cards.plan.options import MOST_DAYS
from cps_cards.plan.words import counted

MOST_MINUTES = 120.0
"""Without a wish of the learner's, no plan is proposed that takes longer on its busiest day."""

_LATEST_DAYS = 364
_RETENTIONS = (0.92, 0.94, 0.95, 0.97, 0.98, 0.99)
_STEPS_ABOVE = 4
_MARGIN = 1.03
"""How far the busiest day on average and in the median run may lie apart."""

_CAUTION = 0.97
"""The share of the minutes that averages may take where the runs are sure to keep them."""

_DOUBT = 0.003
"""What is told to reach the goal does so also where the runs come out a little lower."""

WayKind = Literal["new", "minutes", "later", "retention", "all"]


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

    load: Load
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
    limit: float | None = None
    enough = _asked_or_enough(forecaster, goal)
    if enough is not None:
        load, forecast = enough, forecaster.forecast(enough)
    else:
        limit = forecaster.options.minutes or MOST_MINUTES
        load, forecast = _largest_within(forecaster, goal, limit)
    reached = forecaster.recall(load, goal.notes).median >= goal.share
    minutes = forecaster.options.minutes
    over = minutes is not None and peak(forecast) > minutes
    ways = tuple(_more(forecaster, load) if reached else _ways(forecaster, goal, load, limit))
    return Choice(load, forecast, reached, over, ways)


def _asked_or_enough(forecaster: Forecaster, goal: Goal) -> Load | None:
    """The load where no limit of minutes decides on it."""
    options = forecaster.options
    if options.new_per_day is not None:
        return forecaster.whole(options.new_per_day)
    if options.minutes is not None:
        return None
    enough = smallest_enough(forecaster, goal)
    if enough is None or forecaster.expected_peak(forecaster.whole(enough)) > MOST_MINUTES:
        return None
    return forecaster.whole(enough)


def peak(forecast: Forecast) -> float:
    """The minutes of the busiest day: those of the median run."""
    return max(day.minutes.median for day in forecast.days)


def full(forecaster: Forecaster) -> int:
    """The smallest load that brings as many cards before the exam as any load does."""
    most = len(forecaster.taken(forecaster.whole(forecaster.total)))
    return _smallest(
        lambda n: len(forecaster.taken(forecaster.whole(n))) >= most, 1, max(1, forecaster.total)
    )


def likely_within(forecaster: Forecaster, goal: Goal, minutes: float) -> Load:
    """The best load whose days stay within ``minutes``, on average."""
    return _ranked(forecaster, goal, minutes)[0]


def _ranked(forecaster: Forecaster, goal: Goal, minutes: float) -> list[Load]:
    """Loads that stay within ``minutes``, the best of them first; at least one card a day.

    A load that would take longer ends on the day before it does: a few weeks of more cards and
    then reviews alone can bring more than fewer cards to the last, and what fits before an exam
    fits before any later one. No load is larger than what brings every card before the exam:
    nobody has to hurry for nothing.
    """
    top = full(forecaster)
    least = forecaster.whole(1)
    if _ending(forecaster, 1, minutes) != least:
        return [least]

    def broken(per_day: int) -> bool:
        return _ending(forecaster, per_day, minutes) != forecaster.whole(per_day)

    unbroken = top if not broken(top) else _smallest(broken, 1, top) - 1
    # The faster the cards come, the sooner their reviews fill the day: far above, less is learned.
    tried = range(unbroken, min(top, 2 * unbroken + _STEPS_ABOVE) + 1)
    loads = [_ending(forecaster, per_day, minutes) for per_day in tried]
    return sorted(
        (load for load in loads if forecaster.taken(load)),
        key=lambda load: _rank(forecaster, goal, load),
    )


def _rank(forecaster: Forecaster, goal: Goal, load: Load) -> tuple[bool, int, int]:
    """Sorts a load that reaches the goal first, then the one that brings the most cards."""
    missed = forecaster.expected_recall(load, goal.notes) < goal.share
    return missed, -len(forecaster.taken(load)), load.per_day


def _ending(forecaster: Forecaster, per_day: int, minutes: float) -> Load:
    """So many new cards a day up to the first day that would take longer."""
    whole = forecaster.whole(per_day)
    for day, needed in forecaster.expected_minutes(whole):
        if needed > minutes:
            return Load(per_day, day)
    return whole


def _largest_within(forecaster: Forecaster, goal: Goal, minutes: float) -> tuple[Load, Forecast]:
    """The best load whose days stay within ``minutes`` in the median run; one card a day at least.

    A day's minutes are the same whenever the exam comes, for the same cards meet the same luck.
    """
    least = forecaster.whole(1)
    # Means come close to medians, mostly from above: begin a little higher; the runs decide.
    loads = {least, *_ranked(forecaster, goal, minutes * _MARGIN)}
    waiting = [(_rank(forecaster, goal, load), load) for load in loads]
    heapq.heapify(waiting)
    while True:
        load = heapq.heappop(waiting)[1]
        forecast = forecaster.forecast(load)
        long = [n for n, day in enumerate(forecast.days) if day.minutes.median > minutes]
        if not long or load == least:
            return load, forecast
        # After the last new card, reviews alone can fill a day too: then fewer have to come.
        shorter = Load(load.per_day, min(long[0], forecaster.taken(load)[-1].day))
        if forecaster.taken(shorter):
            heapq.heappush(waiting, (_rank(forecaster, goal, shorter), shorter))


def smallest_enough(forecaster: Forecaster, goal: Goal) -> int | None:
    """The smallest load that reaches the goal; None where none does."""
    size = sum(forecaster.counts[note] for note in goal.notes)

    def met(per_day: int) -> float:
        taken = forecaster.taken(forecaster.whole(per_day))
        return sum(one.note in goal.notes for one in taken) / size

    top = full(forecaster)
    if met(top) < goal.share:
        return None
    # A card that was never new is not remembered: below this load the goal is out of reach.
    least = _smallest(lambda n: met(n) >= goal.share, 1, top)
    for per_day in range(least, top + 1):
        load = forecaster.whole(per_day)
        likely = forecaster.expected_recall(load, goal.notes) > goal.share - 0.01
        if likely and forecaster.recall(load, goal.notes).median >= goal.share:
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


def _more(forecaster: Forecaster, load: Load) -> Iterator[Way]:
    """What would bring the cards that come too late for the exam, where the goal is reached."""
    top = full(forecaster)
    whole = forecaster.whole(top)
    if len(forecaster.taken(load)) >= forecaster.total or load == whole:
        return
    if len(forecaster.taken(whole)) < forecaster.total:
        return
    yield Way(
        "all",
        f"--new {top}",
        f"every card before the exam: {top} new cards a day, "
        f"about {_minutes(forecaster.expected_peak(whole))} on the busiest day",
    )


def _ways(forecaster: Forecaster, goal: Goal, load: Load, limit: float | None) -> Iterator[Way]:
    enough = smallest_enough(forecaster, goal)
    if enough is not None:
        busiest = forecaster.expected_peak(forecaster.whole(enough))
        needed = f"{enough} new {'card' if enough == 1 else 'cards'} a day"
        budget = math.ceil(busiest * _MARGIN)
        if limit is None and enough > load.per_day:
            text = f"more new cards: {needed}, about {_minutes(busiest)} on the busiest day"
            yield Way("new", f"--new {enough}", text)
        elif limit is not None and budget > limit:
            yield Way(
                "minutes",
                f"--minutes {budget}",
                f"more time: {_minutes(budget)} on the busiest day, for {needed}",
            )
    yield from _later(forecaster, goal, limit)
    if enough is None:
        yield from _retention(forecaster, goal, limit)


def _later(forecaster: Forecaster, goal: Goal, limit: float | None) -> Iterator[Way]:
    """The first date within a year of the asked one on which an exam finds the goal reached."""
    options = forecaster.options
    days = min(_LATEST_DAYS, MOST_DAYS - options.horizon)
    if days < 1:
        return
    dates = [options.exam_date + timedelta(days=n) for n in range(1, days + 1)]
    last = replace(options, exam_date=dates[-1])
    longest = Forecaster(forecaster.notes, last, forecaster.retention)
    best_odds = max(longest.lives.mean_recall[longest.options.last_days + 1 :])

    def hopeful(number: int) -> bool:
        """Whether enough cards are met; what holds on a date holds on all later ones."""
        tried = longest.until(dates[number])
        most = _own_load(tried, goal, limit and limit * _MARGIN)
        met = sum(one.note in goal.notes for one in tried.taken(most))
        return met * best_odds >= goal.share * sum(tried.counts[note] for note in goal.notes)

    if not hopeful(days - 1):
        return

    def likely(number: int) -> bool:
        return _reaches(longest.until(dates[number]), goal, limit and limit * _CAUTION)

    def certain(number: int) -> bool:
        moved = replace(options, exam_date=dates[number])
        return _reached(Forecaster(forecaster.notes, moved, forecaster.retention), goal, limit)

    # Averages are quick and say where to look; what is told has been planned in full.
    first = _smallest(likely, 0, days - 1)
    if not certain(first):
        return
    # Each look in full takes a fifth of a second: go back from where averages point.
    lowest, back = min(first, _smallest(hopeful, 0, first)), 1
    while first > lowest and certain(max(lowest, first - back)):
        first, back = max(lowest, first - back), 2 * back
    first = _smallest(certain, max(lowest, first - back + 1), first)
    date = dates[first].isoformat()
    yield Way(
        "later",
        f"--exam-date {date}",
        f"a later date: with this load the goal is reached for an exam on {date}",
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
    load = _own_load(forecaster, goal, limit)
    return forecaster.expected_recall(load, goal.notes) >= goal.share + _DOUBT


def _reached(forecaster: Forecaster, goal: Goal, limit: float | None) -> bool:
    """Whether a plan with the request's own load would say that the goal is reached."""
    per_day = forecaster.options.new_per_day
    if per_day is not None:
        load = forecaster.whole(per_day)
    else:
        load, _ = _largest_within(forecaster, goal, limit or MOST_MINUTES)
    return forecaster.recall(load, goal.notes).median >= goal.share


def _own_load(forecaster: Forecaster, goal: Goal, limit: float | None) -> Load:
    per_day = forecaster.options.new_per_day
    if per_day is not None:
        return forecaster.whole(per_day)
    return likely_within(forecaster, goal, limit or MOST_MINUTES)


def _minutes(minutes: float) -> str:
    return counted(max(1, round(minutes)), "minute")
