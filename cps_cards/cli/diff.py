"""``cps-cards diff``."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cps_cards.cli import formats, options, run
from cps_cards.report.base import COMPARISON

if TYPE_CHECKING:
    from cps_cards.diff.comparison import Comparison
    from cps_cards.diff.revision import Revision
    from cps_cards.diff.sides import Side

_NO_DECK = "there is no deck in ./decks; name it with --deck"
_EPILOG = """\b
Examples:
  cps-cards diff main                      what this branch changes, and does to learners
  cps-cards diff HEAD~3 HEAD               two revisions
  cps-cards diff old.apkg decks            what people get who have that package
  cps-cards diff one.apkg other.apkg       any two packages, whoever made them
  cps-cards diff main -o diff.html         a page with the cards before and after
  cps-cards diff main --strict             exit with 1 where learners would lose something
"""


@click.command(epilog=_EPILOG)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "--deck",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where revisions have the deck folder; where the other side has it, if left out.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 1 where a learner would lose history or a change would not arrive; that cards "
    "stay in their old sub-deck does not count.",
)
@formats.format_options(COMPARISON)
def command(
    old: str,
    new: str | None,
    deck: Path | None,
    strict: bool,
    format_name: str | None,
    output: Path | None,
) -> None:
    """Show what changed, and what it does to learners.

    OLD and NEW are each a deck folder, a git revision of one, or an .apkg file; without NEW, it is
    the deck folder as it is now: --deck, else ./decks, else the current folder. What learners get
    is worked out as Anki's importer does it, with the boxes of its window as they are.
    """
    format_name = formats.chosen(COMPARISON, format_name, output)
    with ExitStack() as stack:
        comparison = _comparison(old, new, deck, stack)
        formats.write(comparison, COMPARISON[format_name], output)
    if strict and not comparison.impact.safe:
        raise SystemExit(run.UNSOUND)


def _comparison(old: str, new: str | None, deck: Path | None, stack: ExitStack) -> Comparison:
    """Load both sides and compare them; files of revisions live as long as ``stack``."""
    from cps_cards.diff.comparison import compare

    new_thing: Path | Revision
    if new is None:
        # Never the deck that came along, which nobody changes here.
        home = options.find_deck(deck) if deck is not None else options.deck_here()
        if home is None:
            raise click.UsageError(_NO_DECK)
        new, new_thing = run.shown_path(home), home
    else:
        # Where revisions have the deck: as told, else where the other side has it, else here.
        home = deck or _folder(new) or _folder(old) or options.deck_here()
        new_thing = _thing(new, home)
    old_thing = _thing(old, home)
    before = _side(old, old_thing, home, None, stack)
    return compare(before, _side(new, new_thing, home, before, stack))


def _folder(name: str) -> Path | None:
    """The deck folder that a name means; None where it means something else."""
    path = Path(name)
    is_package = path.suffix.lower() == options.PACKAGE_SUFFIX
    return path if not is_package and path.is_dir() and (path / "deck.yaml").exists() else None


def _thing(name: str, home: Path | None) -> Path | Revision:
    """A package, a deck folder or a revision; wrong usage where it is none of them."""
    from cps_cards.diff import revision, sides

    path = Path(name)
    if path.suffix.lower() == options.PACKAGE_SUFFIX:
        if path.is_file():
            return path
        raise click.UsageError(f"there is no package `{name}`")
    folder = _folder(name)
    if folder is not None:
        return folder
    near, _ = sides.anchor(home or Path())
    try:
        found = revision.find(name, near)
    except revision.NoGitError as error:
        raise run.Refused(f"{name}: {error}") from error
    if found is not None:
        return found
    if path.is_dir():
        return options.find_deck(path)
    if path.exists():
        raise click.UsageError(f"`{name}` is neither a deck folder nor a file that ends in .apkg")
    hint = ""
    if revision.is_shallow(near):
        hint = "; only the newest commits were fetched here: `git fetch --unshallow` gets the rest"
    raise click.UsageError(
        f"`{name}` is no deck folder, no .apkg file, and no revision that git knows here{hint}"
    )


def _side(
    label: str, thing: Path | Revision, home: Path | None, before: Side | None, stack: ExitStack
) -> Side:
    from cps_cards.apkg.contents import BadPackageError
    from cps_cards.diff import sides
    from cps_cards.diff.revision import GitError

    try:
        if not isinstance(thing, Path):
            if home is None:
                raise click.UsageError(_NO_DECK)
            return sides.from_revision(label, thing, home, before, stack)
        if thing.is_dir():
            return sides.from_folder(label, thing, before, epoch=run.source_date_epoch())
        return sides.from_package(label, thing)
    except sides.NoDeckError as error:
        raise click.UsageError(str(error)) from error
    except (BadPackageError, GitError) as error:
        raise run.Refused(f"{label}: {error}") from error
    except sides.UnsoundDeckError as unsound:
        run.stop_if_unsound(unsound.found)
        raise
