"""Matched cards kept apart: choice cards with the same options do not come one after another."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from cps_cards.model.cards import Card, Choice

_LOOKS = 1_000_000
"""How many cards the search may consider before it settles for the best that it has found."""

Order = list[int]


def keep_apart(layers: Sequence[Sequence[Card]]) -> list[Card]:
    """The cards of all layers in an order that keeps matched ones apart where any order does.

    A layer comes before the next, and a card after those of its layer that it waits for. What does
    not have to move stays: of the cards that may come next, the first one does.
    """
    cards = [*chain.from_iterable(layers)]
    sets = _matched(cards)
    if not any(one is not None and one == other for one, other in pairwise(sets)):
        return cards
    first = _Line(layers, sets)
    best = first.search(len(cards), _LOOKS) or [*first.path, *first.rest()]
    least, most = first.least, sum(_clash(sets, one, other) for one, other in pairwise(best))
    for limit in range(least, most):
        better = _Line(layers, sets).search(limit, _LOOKS // (most - least))
        if better is not None:
            best = better
            break
    return [cards[index] for index in best]


def _matched(cards: Sequence[Card]) -> list[int | None]:
    """For each card the number of its matched set; None where no other card is in it."""
    members: dict[tuple[str, ...], list[int]] = {}
    for index, card in enumerate(cards):
        if type(card) is Choice:
            options = sorted([" ".join(option.text.value.split()) for option in card.options])
            members.setdefault(tuple(options), []).append(index)
    found: list[int | None] = [None] * len(cards)
    for number, indexes in enumerate(members.values()):
        for index in indexes if len(indexes) > 1 else ():
            found[index] = number
    return found


def _clash(sets: Sequence[int | None], one: int, other: int) -> bool:
    return sets[one] is not None and sets[one] == sets[other]


class _Line:
    """An order in the making. Cards are numbers, and smaller ones come first where they may."""

    def __init__(self, layers: Sequence[Sequence[Card]], sets: Sequence[int | None]) -> None:
        self.sets = sets
        self.path: Order = []
        self.places: Order = []
        self.clashes = 0
        self.least = 0
        """No order of the layers has fewer clashes than this."""
        self.waits = [0] * len(sets)
        self.followers: list[Order] = [[] for _ in sets]
        # Of each layer: where it ends, which cards wait for nothing (as negative numbers, the next
        # one last), what is left of matched sets, and which cards have come, as bits of a number.
        self.layer_at: list[int] = []
        self.ends: list[int] = []
        self.ready: list[Order] = []
        self.left: list[Counter[int]] = []
        self.come: list[int] = []
        for layer in layers:
            self._add(layer)
        self.most = [max(left.values(), default=0) for left in self.left]

    def _add(self, cards: Sequence[Card]) -> None:
        start = len(self.layer_at)
        index = {card.id.value: start + n for n, card in enumerate(cards)}
        for card in cards:
            own = index[card.id.value]
            for named in card.after:
                first = index.get(named.value, own)
                if first < own:  # else the cards wait for each other, which is a fault of the deck
                    self.waits[own] += 1
                    self.followers[first].append(own)
        self.layer_at += [len(self.ends)] * len(cards)
        self.ends.append(len(self.layer_at))
        self.ready.append(sorted(-one for one in index.values() if not self.waits[one]))
        left = Counter(s for one in index.values() if (s := self.sets[one]) is not None)
        self.left.append(left)
        self.come.append(0)
        self.least += max(0, 2 * max(left.values(), default=0) - 1 - len(cards))

    def search(self, limit: int, looks: int) -> Order | None:
        """An order with at most ``limit`` clashes; None where none was found in ``looks`` looks."""
        self.looks = looks
        choices = [self._choices(limit)]
        dead: set[tuple[int, int, int | None, int]] = set()
        while len(self.path) < len(self.sets):
            place = next(choices[-1], None)
            if self.looks <= 0:
                return None
            if place is not None:
                self._put(place)
                if self._state() not in dead:
                    choices.append(self._choices(limit))
                    continue
            else:
                choices.pop()
                if not choices:
                    return None
                dead.add(self._state())
            self._take_back()
        return self.path

    def rest(self) -> Iterator[int]:
        """The cards that have not come yet, as they stood at first."""
        come = set(self.path)
        return (one for one in range(len(self.sets)) if one not in come)

    def _state(self) -> tuple[int, int, int | None, int]:
        """All that what follows depends on."""
        depth = len(self.path)
        come = self.come[self.layer_at[depth]] if depth < len(self.sets) else 0
        return depth, come, self.sets[self.path[-1]], self.clashes

    def _choices(self, limit: int) -> Iterator[int]:
        """Places among the ready cards: those that lead to no further clash first."""
        layer = self.layer_at[len(self.path)]
        ready, left = self.ready[layer], self.left[layer]
        last = self.sets[self.path[-1]] if self.path else None
        size = self.ends[layer] - len(self.path)
        heavy = (
            [s for s, n in left.items() if 2 * n >= size] if 2 * self.most[layer] >= size else []
        )
        before = max((2 * left[s] - size - (s != last) for s in heavy), default=0)
        dear: list[tuple[int, int]] = []
        for place in range(len(ready) - 1, -1, -1):
            self.looks -= 1
            own = self.sets[-ready[place]]
            after = max(
                (2 * (left[s] - (s == own)) - (size - 1) - (s != own) for s in heavy), default=0
            )
            # The clash that this makes, and those that it makes unavoidable.
            cost = (own is not None and own == last) + max(0, after)
            if self.clashes + cost > limit:
                continue
            if cost <= max(0, before):
                yield place
            else:
                dear.append((cost, -place))
        for _, place in sorted(dear):
            yield -place

    def _put(self, place: int) -> None:
        layer = self.layer_at[len(self.path)]
        card = -self.ready[layer].pop(place)
        if self.path:
            self.clashes += _clash(self.sets, self.path[-1], card)
        self.path.append(card)
        own = self.sets[card]
        if own is not None:
            self.left[layer][own] -= 1
        self.come[layer] ^= 1 << (self.ends[layer] - card)
        self.places.append(place)
        for follower in self.followers[card]:
            self.waits[follower] -= 1
            if not self.waits[follower]:
                insort(self.ready[layer], -follower)

    def _take_back(self) -> None:
        card, place = self.path.pop(), self.places.pop()
        layer = self.layer_at[card]
        ready = self.ready[layer]
        for follower in self.followers[card]:
            if not self.waits[follower]:
                ready.remove(-follower)
            self.waits[follower] += 1
        ready.insert(place, -card)
        self.come[layer] ^= 1 << (self.ends[layer] - card)
        own = self.sets[card]
        if own is not None:
            self.left[layer][own] += 1
        if self.path:
            self.clashes -= _clash(self.sets, self.path[-1], card)
