"""What a learner has, and what Anki's importer does to it: a model of it in plain Python.

It follows the importer of Anki's own backend step by step, with the boxes of its window as they
stand when nobody touches them, and is held against that backend by the tests: note types come
first, then notes by their ids, decks, cards, and files at last.
"""

import dataclasses
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cps_cards.apkg.contents import Deck, Field, Note, NoteType, Package, Template
from cps_cards.apkg.decks import with_parents
from cps_cards.diff import media
from cps_cards.diff.generation import card_ords

Verdict = Literal["new", "updated", "skipped", "conflicting"]
TypeVerdict = Literal["added", "updated", "kept", "copied"]

DEFAULT_DECK = "Default"
NOT_IMPORTED = frozenset(("marked", "leech"))
"""Tags that Anki leaves out, in lower case."""

_ID_STEP = 999


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


@dataclass(frozen=True, slots=True)
class NoteOutcome:
    """What became of a note of the package; ``before`` and ``after`` are what the learner has.

    ``before`` is None where the learner had no such note. A note that conflicts with one of
    another note type has that one for both.
    """

    note: Note
    verdict: Verdict
    before: HeldNote | None
    after: HeldNote


@dataclass(frozen=True, slots=True)
class TypeOutcome:
    """``copied``: the fields or templates differ from the learner's, so it came as another type.

    ``held_id`` is the id under which the learner has the type that the package's notes now are of.
    """

    note_type: NoteType
    verdict: TypeVerdict
    held_id: int


@dataclass(frozen=True)
class Imported:
    """An import. ``learner`` is what the learner has afterwards.

    ``refused`` says why Anki takes nothing of the package; otherwise it is empty. No import makes
    Anki ask for a full sync, or brings deck options.
    """

    learner: Learner
    notes: tuple[NoteOutcome, ...] = ()
    types: tuple[TypeOutcome, ...] = ()
    new_decks: tuple[str, ...] = ()
    refused: str = ""


def import_package(learner: Learner, package: Package, now: int = 0) -> Imported:
    """Import a package into what a learner has, ``now`` (in seconds since 1970)."""
    run = _Import(learner, package, now)
    try:
        run.import_types()
        run.import_files_of_templates()
        run.import_notes()
        run.import_decks()
        run.import_cards()
    except _Refusal as refusal:
        return Imported(learner, refused=str(refusal))
    return run.result()


class _Refusal(Exception):  # noqa: N818 - no error of ours: what Anki answers
    """Anki gives the whole import up, and puts everything back."""


def same_shape(one: NoteType, other: NoteType) -> bool:
    """Whether Anki takes two note types for versions of one: alike in fields and templates.

    A pair is alike if its ids are equal; where either has no id, if the names are.
    """

    def alike(ours: Sequence[Field | Template], theirs: Sequence[Field | Template]) -> bool:
        return len(ours) == len(theirs) and all(
            a.name == b.name if a.id is None or b.id is None else a.id == b.id
            for a, b in zip(ours, theirs, strict=True)
        )

    return alike(one.fields, other.fields) and alike(one.templates, other.templates)


def stored(value: str) -> str:
    """A field as Anki stores it: composed, without control characters."""
    kept = "".join(char for char in value if char in "\n\t" or not (char < " " or char == "\x7f"))
    return unicodedata.normalize("NFC", kept)


def empty_cards(learner: Learner, note: HeldNote) -> tuple[HeldCard, ...]:
    """Cards of a note that show nothing any more: Anki offers to delete them, reviews and all."""
    note_type = learner.types[note.type_id].note_type
    made = card_ords(note_type, note.fields, note.tags)
    return tuple(card for card in note.cards if card.ord not in made)


class _Import:
    """The state of one import: copies of what the learner has, changed step by step."""

    def __init__(self, learner: Learner, package: Package, now: int) -> None:
        self.package = package
        self.now = now
        self.types = dict(learner.types)
        self.notes = dict(learner.notes)
        self.decks = dict(learner.decks)
        self.media = dict(learner.media)
        self.type_outcomes: dict[int, TypeOutcome] = {}
        """By the id in the package."""
        self.met: list[tuple[Note, Verdict, HeldNote | None, int]] = []
        """Notes of the package, with what the learner had and the id that theirs now has."""
        self.arrived_as: dict[int, int] = {}
        """The learner's id of each note by the id in the package, but for conflicting ones."""
        self.decks_as: dict[str, str] = {}
        self.new_decks: list[str] = []

    def result(self) -> Imported:
        notes = tuple(
            NoteOutcome(note, verdict, before, self.notes[id])
            for note, verdict, before, id in self.met
        )
        learner = Learner(self.notes, self.types, self.decks, self.media)
        return Imported(learner, notes, tuple(self.type_outcomes.values()), tuple(self.new_decks))

    # Note types

    def import_types(self) -> None:
        """Only those that a note is of."""
        for id in sorted({note.type_id for note in self.package.notes}):
            if id not in self.package.note_types:
                raise _Refusal("notes are of a note type that the package does not hold")
            self.type_outcomes[id] = self._import_type(self.package.note_types[id])

    def _import_type(self, incoming: NoteType) -> TypeOutcome:
        known = [(id, held) for id, held in self.types.items() if incoming.id in (id, held.origin)]
        known.sort(key=lambda one: (one[0] != incoming.id, one[0]))
        for id, held in known:
            if not same_shape(held.note_type, incoming):
                continue
            if incoming.mod <= held.note_type.mod:
                return TypeOutcome(incoming, "kept", id)
            self._update_type(id, held, incoming)
            return TypeOutcome(incoming, "updated", id)
        id = incoming.id if not known else max((*self.types, *self.package.note_types)) + 1
        self._store_type(id, incoming)
        return TypeOutcome(incoming, "copied" if known else "added", id)

    def _store_type(self, id: int, incoming: NoteType) -> None:
        taken = {h.note_type.name.lower() for other, h in self.types.items() if other != id}
        name = incoming.name
        while name.lower() in taken:
            name += "+"
        # Anki takes a name that it had to change for a change of now.
        mod = incoming.mod if name == incoming.name else self.now
        kept = dataclasses.replace(incoming, id=id, name=name, mod=mod)
        self.types[id] = HeldType(kept, incoming.id)

    def _update_type(self, id: int, held: HeldType, incoming: NoteType) -> None:
        """Put a newer version in place; changed fronts make Anki look for cards to add."""
        self._store_type(id, incoming)
        before = [(t.front, t.name) for t in held.note_type.templates]
        if [(t.front, t.name) for t in incoming.templates] == before:
            return
        for note in list(self.notes.values()):
            if note.type_id == id and note.cards:
                decks = {card.deck for card in note.cards}
                deck = decks.pop() if len(decks) == 1 else DEFAULT_DECK
                made = card_ords(incoming, note.fields, note.tags)
                self._give(note, [HeldCard(ord, deck) for ord in made])

    def _give(self, note: HeldNote, cards: Iterable[HeldCard]) -> None:
        """Add those of the cards that the note has not."""
        have = {card.ord for card in note.cards}
        together = [*note.cards, *(card for card in cards if card.ord not in have)]
        together.sort(key=lambda card: card.ord)
        self.notes[note.id] = dataclasses.replace(note, cards=tuple(together))

    # Files

    def import_files_of_templates(self) -> None:
        for name, digest in self.package.media.items():
            if media.is_static(name):
                self.media.setdefault(name, digest)

    def _with_files(self, fields: Sequence[str]) -> list[str]:
        """The fields, once the files that they name have been stored."""
        names: dict[str, str] = {}
        for name in media.names(fields):
            digest = self.package.media.get(name)
            if digest is not None:
                if self.media.get(name, digest) != digest:
                    names[name] = media.name_beside(name, digest)
                self.media[names.get(name, name)] = digest
        return [media.renamed(value, names) for value in fields]

    # Notes

    def import_notes(self) -> None:
        # Anki looks guids up once, before the first note: two notes of the package with one guid
        # are both added, and are both compared with the note as it was.
        held = {note.guid: note for _, note in sorted(self.notes.items())}
        for note in sorted(self.package.notes, key=lambda note: note.id):
            known = held.get(note.guid)
            verdict = self._import_note(note, known)
            id = known.id if known is not None else self.arrived_as[note.id]
            self.met.append((note, verdict, known, id))

    def _import_note(self, note: Note, known: HeldNote | None) -> Verdict:
        type_id = self.type_outcomes[note.type_id].held_id
        if known is None:
            id = note.id
            while id in self.notes:
                id += _ID_STEP
            self.notes[id] = self._stored(note, HeldNote(id, note.guid, type_id, 0, (), ()))
            self.arrived_as[note.id] = id
            return "new"
        if known.type_id != type_id:
            return "conflicting"
        self.arrived_as[note.id] = known.id
        if note.mod <= known.mod:
            return "skipped"
        self.notes[known.id] = self._stored(note, self.notes[known.id])
        return "updated"

    def _stored(self, note: Note, held: HeldNote) -> HeldNote:
        """What the learner holds with the texts and tags of the package's note."""
        note_type = self.package.note_types[note.type_id]
        if len(note.fields) != len(note_type.fields):
            raise _Refusal(
                f"the note {note.guid} has {len(note.fields)} fields, and its note type "
                f"“{note_type.name}” has {len(note_type.fields)}"
            )
        fields = tuple(stored(value) for value in self._with_files(note.fields))
        tags = {tag.lower(): tag for tag in note.tags if tag.lower() not in NOT_IMPORTED}
        kept = tuple(sorted(tags.values(), key=str.lower))
        return dataclasses.replace(held, mod=note.mod, fields=fields, tags=kept)

    # Decks and cards

    def import_decks(self) -> None:
        """Those that hold a card, and their parents, matched by name without regard to case."""
        described = {deck.name.lower(): deck.description for deck in self.package.decks}
        wanted = with_parents(card.deck for card in self.package.cards)
        for name in sorted(wanted, key=lambda name: (name.count("::"), name)):
            parent, separator, last = name.rpartition("::")
            full = f"{self.decks_as[parent]}::{last}" if separator else name
            known = self.decks.get(full.lower())
            if known is None:
                if full.lower() != DEFAULT_DECK.lower():
                    self.new_decks.append(full)
                known = Deck(full)
            self.decks_as[name] = known.name
            description = described.get(name.lower()) or known.description
            self.decks[full.lower()] = dataclasses.replace(known, description=description)

    def import_cards(self) -> None:
        """Cards that the learner has not: also of notes that were not updated."""
        for card in self.package.cards:
            if card.note_id in self.arrived_as:
                note = self.notes[self.arrived_as[card.note_id]]
                self._give(note, [HeldCard(card.ord, self.decks_as[card.deck])])
