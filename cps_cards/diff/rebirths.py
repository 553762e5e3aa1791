"""Notes that came back under another guid: to Anki they are new ones, and their history is lost."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cps_cards.diff.notes import CARD_ID, name_of, own_texts
from cps_cards.diff.view import Note, PackageView

_ALIKE = 0.8
_FEWEST_WORDS = 3
_MOST_PAIRS = 20_000
"""Of more pairs than these, only the ones that share a text are looked at."""


@dataclass(frozen=True, slots=True)
class Rebirth:
    """One card under two guids: learners keep the older with its history, the newer begins."""

    old_guid: str
    new_guid: str
    name: str


def rebirths(
    gone: Sequence[Note], fresh: Sequence[Note], old: PackageView, new: PackageView
) -> tuple[Rebirth, ...]:
    """Pairs of a note that is gone and a new one that is, by all that shows, the same card.

    They share a card id, a text of a few words that no other card has, or nearly all their words.
    """
    left = dict(enumerate(gone))
    right = dict(enumerate(fresh))
    found: list[Rebirth] = []
    for pairs in (_by_key(_card_id), _by_key(_first_text), _by_key(_long_texts), _alike):
        for at, to in pairs(left, right, old, new):
            one, other = left.pop(at), right.pop(to)
            found.append(Rebirth(one.guid, other.guid, name_of(other, new)))
    return tuple(found)


Notes = Mapping[int, Note]
Pairs = Callable[[Notes, Notes, PackageView, PackageView], list[tuple[int, int]]]
Keys = Callable[[Note, PackageView], Iterator[str]]


def _card_id(note: Note, view: PackageView) -> Iterator[str]:
    for field, value in zip(view.note_types[note.type_id].fields, note.fields, strict=False):
        if field.name == CARD_ID and value.strip():
            yield value.strip()


def _first_text(note: Note, view: PackageView) -> Iterator[str]:
    yield from islice(own_texts(note, view), 1)


def _long_texts(note: Note, view: PackageView) -> Iterator[str]:
    yield from (t for t in own_texts(note, view) if len(t.split()) >= _FEWEST_WORDS)


def _by_key(keys: Keys) -> Pairs:
    """Pairs that share a key which no other note of their packages has."""

    def alone(notes: Notes, view: PackageView) -> dict[str, int]:
        counts = Counter(key for note in view.notes for key in set(keys(note, view)))
        return {
            key: position
            for position, note in notes.items()
            for key in keys(note, view)
            if counts[key] == 1
        }

    def pairs(
        left: Notes, right: Notes, old: PackageView, new: PackageView
    ) -> list[tuple[int, int]]:
        if not left or not right:
            return []
        olds, news = alone(left, old), alone(right, new)
        return _each_once((at, news[key]) for key, at in olds.items() if key in news)

    return pairs


def _alike(left: Notes, right: Notes, old: PackageView, new: PackageView) -> list[tuple[int, int]]:
    """Pairs whose words are nearly the same, the most alike first."""
    if not left or not right or len(left) * len(right) > _MOST_PAIRS:
        return []
    news = {to: " ".join(own_texts(note, new)).split() for to, note in right.items()}
    scored = []
    for at, note in left.items():
        matcher = difflib.SequenceMatcher(
            None, b=" ".join(own_texts(note, old)).split(), autojunk=False
        )
        for to, words in news.items():
            matcher.set_seq1(words)
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                scored.append((-matcher.ratio(), at, to))
    return _each_once((at, to) for score, at, to in sorted(scored) if -score >= _ALIKE)


def _each_once(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: dict[int, int] = {}
    for at, to in pairs:
        if at not in kept and to not in kept.values():
            kept[at] = to
    return list(kept.items())
