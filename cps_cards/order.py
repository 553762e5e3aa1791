"""Study order and weeks: priority, then prerequisites, topics interleaved by their weights."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from cps_cards.intake import Intake, due_ages, take
from cps_cards.model.cards import Card, anki_cards
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection

DAYS_A_WEEK = 7


class Place(NamedTuple):
    """Where a card stands: ``position`` from 1, and its study week, None for a retired card."""

    card: Card
    position: int
    week: int | None


def study_order(collection: Collection) -> list[Card]:
    """The live cards as a learner meets them, then the retired ones.

    Within a priority, the n-th card of a topic comes at (n - ½) / weight: topics alternate in
    proportion to their weights, and a new card at the end of a topic moves no other card of it.
    A card that has to wait for another comes as soon as that one is there.
    """
    ordered: list[Card] = []
    for group in _by_priority(collection):
        ordered.extend(_interleave(group, collection))
    ordered.extend(card for card in collection.cards if card.retired is not None)
    return ordered


def _by_priority(collection: Collection) -> list[list[Card]]:
    groups: list[list[Card]] = [[] for _ in PRIORITIES]
    for card in collection.live:
        priority = collection.priority_of(card)
        groups[PRIORITIES.index(priority) if priority is not None else 0].append(card)
    return groups


def _interleave(cards: Sequence[Card], collection: Collection) -> list[Card]:
    weights = {topic.id: topic.weight for topic in collection.deck.topics}
    ranks = {topic.id: rank for rank, topic in enumerate(collection.deck.topics)}
    counts: dict[str, int] = defaultdict(int)
    keys: dict[str, tuple[float, int, int]] = {}
    for card in cards:
        number = counts[card.topic]
        counts[card.topic] += 1
        stride = (number + 0.5) / (weights.get(card.topic) or 1.0)
        keys[card.id.value] = (stride, ranks.get(card.topic, len(ranks)), number)
    return _prerequisites_first(cards, keys)


def _prerequisites_first(
    cards: Sequence[Card], keys: Mapping[str, tuple[float, int, int]]
) -> list[Card]:
    """Kahn's algorithm, taking the card with the smallest key of those that wait for nothing."""
    by_id = {card.id.value: card for card in cards}
    waits: dict[str, int] = {}
    followers: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        waits[card.id.value] = 0
        for named in card.after:
            if named.value in by_id:
                waits[card.id.value] += 1
                followers[named.value].append(card.id.value)
    ready = sorted(((keys[id], id) for id, count in waits.items() if count == 0), reverse=True)
    freed: list[tuple[tuple[float, int, int], str]] = []
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


def places(collection: Collection, new_per_day: int | None = None) -> dict[str, Place]:
    """Position and study week of every card, by id.

    A week is seven days on which Anki hands out ``new_per_day`` cards, as it does with the preset
    of the package; a note belongs to the week in which its first card is new.
    """
    schedule = collection.deck.schedule
    ordered = study_order(collection)
    counts = [anki_cards(card) for card in ordered if card.retired is None]
    weeks = first_weeks(
        take(
            counts,
            new_per_day or schedule.new_per_day,
            count(),
            due_ages(schedule.desired_retention),
        )
    )
    return {
        card.id.value: Place(card, position, next(weeks) if card.retired is None else None)
        for position, card in enumerate(ordered, start=1)
    }


def first_weeks(taken: Iterable[Intake]) -> Iterator[int]:
    """The week of each note's first card, from 1; notes come in their order."""
    return (day // DAYS_A_WEEK + 1 for _, ordinal, day in taken if ordinal == 0)


def week_tag(prefix: str, week: int) -> str:
    return f"{prefix}::week::{week:02d}"
