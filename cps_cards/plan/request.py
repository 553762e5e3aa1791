"""What a plan is asked for, and which requests no plan can meet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cps_cards.model.curriculum import Priority
from cps_cards.model.texts import name_list
from cps_cards.schedule.memory import PARAMETER_COUNTS, PARAMETER_RANGES, Learner

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DAYS = 3 * 366
"""The longest plan: a year typed wrong should be noticed, not planned for."""

DEFAULT_GOAL = 0.9
DEFAULT_REVIEW_DAYS = 7


class ImpossiblePlanError(ValueError):
    """A request that no plan can meet; its text is for the person who asked."""


PACES: Mapping[str, Learner] = {
    "relaxed": Learner(answer_time=1.5, memory=0.7, first_right=0.65),
    "average": Learner(),
    "intense": Learner(answer_time=0.75, memory=1.3, first_right=0.85),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """A request for a plan. Weekdays count from Monday as 0, as in :mod:`datetime`.

    With neither ``new_per_day`` nor ``minutes`` (a day), the plan takes the smallest load that
    reaches the goal, a share from 0 to 1 of the core cards. ``retention`` None means the deck's
    own, and ``review_days`` None the usual number, or fewer where the exam is near; the request of
    a finished plan tells what was taken.
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
    learner: Learner = PACES["average"]
    pace: str = "average"

    @property
    def horizon(self) -> int:
        """The number of days before the exam, the first day counted, the exam's not."""
        return (self.exam_date - self.start).days

    def day(self, number: int) -> date:
        """The date of a day by its number, which is 0 for the first day."""
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
        return next((n for n in range(most, 0, -1) if self._has_room(n)), 0)

    def _has_room(self, last_days: int) -> bool:
        """Whether any day before the last ones may bring new cards."""
        return not all(self.rests_on(number) for number in range(self.horizon - last_days))

    def reasons(self, today: date) -> Iterator[str]:
        """Why there can be no plan, for the person who asked; each holds if those before do not."""
        exam, start, horizon = self.exam_date, self.start, self.horizon
        if exam < today:
            yield (
                f"the exam date {exam} has passed: today is {today}; "
                "give the date of an exam to come"
            )
        if exam == today:
            yield "the exam is today: there is no day left to plan for"
        if horizon <= 0:
            yield (
                f"the plan would begin on {start}, but the exam is on {exam}; begin before the exam"
            )
        if horizon > MOST_DAYS:
            yield (
                f"from {start} to {exam} there are {horizon} days; a plan covers at most "
                f"{MOST_DAYS}: check the year, or begin later with --start"
            )
        if len(self.rest_days) == len(WEEKDAYS):
            yield "every day of the week is a rest day: leave out at least one, for new cards"
        if not self._has_room(self.last_days):
            days = "is 1 day" if horizon == 1 else f"are {horizon} days"
            text = f"no day is left for new cards: from {start} to the exam on {exam} there {days}"
            if self.review_days:
                text += f", and the last {self.review_days} are for reviews alone (--review-days)"
            if self.rest_days:
                names = name_list([DAY_NAMES[day] for day in sorted(self.rest_days)], "or")
                text += f", and no new cards come on {names} (--rest-days)"
            way = "lower --review-days" if self.review_days else "take another day for the rest"
            yield f"{text}; {way}"
        given = self.learner.parameters
        if given and len(given) not in PARAMETER_COUNTS:
            yield f"there are {len(given)} FSRS parameters; Anki shows 17, 19 or 21 of them"
        for number, (value, (low, high)) in enumerate(zip(given, PARAMETER_RANGES, strict=False)):
            if not low <= value <= high:
                yield (
                    f"FSRS parameter {number + 1} is {value:g}; it lies between {low:g} and "
                    f"{high:g}: copy the parameters from Anki's deck options as they stand"
                )
