"""Counts of cards and of what they cover, as data."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cps_cards import guessing
from cps_cards.model.cards import KINDS, Card, Choice, anki_cards
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection, TopicEntry
from cps_cards.schedule.order import study_order
from cps_cards.schedule.weeks import timetable


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of ``total`` objectives or facts at least one card teaches."""

    covered: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        return self.covered / self.total if self.total else 1.0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(self.covered + other.covered, self.total + other.total)


@dataclass(frozen=True, slots=True)
class TopicStats:
    """One topic: live notes and cards, its share of all notes and the share it should have."""

    id: str
    title: str
    notes: int
    cards: int
    share: float
    weight: float
    kinds: dict[str, int]
    priorities: dict[str, int]
    with_scenario: int
    objectives: Coverage
    facts: Coverage


@dataclass(frozen=True, slots=True)
class Week:
    """A study week: notes that are new in it, and cards as Anki counts them."""

    number: int
    notes: int
    cards: int
    priorities: dict[str, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fact that no card may teach yet, and what is to be found out first."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures of a deck; without a curriculum, coverage counts nothing."""

    deck_id: str
    name: str
    notes: int
    cards: int
    retired: int
    kinds: dict[str, int]
    priorities: dict[str, int]
    with_scenario: int
    topics: tuple[TopicStats, ...]
    objectives: dict[str, Coverage]
    facts: dict[str, Coverage]
    weeks: tuple[Week, ...]
    new_per_day: int
    pending: tuple[Waiting, ...]
    guessed: guessing.Guessed | None
    """None where there are too few choice cards to say anything."""


def stats(collection: Collection) -> Stats:
    """Count the live cards; retired ones are counted apart and cover nothing."""
    live, curriculum = collection.live, collection.curriculum
    objectives, facts = _coverage(collection, None)
    choices = [card for card in live if isinstance(card, Choice)]
    guessed = None
    if len(choices) >= guessing.FEWEST:
        found = guessing.guess(choices)
        guessed = guessing.Guessed(found.cards, found.share, found.chance, found.random_95)
    return Stats(
        deck_id=collection.deck.id,
        name=collection.deck.name,
        notes=len(live),
        cards=sum(map(anki_cards, live)),
        retired=len(collection.cards) - len(live),
        kinds=_kinds(live),
        priorities=_priorities(collection, live),
        with_scenario=sum(card.scenario is not None for card in live),
        topics=tuple(_topic(collection, entry) for entry in collection.deck.topics),
        objectives=objectives,
        facts=facts,
        weeks=_weeks(collection),
        new_per_day=collection.deck.schedule.new_per_day,
        pending=tuple(
            Waiting(fact.id.value, " ".join(fact.pending.value.split()))
            for _, objective in (curriculum.objectives() if curriculum is not None else ())
            for fact in objective.facts if fact.pending is not None
        ),
        guessed=guessed,
    )  # fmt: skip


def _topic(collection: Collection, topic: TopicEntry) -> TopicStats:
    cards = [card for card in collection.live if card.topic == topic.id]
    objectives, facts = _coverage(collection, topic.id)
    return TopicStats(
        id=topic.id,
        title=topic.title,
        notes=len(cards),
        cards=sum(map(anki_cards, cards)),
        share=len(cards) / len(collection.live) if collection.live else 0.0,
        weight=topic.weight,
        kinds=_kinds(cards),
        priorities=_priorities(collection, cards),
        with_scenario=sum(card.scenario is not None for card in cards),
        objectives=in_all(objectives.values()),
        facts=in_all(facts.values()),
    )


def _kinds(cards: Iterable[Card]) -> dict[str, int]:
    counts = Counter(card.kind for card in cards)
    return {kind: counts[kind] for kind in KINDS}


def _priorities(collection: Collection, cards: Iterable[Card]) -> dict[str, int]:
    """How many cards have each priority; empty where there is no curriculum."""
    if collection.curriculum is None:
        return {}
    counts = Counter(collection.priority_of(card) for card in cards)
    return {priority: counts[priority] for priority in PRIORITIES}


def in_all(found: Iterable[Coverage]) -> Coverage:
    """The coverage of several priorities together."""
    return sum(found, Coverage())


def _coverage(
    collection: Collection, topic_id: str | None
) -> tuple[dict[str, Coverage], dict[str, Coverage]]:
    """Objectives and facts taught, by priority. A card on a whole objective covers none of its
    facts; an objective is covered by such a card or by one on any of its facts. Facts that wait
    to be confirmed count nowhere."""
    if collection.curriculum is None:
        return {}, {}
    taught = collection.taught
    objectives: dict[str, Coverage] = dict.fromkeys(PRIORITIES, Coverage())
    facts = objectives.copy()
    for topic, objective in collection.curriculum.objectives():
        if not objective.waits and topic_id in (None, topic.id.value):
            hits = [fact.id.value in taught for fact in objective.teachable]
            facts[objective.priority] += Coverage(sum(hits), len(hits))
            is_covered = objective.id.value in taught or any(hits)
            objectives[objective.priority] += Coverage(int(is_covered), 1)
    return objectives, facts


def _weeks(collection: Collection) -> tuple[Week, ...]:
    weeks: dict[int, list[Card]] = defaultdict(list)
    for id, week in timetable(collection.deck, study_order(collection)).week_of.items():
        weeks[week].append(collection.by_id[id])
    return tuple(
        Week(number, len(cards), sum(map(anki_cards, cards)), _priorities(collection, cards))
        for number, cards in sorted(weeks.items())
    )
