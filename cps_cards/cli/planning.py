"""The options of a study plan, as ``plan`` and ``build`` share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cps_cards.cli import run, values

if TYPE_CHECKING:
    from cps_cards.apkg.build import Timetable
    from cps_cards.model.curriculum import Priority
    from cps_cards.model.deck import Collection
    from cps_cards.plan.options import Learner, PlanOptions
    from cps_cards.plan.study import StudyPlan

_PACES = ("relaxed", "average", "intense")

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--start", type=values.Day(), metavar="DATE", help="The first day; today if left out."
    ),
    click.option(
        "--new",
        "new_per_day",
        type=values.Whole(1, 9999),
        metavar="N",
        help="New cards a day. Without this and --minutes, the fewest that reach the goal and take "
        "at most 120 minutes a day.",
    ),
    click.option(
        "--minutes",
        type=values.Number(1, 1440),
        metavar="M",
        help="Minutes a day at most: the largest load that stays within them.",
    ),
    click.option(
        "--goal",
        type=values.Number(0.01, 1),
        metavar="SHARE",
        default="0.9",
        show_default=True,
        help="Share of the core cards to be remembered on the exam day.",
    ),
    click.option(
        "--retention",
        type=values.Number(0.7, 0.99),
        metavar="R",
        help="Desired retention of FSRS; as deck.yaml says if left out.",
    ),
    click.option(
        "--rest-days",
        type=values.Weekdays(),
        metavar="DAYS",
        help="Days of the week without new cards, as sat,sun.",
    ),
    click.option(
        "--review-days",
        type=values.Whole(0, 365),
        metavar="N",
        help="Days before the exam without new cards; 7 if left out, fewer if the exam is near.",
    ),
    click.option(
        "--pace",
        type=values.Choice(_PACES),
        default="average",
        show_default=True,
        help="A learner who is slower and forgets more (relaxed), or the other way (intense).",
    ),
    click.option(
        "--answer-seconds",
        type=values.Number(1, 600),
        metavar="S",
        help="Seconds that a right answer takes; as the pace says if left out.",
    ),
    click.option(
        "--first-right",
        type=values.Number(0.01, 0.99),
        metavar="SHARE",
        help="Share of new cards answered right at first sight; as the pace says if left out.",
    ),
    click.option(
        "--memory",
        type=values.Number(0.1, 10),
        metavar="FACTOR",
        help="How long memories last: 0.5 for half as long as on average.",
    ),
    click.option(
        "--fsrs-parameters",
        type=values.Parameters(),
        metavar="NUMBERS",
        help="Your own FSRS parameters, copied from Anki's deck options.",
    ),
    click.option(
        "--runs",
        type=values.Whole(1, 1000),
        metavar="N",
        help="Runs of the simulation; 200 if left out, fewer for a large deck.",
    ),
    click.option(
        "--seed",
        type=values.Whole(0, 1_000_000),
        default=42,
        show_default=True,
        metavar="N",
        help="Another seed, other chances.",
    ),
)


def exam_option(*, required: bool) -> Callable[[F], F]:
    return click.option(
        "--exam-date",
        type=values.Day(),
        metavar="DATE",
        required=required,
        help="The day of the exam, as YYYY-MM-DD.",
    )


def plan_options(function: F) -> F:
    """All options of a plan but the exam date; :func:`asked` reads their values."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def today() -> date:
    """Today, or the day of SOURCE_DATE_EPOCH where it is set, so that a build can be repeated."""
    return date.today() if run.source_date_epoch() is None else run_time().date()


def run_time() -> datetime:
    """Now, or the time of SOURCE_DATE_EPOCH where it is set."""
    epoch = run.source_date_epoch()
    return datetime.now(UTC) if epoch is None else datetime.fromtimestamp(epoch, UTC)


def asked(
    exam_date: date, topics: frozenset[str], priorities: tuple[Priority, ...], **given: Any
) -> PlanOptions:
    """The values of :func:`plan_options` as one request; wrong usage where they contradict."""
    from cps_cards.plan.options import PlanOptions

    if given["new_per_day"] is not None and given["minutes"] is not None:
        raise click.UsageError("give --new or --minutes, not both: one follows from the other")
    return PlanOptions(
        exam_date=exam_date,
        start=given["start"] or today(),
        new_per_day=given["new_per_day"],
        minutes=given["minutes"],
        retention=given["retention"],
        rest_days=given["rest_days"] or frozenset(),
        review_days=given["review_days"],
        topics=topics,
        priorities=frozenset(priorities),
        goal=given["goal"],
        learner=_learner(given),
        pace=given["pace"],
        runs=given["runs"],
        seed=given["seed"],
    )


def _learner(given: dict[str, Any]) -> Learner:
    from cps_cards.plan.memory import answer_seconds
    from cps_cards.plan.options import PACES, Learner

    learner = PACES[given["pace"]]
    if given["answer_seconds"] is not None:
        factor = given["answer_seconds"] / answer_seconds(Learner())
        learner = replace(learner, answer_time=factor)
    if given["first_right"] is not None:
        learner = replace(learner, first_right=given["first_right"])
    if given["memory"] is not None:
        learner = replace(learner, memory=given["memory"])
    if given["fsrs_parameters"]:
        learner = replace(learner, parameters=given["fsrs_parameters"])
    return learner


def planned(collection: Collection, options: PlanOptions) -> StudyPlan:
    """The plan, or wrong usage with the reason why there can be none."""
    from cps_cards.plan.options import ImpossiblePlanError
    from cps_cards.plan.study import make_plan

    try:
        return make_plan(collection, options, today())
    except ImpossiblePlanError as reason:
        raise click.UsageError(str(reason)) from None


def requested(
    ctx: click.Context,
    exam_date: date | None,
    topics: frozenset[str],
    priorities: tuple[Priority, ...],
    given: dict[str, Any],
) -> PlanOptions | None:
    """The plan that ``build`` was asked for; None without an exam date, which the others need."""
    if exam_date is not None:
        return asked(exam_date, topics, priorities, **given)
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(parameter.name or "")
        if parameter.name in given and source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{parameter.opts[-1]} belongs to a plan: give --exam-date too")
    return None


def timetable(plan: StudyPlan) -> Timetable:
    """What of a plan goes into a package."""
    from cps_cards.apkg.build import Timetable
    from cps_cards.model.settings import Schedule

    return Timetable(plan.week_of, Schedule(plan.per_day, plan.retention))


def summary_line(plan: StudyPlan) -> str:
    """The plan in a line, for the one who builds."""
    from cps_cards.plan.words import counted

    exam = plan.options.exam_date.isoformat()
    return f"Planned for the exam on {exam}: {counted(plan.per_day, 'new card')} a day."


def summary_html(plan: StudyPlan) -> str:
    """The plan in a few lines, for the deck's overview in Anki."""
    from cps_cards.plan.summary import summary
    from cps_cards.render.markdown import render

    return render(summary(plan), {}).html
