"""Which cards Anki makes of a note: the rules of its templates and clozes, without showing any."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cps_cards.diff.view import NoteType

MAX_CLOZE = 500
"""A higher number lands on the last card."""

_LARGEST_NUMBER = 65_535
_ALWAYS_FILLED = frozenset(("Card", "CardFlag", "CardID", "Deck", "Subdeck", "Type"))
_OLD_DELIMITERS = "{{=<% %>=}}"
_TOKEN = re.compile(r"<!--.*?-->|\{\{(.*?)\}\}", re.DOTALL)
_CLOZE_TOKEN = re.compile(r"\{\{c([\d,]+)::|\}\}")
_EMPTY_FIELD = re.compile(r"(?:[ \t\n\r\f\v]|</?(?:br|div) ?/?>)*", re.IGNORECASE)


class _Tag(NamedTuple):
    """``{{Field}}`` (sign empty), ``{{#Field}}``, ``{{^Field}}`` or ``{{/Field}}``."""

    sign: str
    key: str


def card_ords(note_type: NoteType, fields: Sequence[str], tags: Sequence[str] = ()) -> set[int]:
    """The ordinals of the cards that the fields make; others are what Anki calls empty cards.

    A card comes to be where its front shows a field that is not empty; text of the template alone
    shows nothing. A cloze makes a card for each number in any of its fields.
    """
    if note_type.cloze:
        return {ord for value in fields for ord in cloze_ords(value)}
    filled = {
        field.name
        for field, value in zip(note_type.fields, fields, strict=False)
        if not _EMPTY_FIELD.fullmatch(value)
    }
    filled |= _ALWAYS_FILLED
    if tags:
        filled.add("Tags")
    return {
        ord
        for ord, template in enumerate(note_type.templates)
        if _shows_something(template.front, filled)
    }


def cloze_ords(text: str) -> set[int]:
    """The ordinals of a text's deletions, nested ones too; one that is never closed makes none.

    Nor does what stands inside an open one. ``{{c1,3::…}}`` hides the same words on two cards.
    """
    if "{{c" not in text:
        return set()
    found: set[int] = set()
    open_: list[set[int]] = []
    for token in _CLOZE_TOKEN.finditer(text):
        if token[1] is not None:
            open_.append(_ords(token[1]))
        elif open_:
            closed = open_.pop()
            (open_[-1] if open_ else found).update(closed)
    return found


def _ords(numbers: str) -> set[int]:
    wanted = (int(number) for number in numbers.split(",") if number.isascii() and number.isdigit())
    return {min(number, MAX_CLOZE) - 1 for number in wanted if 1 <= number <= _LARGEST_NUMBER}


@lru_cache(maxsize=1000)
def _tags(front: str) -> tuple[_Tag, ...] | None:
    """The tags of a template; None where a condition is not closed: it makes no card."""
    text = front
    if text.lstrip().startswith(_OLD_DELIMITERS):
        text = text.lstrip().removeprefix(_OLD_DELIMITERS)
        text = text.replace("<%", "{{").replace("%>", "}}")
    found = tuple(_read_tags(text))
    open_: list[str] = []
    for tag in found:
        if tag.sign in ("#", "^"):
            open_.append(tag.key)
        elif tag.sign == "/" and (not open_ or open_.pop() != tag.key):
            return None
    return None if open_ else found


def _read_tags(text: str) -> Iterator[_Tag]:
    for token in _TOKEN.finditer(text):
        if token[1] is None:
            continue
        inside = token[1].lstrip("{").strip()
        if inside[:1] in ("#", "^", "/"):
            yield _Tag(inside[0], inside[1:].strip())
        else:
            yield _Tag("", inside.rsplit(":", 1)[-1])


def _shows_something(front: str, filled: Collection[str]) -> bool:
    tags = _tags(front)
    if tags is None:
        return False
    shown = [True]
    for tag in tags:
        if tag.sign == "#":
            shown.append(shown[-1] and tag.key in filled)
        elif tag.sign == "^":
            shown.append(shown[-1] and tag.key not in filled)
        elif tag.sign == "/":
            shown.pop()
        elif shown[-1] and tag.key in filled:
            return True
    return False
