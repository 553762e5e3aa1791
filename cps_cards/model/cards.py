"""Cards as authors write them: one dataclass per kind, ``Card`` their union.

Immutable by convention, as :class:`Text` is: frozen ones would take a fiftieth of a build.
"""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple, assert_never, get_args

from cps_cards.model import ids
from cps_cards.source import Source, Span, Text

Kind = Literal["basic", "cloze", "choice"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Citation(NamedTuple):
    """A source by its id, and where in it: ``mgl-119-51a §a`` has the locator ``§a``."""

    source_id: str
    locator: str
    text: Text


class Retired(NamedTuple):
    """Why a published card is no longer taught, and which cards took its place."""

    reason: Text
    see: tuple[Text, ...] = ()


class Ignore(NamedTuple):
    """A lint rule silenced on a card, with the author's reason."""

    rule: Text
    reason: Text


class Option(NamedTuple):
    """One option of a choice card; ``why`` says what is right or wrong about it."""

    text: Text
    why: Text | None = None


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class CardBase:
    """What all kinds share. ``topic`` is the file's; ``span`` covers the card in its source."""

    kind: ClassVar[Kind]

    id: Text
    topic: str
    source: Source
    span: Span
    scenario: Text | None = None
    why: Text | None = None
    teaches: tuple[Text, ...] = ()
    sources: tuple[Citation, ...] = ()
    after: tuple[Text, ...] = ()
    tags: tuple[Text, ...] = ()
    formerly: Text | None = None
    guid: Text | None = None
    retired: Retired | None = None
    ignores: tuple[Ignore, ...] = ()
    sample: bool = False
    """Whether it came with a new deck, to be replaced before a release."""

    def named_texts(self) -> Iterator[tuple[str, Text]]:
        """Each text that learners read, with its key, in the order of reading."""
        if self.scenario is not None:
            yield "scenario", self.scenario
        yield from self._own_texts()
        if self.why is not None:
            yield "why", self.why

    @abstractmethod
    def _own_texts(self) -> Iterator[tuple[str, Text]]:
        """Those of the kind's own keys."""

    @property
    def key(self) -> str:
        """The id that makes the GUID: the one that the card was first published under."""
        return self.formerly.value if self.formerly is not None else self.id.value

    def guid_in(self, deck_id: str) -> str:
        """What learners' collections know the note by: its own GUID, else one from deck and key."""
        return self.guid.value if self.guid is not None else ids.guid(deck_id, self.key)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Basic(CardBase):
    kind = "basic"

    front: Text
    back: Text
    reverse: bool = False
    term: Text | None = None
    """What is asked for where the card is asked back to front."""

    def _own_texts(self) -> Iterator[tuple[str, Text]]:
        yield "front", self.front
        yield "back", self.back
        if self.term is not None:
            yield "term", self.term


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Cloze(CardBase):
    kind = "cloze"

    text: Text
    numbers: tuple[int, ...]
    """The distinct cloze numbers in ascending order: one Anki card each."""

    def _own_texts(self) -> Iterator[tuple[str, Text]]:
        yield "text", self.text


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Choice(CardBase):
    """``options`` holds every option; ``key_index`` says which one is the answer.

    Where ``ordered``, the options stand as the author wrote them; otherwise the answer comes first
    here and the compiler mixes them.
    """

    kind = "choice"

    question: Text
    answer: Text
    options: tuple[Option, ...]
    key_index: int
    ordered: bool

    @property
    def distractors(self) -> tuple[Option, ...]:
        return tuple(o for i, o in enumerate(self.options) if i != self.key_index)

    @property
    def bank(self) -> tuple[str, ...]:
        """The options, whatever their order and case: cards of a matched set have the same."""
        return tuple(sorted([" ".join(o.text.value.lower().split()) for o in self.options]))

    def _own_texts(self) -> Iterator[tuple[str, Text]]:
        yield "question", self.question
        yield "answer", self.answer
        for option in self.distractors:
            yield "distractor", option.text
        for option in self.options:
            if option.why is not None:
                yield "option why", option.why


Card = Basic | Cloze | Choice


def ords_of(card: Card) -> Sequence[int]:
    """What Anki makes cards of: the places of templates, or the numbers of deletions less one."""
    match card:
        case Basic():
            return (0, 1) if card.reverse else (0,)
        case Cloze():
            return [number - 1 for number in card.numbers]
        case Choice():
            return (0,)
        case _:
            assert_never(card)


def anki_cards(card: Card) -> int:
    """How many cards Anki makes of the note, as it counts them against the daily limit."""
    return len(ords_of(card))
