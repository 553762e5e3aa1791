"""Study weeks: how Anki hands out new cards, in which week each comes, and the tag that says so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from math import ceil, inf
from sys import maxsize
from typing import NamedTuple

from cps_cards.model.cards import Card, anki_cards
from cps_cards.model.deck import Deck
from cps_cards.model.settings import Schedule
from cps_cards.schedule.memory import due_ages

DAYS_A_WEEK = 7


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
    until: float = inf


class Intake(NamedTuple):
    """One of Anki's cards on the day that it is new: the ``ordinal``-th card of a note."""

    note: int
    ordinal: int
    day: int


class Queue(NamedTuple):
    """Notes in their order of study, as Anki hands out their cards where siblings are buried.

    ``counts`` is how many cards each has; ``windows`` begin no earlier than that of the note
    before. At the ``ages``, in days, a card is due for review, and no sibling of it is new.
    """

    counts: Sequence[int]
    windows: Sequence[Window]
    ages: Sequence[int]

    def take(self, per_day: int, days: Iterable[int]) -> list[Intake]:
        """Hand out the cards over the days that bring new ones, so many on each.

        A note gives one card a day, and a card left over comes before any later note.
        """
        taken: list[Intake] = []
        # Notes with cards still to come, each with the days on which its other cards came.
        waiting: list[tuple[int, list[int]]] = []
        fresh, notes = 0, len(self.counts)
        for day in days:
            free = per_day
            still: list[tuple[int, list[int]]] = []
            for note, came in waiting:
                if free and not any(day - age in came for age in self.ages):
                    taken.append(Intake(note, len(came), day))
                    came.append(day)
                    free -= 1
                if len(came) < self.counts[note]:
                    still.append((note, came))
            while free and fresh < notes and self.windows[fresh].since <= day:
                taken.append(Intake(fresh, 0, day))
                if self.counts[fresh] > 1:
                    still.append((fresh, [day]))
                fresh, free = fresh + 1, free - 1
            waiting = still
            if not waiting and fresh == notes:
                break
        return taken

    def weeks(self, per_day: int, days: Iterable[int]) -> list[int]:
        """The week of each note's first card, from 1."""
        taken = self.take(per_day, days)
        return [day // DAYS_A_WEEK + 1 for _, ordinal, day in taken if ordinal == 0]

    def class_load(self, days: Iterable[int], least: int = 1) -> int:
        """The fewest new cards a day, ``least`` at least, that make each note new in its window.

        ``days`` are those that may bring new cards; they can be gone through again and again, and
        at least one lies in each window that has an end.
        """
        ends = [window.until for window in self.windows]
        fullest = max(Counter(end for end in ends if end < inf).values(), default=0)

        def suffices(per_day: int) -> bool:
            came = {one.note: one.day for one in self.take(per_day, days) if not one.ordinal}
            return all(end == inf or came.get(note, inf) < end for note, end in enumerate(ends))

        return next(filter(suffices, count(max(least, ceil(fullest / DAYS_A_WEEK)))))


def queue(cards: Sequence[Card], deck: Deck, retention: float) -> Queue:
    """Cards of a deck in their order of study, for FSRS with a desired retention.

    In a class each has its topic's week, or all that comes after the last of them.
    """
    week_of = deck.schedule.week_of
    windows = {t: Window(DAYS_A_WEEK * (w - 1), DAYS_A_WEEK * w) for t, w in week_of.items()}
    rest = Window(DAYS_A_WEEK * max(week_of.values(), default=0))
    counts = [anki_cards(card) for card in cards]
    ages = due_ages(retention) if any(number > 1 for number in counts) else ()
    return Queue(counts, [windows.get(card.topic, rest) for card in cards], ages)


def timetable(deck: Deck, ordered: Sequence[Card]) -> Timetable:
    """The deck's own weeks: seven days of ``new_per_day`` cards as Anki hands them out.

    In a class, more a day where its fullest week needs them: a card is new in its topic's week.
    ``ordered`` is the deck in its order of study.
    """
    cards = [card for card in ordered if card.retired is None]
    line = queue(cards, deck, deck.schedule.desired_retention)
    per_day = deck.schedule.new_per_day
    if deck.schedule.weeks:
        per_day = line.class_load(range(maxsize), per_day)
    weeks = line.weeks(per_day, count())
    week_of = {card.id.value: week for card, week in zip(cards, weeks, strict=True)}
    return Timetable(week_of, deck.schedule._replace(new_per_day=per_day))


def week_tag(prefix: str, week: int) -> str:
    return f"{prefix}::week::{week:02d}"
