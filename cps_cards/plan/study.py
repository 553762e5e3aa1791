"""A study plan: the request, the load that answers it, and every day until the exam."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, compress, count
from typing import NamedTuple

from cps_cards.model.cards import Card, anki_cards
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection, Deck
from cps_cards.plan.forecast import Band, Forecaster, Note, remembered
from cps_cards.plan.proposal import Obstacle, Way, choose
from cps_cards.plan.request import DEFAULT_REVIEW_DAYS, ImpossiblePlanError, PlanRequest
from cps_cards.schedule.order import study_order
from cps_cards.schedule.weeks import DAYS_A_WEEK, Intake, class_windows, first_weeks, week_tag


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day before the exam, by its number from 0. ``topics`` counts its new cards by title."""

    number: int
    date: date
    week: int
    new_cards: int
    rest: bool
    review_only: bool
    reviews: Band
    minutes: Band
    topics: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """Seven days from the start of the plan, fewer where the exam cuts the last ones short.

    ``reviews`` are those of the whole week, ``minutes`` those of an average day of it. ``notes``
    counts those whose first card is new in it: they carry its ``tag``, and ``search`` finds them.
    """

    number: int
    first: date
    last: date
    notes: int
    new_cards: int
    reviews: Band
    minutes: Band
    topics: Mapping[str, int]
    tag: str
    search: str


class GroupRecall(NamedTuple):
    """How much of some cards is remembered on the exam day; ``met`` of them were new by then.

    ``kind`` is ``all``, ``priority`` or ``topic``, and ``id`` that of the latter two.
    """

    kind: str
    id: str
    name: str
    cards: int
    met: int
    share: Band


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """What :func:`make_plan` answers.

    ``order`` holds the ids of the cards planned for, in study order; ``week_of`` the week in which
    each is new, which for a card that comes too late is one after the exam. Those are ``late``.
    ``class_load`` new cards a day keep the weeks of a class (0 without one), and whether they are
    ``class_kept``, as far as they end before the last days.

    The ``request`` tells what was taken: its ``review_days`` are more than was asked for where the
    plan ``ends_early``, so that no later day takes longer than the minutes, and fewer than usual
    where none were asked for and the exam is near.
    """

    deck: Deck
    request: PlanRequest
    per_day: int
    retention: float
    cards: int
    days: tuple[PlanDay, ...]
    weeks: tuple[PlanWeek, ...]
    order: tuple[str, ...]
    week_of: Mapping[str, int]
    late: tuple[str, ...]
    late_cards: int
    class_load: int
    class_kept: bool
    recall: tuple[GroupRecall, ...]
    reviews: Band
    hours: Band
    goal: str
    goal_recall: Band
    obstacle: Obstacle | None
    ends_early: bool
    fewer_review_days: bool
    ways: tuple[Way, ...]

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.obstacle is None

    @property
    def busiest(self) -> PlanDay:
        """The day that takes longest; of several, the first."""
        return max(self.days, key=lambda day: (day.minutes.mean, -day.number))

    @property
    def first_review_day(self) -> date | None:
        """The day from which on there are reviews alone, where the plan has such days."""
        return min((day.date for day in self.days if day.review_only), default=None)


def make_plan(collection: Collection, request: PlanRequest, today: date) -> StudyPlan:
    """Plan for a sound collection; raises :class:`ImpossiblePlanError` with words for the asker.

    The same collection and request give the same plan on every day and machine.
    """
    request.check(today)
    deck = collection.deck
    retention = request.retention or deck.schedule.desired_retention
    cards = [card for card in study_order(collection) if _chosen(card, collection, request)]
    if not cards:
        raise ImpossiblePlanError("no card belongs to what was chosen: nothing to plan for")
    notes = [
        Note(card.id.value, card.topic, collection.priority_of(card), anki_cards(card), window)
        for card, window in zip(cards, class_windows(cards, deck), strict=True)
    ]
    forecaster = Forecaster(notes, request, retention, request.horizon)
    load, obstacle, ways = choose(forecaster)
    taken = forecaster.take(load.per_day, range(load.end))
    recall = tuple(_recall(forecaster, taken, collection))
    ((reviews, minutes),) = forecaster.spans(load, request.horizon)
    # What comes too late goes on after the exam.
    all_days = chain(range(load.end), count(request.horizon + 1))
    weeks = first_weeks(forecaster.take(load.per_day, all_days))
    week_of = dict(zip((note.id for note in notes), weeks, strict=True))
    met = {notes[one.note].id for one in taken}
    late = tuple(id for id in week_of if id not in met)
    counts = Counter(week_of[id] for id in met)
    fewer = request.review_days is None and request.last_days < DEFAULT_REVIEW_DAYS
    request = replace(request, review_days=request.horizon - load.end)
    days = tuple(_days(taken, notes, forecaster.spans(load, 1), request, collection))
    return StudyPlan(
        deck=deck,
        request=request,
        per_day=load.per_day,
        retention=retention,
        cards=forecaster.total,
        days=days,
        weeks=tuple(_weeks(days, forecaster.spans(load, DAYS_A_WEEK), counts, deck)),
        order=tuple(note.id for note in notes),
        week_of=week_of,
        late=late,
        late_cards=forecaster.total - len(taken),
        class_load=forecaster.class_load,
        class_kept=all(
            DAYS_A_WEEK * week_of[note.id] <= note.window.until
            for note in notes
            if note.window.until is not None and note.window.until <= forecaster.end
        ),
        recall=recall,
        reviews=reviews,
        hours=Band(*(one * request.horizon / 60 for one in minutes)),
        goal="core cards" if forecaster.core else "cards",
        goal_recall=next(r for r in recall if r.id == ("core" if forecaster.core else "")).share,
        obstacle=obstacle,
        ends_early=load.end < forecaster.end,
        fewer_review_days=fewer,
        ways=ways,
    )


def _chosen(card: Card, collection: Collection, request: PlanRequest) -> bool:
    if card.retired is not None or (request.topics and card.topic not in request.topics):
        return False
    return not request.priorities or collection.priority_of(card) in request.priorities


def _days(
    taken: Sequence[Intake],
    notes: Sequence[Note],
    spans: Iterator[tuple[Band, Band]],
    request: PlanRequest,
    collection: Collection,
) -> Iterator[PlanDay]:
    news: list[Counter[str]] = [Counter() for _ in range(request.horizon)]
    for one in taken:
        news[one.day][notes[one.note].topic] += 1
    first_review_day = request.horizon - request.last_days
    for number, (reviews, minutes) in enumerate(spans):
        topics = collection.topic_titles.items()
        yield PlanDay(
            number=number,
            date=request.day(number),
            week=number // DAYS_A_WEEK + 1,
            new_cards=news[number].total(),
            rest=request.rests_on(number) and number < first_review_day,
            review_only=number >= first_review_day,
            reviews=reviews,
            minutes=minutes,
            topics={title: news[number][id] for id, title in topics if news[number][id]},
        )


def _weeks(
    days: Sequence[PlanDay], spans: Iterator[tuple[Band, Band]], notes: Counter[int], deck: Deck
) -> Iterator[PlanWeek]:
    """The days seven by seven; ``notes`` counts those whose first card is new in a week."""
    for number, (reviews, minutes) in enumerate(spans, start=1):
        own = days[(number - 1) * DAYS_A_WEEK : number * DAYS_A_WEEK]
        topics = sum((Counter(day.topics) for day in own), Counter[str]())
        tag = week_tag(deck.tag_prefix, number)
        yield PlanWeek(
            number=number,
            first=own[0].date,
            last=own[-1].date,
            notes=notes[number],
            new_cards=topics.total(),
            reviews=reviews,
            minutes=minutes,
            topics={topic.title: n for topic in deck.topics if (n := topics[topic.title])},
            tag=tag,
            search=search(tag),
        )


def search(tag: str) -> str:
    """What to type in Anki to find the new cards of a tag; ``_`` and ``*`` stand for themselves."""
    escaped = tag.replace("\\", "\\\\").replace("_", r"\_").replace("*", r"\*")
    term = f"tag:{escaped}"
    return f'"{term}" is:new' if any(mark in term for mark in '()"') else f"{term} is:new"


def _recall(
    forecaster: Forecaster, taken: Sequence[Intake], collection: Collection
) -> Iterator[GroupRecall]:
    """All cards, each priority, each topic, as far as there are cards of it."""
    named = [
        ("all", "", "All cards"),
        *(("priority", priority, priority.title()) for priority in PRIORITIES),
        *(("topic", topic, title) for topic, title in collection.topic_titles.items()),
    ]
    recall, exam = forecaster.lives.recall, forecaster.request.horizon
    for kind, id, name in named:
        inside = [kind == "all" or getattr(note, kind) == id for note in forecaster.notes]
        size = sum(compress(forecaster.counts, inside))
        if size:
            odds = [recall[exam - one.day] for one in taken if inside[one.note]]
            yield GroupRecall(kind, id, name, size, len(odds), remembered(odds, size))
