"""What a package holds, as far as it can be compared: the same for every format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class BadPackageError(ValueError):
    """A file is no Anki package, or a damaged one; the message goes on after its name."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a note type; ``id`` is None where the program that made the package gave none."""

    name: str
    id: int | None


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    front: str
    back: str
    id: int | None


@dataclass(frozen=True, slots=True)
class NoteType:
    """``mod`` is in seconds since 1970; ``cloze`` makes a card for each number in the text."""

    id: int
    name: str
    mod: int
    cloze: bool
    css: str
    sort_field: int
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    guid: str
    type_id: int
    mod: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    sort_text: str


@dataclass(frozen=True, slots=True)
class Card:
    """``ord`` is the template's place, or the cloze number less one."""

    id: int
    note_id: int
    deck_id: int
    ord: int
    due: int
    type: int
    queue: int


@dataclass(frozen=True, slots=True)
class Deck:
    """``name`` has its parents in front, joined by ``::``; a filtered deck has no preset."""

    id: int
    name: str
    description: str
    markdown: bool
    preset_id: int | None


@dataclass(frozen=True, slots=True)
class Preset:
    """Deck options; ``settings`` by their names, or by their numbers in the newer format."""

    id: int
    name: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Contents:
    """Note types, decks and presets are by id; notes and cards in the order of theirs."""

    schema: int
    notes: tuple[Note, ...]
    cards: tuple[Card, ...]
    note_types: Mapping[int, NoteType]
    decks: Mapping[int, Deck]
    presets: Mapping[int, Preset]


def json_object(text: str, what: str) -> dict[str, Any]:
    """A JSON object of a package; ``what`` names it in the refusal."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPackageError(f"its {what} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadPackageError(f"its {what} is not what it should be")
    return found
