"""Handing out new cards: every card once, in order, siblings apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count, pairwise

from hypothesis import given
from hypothesis import strategies as st

from cps_cards.schedule.weeks import Intake, Queue, Window

notes = st.lists(st.integers(1, 5), min_size=1, max_size=40)
loads = st.integers(1, 12)
ages = st.lists(st.integers(1, 20), max_size=3)


def take(
    counts: Sequence[int],
    per_day: int,
    days: Iterable[int],
    ages: Sequence[int] = (),
    since: Sequence[int] = (),
) -> list[Intake]:
    windows = [Window(day) for day in since or [0] * len(counts)]
    return Queue(counts, windows, ages).take(per_day, days)


def test_a_note_gives_one_card_a_day_and_its_next_card_comes_before_later_notes() -> None:
    taken = take([1, 3, 1, 1], 2, range(10))
    assert taken == [
        Intake(0, 0, 0),
        Intake(1, 0, 0),
        Intake(1, 1, 1),
        Intake(2, 0, 1),
        Intake(1, 2, 2),
        Intake(3, 0, 2),
    ]


def test_no_card_comes_on_a_day_on_which_its_sibling_is_due() -> None:
    taken = take([3], 5, range(10), ages=[2])
    assert [one.day for one in taken] == [0, 1, 4]


@given(notes, loads, ages)
def test_every_card_comes_once_and_notes_keep_their_order(
    counts: list[int], per_day: int, due_ages: list[int]
) -> None:
    taken = take(counts, per_day, count(), due_ages)
    assert Counter(one.note for one in taken) == dict(enumerate(counts))
    firsts = [(one.day, one.note) for one in taken if one.ordinal == 0]
    assert [note for _, note in firsts] == list(range(len(counts)))
    assert all(a <= b for (a, _), (b, _) in pairwise(firsts))


@given(notes, loads, ages, st.sets(st.integers(0, 60)))
def test_no_day_brings_more_than_its_share_or_two_cards_of_a_note(
    counts: list[int], per_day: int, due_ages: list[int], days: set[int]
) -> None:
    taken = take(counts, per_day, sorted(days), due_ages)
    assert {one.day for one in taken} <= days
    assert all(n <= per_day for n in Counter(one.day for one in taken).values())
    assert all(n == 1 for n in Counter((one.day, one.note) for one in taken).values())
    days_of = {(one.note, one.ordinal): one.day for one in taken}
    for (note, ordinal), day in days_of.items():
        for earlier in range(ordinal):
            assert day - days_of[note, earlier] not in due_ages


@given(notes, loads, st.data())
def test_what_may_not_come_yet_is_held_back_with_all_behind_it(
    counts: list[int], per_day: int, data: st.DataObject
) -> None:
    since = sorted(
        data.draw(st.lists(st.integers(0, 30), min_size=len(counts), max_size=len(counts)))
    )
    taken = take(counts, per_day, count(), since=since)
    assert Counter(one.note for one in taken) == dict(enumerate(counts))
    assert all(one.day >= since[one.note] for one in taken)
    for day in range(taken[-1].day):
        came = sum(one.day == day for one in taken)
        left = [one for one in taken if one.day > day and since[one.note] <= day]
        siblings = {one.note for one in taken if one.day == day}
        assert came == per_day or all(one.note in siblings for one in left)
