"""What was found in a file: notes and cards as they stood there, and what is to be told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cps_cards.apkg.contents import Template
from cps_cards.model.cards import Kind
from cps_cards.model.texts import counted

Form = Literal["html", "plain", "anki", "markdown"]
"""How a text was written; ``anki`` is plain, but for Anki's marks such as ``[sound:…]``."""


class BadFileError(ValueError):
    """A file that cannot be read, or not for sure; the message goes on after its name."""


class LeftOutError(Exception):
    """Why a note becomes no card, in words that follow its name."""


class Piece(NamedTuple):
    """A text as the file has it."""

    text: str
    form: Form = "html"


class Option(NamedTuple):
    text: Piece
    why: Piece | None = None


class Type(NamedTuple):
    """A note type, or the ``table`` that a row stands in: names of fields, and templates if known.

    ``kind`` is set where rows or the user tell the kind of card.
    """

    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...] = ()
    cloze: bool = False
    table: bool = False
    kind: Kind | None = None


class Found(NamedTuple):
    """A note or row. ``ords`` are the places of the templates that make cards of it; None where
    the file does not tell. ``mod``: seconds since 1970."""

    place: str
    type: Type
    values: Sequence[str]
    form: Form = "html"
    guid: str = ""
    deck: str = ""
    tags: Sequence[str] = ()
    mod: int = 0
    ords: frozenset[int] | None = None


@dataclass(slots=True)
class Loose:
    """A card as the file has it; ``texts`` go by the keys of card files, ``key`` is the place of
    the right one among ``options``, which stay in order where ``ordered``.

    ``files`` are media that came with this very card. ``torn`` says how the fields of a note of
    this tool's contradict each other.
    """

    place: str
    kind: Kind
    texts: dict[str, Piece]
    type: str = ""
    options: tuple[Option, ...] = ()
    key: int = 0
    ordered: bool = False
    reverse: bool = False
    retired: bool = False
    torn: str = ""
    tags: Sequence[str] = ()
    teaches: Sequence[str] = ()
    deck: str = ""
    topic: str = ""
    id: str = ""
    guid: str = ""
    mod: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class Told:
    """What is said about a file beside its cards: ``types`` with kind, number of notes and what
    becomes of fields; what was ``left`` out, by notes or by note types, and formatting ``lost``;
    ``moves`` says what goes where when a learner changes a note type."""

    what: str = ""
    types: dict[str, tuple[Kind | None, int, str]] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)
    left_of: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    decks: set[str] = field(default_factory=set)
    moves: dict[str, tuple[Kind, str]] = field(default_factory=dict)

    def count(self, type: str, kind: Kind | None, how: str) -> None:
        _, number, how = self.types.get(type, (kind, 0, how))
        self.types[type] = (kind, number + 1, how)

    @property
    def complete(self) -> bool:
        return not self.left and not self.left_of

    def lines(self) -> list[str]:
        """What was not carried, a line each: note by note, then what many share, with counts."""
        found = [f"{place} {reason}" for place, reason in self.left]
        for counts, words in ((self.left_of, ""), (self.lost, " (the words are kept)")):
            types: dict[str, list[str]] = {}
            for (name, what), number in counts.items():
                types.setdefault(name, []).append(f"{what} on {counted(number, 'note')}")
            found += [f"{f'{name}: ' if name else ''}{', '.join(whats)}{words}"
                      for name, whats in types.items()]  # fmt: skip
        return found
