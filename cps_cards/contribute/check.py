"""Judges a card before it is written: what the loader, the renderer and the linter say of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from cps_cards.contribute.draft import Draft
from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.lint import engine, selection
from cps_cards.model.cards import Card
from cps_cards.model.deck import Collection
from cps_cards.render.notes import RenderedNote, render_all
from cps_cards.source import Source
from cps_cards.yamlio import append
from cps_cards.yamlio.align import align
from cps_cards.yamlio.patched import with_card_file


@dataclass(frozen=True)
class Judged:
    """A card as it would stand in its file, and what is to be said about it.

    ``card`` and ``note`` are None where the card cannot be compiled; ``findings`` then say why.
    """

    source: Source
    piece: str
    card: Card | None
    note: RenderedNote | None
    findings: tuple[Diagnostic, ...]
    collection: Collection

    @property
    def sound(self) -> bool:
        return self.card is not None and self.note is not None

    @property
    def worth_a_change(self) -> list[Diagnostic]:
        return [one for one in self.findings if one.severity >= Severity.WARNING]


class Judge:
    """Judges drafts of one deck; what was to be said of the deck before is not told again."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self._before: set[tuple[str, str, str | None]] | None = None

    def judge(
        self, draft: Draft, before: Source | None, path: str, topic: str, lead: str
    ) -> Judged:
        """The draft in its file: ``before``, or a new one at ``path`` that begins with ``lead``."""
        keys = draft.keys()
        if before is None:
            text = append.new_file(topic, keys, lead)
            source, piece = Source(path, text, False, align), text
        else:
            text = append.add(before, keys, self._objective(draft))
            source, piece = Source(path, text, before.bom, align), _added(before.text, text)
        patched, faults = with_card_file(self.collection, source)
        id = draft["id"]
        card = patched.by_id.get(id) if not faults.found else None
        note = None
        if card is not None:
            only = render_all(_of_one(patched, card), faults)
            note = only[0] if not faults.found else None
        findings = faults.found if faults.found else self._new_findings(patched, id)
        return Judged(source, piece, card, note, tuple(findings), patched)

    def _objective(self, draft: Draft) -> str:
        """The objective that the draft belongs to first of all."""
        taught, curriculum = draft["teaches"], self.collection.curriculum
        if not taught or curriculum is None or taught[0] not in curriculum.by_id:
            return ""
        return curriculum.by_id[taught[0]][1].id.value

    def _new_findings(self, patched: Collection, id: str) -> list[Diagnostic]:
        """What the linter finds in the card, and in others because of it."""
        if self._before is None:
            self._before = {_key(one) for one in self._lint(self.collection)}
        return [
            one for one in self._lint(patched)
            if one.card is not None and (one.card == id or _key(one) not in self._before)
        ]  # fmt: skip

    def _lint(self, collection: Collection) -> Iterable[Diagnostic]:
        return engine.check(collection, selection.choose(collection.deck.lint))


def _key(one: Diagnostic) -> tuple[str, str, str | None]:
    return one.code, one.message, one.card


def _of_one(collection: Collection, card: Card) -> Collection:
    return dataclasses.replace(collection, cards=(card,))


def _added(before: str, after: str) -> str:
    """The piece that makes one text of the other."""
    start = 0
    while start < len(before) and before[start] == after[start]:
        start += 1
    end = len(after) - (len(before) - start)
    return after[start:end]
