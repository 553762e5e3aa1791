"""The two things that are held against each other: deck folders, compiled, or packages as read."""

from __future__ import annotations

import dataclasses
import io
from dataclasses import dataclass
from pathlib import Path

from cps_cards.apkg.build import build
from cps_cards.apkg.reader import read_package
from cps_cards.apkg.versions import Version
from cps_cards.diagnostics import Diagnostic
from cps_cards.diff.view import PackageView, package_view
from cps_cards.faults import Faults
from cps_cards.lint import engine, selection
from cps_cards.model.deck import Collection
from cps_cards.model.ledger import Ledger
from cps_cards.render.notes import RenderedNote, render_all, render_description


class UnsoundDeck(Exception):  # noqa: N818
    """A deck folder cannot be compiled; ``found`` says why."""

    def __init__(self, found: list[Diagnostic]) -> None:
        super().__init__("the deck cannot be compiled")
        self.found = found


@dataclass(frozen=True)
class Deck:
    """A deck folder that was loaded; ``epoch`` is the time of its changes, where one is known."""

    collection: Collection
    notes: list[RenderedNote]
    description: str
    epoch: int | None = None


@dataclass(frozen=True)
class Side:
    """``label`` is what was asked for. A package that was read has no ``deck``, and no findings."""

    label: str
    view: PackageView
    deck: Deck | None = None
    versions: tuple[Version, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def from_package(label: str, path: Path) -> Side:
    return Side(label, package_view(read_package(path)))


def sound_deck(collection: Collection, faults: Faults, epoch: int | None = None) -> Deck:
    """A deck that can be compiled; raises :class:`UnsoundDeck` where it cannot."""
    notes = render_all(collection, faults)
    description = render_description(collection, faults)
    selection.check_settings(collection, faults)
    if faults.found:
        raise UnsoundDeck(faults.found)
    return Deck(collection, notes, description, epoch)


def from_deck(label: str, deck: Deck, before: Side | None = None) -> Side:
    """Compile a deck as ``build`` does, and lint it.

    ``before`` is the older side. Where that is a deck, too, whoever has it got it by a release,
    and the newer deck is built upon that release.
    """
    collection = deck.collection
    if before is not None and before.deck is not None:
        collection = _upon(collection, before)
    built = build(collection, deck.notes, deck.description, epoch=deck.epoch)
    view = package_view(read_package(io.BytesIO(built.data)))
    plan = selection.choose(collection.deck.lint)
    findings = tuple(engine.check(deck.collection, plan))
    return Side(label, view, deck, built.versions, findings)


def _upon(collection: Collection, before: Side) -> Collection:
    """The deck with what a release of the older side would have recorded.

    Only for cards that the older side changed since its own last release: of the others, what the
    newer deck's ledger says (or has lost) is what counts.
    """
    if before.deck is None or before.deck.collection.deck.id != collection.deck.id:
        return collection
    ledger = collection.ledger or Ledger(collection.deck.id)
    cards = dict(ledger.cards)
    for version in before.versions:
        if version.change == "unchanged":
            continue
        released = version.published()
        known = cards.get(released.key)
        if known is None or known.mod < released.mod:
            cards[released.key] = released
    return dataclasses.replace(collection, ledger=ledger._replace(cards=cards))
