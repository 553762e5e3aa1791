"""What happens to a card once it has been learned, as FSRS sees it: the home of fsrs_rs_python.

Cards do not know of one another as long as no limit on reviews cuts a day short. So the engine
follows a few thousand single cards from the day that each is new, and every plan, whatever its
days without new cards, is put together from them: a card that is new on day 12 brings the reviews
of one of them, 12 days later.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count

import fsrs_rs_python as fsrs

from cps_cards.plan.options import ImpossiblePlanError, Learner

_GOOD_REVIEW = (1, 2)
"""Where the engine's table of answer times holds a right answer to a review."""

_CARDS_FOLLOWED = 4000
_DAYS_FOLLOWED = 700_000
_FEWEST_FOLLOWED = 1000
"""How many cards to follow. The first 4000 seeds agree with the engine's means to 1 %."""

_UNLIMITED = 1_000_000
_SECONDS_A_DAY = 86_400.0

_PARAMETER_COUNTS = (17, 19, 21)
_RANGES = (
    *[(0.001, 100.0)] * 4,
    *[(1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.0, 0.75), (0.0, 4.5), (0.0, 0.8), (0.001, 3.5)],
    *[(0.001, 5.0), (0.001, 0.25), (0.001, 0.9), (0.0, 4.0), (0.0, 1.0), (1.0, 6.0), (0.0, 2.0)],
    *[(0.0, 2.0), (0.0, 0.8), (0.1, 0.8)],
)
"""Where FSRS keeps its parameters when it fits them; beyond, the engine stops with a panic."""


@dataclass(frozen=True, slots=True)
class Life:
    """One card by its age in days: what learning it takes, its reviews, the odds of recall.

    ``recall`` is that of the morning: a card that is due on a day has not been seen on it yet.
    """

    learning_seconds: float
    reviews: tuple[tuple[int, float], ...]
    """The age at each review, and the seconds that it takes."""
    recall: Sequence[float]


@dataclass(frozen=True)
class Lives:
    """Single cards followed for ``horizon`` days, alike in nothing but the learner and the odds."""

    horizon: int
    lives: tuple[Life, ...]

    @cached_property
    def mean_seconds(self) -> list[float]:
        """Seconds that a card takes on average, by its age."""
        total = [0.0] * self.horizon
        for life in self.lives:
            total[0] += life.learning_seconds
            for age, seconds in life.reviews:
                total[age] += seconds
        return [one / len(self.lives) for one in total]

    @cached_property
    def mean_recall(self) -> list[float]:
        """The odds that a card is remembered on the morning of each age."""
        columns = zip(*(life.recall for life in self.lives), strict=True)
        return [sum(column) / len(self.lives) for column in columns]


def follow(learner: Learner, retention: float, horizon: int) -> Lives:
    """Let FSRS schedule single cards of a learner for ``horizon`` days; always the same cards."""
    days = horizon + 1
    config = _config(learner, days)
    parameters = _parameters(learner)
    number = max(_FEWEST_FOLLOWED, min(_CARDS_FOLLOWED, _DAYS_FOLLOWED // days))
    return Lives(days, tuple(_life(parameters, retention, config, seed) for seed in range(number)))


def _life(
    parameters: list[float], retention: float, config: fsrs.SimulatorConfig, seed: int
) -> Life:
    result = fsrs.simulate(parameters, retention, config, seed)
    costs = result.cost_per_day
    recall = array("f", result.memorized_cnt_per_day)
    ages = tuple(compress(count(), result.review_cnt_per_day))
    for age in ages:
        # The engine's value is that of the evening. A card is due when the odds have come down to
        # the desired retention.
        recall[age] = retention
    return Life(costs[0], tuple((age, costs[age]) for age in ages), recall)


def _config(learner: Learner, days: int) -> fsrs.SimulatorConfig:
    """One card, followed without limits; the rest is what Anki's simulator assumes."""
    config = fsrs.default_simulator_config()
    config.deck_size = 1
    config.learn_limit = 1
    config.review_limit = _UNLIMITED
    config.learn_span = days
    config.max_cost_perday = _SECONDS_A_DAY
    wrong, *right = config.first_rating_prob
    share = learner.first_right / (1 - wrong)
    # The default is the engine's own odds to the last digit, so that both agree.
    if abs(learner.first_right - (1 - wrong)) > 1e-6:
        config.first_rating_prob = [1 - learner.first_right, *(share * odds for odds in right)]
    config.state_rating_costs = [
        [cost * learner.answer_time for cost in row] for row in config.state_rating_costs
    ]
    return config


def _parameters(learner: Learner) -> list[float]:
    """FSRS parameters of a learner: a weaker memory begins with a shorter stability."""
    parameters = list(learner.parameters) or list(fsrs.DEFAULT_PARAMETERS)
    if len(parameters) not in _PARAMETER_COUNTS:
        raise ImpossiblePlanError(
            f"there are {len(parameters)} FSRS parameters; Anki shows 17, 19 or 21 of them"
        )
    for number, (value, (low, high)) in enumerate(zip(parameters, _RANGES, strict=False), start=1):
        if not low <= value <= high:
            raise ImpossiblePlanError(
                f"FSRS parameter {number} is {value:g}; it lies between {low:g} and {high:g}: "
                "copy the parameters from Anki's deck options as they stand"
            )
    parameters = fsrs.check_and_fill_parameters(parameters)
    low, high = _RANGES[0]
    first = [min(max(stability * learner.memory, low), high) for stability in parameters[:4]]
    return [*first, *parameters[4:]]


def answer_seconds(learner: Learner) -> float:
    """The seconds that a right answer to a review takes."""
    row, column = _GOOD_REVIEW
    return fsrs.default_simulator_config().state_rating_costs[row][column] * learner.answer_time
