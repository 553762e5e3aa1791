"""What a learner does in Anki to follow a plan: Anki itself knows neither rest days nor exams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cps_cards.plan.study import StudyPlan
from cps_cards.plan.words import counted, percent, weekdays

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
        "Each card carries the tag of the week in which it is new. To see the cards of a week, "
        f"search for its tag in the browser: {plan.weeks[0].search}",
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
    if plan.options.review_days:
        first = plan.options.day(plan.options.horizon - plan.options.review_days).isoformat()
        yield Advice(
            "review",
            f"From {first}",
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


def load_line(plan: StudyPlan) -> str:
    """The plan in a sentence: cards a day, from when to when, and the reviews at the end."""
    text = (
        f"{counted(plan.per_day, 'new card')} a day, from {plan.options.start.isoformat()}; "
        f"the last one comes on {plan.last_new.isoformat()}."
    )
    if plan.options.rest_days:
        text += f" None on {weekdays(plan.options.rest_days)}."
    if plan.options.review_days:
        days = counted(plan.options.review_days, "day")
        text += f" The last {days} before the exam {_are(plan.options.review_days)} for reviews."
    return text


def time_line(plan: StudyPlan) -> str:
    """How long it takes: on the busiest day, and in all."""
    minutes = plan.busiest.minutes
    return (
        f"About {counted(max(1, round(minutes.median)), 'minute')} on the busiest day "
        f"({round(minutes.low)} to {round(minutes.high)}), "
        f"{counted(max(1, round(plan.hours.median)), 'hour')} in all."
    )


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


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
        f"{percent(learner.first_right)} of new cards are answered right at first sight "
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
    yield (
        f"Figures are medians of {counted(plan.runs, 'run')}; in brackets, the range of eight runs "
        f"of ten (--runs, --seed {plan.options.seed}). A slower or more forgetful learner: "
        "--pace relaxed."
    )


def verdict(plan: StudyPlan) -> str:
    """Whether the goal is reached, and if not, what is."""
    goal = f"{percent(plan.options.goal)} of the {plan.goal} remembered on the exam day"
    if plan.reached:
        return f"The goal is reached: {goal}."
    why = (
        "These new cards a day do not suffice"
        if plan.options.new_per_day
        else "The time does not suffice"
    )
    return f"{why} for {goal}; with this plan it is {percent(plan.goal_recall.median)}."
