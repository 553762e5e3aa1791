"""The load that a plan takes: enough, no more than that, and honest where it cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cps_cards.plan.proposal import Way
from cps_cards.plan.request import ImpossiblePlanError, PlanRequest
from cps_cards.plan.study import StudyPlan, make_plan
from cps_cards.schedule.memory import Learner
from tests.plan.decks import Entry, collection, mixed

DECK = collection(mixed(150))
START = date(2027, 1, 4)


def plan(days: int, **more: object) -> StudyPlan:
    request = PlanRequest(exam_date=START + timedelta(days=days), start=START, **more)  # type: ignore[arg-type]
    return make_plan(DECK, request, START)


def way(made: StudyPlan, kind: str) -> Way:
    """The one way of a kind."""
    (found,) = (one for one in made.ways if one.kind == kind)
    return found


@pytest.mark.parametrize("days", [20, 45, 120])
@pytest.mark.parametrize("goal", [0.5, 0.9, 0.93])
def test_the_proposal_is_the_smallest_load_that_reaches_the_goal(days: int, goal: float) -> None:
    made = plan(days, goal=goal)
    assert made.reached
    assert made.goal == "core cards"
    assert made.goal_recall.mean >= goal
    for fewer in range(1, made.per_day):
        assert not plan(days, goal=goal, new_per_day=fewer).reached


def test_the_goal_counts_core_cards_alone() -> None:
    made = plan(60)
    core = next(one for one in made.recall if one.id == "core")
    assert made.goal_recall == core.share
    assert made.recall[0].share.mean < made.request.goal


def test_where_time_is_left_the_load_for_the_whole_deck_is_told() -> None:
    made = plan(60)
    number = way(made, "all").per_day
    assert made.late
    assert not plan(60, new_per_day=number).late
    assert plan(60, new_per_day=number - 1).late


def test_minutes_are_kept_on_every_day_and_one_card_more_would_break_them() -> None:
    made = plan(60, minutes=6.0)
    assert made.busiest.minutes.mean <= 6
    assert plan(60, new_per_day=made.per_day + 1).busiest.minutes.mean > 6


def test_more_minutes_than_the_deck_takes_bring_every_card_and_no_haste() -> None:
    made = plan(60, minutes=600.0)
    assert not made.late
    assert plan(60, new_per_day=made.per_day - 1).late


def test_too_few_minutes_are_said_to_be_too_few_with_what_would_suffice() -> None:
    made = plan(45, minutes=5.0)
    assert not made.reached
    minutes = float(way(made, "minutes").within)
    assert minutes > 5
    assert plan(45, minutes=minutes).reached
    later = way(made, "later").exam_date
    # The request of the plan tell the review days that it took, which may be more than asked for.
    moved = replace(made.request, exam_date=later, review_days=None)
    assert make_plan(DECK, moved, START).reached
    sooner = replace(made.request, exam_date=later - timedelta(days=1), review_days=None)
    assert not make_plan(DECK, sooner, START).reached


def test_a_minute_a_day_is_kept_too_by_ending_early() -> None:
    made = plan(120, minutes=1.0)
    assert made.per_day == 1
    assert made.ends_early
    assert made.busiest.minutes.mean <= 1


def test_minutes_that_not_even_one_card_keeps_are_refused() -> None:
    slow = Learner(answer_time=3.0)
    with pytest.raises(ImpossiblePlanError, match="one new card alone takes about"):
        plan(120, minutes=1.0, learner=slow)


def test_a_day_has_no_more_than_its_minutes() -> None:
    deck = collection([Entry()] * 2500)
    request = PlanRequest(exam_date=START + timedelta(days=9), start=START, new_per_day=2400)
    with pytest.raises(ImpossiblePlanError, match="and a day has 1,440: give fewer with --new"):
        make_plan(deck, request, START)
    made = make_plan(deck, replace(request, new_per_day=None, minutes=1440.0), START)
    assert made.busiest.minutes.mean <= 1440
    assert all(way.minutes <= 1440 for way in made.ways)


def test_too_few_new_cards_are_said_to_be_too_few_with_what_would_suffice() -> None:
    made = plan(45, new_per_day=1)
    assert made.per_day == 1
    assert not made.reached
    number = way(made, "new").per_day
    assert plan(45, new_per_day=number).reached
    assert not plan(45, new_per_day=number - 1).reached


def test_leaving_out_other_cards_brings_no_more_than_ending_early() -> None:
    deck = collection([Entry(0, "core")] * 40 + [Entry(0, "important")] * 200)
    request = PlanRequest(exam_date=START + timedelta(days=40), start=START, minutes=3.5)
    made = make_plan(deck, request, START)
    assert made.reached
    assert made.ends_early
    assert made.busiest.minutes.mean <= 3.5
    assert made.first_review_day > max(day.date for day in made.days if day.new_cards)


def test_a_goal_above_what_reviews_keep_asks_for_more_reviews() -> None:
    made = plan(90, goal=0.965)
    assert not made.reached
    retention = way(made, "retention").retention
    assert plan(90, goal=0.965, retention=retention).reached
