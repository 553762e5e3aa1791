"""The draw, bit by bit: seats by weight, cards by hash, forms apart, a steady order."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cps_cards.exam.draw import (
    Draw,
    Wanted,
    apportion,
    draw,
    mixed,
    options,
)
from cps_cards.model.cards import Choice
from cps_cards.pipeline import Opened
from tests.exam import decks
from tests.exam.decks import Entry, choices


def deck(entries: Sequence[Entry], weights: Sequence[float] | None = None) -> Opened:
    with tempfile.TemporaryDirectory() as folder:
        return decks.opened(Path(folder), entries, weights)


def drawn(opened: Opened, questions: int, forms: int = 1, seed: int = 42) -> Draw:
    return draw(choices(opened), opened.collection, Wanted(questions, forms, seed))


def keys(cards: Sequence[Choice]) -> list[str]:
    return [card.key for card in cards]


def sha(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


# Seats


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, list[Fraction], list[int]]:
    sizes = draw(st.lists(st.integers(0, 40), min_size=1, max_size=8).filter(sum))
    weights = draw(
        st.lists(
            st.integers(1, 100).map(lambda n: Fraction(n, 100)),
            min_size=len(sizes),
            max_size=len(sizes),
        )
    )
    return draw(st.integers(0, sum(sizes))), weights, sizes


@given(shares())
def test_seats_sum_up_and_caps_hold(one: tuple[int, list[Fraction], list[int]]) -> None:
    seats, weights, caps = one
    given = apportion(seats, weights, caps)
    assert sum(given) == seats
    assert all(0 <= got <= cap for got, cap in zip(given, caps, strict=True))


@given(shares())
def test_who_is_below_its_cap_has_its_share(one: tuple[int, list[Fraction], list[int]]) -> None:
    """Among those that do not give all they have, each is within one seat of its proportion."""
    seats, weights, caps = one
    given = apportion(seats, weights, caps)
    below = [i for i, cap in enumerate(caps) if given[i] < cap]
    left = sum(given[i] for i in below)
    whole = sum(weights[i] for i in below)
    for i in below:
        # Those at their cap without having been over it take part in the rounding.
        assert given[i] <= left * weights[i] / whole + 1
    for i in range(len(caps)):
        for j in below:
            if caps[i]:
                assert given[i] / weights[i] <= (given[j] + 1) / weights[j] + 1 / weights[i]


@pytest.mark.parametrize(
    ("seats", "weights", "caps", "given"),
    [
        (10, [5, 3, 2], [9, 9, 9], [5, 3, 2]),
        (10, [1, 1, 1], [9, 9, 9], [4, 3, 3]),  # a tie: in order
        (7, [1, 1, 2], [9, 9, 9], [2, 2, 3]),  # 1.75, 1.75, 3.5: by largest remainder
        (10, [8, 1, 1], [2, 9, 9], [2, 4, 4]),  # the rest is shared again
        (10, [8, 4, 1], [2, 3, 9], [2, 3, 5]),  # and again
        (12, [1, 1, 1], [4, 4, 4], [4, 4, 4]),
        (1, [1, 9], [1, 0], [1, 0]),
        (0, [1, 2], [3, 3], [0, 0]),
    ],
)
def test_seats_by_hand(seats: int, weights: list[int], caps: list[int], given: list[int]) -> None:
    assert apportion(seats, [Fraction(one) for one in weights], caps) == given


def test_topics_have_their_share_by_the_curriculums_weights() -> None:
    opened = deck(decks.mixed(90), [0.5, 0.3, 0.2])
    (form,) = drawn(opened, 20).forms
    assert Counter(card.topic for card in form) == {"t0": 10, "t1": 6, "t2": 4}


def test_without_a_curriculum_all_topics_weigh_alike() -> None:
    entries = [Entry(0)] * 30 + [Entry(1)] * 10
    (form,) = drawn(deck(entries), 15).forms
    assert Counter(card.topic for card in form) == {"t0": 8, "t1": 7}


def test_a_topic_with_too_few_cards_gives_its_seats_to_others() -> None:
    entries = [Entry(0)] * 2 + [Entry(1)] * 20 + [Entry(2)] * 20
    result = drawn(deck(entries, [0.5, 0.25, 0.25]), 20)
    assert Counter(card.topic for card in result.forms[0]) == {"t0": 2, "t1": 9, "t2": 9}
    assert result.short == (("t0", 2, 10),)
    assert result.gained == (("t1", 4), ("t2", 4))


def test_a_topic_without_a_card_is_short_too() -> None:
    result = drawn(deck([Entry(0)] * 9, [0.5, 0.5]), 4)
    assert result.short == (("t1", 0, 2),)
    assert result.gained == (("t0", 2),)


def test_a_small_exam_has_the_priorities_of_the_deck() -> None:
    entries = [Entry(0, "core")] * 20 + [Entry(0, "important")] * 15 + [Entry(0, "extended")] * 5
    opened = deck(entries, [1])
    (form,) = drawn(opened, 8).forms
    found = Counter(opened.collection.priority_of(card) for card in form)
    assert found == {"core": 4, "important": 3, "extended": 1}


# Cards


def test_the_cards_with_the_smallest_hashes_are_drawn() -> None:
    opened = deck([Entry()] * 30)
    (form,) = drawn(opened, 7, seed=5).forms
    ranked = sorted((card.key for card in choices(opened)), key=lambda key: sha("5", "draw", key))
    assert keys(form) == ranked[:7]


def test_questions_and_options_are_ordered_by_their_hashes() -> None:
    opened = deck(decks.mixed(12))
    cards = mixed(choices(opened), 9)
    assert keys(cards) == sorted(keys(cards), key=lambda key: sha("9", "order", key))
    for card in cards:
        texts = [option.text.value for option in options(card, 9)]
        assert texts == sorted(texts, key=lambda text: sha("9", "options", card.key, text))


def test_an_order_that_is_meant_stays() -> None:
    more = {"options": ["12", "24", "48"], "answer": "48", "distractors": None}
    (card,) = choices(deck([Entry(more=more)]))
    for seed in range(20):
        assert [option.text.value for option in options(card, seed)] == ["12", "24", "48"]


def test_the_key_is_the_id_that_a_card_was_first_published_under() -> None:
    entries = [Entry(more={"formerly": "long-ago"}), *[Entry()] * 9]
    opened, plain = deck(entries), deck([Entry(more={"id": "long-ago"}), *[Entry()] * 9])
    for seed in range(5):
        one, other = (drawn(each, 4, seed=seed).forms[0] for each in (opened, plain))
        assert keys(one) == keys(other)
        assert keys(mixed(one, seed)) == keys(mixed(other, seed))


def test_another_seed_is_another_exam() -> None:
    opened = deck(decks.mixed(60))
    assert len({frozenset(keys(drawn(opened, 10, seed=seed).forms[0])) for seed in range(20)}) == 20


ENTRY = st.tuples(st.integers(0, 3), st.sampled_from(["core", "important", "extended"])).map(
    lambda one: Entry(*one)
)
ENTRIES = st.lists(ENTRY, min_size=1, max_size=40)
WEIGHTS = st.lists(st.sampled_from([0.1, 0.2, 0.25, 0.4]), min_size=4, max_size=4)


@given(ENTRIES, st.none() | WEIGHTS, st.data())
def test_one_card_more_changes_two_questions_at_most(
    entries: list[Entry], weights: list[float] | None, data: st.DataObject
) -> None:
    more = data.draw(ENTRY)
    seed, questions = data.draw(st.integers(0, 9)), data.draw(st.integers(1, len(entries)))
    before = drawn(deck(entries, weights), questions, seed=seed).forms[0]
    after = drawn(deck([*entries, more], weights), questions, seed=seed).forms[0]
    if weights is None:
        assume(more.topic in {entry.topic for entry in entries})  # a topic more is another exam
    assert len(set(keys(after)) - set(keys(before))) <= 2


# Forms


@given(ENTRIES, st.none() | WEIGHTS, st.integers(1, 8), st.data())
def test_forms_share_nothing_and_are_full(
    entries: list[Entry], weights: list[float] | None, forms: int, data: st.DataObject
) -> None:
    forms = min(forms, len(entries))
    questions = data.draw(st.integers(1, len(entries) // forms))
    opened = deck(entries, weights)
    dealt = drawn(opened, questions, forms, data.draw(st.integers(0, 10**6))).forms
    assert [len(form) for form in dealt] == [questions] * forms
    assert len({key for form in dealt for key in keys(form)}) == questions * forms


@pytest.mark.parametrize("forms", [2, 3, 4, 5])
@pytest.mark.parametrize("lopsided", [False, True])
def test_forms_are_balanced(forms: int, lopsided: bool) -> None:
    entries = decks.mixed(350, 6)
    if lopsided:
        entries = [Entry(0, "core")] * 250 + [Entry(1, "important")] * 30 + decks.mixed(70, 6)
    opened = deck(entries, [0.3, 0.25, 0.2, 0.1, 0.1, 0.05])
    found = []
    for questions in (5, 12, 25, 33, 50, 70):
        for seed in range(4):
            dealt = drawn(opened, questions, forms, seed).forms
            topics = [Counter(card.topic for card in form) for form in dealt]
            ranks = [Counter(opened.collection.priority_of(one) for one in form) for form in dealt]
            found.append((_spread(topics), _spread(ranks)))
    assert all(topic <= 2 and rank <= 3 for topic, rank in found)
    assert sum(topic <= 1 and rank <= 2 for topic, rank in found) >= 0.8 * len(found)


def _spread(counts: Sequence[Counter[object]]) -> int:
    names = {name for one in counts for name in one}
    return max(
        max(one[name] for one in counts) - min(one[name] for one in counts) for name in names
    )
