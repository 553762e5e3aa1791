"""The draw: which choice cards stand in which form of an exam, and in what order.

Nothing is left to chance, to the clock or to Python's version: every choice is by a hash over the
seed and the card's key. One card more in the deck moves a question or two of an exam, not all.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from cps_cards.model.cards import Choice, Option
from cps_cards.model.curriculum import PRIORITIES, Priority
from cps_cards.model.deck import Collection
from cps_cards.schedule.order import keep_apart

_FINEST_WEIGHT = 1_000_000
"""Weights are read as the fractions that were meant: a third, and not the nearest binary number."""


class Wanted(NamedTuple):
    """``questions`` is what each of the ``forms`` has; ``topics`` is empty for all of them, and
    ``minutes`` None for as long as it takes."""

    questions: int
    forms: int
    seed: int
    topics: frozenset[str] = frozenset()
    minutes: int | None = None


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
    entries = {topic.id: topic for topic in collection.deck.topics}
    # Without a curriculum all topics weigh alike.
    weights = {
        id: Fraction(entries[id].weight if collection.curriculum else 1)
        for id in topics_in_order(collection)
        if not wanted.topics or id in wanted.topics
    }
    shares = [weight.limit_denominator(_FINEST_WEIGHT) for weight in weights.values()]
    groups = [[card for card in pool if card.topic == topic] for topic in weights]
    caps = [len(group) for group in groups]
    total = wanted.questions * wanted.forms
    seats, due = apportion(total, shares, caps), apportion(total, shares, [total] * len(caps))
    drawn: list[Choice] = []
    for group, count in zip(groups, seats, strict=True):
        # In proportion to priorities, and of each the cards with the smallest digests.
        ranks = [[c for c in group if _priority(c, collection) == p] for p in PRIORITIES]
        sizes = [len(rank) for rank in ranks]
        counts = apportion(count, [Fraction(size) for size in sizes], sizes) if group else ()
        for rank, share in zip(ranks, counts, strict=False):
            drawn += _by_digest(rank, wanted.seed, "draw")[:share]
    rows = list(zip(weights, caps, seats, due, strict=True))
    return Draw(
        deal(drawn, collection, wanted),
        tuple((topic, cap, owed) for topic, cap, seat, owed in rows if seat == cap < owed),
        tuple((topic, seat - owed) for topic, _, seat, owed in rows if seat > owed),
    )


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
    given: dict[int, int] = {}
    while True:
        left = seats - sum(given.values())
        sharing = [i for i in range(len(weights)) if i not in given]
        whole = sum((weights[i] for i in sharing), Fraction(0))
        shares = {i: left * weights[i] / whole for i in sharing}
        full = {i: caps[i] for i in sharing if shares[i] > caps[i]}
        if not full:
            break
        given |= full
    given |= {i: int(share) for i, share in shares.items()}
    left = seats - sum(given.values())
    for i in sorted(sharing, key=lambda i: given[i] - shares[i])[:left]:
        given[i] += 1
    return [given[i] for i in range(len(weights))]


def _priority(card: Choice, collection: Collection) -> Priority:
    return collection.priority_of(card) or PRIORITIES[0]


def _by_digest(cards: Iterable[Choice], seed: int, what: str) -> list[Choice]:
    return sorted(cards, key=lambda card: digest(seed, what, card.key))


def deal(
    cards: Iterable[Choice], collection: Collection, wanted: Wanted
) -> tuple[tuple[Choice, ...], ...]:
    """Each card goes to the form with the fewest of its topic, then of its priority, then of all.

    So forms are nearly alike: topics differ by a question, priorities by two, and only where a form
    is full early by one more.
    """
    hands: list[list[Choice]] = [[] for _ in range(wanted.forms)]
    counts: list[Counter[tuple[str, str]]] = [Counter() for _ in hands]
    for card in cards:
        marks = ("topic", card.topic), ("priority", _priority(card, collection))
        form = min(
            (n for n, hand in enumerate(hands) if len(hand) < wanted.questions),
            key=lambda n: (*(counts[n][mark] for mark in marks), len(hands[n])),
        )
        hands[form].append(card)
        counts[form].update(marks)
    return tuple(tuple(hand) for hand in hands)


def mixed(cards: Iterable[Choice], seed: int) -> list[Choice]:
    """A form's cards as they are asked: topics mixed, matched sets apart."""
    return keep_apart(_by_digest(cards, seed, "order"))


def by_topic(cards: Sequence[Choice], topics: Iterable[str]) -> list[Choice]:
    """Mixed cards for a bank of questions: one topic after the other, matched sets apart."""
    parts = ([card for card in cards if card.topic == topic] for topic in topics)
    return [card for part in parts for card in keep_apart(part)]


def options(card: Choice, seed: int) -> Sequence[Option]:
    """A card's options as they are shown; an order that is meant stays."""
    if card.ordered:
        return card.options
    return sorted(card.options, key=lambda one: digest(seed, "options", card.key, one.text.value))
