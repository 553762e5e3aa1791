"""What a learner has, as far as imports see it: notes, cards, note types, decks and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cps_cards.apkg.contents import Deck, NoteType


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card and the deck it lies in; reviews hang on it, and no import touches either."""

    ord: int
    deck: str


@dataclass(frozen=True, slots=True)
class HeldNote:
    """``id`` is the learner's own, ``mod`` in seconds since 1970; ``cards`` are by ordinal."""

    id: int
    guid: str
    type_id: int
    mod: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[HeldCard, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldType:
    """``origin`` is the id that the note type had in the package which brought it."""

    note_type: NoteType
    origin: int


@dataclass(frozen=True)
class Learner:
    """A collection. ``notes`` and ``types`` are by id, ``decks`` by name in lower case.

    ``media`` has the SHA-1 of each file by its name.
    """

    notes: Mapping[int, HeldNote] = field(default_factory=dict)
    types: Mapping[int, HeldType] = field(default_factory=dict)
    decks: Mapping[str, Deck] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
