"""What the words after ``cps-cards diff`` mean: packages, deck folders, revisions."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cps_cards.cli import options, run
from cps_cards.diff import revision as revisions
from cps_cards.diff import sides

if TYPE_CHECKING:
    from cps_cards.diff.comparison import Comparison
    from cps_cards.diff.revision import Revision
    from cps_cards.diff.sides import Side


_NO_DECK = "there is no deck in ./decks; name it with --deck"


def compared(old: str, new: str | None, deck: Path | None, stack: ExitStack) -> Comparison:
    """Load both sides and compare them; work trees of revisions live as long as ``stack``."""
    from cps_cards.diff.comparison import compare

    if new is None:
        now = _deck_now(deck)
        new_thing: Path | Revision = now
        label = run.shown_path(now)
        home: Path | None = now
    else:
        # Where revisions have the deck: as told, else where the other side has it, else here.
        home = deck or _folder(new) or _folder(old) or options.deck_here()
        new_thing, label = _thing(new, home), new
    old_thing = _thing(old, home)
    before = _side(old, old_thing, home, stack, None)
    return compare(before, _side(label, new_thing, home, stack, before))


def _deck_now(deck: Path | None) -> Path:
    """The deck folder as it is; never the deck that came along, which nobody changes here."""
    found = options.find_deck(deck) if deck is not None else options.deck_here()
    if found is None:
        raise click.UsageError(_NO_DECK)
    return found


def _folder(name: str) -> Path | None:
    """The deck folder that a name means; None where it means something else."""
    path = Path(name)
    is_package = path.suffix.lower() == options.PACKAGE_SUFFIX
    return path if not is_package and path.is_dir() and (path / "deck.yaml").exists() else None


def _thing(name: str, home: Path | None) -> Path | Revision:
    """A package, a deck folder or a revision; wrong usage where it is none of them."""
    path = Path(name)
    if path.suffix.lower() == options.PACKAGE_SUFFIX:
        if path.is_file():
            return path
        raise click.UsageError(f"there is no package `{name}`")
    folder = _folder(name)
    if folder is not None:
        return folder
    near, _ = _anchor(home or Path())
    try:
        found = revisions.find(name, near)
    except revisions.NoGit as error:
        raise run.Refused(f"{name}: {error}") from error
    if found is not None:
        return found
    if path.is_dir():
        return options.find_deck(path)
    if path.exists():
        raise click.UsageError(f"`{name}` is neither a deck folder nor a file that ends in .apkg")
    hint = ""
    if revisions.is_shallow(near):
        hint = "; only the newest commits were fetched here: `git fetch --unshallow` gets the rest"
    raise click.UsageError(
        f"`{name}` is no deck folder, no .apkg file, and no revision that git knows here{hint}"
    )


def _anchor(folder: Path) -> tuple[Path, str]:
    """The folder, or the nearest above it that is there, and the way down from that one."""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100 - links stay as they were written
    there = next(one for one in (whole, *whole.parents) if one.is_dir())
    return there, whole.relative_to(there).as_posix() if there != whole else ""


def _side(
    label: str, thing: Path | Revision, home: Path | None, stack: ExitStack, before: Side | None
) -> Side:
    if isinstance(thing, Path):
        if thing.is_dir():
            return _deck(label, thing, run.shown_path(thing), run.source_date_epoch(), before)
        return _package(label, thing)
    if home is None:
        raise click.UsageError(_NO_DECK)
    try:
        there, way = _anchor(home)
        folder = "/".join(filter(None, (revisions.path_in_repository(there), way)))
        root = stack.enter_context(revisions.work_tree(thing, folder))
    except revisions.GitError as error:
        raise run.Refused(f"{label}: {error}") from error
    if not (root / "deck.yaml").exists():
        raise click.UsageError(
            f"at `{label}` there is no deck folder `{folder or '.'}`; where it was another one "
            "then, name that with --deck, and the newer deck as NEW"
        )
    return _deck(label, root, f"{label}:{folder or '.'}", thing.time, before)


def _deck(label: str, root: Path, shown: str, epoch: int | None, before: Side | None) -> Side:
    import gc

    from cps_cards.yamlio.load import load

    # As in run.load: many small objects that all stay.
    gc.disable()
    try:
        return sides.from_deck(label, sides.sound_deck(*load(root, shown), epoch), before)
    except sides.UnsoundDeck as unsound:
        run.stop_if_unsound(unsound.found)
        raise


def _package(label: str, path: Path) -> Side:
    from cps_cards.apkg.contents import BadPackageError

    try:
        return sides.from_package(label, path)
    except BadPackageError as error:
        raise run.Refused(f"{label}: {error}") from error
