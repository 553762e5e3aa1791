"""Every sentence that a plan prints holds of it: each is told apart, and its claim worked out.

What a sentence advises is done, and what it denies is tried; a sentence without a check fails.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import fsrs_rs_python as fsrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cps_cards.model.cards import anki_cards
from cps_cards.model.deck import Collection
from cps_cards.plan.proposal import RETENTIONS
from cps_cards.plan.request import DAY_NAMES, PACES, ImpossiblePlanError, PlanRequest
from cps_cards.plan.sentences import PAGE, TERMINAL, Voice, advice, summary
from cps_cards.plan.study import PlanWeek, StudyPlan, make_plan
from cps_cards.report import plan_html, plan_ics, plan_text
from cps_cards.schedule import memory
from cps_cards.schedule.memory import Learner
from cps_cards.schedule.order import study_order
from cps_cards.schedule.weeks import queue
from tests.plan.decks import Entry, collection, mixed

pytestmark = pytest.mark.usefixtures("few_followed")

SLOW = Learner(answer_time=40.0)
DECKS = (
    collection(mixed(24)),
    collection([Entry()]),
    collection([Entry(n % 3, cards=1 + n % 4) for n in range(14)]),
    collection([Entry(n % 3, "core") for n in range(30)], "schedule: {weeks: {1: [t2], 2: [t0]}}"),
    collection([Entry(0, "core")] * 9 + [Entry(1, "important")] * 40),
)


@dataclass(frozen=True)
class Case:
    """A plan, and what its sentences are held against: the same request worked out the long way."""

    deck: Collection
    asked: PlanRequest
    plan: StudyPlan
    voice: Voice = TERMINAL

    def other(self, **more: object) -> StudyPlan:
        """The plan for the request with a change, as whoever follows a sentence would get it."""
        return make_plan(self.deck, replace(self.asked, **more), self.asked.start)  # type: ignore[arg-type]

    def date(self, text: str) -> date:
        if self.voice.terminal:
            return date.fromisoformat(text)
        month, day, year = text.replace(",", "").split()
        return date(int(year), MONTHS.index(month) + 1, int(day))

    @property
    def limit(self) -> float:
        return self.asked.minutes or 120.0

    @cached_property
    def lives(self) -> memory.Lives:
        return memory.follow(self.asked.learner, self.plan.retention, self.asked.horizon)

    def outcome(self, per_day: int, last: int) -> tuple[float, float]:
        """Minutes of the busiest day, and the goal's share, of new cards up to day ``last``."""
        chosen = [card for card in study_order(self.deck) if card.id.value in self.plan.week_of]
        days = [day for day in range(last + 1) if not self.asked.rests_on(day)]
        line = queue(chosen, self.deck.deck, self.plan.retention)
        taken = line.take(per_day, days)
        load = [0.0] * self.asked.horizon
        for one in taken:
            for day in range(one.day, self.asked.horizon):
                load[day] += self.lives.seconds[day - one.day] / 60
        core = self.plan.goal == "core cards"
        goal = [not core or self.deck.priority_of(card) == "core" for card in chosen]
        known = sum(self.lives.recall[self.asked.horizon - t.day] for t in taken if goal[t.note])
        size = sum(n for n, counts in zip(line.counts, goal, strict=True) if counts)
        return max(load), known / size

    def any_load_reaches(self, minutes: float) -> bool:
        """Whether new cards of any number a day, up to any day, reach the goal in the minutes."""
        review_days = self.asked.last_days
        for per_day in range(1, self.plan.cards + 1):
            for last in range(self.asked.horizon - review_days):
                busiest, share = self.outcome(per_day, last)
                if busiest <= minutes + 1e-6 and share >= self.asked.goal:
                    return True
        return False


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
Check = Callable[..., None]
CHECKS: list[tuple[re.Pattern[str], Check]] = []
PARTS = {
    "date": r"\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d{1,2}, \d{4}",
    "n": r"[\d,]+",
    "number": r"[\d,]+(?:\.\d+)?",
    "option": r"(?: \(--[^()]*\))?",
    "any": r".*?",
    "share": r"[\d.]+%|under 1%|over 99%|just under [\d.]+%",
}


def sentence(text: str) -> Callable[[Check], Check]:
    """Registers the check of a sentence; its parts are ``<name:kind>``, and come by their names."""

    def register(check: Check) -> Check:
        pattern = re.escape(text).replace("\\ ", " ")
        pattern = re.sub(r"<(\w+):(\w+)>", lambda m: f"(?P<{m[1]}>{PARTS[m[2]]})", pattern).replace(
            "<option>", PARTS["option"]
        )
        CHECKS.append((re.compile(pattern + r"(?=\s|$)", re.DOTALL), check))
        return check

    return register


def check_all(text: str, case: Case) -> None:
    """Read a text sentence by sentence; each has to be known, and to hold."""
    rest = " ".join(text.split())
    while rest:
        found = [(match, check) for pattern, check in CHECKS if (match := pattern.match(rest))]
        assert found, f"no check for: {rest[:200]}"
        match, check = max(found, key=lambda one: one[0].end())
        check(case, **match.groupdict())
        rest = rest[match.end() :].lstrip()


def number(text: str) -> int:
    return int(text.replace(",", ""))


# --- the load -------------------------------------------------------------------------------------


@sentence("<n:n> new card on <day:date>.")
@sentence("<n:n> new cards on <day:date>.")
def all_on_a_day(case: Case, n: str, day: str) -> None:
    bringing = [(one.date, one.new_cards) for one in case.plan.days if one.new_cards]
    assert bringing == [(case.date(day), number(n))]


@sentence("<n:n> new card a day, from <first:date>; the last one comes on <last:date>.")
@sentence("<n:n> new cards a day, from <first:date>; the last one comes on <last:date>.")
def so_many_a_day(case: Case, n: str, first: str, last: str) -> None:
    bringing = [one for one in case.plan.days if one.new_cards]
    assert (bringing[0].date, bringing[-1].date) == (case.date(first), case.date(last))
    assert {one.new_cards for one in bringing[:-1]} == {number(n)}
    assert bringing[-1].new_cards <= number(n) == case.plan.per_day


@sentence("Up to <n:n> new cards a day, from <first:date>; the last one comes on <last:date>.")
def up_to_so_many_a_day(case: Case, n: str, first: str, last: str) -> None:
    bringing = [one for one in case.plan.days if one.new_cards]
    assert (bringing[0].date, bringing[-1].date) == (case.date(first), case.date(last))
    assert max(one.new_cards for one in bringing) <= number(n) == case.plan.per_day
    assert any(one.new_cards < number(n) for one in bringing[:-1])


@sentence("None on <days:any>.")
def rest(case: Case, days: str) -> None:
    names = {name for name in DAY_NAMES if name in days}
    assert names == {DAY_NAMES[day] for day in case.asked.rest_days}
    assert not any(d.new_cards for d in case.plan.days if DAY_NAMES[d.date.weekday()] in names)


@sentence("The weeks of the class are kept, which takes <n:n> new card<s:any> a day.")
def class_kept(case: Case, n: str, **_: str) -> None:
    assert class_holds(case, case.plan)
    if number(n) > 1:
        assert not class_holds(case, case.other(new_per_day=number(n) - 1, minutes=None))


@sentence("The weeks of the class are not kept: they take <n:n> new card<s:any> a day to the last.")
def class_not_kept(case: Case, n: str, **_: str) -> None:
    assert not class_holds(case, case.plan)
    try:
        assert class_holds(case, case.other(new_per_day=number(n), minutes=None))
    except ImpossiblePlanError as reason:
        assert "a day has 1,440" in str(reason)  # noqa: PT017


def class_holds(case: Case, plan: StudyPlan) -> bool:
    """Whether topics come in their weeks, of those that end before the days of review."""
    end = case.asked.horizon - case.asked.last_days
    weeks = case.deck.deck.schedule.week_of
    return all(
        week == weeks[topic]
        for id, week in plan.week_of.items()
        if (topic := case.deck.by_id[id].topic) in weeks and 7 * weeks[topic] <= end
    )


@sentence("No day is left for reviews alone, for the exam is near<option>.")
def no_day_of_review(case: Case) -> None:
    assert not any(day.review_only for day in case.plan.days)
    far = replace(case.asked, exam_date=case.asked.start + timedelta(days=60))
    assert far.last_days > 0


@sentence("The last day before the exam is for reviews alone<more:any>.")
@sentence("The last <n:n> days before the exam are for reviews alone<more:any>.")
def days_of_review(case: Case, more: str, n: str = "1") -> None:
    last = case.plan.days[-number(n) :]
    assert all(day.review_only and not day.new_cards for day in last)
    assert sum(day.review_only for day in case.plan.days) == number(n)
    if longer := re.fullmatch(
        r": one more of new cards would take longer than (.+) minutes?", more
    ):
        day = next(
            day
            for day in range(case.asked.horizon - number(n), case.asked.horizon)
            if not case.asked.rests_on(day)
        )
        busiest, _ = case.outcome(case.plan.per_day, day)
        assert busiest > float(longer[1]) == case.limit
    elif more:
        assert re.fullmatch(r"; 7 if the exam were not so near( \(--review-days\))?", more)
        assert number(n) < 7
        far = replace(case.asked, exam_date=case.asked.start + timedelta(days=60))
        assert far.last_days == 7


@sentence("About <n:n> <unit:any> on the busiest day (<low:n> to <high:n>), <total:any> in all.")
def time(case: Case, n: str, unit: str, low: str, high: str, total: str) -> None:
    minutes = [day.minutes.mean for day in case.plan.days]
    assert abs(number(n) - max(minutes)) <= 0.5 or (number(n) == 1 and max(minutes) < 1)
    assert number(low) <= max(minutes) + 0.5
    assert number(high) >= max(minutes) - 0.5
    assert unit == ("minute" if n == "1" else "minutes")
    shown, what = total.split()
    each = 1 if what.startswith("minute") else 60
    assert abs(number(shown) - sum(minutes) / each) <= 0.5 or sum(minutes) < 1
    last = max(day.number for day in case.plan.days if day.new_cards)
    assert max(minutes) == pytest.approx(case.outcome(case.plan.per_day, last)[0])


# --- the verdict ----------------------------------------------------------------------------------


def share_of(case: Case) -> float:
    last = max(day.number for day in case.plan.days if day.new_cards)
    return case.outcome(case.plan.per_day, last)[1]


@sentence("The goal is reached: <goal:share> of the <what:any> remembered on the exam day.")
def reached(case: Case, goal: str, what: str) -> None:
    assert float(goal[:-1]) == pytest.approx(case.asked.goal * 100)
    assert share_of(case) >= case.asked.goal - 1e-6
    has_core = any(case.deck.priority_of(case.deck.by_id[id]) == "core" for id in case.plan.order)
    assert what == ("core cards" if has_core else "cards")


@sentence("<why:any> for <goal:share> of the <what:any> remembered on the exam day; with this plan "
          "it is <share:share>.")  # fmt: skip
def not_reached(case: Case, why: str, goal: str, what: str, share: str) -> None:
    assert float(goal[:-1]) == pytest.approx(case.asked.goal * 100)
    known = share_of(case)
    assert known < case.asked.goal
    close = float(share.split()[-1].rstrip("%")) / 100
    assert abs(close - known) <= 0.01
    asked = case.asked
    if found := re.fullmatch(
        r"(?:At most )?([\d.]+) minutes? a day.* (?:do|does) not suffice", why
    ):
        assert float(found[1]) == case.limit
        assert asked.new_per_day is None
        assert ("the most that is proposed" in why) == (asked.minutes is None)
        assert not case.any_load_reaches(case.limit)
        assert case.any_load_reaches(1440)
    elif found := re.fullmatch(r"([\d,]+) new cards? a day (?:do|does) not suffice", why):
        assert number(found[1]) == asked.new_per_day == case.plan.per_day
        assert any(case.other(new_per_day=n).reached for n in range(1, case.plan.cards + 1))
    elif re.fullmatch(r"[\d,]+ new cards? a day are too many", why):
        assert any(case.other(new_per_day=n).reached for n in range(1, case.plan.per_day))
    elif why == "The days until the exam do not suffice":
        last = asked.horizon - asked.last_days - 1
        goal_cards = next(r for r in case.plan.recall if r.id == "core" or what == "cards")
        chosen = case.other(new_per_day=min(9999, case.plan.cards), learner=Learner(), minutes=None)
        met = next(r for r in chosen.recall if (r.kind, r.id) == (goal_cards.kind, goal_cards.id))
        assert last >= 0
        assert met.met < asked.goal * met.cards
    elif why == "The hours that these days have do not suffice":
        assert not case.any_load_reaches(1440)
        assert case.any_load_reaches(1e9)
    else:
        retention = f"{case.plan.retention:.2f}"
        assert why == (
            f"A desired retention of {retention} does not suffice, "
            "however many cards a day are new,"
        )
        assert not case.any_load_reaches(1e9)


@sentence("What would bring more:")
def more(case: Case) -> None:
    assert case.plan.reached
    assert case.plan.ways


@sentence("What would reach it:")
def would_reach(case: Case) -> None:
    assert not case.plan.reached
    assert case.plan.ways


@sentence("Of what was tried, nothing would reach it: <what:any>.")
def nothing_tried_would(case: Case, what: str) -> None:
    assert not case.plan.ways
    if later := re.search(f"no later exam up to ({PARTS['date']})", what):
        days = (case.date(later[1]) - case.asked.exam_date).days
        for day in (1, 2, 7, 30, 100, days):
            moved = case.asked.exam_date + timedelta(days=day)
            assert not case.other(exam_date=moved).reached
    if "retention" in what:
        for retention in RETENTIONS:
            assert f"{retention:.2f}" in what
            if retention > case.plan.retention:
                assert not case.other(retention=retention).reached


@sentence("- every card before the exam: <n:n> new <cards:any> a day, about <m:n> <unit:any> on "
          "the busiest day<option>")  # fmt: skip
def every_card(case: Case, n: str, m: str, **_: str) -> None:
    other = case.other(new_per_day=number(n), minutes=None)
    assert not other.late_cards
    assert case.plan.late_cards
    assert number(m) == max(1, round(other.busiest.minutes.mean))


@sentence("- <n:n> new <cards:any> a day, about <m:n> <unit:any> on the busiest day<option>")
def another_number(case: Case, n: str, m: str, **_: str) -> None:
    other = case.other(new_per_day=number(n))
    assert other.reached
    assert number(m) == max(1, round(other.busiest.minutes.mean))


@sentence(
    "- more time: <m:n> <unit:any> on the busiest day, for <n:n> new <cards:any> a day<option>"
)
def more_time(case: Case, m: str, n: str, **_: str) -> None:
    assert case.limit < number(m) <= 1440
    other = case.other(minutes=float(number(m)))
    assert other.reached
    assert other.busiest.minutes.mean <= number(m) + 1e-6
    assert case.outcome(number(n), case.asked.horizon - 1 - case.asked.last_days)[1] >= (
        case.asked.goal - 1e-6
    ) or case.any_load_reaches(number(m))


@sentence("- a later exam: on <day:date>, with at most <n:number> <what:any> a day<option>")
def later_exam(case: Case, day: str, n: str, what: str) -> None:
    other = case.other(exam_date=case.date(day))
    assert other.reached
    if "minute" in what:
        assert other.busiest.minutes.mean <= float(n) + 1e-6
    else:
        assert other.per_day == number(n)


@sentence("- more reviews: a desired retention of <r:any><option>")
def more_reviews(case: Case, r: str) -> None:
    assert case.other(retention=float(r)).reached


# --- tables ---------------------------------------------------------------------------------------


@sentence("<late:n> of <all:n> <cards:any> <verb:any> too late for the exam; week tags count on "
          "after it.")  # fmt: skip
def late(case: Case, late: str, all: str, **_: str) -> None:
    total = sum(anki_cards(case.deck.by_id[id]) for id in case.plan.order)
    met = sum(day.new_cards for day in case.plan.days)
    assert (number(late), number(all)) == (total - met, total)
    assert all_after(case.plan)


def all_after(plan: StudyPlan) -> bool:
    return all(plan.week_of[id] >= len(plan.weeks) for id in plan.late)


def topics_hold(case: Case, weeks: list[PlanWeek], said: str) -> None:
    every = {case.deck.topic_titles[case.deck.by_id[id].topic] for id in case.plan.order}
    for week in weeks:
        if found := re.fullmatch(r"all (\d+) topics", said):
            assert set(week.topics) == every
            assert len(every) == int(found[1])
        elif said.startswith("all but "):
            missing = set(re.split(", | and ", said.removeprefix("all but ")))
            assert set(week.topics) == every - missing
        else:
            assert set(said.split(", ")) == set(week.topics)


def topic_lines(case: Case, text: str) -> str:
    """Checks the lines on topics, and leaves the rest."""
    kept = []
    for line in text.splitlines():
        found = re.fullmatch(r"Weeks? (\d+)(?: to (\d+))?: (.*)", line)
        if found is None:
            kept.append(line)
            continue
        first = int(found[1])
        topics_hold(case, list(case.plan.weeks[first - 1 : int(found[2] or first)]), found[3])
    return "\n".join(kept)


# --- what to do, and what figures rest on ---------------------------------------------------------


@sentence("FSRS with <whose:any> parameters and a desired retention of <r:any><option>.")
def engine(case: Case, whose: str, r: str) -> None:
    assert whose == ("your own" if case.asked.learner.parameters else "its default")
    assert float(r) == case.plan.retention


@sentence("A right answer takes <n:n> seconds, a wrong one longer, and <share:share> of new cards "
          "are answered right at first sight<option>.")  # fmt: skip
def learner(case: Case, n: str, share: str) -> None:
    right = fsrs.default_simulator_config().state_rating_costs[1][2]
    assert number(n) == round(right * case.asked.learner.answer_time)
    assert float(share[:-1]) == pytest.approx(case.asked.learner.first_right * 100)


@sentence("Memories last <factor:any> times as long as on average, and FSRS has been told so: "
          "choose Optimize in the deck's options once a month.")  # fmt: skip
def lasting(case: Case, factor: str) -> None:
    assert float(factor) == case.asked.learner.memory != 1


@sentence("Every card is new at the start, every day's reviews are done on that day, and a card "
          "that never was new is not remembered.")  # fmt: skip
@sentence("Figures are means; the ranges beside them are where eight of ten learners would end.")
def said_of_all(case: Case) -> None:
    assert case.plan.days


@sentence("Unless it is asked for, no plan takes more than 120 minutes on its busiest day<option>.")
def proposed(case: Case) -> None:
    assert case.asked.minutes is None
    assert case.asked.new_per_day is None
    assert case.plan.busiest.minutes.mean <= 120 + 1e-6


@sentence("**Study plan for the exam on <day:date>.**")
def exam(case: Case, day: str) -> None:
    assert case.date(day) == case.asked.exam_date


# --- all of it ------------------------------------------------------------------------------------

requests = st.builds(
    PlanRequest,
    start=st.sampled_from([date(2027, 1, 4), date(2027, 12, 30)]),
    exam_date=st.just(date.max),
    new_per_day=st.none() | st.sampled_from([1, 2, 3, 7, 30, 400]),
    rest_days=st.sampled_from([frozenset(), frozenset({5, 6}), frozenset({0, 2, 3})]),
    review_days=st.sampled_from([None, None, 0, 2]),
    goal=st.sampled_from([0.2, 0.9, 0.945, 0.97, 1.0]),
    retention=st.sampled_from([None, None, 0.7, 0.95]),
    learner=st.sampled_from([Learner(), Learner(), SLOW, PACES["relaxed"]]),
)


@settings(max_examples=40, phases=(Phase.reuse, Phase.generate))  # a plan shrinks too slowly
@given(
    st.sampled_from(DECKS),
    requests,
    st.sampled_from([1, 2, 3, 9, 16, 30]),
    st.sampled_from([None, None, 1.0, 2.5, 30.0, 1440.0]),
)
def test_every_sentence_of_a_plan_holds(
    deck: Collection, asked: PlanRequest, days: int, minutes: float | None
) -> None:
    asked = replace(asked, exam_date=asked.start + timedelta(days=days))
    hold(deck, asked if asked.new_per_day is not None else replace(asked, minutes=minutes))


def hold(deck: Collection, asked: PlanRequest) -> None:
    try:
        case = Case(deck, asked, make_plan(deck, asked, asked.start))
    except ImpossiblePlanError as reason:
        refused(deck, asked, str(reason))
        return
    for text in said(case):
        check_all(text, case)
    check_all(summary(case.plan), replace(case, voice=PAGE))
    check_advice(case)


def refused(deck: Collection, asked: PlanRequest, reason: str) -> None:
    """A plan is refused only where there can be none."""
    if "a day has 1,440" in reason:
        less = replace(asked, new_per_day=None, minutes=1440.0)
        assert make_plan(deck, less, asked.start).per_day < (asked.new_per_day or 0)
    elif "one new card alone" in reason:
        lives = memory.follow(asked.learner, asked.retention or 0.9, asked.horizon)
        assert lives.seconds[0] > 60 * (asked.minutes or 120)
    else:
        assert reason.startswith("no day is left for new cards")
        before = range(asked.horizon - asked.last_days)
        assert all(asked.rests_on(day) for day in before)


def said(case: Case) -> Iterator[str]:
    """The sentences of the text for terminals; tables and the chart are left out."""
    stream = io.StringIO()
    plan_text.write(case.plan, stream, 80)
    head, rest_ = stream.getvalue().split("\nRemembered on the exam day\n")
    title, *paragraphs = head.split("\n\n")
    assert title.endswith(f"study plan for the exam on {case.asked.exam_date.isoformat()}")
    yield from paragraphs
    weeks, close = rest_.split("\nWhat to do in Anki\n")
    _, _, below = weeks.partition("\nWeek by week\n")
    table, _, lines = below.partition("\n\n")
    assert table
    yield topic_lines(case, lines)
    yield close.split("What the figures rest on\n")[1]


def check_advice(case: Case) -> None:
    plan, asked = case.plan, case.asked
    texts = {one.kind: one.text for one in advice(plan, TERMINAL)}
    assert f"New cards/day to {plan.per_day} " in texts["start"]
    week = next(week for week in plan.weeks if texts["week"].endswith(week.search))
    assert plan.week_of[plan.order[0]] == week.number
    several = any(anki_cards(case.deck.by_id[id]) > 1 for id in plan.order)
    assert ("several blanks" in texts["week"]) == several
    assert ("rest" in texts) == bool(asked.rest_days)
    assert ("class" in texts) == bool(case.deck.deck.schedule.weeks)
    assert ("review" in texts) == any(day.review_only for day in plan.days)
    for one in advice(plan, TERMINAL):
        if one.kind == "review":
            from_ = date.fromisoformat(one.title.removeprefix("From "))
            assert not any(day.new_cards for day in plan.days if day.date >= from_)


def test_pages_and_calendars_say_nothing_of_the_command_line() -> None:
    start = date(2027, 1, 4)
    for asked in (
        PlanRequest(exam_date=start + timedelta(days=3), start=start),
        PlanRequest(exam_date=start + timedelta(days=30), start=start, minutes=1.0, goal=0.99),
        PlanRequest(exam_date=start + timedelta(days=30), start=start, new_per_day=1),
    ):
        plan = make_plan(DECKS[0], asked, start)
        page, calendar = io.StringIO(), io.StringIO(newline="")
        plan_html.write(plan, page)
        plan_ics.write(plan, calendar)
        words = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page.getvalue(), flags=re.DOTALL)
        for text in (words, calendar.getvalue(), summary(plan)):
            assert "--" not in text
        assert not re.search(r"\d{4}-\d\d-\d\d", words + summary(plan))
