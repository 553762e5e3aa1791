"""What changed between two packages, note by note; a note is known by its guid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cps_cards.diff.notes import is_retired, lasting_tags, name_of, said_fields, told_fields
from cps_cards.diff.view import Note, PackageView
from cps_cards.diff.words import Piece, compare, readable

Kind = Literal["added", "changed", "retired", "moved", "removed"]
KINDS: tuple[Kind, ...] = ("added", "changed", "retired", "moved", "removed")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose text changed; ``markup_only`` where what can be read of it did not."""

    name: str
    pieces: tuple[Piece, ...]
    markup_only: bool = False


@dataclass(frozen=True)
class NoteChange:
    """A note that is not the same; ``before`` is None for a new one, ``after`` for a removed one.

    ``decks`` are the older and the newer deck where they differ. ``also`` says what else happened
    to a note that is told under another kind.
    """

    kind: Kind
    guid: str
    name: str
    before: Note | None
    after: Note | None
    fields: tuple[FieldChange, ...] = ()
    tags_in: tuple[str, ...] = ()
    tags_out: tuple[str, ...] = ()
    decks: tuple[tuple[str, str], ...] = ()
    types: tuple[str, str] | None = None

    @property
    def moved(self) -> bool:
        return bool(self.decks)


def changes(old: PackageView, new: PackageView) -> tuple[NoteChange, ...]:
    """Every note that is not the same, by kind and then in the order of the newer package."""
    found = list(_changes(old, new))
    return tuple(sorted(found, key=lambda change: KINDS.index(change.kind)))


def _changes(old: PackageView, new: PackageView) -> Iterator[NoteChange]:
    before, after = by_guid(old), by_guid(new)
    for guid, notes in after.items():
        olds = before.get(guid, [])
        for position, note in enumerate(notes):
            known = olds[position] if position < len(olds) else None
            change = _added(note, new) if known is None else _change(known, note, old, new)
            if change is not None:
                yield change
    for guid, notes in before.items():
        for note in notes[len(after.get(guid, [])) :]:
            yield _removed(note, old)


def by_guid(view: PackageView) -> Mapping[str, list[Note]]:
    """Notes by guid, in the order of the decks' names and then of new cards.

    A guid should be there once; a package may hold one twice.
    """

    def place(note: Note) -> tuple[str, int, int]:
        cards = view.cards_of.get(note.id, ())
        first = min(((card.deck, card.due) for card in cards), default=("", 0))
        return (*first, note.id)

    found: dict[str, list[Note]] = {}
    for note in sorted(view.notes, key=place):
        found.setdefault(note.guid, []).append(note)
    return found


def _added(note: Note, view: PackageView) -> NoteChange:
    fields = tuple(FieldChange(n, (Piece("in", text),)) for n, text in said_fields(note, view))
    return NoteChange("added", note.guid, name_of(note, view), None, note, fields)


def _removed(note: Note, view: PackageView) -> NoteChange:
    fields = tuple(FieldChange(n, (Piece("out", text),)) for n, text in said_fields(note, view))
    return NoteChange("removed", note.guid, name_of(note, view), note, None, fields)


def _change(before: Note, after: Note, old: PackageView, new: PackageView) -> NoteChange | None:
    fields = tuple(field_changes(before, after, old, new))
    tags_before, tags_after = lasting_tags(before.tags), lasting_tags(after.tags)
    decks = tuple(_deck_changes(before, after, old, new))
    types = _type_change(before, after, old, new)
    cards = _ords(before, old) != _ords(after, new)
    retired = is_retired(after) and not is_retired(before)
    content = fields or tags_before != tags_after or types is not None or cards
    if not (content or decks):
        return None
    return NoteChange(
        kind="retired" if retired else "changed" if content else "moved",
        guid=after.guid,
        name=name_of(after, new),
        before=before,
        after=after,
        fields=fields,
        tags_in=tuple(sorted(t for t in after.tags if t.lower() in tags_after - tags_before)),
        tags_out=tuple(sorted(t for t in before.tags if t.lower() in tags_before - tags_after)),
        decks=decks,
        types=types,
    )


def field_changes(
    before: Note, after: Note, old: PackageView, new: PackageView
) -> Iterator[FieldChange]:
    """Fields that differ, matched by name; of another note type, those that share a name."""
    old_type, new_type = old.note_types[before.type_id], new.note_types[after.type_id]
    had = {name: _value(before.fields, place) for place, name in told_fields(old_type)}
    has = {name: _value(after.fields, place) for place, name in told_fields(new_type)}
    for name in dict.fromkeys((*has, *had)):
        one, other = had.get(name, ""), has.get(name, "")
        if one == other:
            continue
        read, read_now = readable(one), readable(other)
        if read == read_now:
            yield FieldChange(name, compare(one, other), markup_only=True)
        else:
            yield FieldChange(name, compare(read, read_now))


def _value(fields: Sequence[str], place: int) -> str:
    return fields[place] if place < len(fields) else ""


def _deck_changes(
    before: Note, after: Note, old: PackageView, new: PackageView
) -> Iterator[tuple[str, str]]:
    """Older and newer deck of the cards that both versions have, each pair once."""
    had = {card.ord: card.deck for card in old.cards_of.get(before.id, ())}
    has = {card.ord: card.deck for card in new.cards_of.get(after.id, ())}
    pairs = Counter((had[ord], has[ord]) for ord in had if ord in has and had[ord] != has[ord])
    yield from pairs


def _type_change(
    before: Note, after: Note, old: PackageView, new: PackageView
) -> tuple[str, str] | None:
    if before.type_id == after.type_id:
        return None
    return old.note_types[before.type_id].name, new.note_types[after.type_id].name


def _ords(note: Note, view: PackageView) -> list[int]:
    return [card.ord for card in view.cards_of.get(note.id, ())]
