"""The options of a study plan, as ``plan`` and ``build`` share them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cps_cards.cli import run
from cps_cards.model.texts import did_you_mean

if TYPE_CHECKING:
    from cps_cards.apkg.build import Timetable
    from cps_cards.model.deck import Collection
    from cps_cards.plan.options import Learner, PlanOptions
    from cps_cards.plan.study import StudyPlan

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PACES = ("relaxed", "average", "intense")


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A date as YYYY-MM-DD and in no other way: 03/04 is another day in every country."""
    if value is None:
        return None
    if not _ISO.fullmatch(value):
        raise click.BadParameter(f"`{value}`: write a date as year-month-day, like 2027-03-15")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"there is no day {value} in the calendar") from None


def _weekdays(ctx: click.Context, param: click.Parameter, value: str | None) -> frozenset[int]:
    """Days of the week, separated by commas; 0 is Monday."""
    found = set()
    for word in value.split(",") if value is not None else ():
        name = word.strip().lower()
        if name in _WEEKDAYS:
            found.add(_WEEKDAYS.index(name))
        elif name in _FULL_NAMES:
            found.add(_FULL_NAMES.index(name))
        else:
            near = did_you_mean(name, (*_WEEKDAYS, *_FULL_NAMES)) or ";"
            raise click.BadParameter(
                f"`{word.strip()}` is no day of the week{near} write them as {','.join(_WEEKDAYS)}"
            )
    return frozenset(found)


Callback = Callable[[click.Context, click.Parameter, "str | None"], "float | None"]


def _number(low: float, high: float) -> Callback:
    """A number between two others, both allowed; infinity and "not a number" are none."""

    def read(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
        if value is None:
            return None
        try:
            number = float(value)
        except ValueError:
            raise click.BadParameter(f"`{value}` is no number") from None
        if not low <= number <= high:
            raise click.BadParameter(f"it lies between {low:g} and {high:g}, not at {value}")
        return number

    return read


def _parameters(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[float, ...]:
    """FSRS parameters as Anki shows them: numbers separated by commas."""
    if value is None:
        return ()
    try:
        return tuple(float(word) for word in re.split(r"[\s,]+", value.strip(" \t\n,[]")))
    except ValueError:
        raise click.BadParameter(
            "copy them from Anki's deck options: numbers, with commas between them"
        ) from None


F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--start", callback=_day, metavar="DATE", help="The first day; today if left out."
    ),
    click.option(
        "--new",
        "new_per_day",
        type=click.IntRange(1, 9999),
        metavar="N",
        help="New cards a day. Without this and --minutes, the fewest that reach the goal.",
    ),
    click.option(
        "--minutes",
        callback=_number(1, 1440),
        metavar="M",
        help="Minutes a day at most: the largest load that stays within them.",
    ),
    click.option(
        "--goal",
        callback=_number(0.01, 1),
        metavar="SHARE",
        default="0.9",
        show_default=True,
        help="Share of the core cards to be remembered on the exam day.",
    ),
    click.option(
        "--retention",
        callback=_number(0.7, 0.99),
        metavar="R",
        help="Desired retention of FSRS; as deck.yaml says if left out.",
    ),
    click.option(
        "--rest-days",
        callback=_weekdays,
        metavar="DAYS",
        help="Days of the week without new cards, as sat,sun.",
    ),
    click.option(
        "--review-days",
        type=click.IntRange(0, 365),
        default=7,
        show_default=True,
        metavar="N",
        help="Days before the exam without new cards.",
    ),
    click.option(
        "--pace",
        type=click.Choice(_PACES),
        default="average",
        show_default=True,
        help="A learner who is slower and forgets more (relaxed), or the other way (intense).",
    ),
    click.option(
        "--answer-seconds",
        callback=_number(1, 600),
        metavar="S",
        help="Seconds that a right answer takes; as the pace says if left out.",
    ),
    click.option(
        "--first-right",
        callback=_number(0.01, 0.99),
        metavar="SHARE",
        help="Share of new cards answered right at first sight; as the pace says if left out.",
    ),
    click.option(
        "--memory",
        callback=_number(0.1, 10),
        metavar="FACTOR",
        help="How long memories last: 0.5 for half as long as on average.",
    ),
    click.option(
        "--fsrs-parameters",
        callback=_parameters,
        metavar="NUMBERS",
        help="Your own FSRS parameters, copied from Anki's deck options.",
    ),
    click.option(
        "--runs",
        type=click.IntRange(1, 1000),
        default=200,
        show_default=True,
        metavar="N",
        help="Runs of the simulation, at most.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(0, 1_000_000),
        default=42,
        show_default=True,
        metavar="N",
        help="Another seed, other chances.",
    ),
)


def exam_option(*, required: bool) -> Callable[[F], F]:
    return click.option(
        "--exam-date",
        callback=_day,
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
    epoch = run.source_date_epoch()
    return date.today() if epoch is None else datetime.fromtimestamp(epoch, UTC).date()


def asked(
    exam_date: date, topics: frozenset[str], priorities: tuple[str, ...], **values: Any
) -> PlanOptions:
    """The values of :func:`plan_options` as one request; wrong usage where they contradict."""
    from cps_cards.plan.options import PlanOptions

    if values["new_per_day"] is not None and values["minutes"] is not None:
        raise click.UsageError("give --new or --minutes, not both: one follows from the other")
    return PlanOptions(
        exam_date=exam_date,
        start=values["start"] or today(),
        new_per_day=values["new_per_day"],
        minutes=values["minutes"],
        retention=values["retention"],
        rest_days=values["rest_days"],
        review_days=values["review_days"],
        topics=topics,
        priorities=frozenset(priorities),  # type: ignore[arg-type]
        goal=values["goal"],
        learner=_learner(values),
        pace=values["pace"],
        runs=values["runs"],
        seed=values["seed"],
    )


def _learner(values: dict[str, Any]) -> Learner:
    from cps_cards.plan.memory import answer_seconds
    from cps_cards.plan.options import PACES, Learner

    learner = PACES[values["pace"]]
    if values["answer_seconds"] is not None:
        factor = values["answer_seconds"] / answer_seconds(Learner())
        learner = replace(learner, answer_time=factor)
    if values["first_right"] is not None:
        learner = replace(learner, first_right=values["first_right"])
    if values["memory"] is not None:
        learner = replace(learner, memory=values["memory"])
    if values["fsrs_parameters"]:
        learner = replace(learner, parameters=values["fsrs_parameters"])
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
    priorities: tuple[str, ...],
    values: dict[str, Any],
) -> PlanOptions | None:
    """The plan that ``build`` was asked for; None without an exam date, which the others need."""
    if exam_date is not None:
        return asked(exam_date, topics, priorities, **values)
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(parameter.name or "")
        if parameter.name in values and source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{parameter.opts[-1]} belongs to a plan: give --exam-date too")
    return None


def timetable(plan: StudyPlan) -> Timetable:
    """What of a plan goes into a package."""
    from cps_cards.apkg.build import Timetable
    from cps_cards.model.settings import Schedule

    return Timetable(plan.week_of, Schedule(plan.per_day, plan.retention))


def summary_html(plan: StudyPlan) -> str:
    """The plan in a few lines, for the deck's overview in Anki."""
    from cps_cards.plan.summary import summary
    from cps_cards.render.markdown import render

    return render(summary(plan), {}).html
