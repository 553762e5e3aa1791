"""What an update does to the people who have the older deck, by the model of the importer."""

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cps_cards.apkg.contents import Note, NoteType, Package
from cps_cards.apkg.decks import with_parents
from cps_cards.diff import importer
from cps_cards.diff.compared import card_id, is_ours, lasting_tags, name_of, own_texts
from cps_cards.diff.importer import Imported, Learner, NoteOutcome, TypeOutcome, Verdict
from cps_cards.model.ids import DEFAULT_PRESET

Reason = Literal["same time", "older", "note type", "fields", "templates"]
_ALIKE = 0.8
_FEWEST_WORDS = 3
_MOST_PAIRS = 20_000
"""Of more pairs than these, only the ones that share a text are looked at."""


@dataclass(frozen=True, slots=True)
class NoteImpact:
    """What becomes of one note at the learners who have the older package.

    ``arrives`` is False where the newer version differs and learners keep the older one; ``reason``
    then says why. ``rewritten``: it is written anew though it says the same, over what a learner
    changed. ``stays_in`` and ``meant_for`` are decks: the card lies in the first for good.
    ``empty_cards`` are numbers (from 1) of cards that show nothing any more, ``more_cards`` of
    cards that come to the note.
    """

    card: str
    guid: str
    verdict: Verdict
    arrives: bool = True
    reason: Reason | None = None
    rewritten: bool = False
    stays_in: str | None = None
    meant_for: str | None = None
    empty_cards: tuple[int, ...] = ()
    more_cards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeImpact:
    """A note type: whether its newer templates and styling arrive, and why not.

    ``copy`` is what a copy is called; ``differences`` says what is other about its fields and
    templates than the learners'.
    """

    name: str
    outcome: Literal["new", "updated", "unchanged", "not newer", "copied"]
    copy: str | None = None
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebirth:
    """One card under two guids: learners keep the older with its history, the newer begins."""

    card: str
    old_guid: str
    new_guid: str


@dataclass(frozen=True, slots=True)
class Left:
    """A note that the newer package does not hold any more: learners keep it, as it is."""

    card: str
    guid: str


@dataclass(frozen=True)
class Impact:
    """Everything that the import does, for a report.

    ``old_files`` are pictures and sounds that changed under one name and are not fetched anew.
    ``guids_twice`` are names of notes whose guid another note of their package has, too.
    ``presets`` are names of deck options that are new or changed: learners get them only if they
    tick the box. ``ours``: this program made the packages, so that what helps is said in its words.
    """

    refused: str | None = None
    notes: tuple[NoteImpact, ...] = ()
    note_types: tuple[TypeImpact, ...] = ()
    left_behind: tuple[Left, ...] = ()
    history_lost: tuple[Rebirth, ...] = ()
    new_decks: tuple[str, ...] = ()
    empty_decks: tuple[str, ...] = ()
    old_files: tuple[str, ...] = ()
    guids_twice: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    ours: bool = True

    def count(self, verdict: Verdict) -> int:
        return sum(note.verdict == verdict for note in self.notes)

    @property
    def loses_history(self) -> bool:
        """Whether reviews of some card are lost to a learner, or hang on a card that is empty."""
        return bool(self.history_lost) or any(note.empty_cards for note in self.notes)

    @property
    def falls_short(self) -> bool:
        """Whether something that changed does not reach learners."""
        return (
            bool(self.refused or self.left_behind or self.old_files or self.guids_twice)
            or not all(note.arrives for note in self.notes)
            or any(one.outcome in ("not newer", "copied") for one in self.note_types)
        )

    @property
    def safe(self) -> bool:
        """Nothing is lost and every text arrives; where cards lie is for learners to choose."""
        return not (self.loses_history or self.falls_short)


def impact(old: Package, new: Package) -> Impact:
    """Give a learner the older package, then the newer one, with Anki's boxes as they are."""
    had = importer.import_package(Learner(), old)
    if had.refused:
        return Impact(refused=f"the older package cannot be imported: {had.refused}")
    learner = had.learner
    done = importer.import_package(learner, new)
    if done.refused:
        return Impact(refused=done.refused)
    kept = {note.guid for note in new.notes}
    gone = [note for note in old.notes if note.guid not in kept]
    fresh = [outcome.note for outcome in done.notes if outcome.verdict == "new"]
    reborn = _rebirths(gone, fresh, old, new)
    born = {one.old_guid for one in reborn}
    decks = {deck for cards in done.learner.cards.values() for deck in cards.values()}
    filled = set(with_parents(decks))
    presets = {deck.preset_id for deck in new.decks} - {DEFAULT_PRESET}
    types = [package.note_types[note.type_id] for package in (old, new) for note in package.notes]
    return Impact(
        notes=tuple(_note(outcome, learner, done, new) for outcome in done.notes),
        note_types=tuple(_type(outcome, learner, done) for outcome in done.types),
        left_behind=tuple(Left(name_of(n, old), n.guid) for n in gone if n.guid not in born),
        history_lost=reborn,
        new_decks=tuple(done.new_decks),
        empty_decks=tuple(name for name in done.new_decks if name not in filled),
        old_files=tuple(_old_files(learner, done, new)),
        guids_twice=tuple(sorted({*_twice(old), *_twice(new)})),
        presets=tuple(p.name for p in new.presets if p.id in presets and p not in old.presets),
        ours=all(map(is_ours, types)),
    )


def _note(outcome: NoteOutcome, learner: Learner, done: Imported, new: Package) -> NoteImpact:
    note, verdict, held_id = outcome
    name, before = name_of(note, new), learner.notes.get(held_id)
    if before is None:
        return NoteImpact(name, note.guid, verdict)
    reason: Reason | None = None
    differs = _differs(note, before)
    if verdict == "conflicting":
        reason = _conflict(new.note_types[note.type_id], learner, before)
    elif verdict == "skipped" and differs:
        reason = "same time" if note.mod == before.mod else "older"
    had, has = learner.cards.get(held_id, {}), done.learner.cards.get(held_id, {})
    meant = {card.ord: card.deck for card in new.cards_of.get(note.id, ())}
    stays = [n for n in meant if n in had and had[n].lower() != meant[n].lower()]
    was_empty = learner.empty_cards(before)
    emptied = done.learner.empty_cards(done.learner.notes[held_id])
    return NoteImpact(
        card=name,
        guid=note.guid,
        verdict=verdict,
        arrives=reason is None,
        reason=reason,
        rewritten=verdict == "updated" and not differs,
        stays_in=had[stays[0]] if stays else None,
        meant_for=meant[stays[0]] if stays else None,
        empty_cards=tuple(ord + 1 for ord in emptied if ord in had and ord not in was_empty),
        more_cards=tuple(ord + 1 for ord in has if ord not in had),
    )


def _differs(note: Note, held: Note) -> bool:
    """Whether the package says something else than the learner's note; file names aside."""
    if lasting_tags(note.tags) - importer.NOT_IMPORTED != lasting_tags(held.tags):
        return True
    return tuple(importer.stored(value) for value in note.fields) != held.fields


def _conflict(incoming: NoteType, learner: Learner, before: Note) -> Reason:
    """Why a note meets one of another note type: its own was changed, or it is of another one."""
    if learner.origins[before.type_id] != incoming.id:
        return "note type"
    same_fields = importer.alike(learner.types[before.type_id].fields, incoming.fields)
    return "templates" if same_fields else "fields"


def _type(outcome: TypeOutcome, learner: Learner, done: Imported) -> TypeImpact:
    incoming, verdict, held_id = outcome
    if verdict == "copied":
        copy = done.learner.types[held_id].name
        shape = tuple(_shape(learner.types[incoming.id], incoming))
        return TypeImpact(incoming.name, "copied", copy, shape)
    if verdict == "added":
        return TypeImpact(incoming.name, "new")
    if _look(learner.types[held_id]) == _look(incoming):
        return TypeImpact(incoming.name, "unchanged")
    return TypeImpact(incoming.name, "updated" if verdict == "updated" else "not newer")


def _look(one: NoteType) -> object:
    """How a note type shows cards, and what it calls things."""
    templates = [(t.name, t.front, t.back) for t in one.templates]
    return one.name, one.css, one.cloze, templates, [field.name for field in one.fields]


def _shape(known: NoteType, incoming: NoteType) -> Iterator[str]:
    """What is different about fields and templates, in words."""
    for what, olds, news in (
        ("field", known.fields, incoming.fields),
        ("template", known.templates, incoming.templates),
    ):
        had, has = [one.name for one in olds], [one.name for one in news]
        yield from (f"{what} “{name}” was added" for name in has if name not in had)
        yield from (f"{what} “{name}” is gone" for name in had if name not in has)
        if sorted(had) == sorted(has) and had != has:
            yield f"the {what}s stand in another order"
        if had == has and [one.id for one in olds] != [one.id for one in news]:
            yield f"the ids of its {what}s changed"


def _old_files(learner: Learner, done: Imported, new: Package) -> Iterator[str]:
    """Files that changed under one name, and that learners go on seeing the older version of."""
    shown = {n for note in done.learner.notes.values() for n in importer.files_of(note.fields)}
    wanted = {name for note in new.notes for name in importer.files_of(note.fields)}
    for name, digest in sorted(new.media.items()):
        if learner.media.get(name, digest) != digest and (
            name.startswith("_") or (name in shown and name in wanted)
        ):
            yield name


def _twice(package: Package) -> list[str]:
    first = {note.guid: note for note in reversed(package.notes)}
    return [name_of(note, package) for note in package.notes if first[note.guid] is not note]


_Notes = Mapping[int, Note]


def _rebirths(
    gone: Sequence[Note], fresh: Sequence[Note], old: Package, new: Package
) -> tuple[Rebirth, ...]:
    """Pairs of a note that is gone and a new one that is, by all that shows, the same card."""
    left, right = dict(enumerate(gone)), dict(enumerate(fresh))
    found: list[Rebirth] = []
    for pairs in (_sharing, _alike):
        for at, to in pairs(left, right, old, new) if left and right else ():
            if at in left and to in right:
                one, other = left.pop(at), right.pop(to)
                found.append(Rebirth(name_of(other, new), one.guid, other.guid))
    return tuple(found)


def _sharing(left: _Notes, right: _Notes, old: Package, new: Package) -> list[tuple[int, int]]:
    """Pairs that share a key which no other note of their packages has, the surest keys first."""

    def alone(notes: _Notes, package: Package) -> dict[tuple[int, str], int]:
        counts = Counter(key for note in package.notes for key in set(_keys(note, package)))
        return {
            key: at
            for at, note in notes.items()
            for key in _keys(note, package)
            if counts[key] == 1
        }

    olds, news = alone(left, old), alone(right, new)
    shared = sorted((key for key in olds if key in news), key=lambda key: key[0])
    return [(olds[key], news[key]) for key in shared]


def _keys(note: Note, package: Package) -> list[tuple[int, str]]:
    """The id, what stands first, and texts of a few words, each with its rank."""
    texts = list(own_texts(note, package))
    id = filter(None, [card_id(note, package)])
    long = (text for text in texts if len(text.split()) >= _FEWEST_WORDS)
    return [(rank, key) for rank, keys in enumerate((id, texts[:1], long)) for key in keys]


def _alike(left: _Notes, right: _Notes, old: Package, new: Package) -> list[tuple[int, int]]:
    """Pairs whose words are nearly the same, the most alike first."""
    if len(left) * len(right) > _MOST_PAIRS:
        return []
    words = {to: " ".join(own_texts(note, new)).split() for to, note in right.items()}
    scored = []
    for at, note in left.items():
        matcher = difflib.SequenceMatcher(
            None, b=" ".join(own_texts(note, old)).split(), autojunk=False
        )
        for to in right:
            matcher.set_seq1(words[to])
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                scored.append((-matcher.ratio(), at, to))
    return [(at, to) for score, at, to in sorted(scored) if -score >= _ALIKE]
