"""Notes that came back under another guid: to Anki they are new ones, and their history is lost."""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cps_cards.apkg.contents import Note, Package
from cps_cards.diff.compared import card_id, name_of, own_texts

_ALIKE = 0.8
_FEWEST_WORDS = 3
_MOST_PAIRS = 20_000
"""Of more pairs than these, only the ones that share a text are looked at."""


@dataclass(frozen=True, slots=True)
class Rebirth:
    """One card under two guids: learners keep the older with its history, the newer begins."""

    card: str
    old_guid: str
    new_guid: str


_Notes = Mapping[int, Note]
_Pairs = Iterable[tuple[int, int]]
_Keys = Callable[[Note, Package], Iterable[str]]


def rebirths(
    gone: Sequence[Note], fresh: Sequence[Note], old: Package, new: Package
) -> tuple[Rebirth, ...]:
    """Pairs of a note that is gone and a new one that is, by all that shows, the same card.

    They share a card id, a text of a few words that no other card has, or nearly all their words.
    """
    left, right = dict(enumerate(gone)), dict(enumerate(fresh))
    found: list[Rebirth] = []

    def match(pairs: _Pairs) -> None:
        for at, to in pairs:
            if at in left and to in right:
                one, other = left.pop(at), right.pop(to)
                found.append(Rebirth(name_of(other, new), one.guid, other.guid))

    for keys in (
        lambda note, package: filter(None, [card_id(note, package)]),
        lambda note, package: islice(own_texts(note, package), 1),
        _long_texts,
    ):
        match(_sharing(keys, left, right, old, new))
    match(_alike(left, right, old, new))
    return tuple(found)


def _long_texts(note: Note, package: Package) -> Iterable[str]:
    return (text for text in own_texts(note, package) if len(text.split()) >= _FEWEST_WORDS)


def _sharing(keys: _Keys, left: _Notes, right: _Notes, old: Package, new: Package) -> _Pairs:
    """Pairs that share a key which no other note of their packages has."""

    def alone(notes: _Notes, package: Package) -> dict[str, int]:
        counts = Counter(key for note in package.notes for key in set(keys(note, package)))
        return {
            key: at for at, note in notes.items() for key in keys(note, package) if counts[key] == 1
        }

    if not left or not right:
        return []
    olds, news = alone(left, old), alone(right, new)
    return [(at, news[key]) for key, at in olds.items() if key in news]


def _alike(left: _Notes, right: _Notes, old: Package, new: Package) -> _Pairs:
    """Pairs whose words are nearly the same, the most alike first."""
    if not left or not right or len(left) * len(right) > _MOST_PAIRS:
        return []
    words = {to: " ".join(own_texts(note, new)).split() for to, note in right.items()}
    scored = []
    for at, note in left.items():
        matcher = difflib.SequenceMatcher(
            None, b=" ".join(own_texts(note, old)).split(), autojunk=False
        )
        for to in right:
            matcher.set_seq1(words[to])
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                scored.append((-matcher.ratio(), at, to))
    return [(at, to) for score, at, to in sorted(scored) if -score >= _ALIKE]
