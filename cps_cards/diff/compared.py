"""What is compared of a note: its name, fields and tags as they are told, and texts by words."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from cps_cards.apkg.contents import Note, NoteType, Package
from cps_cards.apkg.notetypes import CHOICE, NOTE_TYPES
from cps_cards.model.texts import clipped
from cps_cards.render.shown import shown

Change = Literal["same", "out", "in"]

_CARD_ID = "Card ID"
_LONGEST = 70
_ENOUGH = 2_000
_DELETION = re.compile(
    r"\{\{c[\d,]+::((?:(?!\{\{c[\d,]+::|\}\}).)*?)(?:::(?:(?!\}\}).)*)?\}\}", re.DOTALL
)
"""An innermost cloze deletion, hint and all."""
_TOKEN = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")
_MOST_TOKENS = 3_000
"""Above this, what is compared is lines: the time grows with the product of the two lengths."""
_RETIRED = re.compile(r"(?:.*::)?retired", re.IGNORECASE)
_WEEK = re.compile(r"[^:]+::week::\d+")

_OURS = frozenset(note_type.id for note_type in NOTE_TYPES.values())
_ON_EVERY_CARD = frozenset((_CARD_ID, "Report", "Deck ID", "Language", "Ask back to front"))
_ABOUT_THE_CARD = _ON_EVERY_CARD | {"Sources", "Topic", "Priority", "Notice"}
"""Fields of our note types that many cards share."""
_TOLD_BY_OTHERS = frozenset(("Report", "Options", "Key", "Answer"))
"""Fields of a choice note that say what its id or another one says as well."""


def is_ours(note_type: NoteType) -> bool:
    """Whether it is one of the note types that this program writes."""
    return note_type.id in _OURS


def _fields(
    note: Note, package: Package, left_out: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Names and values of fields; of our note types, without those that are ``left_out``."""
    note_type = package.note_types[note.type_id]
    left_out = left_out if is_ours(note_type) else ()
    named = zip(note_type.fields, note.fields, strict=False)
    return ((field.name, value) for field, value in named if field.name not in left_out)


def card_id(note: Note, package: Package) -> str:
    """The id of the card as its author wrote it; empty where the note has none."""
    return next((value.strip() for name, value in _fields(note, package) if name == _CARD_ID), "")


def name_of(note: Note, package: Package) -> str:
    """The card's id where it has one, else what it asks."""
    return card_id(note, package) or asks(note, package) or note.guid


def asks(note: Note, package: Package) -> str:
    """The first thing of a note that can be read, on one line; of a cloze, with all its words."""
    for name, value in _fields(note, package):
        text, inner = "", value[:_ENOUGH]
        while inner != text:
            text, inner = inner, _DELETION.sub(r"\1", inner)
        line = " ".join(readable(text).split())
        if name != _CARD_ID and line:
            return clipped(line, _LONGEST)
    return ""


def told_fields(note: Note, package: Package) -> dict[str, str]:
    """The fields whose changes are told, by name: each thing once."""
    return dict(
        _fields(note, package, _TOLD_BY_OTHERS if note.type_id == CHOICE.id else ("Report",))
    )


def said_fields(note: Note, package: Package) -> Iterator[tuple[str, str]]:
    """Names and texts of the fields worth reading on a new card, or on one that is gone."""
    left_out = _ON_EVERY_CARD if is_ours(package.note_types[note.type_id]) else ()
    for name, value in told_fields(note, package).items():
        if name not in left_out and (text := readable(value)):
            yield name, text


def own_texts(note: Note, package: Package) -> Iterator[str]:
    """What the note itself says, field by field, as text: not its id, nor what it cites."""
    own = _fields(note, package, _ABOUT_THE_CARD)
    return filter(None, (readable(value) for name, value in own if name != _CARD_ID))


def is_retired(note: Note) -> bool:
    return any(_RETIRED.fullmatch(tag) for tag in note.tags)


def lasting_tags(tags: Iterable[str]) -> frozenset[str]:
    """Tags but those of the study week: they are set when a card arrives, and never change."""
    return frozenset(tag.lower() for tag in tags if not _WEEK.fullmatch(tag))


class Piece(NamedTuple):
    """A stretch of text that stayed, went out or came in."""

    change: Change
    text: str


def readable(field: str) -> str:
    """A field's HTML as text in lines; a picture is told by its name and what it shows."""
    read = shown(field, picture=_picture, sound=lambda name: f"[sound:{name}]")
    return "\n".join(line.text for line in read.lines)


def _picture(name: str, alt: str) -> str:
    return f" [picture {name}: {alt}] " if alt else f" [picture {name}] "


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts in reading order; what went out stands before what came in."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) > _MOST_TOKENS or len(new) > _MOST_TOKENS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) > _MOST_TOKENS or len(new) > _MOST_TOKENS:
        return tuple(piece for piece in (Piece("out", before), Piece("in", after)) if piece.text)
    return tuple(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Changes that only a space parts become one: a marked phrase reads better than words."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    run: list[tuple[str, str]] = []
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        out, came = "".join(old[start:end]), "".join(new[new_start:new_end])
        if out != came or (run and not out.strip()):
            run.append((out, came))
        else:
            yield from _phrase(run)
            run = []
            yield Piece("same", out)
    yield from _phrase(run)


def _phrase(run: list[tuple[str, str]]) -> Iterator[Piece]:
    space = run.pop() if run and run[-1][0] == run[-1][1] else ("", "")
    whole = "".join(out for out, _ in run), "".join(came for _, came in run)
    for out, came in [whole, space] if all(map(str.strip, whole)) else [*run, space]:
        pieces = [Piece("same", out)] if out == came else [Piece("out", out), Piece("in", came)]
        yield from (piece for piece in pieces if piece.text)
