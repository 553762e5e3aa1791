"""What a plan is asked for, and which requests no plan can meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from cps_cards.model.curriculum import Priority

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DAYS = 3 * 366
"""The longest plan: a year typed wrong should be noticed, not planned for."""

DEFAULT_GOAL = 0.9
DEFAULT_REVIEW_DAYS = 7
DEFAULT_RUNS = 200
DEFAULT_SEED = 42


class ImpossiblePlanError(ValueError):
    """A request that no plan can meet; its text is for the person who asked."""


@dataclass(frozen=True, slots=True)
class Learner:
    """How a learner differs from the average one that Anki's own simulator assumes.

    ``answer_time`` and ``memory`` are factors: answers take so many times as long, memories last
    so many times as long. ``first_right`` is the share of new cards whose first answer is right.
    ``parameters`` are FSRS parameters copied from Anki's deck options; empty means the default.
    """

    answer_time: float = 1.0
    memory: float = 1.0
    first_right: float = 0.76
    parameters: tuple[float, ...] = ()


PACES: Mapping[str, Learner] = {
    "relaxed": Learner(answer_time=1.5, memory=0.7, first_right=0.65),
    "average": Learner(),
    "intense": Learner(answer_time=0.75, memory=1.3, first_right=0.85),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """A request for a plan. Weekdays count from Monday as 0, as in :mod:`datetime`.

    With neither ``new_per_day`` nor ``minutes``, the plan takes the smallest load that reaches
    the goal. ``retention`` None means the deck's own, ``runs`` as many as the size of the deck
    asks for, and ``review_days`` the usual number, or fewer where the exam is near; the options
    of a finished plan tell what was taken.
    """

    exam_date: date
    start: date
    new_per_day: int | None = None
    minutes: float | None = None
    retention: float | None = None
    rest_days: frozenset[int] = frozenset()
    review_days: int | None = None
    topics: frozenset[str] = frozenset()
    priorities: frozenset[Priority] = frozenset()
    goal: float = DEFAULT_GOAL
    learner: Learner = field(default_factory=Learner)
    pace: str = "average"
    runs: int | None = None
    seed: int = DEFAULT_SEED

    @property
    def horizon(self) -> int:
        """The number of days before the exam, the first day counted, the exam's not."""
        return (self.exam_date - self.start).days

    def day(self, number: int) -> date:
        return self.start + timedelta(days=number)

    def rests_on(self, number: int) -> bool:
        """Whether the learner wants no new cards on a day, by its number from the start."""
        return (self.start.weekday() + number) % 7 in self.rest_days

    @property
    def last_days(self) -> int:
        """The days before the exam without new cards: as asked, or as many as there is time for.

        Never more than half of all days, so that a later exam leaves more days for new cards.
        """
        if self.review_days is not None:
            return self.review_days
        most = min(DEFAULT_REVIEW_DAYS, self.horizon // 2)
        return next((n for n in range(most, 0, -1) if self._intake_days(n)), 0)

    def intake_days(self) -> tuple[int, ...]:
        """The days, by their number from the start, that may bring new cards."""
        return self._intake_days(self.last_days)

    def _intake_days(self, last_days: int) -> tuple[int, ...]:
        days = range(self.horizon - last_days)
        return tuple(number for number in days if not self.rests_on(number))


def check(options: PlanOptions, today: date) -> None:
    """Refuse what cannot be planned, with the reason and what to do instead."""
    exam, start = options.exam_date.isoformat(), options.start.isoformat()
    if options.exam_date < today:
        raise ImpossiblePlanError(
            f"the exam date {exam} has passed: today is {today.isoformat()}; "
            "give the date of an exam to come"
        )
    if options.exam_date == today:
        raise ImpossiblePlanError("the exam is today: there is no day left to plan for")
    if options.start >= options.exam_date:
        raise ImpossiblePlanError(
            f"the plan would begin on {start}, but the exam is on {exam}; begin before the exam"
        )
    if options.horizon > MOST_DAYS:
        raise ImpossiblePlanError(
            f"from {start} to {exam} there are {options.horizon} days; a plan covers at most "
            f"{MOST_DAYS}: check the year, or begin later with --start"
        )
    if len(options.rest_days) >= len(WEEKDAYS):
        raise ImpossiblePlanError(
            "every day of the week is a rest day: leave out at least one, for new cards"
        )
    if not options.intake_days():
        raise ImpossiblePlanError(_no_day_left(options))


def _no_day_left(options: PlanOptions) -> str:
    days = "is 1 day" if options.horizon == 1 else f"are {options.horizon} days"
    text = (
        f"no day is left for new cards: from {options.start.isoformat()} to the exam on "
        f"{options.exam_date.isoformat()} there {days}"
    )
    if options.review_days:
        text += f", and the last {options.review_days} are for reviews alone (--review-days)"
    if options.rest_days:
        names = [DAY_NAMES[day] for day in sorted(options.rest_days)]
        text += f", and no new cards come on {' or '.join(names)} (--rest-days)"
    if options.review_days:
        return f"{text}; lower --review-days"
    return f"{text}; take another day for the rest"
