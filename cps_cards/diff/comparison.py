"""Two decks held against each other: what changed note by note, what learners get, and which
findings differ. A note is known by its guid."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cps_cards.apkg.contents import Note, Package
from cps_cards.diagnostics import Diagnostic
from cps_cards.diff import compared
from cps_cards.diff.compared import Change, Piece, readable
from cps_cards.diff.impact import Impact, impact
from cps_cards.diff.sides import Side

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

    ``asks`` is what can be read of it first. ``decks`` are pairs of an older and a newer deck,
    where they differ; ``types`` are the names of both note types, where those do.
    """

    kind: Kind
    guid: str
    name: str
    asks: str
    before: Note | None
    after: Note | None
    fields: tuple[FieldChange, ...] = ()
    tags_in: tuple[str, ...] = ()
    tags_out: tuple[str, ...] = ()
    decks: tuple[tuple[str, str], ...] = ()
    types: tuple[str, str] | None = None


@dataclass(frozen=True)
class Comparison:
    """Findings of the linter are ``new`` or ``mended`` where the other deck has none like them."""

    old: Side
    new: Side
    changes: tuple[NoteChange, ...]
    impact: Impact
    new_findings: tuple[Diagnostic, ...] = ()
    mended_findings: tuple[Diagnostic, ...] = ()


def compare(old: Side, new: Side) -> Comparison:
    """Changes come by their kinds, and then in the order of the newer package."""
    return Comparison(
        old,
        new,
        tuple(sorted(_changes(old.package, new.package), key=lambda one: KINDS.index(one.kind))),
        impact(old.package, new.package),
        tuple(_without(new.findings, old.findings)),
        tuple(_without(old.findings, new.findings)),
    )


def _without(found: Sequence[Diagnostic], others: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings that have no match among the others, each of which matches one. Findings are the
    same where rule, card and words are; the line may be another one."""
    left = Counter((one.code, one.card, one.message) for one in others)
    for one in found:
        key = one.code, one.card, one.message
        if left[key]:
            left[key] -= 1
        else:
            yield one


def _changes(old: Package, new: Package) -> Iterator[NoteChange]:
    before, after = _by_guid(old), _by_guid(new)
    for guid, notes in after.items():
        olds = before.get(guid, [])
        for known, note in zip(olds, notes, strict=False):
            yield from _change(known, note, old, new)
        for note in notes[len(olds) :]:
            yield _of_one_side("added", note, new)
    for guid, notes in before.items():
        for note in notes[len(after.get(guid, [])) :]:
            yield _of_one_side("removed", note, old)


def _by_guid(package: Package) -> dict[str, list[Note]]:
    """Notes by guid, in the order of the decks' names and then of new cards. A guid should be there
    once; a package may hold one twice."""

    def place(note: Note) -> tuple[str, int, int]:
        cards = package.cards_of.get(note.id, ())
        first = min(((card.deck, card.due) for card in cards), default=("", 0))
        return (*first, note.id)

    found: dict[str, list[Note]] = {}
    for note in sorted(package.notes, key=place):
        found.setdefault(note.guid, []).append(note)
    return found


def _of_one_side(kind: Literal["added", "removed"], note: Note, package: Package) -> NoteChange:
    mark: Change = "in" if kind == "added" else "out"
    said = compared.said_fields(note, package)
    fields = tuple(FieldChange(name, (Piece(mark, text),)) for name, text in said)
    named = note.guid, compared.name_of(note, package), compared.asks(note, package)
    before, after = (None, note) if kind == "added" else (note, None)
    return NoteChange(kind, *named, before, after, fields)


def _change(before: Note, after: Note, old: Package, new: Package) -> Iterator[NoteChange]:
    fields = tuple(
        _field_changes(compared.told_fields(before, old), compared.told_fields(after, new))
    )
    tags, tags_now = compared.lasting_tags(before.tags), compared.lasting_tags(after.tags)
    had = {card.ord: card.deck for card in old.cards_of.get(before.id, ())}
    has = {card.ord: card.deck for card in new.cards_of.get(after.id, ())}
    # Of the cards that both versions have, each pair once.
    moves = dict.fromkeys((had[n], has[n]) for n in had if n in has and had[n] != has[n])
    types = old.note_types[before.type_id], new.note_types[after.type_id]
    other_type = types[0].id != types[1].id
    has_content = bool(fields) or tags != tags_now or other_type or had.keys() != has.keys()
    if not (has_content or moves):
        return
    retired = compared.is_retired(after) and not compared.is_retired(before)
    yield NoteChange(
        "retired" if retired else "changed" if has_content else "moved",
        after.guid,
        compared.name_of(after, new),
        compared.asks(after, new),
        before,
        after,
        fields,
        tags_in=tuple(sorted(tag for tag in after.tags if tag.lower() in tags_now - tags)),
        tags_out=tuple(sorted(tag for tag in before.tags if tag.lower() in tags - tags_now)),
        decks=tuple(moves),
        types=(types[0].name, types[1].name) if other_type else None,
    )


def _field_changes(had: dict[str, str], has: dict[str, str]) -> Iterator[FieldChange]:
    """Fields that differ, matched by name; of another note type, those that share a name."""
    for name in dict.fromkeys((*has, *had)):
        one, other = had.get(name, ""), has.get(name, "")
        if one == other:
            continue
        shown, shown_now = readable(one), readable(other)
        if shown == shown_now:
            yield FieldChange(name, compared.word_changes(one, other), markup_only=True)
        else:
            yield FieldChange(name, compared.word_changes(shown, shown_now))
