"""What was asked for, what was found in a file, and what is to be told of it."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cps_cards.apkg.contents import Template
from cps_cards.model.cards import Kind
from cps_cards.render.markdown import render

Rules = Mapping[str, Mapping[str, Sequence[str]]]
"""What the user says of note types, by their names: names of fields by keys of cards."""

_ANKI_MARK = re.compile(r"\[(?=/?(?:sound:|latex\]|\$))", re.IGNORECASE)


class BadFileError(ValueError):
    """A file that cannot be read, or not for sure; the message goes on after its name."""


class LeftOutError(Exception):
    """Why a note becomes no card, in words that follow its name."""


class Markdown(str):
    """A text that is Markdown already; all others are HTML."""

    __slots__ = ()


@dataclass(frozen=True)
class Wish:
    """What the user says of the file and of its cards. ``stem`` names new files, ``into`` is a card
    file to append to, by its path from the deck's ``cards``; ``teaches`` is for cards that no fact
    is proposed for; ``columns`` are named in their order."""

    stem: str
    topic: str = ""
    topic_from: str | None = None
    columns: Sequence[str] = ()
    kind: Kind | None = None
    rules: Rules = field(default_factory=dict)
    separator: str = ""
    row_separator: str = ""
    encoding: str = ""
    into: str = ""
    media: Path | None = None
    teaches: str = ""
    new_guids: bool = False
    update: bool = False
    dry_run: bool = False


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


@dataclass(slots=True)
class Loose:
    """A card as the file has it; ``texts`` go by the keys of card files. ``options`` have a reason
    each, which may be empty; ``key`` is the place of the right one, and they stay in order where
    ``ordered``.

    ``files`` are media that came with this very card. Of a note of this tool's, ``mixed`` tells
    that the options were mixed, and ``torn`` what "Options explained" says, and other fields not.
    """

    place: str
    kind: Kind = "basic"
    texts: dict[str, str] = field(default_factory=dict)
    type: str = ""
    options: Sequence[tuple[str, str]] = ()
    key: int = 0
    ordered: bool = False
    mixed: bool = False
    reverse: bool = False
    retired: bool = False
    torn: Sequence[tuple[str, str]] = ()
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
    """What is said about a file beside its cards: ``types`` of notes with their kinds and what
    becomes of fields, counted; what was ``left`` out, by notes or by note types, and formatting
    ``lost``; ``moves`` says what goes where when a learner changes a note type."""

    what: str = ""
    types: Counter[tuple[str, Kind | None, str]] = field(default_factory=Counter)
    left: list[tuple[str, str]] = field(default_factory=list)
    left_of: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    decks: set[str] = field(default_factory=set)
    moves: dict[str, tuple[Kind, str]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return not self.left and not self.left_of


def as_html(text: str, *, marks: bool = False) -> str:
    """A text as it was typed in HTML that shows it; with ``marks``, Anki's own (`[sound:…]`) mean
    what they say."""
    body = html.escape(text.strip(), quote=False).replace("\n", "<br>")
    return body if marks else _ANKI_MARK.sub("&#91;", body)


def joined(parts: Iterable[tuple[str, str]]) -> str:
    """Texts behind their labels as one, a paragraph each; empty ones left out."""
    found = [part for part in parts if part[1].strip()]
    if len(found) == 1 and not found[0][0]:
        return found[0][1]
    paragraphs = []
    for label, text in found:
        body = render(text, {}).html if isinstance(text, Markdown) else text
        if label:  # stands in the first line of the text
            body = re.sub(r"\A\s*<(?:div|p)\b[^>]*>", "", body)
            body = f"<b>{html.escape(label)}:</b> {body}"
        paragraphs.append(body)
    return "<p></p>".join(paragraphs)
