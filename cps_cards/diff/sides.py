"""The two things that are held against each other: deck folders, as they are or as they were at a
git revision, compiled, or packages as read."""

import dataclasses
import io
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from cps_cards import git, lookup, pipeline
from cps_cards.apkg.build import build
from cps_cards.apkg.contents import BadPackageError, Package
from cps_cards.apkg.reader import read_package
from cps_cards.apkg.versions import Version
from cps_cards.diagnostics import Diagnostic
from cps_cards.git import GitError, NoGitError
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


_Opener = Callable[[Side | None], Side]
"""What opens a side; it is given the older one, if it is the newer."""


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
    open_new: _Opener
    if new is None:
        # Never the deck that came along, which nobody changes here.
        home = lookup.find(deck) if deck is not None else lookup.here()
        if home is None:
            raise NoDeckError(_NO_DECK)
        open_new = partial(from_folder, shown_path(home), home, epoch=epoch)
    else:
        home = deck or _folder(new) or _folder(old) or lookup.here()
        open_new = _opener(new, home, epoch, stack)
    before = _opener(old, home, epoch, stack)(None)
    return before, open_new(before)


def _folder(name: str) -> Path | None:
    """The deck folder that a name means; None where it means something else."""
    path = Path(name)
    is_deck = path.is_dir() and (path / "deck.yaml").exists()
    return path if is_deck and path.suffix.lower() != ".apkg" else None


def _opener(name: str, home: Path | None, epoch: int | None, stack: ExitStack) -> _Opener:
    """What opens the package, deck folder or revision that a name means."""
    path = Path(name)
    if path.suffix.lower() == ".apkg":
        if path.is_file():
            return partial(from_package, name, path)
        raise NoDeckError(f"there is no package `{name}`")
    if _folder(name) is not None:
        return partial(from_folder, name, path, epoch=epoch)
    near, _ = _anchor(home or Path())
    revision = _revision(name, near)
    if revision is not None:
        return partial(_at_revision, name, revision, home, stack)
    if path.is_dir():
        return partial(from_folder, name, lookup.find(path), epoch=epoch)
    if path.exists():
        raise NoDeckError(f"`{name}` is neither a deck folder nor a file that ends in .apkg")
    hint = ""
    if _is_shallow(near):
        hint = "; only the newest commits were fetched here: `git fetch --unshallow` gets the rest"
    raise NoDeckError(
        f"`{name}` is no deck folder, no .apkg file, and no revision that git knows here{hint}"
    )


def _anchor(folder: Path) -> tuple[Path, Path]:
    """The folder, or the nearest above it that is there, and the way down from that one."""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100 - links stay as they were written
    there = next(one for one in (whole, *whole.parents) if one.is_dir())
    return there, whole.relative_to(there)


class _Revision(NamedTuple):
    """A commit; ``time`` is when it was made, in seconds since 1970."""

    repository: Path
    commit: str
    time: int


def _revision(name: str, near: Path) -> _Revision | None:
    """The commit that a name means in the repository around ``near``; None where it means none."""
    if name.startswith("-") or "\0" in name:
        return None
    try:
        top = git.run(near, ["rev-parse", "--show-toplevel"])
        commit = git.run(near, ["rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"])
        time = git.run(near, ["show", "--no-patch", "--format=%ct", commit])
    except NoGitError as error:
        raise UnreadableError(f"{name}: {error}") from error
    except GitError:
        return None
    return _Revision(Path(top), commit, int(time))


def _is_shallow(near: Path) -> bool:
    try:
        return git.run(near, ["rev-parse", "--is-shallow-repository"]) == "true"
    except GitError:
        return False


def _at_revision(
    label: str, revision: _Revision, home: Path | None, stack: ExitStack, before: Side | None
) -> Side:
    if home is None:
        raise NoDeckError(_NO_DECK)
    near, way = _anchor(home)
    try:
        inside = (PurePosixPath(git.run(near, ["rev-parse", "--show-prefix"])) / way).as_posix()
        root = _checked_out(revision, inside, stack)
    except GitError as error:
        raise UnreadableError(f"{label}: {error}") from error
    if not (root / "deck.yaml").exists():
        raise NoDeckError(
            f"at `{label}` there is no deck folder `{inside}`; where it was another one then, "
            "name that with --deck, and the newer deck as NEW"
        )
    return from_folder(label, root, before, shown=f"{label}:{inside}", epoch=revision.time)


def _checked_out(revision: _Revision, folder: str, stack: ExitStack) -> Path:
    """The files of ``folder`` (its path in the repository, ``.`` for the top) at a revision.

    They are written through an index of their own: neither the repository nor its work tree or
    index is touched, and no hook runs.
    """
    temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cps-cards-")))
    files = temporary / "files"
    files.mkdir()

    def run(arguments: Sequence[str], given: str = "") -> str:
        index = {"GIT_INDEX_FILE": str(temporary / "index")}
        return git.run(revision.repository, arguments, given, index)

    run(["read-tree", revision.commit])
    files_in = ":(top)" if folder == "." else f":(top,literal){folder}"
    listed = run(["ls-files", "-z", "--", files_in])
    run(["checkout-index", "-z", "--stdin", f"--prefix={files.as_posix()}/"], listed)
    return files / folder


def from_package(label: str, path: Path, _: Side | None = None) -> Side:
    """A package; raises :class:`UnreadableError` where it is none, or OSError."""
    try:
        return Side(label, read_package(path))
    except BadPackageError as error:
        raise UnreadableError(f"{label}: {error}") from error


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
