"""The deck as a whole: what ``deck.yaml`` says, and everything that was loaded beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cps_cards.media_kinds import Unfit, shipped
from cps_cards.model.cards import Card, Citation
from cps_cards.model.curriculum import PRIORITIES, CitedSource, Curriculum, Objective, Priority
from cps_cards.model.language import LanguageTable
from cps_cards.model.ledger import Ledger
from cps_cards.model.settings import WORDINGS, LintSettings, Schedule, Subdecks
from cps_cards.source import Source, Span, Text

_LAST_SECOND = 253_402_300_799
"""The end of the year 9999: dates go no further."""


class TopicEntry(NamedTuple):
    """A topic as the deck shows it; ``weight`` is its share of new cards; all add to 1."""

    id: str
    title: str
    weight: float


class Deck(NamedTuple):
    """``deck.yaml``; ``topics`` are in the deck's order, whichever file they came from."""

    id: str
    name: str
    source: Source
    topics: tuple[TopicEntry, ...]
    id_span: Span = Span(0, 0)
    description: Text | None = None
    imprint: str = ""
    language: str = "en"
    tag_prefix: str = "cps"
    report_to: str | None = None
    subdecks: Subdecks = "topic"
    wording: tuple[str, ...] = WORDINGS
    schedule: Schedule = Schedule()
    lint: LintSettings = LintSettings()


class MediaFile(NamedTuple):
    """A file under ``media/``: its name there, its name in the package, and what it holds.

    ``fault`` says why it cannot be shipped (it leads out of the folder, it is no file), in words
    that follow the name, and ``way_out`` what to do; ``mtime`` is in whole seconds.
    """

    name: str
    path: Path
    packaged: str = ""
    digest: str = ""
    mtime: int = 0
    fault: str = ""
    way_out: str = Unfit("").way_out

    def data(self) -> bytes:
        """The bytes as they are shipped. Raises OSError where the file cannot be read."""
        return shipped(self.path)


@dataclass(frozen=True, eq=False, repr=False)
class Collection:
    """All that was loaded: cards with faults stand apart in ``faulty``, the rest is here.

    A faulty card is looked at for further faults and used for nothing else; what it lacks has a
    stand-in. ``complete`` tells whether no card file has a fault: what no card here does may be
    done by one that could not be read.

    Cards in the ``inbox`` wait to be sorted: they are linted, and part of nothing else; their topic
    may be empty.

    ``mtimes`` holds the modification time, in whole seconds, of each file by its shown path.
    """

    root: Path
    deck: Deck
    cards: tuple[Card, ...]
    faulty: tuple[Card, ...] = ()
    inbox: tuple[Card, ...] = ()
    complete: bool = True
    curriculum: Curriculum | None = None
    sources: Mapping[str, CitedSource] = field(default_factory=dict)
    sources_file: Source | None = None
    language: LanguageTable | None = None
    ledger: Ledger | None = None
    media: Mapping[str, MediaFile] = field(default_factory=dict)
    mtimes: Mapping[str, int] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The day of the last release that changed anything, as a date in UTC."""
        newest = self.ledger.newest() if self.ledger is not None else 0
        if not newest:
            return "unreleased"
        return datetime.fromtimestamp(min(newest, _LAST_SECOND), UTC).date().isoformat()

    @property
    def imprint(self) -> str:
        """The line that goes with whatever is handed out: what the deck says, and its version."""
        said = self.deck.imprint
        stop = "." if said and said[-1] not in ".!?" else ""
        return f"{said}{stop} Version: {self.version}.".lstrip()

    def path_of(self, shown: str) -> Path:
        """Where a file of the deck is that messages call ``shown``."""
        folder = self.deck.source.path.removesuffix("deck.yaml")
        return self.root / shown.removeprefix(folder)

    @cached_property
    def by_id(self) -> dict[str, Card]:
        return {card.id.value: card for card in self.cards}

    @cached_property
    def live(self) -> tuple[Card, ...]:
        """The cards that the deck teaches: all but the retired ones."""
        return tuple(card for card in self.cards if card.retired is None)

    @cached_property
    def taught(self) -> frozenset[str]:
        """The ids of all facts and whole objectives that live cards teach."""
        return frozenset(named.value for card in self.live for named in card.teaches)

    @property
    def linted(self) -> tuple[Card, ...]:
        """The cards whose wording is judged: those that the deck teaches, and those that wait."""
        return (*self.live, *self.inbox)

    def rules_named(self) -> Iterator[tuple[Text, str | None]]:
        """Where settings and cards name lint rules, with the id of the card that ignores one."""
        settings = self.deck.lint
        for rule in (*settings.select, *(rule for rule, _ in (*settings.ignore, *settings.levels))):
            yield rule, None
        for card in self.linted:
            for ignored in card.ignores:
                yield ignored.rule, card.id.value

    @cached_property
    def topic_titles(self) -> dict[str, str]:
        return {topic.id: topic.title for topic in self.deck.topics}

    @cached_property
    def _objectives(self) -> dict[str, tuple[Objective, ...]]:
        if self.curriculum is None:
            return {}
        known = self.curriculum.by_id
        found: dict[str, tuple[Objective, ...]] = {}
        for card in self.cards:
            taught = [known[named.value][1] for named in card.teaches if named.value in known]
            if len(taught) > 1:
                taught = list({objective.id.value: objective for objective in taught}.values())
            found[card.id.value] = tuple(taught)
        return found

    def objectives_of(self, card: Card) -> tuple[Objective, ...]:
        """The objectives that a card teaches, whole or by their facts, in the card's order."""
        return self._objectives.get(card.id.value, ())

    @cached_property
    def _priorities(self) -> dict[str, Priority]:
        return {
            id: min((objective.priority for objective in taught), key=PRIORITIES.index)
            for id, taught in self._objectives.items()
            if taught
        }

    def priority_of(self, card: Card) -> Priority | None:
        """The highest priority of what a card teaches; None where there is no curriculum."""
        return self._priorities.get(card.id.value)

    def citations_of(self, card: Card) -> tuple[tuple[str, str], ...]:
        """Source id and locator of all that a card cites: of the facts it teaches, then its own."""
        known = self.curriculum.by_id if self.curriculum is not None else {}
        cited: list[Citation] = []
        for taught in card.teaches:
            if taught.value in known:
                _, objective, fact = known[taught.value]
                for one in (fact,) if fact is not None else objective.facts:
                    cited += one.sources
        cited += card.sources
        return tuple(dict.fromkeys((one.source_id, one.locator) for one in cited))
