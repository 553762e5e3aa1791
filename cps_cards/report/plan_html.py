"""A study plan as one web page: figures, a drawn chart, and the tables behind it."""

from datetime import date
from typing import TextIO

from cps_cards import page
from cps_cards.plan import sentences
from cps_cards.plan.request import DAY_NAMES
from cps_cards.plan.sentences import PAGE
from cps_cards.plan.study import StudyPlan
from cps_cards.report.plan_text import nice_top

_MOST_DAY_COLUMNS = 120
"""With more, a column would be thinner than a few points of a phone's screen."""


def write(plan: StudyPlan, stream: TextIO) -> None:
    weekly = len(plan.days) > _MOST_DAY_COLUMNS
    columns = plan.weeks if weekly else plan.days
    years = plan.request.start.year != plan.request.exam_date.year

    def day(one: date) -> str:
        """``January 4``, with the year where the plan has two."""
        return f"{one:%B} {one.day}{f', {one.year}' if years else ''}"

    stream.write(
        page.render(
            "plan",
            plan=plan,
            say=sentences,
            voice=PAGE,
            day=day,
            weekday=lambda one: DAY_NAMES[one.weekday()],
            columns=columns,
            weekly=weekly,
            top=nice_top(max(max(column.minutes.high for column in columns), 1)),
        )
    )
