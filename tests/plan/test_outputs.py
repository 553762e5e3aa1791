"""What people see of a plan: text, page and calendar."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from cps_cards.plan.request import PACES, PlanRequest
from cps_cards.plan.sentences import (
    PAGE,
    TERMINAL,
    advice,
    assumptions,
    duration,
    exact,
    load_line,
    percent,
    percent_below,
    summary,
    verdict,
)
from cps_cards.plan.study import StudyPlan, make_plan
from cps_cards.report import plan_html, plan_ics, plan_text
from cps_cards.report.plan_text import nice_top
from cps_cards.schedule.memory import Learner
from tests.plan.decks import Entry, collection, mixed

START = date(2027, 1, 4)
MADE = datetime(2027, 1, 3, 18, tzinfo=UTC)
DECK = collection(mixed(90))


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    return made(days=60, rest_days=frozenset({5, 6}))


def made(days: int, **more: object) -> StudyPlan:
    request = PlanRequest(exam_date=START + timedelta(days=days), start=START, **more)  # type: ignore[arg-type]
    return make_plan(DECK, request, START)


def text(plan: StudyPlan, width: int, encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    plan_text.write(plan, stream, width)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined, no-any-return]


def page(plan: StudyPlan) -> str:
    stream = io.StringIO()
    plan_html.write(plan, stream)
    return stream.getvalue()


def calendar(plan: StudyPlan, made: datetime = MADE) -> str:
    stream = io.StringIO(newline="")
    plan_ics.write(plan, stream, made)
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
    said = text(made(days=9, goal=1.0), 120)
    assert "What would reach it" not in said
    assert (
        "Of what was tried, nothing would reach it: no later exam up to 2028-01-12 and no " in said
    )


def test_a_plan_whose_topics_differ_from_week_to_week_names_them() -> None:
    entries = [Entry(n // 20) for n in range(80)]
    for number in range(1, 80):
        entries[number] = replace(entries[number], after=(number - 1,))
    request = PlanRequest(exam_date=START + timedelta(days=60), start=START, new_per_day=2)
    said = text(make_plan(collection(entries), request, START), 80)
    assert "Week 1: Topic 0\nWeek 2: Topic 0, Topic 1\n" in said
    assert "Weeks" not in said.split("Week by week")[0]


def test_a_plan_without_days_of_review_or_rest_gives_no_advice_on_them() -> None:
    plan = made(days=30, review_days=0)
    assert "for reviews." not in text(plan, 80)
    assert [one.kind for one in advice(plan, PAGE)] == ["start", "daily", "week", "behind"]


def test_a_learner_who_forgets_more_is_told_what_was_assumed() -> None:
    plan = made(days=30, learner=PACES["relaxed"])
    assert "Memories last 0.7 times as long" in text(plan, 120)


def test_a_deck_without_priorities_has_one_goal_and_one_figure() -> None:
    request = PlanRequest(exam_date=START + timedelta(days=30), start=START)
    plan = make_plan(collection([Entry()] * 20), request, START)
    assert "90% of the cards remembered" in text(plan, 80)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, "0%"),
        (0.004, "under 1%"),
        (0.5, "50%"),
        (0.994, "99%"),
        (0.999, "over 99%"),
        (1, "100%"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float, shown: str) -> None:
    assert percent(share) == shown


def test_a_goal_and_what_comes_of_it_are_told_apart() -> None:
    assert [exact(share) for share in (0.29, 0.955, 0.999, 1)] == ["29%", "95.5%", "99.9%", "100%"]
    below = [percent_below(0.7, 0.78), percent_below(0.779, 0.78), percent_below(0.7799, 0.78)]
    assert below == ["70%", "77.9%", "77.99%"]
    assert percent_below(0.77999999, 0.78) == "just under 78%"
    assert percent_below(0.9901, 0.999) == "99%"


@given(st.floats(0, 1), st.floats(0.01, 1))
def test_what_falls_short_never_reads_as_if_it_did_not(share: float, limit: float) -> None:
    if share < round(limit, 10):
        shown = percent_below(share, limit)
        assert shown != exact(limit)


def test_what_is_in_the_way_is_what_would_help() -> None:
    few, short, far = made(40, new_per_day=1), made(40, minutes=2.0), made(9, goal=1.0)
    assert "1 new card a day does not suffice for 90% of the core" in verdict(few)
    assert "At most 2 minutes a day do not suffice" in verdict(short)
    assert "retention" not in verdict(few) + verdict(short)
    assert {way.kind for way in far.ways} <= {"retention"}
    assert "A desired retention of 0.90 does not suffice" in verdict(far)
    assert verdict(made(1, goal=0.99)).startswith("The days until the exam do not suffice")


def test_the_limit_that_nobody_asked_for_is_named() -> None:
    def told(plan: StudyPlan) -> str:
        return " ".join(assumptions(plan, TERMINAL))

    assert "120 minutes" in told(made(60))
    assert "120 minutes" not in told(made(60, minutes=9.0)) + told(made(60, new_per_day=9))
    slow = made(12, learner=Learner(answer_time=20.0))
    assert verdict(slow).startswith("120 minutes a day, the most that is proposed, do not suffice")


def test_fewer_days_of_review_than_usual_are_told() -> None:
    assert "are for reviews alone; 7 if the exam were not so near" in load_line(made(6), PAGE)
    assert "No day is left for reviews alone" in load_line(made(1), PAGE)
    assert "near" not in load_line(made(6, review_days=2), PAGE)


def test_a_card_alone_is_told_by_its_odds() -> None:
    request = PlanRequest(exam_date=START + timedelta(days=30), start=START)
    plan = make_plan(collection([Entry()]), request, START)
    said = text(plan, 80)
    assert "1 new card on 2027-01-04." in said
    assert re.search(r"[12] minutes? in all\.", said)
    assert "100%" not in said.replace(" to 100%", "")
    assert f"{plan.recall[0].share.mean:.0%}" in said


def test_minutes_are_told_where_there_is_no_hour() -> None:
    told = [duration(hours) for hours in (0.001, 0.6, 0.999, 1.2, 20)]
    assert told == ["1 minute", "36 minutes", "1 hour", "1 hour", "20 hours"]


def test_later_blanks_are_found_by_the_tag_of_an_earlier_week() -> None:
    request = PlanRequest(exam_date=START + timedelta(days=28), start=START, new_per_day=3)
    plan = make_plan(collection([Entry(cards=5)]), request, START)
    assert [(week.new_cards > 0, week.notes > 0) for week in plan.weeks[:2]] == [
        (True, True),
        (True, False),
    ]
    for output in (text(plan, 120), page(plan), icalendar.Calendar.from_ical(calendar(plan))):
        shown = output if isinstance(output, str) else str(output.walk("VEVENT")[-20:])
        assert "blanks of earlier weeks" in " ".join(shown.split())
    assert "one with several blanks that of its first" in " ".join(text(plan, 120).split())


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
    html = page(replace(plan, deck=plan.deck._replace(name=hostile)))
    assert "<script" not in html
    assert hostile in "".join(parsed(html).words)


def test_the_tables_of_the_page_hold_every_day_and_week(plan: StudyPlan) -> None:
    html = page(plan)
    for day in plan.days:
        assert f'<time datetime="{day.date.isoformat()}">' in html
    for week in plan.weeks:
        assert not week.notes or f"<code>{week.search}</code>" in html
    bars = html.count('<rect class="new"') + html.count('<rect class="quiet" x=')
    assert bars == html.count('<rect class="band"') == len(plan.days)


def test_a_long_plan_is_drawn_by_week() -> None:
    plan = made(days=300)
    html = page(plan)
    assert html.count('<rect class="band"') == len(plan.weeks) < 50
    assert "A column is a week" in html
    assert f'<time datetime="{plan.days[-1].date.isoformat()}">' in html


# Calendar


def test_the_calendar_has_an_entry_each_day_and_the_exam(plan: StudyPlan) -> None:
    read = icalendar.Calendar.from_ical(calendar(plan))
    events = read.walk("VEVENT")
    days = [day for day in plan.days if day.new_cards or day.reviews.mean >= 0.5]
    assert [event.decoded("DTSTART") for event in events] == [
        *(day.date for day in days),
        plan.request.exam_date,
    ]
    for event in events:
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
        assert not event.errors
    for event, day in zip(events, days, strict=False):
        if day.new_cards:
            assert f"{day.new_cards} new card" in event["SUMMARY"]
        assert str(round(day.minutes.mean)) in event["DESCRIPTION"]
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


def test_a_later_calendar_replaces_an_earlier_one(plan: StudyPlan) -> None:
    def stamps(made: datetime) -> set[tuple[datetime, datetime, int]]:
        read = icalendar.Calendar.from_ical(calendar(plan, made))
        assert "METHOD" not in read
        return {
            (one.decoded("DTSTAMP"), one.decoded("LAST-MODIFIED"), one.decoded("SEQUENCE"))
            for one in read.walk("VEVENT")
        }

    ((first, modified, number),) = stamps(MADE)
    assert first == modified == MADE
    ((second, _, larger),) = stamps(MADE + timedelta(seconds=1))
    assert (second, larger) > (first, number)
    assert larger > number
    ((_, _, ancient),) = stamps(datetime(1970, 1, 1, tzinfo=UTC))
    assert ancient == 0


def test_plans_for_parts_of_a_deck_do_not_replace_each_other() -> None:
    parts: list[dict[str, object]] = [
        {},
        {"topics": frozenset({"t0"})},
        {"topics": frozenset({"t1"})},
        {"topics": frozenset({"t0", "t1"})},
        {"priorities": frozenset({"core"})},
        {"topics": frozenset({"t0"}), "priorities": frozenset({"core"})},
    ]
    ids = [
        str(icalendar.Calendar.from_ical(calendar(made(30, **part))).walk("VEVENT")[-1]["UID"])
        for part in parts
    ]
    assert len(set(ids)) == len(parts)


@given(st.text(), st.text())
def test_any_text_survives_a_calendar(name: str, topic: str) -> None:
    plan = made_once()
    day = replace(plan.days[0], topics={topic: 1}, new_cards=1)
    written = calendar(
        replace(plan, deck=plan.deck._replace(name=name), days=(day, *plan.days[1:]))
    )
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
