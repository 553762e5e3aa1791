"""``cps-cards diff``."""

from __future__ import annotations

import io
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from cps_cards.cli import options, run

if TYPE_CHECKING:
    from cps_cards.diff.comparison import Comparison

_SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}

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
    help="Where the deck folder lies, for revisions; ./decks if left out.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 1 where a learner would lose history or a change would not arrive.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(tuple(_SUFFIXES)),
    help="How to write it; as the name of the file says, else text.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it; on the screen if left out.",
)
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
    the deck folder as it is now. What learners get is worked out as Anki's importer does it, with
    the boxes of its window as they are.
    """
    format_name = format_name or _format_of(output)
    if output is not None:
        options.check_output(output, output.suffix.lower() or _SUFFIXES[format_name])

    from cps_cards.cli.comparing import compared

    with ExitStack() as stack:
        comparison = compared(old, new, deck, stack)
        if output is None:
            _print(comparison, format_name)
        else:
            from cps_cards import atomic

            atomic.write(output, _written(comparison, format_name).encode("utf-8", "replace"))
    if strict and not comparison.impact.safe:
        raise SystemExit(run.UNSOUND)


def _format_of(output: Path | None) -> str:
    if output is not None:
        for name, suffix in _SUFFIXES.items():
            if output.suffix.lower() == suffix:
                return name
    return "text"


def _print(comparison: Comparison, format_name: str) -> None:
    if format_name == "text":
        _write(comparison, format_name, sys.stdout)
    else:
        # Pages, Markdown and JSON are UTF-8 on every system.
        sys.stdout.flush()
        sys.stdout.buffer.write(_written(comparison, format_name).encode("utf-8", "replace"))


def _written(comparison: Comparison, format_name: str) -> str:
    stream = io.StringIO(newline="")
    _write(comparison, format_name, stream)
    return stream.getvalue()


def _write(comparison: Comparison, format_name: str, stream: TextIO) -> None:
    """Each format is imported when it is asked for."""
    if format_name == "html":
        from cps_cards.report import diff_html

        diff_html.write(comparison, stream)
    elif format_name == "markdown":
        from cps_cards.report import diff_markdown

        diff_markdown.write(comparison, stream)
    elif format_name == "json":
        from cps_cards.report import diff_json

        diff_json.write(comparison, stream)
    else:
        from cps_cards.report import diff_text

        diff_text.write(comparison, stream)
