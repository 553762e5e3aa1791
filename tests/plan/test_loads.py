"""Loads beside each other: what one brings that another does not."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from cps_cards.plan.request import PlanRequest
from cps_cards.plan.study import StudyPlan, make_plan
from tests.plan.decks import Entry, collection, mixed

pytestmark = pytest.mark.usefixtures("few_followed")

DECK = collection(mixed(150))
START = date(2027, 1, 4)


def plan(days: int, **more: object) -> StudyPlan:
    request = PlanRequest(exam_date=START + timedelta(days=days), start=START, **more)  # type: ignore[arg-type]
    return make_plan(DECK, request, START)


@pytest.mark.parametrize("days", [1, 2, 3])
def test_shortly_before_the_exam_the_best_that_can_be_done_in_the_minutes_is(days: int) -> None:
    deck = collection([Entry(0, "core")] * 230 + [Entry(0, "important")] * 250)
    made = make_plan(deck, PlanRequest(exam_date=START + timedelta(days=days), start=START), START)
    assert made.reached or 115 < made.busiest.minutes.mean <= 120
    assert made.goal_recall.mean > 0.7
    for per_day in range(1, 300, 13):
        request = PlanRequest(
            exam_date=START + timedelta(days=days), start=START, new_per_day=per_day
        )
        other = make_plan(deck, request, START)
        if other.busiest.minutes.mean <= 120 and not made.reached:
            assert other.recall[1].met <= made.recall[1].met


def test_a_later_exam_or_more_minutes_never_bring_fewer_cards_or_lose_the_goal() -> None:
    for series in (
        [plan(days, minutes=4.0) for days in (20, 27, 34, 41, 48, 62)],
        [plan(48, minutes=minutes) for minutes in (2.0, 3.0, 4.0, 5.0, 7.0, 12.0)],
    ):
        for less, more in pairwise(series):
            assert more.late_cards <= less.late_cards or (more.reached and not less.reached)
            assert more.reached >= less.reached


@pytest.mark.parametrize("days", range(1, 16))
def test_a_near_exam_leaves_fewer_days_for_reviews_alone(days: int) -> None:
    made = plan(days, new_per_day=5)
    assert made.request.review_days == min(7, days // 2)
    assert made.fewer_review_days == (days < 14)
    assert made.days[0].new_cards == 5
    assert not any(day.new_cards for day in made.days if day.review_only)


def test_a_goal_beyond_all_means_is_said_to_be_out_of_reach() -> None:
    made = plan(9, goal=1.0)
    assert not made.reached
    assert not made.ways


def test_without_a_wish_nobody_is_sent_to_study_all_day() -> None:
    deck = collection([Entry()] * 1500)
    request = PlanRequest(exam_date=START + timedelta(days=12), start=START)
    made = make_plan(deck, request, START)
    assert not made.reached
    assert made.busiest.minutes.mean <= 120
    assert {one.kind for one in made.ways} >= {"minutes", "later"}
