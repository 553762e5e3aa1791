"""Which cards Anki makes of a note: the rules of its templates and clozes, without showing any."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from cps_cards.diff.templates import Mark, marks, modern
from cps_cards.diff.view import NoteType

MAX_CLOZE = 500
"""A higher number lands on the last card."""

_LARGEST_NUMBER = 65_535
_ALWAYS_FILLED = frozenset(("Card", "CardFlag", "CardID", "Deck", "Subdeck", "Type"))
_CLOZE_MARK = re.compile(r"\{\{c([0-9,]+)::|\}\}")
_EMPTY_FIELD = re.compile(r"(?:[ \t\n\r\f\v]|</?(?:br|div) ?/?>)*", re.IGNORECASE)


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
    for token in _CLOZE_MARK.finditer(text):
        if token[1] is not None:
            open_.append(_ords(token[1]))
        elif open_:
            closed = open_.pop()
            (open_[-1] if open_ else found).update(closed)
    return found


def _ords(numbers: str) -> set[int]:
    digits = (number.lstrip("0") for number in numbers.split(",") if number.isascii())
    wanted = (int(number) for number in digits if number and len(number) <= 5)
    return {min(number, MAX_CLOZE) - 1 for number in wanted if 1 <= number <= _LARGEST_NUMBER}


@lru_cache(maxsize=1000)
def _marks(front: str) -> tuple[Mark, ...] | None:
    """The marks of a template; None where a condition is not closed: it makes no card."""
    found = tuple(mark for mark in marks(modern(front)) if mark.sign != "!")
    open_: list[str] = []
    for mark in found:
        if mark.sign in ("#", "^"):
            open_.append(mark.inside)
        elif mark.sign == "/" and (not open_ or open_.pop() != mark.inside):
            return None
    return None if open_ else found


def _shows_something(front: str, filled: Collection[str]) -> bool:
    found = _marks(front)
    if found is None:
        return False
    shown = [True]
    for mark in found:
        if mark.sign == "#":
            shown.append(shown[-1] and mark.inside in filled)
        elif mark.sign == "^":
            shown.append(shown[-1] and mark.inside not in filled)
        elif mark.sign == "/":
            shown.pop()
        elif shown[-1] and mark.inside.rsplit(":", 1)[-1] in filled:
            return True
    return False
