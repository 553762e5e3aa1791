"""The draw: which choice cards stand in which form of an exam, and in what order.

Nothing is left to chance, to the clock or to Python's version: every choice is by a hash over the
seed and the card's key. One card more in the deck moves a question or two of an exam, not all.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from cps_cards.model.cards import Choice, Option
from cps_cards.model.curriculum import PRIORITIES, Priority
from cps_cards.model.deck import Collection
from cps_cards.schedule.apart import keep_apart

_FINEST_WEIGHT = 1_000_000
"""Weights are read as the fractions that were meant: a third, and not the nearest binary number."""


class Wanted(NamedTuple):
    """``questions`` is what each of the ``forms`` has; ``topics`` is empty for all of them."""

    questions: int
    forms: int
    seed: int
    topics: frozenset[str] = frozenset()


class Draw(NamedTuple):
    """The cards of each form as they were dealt.

    ``short`` are topics that have fewer cards than seats by their weight, each with both figures;
    ``gained`` are those that took their seats, each with how many.
    """

    forms: tuple[tuple[Choice, ...], ...]
    short: tuple[tuple[str, int, int], ...] = ()
    gained: tuple[tuple[str, int], ...] = ()


def digest(seed: int, *parts: str) -> bytes:
    """What decides instead of chance: the smaller one comes first."""
    return hashlib.sha256("\x1f".join((str(seed), *parts)).encode()).digest()


def draw(pool: Sequence[Choice], collection: Collection, wanted: Wanted) -> Draw:
    """Draw the cards of all forms together and deal them out; the pool holds enough of them."""
    weights = _weights(collection, wanted.topics)
    groups: dict[str, list[Choice]] = {topic: [] for topic in weights}
    for card in pool:
        groups[card.topic].append(card)
    total = wanted.questions * wanted.forms
    caps = [len(group) for group in groups.values()]
    seats = apportion(total, list(weights.values()), caps)
    due = apportion(total, list(weights.values()), [total] * len(caps))
    rows = list(zip(weights, caps, seats, due, strict=True))
    drawn = [
        card
        for (topic, _, count, _) in rows
        for card in _from_topic(groups[topic], count, collection, wanted.seed)
    ]
    return Draw(
        deal(drawn, collection, wanted),
        tuple((topic, cap, owed) for topic, cap, seat, owed in rows if seat == cap < owed),
        tuple((topic, seat - owed) for topic, _, seat, owed in rows if seat > owed),
    )


def _weights(collection: Collection, chosen: frozenset[str]) -> dict[str, Fraction]:
    """The weight of each topic that an exam is about, in the curriculum's order."""
    given = {topic.id: topic.weight for topic in collection.deck.topics}
    return {
        id: Fraction(given[id] if collection.curriculum else 1).limit_denominator(_FINEST_WEIGHT)
        for id in topics_in_order(collection)
        if not chosen or id in chosen
    }


def topics_in_order(collection: Collection) -> list[str]:
    """Ids of the topics in the curriculum's order, or the deck's where there is none."""
    if collection.curriculum is None:
        return [topic.id for topic in collection.deck.topics]
    return [topic.id.value for topic in collection.curriculum.topics]


def apportion(seats: int, weights: Sequence[Fraction], caps: Sequence[int]) -> list[int]:
    """Seats in proportion to weights, none above its cap; the caps hold all seats together.

    Whoever would get more than its cap gives all it has, and the rest is shared again among the
    others. Then whole parts, and one each by largest remainder (Hamilton's method), ties in order.
    """
    given = [0] * len(weights)
    sharing = list(range(len(weights)))
    left = seats
    while True:
        whole = sum((weights[i] for i in sharing), Fraction(0))
        shares = {i: left * weights[i] / whole for i in sharing}
        full = [i for i in sharing if shares[i] > caps[i]]
        if not full:
            break
        for i in full:
            given[i] = caps[i]
            left -= caps[i]
        sharing = [i for i in sharing if i not in full]
    for i in sharing:
        given[i] = int(shares[i])
    left -= sum(given[i] for i in sharing)
    for i in sorted(sharing, key=lambda i: given[i] - shares[i])[:left]:
        given[i] += 1
    return given


def _from_topic(
    cards: Sequence[Choice], count: int, collection: Collection, seed: int
) -> Iterator[Choice]:
    """Cards of a topic in proportion to their priorities, in the order in which they are dealt."""
    if not cards:
        return
    groups: dict[Priority, list[Choice]] = {priority: [] for priority in PRIORITIES}
    for card in cards:
        groups[_priority(card, collection)].append(card)
    sizes = [len(group) for group in groups.values()]
    counts = apportion(count, [Fraction(size) for size in sizes], sizes)
    for group, share in zip(groups.values(), counts, strict=True):
        yield from sorted(group, key=lambda card: digest(seed, "draw", card.key))[:share]


def _priority(card: Choice, collection: Collection) -> Priority:
    return collection.priority_of(card) or PRIORITIES[0]


def deal(
    cards: Iterable[Choice], collection: Collection, wanted: Wanted
) -> tuple[tuple[Choice, ...], ...]:
    """Each card goes to the form with the fewest of its topic, then of its priority, then of all.

    So forms are nearly alike: topics differ by a question, priorities by two, and only where a form
    is full early by one more.
    """
    hands: list[list[Choice]] = [[] for _ in range(wanted.forms)]
    topics: list[Counter[str]] = [Counter() for _ in hands]
    priorities: list[Counter[Priority]] = [Counter() for _ in hands]
    for card in cards:
        priority = _priority(card, collection)
        form = min(
            (n for n, hand in enumerate(hands) if len(hand) < wanted.questions),
            key=lambda n: (topics[n][card.topic], priorities[n][priority], len(hands[n])),
        )
        hands[form].append(card)
        topics[form][card.topic] += 1
        priorities[form][priority] += 1
    return tuple(tuple(hand) for hand in hands)


def mixed(cards: Iterable[Choice], seed: int) -> list[Choice]:
    """A form's cards as they are asked: topics mixed, matched sets apart."""
    return _spread(sorted(cards, key=lambda card: digest(seed, "order", card.key)))


def by_topic(cards: Sequence[Choice], topics: Iterable[str]) -> list[Choice]:
    """Mixed cards for a bank of questions: one topic after the other, matched sets apart."""
    return [
        card for topic in topics for card in _spread([one for one in cards if one.topic == topic])
    ]


def _spread(cards: Sequence[Choice]) -> list[Choice]:
    return keep_apart(cards, lambda one, other: True)


def options(card: Choice, seed: int) -> Sequence[Option]:
    """A card's options as they are shown; an order that is meant stays."""
    if card.ordered:
        return card.options
    return sorted(card.options, key=lambda one: digest(seed, "options", card.key, one.text.value))
