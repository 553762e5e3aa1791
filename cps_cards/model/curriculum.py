"""What a complete deck teaches (topics, objectives, facts), and the sources that it cites."""

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from cps_cards.model.cards import Citation
from cps_cards.source import Source, Text

Priority = Literal["core", "important", "extended"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)

CautionLevel = Literal["wording", "inference", "substance", "verify"]
CAUTION_LEVELS: tuple[CautionLevel, ...] = get_args(CautionLevel)

SourceKind = Literal[
    "seed", "code-of-ethics", "statute", "regulation", "court-decision", "guideline",
    "style-guide", "page",
]  # fmt: skip
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)


class CitedSource(NamedTuple):
    """A work that facts and cards cite."""

    id: Text
    title: Text
    kind: SourceKind
    publisher: Text | None = None
    year: Text | None = None
    url: Text | None = None
    note: Text | None = None


class Fact(NamedTuple):
    """One thing that a card may teach, with how sure it is (``caution``) and where it holds.

    While a person has yet to confirm it, ``pending`` says what is to be found out, and no card may
    teach it.
    """

    id: Text
    text: Text
    sources: tuple[Citation, ...] = ()
    caution: Text | None = None
    caution_level: CautionLevel | None = None
    scope: Text | None = None
    pending: Text | None = None


class Objective(NamedTuple):
    id: Text
    statement: Text
    priority: Priority
    facts: tuple[Fact, ...]
    scenario_hint: Text | None = None

    @property
    def teachable(self) -> tuple[Fact, ...]:
        """The facts that cards are due for: all but those that wait to be confirmed."""
        return tuple(fact for fact in self.facts if fact.pending is None)

    @property
    def waits(self) -> bool:
        """Whether there is nothing to teach yet, because every fact waits."""
        return bool(self.facts) and not self.teachable


class Topic(NamedTuple):
    """``weight`` is the topic's share of the deck, or None where the curriculum gives none."""

    id: Text
    title: Text
    objectives: tuple[Objective, ...]
    summary: Text | None = None
    weight: float | None = None


class Curriculum:
    def __init__(self, source: Source, topics: tuple[Topic, ...]) -> None:
        self.source = source
        self.topics = topics

    def objectives(self) -> Iterator[tuple[Topic, Objective]]:
        for topic in self.topics:
            for objective in topic.objectives:
                yield topic, objective

    @cached_property
    def by_id(self) -> dict[str, tuple[Topic, Objective, Fact | None]]:
        """Every id that a card may teach: an objective's (fact None) or a fact's."""
        found: dict[str, tuple[Topic, Objective, Fact | None]] = {}
        for topic, objective in self.objectives():
            found[objective.id.value] = (topic, objective, None)
            for fact in objective.facts:
                found[fact.id.value] = (topic, objective, fact)
        return found
