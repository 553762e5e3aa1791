"""Handing out new cards over days, as Anki's queue does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple


class Intake(NamedTuple):
    """One of Anki's cards on the day that it is new: the ``ordinal``-th card of a note."""

    note: int
    ordinal: int
    day: int


def take(
    counts: Sequence[int],
    per_day: int,
    days: Iterable[int],
    due_ages: Collection[int] = (),
    since: Sequence[int] = (),
) -> list[Intake]:
    """Hand out the cards of notes, ``counts`` of each, over the days, in the order of the notes.

    As Anki does where siblings are buried: a note gives one card a day, a card left over comes
    before any later note, and none comes on a day on which another card of its note is due for
    review (``due_ages`` days after that one was new). Where ``since`` is given, it holds for each
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
            if not free or any(day - age in came for age in due_ages):
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
