"""The two things that are held against each other: deck folders, compiled, or packages as read."""

import dataclasses
import io
import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cps_cards import git, lookup, pipeline
from cps_cards.apkg.build import build
from cps_cards.apkg.contents import BadPackageError, Package
from cps_cards.apkg.reader import read_package
from cps_cards.apkg.versions import Version
from cps_cards.diagnostics import Diagnostic
from cps_cards.diff import revision as revisions
from cps_cards.diff.revision import Revision
from cps_cards.git import GitError
from cps_cards.lookup import NoDeckError
from cps_cards.model.deck import Collection
from cps_cards.model.ledger import Ledger
from cps_cards.pipeline import Opened
from cps_cards.source import shown_path

_NO_DECK = "there is no deck in ./decks; name it with --deck"


class UnsoundDeckError(Exception):
    """A deck folder cannot be compiled; ``found`` says why."""

    def __init__(self, found: list[Diagnostic]) -> None:
        super().__init__("the deck cannot be compiled")
        self.found = found


class UnreadableError(Exception):
    """A package is damaged, or git refuses; the message begins with what was asked for."""


@dataclass(frozen=True)
class Side:
    """``label`` is what was asked for. A package that was read has no ``deck``, and no findings."""

    label: str
    package: Package
    deck: Opened | None = None
    versions: tuple[Version, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def named(
    old: str, new: str | None, deck: Path | None, epoch: int | None, stack: ExitStack
) -> tuple[Side, Side]:
    """The sides that two names mean: each a deck folder, a package or a git revision.

    Without ``new``, it is the deck folder as it is now. ``deck`` is where revisions have theirs:
    where the other side has it, if None, else here. ``epoch`` is the time of what changed in a
    folder, in seconds since 1970, where one is known. Files of revisions are there as long as
    ``stack`` is open. Raises :class:`NoDeckError` for a name that means none of these,
    :class:`UnreadableError`, or :class:`UnsoundDeckError`.
    """
    thing: Path | Revision
    if new is None:
        # Never the deck that came along, which nobody changes here.
        home = lookup.find(deck) if deck is not None else lookup.here()
        if home is None:
            raise NoDeckError(_NO_DECK)
        new, thing = shown_path(home), home
    else:
        home = deck or _folder(new) or _folder(old) or lookup.here()
        thing = _meant(new, home)
    before = _side(old, _meant(old, home), home, None, epoch, stack)
    return before, _side(new, thing, home, before, epoch, stack)


def _folder(name: str) -> Path | None:
    """The deck folder that a name means; None where it means something else."""
    path = Path(name)
    is_deck = path.is_dir() and (path / "deck.yaml").exists()
    return path if is_deck and path.suffix.lower() != ".apkg" else None


def _meant(name: str, home: Path | None) -> Path | Revision:
    """A package, a deck folder or a revision."""
    path = Path(name)
    if path.suffix.lower() == ".apkg":
        if path.is_file():
            return path
        raise NoDeckError(f"there is no package `{name}`")
    if _folder(name) is not None:
        return path
    near, _ = _anchor(home or Path())
    try:
        found = revisions.find(name, near)
    except GitError as error:
        raise UnreadableError(f"{name}: {error}") from error
    if found is not None:
        return found
    if path.is_dir():
        return lookup.find(path)
    if path.exists():
        raise NoDeckError(f"`{name}` is neither a deck folder nor a file that ends in .apkg")
    hint = ""
    if revisions.is_shallow(near):
        hint = "; only the newest commits were fetched here: `git fetch --unshallow` gets the rest"
    raise NoDeckError(
        f"`{name}` is no deck folder, no .apkg file, and no revision that git knows here{hint}"
    )


def _side(
    label: str,
    thing: Path | Revision,
    home: Path | None,
    before: Side | None,
    epoch: int | None,
    stack: ExitStack,
) -> Side:
    if isinstance(thing, Path) and thing.is_dir():
        return from_folder(label, thing, before, epoch=epoch)
    try:
        if isinstance(thing, Path):
            return from_package(label, thing)
        if home is None:
            raise NoDeckError(_NO_DECK)
        near, way = _anchor(home)
        prefix = git.run(near, ["rev-parse", "--show-prefix"])
        inside = (PurePosixPath(prefix) / way).as_posix()
        root = stack.enter_context(revisions.work_tree(thing, inside))
    except (BadPackageError, GitError) as error:
        raise UnreadableError(f"{label}: {error}") from error
    if not (root / "deck.yaml").exists():
        raise NoDeckError(
            f"at `{label}` there is no deck folder `{inside}`; where it was another one then, "
            "name that with --deck, and the newer deck as NEW"
        )
    return from_folder(label, root, before, shown=f"{label}:{inside}", epoch=thing.time)


def _anchor(folder: Path) -> tuple[Path, Path]:
    """The folder, or the nearest above it that is there, and the way down from that one."""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100 - links stay as they were written
    there = next(one for one in (whole, *whole.parents) if one.is_dir())
    return there, whole.relative_to(there)


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
    and the newer deck is built upon that release. ``shown`` is the folder's path in messages.
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
