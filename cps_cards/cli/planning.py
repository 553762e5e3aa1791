"""The options of a study plan, as ``plan`` and ``build`` share them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cps_cards.cli import run, values
from cps_cards.model.settings import SUBDECKS

if TYPE_CHECKING:
    from cps_cards.model.curriculum import Priority
    from cps_cards.model.deck import Collection
    from cps_cards.model.settings import Subdecks
    from cps_cards.plan.request import PlanRequest
    from cps_cards.plan.study import StudyPlan

_PACES = ("relaxed", "average", "intense")

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--start", type=values.DATE, metavar="DATE", help="The first day; today if left out."
    ),
    click.option(
        "--new",
        "new_per_day",
        type=values.whole(1, 9999),
        metavar="N",
        help="New cards a day. Without this and --minutes, the fewest that reach the goal and take "
        "at most 120 minutes a day.",
    ),
    click.option(
        "--minutes",
        type=values.number(1, 1440),
        metavar="M",
        help="Minutes a day at most: the largest load that stays within them.",
    ),
    click.option(
        "--goal",
        type=values.number(0.01, 1),
        metavar="SHARE",
        default="0.9",
        show_default=True,
        help="Share of the core cards to be remembered on the exam day.",
    ),
    click.option(
        "--retention",
        type=values.number(0.7, 0.99),
        metavar="R",
        help="Desired retention of FSRS; as deck.yaml says if left out.",
    ),
    click.option(
        "--rest-days",
        type=values.WEEKDAYS,
        multiple=True,
        metavar="DAYS",
        help="Days of the week without new cards, as sat,sun; may be given more than once.",
    ),
    click.option(
        "--review-days",
        type=values.whole(0, 365),
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
        "--fsrs-parameters",
        type=values.PARAMETERS,
        metavar="NUMBERS",
        help="Your own FSRS parameters, copied from Anki's deck options.",
    ),
)


def exam_option(*, required: bool) -> Callable[[F], F]:
    return click.option(
        "--exam-date",
        type=values.DATE,
        metavar="DATE",
        required=required,
        help="The day of the exam, as YYYY-MM-DD.",
    )


def plan_options(function: F) -> F:
    """All options of a plan but the exam date; :func:`request_of` reads their values."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


subdecks_option = click.option(
    "--subdecks",
    type=click.Choice(SUBDECKS),
    help="How cards are divided into sub-decks; as deck.yaml says if left out.",
)


def divided(collection: Collection, subdecks: Subdecks | None) -> Collection:
    """The collection with the sub-decks asked for; wrong usage where a class has other weeks."""
    from cps_cards.schedule.order import with_subdecks

    if subdecks == "priority" and collection.deck.schedule.weeks:
        raise click.UsageError(
            "sub-decks by priority would bring core cards of all topics first, and deck.yaml has "
            "the weeks of a class: leave --subdecks out"
        )
    return with_subdecks(collection, subdecks)


def today() -> date:
    """Today, or the day of SOURCE_DATE_EPOCH where it is set, so that a build can be repeated."""
    return date.today() if run.source_date_epoch() is None else run_time().date()


def run_time() -> datetime:
    """Now, or the time of SOURCE_DATE_EPOCH where it is set."""
    epoch = run.source_date_epoch()
    return datetime.now(UTC) if epoch is None else datetime.fromtimestamp(epoch, UTC)


def request_of(
    exam_date: date,
    topics: frozenset[str],
    priorities: tuple[Priority, ...],
    *,
    pace: str,
    fsrs_parameters: Sequence[float] | None,
    rest_days: tuple[frozenset[int], ...],
    start: date | None,
    **given: Any,
) -> PlanRequest:
    """The values of :func:`plan_options` as one request; wrong usage where they contradict."""
    from cps_cards.plan.request import PACES, PlanRequest

    if given["new_per_day"] is not None and given["minutes"] is not None:
        raise click.UsageError("give --new or --minutes, not both: one follows from the other")
    return PlanRequest(
        exam_date=exam_date,
        start=start or today(),
        topics=topics,
        priorities=frozenset(priorities),
        rest_days=frozenset().union(*rest_days),
        learner=PACES[pace]._replace(parameters=tuple(fsrs_parameters or ())),
        pace=pace,
        **given,
    )


def planned(collection: Collection, request: PlanRequest) -> StudyPlan:
    """The plan, or wrong usage with the reason why there can be none."""
    from cps_cards.plan.request import ImpossiblePlanError
    from cps_cards.plan.study import make_plan

    try:
        return make_plan(collection, request, today())
    except ImpossiblePlanError as reason:
        raise click.UsageError(str(reason)) from None


def refuse_without_exam_date(ctx: click.Context, given: Mapping[str, object]) -> None:
    """Wrong usage where options of a plan are given and no exam date, which they all need."""
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(parameter.name or "")
        if parameter.name in given and source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{parameter.opts[-1]} belongs to a plan: give --exam-date too")
