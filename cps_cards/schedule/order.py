"""The order of study: the class's weeks or the sub-decks, then priority, prerequisites, topics;
and choice cards with the same options do not come one after another."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile, zip_longest
from typing import TypeVar

from cps_cards.model.cards import Card, Choice
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection, Deck
from cps_cards.model.settings import Subdecks
from cps_cards.model.texts import name_list

C = TypeVar("C", bound=Card)
Key = tuple[float, int, int]
Bank = tuple[str, ...] | None

_LOOKS = 1_000_000
"""How many places are looked at before the rest stays as it is: about a second."""


def with_subdecks(collection: Collection, subdecks: Subdecks | None) -> Collection:
    """The collection as if its deck.yaml asked for these sub-decks; None leaves them alone."""
    if subdecks in (None, collection.deck.subdecks):
        return collection
    return replace(collection, deck=collection.deck._replace(subdecks=subdecks))


def blocks(deck: Deck) -> list[list[str]]:
    """Topic ids in groups, each of which is handed out before the next: what a sub-deck by topic
    holds. First come the class's weeks, then what stands in none of them."""
    week_of = deck.schedule.week_of
    found: dict[tuple[bool, int], list[str]] = defaultdict(list)
    for rank, topic in enumerate(deck.topics):
        place = week_of.get(topic.id, rank if deck.subdecks == "topic" else 0)
        found[topic.id not in week_of, place].append(topic.id)
    return [found[key] for key in sorted(found)]


def describe(collection: Collection) -> str:
    """The order in a sentence, for learners."""
    deck, titles = collection.deck, collection.topic_titles
    weeks = deck.schedule.weeks
    if weeks:
        named = [
            f"week {week}: {name_list([titles[id] for id in ids])}" for week, ids in weeks if ids
        ]
        rest = "; then the rest" if len(blocks(deck)) > len(named) else ""
        return f"New cards come by the weeks of the class ({'; '.join(named)}{rest})."
    if deck.subdecks == "topic":
        return f"New cards come topic by topic: {name_list(list(titles.values()))}."
    if len(titles) == 1:
        return "New cards come in the deck's own order."
    first = "Core cards come first" if collection.curriculum is not None else "New cards come"
    return f"{first}, all topics mixed."


def study_order(collection: Collection) -> list[Card]:
    """The live cards as a learner meets them, then the retired ones.

    Within a block and a priority, the n-th card of a topic comes at (n - ½) / weight: topics
    alternate in proportion to their weights, and a new card at the end of a topic moves no other
    card of it. A card that has to wait for another comes as soon as that one is there, and cards
    with the same options are kept apart.
    """
    block_of = {topic: n for n, ids in enumerate(blocks(collection.deck)) for topic in ids}
    found: dict[tuple[int, int], list[Card]] = defaultdict(list)
    for card in collection.live:
        rank = PRIORITIES.index(collection.priority_of(card) or PRIORITIES[0])
        found[block_of.get(card.topic, len(block_of)), rank].append(card)
    layers = [_interleave(found[key], collection.deck) for key in sorted(found)]
    layer_of = {card.id.value: n for n, layer in enumerate(layers) for card in layer}

    def may_swap(one: Card, other: Card) -> bool:
        same = layer_of[one.id.value] == layer_of[other.id.value]
        return same and one.id.value not in [named.value for named in other.after]

    ordered = keep_apart([card for layer in layers for card in layer], may_swap)
    ordered.extend(card for card in collection.cards if card.retired is not None)
    return ordered


def early(ordered: Sequence[Card]) -> list[tuple[str, str]]:
    """Ids of cards that come before one that they wait for, each with that one's.

    There are such where topics come one after another, and what is waited for is of a later one.
    """
    at = {card.id.value: place for place, card in enumerate(ordered)}
    return [
        (card.id.value, named.value)
        for place, card in enumerate(ordered)
        if card.after and card.retired is None
        for named in card.after
        if at.get(named.value, place) > place
    ]


def _interleave(cards: Sequence[Card], deck: Deck) -> list[Card]:
    """The cards of a layer by Kahn's algorithm, taking the one that comes first of those that wait
    for nothing."""
    topics = {topic.id: (topic.weight, rank) for rank, topic in enumerate(deck.topics)}
    by_id = {card.id.value: card for card in cards}
    counts: dict[str, int] = defaultdict(int)
    keys: dict[str, Key] = {}
    waits: dict[str, int] = defaultdict(int)
    followers: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        number = counts[card.topic]
        counts[card.topic] += 1
        weight, rank = topics.get(card.topic, (0.0, len(topics)))
        keys[card.id.value] = ((number + 0.5) / (weight or 1.0), rank, number)
        for named in card.after:
            if named.value in by_id:
                waits[card.id.value] += 1
                followers[named.value].append(card.id.value)
    ready = sorted(((key, id) for id, key in keys.items() if not waits[id]), reverse=True)
    freed: list[tuple[Key, str]] = []
    ordered: list[Card] = []
    while ready or freed:
        next_is_freed = not ready or (freed and freed[0] < ready[-1])
        _, id = heapq.heappop(freed) if next_is_freed else ready.pop()
        ordered.append(by_id[id])
        for follower in followers[id]:
            waits[follower] -= 1
            if waits[follower] == 0:
                heapq.heappush(freed, (keys[follower], follower))
    # Cards that wait for each other are a fault of the deck; what lists it must not lose them.
    ordered.extend(card for card in cards if waits[card.id.value] > 0)
    return ordered


def clashes(cards: Sequence[Card]) -> int:
    """How many cards come directly after one with the same options."""
    return sum(one is not None and one == other for one, other in pairwise(map(_bank, cards)))


def keep_apart(
    cards: Sequence[C], may_swap: Callable[[C, C], bool] = lambda one, other: True
) -> list[C]:
    """The cards, those with the same options moved apart as far as there is room.

    Of two neighbors the later one moves to the nearest place where it fits, else the earlier one;
    all others keep their order. Where every order is allowed, none has fewer clashes.
    ``may_swap`` tells of two cards in their order whether the second may come before the first.
    """
    line, banks = list(cards), [_bank(card) for card in cards]
    looks = iter(range(_LOOKS))
    moved = True
    while moved:
        moved, at = False, 1
        while at < len(line):
            way = None
            if banks[at] is not None and banks[at] == banks[at - 1]:
                ways = ((n, place) for n in (at, at - 1) for place in _reach(line, n, may_swap))
                counted = zip(ways, looks, strict=False)
                way = next((way for way, _ in counted if _fits(banks, *way)), None)
            if way is None:
                at += 1
                continue
            start, end = way
            line.insert(end, line.pop(start))
            banks.insert(end, banks.pop(start))
            moved = True
    return line


def _bank(card: Card) -> Bank:
    return card.bank if isinstance(card, Choice) else None


def _reach(line: Sequence[C], start: int, may_swap: Callable[[C, C], bool]) -> Iterator[int]:
    """The places that a card may move to, near ones first; of two as near, the later."""
    card = line[start]
    after = takewhile(lambda n: may_swap(card, line[n]), range(start + 1, len(line)))
    before = takewhile(lambda n: may_swap(line[n], card), range(start - 1, -1, -1))
    return (n for pair in zip_longest(after, before) for n in pair if n is not None)


def _fits(banks: Sequence[Bank], start: int, end: int) -> bool:
    """Whether the card at ``start`` clashes with neither neighbor where it would then stand."""
    first = end if end > start else end - 1
    return banks[start] not in banks[max(0, first) : first + 2]
