"""Names for notes, and which parts of them are worth comparing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cps_cards.apkg.notetypes import CHOICE, NOTE_TYPES
from cps_cards.diff.view import Note, NoteType, PackageView
from cps_cards.diff.words import readable
from cps_cards.model.clozes import without_marks

CARD_ID = "Card ID"
_LONGEST = 70
_RETIRED = re.compile(r"(?:.*::)?retired", re.IGNORECASE)
_WEEK = re.compile(r"[^:]+::week::\d+")
_TOLD_ELSEWHERE = {CHOICE.id: frozenset(("Options", "Key", "Answer"))}
"""Fields that say what another one says as well, by note type."""

_OURS = frozenset(note_type.id for note_type in NOTE_TYPES.values())
_ABOUT_THE_CARD = frozenset(
    ("Sources", "Topic", "Priority", "Report", "Deck ID", "Language", "Notice")
)
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
        text = " ".join(readable(without_marks(value)).split())
        if text:
            return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return ""


def told_fields(note_type: NoteType) -> list[tuple[int, str]]:
    """Places and names of the fields whose changes are told: each thing once."""
    left_out = _TOLD_ELSEWHERE.get(note_type.id, frozenset())
    return [(n, f.name) for n, f in enumerate(note_type.fields) if f.name not in left_out]


def own_texts(note: Note, view: PackageView) -> Iterator[str]:
    """What the note itself says, field by field, as text: not its id, nor what it cites."""
    note_type = view.note_types[note.type_id]
    for field, value in zip(note_type.fields, note.fields, strict=False):
        if field.name == CARD_ID or (note_type.id in _OURS and field.name in _ABOUT_THE_CARD):
            continue
        text = readable(value)
        if text:
            yield text


def is_retired(note: Note) -> bool:
    return any(_RETIRED.fullmatch(tag) for tag in note.tags)


def lasting_tags(tags: Iterable[str]) -> frozenset[str]:
    """Tags but those of the study week: they are set when a card arrives, and never change."""
    return frozenset(tag.lower() for tag in tags if not _WEEK.fullmatch(tag))
