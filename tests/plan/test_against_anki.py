"""The forecast against Anki's own simulator, and against the engine on a whole deck."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import mean

import fsrs_rs_python as fsrs
import pytest
from anki.collection import Collection
from anki.scheduler_pb2 import SimulateFsrsReviewRequest

from cps_cards.plan.request import PlanRequest
from cps_cards.plan.study import StudyPlan, make_plan
from cps_cards.schedule import memory
from cps_cards.schedule.memory import Learner
from tests.plan.decks import Entry, collection

CARDS, NEW = 500, 10
START = date(2027, 1, 4)
NEAR = 0.05


@pytest.fixture
def anki(tmp_path: Path) -> Collection:
    col = Collection(str(tmp_path / "collection.anki2"))
    yield col
    col.close()


def simulate(
    anki: Collection, days: int, nudge: float = 0.0, times: int = 1
) -> tuple[list[int], float, float]:
    """Reviews of each day, cards remembered at the end, and seconds in all.

    Anki always throws the same dice. Parameters a hair's breadth apart stand for other throws, and
    so do the cards of a deck ``times`` as large with as many times the new cards a day.
    """
    defaults = enumerate(fsrs.DEFAULT_PARAMETERS)
    parameters = [one * (1 + nudge) if n < 4 else one for n, one in defaults]
    answer = anki._backend.simulate_fsrs_review(
        SimulateFsrsReviewRequest(
            params=parameters,
            desired_retention=0.9,
            deck_size=CARDS * times,
            days_to_simulate=days,
            new_limit=NEW * times,
            review_limit=999_999,
            max_interval=36500,
            new_cards_ignore_review_limit=True,
            easy_days_percentages=[1.0] * 7,
            historical_retention=0.9,
            learning_step_count=2,
            relearning_step_count=1,
        )
    )
    remembered = answer.accumulated_knowledge_acquisition[-1]
    return list(answer.daily_review_count), remembered, sum(answer.daily_time_cost)


@cache
def planned(days: int) -> StudyPlan:
    request = PlanRequest(
        exam_date=START + timedelta(days=days), start=START, new_per_day=NEW, review_days=0
    )
    return make_plan(collection([Entry()] * CARDS), request, START)


@pytest.mark.parametrize("days", [30, 60, 120])
def test_reviews_minutes_and_recall_are_those_of_ankis_simulator(
    anki: Collection, days: int
) -> None:
    runs = [simulate(anki, days, (run - 50) * 2e-4) for run in range(100)]
    plan = planned(days)
    assert plan.reviews.mean == pytest.approx(mean(sum(run[0]) for run in runs), rel=NEAR)
    assert plan.hours.mean * 3600 == pytest.approx(mean(run[2] for run in runs), rel=NEAR)
    remembered = plan.recall[0].share.mean * CARDS
    assert remembered == pytest.approx(mean(run[1] for run in runs), rel=NEAR)


def test_the_course_of_reviews_is_that_of_ankis_simulator(anki: Collection) -> None:
    times = 50
    reviews = simulate(anki, 120, times=times)[0]
    weeks = planned(120).weeks
    for first in range(0, 16, 4):
        ours = sum(week.reviews.mean for week in weeks[first : first + 4])
        theirs = sum(reviews[7 * first : 7 * (first + 4)]) / times
        assert ours == pytest.approx(theirs, rel=NEAR), f"weeks {first + 1} to {first + 4}"


@pytest.mark.parametrize("days", [30, 120])
def test_single_cards_put_together_are_the_whole_deck(days: int) -> None:
    config = fsrs.default_simulator_config()
    config.deck_size, config.learn_limit, config.learn_span = CARDS, NEW, days
    config.max_cost_perday = 86_400.0
    remembered, seconds = [], []
    for seed in range(100):
        deck = fsrs.simulate(fsrs.DEFAULT_PARAMETERS, 0.9, config, seed)
        known = (card.retention_on(days) for card in deck.cards if card.last_date >= 0)
        remembered.append(sum(known))
        seconds.append(sum(deck.cost_per_day))
    lives = memory.follow(Learner(), 0.9, days)
    first_days = range(min(days, CARDS // NEW))
    ours = sum(NEW * lives.recall[days - day] for day in first_days)
    assert ours == pytest.approx(mean(remembered), rel=0.02)
    took = sum(NEW * sum(lives.seconds[: days - day]) for day in first_days)
    assert took == pytest.approx(mean(seconds), rel=0.03)


def test_eight_of_ten_courses_end_within_the_bands() -> None:
    """Cards drawn by lot from those that the engine followed, a plan's worth at a time."""
    plan, chance = planned(60), random.Random(1)
    lives = memory.follow(Learner(), 0.9, 60)
    first_days = [day.number for day in plan.days for _ in range(day.new_cards)]
    inside: Counter[str] = Counter()
    times = 200
    for _ in range(times):
        minutes, week, known = [0.0] * 60, 0, 0
        for first, life in zip(
            first_days, chance.choices(lives.lives, k=len(first_days)), strict=True
        ):
            for age, seconds in life:
                if first + age < 60:
                    minutes[first + age] += seconds / 60
                    week += bool(age) and 28 <= first + age < 35
            known += chance.random() < lives.recall[60 - first]
        found = {
            "day 20": (minutes[20], plan.days[20].minutes),
            "day 55": (minutes[55], plan.days[55].minutes),
            "week 5": (week, plan.weeks[4].reviews),
            "minutes of week 5": (sum(minutes[28:35]) / 7, plan.weeks[4].minutes),
            "hours": (sum(minutes) / 60, plan.hours),
            "recall": (known / CARDS, plan.recall[0].share),
        }
        inside.update(name for name, (one, b) in found.items() if b.low <= one <= b.high)
    assert all(0.7 < inside[name] / times < 0.9 for name in found), inside
