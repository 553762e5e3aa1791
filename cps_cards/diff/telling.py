"""What is told of a note: the name it goes by, and which of its fields and tags are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cps_cards.apkg.contents import Note, NoteType, Package
from cps_cards.apkg.notetypes import CHOICE, NOTE_TYPES
from cps_cards.diff.pieces import readable
from cps_cards.model.texts import clipped

_CARD_ID = "Card ID"
_LONGEST = 70
_ENOUGH = 2_000
_DELETION = re.compile(
    r"\{\{c[\d,]+::((?:(?!\{\{c[\d,]+::|\}\}).)*?)(?:::(?:(?!\}\}).)*)?\}\}", re.DOTALL
)
"""An innermost cloze deletion, hint and all."""
_RETIRED = re.compile(r"(?:.*::)?retired", re.IGNORECASE)
_WEEK = re.compile(r"[^:]+::week::\d+")

_OURS = frozenset(note_type.id for note_type in NOTE_TYPES.values())
_TOLD_BY_OTHERS = {CHOICE.id: frozenset(("Options", "Key", "Answer"))}
"""Fields that say what another one says as well, by note type."""
_MADE_OF_THE_ID = "Report"
_ON_EVERY_CARD = frozenset((_CARD_ID, "Report", "Deck ID", "Language", "Ask back to front"))
_ABOUT_THE_CARD = _ON_EVERY_CARD | {"Sources", "Topic", "Priority", "Notice"}
"""Fields of our note types that many cards share."""


def is_ours(note_type: NoteType) -> bool:
    """Whether it is one of the note types that this program writes."""
    return note_type.id in _OURS


def card_id(note: Note, package: Package) -> str:
    """The id of the card as its author wrote it; empty where the note has none."""
    note_type = package.note_types[note.type_id]
    fields = zip(note_type.fields, note.fields, strict=False)
    return next((value.strip() for field, value in fields if field.name == _CARD_ID), "")


def name_of(note: Note, package: Package) -> str:
    """The card's id where it has one, else what it asks."""
    return card_id(note, package) or asks(note, package) or note.guid


def asks(note: Note, package: Package) -> str:
    """The first thing of a note that can be read, on one line."""
    for field, value in zip(package.note_types[note.type_id].fields, note.fields, strict=False):
        if field.name != _CARD_ID:
            text = " ".join(readable(_uncovered(value[:_ENOUGH])).split())
            if text:
                return clipped(text, _LONGEST)
    return ""


def _uncovered(text: str) -> str:
    """A cloze with all its words to be seen, and without the hints."""
    inner = _DELETION.sub(r"\1", text)
    while inner != text:
        text, inner = inner, _DELETION.sub(r"\1", inner)
    return text


def told_fields(note: Note, package: Package) -> dict[str, str]:
    """The fields whose changes are told, by name: each thing once."""
    note_type = package.note_types[note.type_id]
    left_out = _TOLD_BY_OTHERS.get(note_type.id, frozenset())
    if is_ours(note_type):
        left_out |= {_MADE_OF_THE_ID}
    fields = zip(note_type.fields, note.fields, strict=False)
    return {field.name: value for field, value in fields if field.name not in left_out}


def said_fields(note: Note, package: Package) -> Iterator[tuple[str, str]]:
    """Names and texts of the fields worth reading on a new card, or on one that is gone."""
    ours = is_ours(package.note_types[note.type_id])
    for name, value in told_fields(note, package).items():
        text = readable(value)
        if text and not (ours and name in _ON_EVERY_CARD):
            yield name, text


def own_texts(note: Note, package: Package) -> Iterator[str]:
    """What the note itself says, field by field, as text: not its id, nor what it cites."""
    note_type = package.note_types[note.type_id]
    shared = _ABOUT_THE_CARD if is_ours(note_type) else {_CARD_ID}
    for field, value in zip(note_type.fields, note.fields, strict=False):
        text = readable(value) if field.name not in shared else ""
        if text:
            yield text


def is_retired(note: Note) -> bool:
    return any(_RETIRED.fullmatch(tag) for tag in note.tags)


def lasting_tags(tags: Iterable[str]) -> frozenset[str]:
    """Tags but those of the study week: they are set when a card arrives, and never change."""
    return frozenset(tag.lower() for tag in tags if not _WEEK.fullmatch(tag))
