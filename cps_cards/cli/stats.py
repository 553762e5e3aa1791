"""``cps-cards stats``."""

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
@options.format_option(
    ("text", "json", "markdown"), "How to print it.", default="text", show_default=True
)
def command(deck: Path, format_name: str) -> None:
    """Count cards, and what of the curriculum they cover.

    Cards by topic, kind and priority; objectives and facts covered; cards a study week.
    """
    opened = run.sound_deck(deck)

    from cps_cards.report import figures
    from cps_cards.stats import stats

    figures.write(stats(opened.collection), format_name, sys.stdout)
