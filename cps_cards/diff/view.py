"""What of an Anki package decides how Anki's importer treats it, as frozen data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cps_cards.apkg import contents
    from cps_cards.apkg.reader import Package

_DEFAULT_PRESET = 1


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a note type; ``id`` is None where the program that made the package gave none."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    front: str
    back: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class NoteType:
    """``mod`` is in seconds since 1970; ``cloze`` makes a card for each number in the text."""

    id: int
    name: str
    mod: int
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str = ""
    cloze: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """``mod`` is in seconds since 1970. ``id`` links cards to it and says nothing to learners."""

    id: int
    guid: str
    type_id: int
    mod: int
    fields: tuple[str, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """``ord`` is the template's place, or the cloze number less one; ``deck`` the full name."""

    note_id: int
    ord: int
    deck: str
    due: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    """``name`` has its parents in front, joined by ``::``."""

    name: str
    description: str = ""
    preset_id: int = _DEFAULT_PRESET


@dataclass(frozen=True, slots=True)
class Preset:
    """Deck options; ``settings`` is everything about them in a form that can be compared."""

    id: int
    name: str
    settings: str = ""


@dataclass(frozen=True)
class PackageView:
    """A package. ``media`` maps each name to a digest of what the file holds."""

    notes: tuple[Note, ...]
    cards: tuple[Card, ...]
    note_types: Mapping[int, NoteType]
    decks: tuple[Deck, ...] = ()
    presets: tuple[Preset, ...] = ()
    media: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def cards_of(self) -> Mapping[int, tuple[Card, ...]]:
        """The cards of each note by the note's id, in the order of their ordinals."""
        found: dict[int, list[Card]] = {}
        for card in self.cards:
            found.setdefault(card.note_id, []).append(card)
        return {id: tuple(sorted(cards, key=lambda c: c.ord)) for id, cards in found.items()}


def package_view(package: Package) -> PackageView:
    """What of a package that was read back decides about its import."""
    held = package.contents
    decks = {id: deck.name for id, deck in held.decks.items()}
    return PackageView(
        notes=tuple(
            Note(note.id, note.guid, note.type_id, note.mod, note.fields, note.tags)
            for note in held.notes
        ),
        cards=tuple(
            Card(card.note_id, card.ord, decks[card.deck_id], card.due) for card in held.cards
        ),
        note_types={id: _note_type(one) for id, one in held.note_types.items()},
        decks=tuple(
            Deck(deck.name, deck.description, deck.preset_id or _DEFAULT_PRESET)
            for deck in held.decks.values()
        ),
        presets=tuple(
            Preset(preset.id, preset.name, json.dumps(preset.settings, sort_keys=True, default=str))
            for preset in held.presets.values()
        ),
        media=package.media,
    )


def _note_type(one: contents.NoteType) -> NoteType:
    return NoteType(
        id=one.id,
        name=one.name,
        mod=one.mod,
        fields=tuple(Field(field.name, field.id) for field in one.fields),
        templates=tuple(Template(t.name, t.front, t.back, t.id) for t in one.templates),
        css=one.css,
        cloze=one.cloze,
    )
