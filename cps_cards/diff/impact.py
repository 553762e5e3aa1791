"""What an update does to the people who have the older deck, by the model of the importer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cps_cards.diff import media
from cps_cards.diff.importer import (
    Imported,
    NoteOutcome,
    Options,
    TypeOutcome,
    Verdict,
    cleaned,
    empty_cards,
    import_package,
    same_shape,
)
from cps_cards.diff.learner import HeldCard, Learner
from cps_cards.diff.notes import is_ours, lasting_tags, name_of
from cps_cards.diff.rebirths import Rebirth, rebirths
from cps_cards.diff.view import Note, NoteType, PackageView

Reason = Literal["same time", "older", "note type", "fields", "templates"]


@dataclass(frozen=True, slots=True)
class NoteImpact:
    """What becomes of one note at the learners who have the older package.

    ``arrives`` is False where the newer version differs and learners keep the older one; ``reason``
    then says why. ``rewritten``: it is written anew though it says the same, over what a learner
    changed. ``stays_in`` and ``meant_for`` are decks: the card lies in the first for good.
    ``emptied`` are cards that show nothing any more, ``more_cards`` cards that come to the note.
    """

    guid: str
    name: str
    verdict: Verdict
    arrives: bool = True
    reason: Reason | None = None
    rewritten: bool = False
    stays_in: str = ""
    meant_for: str = ""
    emptied: tuple[int, ...] = ()
    more_cards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeImpact:
    """A note type: whether its newer templates and styling arrive, and why not."""

    name: str
    outcome: Literal["new", "updated", "unchanged", "not newer", "copied"]
    copy_name: str = ""
    shape: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """A note that the newer package does not hold any more: learners keep it, as it is."""

    guid: str
    name: str


@dataclass(frozen=True)
class Impact:
    """Everything that the import does, for a report.

    ``old_files`` are pictures and sounds that changed under one name and are not fetched anew.
    ``twice`` are guids that more than one note of a package has. ``ours``: this program made the
    packages, so that what helps is said in its words.
    """

    refused: str = ""
    notes: tuple[NoteImpact, ...] = ()
    types: tuple[TypeImpact, ...] = ()
    left: tuple[Left, ...] = ()
    reborn: tuple[Rebirth, ...] = ()
    new_decks: tuple[str, ...] = ()
    empty_decks: tuple[str, ...] = ()
    old_files: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    full_sync: bool = False
    ours: bool = True

    def count(self, verdict: Verdict) -> int:
        return sum(note.verdict == verdict for note in self.notes)

    @property
    def not_arriving(self) -> tuple[NoteImpact, ...]:
        return tuple(note for note in self.notes if not note.arrives)

    @property
    def emptied(self) -> tuple[NoteImpact, ...]:
        return tuple(note for note in self.notes if note.emptied)

    @property
    def rewritten(self) -> tuple[NoteImpact, ...]:
        return tuple(note for note in self.notes if note.rewritten)

    @property
    def staying(self) -> tuple[NoteImpact, ...]:
        return tuple(note for note in self.notes if note.stays_in)

    @property
    def stale_types(self) -> tuple[TypeImpact, ...]:
        return tuple(one for one in self.types if one.outcome in ("not newer", "copied"))

    @property
    def loses_history(self) -> bool:
        """Whether reviews of some card are lost to a learner, or hang on a card that is empty."""
        return bool(self.reborn or self.emptied)

    @property
    def falls_short(self) -> bool:
        """Whether something that changed does not reach learners."""
        return bool(
            self.refused
            or self.not_arriving
            or self.stale_types
            or self.left
            or self.old_files
            or self.twice
        )

    @property
    def safe(self) -> bool:
        """Nothing is lost and every text arrives; where cards lie is for learners to choose."""
        return not (self.loses_history or self.falls_short)


def impact(old: PackageView, new: PackageView, options: Options | None = None) -> Impact:
    """Give a learner the older package, then the newer one, with Anki's boxes as they are."""
    had = import_package(Learner(), old)
    if had.refused:
        return Impact(refused=f"the older package cannot be imported: {had.refused}")
    learner = had.learner
    done = import_package(learner, new, options)
    if done.refused:
        return Impact(refused=done.refused)
    kept = {note.guid for note in new.notes}
    gone = [note for note in old.notes if note.guid not in kept]
    fresh = [outcome.note for outcome in done.notes if outcome.verdict == "new"]
    reborn = rebirths(gone, fresh, old, new)
    born = {one.old_guid for one in reborn}
    types = {outcome.note_type.id: outcome for outcome in done.types}
    return Impact(
        notes=tuple(_note(outcome, types, learner, done, new) for outcome in done.notes),
        types=tuple(_type(outcome, learner, done) for outcome in done.types),
        left=tuple(Left(n.guid, name_of(n, old)) for n in gone if n.guid not in born),
        reborn=reborn,
        new_decks=done.new_decks,
        empty_decks=tuple(_empty_decks(done)),
        old_files=tuple(_old_files(learner, done, new)),
        twice=tuple(sorted({*_twice(old), *_twice(new)})),
        presets=tuple(_presets(old, new)),
        ours=is_ours(old) and is_ours(new),
    )


def _note(
    outcome: NoteOutcome,
    types: Mapping[int, TypeOutcome],
    learner: Learner,
    done: Imported,
    new: PackageView,
) -> NoteImpact:
    note, before, after = outcome.note, outcome.before, outcome.after
    name = name_of(note, new)
    if before is None or after is None:
        return NoteImpact(note.guid, name, outcome.verdict)
    arrives, reason = True, None
    if outcome.verdict == "conflicting":
        arrives, reason = False, _conflict(note, types, learner, before.type_id)
    elif outcome.verdict == "skipped" and _differs(note, before.fields, before.tags):
        arrives, reason = False, "same time" if note.mod == before.mod else "older"
    had = {card.ord: card for card in before.cards}
    stays_in, meant_for = _stays(note, had, new)
    was_empty = {card.ord for card in empty_cards(learner, before)}
    return NoteImpact(
        guid=note.guid,
        name=name,
        verdict=outcome.verdict,
        arrives=arrives,
        reason=reason,
        rewritten=outcome.verdict == "updated" and not _differs(note, before.fields, before.tags),
        stays_in=stays_in,
        meant_for=meant_for,
        emptied=tuple(
            card.ord
            for card in empty_cards(done.learner, after)
            if card.ord in had and card.ord not in was_empty
        ),
        more_cards=tuple(card.ord for card in after.cards if card.ord not in had),
    )


def _differs(note: Note, fields: tuple[str, ...], tags: tuple[str, ...]) -> bool:
    """Whether the package says something else than the learner's note; file names aside."""
    if lasting_tags(note.tags) - {"marked", "leech"} != lasting_tags(tags):
        return True
    return tuple(cleaned(value) for value in note.fields) != fields


def _conflict(
    note: Note, types: Mapping[int, TypeOutcome], learner: Learner, held_type: int
) -> Reason:
    """Why a note meets one of another note type: its own was changed, or it is of another one."""
    held, incoming = learner.types[held_type], types[note.type_id].note_type
    if held.origin != incoming.id:
        return "note type"
    fields_only = NoteType(0, "", 0, incoming.fields, held.note_type.templates)
    return "templates" if same_shape(held.note_type, fields_only) else "fields"


def _stays(note: Note, had: Mapping[int, HeldCard], new: PackageView) -> tuple[str, str]:
    for card in new.cards_of.get(note.id, ()):
        held = had.get(card.ord)
        if held is not None and held.deck.lower() != card.deck.lower():
            return held.deck, card.deck
    return "", ""


def _type(outcome: TypeOutcome, learner: Learner, done: Imported) -> TypeImpact:
    incoming = outcome.note_type
    held = learner.types.get(outcome.held_id)
    if outcome.verdict == "copied":
        known = learner.types[incoming.id].note_type
        copy = done.learner.types[outcome.held_id].note_type.name
        return TypeImpact(incoming.name, "copied", copy, tuple(_shape(known, incoming)))
    if outcome.verdict == "added" or held is None:
        return TypeImpact(incoming.name, "new")
    if not _looks_other(held.note_type, incoming):
        return TypeImpact(incoming.name, "unchanged")
    return TypeImpact(incoming.name, "updated" if outcome.verdict == "updated" else "not newer")


def _looks_other(held: NoteType, incoming: NoteType) -> bool:
    """Whether a newer version of a note type shows cards in another way, or names things anew."""

    def look(one: NoteType) -> object:
        templates = [(t.name, t.front, t.back) for t in one.templates]
        return one.name, one.css, one.cloze, templates, [field.name for field in one.fields]

    return look(held) != look(incoming)


def _shape(known: NoteType, incoming: NoteType) -> Iterator[str]:
    """What is different about fields and templates, in words."""
    for what, had, has in (
        ("field", [f.name for f in known.fields], [f.name for f in incoming.fields]),
        ("template", [t.name for t in known.templates], [t.name for t in incoming.templates]),
    ):
        yield from (f"{what} “{name}” was added" for name in has if name not in had)
        yield from (f"{what} “{name}” is gone" for name in had if name not in has)
        if sorted(had) == sorted(has) and had != has:
            yield f"the {what}s stand in another order"
    fields = [(f.id, f.name) for f in known.fields] != [(f.id, f.name) for f in incoming.fields]
    same_names = [f.name for f in known.fields] == [f.name for f in incoming.fields]
    if fields and same_names:
        yield "the ids of its fields changed"


def _empty_decks(done: Imported) -> Iterator[str]:
    """New decks without a card of their own or below them."""
    used = {card.deck for note in done.learner.notes.values() for card in note.cards}
    for name in done.new_decks:
        if not any(deck == name or deck.startswith(f"{name}::") for deck in used):
            yield name


def _old_files(learner: Learner, done: Imported, new: PackageView) -> Iterator[str]:
    """Files that changed under one name, and that learners go on seeing the older version of."""
    changed = {
        name for name, digest in new.media.items() if learner.media.get(name, digest) != digest
    }
    shown = {
        name
        for note in done.learner.notes.values()
        for value in note.fields
        for name, _, _ in media.references(value)
    }
    wanted = {
        n for note in new.notes for value in note.fields for n, _, _ in media.references(value)
    }
    for name in sorted(changed):
        if media.is_static(name) or (name in shown and name in wanted):
            yield name


def _twice(view: PackageView) -> Iterator[str]:
    seen: set[str] = set()
    for note in view.notes:
        if note.guid in seen:
            yield name_of(note, view)
        seen.add(note.guid)


def _presets(old: PackageView, new: PackageView) -> Iterator[str]:
    """Names of presets that are new or changed; learners get them only if they tick the box."""
    used = {deck.preset_id for deck in new.decks}
    had = {preset.id: preset for preset in old.presets}
    for preset in new.presets:
        if preset.id in used and preset.id != 1 and had.get(preset.id) != preset:
            yield preset.name
