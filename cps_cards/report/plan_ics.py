"""A study plan as a calendar (RFC 5545): one all-day entry a study day, and the exam."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TextIO

from cps_cards import __version__
from cps_cards.plan.advice import advice
from cps_cards.plan.study import PlanDay, StudyPlan
from cps_cards.plan.words import counted, whole
from cps_cards.report.plan_words import span

_LINE_OCTETS = 75
_LINE_END = "\r\n"


def write(plan: StudyPlan, stream: TextIO) -> None:
    """Lines end in CRLF whatever the system: ``stream`` must not translate line ends."""
    stream.write("".join(fold(line) + _LINE_END for line in lines(plan)))


def lines(plan: StudyPlan) -> Iterator[str]:
    """The content lines, not yet folded."""
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//cps-cards//cps-cards {__version__}//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{escape(plan.deck_name)}"
    for day in study_days(plan):
        yield from _event(plan, day.date, _title(plan, day), _body(plan, day))
    yield from _event(
        plan,
        plan.options.exam_date,
        f"{plan.deck_name}: exam",
        f"The exam that this plan ends on. {plan.deck_name}",
    )
    yield "END:VCALENDAR"


def study_days(plan: StudyPlan) -> list[PlanDay]:
    """The days with anything to do; a plan that begins on a rest day begins a day later."""
    return [day for day in plan.days if day.new_cards or day.reviews.median > 0]


def _event(plan: StudyPlan, day: date, title: str, body: str) -> Iterator[str]:
    """An entry whose UID is that of its deck and date: a later plan replaces it day by day."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_compact(day)}-{plan.deck_id}@cps-cards.invalid"
    # The first day stands for the time of writing, so that the same plan is the same file.
    yield f"DTSTAMP:{_compact(plan.options.start)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_compact(day)}"
    yield f"DTEND;VALUE=DATE:{_compact(day + timedelta(days=1))}"
    yield f"SUMMARY:{escape(title)}"
    yield f"DESCRIPTION:{escape(body)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _title(plan: StudyPlan, day: PlanDay) -> str:
    work = f"{counted(day.new_cards, 'new card')}" if day.new_cards else "reviews alone"
    return f"{plan.deck_name}: {work}, about {counted(max(1, round(day.minutes.median)), 'minute')}"


def _body(plan: StudyPlan, day: PlanDay) -> str:
    week = plan.weeks[day.week - 1]
    said = [
        f"Week {day.week}. {counted(day.new_cards, 'new card')}, {span(day.reviews)} reviews, "
        f"{span(day.minutes)} minutes."
    ]
    if day.topics:
        said.append("New: " + ", ".join(f"{t} ({whole(n)})" for t, n in day.topics.items()))
    if week.notes:
        said.append(f"This week's new cards in Anki: {week.search}")
    kinds = _occasions(plan, day)
    said += [one.text for one in advice(plan) if one.kind in kinds]
    return "\n".join(said)


def _occasions(plan: StudyPlan, day: PlanDay) -> set[str]:
    """The advice that falls due on a day."""
    found = set()
    if day.number == study_days(plan)[0].number:
        found |= {"start", "daily"}
    if day.rest:
        found.add("rest")
    if day.number == plan.options.horizon - plan.options.review_days:
        found.add("review")
    return found


def _compact(day: date) -> str:
    return day.isoformat().replace("-", "")


def escape(text: str) -> str:
    """A value of type TEXT: the marks of the grammar escaped, control characters left out."""
    kept = "".join(c for c in text if c in "\t\n" or (c >= " " and c != "\x7f"))
    for mark in ("\\", ";", ","):
        kept = kept.replace(mark, f"\\{mark}")
    return kept.replace("\n", "\\n")


def fold(line: str) -> str:
    """A content line in pieces of at most 75 octets, no character cut in two."""
    pieces: list[str] = []
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _LINE_OCTETS:
            pieces.append(piece)
            # The space that marks a continuation counts as well.
            piece, octets = " ", 1
        piece += character
        octets += size
    return _LINE_END.join([*pieces, piece])
