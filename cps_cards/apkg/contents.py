"""What a package holds: the one record of it, whoever made it and in whichever format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cps_cards.model.ids import DEFAULT_PRESET


class BadPackageError(ValueError):
    """A file is no Anki package, or a damaged one; the message goes on after its name."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a note type; ``id`` is None where the program that made the package gave none."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A template of a note type, front and back in Anki's own marks; ``id`` as of a field."""

    name: str
    front: str
    back: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class NoteType:
    """``mod``: seconds since 1970. ``cloze``: a card for each number in the text."""

    id: int
    name: str
    mod: int
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str = ""
    cloze: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """``mod``: seconds since 1970. Learners know a note by ``guid``; ``id`` only ties cards to it.
    ``fields`` are HTML, one for each field of its type."""

    id: int
    guid: str
    type_id: int
    mod: int
    fields: tuple[str, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """``ord``: the template's place, or the cloze number less one. ``deck``: the full name.

    ``due`` is a new card's place among the new ones; later the day, counted from the collection's
    first, or, while it is learned, the second since 1970.
    """

    note_id: int
    ord: int
    deck: str
    due: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    """``name`` has its parents in front, joined by ``::``; ``description`` is HTML. A filtered deck
    has no preset."""

    name: str
    description: str = ""
    preset_id: int | None = DEFAULT_PRESET


@dataclass(frozen=True, slots=True)
class Preset:
    """Deck options; ``settings`` by their names, or by their numbers in the newer format."""

    id: int
    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Package:
    """Note types are by id; notes and cards in the order of their ids. ``media`` has the SHA-1 of
    each file by its name."""

    notes: tuple[Note, ...]
    cards: tuple[Card, ...]
    note_types: Mapping[int, NoteType]
    decks: tuple[Deck, ...] = ()
    presets: tuple[Preset, ...] = ()
    media: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def cards_of(self) -> Mapping[int, tuple[Card, ...]]:
        """The cards of each note by the note's id, in the order of their ordinals."""
        found: dict[int, list[Card]] = {}
        for card in self.cards:
            found.setdefault(card.note_id, []).append(card)
        return {id: tuple(sorted(cards, key=lambda c: c.ord)) for id, cards in found.items()}
