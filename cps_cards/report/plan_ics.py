"""A study plan as a calendar (RFC 5545): one all-day entry a study day, and the exam."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TextIO

from icalendar import Calendar, Event, vText

from cps_cards import __version__
from cps_cards.model.texts import counted
from cps_cards.plan.sentences import PAGE, Occasion, advice, in_minutes, search_of, span, whole
from cps_cards.plan.study import PlanDay, StudyPlan

_SEQUENCE_START = datetime(2020, 1, 1, tzinfo=UTC)
_LARGEST_SEQUENCE = 2**31 - 1


def write(plan: StudyPlan, stream: TextIO, made: datetime | None = None) -> None:
    """``made`` is when the plan was made, now if left out: of two plans for the same cards,
    calendars keep the entries of the later one.

    Lines end in CRLF whatever the system: ``stream`` must not translate line ends.
    """
    when = datetime.now(UTC) if made is None else made.astimezone(UTC)
    calendar = Calendar()  # without METHOD: this is a file, and no invitation
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//cps-cards//cps-cards {__version__}//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(_shown(plan.deck.name)))
    # An entry replaces that of an earlier plan for the same cards, and of no other plan.
    chosen = [sorted(plan.request.topics), sorted(plan.request.priorities)]
    part = f"-{hashlib.sha256(json.dumps(chosen).encode()).hexdigest()[:12]}" if any(chosen) else ""
    # A number that grows with time, as calendars want it of what replaces something.
    seconds = int((when - _SEQUENCE_START).total_seconds())
    for day, title, body in _entries(plan):
        event = Event()
        event.add("uid", f"{day:%Y%m%d}-{plan.deck.id}{part}@cps-cards.invalid")
        event.add("dtstamp", when)
        event.add("last-modified", when)
        event.add("sequence", min(max(0, seconds), _LARGEST_SEQUENCE))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", _shown(f"{plan.deck.name}: {title}"))
        event.add("description", _shown(body))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    stream.write(calendar.to_ical(sorted=False).decode())


def _entries(plan: StudyPlan) -> Iterator[tuple[date, str, str]]:
    """Each day with anything to do, and the exam: its date, its title and what is said of it."""
    # A plan that begins on a rest day begins a day later.
    days = [day for day in plan.days if day.new_cards or day.reviews.mean >= 0.5]
    for day in days:
        work = counted(day.new_cards, "new card") if day.new_cards else "reviews alone"
        title = f"{work}, about {in_minutes(day.minutes.mean)}"
        yield day.date, title, _body(plan, day, is_first=day is days[0])
    yield plan.request.exam_date, "exam", "The exam that this plan ends on."


def _shown(text: str) -> str:
    """A value of type TEXT, which has no control characters."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c != "\x7f"))


def _body(plan: StudyPlan, day: PlanDay, *, is_first: bool) -> str:
    week = plan.weeks[day.week - 1]
    said = [
        f"Week {day.week}. {counted(day.new_cards, 'new card')}, {span(day.reviews)} reviews, "
        f"{span(day.minutes)} minutes."
    ]
    if day.topics:
        said.append("New: " + ", ".join(f"{t} ({whole(n)})" for t, n in day.topics.items()))
    if week.notes or day.new_cards:
        said.append(f"This week's new cards in Anki: {search_of(week)}")
    is_short = day.new_cards < plan.per_day and not (day.rest or day.review_only)
    occasions: dict[Occasion, bool] = {
        "start": is_first,
        "daily": is_first,
        "class": is_short,
        "rest": day.rest,
        "review": day.date == plan.first_review_day,
    }
    said += [one.text for one in advice(plan, PAGE) if occasions.get(one.kind)]
    return "\n".join(said)
