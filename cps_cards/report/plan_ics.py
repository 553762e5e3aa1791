"""A study plan as a calendar (RFC 5545): one all-day entry a study day, and the exam."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TextIO

from cps_cards import __version__
from cps_cards.plan.advice import advice, first_review_day
from cps_cards.plan.study import PlanDay, StudyPlan
from cps_cards.plan.words import counted, whole
from cps_cards.report.plan_words import search_of, span

_LINE_OCTETS = 75
_LINE_END = "\r\n"
_SEQUENCE_START = datetime(2020, 1, 1, tzinfo=UTC)
_LARGEST_SEQUENCE = 2**31 - 1


def write(plan: StudyPlan, stream: TextIO, made: datetime | None = None) -> None:
    """``made`` is when the plan was made, now if left out: of two plans for the same cards,
    calendars keep the entries of the later one.

    Lines end in CRLF whatever the system: ``stream`` must not translate line ends.
    """
    when = datetime.now(UTC) if made is None else made.astimezone(UTC)
    stream.write("".join(fold(line) + _LINE_END for line in lines(plan, when)))


def lines(plan: StudyPlan, made: datetime) -> Iterator[str]:
    """The content lines, not yet folded. Without METHOD: this is a file, and no invitation."""
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//cps-cards//cps-cards {__version__}//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"X-WR-CALNAME:{escape(plan.deck_name)}"
    for day in study_days(plan):
        yield from _event(plan, made, day.date, _title(plan, day), _body(plan, day))
    yield from _event(
        plan,
        made,
        plan.options.exam_date,
        f"{plan.deck_name}: exam",
        f"The exam that this plan ends on. {plan.deck_name}",
    )
    yield "END:VCALENDAR"


def study_days(plan: StudyPlan) -> list[PlanDay]:
    """The days with anything to do; a plan that begins on a rest day begins a day later."""
    return [day for day in plan.days if day.new_cards or day.reviews.median > 0]


def _event(plan: StudyPlan, made: datetime, day: date, title: str, body: str) -> Iterator[str]:
    """An entry that a later plan for the same cards replaces, and no other plan does."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_compact(day)}-{plan.deck_id}{_part(plan)}@cps-cards.invalid"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{made:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{_sequence(made)}"
    yield f"DTSTART;VALUE=DATE:{_compact(day)}"
    yield f"DTEND;VALUE=DATE:{_compact(day + timedelta(days=1))}"
    yield f"SUMMARY:{escape(title)}"
    yield f"DESCRIPTION:{escape(body)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _part(plan: StudyPlan) -> str:
    """What tells plans for parts of a deck apart; nothing for the whole deck."""
    chosen = [sorted(plan.options.topics), sorted(plan.options.priorities)]
    if not any(chosen):
        return ""
    return "-" + hashlib.sha256(json.dumps(chosen).encode()).hexdigest()[:12]


def _sequence(made: datetime) -> int:
    """A number that grows with time, as calendars want it of what replaces something."""
    return min(max(0, int((made - _SEQUENCE_START).total_seconds())), _LARGEST_SEQUENCE)


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
    elif day.new_cards:
        said.append(f"This week's new cards in Anki: {search_of(week)}")
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
    if day.date == first_review_day(plan):
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
