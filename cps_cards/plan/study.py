"""A study plan: the request, the load that answers it, and every day until the exam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count

from cps_cards import intake, order
from cps_cards.intake import Intake
from cps_cards.model.cards import Card, anki_cards
from cps_cards.model.curriculum import PRIORITIES, Priority
from cps_cards.model.deck import Collection
from cps_cards.plan import memory
from cps_cards.plan.forecast import Band, Forecast, Forecaster, Load, Note
from cps_cards.plan.options import (
    DEFAULT_REVIEW_DAYS,
    ImpossiblePlanError,
    PlanOptions,
    check,
)
from cps_cards.plan.proposal import Choice, Way, choose, goal_of

_WEEK = 7


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day before the exam. ``topics`` counts its new cards by the topics' titles."""

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

    ``reviews`` are those of the whole week, ``minutes`` those of an average day of it.
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


@dataclass(frozen=True, slots=True)
class Recall:
    """How much of some cards is remembered on the exam day; ``met`` of them were new by then."""

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

    ``options`` tell what was taken: their ``review_days`` are more than was asked for where the
    plan ``ends_early``, so that no later day takes longer than the minutes, and fewer than usual
    where none were asked for and the exam is near.
    """

    deck_id: str
    deck_name: str
    tag_prefix: str
    options: PlanOptions
    per_day: int
    retention: float
    cards: int
    days: tuple[PlanDay, ...]
    weeks: tuple[PlanWeek, ...]
    order: tuple[str, ...]
    week_of: Mapping[str, int]
    late: tuple[str, ...]
    late_cards: int
    recall: tuple[Recall, ...]
    reviews: Band
    hours: Band
    goal: str
    goal_recall: Band
    reached: bool
    over_minutes: bool
    ends_early: bool
    fewer_review_days: bool
    ways: tuple[Way, ...]
    answer_seconds: float
    runs: int

    @property
    def last_new(self) -> date:
        """The last day that brings a new card."""
        return max(day.date for day in self.days if day.new_cards)

    @property
    def busiest(self) -> PlanDay:
        return max(self.days, key=lambda day: (day.minutes.median, -day.number))


def make_plan(collection: Collection, options: PlanOptions, today: date) -> StudyPlan:
    """Plan for a sound collection; raises :class:`ImpossiblePlanError` with words for the asker.

    The same collection and options give the same plan on every day and machine.
    """
    check(options, today)
    retention = options.retention or collection.deck.schedule.desired_retention
    cards = [card for card in order.study_order(collection) if _chosen(card, collection, options)]
    if not cards:
        raise ImpossiblePlanError("no card belongs to what was chosen: nothing to plan for")
    notes = [_note(card, collection) for card in cards]
    forecaster = Forecaster(notes, options, retention)
    goal = goal_of(notes, options.goal)
    choice = choose(forecaster, goal)
    weeks_of = _weeks_of(forecaster, choice.load)
    taken = forecaster.taken(choice.load)
    ends_early = choice.load.end < forecaster.end
    last_days = options.horizon - choice.load.end
    fewer = options.review_days is None and options.last_days < DEFAULT_REVIEW_DAYS
    options = replace(options, review_days=last_days, runs=forecaster.runs)
    met = {one.note for one in taken}
    titles = collection.topic_titles
    return StudyPlan(
        deck_id=collection.deck.id,
        deck_name=collection.deck.name,
        tag_prefix=collection.deck.tag_prefix,
        options=options,
        per_day=choice.load.per_day,
        retention=retention,
        cards=forecaster.total,
        days=tuple(_days(taken, notes, choice.forecast, options, titles)),
        weeks=tuple(_weeks(taken, notes, weeks_of, choice.forecast, options, collection)),
        order=tuple(note.id for note in notes),
        week_of={note.id: week for note, week in zip(notes, weeks_of, strict=True)},
        late=tuple(note.id for index, note in enumerate(notes) if index not in met),
        late_cards=forecaster.total - len(taken),
        recall=tuple(_recall(taken, notes, choice, collection)),
        reviews=choice.forecast.reviews,
        hours=choice.forecast.hours,
        goal=goal.what,
        goal_recall=forecaster.recall(choice.load, goal.notes),
        reached=choice.reached,
        over_minutes=choice.over_minutes,
        ends_early=ends_early,
        fewer_review_days=fewer,
        ways=choice.ways,
        answer_seconds=memory.answer_seconds(options.learner),
        runs=forecaster.runs,
    )


def _chosen(card: Card, collection: Collection, options: PlanOptions) -> bool:
    if card.retired is not None or (options.topics and card.topic not in options.topics):
        return False
    return not options.priorities or collection.priority_of(card) in options.priorities


def _note(card: Card, collection: Collection) -> Note:
    return Note(card.id.value, card.topic, collection.priority_of(card), anki_cards(card))


def _weeks_of(forecaster: Forecaster, load: Load) -> list[int]:
    """The week of each note: that of its first card; what comes too late goes on after the exam."""
    options = forecaster.options
    before = [day for day in forecaster.days if day < load.end]
    after = (day for day in count(options.horizon + 1) if not options.rests_on(day))
    taken = intake.take(forecaster.counts, load.per_day, chain(before, after), forecaster.due_ages)
    return list(order.first_weeks(taken))


def _days(
    taken: Sequence[Intake],
    notes: Sequence[Note],
    forecast: Forecast,
    options: PlanOptions,
    titles: Mapping[str, str],
) -> Iterator[PlanDay]:
    news: list[Counter[str]] = [Counter() for _ in range(options.horizon)]
    for one in taken:
        news[one.day][notes[one.note].topic] += 1
    first_review_day = options.horizon - options.last_days
    for number, load in enumerate(forecast.days):
        yield PlanDay(
            number=number,
            date=options.day(number),
            week=number // _WEEK + 1,
            new_cards=news[number].total(),
            rest=options.rests_on(number) and number < first_review_day,
            review_only=number >= first_review_day,
            reviews=load.reviews,
            minutes=load.minutes,
            topics=_titled(news[number], titles),
        )


def _weeks(
    taken: Sequence[Intake],
    notes: Sequence[Note],
    weeks_of: Sequence[int],
    forecast: Forecast,
    options: PlanOptions,
    collection: Collection,
) -> Iterator[PlanWeek]:
    topics: list[Counter[str]] = [Counter() for _ in forecast.weeks]
    for one in taken:
        topics[one.day // _WEEK][notes[one.note].topic] += 1
    met = Counter(weeks_of[one.note] for one in taken if one.ordinal == 0)
    for index, load in enumerate(forecast.weeks):
        number = index + 1
        tag = order.week_tag(collection.deck.tag_prefix, number)
        yield PlanWeek(
            number=number,
            first=options.day(index * _WEEK),
            last=options.day(min(number * _WEEK, options.horizon) - 1),
            notes=met[number],
            new_cards=topics[index].total(),
            reviews=load.reviews,
            minutes=load.minutes,
            topics=_titled(topics[index], collection.topic_titles),
            tag=tag,
            search=search(tag),
        )


def search(tag: str) -> str:
    """What to type in Anki to find the new cards of a tag; ``_`` and ``*`` stand for themselves."""
    escaped = tag.replace("\\", "\\\\").replace("_", r"\_").replace("*", r"\*")
    term = f"tag:{escaped}"
    return f'"{term}" is:new' if any(mark in term for mark in '()"') else f"{term} is:new"


def _titled(counts: Counter[str], titles: Mapping[str, str]) -> dict[str, int]:
    """Counts by the topics' titles, in the deck's order."""
    return {title: counts[topic] for topic, title in titles.items() if counts[topic]}


def _recall(
    taken: Sequence[Intake], notes: Sequence[Note], choice: Choice, collection: Collection
) -> Iterator[Recall]:
    shares = choice.forecast.recall
    sizes: Counter[tuple[Priority | None, str | None]] = Counter()
    met: Counter[tuple[Priority | None, str | None]] = Counter()
    for note in notes:
        for key in _keys(note):
            sizes[key] += note.cards
    for one in taken:
        for key in _keys(notes[one.note]):
            met[key] += 1
    yield Recall("all", "", "All cards", sizes[None, None], met[None, None], shares[None, None])
    groups: list[tuple[str, Priority | None, str | None, str]] = [
        *(("priority", priority, None, priority.title()) for priority in PRIORITIES),
        *(("topic", None, topic, title) for topic, title in collection.topic_titles.items()),
    ]
    for kind, priority, topic, name in groups:
        key = priority, topic
        if sizes[key]:
            id = priority or topic or ""
            yield Recall(kind, id, name, sizes[key], met[key], shares[key])


def _keys(note: Note) -> Iterator[tuple[Priority | None, str | None]]:
    yield None, None
    yield None, note.topic
    if note.priority is not None:
        yield note.priority, None
