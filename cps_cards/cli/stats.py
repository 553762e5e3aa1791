"""``cps-cards stats``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cps_cards.cli import options, run

_EPILOG = """\b
Examples:
  cps-cards stats                          tables for people
  cps-cards stats decks --format json      the same for programs
"""


@click.command(epilog=_EPILOG)
@options.deck_argument
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
    help="How to print it.",
)
def command(deck: Path | None, format_name: str) -> None:
    """Count cards, and what of the curriculum they cover.

    Cards by topic, kind and priority; objectives and facts covered; cards a study week.
    """
    collection, faults = run.load(options.find_deck(deck), wording=False)
    run.stop_if_unsound(faults.found)

    from cps_cards.report import figures
    from cps_cards.stats import stats

    figures.write(stats(collection), format_name, sys.stdout)
