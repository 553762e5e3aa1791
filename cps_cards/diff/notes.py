"""Names for notes, and which parts of them are worth comparing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cps_cards.apkg.notetypes import CHOICE, NOTE_TYPES
from cps_cards.diff.view import Note, NoteType, PackageView
from cps_cards.diff.words import readable

CARD_ID = "Card ID"
_LONGEST = 70
_ENOUGH = 2_000
_DELETION = re.compile(
    r"\{\{c[\d,]+::((?:(?!\{\{c[\d,]+::|\}\}).)*?)(?:::(?:(?!\}\}).)*)?\}\}", re.DOTALL
)
"""An innermost cloze deletion, hint and all."""
_RETIRED = re.compile(r"(?:.*::)?retired", re.IGNORECASE)
_WEEK = re.compile(r"[^:]+::week::\d+")
_TOLD_ELSEWHERE = {CHOICE.id: frozenset(("Options", "Key", "Answer"))}
"""Fields that say what another one says as well, by note type."""
_REPORT = "Report"
"""A link for learners that our note types make of the card's id."""

_OURS = frozenset(note_type.id for note_type in NOTE_TYPES.values())
_THE_SAME_ON_ALL = frozenset(("Card ID", "Report", "Deck ID", "Language", "Ask back to front"))
_ABOUT_THE_CARD = _THE_SAME_ON_ALL | {"Sources", "Topic", "Priority", "Notice"}
"""Fields of our note types that many cards share."""


def name_of(note: Note, view: PackageView) -> str:
    """The card's id where it has one, else what it asks."""
    note_type = view.note_types.get(note.type_id)
    if note_type is not None:
        for field, value in zip(note_type.fields, note.fields, strict=False):
            if field.name == CARD_ID and value.strip():
                return value.strip()
    return asks(note, note_type) or note.guid


def asks(note: Note, note_type: NoteType | None) -> str:
    """The first thing of a note that can be read, on one line."""
    names = [field.name for field in note_type.fields] if note_type is not None else []
    for position, value in enumerate(note.fields):
        if position < len(names) and names[position] == CARD_ID:
            continue
        text = " ".join(readable(_uncovered(value[:_ENOUGH])).split())
        if text:
            return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return ""


def _uncovered(text: str) -> str:
    """A cloze with all its words to be seen, and without the hints."""
    while True:
        inner = _DELETION.sub(r"\1", text)
        if inner == text:
            return text
        text = inner


def told_fields(note_type: NoteType) -> list[tuple[int, str]]:
    """Places and names of the fields whose changes are told: each thing once."""
    left_out = _TOLD_ELSEWHERE.get(note_type.id, frozenset())
    if note_type.id in _OURS:
        left_out |= {_REPORT}
    return [(n, f.name) for n, f in enumerate(note_type.fields) if f.name not in left_out]


def said_fields(note: Note, view: PackageView) -> Iterator[tuple[str, str]]:
    """Names and texts of the fields worth reading on a new card, or on one that is gone."""
    note_type = view.note_types[note.type_id]
    left_out = _THE_SAME_ON_ALL if note_type.id in _OURS else frozenset()
    for place, name in told_fields(note_type):
        text = readable(note.fields[place]) if place < len(note.fields) else ""
        if text and name not in left_out:
            yield name, text


def own_texts(note: Note, view: PackageView) -> Iterator[str]:
    """What the note itself says, field by field, as text: not its id, nor what it cites."""
    note_type = view.note_types[note.type_id]
    for field, value in zip(note_type.fields, note.fields, strict=False):
        if field.name == CARD_ID or (note_type.id in _OURS and field.name in _ABOUT_THE_CARD):
            continue
        text = readable(value)
        if text:
            yield text


def is_ours(view: PackageView) -> bool:
    """Whether all notes of a package are of the note types that this program writes."""
    return all(note.type_id in _OURS for note in view.notes)


def is_retired(note: Note) -> bool:
    return any(_RETIRED.fullmatch(tag) for tag in note.tags)


def lasting_tags(tags: Iterable[str]) -> frozenset[str]:
    """Tags but those of the study week: they are set when a card arrives, and never change."""
    return frozenset(tag.lower() for tag in tags if not _WEEK.fullmatch(tag))
