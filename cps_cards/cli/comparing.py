"""What the words after ``cps-cards diff`` mean: packages, deck folders, revisions."""

from __future__ import annotations

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


def compared(old: str, new: str | None, deck: Path | None, stack: ExitStack) -> Comparison:
    """Load both sides and compare them; work trees of revisions live as long as ``stack``."""
    from cps_cards.diff.comparison import compare

    near = deck or Path("decks")
    newer = options.find_deck(deck) if new is None else _thing(new, near)
    home = newer if isinstance(newer, Path) and newer.is_dir() else near
    older = _thing(old, home)
    before = _side(old, older, home, stack, None)
    label = new if new is not None else run.shown_path(newer) if isinstance(newer, Path) else ""
    after = _side(label, newer, home, stack, before)
    return compare(before, after)


def _thing(name: str, near: Path) -> Path | Revision:
    """A package, a deck folder or a revision; wrong usage where it is none of them."""
    path = Path(name)
    if path.suffix.lower() == options.PACKAGE_SUFFIX:
        if path.is_file():
            return path
        raise click.UsageError(f"there is no package `{name}`")
    if path.is_dir() and (path / "deck.yaml").exists():
        return path
    try:
        found = revisions.find(name, near if near.is_dir() else Path())
    except revisions.NoGit as error:
        raise run.Refused(f"{name}: {error}") from error
    if found is not None:
        return found
    if path.is_dir():
        return options.find_deck(path)
    if path.exists():
        raise click.UsageError(f"`{name}` is neither a deck folder nor a file that ends in .apkg")
    raise click.UsageError(
        f"`{name}` is no deck folder, no .apkg file, and no revision that git knows here"
    )


def _side(
    label: str, thing: Path | Revision, home: Path, stack: ExitStack, before: Side | None
) -> Side:
    if isinstance(thing, Path):
        if thing.is_dir():
            return _deck(label, thing, run.shown_path(thing), run.source_date_epoch(), before)
        return _package(label, thing)
    try:
        folder = revisions.path_in_repository(home if home.is_dir() else Path())
        if not home.is_dir():
            folder = f"{folder}/{home.as_posix()}".lstrip("/")
        root = stack.enter_context(revisions.work_tree(thing, folder))
    except revisions.GitError as error:
        raise run.Refused(f"{label}: {error}") from error
    if not (root / "deck.yaml").exists():
        raise click.UsageError(f"at `{label}` there is no deck folder `{folder or '.'}`")
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
    from cps_cards.apkg.contents import BadPackage

    try:
        return sides.from_package(label, path)
    except BadPackage as error:
        raise run.Refused(f"{label}: {error}") from error
