"""Cards with the same options are kept apart in the order of study, wherever that can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_cards.model.cards import Card, Choice, Option
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection
from cps_cards.schedule.order import study_order
from cps_cards.source import Span
from tests.schedule.test_order import SOURCE, card, deck, ids, text


def choice(id: str, options: Sequence[str], priority: str, after: Sequence[str] = ()) -> Card:
    return Choice(
        id=text(id), topic="ethics", source=SOURCE, span=Span(0, 0), question=text("q"),
        answer=text(options[0]), options=tuple(Option(text(one), None) for one in options),
        key_index=0, ordered=False, teaches=(text(f"ethics.{priority}"),),
        after=tuple(map(text, after)),
    )  # fmt: skip


def options_of(one: Card) -> frozenset[str] | None:
    return frozenset(o.text.value for o in one.options) if isinstance(one, Choice) else None


def clashes(cards: Sequence[Card]) -> int:
    found = [options_of(one) for one in cards]
    return sum(one is not None and one == other for one, other in pairwise(found))


def other_orders(collection: Collection) -> Iterator[list[Card]]:
    """Every order that keeps priorities and what cards wait for."""
    rank = {
        c.id.value: PRIORITIES.index(c.teaches[0].value.split(".")[1]) for c in collection.cards
    }  # type: ignore[arg-type]

    def longer(begun: list[Card]) -> Iterator[list[Card]]:
        left = [one for one in collection.cards if one not in begun]
        if not left:
            yield begun
            return
        there = {one.id.value for one in begun}
        lowest = min(rank[one.id.value] for one in left)
        for one in left:
            if rank[one.id.value] == lowest and all(a.value in there for a in one.after):
                yield from longer([*begun, one])

    return longer([])


@st.composite
def matched(draw: st.DrawFn) -> Collection:
    """Small decks of matched cards, with others between them and prerequisites among them."""
    cards: list[Card] = []
    for number in range(draw(st.integers(1, 7))):
        rank = draw(st.sampled_from((0, 0, 1)))
        priority = PRIORITIES[rank]
        earlier = [c.id.value for c in cards if c.teaches[0].value != "ethics.important" or rank]
        after = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        kind = draw(st.sampled_from("AAABB-"))
        options = draw(st.permutations([f"{kind}{n}" for n in range(3)]))
        found = (
            card(f"c{number}", "ethics", priority, tuple(after))
            if kind == "-"
            else choice(f"c{number}", options, priority, after)
        )
        cards.append(found)
    return deck(draw(st.permutations(cards)))


@settings(max_examples=300, deadline=None)
@given(matched())
def test_moves_heed_priorities_and_what_waits_and_never_bring_cards_together(
    collection: Collection,
) -> None:
    ordered = study_order(collection)
    at = {one.id.value: place for place, one in enumerate(ordered)}
    assert all(at[a.value] < at[one.id.value] for one in collection.cards for a in one.after)
    assert ids(ordered) in [ids(one) for one in other_orders(collection)]
    assert ids(study_order(collection)) == ids(ordered)
    unmatched = [
        replace(one, options=(*one.options, Option(text(one.id.value), None)))
        if isinstance(one, Choice)
        else one
        for one in collection.cards
    ]
    known = {one.id.value: one for one in collection.cards}
    unmoved = [known[id] for id in ids(study_order(deck(unmatched)))]
    assert clashes(ordered) <= clashes(unmoved)


@given(st.lists(st.sampled_from("AAABB-"), min_size=1, max_size=7))
def test_no_other_order_keeps_matched_cards_further_apart(kinds: list[str]) -> None:
    cards = in_kinds(kinds)
    fewest = min(map(clashes, permutations(cards)))
    assert clashes(study_order(deck(cards))) == fewest


def in_kinds(kinds: Iterable[str]) -> list[Card]:
    """Cards of one priority, matched where the kinds are capital letters and the same."""
    return [
        choice(f"c{n}", [f"{kind}{option}" for option in "xyz"], "core")
        if kind.isupper()
        else card(f"c{n}", "ethics", "core")
        for n, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("AAbc", "AbAc"),  # the later moves to the nearest place
        ("bAA", "AbA"),  # which may be before
        ("bcAAde", "bcAdAe"),  # of two that are as near, the later
        ("AAAbc", "AbAcA"),
        ("AABB", "ABAB"),
        ("AAA", "AAA"),  # there is none: they stay
        ("AAAb", "AAbA"),
    ],
)
def test_the_later_of_two_neighbors_moves_to_the_nearest_place(before: str, after: str) -> None:
    ordered = ids(study_order(deck(in_kinds(before))))
    assert "".join(before[int(id.removeprefix("c"))] for id in ordered) == after


def test_only_what_has_to_move_does_and_by_one_place() -> None:
    matched = [choice(f"m{n}", ("x", "y", "z"), "core") for n in (1, 2)]
    others = [card(f"o{n}", "ethics", "core") for n in range(4)]
    cards = [others[0], *matched, *others[1:]]
    assert ids(study_order(deck(cards))) == ["o0", "m1", "o1", "m2", "o2", "o3"]


def test_options_are_matched_in_any_order_and_whatever_the_white_space() -> None:
    cards = [
        choice("a", ("one two", "3", "4"), "core"),
        choice("b", ("4", "one  two", "3"), "core"),
        card("c", "ethics", "core"),
    ]
    assert ids(study_order(deck(cards))) == ["a", "c", "b"]


def test_two_priorities_do_not_meet_in_matched_cards() -> None:
    cards = [
        card("o", "ethics", "core"),
        choice("m1", ("x", "y", "z"), "core"),
        choice("m2", ("x", "y", "z"), "important"),
    ]
    assert ids(study_order(deck(cards))) == ["m1", "o", "m2"]


def test_a_large_deck_of_matched_cards_is_sorted_out() -> None:
    kinds = [("A", 900), ("B", 700), ("C", 5)]
    cards = [
        choice(f"{k}{n}", (f"{k}1", f"{k}2", f"{k}3"), "core") for k, m in kinds for n in range(m)
    ]
    assert clashes(study_order(deck(cards))) == 900 - 705 - 1


def test_cards_that_are_all_alike_keep_their_order() -> None:
    cards = [choice(f"m{n}", ("x", "y", "z"), "core") for n in range(3000)]
    assert ids(study_order(deck(cards))) == ids(cards)
