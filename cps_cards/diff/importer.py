"""What a learner has, and what Anki's importer does to it: a model of it in plain Python.

It follows the importer of Anki's own backend step by step, with the boxes of its window as they
stand when nobody touches them, and is held against that backend by the tests: note types come
first, then notes by their ids, decks, cards, and files at last.
"""

import dataclasses
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cps_cards.apkg.contents import Deck, Field, Note, NoteType, Package, Template
from cps_cards.apkg.decks import with_parents
from cps_cards.diff.generation import card_ords

Verdict = Literal["new", "updated", "skipped", "conflicting"]
TypeVerdict = Literal["added", "updated", "kept", "copied"]

DEFAULT_DECK = "Default"
NOT_IMPORTED = frozenset(("marked", "leech"))
"""Tags that Anki leaves out, in lower case."""

_ID_STEP = 999
_REFERENCE = re.compile(
    r"""
    \[sound:(?P<sound>[^\]\n]{1,1000}?)\]
    | <(?:audio|img|object|source|video)\b[^<>]*?\s(?:src|data)=
      (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Where a note names a file that it shows."""


@dataclass(frozen=True)
class Learner:
    """A collection; notes and note types are by their ids in it, which may be the learner's own.

    ``cards`` has by a note's id the decks of its cards by their ordinals, in order: reviews hang on
    cards, and no import touches or moves one. ``origins`` has the ids that note types had in the
    packages which brought them. ``decks`` are by name in lower case; ``media`` has the SHA-1 of
    each file by its name.
    """

    notes: dict[int, Note] = field(default_factory=dict)
    cards: dict[int, dict[int, str]] = field(default_factory=dict)
    types: dict[int, NoteType] = field(default_factory=dict)
    origins: dict[int, int] = field(default_factory=dict)
    decks: dict[str, Deck] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)

    def empty_cards(self, note: Note) -> list[int]:
        """Ordinals of cards that show nothing any more: Anki offers to delete them, reviews and
        all."""
        made = card_ords(self.types[note.type_id], note.fields, note.tags)
        return [ord for ord in self.cards.get(note.id, ()) if ord not in made]


class NoteOutcome(NamedTuple):
    """What became of a note of the package; ``held_id`` is that of the learner's note. That one is
    new, has the same guid, or is the one of another note type that it conflicts with."""

    note: Note
    verdict: Verdict
    held_id: int


class TypeOutcome(NamedTuple):
    """``copied``: the fields or templates differ from the learner's, so it came as another type.

    ``held_id`` is the id under which the learner has the type that the package's notes now are of.
    """

    note_type: NoteType
    verdict: TypeVerdict
    held_id: int


class Imported(NamedTuple):
    """An import. ``learner`` is what the learner has afterwards.

    ``refused`` says why Anki takes nothing of the package; otherwise it is empty. No import makes
    Anki ask for a full sync, or brings deck options.
    """

    learner: Learner
    notes: Sequence[NoteOutcome] = ()
    types: Sequence[TypeOutcome] = ()
    new_decks: Sequence[str] = ()
    refused: str = ""


def import_package(learner: Learner, package: Package, now: int = 0) -> Imported:
    """Import a package into what a learner has, ``now`` (in seconds since 1970)."""
    run = _Import(learner, package, now)
    run.import_types()
    run.import_files_of_templates()
    run.import_notes()
    if run.refused:
        return Imported(learner, refused=run.refused)
    run.import_decks()
    run.import_cards()
    return Imported(run.held, run.outcomes, [*run.types.values()], run.new_decks)


def alike(ours: Sequence[Field | Template], theirs: Sequence[Field | Template]) -> bool:
    """Whether Anki takes the fields or templates of two note types for versions of the same ones. A
    pair is alike if its ids are equal; where either has no id, if the names are."""
    return len(ours) == len(theirs) and all(
        a.name == b.name if a.id is None or b.id is None else a.id == b.id
        for a, b in zip(ours, theirs, strict=True)
    )


def stored(value: str) -> str:
    """A field as Anki stores it: composed, without control characters."""
    kept = "".join(char for char in value if char in "\n\t" or not (char < " " or char == "\x7f"))
    return unicodedata.normalize("NFC", kept)


def files_of(fields: Iterable[str]) -> Iterator[str]:
    """The files that fields name, decoded, in their order."""
    return (_file(match) for value in fields for match in _REFERENCE.finditer(value))


def _file(match: re.Match[str]) -> str:
    # Percent signs stay as they are: Anki's importer does not decode them either.
    return unicodedata.normalize("NFC", html.unescape(match[match.lastgroup or 0]))


class _Import:
    """The state of one import: a copy of what the learner has, changed step by step."""

    def __init__(self, learner: Learner, package: Package, now: int) -> None:
        self.package = package
        self.now = now
        self.held = Learner(**{what: dict(held) for what, held in vars(learner).items()})
        self.outcomes: list[NoteOutcome] = []
        self.types: dict[int, TypeOutcome] = {}
        """By the id in the package."""
        self.arrived_as: dict[int, int] = {}
        """The learner's id of each note by the id in the package, but for conflicting ones."""
        self.decks_as: dict[str, str] = {}
        self.new_decks: list[str] = []
        self.refused = ""
        """Why Anki gives the whole import up, and puts everything back."""

    # Note types

    def import_types(self) -> None:
        """Only those that a note is of."""
        for id in sorted({note.type_id for note in self.package.notes}):
            self.types[id] = self._import_type(self.package.note_types[id])

    def _import_type(self, incoming: NoteType) -> TypeOutcome:
        types, origins = self.held.types, self.held.origins
        known = sorted(id for id in types if incoming.id in (id, origins[id]))
        known.sort(key=lambda id: id != incoming.id)
        for id in known:
            held = types[id]
            if alike(held.fields, incoming.fields) and alike(held.templates, incoming.templates):
                if incoming.mod <= held.mod:
                    return TypeOutcome(incoming, "kept", id)
                self._store_type(id, incoming)
                # Changed fronts make Anki look for cards to add.
                if [(t.front, t.name) for t in incoming.templates] != [
                    (t.front, t.name) for t in held.templates
                ]:
                    self._add_cards(id, incoming)
                return TypeOutcome(incoming, "updated", id)
        id = incoming.id if not known else max((*types, *self.package.note_types)) + 1
        self._store_type(id, incoming)
        return TypeOutcome(incoming, "copied" if known else "added", id)

    def _store_type(self, id: int, incoming: NoteType) -> None:
        taken = {one.name.lower() for other, one in self.held.types.items() if other != id}
        name = incoming.name
        while name.lower() in taken:
            name += "+"
        # Anki takes a name that it had to change for a change of now.
        mod = incoming.mod if name == incoming.name else self.now
        self.held.types[id] = dataclasses.replace(incoming, id=id, name=name, mod=mod)
        self.held.origins[id] = incoming.id

    def _add_cards(self, type_id: int, incoming: NoteType) -> None:
        for note in self.held.notes.values():
            decks = set(self.held.cards.get(note.id, {}).values())
            if note.type_id == type_id and decks:
                deck = decks.pop() if len(decks) == 1 else DEFAULT_DECK
                made = card_ords(incoming, note.fields, note.tags)
                self._give(note.id, dict.fromkeys(made, deck))

    def _give(self, note_id: int, cards: Mapping[int, str]) -> None:
        """Add those of the cards that the note has not."""
        together = {**cards, **self.held.cards.get(note_id, {})}
        self.held.cards[note_id] = dict(sorted(together.items()))

    # Files

    def import_files_of_templates(self) -> None:
        for name, digest in self.package.media.items():
            if name.startswith("_"):
                self.held.media.setdefault(name, digest)

    def _with_files(self, fields: Sequence[str]) -> list[str]:
        """The fields, once the files that they name have been stored: under another name where
        the learner has another file of theirs."""
        names: dict[str, str] = {}
        for name in files_of(fields):
            digest = self.package.media.get(name)
            if digest is not None:
                if self.held.media.get(name, digest) != digest:
                    stem, dot, suffix = name.rpartition(".")
                    beside = f"{stem}-{digest}.{suffix}" if dot and stem else f"{name}-{digest}"
                    names[name] = beside
                self.held.media[names.get(name, name)] = digest

        def renamed(match: re.Match[str]) -> str:
            start, end = (at - match.start() for at in match.span(match.lastgroup or 0))
            new = names.get(_file(match))
            return match[0] if new is None else match[0][:start] + new + match[0][end:]

        return [_REFERENCE.sub(renamed, value) if names else value for value in fields]

    # Notes

    def import_notes(self) -> None:
        # Anki looks guids up once, before the first note: two notes of the package with one guid
        # are both added, and are both compared with the note as it was.
        by_guid = {note.guid: note for _, note in sorted(self.held.notes.items())}
        for note in sorted(self.package.notes, key=lambda note: note.id):
            known = by_guid.get(note.guid)
            self.outcomes.append(self._import_note(note, known))

    def _import_note(self, note: Note, known: Note | None) -> NoteOutcome:
        type_id = self.types[note.type_id].held_id
        if known is None:
            id = note.id
            while id in self.held.notes:
                id += _ID_STEP
        elif known.type_id != type_id:
            return NoteOutcome(note, "conflicting", known.id)
        else:
            id = known.id
        self.arrived_as[note.id] = id
        if known is not None and note.mod <= known.mod:
            return NoteOutcome(note, "skipped", id)
        self.held.notes[id] = self._stored(note, id, type_id)
        return NoteOutcome(note, "new" if known is None else "updated", id)

    def _stored(self, note: Note, id: int, type_id: int) -> Note:
        here, wanted = len(note.fields), len(self.package.note_types[note.type_id].fields)
        if here != wanted and not self.refused:
            name = self.package.note_types[note.type_id].name
            self.refused = (
                f"the note {note.guid} has {here} fields, and its note type “{name}” has {wanted}"
            )
        fields = tuple(stored(value) for value in self._with_files(note.fields))
        tags = {tag.lower(): tag for tag in note.tags if tag.lower() not in NOT_IMPORTED}
        kept = tuple(sorted(tags.values(), key=str.lower))
        return Note(id, note.guid, type_id, note.mod, fields, kept)

    # Decks and cards

    def import_decks(self) -> None:
        """Those that hold a card, and their parents, matched by name without regard to case."""
        described = {deck.name.lower(): deck.description for deck in self.package.decks}
        wanted = with_parents(card.deck for card in self.package.cards)
        for name in sorted(wanted, key=lambda name: (name.count("::"), name)):
            parent, separator, last = name.rpartition("::")
            full = f"{self.decks_as[parent]}::{last}" if separator else name
            known = self.held.decks.get(full.lower())
            if known is None:
                if full.lower() != DEFAULT_DECK.lower():
                    self.new_decks.append(full)
                known = Deck(full)
            self.decks_as[name] = known.name
            description = described.get(name.lower()) or known.description
            self.held.decks[full.lower()] = dataclasses.replace(known, description=description)

    def import_cards(self) -> None:
        """Cards that the learner has not: also of notes that were not updated."""
        for card in self.package.cards:
            if card.note_id in self.arrived_as:
                self._give(self.arrived_as[card.note_id], {card.ord: self.decks_as[card.deck]})
