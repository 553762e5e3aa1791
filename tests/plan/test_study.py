"""What holds of any plan, whatever the dates, loads and days of rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cps_cards.model.cards import anki_cards
from cps_cards.plan.request import MOST_DAYS, PACES, ImpossiblePlanError, PlanRequest
from cps_cards.plan.study import StudyPlan, make_plan, search
from cps_cards.schedule.memory import Learner
from cps_cards.schedule.order import study_order
from tests.plan.decks import Entry, collection, mixed

pytestmark = pytest.mark.usefixtures("few_followed")

DECK = collection(mixed(90))
START = date(2027, 1, 4)

requests = st.builds(
    PlanRequest,
    start=st.dates(date(2023, 12, 20), date(2028, 3, 5)),
    exam_date=st.just(date.max),
    new_per_day=st.none() | st.integers(1, 60),
    rest_days=st.frozensets(st.integers(0, 6), max_size=6),
    review_days=st.integers(0, 20),
    goal=st.sampled_from([0.3, 0.9, 0.99]),
    retention=st.sampled_from([None, 0.8, 0.95]),
)


def plan(**request: object) -> StudyPlan:
    return make_plan(DECK, PlanRequest(start=START, **request), START)  # type: ignore[arg-type]


def after(days: int) -> date:
    return START + timedelta(days=days)


@settings(max_examples=40, deadline=None)
@given(requests, st.integers(1, 130), st.none() | st.integers(2, 40))
def test_any_plan_holds_together(request: PlanRequest, days: int, minutes: int | None) -> None:
    options = replace(request, exam_date=request.start + timedelta(days=days))
    if options.new_per_day is None and minutes is not None:
        options = replace(options, minutes=float(minutes))
    assume(
        days > options.review_days
        and not all(map(options.rests_on, range(days - options.review_days)))
    )
    made = make_plan(DECK, options, options.start)

    # Every card has a week, and a card it waits for has no later one.
    live = {card.id.value: card for card in DECK.live}
    assert made.week_of.keys() == live.keys() == set(made.order)
    for card in live.values():
        for first in card.after:
            assert made.week_of[first.value] <= made.week_of[card.id.value]
    assert [made.week_of[id] for id in made.order] == sorted(made.week_of.values())

    # Days run from the start to the eve of the exam; weeks hold them, seven by seven.
    dates = [day.date for day in made.days]
    assert dates == [options.start + timedelta(days=n) for n in range(days)]
    assert made.weeks[0].first == options.start
    assert made.weeks[-1].last == options.exam_date - timedelta(days=1)
    assert all(week.first <= day.date <= week.last for day in made.days
               for week in [made.weeks[day.week - 1]])  # fmt: skip

    # New cards keep to the load and leave out days of rest and review.
    for day in made.days:
        assert day.new_cards <= made.per_day
        assert day.new_cards == sum(day.topics.values())
        if day.date.weekday() in options.rest_days:
            assert day.new_cards == 0
        if day.date >= options.exam_date - timedelta(days=options.review_days):
            assert day.review_only
            assert day.new_cards == 0

    # Totals add up.
    total = sum(anki_cards(card) for card in live.values())
    met = sum(day.new_cards for day in made.days)
    assert met == sum(week.new_cards for week in made.weeks) == total - made.late_cards
    assert met == made.recall[0].met
    assert made.recall[0].cards == total == made.cards
    for kind in ("priority", "topic"):
        rows = [one for one in made.recall if one.kind == kind]
        assert sum(one.cards for one in rows) == total
        assert sum(one.met for one in rows) == met
    weeks = Counter(week for id, week in made.week_of.items() if id not in made.late)
    assert [week.notes for week in made.weeks] == [weeks[week.number] for week in made.weeks]
    assert all(made.week_of[id] * 7 > days for id in made.late)

    for one in made.recall:
        assert 0 <= one.share.low <= one.share.mean <= one.share.high <= 1
        assert one.share.high <= one.met / one.cards
    if options.minutes:
        assert all(day.minutes.mean <= options.minutes + 1e-6 for day in made.days)


def test_the_same_request_gives_the_same_plan_on_any_day() -> None:
    options = PlanRequest(exam_date=after(60), start=START)
    assert make_plan(DECK, options, START) == make_plan(DECK, options, after(20))


@pytest.mark.parametrize(
    ("start", "exam", "dates"),
    [
        (date(2028, 2, 26), date(2028, 3, 2), ["02-26", "02-27", "02-28", "02-29", "03-01"]),
        (date(2027, 2, 26), date(2027, 3, 2), ["02-26", "02-27", "02-28", "03-01"]),
        (date(2026, 12, 30), date(2027, 1, 2), ["12-30", "12-31", "01-01"]),
    ],
)
def test_leap_days_and_the_turn_of_the_year_are_days_like_others(
    start: date, exam: date, dates: list[str]
) -> None:
    made = make_plan(DECK, PlanRequest(exam_date=exam, start=start, review_days=1), start)
    assert [day.date.isoformat()[5:] for day in made.days] == dates
    assert made.days[-1].new_cards == 0


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"exam_date": after(-1)}, "has passed: today is 2027-01-04"),
        ({"exam_date": after(0)}, "the exam is today"),
        ({"exam_date": after(30), "start": after(30)}, "begin before the exam"),
        ({"exam_date": after(30), "start": after(31)}, "begin before the exam"),
        ({"exam_date": after(MOST_DAYS + 1)}, "check the year"),
        ({"exam_date": date.max}, "check the year"),
        ({"exam_date": after(7), "review_days": 7}, "no day is left for new cards"),
        (
            {"exam_date": after(2), "review_days": 0, "rest_days": {0, 1}},
            "another day for the rest",
        ),
        ({"exam_date": after(30), "rest_days": set(range(7))}, "leave out at least one"),
        ({"exam_date": after(30), "priorities": {"core"}, "topics": {"t9"}}, "nothing to plan for"),
        ({"exam_date": after(30), "learner": Learner(parameters=(1.0,) * 18)}, "17, 19 or 21"),
        (
            {"exam_date": after(30), "learner": Learner(parameters=(-1.0,) * 21)},
            "parameter 1 is -1",
        ),
        (
            {"exam_date": after(30), "learner": Learner(parameters=(float("nan"),) * 21)},
            "parameter 1 is nan",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused_with_the_reason(
    request_: dict[str, object], words: str
) -> None:
    options = PlanRequest(**{"start": START, **request_})  # type: ignore[arg-type]
    with pytest.raises(ImpossiblePlanError, match=words):
        make_plan(DECK, options, START)


def test_a_plan_for_a_part_takes_its_cards_alone_in_the_order_of_the_whole() -> None:
    made = plan(exam_date=after(60), topics=frozenset({"t1"}), priorities=frozenset({"important"}))
    whole = [card.id.value for card in study_order(DECK)]
    assert [id for id in whole if id in made.week_of] == list(made.order)
    assert {DECK.by_id[id].topic for id in made.order} == {"t1"}
    assert {DECK.priority_of(DECK.by_id[id]) for id in made.order} == {"important"}
    assert made.goal == "cards"


def test_retired_cards_are_not_planned_for() -> None:
    deck = replace(DECK, cards=(*DECK.cards[1:], replace(DECK.cards[0], retired=object())))
    made = make_plan(deck, PlanRequest(exam_date=after(60), start=START), START)
    assert DECK.cards[0].id.value not in made.week_of


def test_days_of_rest_still_bring_reviews() -> None:
    made = plan(exam_date=after(60), new_per_day=4, rest_days=frozenset({5, 6}))
    resting = [day for day in made.days[14:42] if day.rest]
    assert len(resting) == 8
    assert all(day.new_cards == 0 and day.reviews.mean > 0 for day in resting)


def test_a_learner_who_forgets_more_has_more_to_do() -> None:
    slow, usual, quick = (
        plan(exam_date=after(90), new_per_day=3, learner=PACES[pace])
        for pace in ("relaxed", "average", "intense")
    )
    assert slow.reviews.mean > usual.reviews.mean > quick.reviews.mean
    assert slow.hours.mean > 1.5 * usual.hours.mean
    assert [PACES[pace].answer_seconds for pace in ("intense", "average", "relaxed")] == sorted(
        learner.answer_seconds for learner in PACES.values()
    )


def test_parameters_of_older_versions_of_fsrs_are_understood() -> None:
    fsrs5 = (0.40255, 1.18385, 3.173, 15.69105, 7.1949, 0.5345, 1.4604, 0.0046, 1.54575, 0.1192,
             1.01925, 1.9395, 0.11, 0.29605, 2.2698, 0.2315, 2.9898, 0.51655, 0.6621)  # fmt: skip
    made = plan(exam_date=after(60), new_per_day=4, learner=Learner(parameters=fsrs5))
    assert 0.85 < made.recall[0].share.mean < 0.99


def test_a_card_alone_can_be_planned_for() -> None:
    made = make_plan(collection([Entry()]), PlanRequest(exam_date=after(9), start=START), START)
    assert made.week_of == {"c0": 1}
    assert made.per_day == 1


@pytest.mark.parametrize(
    ("tag", "typed"),
    [
        ("cps::week::03", "tag:cps::week::03 is:new"),
        ("my_deck::week::03", r"tag:my\_deck::week::03 is:new"),
        ("a(b::week::03", '"tag:a(b::week::03" is:new'),
    ],
)
def test_the_search_finds_the_tag_and_nothing_else(tag: str, typed: str) -> None:
    assert search(tag) == typed
