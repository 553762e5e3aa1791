"""Study weeks: in which week each card is new, and the tag that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from math import ceil
from typing import NamedTuple

from cps_cards.model.cards import Card, anki_cards
from cps_cards.model.deck import Collection, Deck
from cps_cards.model.settings import Schedule
from cps_cards.schedule.intake import Intake, take
from cps_cards.schedule.memory import due_ages
from cps_cards.schedule.order import study_order

DAYS_A_WEEK = 7


class Place(NamedTuple):
    """Where a card stands: ``position`` from 1, and its study week, None for a retired card."""

    card: Card
    position: int
    week: int | None


class Timetable(NamedTuple):
    """What a package says of time: the week of each live card by id, and the preset's schedule.

    Nothing in it reaches a note that a learner has: weeks are no part of the content hash, so no
    modification time moves, and two plans never fight over a note.
    """

    week_of: Mapping[str, int]
    schedule: Schedule


def first_days(cards: Sequence[Card], deck: Deck) -> list[int]:
    """For each card the first day on which a class may come to it; empty without a class."""
    week_of = deck.schedule.week_of
    if not week_of:
        return []
    last = max(week_of.values())
    return [DAYS_A_WEEK * (week_of.get(card.topic, last + 1) - 1) for card in cards]


def timetable(collection: Collection, ordered: Sequence[Card]) -> Timetable:
    """The deck's own weeks: seven days of ``new_per_day`` cards as Anki hands them out.

    In a class, more a day where its fullest week needs them: a card is new in its topic's week.
    ``ordered`` is the deck in its order of study.
    """
    deck = collection.deck
    cards = [card for card in ordered if card.retired is None]
    counts = [anki_cards(card) for card in cards]
    since = first_days(cards, deck)
    ages = sibling_ages(counts, deck.schedule.desired_retention)
    wanted = [deck.schedule.week_of.get(card.topic) for card in cards]
    fullest = max((n for week, n in Counter(wanted).items() if week is not None), default=0)
    for per_day in count(max(deck.schedule.new_per_day, ceil(fullest / DAYS_A_WEEK))):
        weeks = first_weeks(take(counts, per_day, count(), ages, since))
        if all(want in (None, week) for want, week in zip(wanted, weeks, strict=True)):
            break
    week_of = {card.id.value: week for card, week in zip(cards, weeks, strict=True)}
    return Timetable(week_of, deck.schedule._replace(new_per_day=per_day))


def places(collection: Collection) -> dict[str, Place]:
    """Position and study week of every card, by id."""
    ordered = study_order(collection)
    week_of = timetable(collection, ordered).week_of
    return {
        card.id.value: Place(card, position, week_of.get(card.id.value))
        for position, card in enumerate(ordered, start=1)
    }


def sibling_ages(counts: Sequence[int], retention: float) -> tuple[int, ...]:
    """The ages in days at which siblings wait for a card; none where no note has several cards."""
    return due_ages(retention) if any(number > 1 for number in counts) else ()


def first_weeks(taken: Iterable[Intake]) -> list[int]:
    """The week of each note's first card, from 1; notes come in their order."""
    return [day // DAYS_A_WEEK + 1 for _, ordinal, day in taken if ordinal == 0]


def week_tag(prefix: str, week: int) -> str:
    return f"{prefix}::week::{week:02d}"
