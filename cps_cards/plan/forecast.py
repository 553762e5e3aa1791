"""What a load brings: reviews and minutes of each day, and what is remembered on the exam day."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import mul
from typing import NamedTuple

from cps_cards import intake
from cps_cards.intake import Intake
from cps_cards.model.curriculum import Priority
from cps_cards.plan import memory
from cps_cards.plan.memory import Life, Lives
from cps_cards.plan.options import DEFAULT_RUNS, PlanOptions

_LOW, _HIGH = 0.1, 0.9
_FEWEST_RUNS = 20
_CARDS_RUN = 120_000
"""Runs times cards where no number of runs was asked for: chance evens out among many cards."""

_WEEK = 7


class Band(NamedTuple):
    """A figure over many runs: eight runs of ten lie between ``low`` and ``high``."""

    low: float
    median: float
    high: float
    mean: float


@dataclass(frozen=True, slots=True)
class Note:
    """What a forecast has to know of a card of the deck; ``cards`` is how Anki counts it."""

    id: str
    topic: str
    priority: Priority | None
    cards: int


@dataclass(frozen=True, slots=True)
class DayLoad:
    """The load of one day over all runs."""

    reviews: Band
    minutes: Band


@dataclass(frozen=True, slots=True)
class Forecast:
    """All runs of one load: by day, by week of the plan, in total, and recall by group.

    ``recall`` holds shares of the cards of each group, by ``(priority, topic)`` where None stands
    for all of them; a card that never was new counts as not remembered.
    """

    days: tuple[DayLoad, ...]
    weeks: tuple[DayLoad, ...]
    """The sum of a week's reviews; the mean of its minutes a day."""
    reviews: Band
    hours: Band
    recall: dict[tuple[Priority | None, str | None], Band]


class Load(NamedTuple):
    """So many new cards a day, on the days for them before day ``end``."""

    per_day: int
    end: int


class Forecaster:
    """Forecasts loads for one request, all of them with the same cards and the same chances.

    That the n-th card of a run meets the same luck at every load makes loads comparable: a
    difference between two of them is never an accident of the draw.
    """

    def __init__(
        self,
        notes: Sequence[Note],
        options: PlanOptions,
        retention: float,
        lives: Lives | None = None,
    ) -> None:
        """``lives`` may come from another forecast for the same learner and retention."""
        self.notes = notes
        self.options = options
        self.retention = retention
        self.horizon = options.horizon
        self.end = options.horizon - options.last_days
        self.counts = [note.cards for note in notes]
        self.total = sum(self.counts)
        self.lives = lives or memory.follow(options.learner, retention, self.horizon)
        self.due_ages = intake.due_ages(retention)
        self.days = options.intake_days()
        self._first = [0]
        for count in self.counts:
            self._first.append(self._first[-1] + count)
        self._taken: dict[int, list[Intake]] = {}

    @cached_property
    def runs(self) -> int:
        if self.options.runs is not None:
            return self.options.runs
        return min(DEFAULT_RUNS, max(_FEWEST_RUNS, _CARDS_RUN // self.total))

    @cached_property
    def _draws(self) -> list[tuple[list[Life], list[float]]]:
        """For each run, the life of each card, and the luck that it meets in the exam."""
        chance = random.Random(self.options.seed)  # noqa: S311
        lives, luck = self.lives.lives, chance.random
        return [
            (chance.choices(lives, k=self.total), [luck() for _ in range(self.total)])
            for _ in range(self.runs)
        ]

    def until(self, exam_date: date) -> Forecaster:
        """The same forecaster for an earlier exam."""
        other = copy(self)
        other.options = replace(self.options, exam_date=exam_date)
        other.horizon = other.options.horizon
        other.end = other.horizon - other.options.last_days
        return other

    def whole(self, per_day: int) -> Load:
        """So many new cards on every day that may bring them."""
        return Load(per_day, self.end)

    def taken(self, load: Load) -> list[Intake]:
        """The cards that are new before the exam, in the order in which they come."""
        found = self._taken.get(load.per_day)
        if found is None:
            found = intake.take(self.counts, load.per_day, self.days, self.due_ages)
            self._taken[load.per_day] = found
        end = min(load.end, self.end)
        if found[-1].day < end:
            return found
        return found[: bisect_left(found, end, key=lambda one: one.day)]

    def expected_recall(self, load: Load, goal: frozenset[int]) -> float:
        """The share of the cards of some notes that are remembered on the exam day, on average."""
        odds = self.lives.mean_recall
        known = sum(odds[self.horizon - t.day] for t in self.taken(load) if t.note in goal)
        return known / sum(self.counts[note] for note in goal)

    def recall(self, load: Load, goal: frozenset[int]) -> Band:
        """The share of some notes' cards that is remembered on the exam day, over the runs."""
        chosen = [
            (self._first[t.note] + t.ordinal, self.horizon - t.day)
            for t in self.taken(load)
            if t.note in goal
        ]
        known = [
            sum(luck[card] < lives[card].recall[age] for card, age in chosen)
            for lives, luck in self._draws
        ]
        total = sum(self.counts[note] for note in goal)
        return band([one / total for one in known])

    def expected_minutes(self, load: Load) -> Iterator[tuple[int, float]]:
        """The days that may bring new cards until the last one of them, each with its minutes.

        New cards take longest, so that the busiest day is one of these.
        """
        taken = self.taken(load)
        news = [0] * (taken[-1].day + 1)
        for one in taken:
            news[one.day] += 1
        seconds = self.lives.mean_seconds
        for day, new in enumerate(news):
            if new:
                yield day, sum(map(mul, news[: day + 1], seconds[day::-1])) / 60

    def expected_peak(self, load: Load) -> float:
        """The minutes of the busiest day, on average."""
        return max(minutes for _, minutes in self.expected_minutes(load))

    def forecast(self, load: Load) -> Forecast:
        """Every run of a load, day by day."""
        taken = self.taken(load)
        chosen = [(self._first[t.note] + t.ordinal, t.day) for t in taken]
        groups, cells = self._cells(taken)
        reviews: list[list[int]] = []
        seconds: list[list[float]] = []
        known: list[list[int]] = []
        for lives, luck in self._draws:
            review_counts = [0] * self.horizon
            costs = [0.0] * self.horizon
            remembered = [0] * len(groups)
            for (card, day), cell in zip(chosen, cells, strict=True):
                life = lives[card]
                left = self.horizon - day
                costs[day] += life.learning_seconds
                for age, cost in life.reviews:
                    if age >= left:
                        break
                    review_counts[day + age] += 1
                    costs[day + age] += cost
                remembered[cell] += luck[card] < life.recall[left]
            reviews.append(review_counts)
            seconds.append(costs)
            known.append(remembered)
        return Forecast(
            days=_by_span(reviews, seconds, 1),
            weeks=_by_span(reviews, seconds, _WEEK),
            reviews=band([float(sum(run)) for run in reviews]),
            hours=band([sum(run) / 3600 for run in seconds]),
            recall=self._shares(groups, known),
        )

    def _cells(
        self, taken: Sequence[Intake]
    ) -> tuple[list[tuple[Priority | None, str]], list[int]]:
        """The pairs of priority and topic that the notes have, and each card's place there."""
        groups = list(dict.fromkeys((note.priority, note.topic) for note in self.notes))
        place = {group: index for index, group in enumerate(groups)}
        of_note = [place[note.priority, note.topic] for note in self.notes]
        return groups, [of_note[one.note] for one in taken]

    def _shares(
        self, groups: list[tuple[Priority | None, str]], known: list[list[int]]
    ) -> dict[tuple[Priority | None, str | None], Band]:
        sizes = [0] * len(groups)
        for note in self.notes:
            sizes[groups.index((note.priority, note.topic))] += note.cards
        wanted: dict[tuple[Priority | None, str | None], list[int]] = {(None, None): []}
        for index, (priority, topic) in enumerate(groups):
            keys: set[tuple[Priority | None, str | None]] = {(None, None), (None, topic)}
            if priority is not None:
                keys.add((priority, None))
            for key in keys:
                wanted.setdefault(key, []).append(index)
        shares = {}
        for key, cells in wanted.items():
            size = sum(sizes[cell] for cell in cells)
            shares[key] = band([sum(run[cell] for cell in cells) / size for run in known])
        return shares


def _by_span(
    reviews: list[list[int]], seconds: list[list[float]], length: int
) -> tuple[DayLoad, ...]:
    """Bands of the reviews in each span of days, and of the minutes a day in it."""
    horizon = len(reviews[0])
    spans = [(start, min(start + length, horizon)) for start in range(0, horizon, length)]
    return tuple(
        DayLoad(
            band([float(sum(run[a:b])) for run in reviews]),
            band([sum(run[a:b]) / 60 / (b - a) for run in seconds]),
        )
        for a, b in spans
    )


def band(values: Sequence[float]) -> Band:
    """Median and 80 % band of some runs."""
    ordered = sorted(values)
    low, median, high = (_quantile(ordered, share) for share in (_LOW, 0.5, _HIGH))
    return Band(low, median, high, sum(ordered) / len(ordered))


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
