"""The two things that are held against each other: deck folders, compiled, or packages as read."""

from __future__ import annotations

import dataclasses
import io
import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from cps_cards import pipeline
from cps_cards.apkg.build import build
from cps_cards.apkg.contents import Package
from cps_cards.apkg.reader import read_package
from cps_cards.apkg.versions import Version
from cps_cards.diagnostics import Diagnostic
from cps_cards.diff import revision as revisions
from cps_cards.diff.revision import Revision
from cps_cards.model.deck import Collection
from cps_cards.model.ledger import Ledger
from cps_cards.pipeline import Opened


class UnsoundDeckError(Exception):
    """A deck folder cannot be compiled; ``found`` says why."""

    def __init__(self, found: list[Diagnostic]) -> None:
        super().__init__("the deck cannot be compiled")
        self.found = found


class NoDeckError(LookupError):
    """At a revision, the deck folder is not there; the message is for whoever named it."""


@dataclass(frozen=True)
class Side:
    """``label`` is what was asked for. A package that was read has no ``deck``, and no findings."""

    label: str
    package: Package
    deck: Opened | None = None
    versions: tuple[Version, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def from_package(label: str, path: Path) -> Side:
    """A package; raises :class:`BadPackageError` where it is none, or OSError."""
    return Side(label, read_package(path))


def from_folder(
    label: str,
    root: Path,
    before: Side | None = None,
    *,
    shown: str | None = None,
    epoch: int | None = None,
) -> Side:
    """Compile a deck as ``build`` does, and lint it; raises :class:`UnsoundDeckError`.

    ``before`` is the older side. Where that is a deck, too, whoever has it got it by a release,
    and the newer deck is built upon that release. ``epoch`` is the time of the deck's changes in
    seconds since 1970, where one is known.
    """
    deck = pipeline.open_deck(root, shown=shown)
    if deck.faults.found:
        raise UnsoundDeckError(deck.faults.found)
    collection = deck.collection
    if before is not None and before.deck is not None:
        collection = _upon(collection, before.deck.collection, before.versions)
    built = build(collection, deck.notes, deck.description, epoch=epoch)
    package = read_package(io.BytesIO(built.data))
    return Side(label, package, deck, built.versions, tuple(deck.findings()))


def from_revision(
    label: str, revision: Revision, folder: Path, before: Side | None, stack: ExitStack
) -> Side:
    """Compile the deck ``folder`` as it was at a revision.

    Its files are there as long as ``stack`` is open. Raises :class:`NoDeckError`,
    :class:`UnsoundDeckError` or :class:`GitError`.
    """
    there, way = anchor(folder)
    inside = "/".join(filter(None, (revisions.path_in_repository(there), way)))
    root = stack.enter_context(revisions.work_tree(revision, inside))
    if not (root / "deck.yaml").exists():
        raise NoDeckError(
            f"at `{label}` there is no deck folder `{inside or '.'}`; where it was another one "
            "then, name that with --deck, and the newer deck as NEW"
        )
    shown = f"{label}:{inside or '.'}"
    return from_folder(label, root, before, shown=shown, epoch=revision.time)


def anchor(folder: Path) -> tuple[Path, str]:
    """The folder, or the nearest above it that is there, and the way down from that one."""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100 - links stay as they were written
    there = next(one for one in (whole, *whole.parents) if one.is_dir())
    return there, whole.relative_to(there).as_posix() if there != whole else ""


def _upon(collection: Collection, older: Collection, released: tuple[Version, ...]) -> Collection:
    """The deck with what a release of the older side would have recorded.

    Only for cards that the older side changed since its own last release: of the others, what the
    newer deck's ledger says (or has lost) is what counts.
    """
    if older.deck.id != collection.deck.id:
        return collection
    ledger = collection.ledger or Ledger(collection.deck.id)
    cards = dict(ledger.cards)
    for version in released:
        if version.change != "unchanged":
            published = version.published()
            known = cards.get(published.key)
            if known is None or known.mod < published.mod:
                cards[published.key] = published
    return dataclasses.replace(collection, ledger=ledger._replace(cards=cards))
