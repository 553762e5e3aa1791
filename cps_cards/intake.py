"""Which card is new on which day, as Anki's queue hands them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import exp
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
) -> list[Intake]:
    """Hand out the cards of notes, ``counts`` of each, over the days, in the order of the notes.

    As Anki does where siblings are buried: a note gives one card a day, a card left over comes
    before any later note, and none comes on a day on which another card of its note is due for
    review (``due_ages`` days after that one was new).
    """
    taken: list[Intake] = []
    # Notes with cards still to come, each with the days on which its other cards came.
    waiting: list[tuple[int, list[int]]] = []
    fresh, notes = 0, len(counts)
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
        last = min(fresh + free, notes)
        for note in range(fresh, last):
            taken.append(Intake(note, 0, day))
            if counts[note] > 1:
                still.append((note, [day]))
        fresh, waiting = last, still
        if not waiting and fresh == notes:
            break
    return taken


_DEFAULTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
"""FSRS parameters that a preset brings until a learner optimizes them."""


def due_ages(retention: float) -> tuple[int, int]:
    """How old a card is at its first two reviews where every answer is "Good".

    For FSRS as a preset brings it, with its default parameters. Two steps of its formulas are
    written out, since loading the whole engine takes longer than building a deck of some cards.
    """
    w = _DEFAULTS
    decay = w[20]
    factor = 0.9 ** (-1 / decay) - 1
    days_to_retention = (retention ** (-1 / decay) - 1) / factor
    stability = w[2]
    first = max(1, round(stability * days_to_retention))
    difficulty = w[4] - exp(2 * w[5]) + 1
    recalled = (1 + factor * first / stability) ** -decay
    growth = exp(w[8]) * (11 - difficulty) * stability ** -w[9] * (exp(w[10] * (1 - recalled)) - 1)
    second = max(1, round(stability * (1 + growth) * days_to_retention))
    return first, first + second
