"""Which card is new on which day, as Anki's queue hands them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intake:
    """One of Anki's cards on the day that it is new: the ``ordinal``-th card of a note."""

    note: int
    ordinal: int
    day: int


@dataclass(slots=True)
class _Waiting:
    """A note with cards still to come, and the days on which its other cards came."""

    note: int
    following: int
    days: list[int]


def take(
    counts: Sequence[int],
    per_day: int,
    days: Iterable[int],
    due_ages: Collection[int] = (),
) -> list[Intake]:
    """Hand out the cards of notes, ``counts`` of each, over the days, in the order of the notes.

    As Anki does where siblings are buried: a note gives one card a day, a card left over comes
    before any later note, and none comes on a day on which another card of its note is due for
    review (``due_ages`` days after that one was new).
    """
    taken: list[Intake] = []
    waiting: list[_Waiting] = []
    fresh = 0
    for day in days:
        free = per_day
        still: list[_Waiting] = []
        for entry in waiting:
            if not free or any(day - earlier in due_ages for earlier in entry.days):
                still.append(entry)
                continue
            taken.append(Intake(entry.note, entry.following, day))
            free -= 1
            entry.following += 1
            entry.days.append(day)
            if entry.following < counts[entry.note]:
                still.append(entry)
        while free and fresh < len(counts):
            taken.append(Intake(fresh, 0, day))
            free -= 1
            if counts[fresh] > 1:
                still.append(_Waiting(fresh, 1, [day]))
            fresh += 1
        waiting = still
        if not waiting and fresh == len(counts):
            break
    return taken
