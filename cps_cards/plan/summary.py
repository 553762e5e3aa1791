"""The plan in a few lines of Markdown, for the description of a deck in Anki."""

from __future__ import annotations

import re

from cps_cards.plan.advice import advice, example_search, known, load_line, time_line
from cps_cards.plan.study import StudyPlan
from cps_cards.plan.words import percent

_MARKS = re.compile(r"[*_<&`]")


def summary(plan: StudyPlan) -> str:
    """Short enough for a phone: what to do, what comes of it, and how to follow it in Anki."""
    share = f"about {percent(plan.goal_recall.median)} of the {plan.goal}"
    if plan.goal != "cards":
        share += f" and {known(plan.recall[0])} of all cards"
    lines = [
        f"## Study plan for the exam on {plan.options.exam_date.isoformat()}",
        "",
        f"{load_line(plan)} {time_line(plan)}",
        "",
        f"Who follows it would remember {share} on the exam day.",
        "",
    ]
    lines += [f"- **{one.title}.** {_marked(one.text, plan)}" for one in advice(plan)]
    return "\n".join(lines) + "\n"


def _marked(text: str, plan: StudyPlan) -> str:
    """The search as code, and nothing of the deck's name taken for Markdown."""
    search = example_search(plan)
    return f"`{search}`".join(_MARKS.sub(r"\\\g<0>", part) for part in text.split(search))
