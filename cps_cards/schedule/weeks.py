"""Study weeks: how Anki hands out new cards, in which week each comes, and the tag that says so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from math import ceil, inf
from sys import maxsize
from typing import NamedTuple

from cps_cards.model.cards import Card, anki_cards
from cps_cards.model.deck import Collection, Deck
from cps_cards.model.settings import Schedule
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


class Window(NamedTuple):
    """The days on which a class meets a card, from 0: from ``since`` on, and before ``until``."""

    since: int = 0
    until: int | None = None


class Intake(NamedTuple):
    """One of Anki's cards on the day that it is new: the ``ordinal``-th card of a note."""

    note: int
    ordinal: int
    day: int


def take(
    counts: Sequence[int],
    per_day: int,
    days: Iterable[int],
    ages: Iterable[int] = (),
    since: Sequence[int] = (),
) -> list[Intake]:
    """Hand out the cards of notes, ``counts`` of each, over the days, in the order of the notes.

    As Anki does where siblings are buried: a note gives one card a day, a card left over comes
    before any later note, and none comes on a day on which another card of its note is due for
    review (``ages`` days after that one was new). Where ``since`` is given, it holds for each
    note the first day on which it may come, which is no earlier than that of the note before it.
    """
    taken: list[Intake] = []
    # Notes with cards still to come, each with the days on which its other cards came.
    waiting: list[tuple[int, list[int]]] = []
    fresh, open_, notes = 0, 0 if since else len(counts), len(counts)
    for day in days:
        free = per_day
        still: list[tuple[int, list[int]]] = []
        for entry in waiting:
            note, came = entry
            if not free or any(day - age in came for age in ages):
                still.append(entry)
                continue
            taken.append(Intake(note, len(came), day))
            free -= 1
            came.append(day)
            if len(came) < counts[note]:
                still.append(entry)
        while open_ < notes and since[open_] <= day:
            open_ += 1
        last = min(fresh + free, open_)
        for note in range(fresh, last):
            taken.append(Intake(note, 0, day))
            if counts[note] > 1:
                still.append((note, [day]))
        fresh, waiting = last, still
        if not waiting and fresh == notes:
            break
    return taken


def class_windows(cards: Sequence[Card], deck: Deck) -> list[Window]:
    """For each card its topic's week, or all that comes after the last week of the class."""
    week_of = deck.schedule.week_of
    last = max(week_of.values(), default=0)
    by_topic = {
        topic: Window(DAYS_A_WEEK * (week - 1), DAYS_A_WEEK * week)
        for topic, week in week_of.items()
    }
    rest = Window(DAYS_A_WEEK * last)
    return [by_topic.get(card.topic, rest) for card in cards]


def class_load(
    counts: Sequence[int],
    windows: Sequence[Window],
    days: Iterable[int],
    ages: Sequence[int],
    least: int = 1,
) -> int:
    """The fewest new cards a day, ``least`` at least, with which each note is new in its window.

    ``days`` are those that may bring new cards; they can be gone through again and again, and at
    least one lies in each window that has an end.
    """
    ends = [inf if window.until is None else window.until for window in windows]
    fullest = max((n for end, n in Counter(ends).items() if end != inf), default=0)
    since = [window.since for window in windows]
    for per_day in count(max(least, ceil(fullest / DAYS_A_WEEK))):
        came = {t.note: t.day for t in take(counts, per_day, days, ages, since) if not t.ordinal}
        if all(end == inf or came.get(note, inf) < end for note, end in enumerate(ends)):
            break
    return per_day


def timetable(deck: Deck, ordered: Sequence[Card]) -> Timetable:
    """The deck's own weeks: seven days of ``new_per_day`` cards as Anki hands them out.

    In a class, more a day where its fullest week needs them: a card is new in its topic's week.
    ``ordered`` is the deck in its order of study.
    """
    cards = [card for card in ordered if card.retired is None]
    counts = [anki_cards(card) for card in cards]
    windows = class_windows(cards, deck)
    ages = sibling_ages(counts, deck.schedule.desired_retention)
    per_day = deck.schedule.new_per_day
    if deck.schedule.weeks:
        per_day = class_load(counts, windows, range(maxsize), ages, per_day)
    weeks = first_weeks(take(counts, per_day, count(), ages, [w.since for w in windows]))
    week_of = {card.id.value: week for card, week in zip(cards, weeks, strict=True)}
    return Timetable(week_of, deck.schedule._replace(new_per_day=per_day))


def places(collection: Collection) -> dict[str, Place]:
    """Position and study week of every card, by id."""
    ordered = study_order(collection)
    week_of = timetable(collection.deck, ordered).week_of
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
