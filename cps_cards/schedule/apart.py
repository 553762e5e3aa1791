"""Matched cards kept apart: choice cards with the same options do not come one after another."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile, zip_longest
from typing import TypeVar

from cps_cards.model.cards import Card, Choice

C = TypeVar("C", bound=Card)
Bank = tuple[str, ...] | None

_LOOKS = 1_000_000
"""How many places are looked at before the rest stays as it is: about a second."""


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
