"""``cps-cards plan``, and its options as ``build`` has them too."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import options, run
from cps_cards.model.curriculum import Priority
from cps_cards.model.deck import Collection
from cps_cards.model.settings import SUBDECKS, Subdecks
from cps_cards.report.base import PLAN

if TYPE_CHECKING:
    from cps_cards.plan.study import StudyPlan

_EPILOG = """\b
Examples:
  cps-cards plan --exam-date 2027-03-15                     the least work that is enough
  cps-cards plan --exam-date 2027-03-15 --minutes 20        what 20 minutes a day bring
  cps-cards plan --exam-date 2027-03-15 --rest-days sat,sun
  cps-cards plan --exam-date 2027-03-15 -o plan.html        a page to print or to keep
  cps-cards plan --exam-date 2027-03-15 -o plan.ics         entries for a calendar
"""

_OPTIONS = (
    click.option("--start", type=options.DATE, help="The first day; today if left out."),
    click.option("--new", "new_per_day", type=options.number(1, 9999, int),
                 help="New cards a day. Without this and --minutes, the fewest that reach the goal "
                 "and take at most 120 minutes a day."),
    click.option("--minutes", type=options.number(1, 1440),
                 help="Minutes a day at most: the largest load that stays within them."),
    click.option("--goal", type=options.number(0.01, 1), default="0.9", show_default=True,
                 help="Share of the core cards to be remembered on the exam day."),
    click.option("--retention", type=options.number(0.7, 0.99),
                 help="Desired retention of FSRS; as deck.yaml says if left out."),
    click.option("--rest-days", type=options.WEEKDAYS, multiple=True,
                 help="Days of the week without new cards, as sat,sun; may be given more than "
                 "once."),
    click.option("--review-days", type=options.number(0, 365, int),
                 help="Days before the exam without new cards; 7 if left out, fewer if the exam is "
                 "near."),
    click.option("--pace", type=options.Choice(("relaxed", "average", "intense")),
                 default="average", show_default=True,
                 help="A learner who is slower and forgets more (relaxed), or the other way "
                 "(intense)."),
    click.option("--fsrs-parameters", type=options.PARAMETERS,
                 help="Your own FSRS parameters, copied from Anki's deck options."),
)  # fmt: skip

exam_option = partial(
    click.option, "--exam-date", type=options.DATE, help="The day of the exam, as YYYY-MM-DD."
)


def plan_options(function: options.F) -> options.F:
    """All options of a plan but the exam date; :func:`planned` takes their values."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


subdecks_option = click.option(
    "--subdecks", type=options.Choice(SUBDECKS),
    help="How cards are divided into sub-decks; as deck.yaml says if left out.",
)  # fmt: skip


def divided(collection: Collection, subdecks: Subdecks | None) -> Collection:
    """The collection with the sub-decks asked for; wrong usage where a class has other weeks."""
    from cps_cards.schedule.order import with_subdecks

    if subdecks == "priority" and collection.deck.schedule.weeks:
        raise click.UsageError(
            "sub-decks by priority would bring core cards of all topics first, and deck.yaml has "
            "the weeks of a class: leave --subdecks out"
        )
    return with_subdecks(collection, subdecks)


def now() -> datetime:
    """Now, or the time of SOURCE_DATE_EPOCH where it is set, so that a build can be repeated."""
    epoch = run.source_date_epoch()
    return datetime.now().astimezone() if epoch is None else datetime.fromtimestamp(epoch, UTC)


def planned(
    collection: Collection, exam_date: date, topics: frozenset[str],
    priorities: tuple[Priority, ...], **given: Any,
) -> "StudyPlan":  # fmt: skip
    """The plan by the values of :func:`plan_options`; wrong usage with the reason why there can be
    none, or where two of them contradict each other."""
    from cps_cards.plan.request import PACES, ImpossiblePlanError, PlanRequest
    from cps_cards.plan.study import make_plan

    if given["new_per_day"] is not None and given["minutes"] is not None:
        raise click.UsageError("give --new or --minutes, not both: one follows from the other")
    today = now().date()
    parameters = tuple(given.pop("fsrs_parameters") or ())
    request = PlanRequest(
        exam_date=exam_date, start=given.pop("start") or today,
        topics=topics, priorities=frozenset(priorities),
        rest_days=frozenset().union(*given.pop("rest_days")),
        learner=PACES[given["pace"]]._replace(parameters=parameters),
        **given,
    )  # fmt: skip
    with options.wrong_usage(ImpossiblePlanError):
        return make_plan(collection, request, today)


@click.command(epilog=_EPILOG)
@options.deck_argument
@exam_option(required=True)
@plan_options
@options.topic_option
@options.priority_option
@subdecks_option
@options.format_option(PLAN)
@options.output_option("Where to write it; on the screen if left out.")
def command(
    deck: Path, exam_date: date, topics: tuple[str, ...], priorities: tuple[Priority, ...],
    subdecks: Subdecks | None, format_name: str | None, output: Path | None, **plan_values: Any,
) -> None:  # fmt: skip
    """Make a study plan that ends on the day of the exam.

    How many new cards a day, how long it takes, what will be remembered on the day, and what to
    search for in Anki, week by week.
    """
    format_name = options.chosen(PLAN, format_name, output)
    collection = run.sound_deck(deck).collection
    chosen = options.check_topics(topics, collection)
    plan = planned(divided(collection, subdecks), exam_date, chosen, priorities, **plan_values)
    # Only a calendar says when it was made: the later one of two is to replace the other.
    dated = {"made": now()} if format_name == "ics" else {}
    options.write(plan, PLAN[format_name], output, **dated)
