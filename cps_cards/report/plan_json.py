"""A study plan for programs. Fields are added in later versions, none is renamed or dropped."""

from __future__ import annotations

import json
from typing import Any, TextIO

from cps_cards.plan.forecast import Band
from cps_cards.plan.request import WEEKDAYS
from cps_cards.plan.sentences import PAGE, way_line, way_option
from cps_cards.plan.study import PlanDay, PlanWeek, StudyPlan

VERSION = 1


def write(plan: StudyPlan, stream: TextIO) -> None:
    json.dump(as_data(plan), stream, indent=2, ensure_ascii=False)
    stream.write("\n")


def as_data(plan: StudyPlan) -> dict[str, Any]:
    """The plan as JSON holds it: dates in ISO 8601, shares from 0 to 1.

    A band holds a mean (which is the median too, as sums of many cards go) and where eight of ten
    cases lie.
    """
    request, learner = plan.request, plan.request.learner
    return {
        "version": VERSION,
        "deck": {
            "id": plan.deck_id,
            "name": plan.deck_name,
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
            "subdecks": plan.subdecks,
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
            "recall": _band(plan.goal_recall, 4),
        },
        "ways": [
            {"kind": w.kind, "option": way_option(w, plan), "text": way_line(w, plan, PAGE)}
            for w in plan.ways
        ],
        "recall": [
            {
                "kind": one.kind,
                "id": one.id,
                "name": one.name,
                "cards": one.cards,
                "met": one.met,
                "share": _band(one.share, 4),
            }
            for one in plan.recall
        ],
        "totals": {
            "new_cards": plan.cards - plan.late_cards,
            "late_cards": plan.late_cards,
            "reviews": _band(plan.reviews, 1),
            "hours": _band(plan.hours, 2),
        },
        "weeks": [_week(week) for week in plan.weeks],
        "days": [_day(day) for day in plan.days],
        "cards": dict(plan.week_of),
        "late": list(plan.late),
    }


def _week(week: PlanWeek) -> dict[str, Any]:
    return {
        "week": week.number,
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        "notes": week.notes,
        "new_cards": week.new_cards,
        "topics": dict(week.topics),
        "reviews": _band(week.reviews, 1),
        "minutes_per_day": _band(week.minutes, 2),
        "tag": week.tag,
        "search": week.search,
    }


def _day(day: PlanDay) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "week": day.week,
        "new_cards": day.new_cards,
        "rest": day.rest,
        "review_only": day.review_only,
        "reviews": _band(day.reviews, 1),
        "minutes": _band(day.minutes, 2),
        "topics": dict(day.topics),
    }


def _band(band: Band, digits: int) -> dict[str, float]:
    return {
        "low": round(band.low, digits),
        "median": round(band.mean, digits),
        "high": round(band.high, digits),
    }
