"""``cps-cards diff``."""

from contextlib import ExitStack
from pathlib import Path

import click

from cps_cards.cli import options, run
from cps_cards.lookup import NoDeckError
from cps_cards.report.base import COMPARISON

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
@click.option("--deck", type=click.Path(path_type=Path), metavar="DIR", help="Where revisions have "
              "the deck folder; where the other side has it, if left out.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 where a learner would lose history or a "
              "change would not arrive; that cards stay in their old sub-deck does not "
              "count.")  # fmt: skip
@options.format_option(COMPARISON)
@options.output_option("Where to write it; on the screen if left out.")
def command(
    old: str, new: str | None, deck: Path | None, strict: bool, format_name: str | None,
    output: Path | None,
) -> None:  # fmt: skip
    """Show what changed, and what it does to learners.

    OLD and NEW are each a deck folder, a git revision of one, or an .apkg file; without NEW, it is
    the deck folder as it is now: --deck, else ./decks, else the current folder. What learners get
    is worked out as Anki's importer does it, with the boxes of its window as they are.
    """
    format_name = options.chosen(COMPARISON, format_name, output)
    epoch = run.source_date_epoch()

    from cps_cards.diff import sides
    from cps_cards.diff.comparison import compare

    try:
        with options.wrong_usage(NoDeckError), ExitStack() as stack:
            comparison = compare(*sides.named(old, new, deck, epoch, stack))
            options.write(comparison, COMPARISON[format_name], output)
    except sides.UnreadableError as error:
        raise run.Refused(str(error)) from error
    except sides.UnsoundDeckError as unsound:
        run.stop_if_unsound(unsound.found)
        raise
    if strict and not comparison.impact.safe:
        raise SystemExit(run.UNSOUND)
