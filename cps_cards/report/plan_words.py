"""Figures of a plan as its text and its web page both write them."""

from __future__ import annotations

from cps_cards.model.texts import name_list
from cps_cards.plan.forecast import Band
from cps_cards.plan.study import PlanWeek, StudyPlan
from cps_cards.plan.words import counted, percent, whole

NONE_NEW = "none new"
EARLIER_TAG = "further blanks: tag of an earlier week"
"""A note carries the tag of the week of its first card; its others may come weeks later."""

_MOST_MISSING = 2


def span(band: Band) -> str:
    """``12 (9-14)``, and ``12`` where all runs agree."""
    low, median, high = whole(band.low), whole(band.median), whole(band.high)
    return median if low == high else f"{median} ({low}-{high})"


def band_percent(band: Band) -> str:
    """``92% to 95%``; nothing where all runs agree."""
    low, high = percent(band.low), percent(band.high)
    return "" if low == high else f"{low} to {high}"


def search_of(week: PlanWeek) -> str:
    """What stands for a week's search where nothing would be found by its tag."""
    return EARLIER_TAG if week.new_cards else NONE_NEW


def all_topics(plan: StudyPlan) -> tuple[str, ...]:
    """All topics that the plan has new cards of, in the order of the deck."""
    found = {title for week in plan.weeks for title in week.topics}
    return tuple(one.name for one in plan.recall if one.kind == "topic" and one.name in found)


def topics_of(week: PlanWeek, every: tuple[str, ...]) -> str:
    """A week's topics by name; where nearly all are there, those that are not."""
    missing = [title for title in every if title not in week.topics]
    if len(every) < 2 or len(missing) > _MOST_MISSING or len(week.topics) <= len(missing):
        return ", ".join(week.topics)
    if not missing:
        return f"all {len(every)} topics" if len(every) > 2 else ", ".join(week.topics)
    return f"all but {name_list(missing)}"


def over_line(plan: StudyPlan) -> str:
    """Said where even the least load takes longer than was asked for."""
    if not plan.over_minutes:
        return ""
    minutes = f"{plan.options.minutes:g} {'minute' if plan.options.minutes == 1 else 'minutes'}"
    return (
        f"Even {counted(plan.per_day, 'new card')} a day takes longer than {minutes} on some days."
    )


def late_line(plan: StudyPlan) -> str:
    """Said where cards come too late for the exam."""
    if not plan.late_cards:
        return ""
    return (
        f"{whole(plan.late_cards)} of {whole(plan.cards)} cards come too late for the exam; their "
        "week tags count on after it."
    )


def ways_title(plan: StudyPlan) -> str:
    """What leads the ways to more; said alone where nothing within a year would reach the goal."""
    if plan.reached:
        return "What would bring more:" if plan.ways else ""
    if plan.ways:
        return "What would reach it:"
    return "No other load, and no exam in the year after, would reach it."
