"""What Anki's importer does with a package: a model of it in plain Python.

It follows the importer of Anki's own backend step by step, and is held against that backend by
the tests: note types come first, then notes by their ids, decks, cards, and files at last.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from cps_cards.diff import media
from cps_cards.diff.generation import card_ords
from cps_cards.diff.learner import HeldCard, HeldNote, HeldType, Learner
from cps_cards.diff.view import Deck, Note, NoteType, PackageView

Condition = Literal["if-newer", "always", "never"]
Verdict = Literal["new", "updated", "skipped", "conflicting"]
TypeVerdict = Literal["added", "updated", "kept", "copied"]

DEFAULT_DECK = "Default"
_ID_STEP = 999
_STRIPPED_TAGS = ("marked", "leech")


@dataclass(frozen=True, slots=True)
class Options:
    """The boxes of Anki's import window, as they stand when nobody touches them."""

    update_notes: Condition = "if-newer"
    update_note_types: Condition = "if-newer"
    with_scheduling: bool = False
    with_presets: bool = False


@dataclass(frozen=True, slots=True)
class NoteOutcome:
    """What became of a note of the package; ``before`` and ``after`` are what the learner has.

    Both are None where the learner has no such note, or where the note conflicts with one of
    another note type: then ``before`` is that one, and ``after`` the same.
    """

    note: Note
    verdict: Verdict
    before: HeldNote | None
    after: HeldNote | None


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

    ``refused`` says why Anki takes nothing of the package; otherwise it is empty. With the boxes
    that :class:`Options` knows, an import never makes Anki ask for a full sync.
    """

    learner: Learner
    notes: tuple[NoteOutcome, ...] = ()
    types: tuple[TypeOutcome, ...] = ()
    new_decks: tuple[str, ...] = ()
    new_presets: tuple[int, ...] = ()
    refused: str = ""


def import_package(
    learner: Learner, package: PackageView, options: Options | None = None, now: int = 0
) -> Imported:
    """Import a package into what a learner has, ``now`` (in seconds since 1970)."""
    run = _Import(learner, package, options or Options(), now)
    try:
        run.types()
        run.files_of_templates()
        run.notes()
        run.decks()
        run.cards()
    except _Refusal as refusal:
        return Imported(learner, refused=str(refusal))
    return run.result()


class _Refusal(Exception):  # noqa: N818
    """Anki gives the whole import up, and puts everything back."""


def same_shape(one: NoteType, other: NoteType) -> bool:
    """Whether Anki takes two note types for versions of one: alike in fields and templates.

    A pair is alike if its ids are equal; where either has no id, if the names are.
    """

    def alike(pairs: Sequence[tuple[tuple[int | None, str], tuple[int | None, str]]]) -> bool:
        return all(
            a == b if a is not None and b is not None else name == other_name
            for (a, name), (b, other_name) in pairs
        )

    if len(one.fields) != len(other.fields) or len(one.templates) != len(other.templates):
        return False
    fields = [
        ((a.id, a.name), (b.id, b.name)) for a, b in zip(one.fields, other.fields, strict=True)
    ]
    templates = [
        ((a.id, a.name), (b.id, b.name))
        for a, b in zip(one.templates, other.templates, strict=True)
    ]
    return alike(fields) and alike(templates)


def _wanted(condition: Condition, held: int, incoming: int) -> bool:
    if condition == "never":
        return False
    return incoming > held if condition == "if-newer" else incoming != held


def cleaned(value: str) -> str:
    """A field as Anki stores it: composed, without control characters."""
    kept = "".join(char for char in value if char in "\n\t" or not (char < " " or char == "\x7f"))
    return unicodedata.normalize("NFC", kept)


@dataclass
class _Import:
    """The state of one import: copies of what the learner has, changed step by step."""

    learner: Learner
    package: PackageView
    options: Options
    now: int
    type_outcomes: list[TypeOutcome] = field(default_factory=list)
    note_outcomes: list[NoteOutcome] = field(default_factory=list)
    new_decks: list[str] = field(default_factory=list)
    new_presets: list[int] = field(default_factory=list)
    arrived_as: dict[int, int] = field(default_factory=dict)
    decks_as: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.held_types = dict(self.learner.types)
        self.held = dict(self.learner.notes)
        self.held_decks = dict(self.learner.decks)
        self.held_presets = set(self.learner.presets)
        self.held_media = dict(self.learner.media)
        self.type_ids: dict[int, int] = {}

    # Note types

    def types(self) -> None:
        """Only those that a note is of."""
        used = {note.type_id for note in self.package.notes}
        for id in sorted(used):
            if id not in self.package.note_types:
                raise _Refusal("notes are of a note type that the package does not hold")
            outcome = self._type(self.package.note_types[id])
            self.type_ids[id] = outcome.held_id
            self.type_outcomes.append(outcome)

    def _type(self, incoming: NoteType) -> TypeOutcome:
        known = [
            (id, held)
            for id, held in self.held_types.items()
            if id == incoming.id or held.origin == incoming.id
        ]
        known.sort(key=lambda one: (one[0] != incoming.id, one[0]))
        for id, held in known:
            if not same_shape(held.note_type, incoming):
                continue
            if not _wanted(self.options.update_note_types, held.note_type.mod, incoming.mod):
                return TypeOutcome(incoming, "kept", id)
            self._update_type(id, held, incoming)
            return TypeOutcome(incoming, "updated", id)
        id = incoming.id if not known else max((*self.held_types, *self.package.note_types)) + 1
        self._store_type(id, incoming)
        return TypeOutcome(incoming, "copied" if known else "added", id)

    def _store_type(self, id: int, incoming: NoteType) -> None:
        taken = {h.note_type.name.lower() for other, h in self.held_types.items() if other != id}
        name = incoming.name
        while name.lower() in taken:
            name += "+"
        # Anki takes a name that it had to change for a change of now.
        mod = incoming.mod if name == incoming.name else self.now
        stored = dataclasses.replace(incoming, id=id, name=name, mod=mod)
        self.held_types[id] = HeldType(stored, incoming.id)

    def _update_type(self, id: int, held: HeldType, incoming: NoteType) -> None:
        """Put a newer version in place; changed fronts make Anki look for cards to add."""
        self._store_type(id, incoming)
        before = [(t.front, t.name) for t in held.note_type.templates]
        if [(t.front, t.name) for t in incoming.templates] == before:
            return
        for note in self.held.values():
            if note.type_id == id and note.cards:
                self._generate(note, incoming)

    def _generate(self, note: HeldNote, note_type: NoteType) -> None:
        have = {card.ord for card in note.cards}
        decks = {card.deck for card in note.cards}
        deck = decks.pop() if len(decks) == 1 else DEFAULT_DECK
        missing = card_ords(note_type, note.fields, note.tags) - have
        self._give(note, [HeldCard(ord, deck) for ord in missing])

    def _give(self, note: HeldNote, cards: Sequence[HeldCard]) -> None:
        if cards:
            together = sorted((*note.cards, *cards), key=lambda card: card.ord)
            self.held[note.id] = dataclasses.replace(note, cards=tuple(together))

    # Files

    def files_of_templates(self) -> None:
        for name, digest in self.package.media.items():
            if media.is_static(name):
                self.held_media.setdefault(name, digest)

    def _with_files(self, fields: Sequence[str]) -> tuple[str, ...]:
        """The fields, once the files that they name have been stored."""
        names: dict[str, str] = {}
        for value in fields:
            for name, _, _ in media.references(value):
                digest = self.package.media.get(name)
                if digest is None or self.held_media.get(name, digest) == digest:
                    stored = name
                else:
                    stored = names[name] = media.name_beside(name, digest)
                if digest is not None:
                    self.held_media[stored] = digest
        return tuple(media.renamed(value, names) for value in fields)

    # Notes

    def notes(self) -> None:
        # Anki looks guids up once, before the first note: two notes of the package with one guid
        # are both added, and are both compared with the note as it was.
        held = {note.guid: note for note in sorted(self.held.values(), key=lambda note: note.id)}
        for note in sorted(self.package.notes, key=lambda note: note.id):
            known = held.get(note.guid)
            if known is None:
                self._add(note)
            elif known.type_id != self.type_ids[note.type_id]:
                self.note_outcomes.append(NoteOutcome(note, "conflicting", known, known))
            else:
                self._meet(note, known)

    def _add(self, note: Note) -> None:
        id = note.id
        while id in self.held:
            id += _ID_STEP
        self.arrived_as[note.id] = id
        self.held[id] = HeldNote(
            id=id,
            guid=note.guid,
            type_id=self.type_ids[note.type_id],
            mod=note.mod,
            fields=self._stored_fields(note),
            tags=self._stored_tags(note),
            cards=(),
        )
        self.note_outcomes.append(NoteOutcome(note, "new", None, None))

    def _meet(self, note: Note, known: HeldNote) -> None:
        self.arrived_as[note.id] = known.id
        if not _wanted(self.options.update_notes, known.mod, note.mod):
            self.note_outcomes.append(NoteOutcome(note, "skipped", known, None))
            return
        self.held[known.id] = dataclasses.replace(
            self.held[known.id],
            mod=note.mod,
            fields=self._stored_fields(note),
            tags=self._stored_tags(note),
        )
        self.note_outcomes.append(NoteOutcome(note, "updated", known, None))

    def _stored_fields(self, note: Note) -> tuple[str, ...]:
        note_type = self.package.note_types[note.type_id]
        if len(note.fields) != len(note_type.fields):
            raise _Refusal(
                f"the note {note.guid} has {len(note.fields)} fields, and its note type "
                f"“{note_type.name}” has {len(note_type.fields)}"
            )
        return tuple(cleaned(value) for value in self._with_files(note.fields))

    def _stored_tags(self, note: Note) -> tuple[str, ...]:
        stripped = () if self.options.with_scheduling else _STRIPPED_TAGS
        unique = {tag.lower(): tag for tag in note.tags if tag.lower() not in stripped}
        return tuple(sorted(unique.values(), key=str.lower))

    # Decks and cards

    def decks(self) -> None:
        """Those that hold a card, and their parents, matched by name without regard to case."""
        if self.options.with_presets:
            for preset in self.package.presets:
                if preset.id not in self.held_presets:
                    self.held_presets.add(preset.id)
                    self.new_presets.append(preset.id)
        described = {deck.name.lower(): deck for deck in self.package.decks}
        wanted = {name for card in self.package.cards for name in _with_parents(card.deck)}
        for name in sorted(wanted, key=lambda name: (name.count("::"), name)):
            self._deck(described.get(name.lower(), Deck(name)), name)

    def _deck(self, incoming: Deck, name: str) -> None:
        parent, separator, last = name.rpartition("::")
        full = f"{self.decks_as[parent]}::{last}" if separator else name
        known = self.held_decks.get(full.lower())
        if known is None:
            if full.lower() != DEFAULT_DECK.lower():
                self.new_decks.append(full)
            known = Deck(full)
        self.decks_as[name] = known.name
        takes_preset = self.options.with_presets and incoming.preset_id != 1
        self.held_decks[full.lower()] = Deck(
            known.name,
            incoming.description or known.description,
            incoming.preset_id if takes_preset else known.preset_id,
        )

    def cards(self) -> None:
        """Cards that the learner has not: also of notes that were not updated."""
        for card in self.package.cards:
            id = self.arrived_as.get(card.note_id)
            if id is None:
                continue
            note = self.held[id]
            if card.ord not in {held.ord for held in note.cards}:
                self._give(note, [HeldCard(card.ord, self.decks_as[card.deck])])

    def result(self) -> Imported:
        notes = tuple(
            outcome
            if outcome.verdict == "conflicting"
            else dataclasses.replace(outcome, after=self.held[self.arrived_as[outcome.note.id]])
            for outcome in self.note_outcomes
        )
        learner = Learner(
            self.held, self.held_types, self.held_decks,
            frozenset(self.held_presets), self.held_media,
        )  # fmt: skip
        return Imported(
            learner,
            notes,
            tuple(self.type_outcomes),
            tuple(self.new_decks),
            tuple(self.new_presets),
        )


def _with_parents(name: str) -> list[str]:
    parts = name.split("::")
    return ["::".join(parts[: end + 1]) for end in range(len(parts))]


def empty_cards(learner: Learner, note: HeldNote) -> tuple[HeldCard, ...]:
    """Cards of a note that show nothing any more: Anki offers to delete them, reviews and all."""
    note_type = learner.types[note.type_id].note_type
    made = card_ords(note_type, note.fields, note.tags)
    return tuple(card for card in note.cards if card.ord not in made)
