"""The order in which learners meet cards, and their weeks."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cps_cards.model.cards import Basic, Card, Cloze, Retired
from cps_cards.model.curriculum import PRIORITIES, Curriculum, Fact, Objective, Topic
from cps_cards.model.deck import Collection, Deck, TopicEntry
from cps_cards.model.settings import Schedule, Subdecks
from cps_cards.schedule.order import study_order
from cps_cards.schedule.weeks import timetable, week_tag
from cps_cards.source import Source, Span, Text

SOURCE = Source("cards/a.yaml", "")
TOPICS = ("ethics", "listening", "reporting")


def text(value: str) -> Text:
    return Text(value, SOURCE, 0, 0)


def curriculum() -> Curriculum:
    """One objective of each priority in every topic."""
    return Curriculum(
        SOURCE,
        tuple(
            Topic(
                text(topic),
                text(topic),
                tuple(
                    Objective(text(f"{topic}.{p}"), text("x"), p, (fact(f"{topic}.{p}.fact"),))
                    for p in PRIORITIES
                ),
            )
            for topic in TOPICS
        ),
    )


def fact(id: str) -> Fact:
    return Fact(text(id), text("x"), ())


def card(
    id: str, topic: str, priority: str = "", after: tuple[str, ...] = (), **more: object
) -> Card:
    common = {
        "id": text(id),
        "topic": topic,
        "source": SOURCE,
        "span": Span(0, 0),
        "teaches": (text(f"{topic}.{priority}"),) if priority else (),
        "after": tuple(map(text, after)),
    }
    return Basic(front=text("q"), back=text("r"), **{**common, **more})  # type: ignore[arg-type]


def cloze(id: str, numbers: tuple[int, ...]) -> Card:
    return Cloze(
        id=text(id), topic="ethics", source=SOURCE, span=Span(0, 0), text=text("x"),
        numbers=numbers, teaches=(text("ethics.core"),),
    )  # fmt: skip


def deck(
    cards: list[Card],
    weights: tuple[float, ...] = (),
    new_per_day: int = 10,
    subdecks: Subdecks = "priority",
    weeks: tuple[tuple[int, tuple[str, ...]], ...] = (),
) -> Collection:
    weights = weights or (1 / len(TOPICS),) * len(TOPICS)
    topics = tuple(TopicEntry(id, id.title(), w) for id, w in zip(TOPICS, weights, strict=True))
    schedule = Schedule(new_per_day, weeks=weeks)
    settings = Deck("d", "D", SOURCE, topics, subdecks=subdecks, schedule=schedule)
    return Collection(Path(), settings, tuple(cards), curriculum=curriculum())


def ids(cards: list[Card]) -> list[str]:
    return [one.id.value for one in cards]


@st.composite
def decks(draw: st.DrawFn) -> Collection:
    """Cards that wait only for cards of the same or a higher priority, in no circle."""
    found: list[Card] = []
    for number in range(draw(st.integers(0, 25))):
        rank = draw(st.integers(0, 2))
        earlier = [c.id.value for c in found if rank_of(c) <= rank and c.retired is None]
        after = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        more: dict[str, object] = {"reverse": draw(st.booleans())}
        if draw(st.integers(0, 9)) == 0:
            more["retired"] = Retired(text("old"), ())
        topic = draw(st.sampled_from(TOPICS))
        found.append(card(f"c{number}", topic, PRIORITIES[rank], tuple(after), **more))
    shuffled = draw(st.permutations(found))
    weights = draw(st.tuples(*[st.floats(0.01, 1)] * 3))
    return deck(list(shuffled), weights, draw(st.integers(1, 4)))


def weeks(collection: Collection) -> Mapping[str, int]:
    return timetable(collection.deck, study_order(collection)).week_of


def rank_of(one: Card) -> int:
    return PRIORITIES.index(one.teaches[0].value.split(".")[1])  # type: ignore[arg-type]


@given(decks())
def test_every_card_has_one_place(collection: Collection) -> None:
    ordered = study_order(collection)
    assert sorted(ids(ordered)) == sorted(collection.by_id)


@given(decks())
def test_core_comes_first_and_retired_cards_last(collection: Collection) -> None:
    ranks = [
        len(PRIORITIES) if one.retired is not None else rank_of(one)
        for one in study_order(collection)
    ]
    assert ranks == sorted(ranks)


@given(decks())
def test_what_a_card_waits_for_comes_earlier(collection: Collection) -> None:
    at = {id: place for place, id in enumerate(ids(study_order(collection)))}
    for one in collection.live:
        for named in one.after:
            assert at[named.value] < at[one.id.value]


@given(decks(), st.sampled_from(TOPICS), st.sampled_from(PRIORITIES), st.booleans())
def test_a_card_at_the_end_of_a_topic_leaves_the_order_of_the_others(
    collection: Collection, topic: str, priority: str, waits: bool
) -> None:
    before = ids(study_order(collection))
    of_priority = [c.id.value for c in collection.live if rank_of(c) == PRIORITIES.index(priority)]  # type: ignore[arg-type]
    after = tuple(of_priority[:1]) if waits else ()
    more = dataclasses.replace(
        collection, cards=(*collection.cards, card("new", topic, priority, after))
    )
    assert [id for id in ids(study_order(more)) if id != "new"] == before


@given(decks())
def test_weeks_follow_the_order_and_hold_no_more_than_their_days_bring(
    collection: Collection,
) -> None:
    found = weeks(collection)
    live = [one.id.value for one in study_order(collection) if one.retired is None]
    assert list(found) == live
    numbers = list(found.values())
    assert numbers == sorted(numbers)
    a_week = 7 * collection.deck.schedule.new_per_day
    assert all(number <= a_week for number in Counter(numbers).values())
    assert numbers[:1] in ([], [1])


def test_siblings_that_may_not_come_on_a_day_leave_it_to_later_notes() -> None:
    clozes = [cloze(f"c{n}", numbers=(1, 2, 3)) for n in range(7)]
    found = weeks(deck([*clozes, card("z", "ethics", "core")], new_per_day=3))
    # Twenty-one cards of seven notes would fill the first week, were siblings not kept apart.
    assert found["z"] == 1


def test_topics_alternate_by_their_weights() -> None:
    cards = [card(f"{t[0]}{n}", t, "core") for t in TOPICS for n in range(4)]
    order = ids(study_order(deck(cards, (0.5, 0.25, 0.25))))
    assert order[:8] == ["e0", "l0", "r0", "e1", "e2", "l1", "r1", "e3"]


def test_a_card_comes_as_soon_as_what_it_waits_for() -> None:
    cards = [
        card("e0", "ethics", "core", ("l1",)),
        card("l0", "listening", "core"),
        card("l1", "listening", "core"),
        card("l2", "listening", "core"),
    ]
    assert ids(study_order(deck(cards))) == ["l0", "l1", "e0", "l2"]


def test_a_cloze_of_three_counts_as_three_cards_and_stands_in_the_week_of_its_first() -> None:
    cards = [*(card(f"a{n}", "ethics", "core") for n in range(6)), cloze("b", (1, 2, 5))]
    found = weeks(deck([*cards, card("c", "ethics", "core")], new_per_day=1))
    assert (found["b"], found["c"]) == (1, 2)
    assert weeks(deck(cards, new_per_day=3))["b"] == 1


def test_cards_of_a_circle_are_kept_at_the_end() -> None:
    cards = [
        card("a", "ethics", "core", ("b",)),
        card("b", "ethics", "core", ("a",)),
        card("c", "ethics", "core"),
    ]
    assert ids(study_order(deck(cards))) == ["c", "a", "b"]


def test_weeks_are_told_in_two_digits() -> None:
    assert [week_tag("cps", week) for week in (1, 12, 100)] == [
        "cps::week::01",
        "cps::week::12",
        "cps::week::100",
    ]
