"""What people see of a plan: text, page and calendar."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from cps_cards.plan.advice import advice
from cps_cards.plan.options import Learner, PlanOptions
from cps_cards.plan.study import StudyPlan, make_plan
from cps_cards.plan.summary import summary
from cps_cards.plan.words import percent
from cps_cards.report import plan_html, plan_ics, plan_text
from cps_cards.report.plan_chart import nice_top
from tests.plan.decks import Entry, collection, mixed

START = date(2027, 1, 4)
DECK = collection(mixed(90))


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    return made(days=60, rest_days=frozenset({5, 6}))


def made(days: int, **request: object) -> StudyPlan:
    options = PlanOptions(exam_date=START + timedelta(days=days), start=START, **request)  # type: ignore[arg-type]
    return make_plan(DECK, options, START)


def text(plan: StudyPlan, width: int, encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    plan_text.write(plan, stream, width)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined, no-any-return]


def page(plan: StudyPlan) -> str:
    stream = io.StringIO()
    plan_html.write(plan, stream)
    return stream.getvalue()


def calendar(plan: StudyPlan) -> str:
    stream = io.StringIO(newline="")
    plan_ics.write(plan, stream)
    return stream.getvalue()


# Text


@pytest.mark.parametrize("width", [80, 120])
def test_text(plan: StudyPlan, width: int, snapshot: SnapshotAssertion) -> None:
    assert text(plan, width) == snapshot


def test_text_where_the_time_does_not_suffice(snapshot: SnapshotAssertion) -> None:
    assert text(made(days=40, minutes=2.0), 80) == snapshot


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("days", [9, 60, 400])
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(days: int, width: int) -> None:
    for line in text(made(days), width).splitlines():
        assert len(line) <= width
        assert line == line.rstrip()


def test_a_pipe_gets_no_color_codes_and_ascii_where_it_knows_no_more(plan: StudyPlan) -> None:
    assert "\x1b" not in text(plan, 80)
    assert text(plan, 80, "ascii").isascii()


@given(st.floats(0, 5000))
def test_the_scale_of_a_chart_holds_its_tallest_column(value: float) -> None:
    top = nice_top(value)
    assert value <= top
    assert top <= 4 or top < 2 * value


def test_summary(plan: StudyPlan, snapshot: SnapshotAssertion) -> None:
    assert summary(plan) == snapshot


def test_what_cannot_be_helped_is_said_plainly() -> None:
    said = text(made(days=120, minutes=1.0), 120)
    assert "Even 1 new card a day takes longer than 1 minute on some days." in said
    said = text(made(days=9, goal=1.0), 120)
    assert "No other load, and no exam in the year after, would reach it." in said


def test_a_plan_whose_topics_differ_from_week_to_week_names_them() -> None:
    entries = [Entry(n // 20) for n in range(80)]
    for number in range(1, 80):
        entries[number] = replace(entries[number], after=(number - 1,))
    options = PlanOptions(exam_date=START + timedelta(days=60), start=START, new_per_day=2)
    said = text(make_plan(collection(entries), options, START), 80)
    assert "Week 1: Topic 0\nWeek 2: Topic 0, Topic 1\n" in said
    assert "Weeks" not in said.split("Week by week")[0]


def test_a_plan_without_days_of_review_or_rest_gives_no_advice_on_them() -> None:
    plan = made(days=30, review_days=0)
    assert "for reviews." not in text(plan, 80)
    assert [one.kind for one in advice(plan)] == ["start", "daily", "week", "behind"]


def test_a_learner_who_forgets_more_is_told_what_was_assumed() -> None:
    plan = made(days=30, learner=Learner(memory=0.5))
    assert "Memories last 0.5 times as long" in text(plan, 120)


def test_a_deck_without_priorities_has_one_goal_and_one_figure() -> None:
    options = PlanOptions(exam_date=START + timedelta(days=30), start=START)
    plan = make_plan(collection([Entry()] * 20), options, START)
    assert "90% of the cards remembered" in text(plan, 80)
    assert "% of the cards on the exam day" in summary(plan)


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0%"), (0.004, "under 1%"), (0.5, "50%"), (0.994, "99%"), (0.999, "99%"), (1, "100%")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float, shown: str) -> None:
    assert percent(share) == shown


# Page


class Words(HTMLParser):
    """The words of a page, and all its elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def parsed(html: str) -> Words:
    words = Words()
    words.feed(html)
    words.close()
    return words


def test_the_page_needs_nothing_but_itself(plan: StudyPlan) -> None:
    found = parsed(page(plan))
    names = {name for name, _ in found.elements}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    for _, attributes in found.elements:
        assert not attributes.keys() & {"src", "href", "style", "srcset", "action"}
        assert not [name for name in attributes if name.startswith("on")]
    (policy,) = [
        attributes["content"]
        for _, attributes in found.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_the_page_escapes_what_the_deck_says(plan: StudyPlan) -> None:
    hostile = '</title><script>alert("1")</script>'
    html = page(replace(plan, deck_name=hostile))
    assert "<script" not in html
    assert hostile in "".join(parsed(html).words)


def test_the_tables_of_the_page_hold_every_day_and_week(plan: StudyPlan) -> None:
    html = page(plan)
    for day in plan.days:
        assert f'<time datetime="{day.date.isoformat()}">' in html
    for week in plan.weeks:
        assert not week.notes or f"<code>{week.search}</code>" in html
    assert html.count("<rect class=") == html.count('<line class="band"') == len(plan.days)


# Calendar


def test_the_calendar_has_an_entry_each_day_and_the_exam(plan: StudyPlan) -> None:
    read = icalendar.Calendar.from_ical(calendar(plan))
    events = read.walk("VEVENT")
    days = [day for day in plan.days if day.new_cards or day.reviews.median]
    assert [event.decoded("DTSTART") for event in events] == [
        *(day.date for day in days),
        plan.options.exam_date,
    ]
    for event in events:
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
        assert not event.errors
    for event, day in zip(events, days, strict=False):
        if day.new_cards:
            assert f"{day.new_cards} new card" in event["SUMMARY"]
        assert str(round(day.minutes.median)) in event["DESCRIPTION"]
        for topic in day.topics:
            assert topic in event["DESCRIPTION"]
    assert "New cards/day to 0" in events[5]["DESCRIPTION"]  # a Saturday


def test_entries_keep_their_identity_from_plan_to_plan(plan: StudyPlan) -> None:
    def ids(one: StudyPlan) -> dict[date, str]:
        events = icalendar.Calendar.from_ical(calendar(one)).walk("VEVENT")
        return {event.decoded("DTSTART"): str(event["UID"]) for event in events}

    first, second = ids(plan), ids(made(days=50, new_per_day=9))
    shared = first.keys() & second.keys()
    assert len(shared) > 40
    assert all(first[day] == second[day] for day in shared)
    assert len(set(first.values())) == len(first)
    assert calendar(plan) == calendar(plan)


@given(st.text(), st.text())
def test_any_text_survives_a_calendar(name: str, topic: str) -> None:
    plan = made_once()
    day = replace(plan.days[0], topics={topic: 1}, new_cards=1)
    written = calendar(replace(plan, deck_name=name, days=(day, *plan.days[1:])))
    assert not re.search(r"[^\r]\n|\r[^\n]", written)
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    event = icalendar.Calendar.from_ical(written).walk("VEVENT")[0]
    shown = "".join(c for c in name if c in "\t\n" or (c >= " " and c != "\x7f"))
    assert str(event["SUMMARY"]).startswith(f"{shown}: 1 new card")


_MADE: list[StudyPlan] = []


def made_once() -> StudyPlan:
    if not _MADE:
        _MADE.append(made(days=9))
    return _MADE[0]
