"""A study plan for programs. Fields are added in later versions, none is renamed or dropped."""

from dataclasses import asdict
from datetime import date
from typing import Any, TextIO

from cps_cards.plan.forecast import Band
from cps_cards.plan.request import WEEKDAYS
from cps_cards.plan.sentences import PAGE, told_way
from cps_cards.plan.study import PlanDay, PlanWeek, StudyPlan
from cps_cards.report.json import dump

VERSION = 1
_OTHER_NAMES = {"number": "week", "first": "from", "last": "to", "minutes": "minutes_per_day"}


def write(plan: StudyPlan, stream: TextIO) -> None:
    """Dates are in ISO 8601, shares from 0 to 1.

    A band holds a mean (which is the median too, as sums of many cards go) and where eight of ten
    cases lie.
    """
    request, learner = plan.request, plan.request.learner
    data = {
        "version": VERSION,
        "deck": {
            "id": plan.deck.id,
            "name": plan.deck.name,
            "notes": len(plan.order),
            "cards": plan.cards,
        },
        "exam_date": request.exam_date.isoformat(),
        "start": request.start.isoformat(),
        "new_per_day": plan.per_day,
        "retention": plan.retention,
        "request": {
            "new": request.new_per_day,
            "minutes": request.minutes,
            "rest_days": [WEEKDAYS[day] for day in sorted(request.rest_days)],
            "review_days": request.review_days,
            "topics": sorted(request.topics),
            "priorities": sorted(request.priorities),
            "subdecks": plan.deck.subdecks,
        },
        "assumptions": {
            "pace": request.pace,
            "answer_seconds": round(learner.answer_seconds, 2),
            "first_right": learner.first_right,
            "memory": learner.memory,
            "fsrs_parameters": list(learner.parameters) or "default",
            "band": 0.8,
        },
        "goal": {
            "share": request.goal,
            "of": plan.goal,
            "reached": plan.reached,
            "recall": _plain(plan.goal_recall),
        },
        "ways": [
            {"kind": way.kind, "option": option, "text": text}
            for way in plan.ways
            for text, option in [told_way(way, plan, PAGE)]
        ],
        "recall": [one._asdict() | {"share": _plain(one.share)} for one in plan.recall],
        "totals": {
            "new_cards": plan.cards - plan.late_cards,
            "late_cards": plan.late_cards,
            "reviews": _plain(plan.reviews),
            "hours": _plain(plan.hours),
        },
        "weeks": [_span(week, _OTHER_NAMES) for week in plan.weeks],
        "days": [_span(day, {"number": "day"}) for day in plan.days],
        "cards": dict(plan.week_of),
        "late": list(plan.late),
    }
    dump(data, stream)


def _span(span: PlanDay | PlanWeek, other_names: dict[str, str]) -> dict[str, Any]:
    """A day or a week, by the names of its fields but for some."""
    return {other_names.get(name, name): _plain(value) for name, value in asdict(span).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Band):
        low, mean, high = (round(one, 4) for one in value)
        return {"low": low, "median": mean, "high": high}
    return value.isoformat() if isinstance(value, date) else value
