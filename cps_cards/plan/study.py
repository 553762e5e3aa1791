"""A study plan: the request, the load that answers it, and every day until the exam."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, compress, count
from typing import NamedTuple

from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection, Deck
from cps_cards.plan.forecast import Band, Forecaster, Load, remembered
from cps_cards.plan.proposal import Obstacle, Way, choose
from cps_cards.plan.request import DEFAULT_REVIEW_DAYS, ImpossiblePlanError, PlanRequest
from cps_cards.schedule.order import study_order
from cps_cards.schedule.weeks import DAYS_A_WEEK, Intake, week_tag


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
    for reason in request.reasons(today):
        raise ImpossiblePlanError(reason)
    retention = request.retention or collection.deck.schedule.desired_retention
    cards = [
        card
        for card in study_order(collection)
        if card.retired is None
        and (not request.topics or card.topic in request.topics)
        and (not request.priorities or collection.priority_of(card) in request.priorities)
    ]
    if not cards:
        raise ImpossiblePlanError("no card belongs to what was chosen: nothing to plan for")
    forecaster = Forecaster(cards, collection, request, retention, request.horizon)
    load, obstacle, ways = choose(forecaster)
    queue, ids = forecaster.queue, [card.id.value for card in cards]
    taken = queue.take(load.per_day, forecaster.working(range(load.end)))
    recall = tuple(_recall(forecaster, taken))
    ((reviews, minutes),) = forecaster.spans(load, request.horizon)
    # What comes too late goes on after the exam.
    every = forecaster.working(chain(range(load.end), count(request.horizon + 1)))
    week_of = dict(zip(ids, queue.weeks(load.per_day, every), strict=True))
    met = {ids[one.note] for one in taken}
    days = tuple(_days(forecaster, load, taken))
    return StudyPlan(
        deck=collection.deck,
        request=replace(request, review_days=request.horizon - load.end),
        per_day=load.per_day,
        retention=retention,
        cards=forecaster.total,
        days=days,
        weeks=tuple(_weeks(forecaster, load, days, Counter(week_of[id] for id in met))),
        order=tuple(ids),
        week_of=week_of,
        late=tuple(id for id in ids if id not in met),
        late_cards=forecaster.total - len(taken),
        class_load=forecaster.class_load,
        class_kept=all(
            DAYS_A_WEEK * week_of[id] <= window.until
            for id, window in zip(ids, queue.windows, strict=True)
            if window.until <= forecaster.end
        ),
        recall=recall,
        reviews=reviews,
        hours=Band(*(one * request.horizon / 60 for one in minutes)),
        goal="core cards" if forecaster.core else "cards",
        goal_recall=next(r for r in recall if r.id == ("core" if forecaster.core else "")).share,
        obstacle=obstacle,
        ends_early=load.end < forecaster.end,
        fewer_review_days=request.review_days is None and request.last_days < DEFAULT_REVIEW_DAYS,
        ways=ways,
    )


def _days(forecaster: Forecaster, load: Load, taken: Sequence[Intake]) -> Iterator[PlanDay]:
    request, titles = forecaster.request, forecaster.collection.topic_titles
    news: dict[int, Counter[str]] = defaultdict(Counter)
    for one in taken:
        news[one.day][forecaster.cards[one.note].topic] += 1
    for number, (reviews, minutes) in enumerate(forecaster.spans(load, 1)):
        yield PlanDay(
            number=number,
            date=request.day(number),
            week=number // DAYS_A_WEEK + 1,
            new_cards=news[number].total(),
            rest=request.rests_on(number) and number < load.end,
            review_only=number >= load.end,
            reviews=reviews,
            minutes=minutes,
            topics={title: news[number][id] for id, title in titles.items() if news[number][id]},
        )


def _weeks(
    forecaster: Forecaster, load: Load, days: Sequence[PlanDay], notes: Counter[int]
) -> Iterator[PlanWeek]:
    """The days seven by seven; ``notes`` counts those whose first card is new in a week."""
    deck = forecaster.collection.deck
    for at, (reviews, minutes) in enumerate(forecaster.spans(load, DAYS_A_WEEK)):
        own = days[at * DAYS_A_WEEK : (at + 1) * DAYS_A_WEEK]
        topics = sum((Counter(day.topics) for day in own), Counter[str]())
        tag = week_tag(deck.tag_prefix, at + 1)
        yield PlanWeek(
            number=at + 1,
            first=own[0].date,
            last=own[-1].date,
            notes=notes[at + 1],
            new_cards=topics.total(),
            reviews=reviews,
            minutes=minutes,
            topics={topic.title: n for topic in deck.topics if (n := topics[topic.title])},
            tag=tag,
            search=search(tag),
        )


def search(tag: str) -> str:
    """What to type in Anki to find the new cards of a tag; ``_`` and ``*`` stand for themselves."""
    term = "tag:" + re.sub(r"[\\_*]", r"\\\g<0>", tag)
    return f'"{term}" is:new' if re.search('[()"]', term) else f"{term} is:new"


def _recall(forecaster: Forecaster, taken: Sequence[Intake]) -> Iterator[GroupRecall]:
    """All cards, each priority, each topic, as far as there are cards of it."""
    collection, counts = forecaster.collection, forecaster.queue.counts
    recall, exam = forecaster.lives.recall, forecaster.request.horizon
    traits = [
        {("all", ""), ("topic", card.topic), ("priority", collection.priority_of(card))}
        for card in forecaster.cards
    ]
    groups = [("all", "", "All cards")]
    groups += (("priority", priority, priority.title()) for priority in PRIORITIES)
    groups += (("topic", topic, title) for topic, title in collection.topic_titles.items())
    for kind, id, name in groups:
        inside = [(kind, id) in one for one in traits]
        size = sum(compress(counts, inside))
        if size:
            odds = [recall[exam - one.day] for one in taken if inside[one.note]]
            yield GroupRecall(kind, id, name, size, len(odds), remembered(odds, size))
