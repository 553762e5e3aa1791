"""``cps-cards plan``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import formats, options, planning, run
from cps_cards.report.base import PLAN

if TYPE_CHECKING:
    from cps_cards.model.curriculum import Priority
    from cps_cards.model.settings import Subdecks

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
@planning.subdecks_option
@formats.format_option(PLAN)
@options.output_option("Where to write it; on the screen if left out.")
def command(
    deck: Path,
    exam_date: date,
    topics: tuple[str, ...],
    priorities: tuple[Priority, ...],
    subdecks: Subdecks | None,
    format_name: str | None,
    output: Path | None,
    **values: Any,
) -> None:
    """Make a study plan that ends on the day of the exam.

    How many new cards a day, how long it takes, what will be remembered on the day, and what to
    search for in Anki, week by week.
    """
    format_name = formats.chosen(PLAN, format_name, output)
    collection = run.sound_deck(deck, sys.stderr).collection
    chosen = options.check_topics(topics, [topic.id for topic in collection.deck.topics])
    request = planning.request_of(exam_date, chosen, priorities, **values)
    plan = planning.planned(planning.divided(collection, subdecks), request)
    # Only a calendar says when it was made: the later one of two is to replace the other.
    dated = {"made": planning.run_time()} if format_name == "ics" else {}
    formats.write(plan, PLAN[format_name], output, **dated)
