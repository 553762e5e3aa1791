"""What a learner does in Anki to follow a plan: Anki itself knows neither rest days nor exams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cps_cards.plan.options import DEFAULT_REVIEW_DAYS
from cps_cards.plan.proposal import MOST_MINUTES
from cps_cards.plan.study import Recall, StudyPlan
from cps_cards.plan.words import counted, duration, exact, percent, percent_below, weekdays

_FEW = 20
"""Cards that are so few that a share of them is told as the mean of the runs."""

Occasion = Literal["start", "daily", "week", "rest", "review", "behind"]


@dataclass(frozen=True, slots=True)
class Advice:
    """A thing to do, in Anki's own words; ``kind`` says on what occasion."""

    kind: Occasion
    title: str
    text: str


def advice(plan: StudyPlan) -> Iterator[Advice]:
    yield Advice(
        "start",
        "Once, at the start",
        "Open the deck's options. Under Daily Limits set New cards/day to "
        f"{plan.per_day} and Maximum reviews/day to 9999; switch on FSRS and set Desired "
        f"retention to {plan.retention:.2f}. A package built with this plan brings these settings "
        'if you tick "Import any deck presets"; FSRS has to be switched on by hand.',
    )
    yield Advice(
        "daily",
        "Every day",
        f'Study the top deck, "{plan.deck_name}", not one of its sub-decks, until Anki says that '
        "you have finished. New cards come in the order of the plan.",
    )
    yield Advice(
        "week",
        "By week",
        "Each card carries the tag of the week in which it is new"
        f"{_blanks(plan)}. To see the cards of a week, "
        f"search for its tag in the browser: {example_search(plan)}",
    )
    if plan.options.rest_days:
        yield Advice(
            "rest",
            f"On {weekdays(plan.options.rest_days)}",
            "These days bring no new cards, but reviews: a review left out waits for the next day. "
            "Anki cannot leave out new cards by weekday (its Easy Days move reviews alone), so "
            'before you start, choose "Today only" in the deck\'s options under Daily Limits and '
            "set New cards/day to 0; the next day it is back by itself.",
        )
    first = first_review_day(plan)
    if first is not None:
        yield Advice(
            "review",
            f"From {first.isoformat()}",
            'Reviews alone: choose "This deck" in the deck\'s options under Daily Limits and set '
            "New cards/day to 0.",
        )
    yield Advice(
        "behind",
        "If you fall behind",
        "Reviews come first: set New cards/day to 0 until they are done, then go on. Do not try "
        "to catch up in a day. Search for is:new in the browser to see how many cards are left, "
        "and share them out over the days that are left for new cards.",
    )


def _blanks(plan: StudyPlan) -> str:
    """Where a note has several cards, which of them its one tag is for."""
    if plan.cards == len(plan.order):
        return ""
    return ", one with several blanks that of its first"


def example_search(plan: StudyPlan) -> str:
    """The search for the first week that has anything to find."""
    return next(week.search for week in plan.weeks if week.notes)


def first_review_day(plan: StudyPlan) -> date | None:
    """The day from which on there are reviews alone, where the plan has such days."""
    return min((day.date for day in plan.days if day.review_only), default=None)


def load_line(plan: StudyPlan) -> str:
    """The plan in a sentence: cards a day, from when to when, and the reviews at the end."""
    text = (
        f"{counted(plan.per_day, 'new card')} a day, from {plan.options.start.isoformat()}; "
        f"the last one comes on {plan.last_new.isoformat()}."
    )
    if plan.options.rest_days:
        text += f" None on {weekdays(plan.options.rest_days)}."
    return text + _reviews_line(plan)


def _reviews_line(plan: StudyPlan) -> str:
    """The days of reviews alone, and why they are not as many as one would think."""
    days = sum(day.review_only for day in plan.days)
    if not days:
        near = " No day is left for reviews alone, for the exam is near (--review-days)."
        return near if plan.fewer_review_days else ""
    last = "last day before the exam is" if days == 1 else f"last {days} days before the exam are"
    text = f" The {last} for reviews"
    if plan.ends_early:
        return f"{text}: with more new cards, some of them would take longer than the minutes."
    if plan.fewer_review_days:
        return f"{text}; {DEFAULT_REVIEW_DAYS} if the exam were not so near (--review-days)."
    return f"{text}."


def time_line(plan: StudyPlan) -> str:
    """How long it takes: on the busiest day, and in all."""
    minutes = plan.busiest.minutes
    return (
        f"About {counted(max(1, round(minutes.median)), 'minute')} on the busiest day "
        f"({round(minutes.low)} to {round(minutes.high)}), {duration(plan.hours.median)} in all."
    )


def assumptions(plan: StudyPlan) -> Iterator[str]:
    """What the figures rest on, with the options that change it."""
    learner = plan.options.learner
    fitted = "your own" if learner.parameters else "its default"
    yield (
        f"FSRS with {fitted} parameters and a desired retention of {plan.retention:.2f} "
        "(--fsrs-parameters, --retention)."
    )
    yield (
        f"A right answer takes {plan.answer_seconds:.0f} seconds, a wrong one longer "
        "(--answer-seconds)."
    )
    yield (
        f"{exact(learner.first_right)} of new cards are answered right at first sight "
        "(--first-right)."
    )
    if learner.memory != 1:
        yield (
            f"Memories last {learner.memory:g} times as long as on average (--memory), and FSRS "
            "has been told so: choose Optimize in the deck's options once a month."
        )
    yield (
        "Every card is new at the start, every day's reviews are done on that day, and a card "
        "that never was new is not remembered."
    )
    if _proposed(plan):
        yield (
            "Without --minutes or --new, no plan is proposed that takes more than "
            f"{MOST_MINUTES:g} minutes on its busiest day."
        )
    means = f", means for fewer than {_FEW} cards" if any(map(is_small, plan.recall)) else ""
    yield (
        f"Figures are medians of {counted(plan.runs, 'run')}{means}; in brackets, the range of "
        f"eight runs of ten (--runs, --seed {plan.options.seed}). A slower or more forgetful "
        "learner: --pace relaxed."
    )


def verdict(plan: StudyPlan) -> str:
    """Whether the goal is reached, and if not, what is in the way and what is reached."""
    options = plan.options
    goal = f"{exact(options.goal)} of the {plan.goal} remembered on the exam day"
    if plan.reached:
        most = " in most runs" if any(is_small(one) for one in _goal_group(plan)) else ""
        return f"The goal is reached{most}: {goal}."
    known = percent_below(plan.goal_recall.median, options.goal)
    return f"{_in_the_way(plan)} for {goal}; with this plan it is {known}."


def _in_the_way(plan: StudyPlan) -> str:
    """What falls short: the load where a larger one is enough, else the days or the retention."""
    options = plan.options
    kinds = {way.kind for way in plan.ways}
    if "minutes" in kinds and options.minutes is not None:
        minutes = "1 minute" if options.minutes == 1 else f"{options.minutes:g} minutes"
        return f"At most {minutes} a day {'does' if options.minutes == 1 else 'do'} not suffice"
    if "minutes" in kinds:
        return f"{MOST_MINUTES:g} minutes a day, the most that is proposed, do not suffice"
    cards = counted(plan.per_day, "new card")
    too_few = f"{cards} a day {'does' if plan.per_day == 1 else 'do'} not suffice"
    if "new" in kinds:
        return too_few
    if _all_met(plan):
        return (
            "Every one of these cards is new in time, but a desired retention of "
            f"{plan.retention:.2f} does not suffice"
        )
    if options.new_per_day is not None:
        return too_few
    return "The days until the exam do not suffice"


def _all_met(plan: StudyPlan) -> bool:
    """Whether every card that the goal counts is new before the exam."""
    return all(one.met == one.cards for one in _goal_group(plan))


def _goal_group(plan: StudyPlan) -> list[Recall]:
    kind, id = ("priority", "core") if plan.goal == "core cards" else ("all", "")
    return [one for one in plan.recall if (one.kind, one.id) == (kind, id)]


def is_small(group: Recall) -> bool:
    """Whether single cards weigh so much that the median jumps: one card is 0% or 100%."""
    return group.cards < _FEW


def known(group: Recall) -> str:
    """The share of a group that is remembered: the median, of few cards the mean."""
    return percent(group.share.mean if is_small(group) else group.share.median)


def _proposed(plan: StudyPlan) -> bool:
    return plan.options.minutes is None and plan.options.new_per_day is None
