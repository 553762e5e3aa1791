"""What a load brings: reviews and minutes of each day, and what is remembered on the exam day.

All figures are means over single cards that FSRS has followed (see :mod:`..schedule.memory`). As
cards do not know of one another, means and variances add up, and nothing is drawn by lot.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from itertools import compress
from math import inf, sqrt
from operator import mul
from typing import NamedTuple

from cps_cards.model.cards import Card
from cps_cards.model.deck import Collection
from cps_cards.plan.request import PlanRequest
from cps_cards.schedule import memory
from cps_cards.schedule.weeks import Window, queue

NEARLY = 1e-9
"""Floats are not exact: shares that differ by less are the same."""

_DEVIATIONS = 1.2816
"""Eight of ten values of a normal distribution lie no further from its mean."""


class Band(NamedTuple):
    """A figure as expected: in eight cases of ten it lies between ``low`` and ``high``."""

    low: float
    mean: float
    high: float


class Load(NamedTuple):
    """So many new cards a day, on the days for them before day ``end``."""

    per_day: int
    end: int


class _Course(NamedTuple):
    """How many cards are new on each day: all of them, and those of the goal."""

    news: list[int]
    goal: list[int]


@dataclass(eq=False)
class Forecaster:
    """Forecasts loads for one learner and ``horizon`` days, of which an exam may use fewer.

    ``cards`` are live ones in their order of study. Days are numbered from 0, the first of the
    plan.
    """

    cards: Sequence[Card]
    collection: Collection
    request: PlanRequest
    retention: float
    horizon: int

    def __post_init__(self) -> None:
        self.queue = queue(self.cards, self.collection.deck, self.retention)
        self.total = sum(self.queue.counts)
        core = [self.collection.priority_of(card) == "core" for card in self.cards]
        # The goal is about core cards, or all where none is core.
        self.core = any(core)
        self._in_goal = core if self.core else [True] * len(core)
        self.goal_size = sum(compress(self.queue.counts, self._in_goal))
        self.lives = memory.follow(self.request.learner, self.retention, self.horizon)
        self._course = cache(self._course_of)
        self._broken = cache(self._first_broken)

    @property
    def end(self) -> int:
        """The first of the request's last days, which bring no new cards."""
        return self.request.horizon - self.request.last_days

    @cached_property
    def class_load(self) -> int:
        """The fewest new cards a day that keep the weeks of a class, as far as they end before the
        last days; 0 where none does."""
        days = list(self.working(range(self.end)))
        windows = [w if w.until <= self.end else Window(w.since) for w in self.queue.windows]
        if all(window.until == inf for window in windows):
            return 0
        return self.queue._replace(windows=windows).class_load(days)

    def until(self, exam_date: date) -> Forecaster:
        """This one for another exam within its horizon."""
        other = copy(self)
        other.request = replace(self.request, exam_date=exam_date)
        return other

    def _course_of(self, per_day: int) -> _Course:
        news, goal = [0] * self.horizon, [0] * self.horizon
        for one in self.queue.take(per_day, self.working(range(self.horizon))):
            news[one.day] += 1
            goal[one.day] += self._in_goal[one.note]
        return _Course(news, goal)

    def working(self, days: Iterable[int]) -> Iterator[int]:
        """Those of the days that bring new cards."""
        return (day for day in days if not self.request.rests_on(day))

    def met(self, load: Load) -> int:
        """How many cards are new before the exam."""
        return sum(self._course(load.per_day).news[: load.end])

    def goal_met(self, load: Load) -> int:
        """How many of the cards that the goal counts are new before the exam."""
        return sum(self._course(load.per_day).goal[: load.end])

    def needed(self, odds: float) -> float:
        """How many of the goal's cards must be new, if each is remembered with these odds."""
        return self.request.goal * self.goal_size / odds - NEARLY

    def reaches(self, load: Load) -> bool:
        """Whether enough of the goal's cards are remembered on the day of the exam."""
        exam = self.request.horizon
        goal = self._course(load.per_day).goal[: load.end]
        known: float = sum(map(mul, goal, self.lives.recall[exam : exam - load.end : -1]))
        return known / self.goal_size >= self.request.goal - NEARLY

    def best_odds(self) -> float:
        """The odds that a card is remembered which is new on the best day for that."""
        return max(self.lives.recall[1:])

    def peak(self, load: Load) -> float:
        """The minutes of the busiest day before the request's exam."""
        news, seconds = self._course(load.per_day).news[: load.end], self.lives.seconds
        days = range(self.request.horizon)
        busiest: float = max(sum(map(mul, news, seconds[day::-1])) for day in days)
        return busiest / 60

    def within(self, per_day: int, minutes: float) -> Load:
        """The longest load that takes at most ``minutes`` on every day."""
        broken, exam = self._broken(per_day, minutes), self.request.horizon
        return Load(per_day, bisect_left(broken, True, hi=self.end, key=lambda day: day < exam))

    def _first_broken(self, per_day: int, minutes: float) -> list[float]:
        """For each day: on which day minutes are first exceeded if new cards come up to it."""
        found = []
        limit = minutes * 60 + 1e-6
        load = [0.0] * self.horizon
        first = inf
        for day, new in enumerate(self._course(per_day).news):
            if new and first > day:
                more = zip(load[day:], self.lives.seconds, strict=False)
                load[day:] = (one + new * seconds for one, seconds in more)
                first = next((d for d in range(day, self.horizon) if load[d] > limit), inf)
            found.append(first)
        return found

    def spans(self, load: Load, length: int) -> Iterator[tuple[Band, Band]]:
        """All reviews that ``length`` days bring, and the minutes of an average one of them.

        The last days before the exam may be fewer.
        """
        news = self._course(load.per_day).news[: load.end]
        windows = cache(self.lives.windows)
        for start in range(0, self.request.horizon, length):
            size = min(length, self.request.horizon - start)
            reviews, spread, seconds, seconds_spread = (
                sum(map(mul, news, column[start + size - 1 :: -1])) for column in windows(size)
            )
            scale = 1 / 60 / size
            yield band(reviews, spread), band(seconds * scale, seconds_spread * scale * scale)


def remembered(odds: Sequence[float], size: int) -> Band:
    """The share that is remembered of ``size`` cards, some of which have these odds."""
    spread = sum(one * (1 - one) for one in odds) / size**2
    return band(sum(odds) / size, spread, most=len(odds) / size)


def band(mean: float, variance: float, most: float = inf) -> Band:
    """The band of a sum of many small figures, which lies between 0 and ``most``."""
    spread = _DEVIATIONS * sqrt(variance)
    return Band(max(0.0, mean - spread), mean, min(most, mean + spread))
