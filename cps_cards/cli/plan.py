"""``cps-cards plan``."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from cps_cards.cli import options, planning, run

if TYPE_CHECKING:
    from cps_cards.plan.study import StudyPlan

_SUFFIXES = {"text": ".txt", "html": ".html", "json": ".json", "ics": ".ics"}

_EPILOG = """\b
Examples:
  cps-cards plan --exam-date 2027-03-15                     the least work that is enough
  cps-cards plan --exam-date 2027-03-15 --minutes 20        what 20 minutes a day bring
  cps-cards plan --exam-date 2027-03-15 --rest-days sat,sun
  cps-cards plan --exam-date 2027-03-15 -o plan.html        a page to print or to keep
  cps-cards plan --exam-date 2027-03-15 -o plan.ics         entries for a calendar
"""


@click.command(epilog=_EPILOG)
@options.deck_argument
@planning.exam_option(required=True)
@planning.plan_options
@options.topic_option
@options.priority_option
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
    deck: Path | None,
    exam_date: date,
    topics: tuple[str, ...],
    priorities: tuple[str, ...],
    format_name: str | None,
    output: Path | None,
    **values: Any,
) -> None:
    """Make a study plan that ends on the day of the exam.

    How many new cards a day, how long it takes, what will be remembered on the day, and what to
    search for in Anki, week by week.
    """
    format_name = format_name or _format_of(output)
    if output is not None:
        options.check_output(output, output.suffix.lower() or _SUFFIXES[format_name])
    root = options.find_deck(deck)
    request = planning.asked(exam_date, frozenset(topics), priorities, **values)
    collection, faults = run.load(root, wording=False)
    run.stop_if_unsound(faults.found)
    options.check_topics(topics, [topic.id for topic in collection.deck.topics])
    plan = planning.planned(collection, request)
    if output is None:
        _print(plan, format_name)
    else:
        from cps_cards import atomic

        atomic.write(output, _written(plan, format_name).encode())


def _format_of(output: Path | None) -> str:
    if output is not None:
        for name, suffix in _SUFFIXES.items():
            if output.suffix.lower() == suffix:
                return name
    return "text"


def _print(plan: StudyPlan, format_name: str) -> None:
    if format_name == "text":
        _write(plan, format_name, sys.stdout)
    else:
        # Calendar lines end in CRLF and pages are UTF-8 on every system.
        sys.stdout.buffer.write(_written(plan, format_name).encode())


def _written(plan: StudyPlan, format_name: str) -> str:
    stream = io.StringIO(newline="")
    _write(plan, format_name, stream)
    return stream.getvalue()


def _write(plan: StudyPlan, format_name: str, stream: TextIO) -> None:
    """Each format is imported when it is asked for: a calendar needs neither rich nor jinja2."""
    if format_name == "html":
        from cps_cards.report import plan_html

        plan_html.write(plan, stream)
    elif format_name == "json":
        from cps_cards.report import plan_json

        plan_json.write(plan, stream)
    elif format_name == "ics":
        from cps_cards.report import plan_ics

        plan_ics.write(plan, stream)
    else:
        from cps_cards.report import plan_text

        plan_text.write(plan, stream)
