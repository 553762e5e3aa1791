"""What happens to a card once it has been learned, as FSRS sees it: the home of fsrs_rs_python.

Cards do not know of one another as long as no limit on reviews cuts a day short. So the engine
follows a few thousand single cards from the day that each is new, and every plan, whatever its
days without new cards, is put together from them: a card that is new on day 12 brings the reviews
of one of them, 12 days later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, compress, count
from operator import add
from typing import NamedTuple

import fsrs_rs_python as fsrs

CARDS_FOLLOWED = 4000
"""Their means agree with the engine's to 1 %. The same cards are followed whatever the horizon: a
plan for a later exam is the continuation of one for an earlier."""

PARAMETER_COUNTS = (17, 19, 21)
PARAMETER_RANGES = (
    *[(0.001, 100.0)] * 4,
    *[(1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.0, 0.75), (0.0, 4.5), (0.0, 0.8), (0.001, 3.5)],
    *[(0.001, 5.0), (0.001, 0.25), (0.001, 0.9), (0.0, 4.0), (0.0, 1.0), (1.0, 6.0), (0.0, 2.0)],
    *[(0.0, 2.0), (0.0, 0.8), (0.1, 0.8)],
)
"""Where FSRS keeps its parameters when it fits them; beyond, the engine stops with a panic."""


class Learner(NamedTuple):
    """How a learner differs from the average one that Anki's own simulator assumes.

    ``answer_time`` and ``memory`` are factors: answers take so many times as long, memories last
    so many times as long. ``first_right`` is the share of new cards whose first answer is right.
    ``parameters`` are FSRS parameters within :data:`PARAMETER_RANGES`; empty means the default.
    """

    answer_time: float = 1.0
    memory: float = 1.0
    first_right: float = 0.76
    parameters: tuple[float, ...] = ()

    @property
    def answer_seconds(self) -> float:
        """The seconds that a right answer to a review takes."""
        costs = fsrs.default_simulator_config().state_rating_costs
        return costs[1][2] * self.answer_time  # rows are kinds of answers, columns the buttons


@dataclass(frozen=True)
class Lives:
    """Single cards followed for ``horizon`` days, alike in nothing but the learner and the odds.

    ``lives`` holds for each card its age at each answer, the day of learning among them, and the
    seconds that it took. ``recall`` holds the odds that a card is remembered on the morning of
    each age: one that is due on a day has not been seen on it yet.
    """

    horizon: int
    lives: tuple[tuple[tuple[int, float], ...], ...]
    recall: Sequence[float]

    @cached_property
    def seconds(self) -> list[float]:
        """The seconds that a card takes on average, by its age in days."""
        total = [0.0] * self.horizon
        for life in self.lives:
            for age, seconds in life:
                total[age] += seconds
        return [one / len(self.lives) for one in total]

    def windows(self, length: int) -> tuple[list[float], ...]:
        """Means and variances of a card's reviews, and of its seconds, in ``length`` days.

        Four lists with a value for each age at which the days may begin. The first age is
        1 - ``length``: days that begin before the card is new.
        """
        size = self.horizon + length - 1
        sums = reviews, squares, seconds, seconds_squares = [[0.0] * size for _ in range(4)]
        for life in self.lives:
            # An answer at some age enters at the first window that reaches it and leaves after
            # the one that begins at it; between such steps, sums stay as they are. The first one
            # of all is no review.
            steps = [(age, int(age > 0), cost) for age, cost in life]
            steps += [(age + length, -int(age > 0), -cost) for age, cost in life]
            number, took = 0, 0.0
            for at, more, cost in sorted(step for step in steps if step[0] < size):
                squares[at] += more * (2 * number + more)
                seconds_squares[at] += cost * (2 * took + cost)
                reviews[at] += more
                seconds[at] += cost
                number, took = number + more, took + cost
        n, nn, s, ss = ([one / len(self.lives) for one in accumulate(each)] for each in sums)
        return n, _variances(n, nn), s, _variances(s, ss)


def _variances(means: Sequence[float], squares: Sequence[float]) -> list[float]:
    return [max(0.0, square - mean * mean) for mean, square in zip(means, squares, strict=True)]


@lru_cache(maxsize=8)
def follow(learner: Learner, retention: float, horizon: int) -> Lives:
    """Let FSRS schedule single cards of a learner for ``horizon`` days; always the same cards."""
    days = horizon + 1
    # One card, followed without limits; the rest is what Anki's simulator assumes.
    config = fsrs.default_simulator_config()
    config.deck_size = config.learn_limit = 1
    config.review_limit = 1_000_000
    config.learn_span = days
    config.max_cost_perday = 24 * 60 * 60.0
    wrong, *right = config.first_rating_prob
    # The default is the engine's own odds to the last digit, so that both agree.
    if abs(learner.first_right - (1 - wrong)) > 1e-6:
        share = learner.first_right / (1 - wrong)
        config.first_rating_prob = [1 - learner.first_right, *(share * odds for odds in right)]
    config.state_rating_costs = [
        [cost * learner.answer_time for cost in row] for row in config.state_rating_costs
    ]
    given = list(learner.parameters) or list(fsrs.DEFAULT_PARAMETERS)
    parameters = fsrs.check_and_fill_parameters(given)
    # A weaker memory begins with a shorter stability.
    low, high = PARAMETER_RANGES[0]
    parameters[:4] = [min(max(one * learner.memory, low), high) for one in parameters[:4]]
    lives = []
    recall = [0.0] * days
    for seed in range(CARDS_FOLLOWED):
        result = fsrs.simulate(parameters, retention, config, seed)
        costs, odds = result.cost_per_day, result.memorized_cnt_per_day
        ages = tuple(compress(count(), result.review_cnt_per_day))
        for age in ages:
            # The engine's value is that of the evening. A card is due when the odds have come
            # down to the desired retention.
            odds[age] = retention
        recall = list(map(add, recall, odds))
        lives.append(((0, costs[0]), *((age, costs[age]) for age in ages)))
    return Lives(days, tuple(lives), [one / CARDS_FOLLOWED for one in recall])


def due_ages(retention: float) -> tuple[int, int]:
    """How old a card is, in days, at its first two reviews where every answer is "Good".

    For FSRS as a preset brings it, with its default parameters.
    """
    engine = fsrs.FSRS(list(fsrs.DEFAULT_PARAMETERS))
    state = engine.next_states(None, retention, 0).good
    first = max(1, round(state.interval))
    second = max(1, round(engine.next_states(state.memory, retention, first).good.interval))
    return first, first + second
