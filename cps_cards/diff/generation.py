"""Which cards Anki makes of a note: the rules of its templates and clozes, without showing any."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from cps_cards.apkg.contents import NoteType
from cps_cards.model.clozes import MAX_NUMBER

_LARGEST_NUMBER = 65_535
_ALWAYS_FILLED = frozenset(("Card", "CardFlag", "CardID", "Deck", "Subdeck", "Type"))
_OLD_DELIMITERS = "{{=<% %>=}}"
_MARK = re.compile(r"<!--.*?-->|\{\{(.*?)\}\}", re.DOTALL)
_CLOZE_MARK = re.compile(r"\{\{c([0-9,]+)::|\}\}")
_EMPTY_FIELD = re.compile(r"(?:[ \t\n\r\f\v]|</?(?:br|div) ?/?>)*", re.IGNORECASE)

_Mark = tuple[str, str]
"""A sign (``#``, ``^``, ``/``, or nothing for the value of a field) and what follows it."""


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
    found: set[int] = set()
    open_: list[set[int]] = []
    for token in _CLOZE_MARK.finditer(text) if "{{c" in text else ():
        if token[1] is not None:
            open_.append(_ords(token[1]))
        elif open_:
            closed = open_.pop()
            (open_[-1] if open_ else found).update(closed)
    return found


def _ords(numbers: str) -> set[int]:
    digits = (number.lstrip("0") for number in numbers.split(",") if number.isascii())
    wanted = (int(number) for number in digits if number and len(number) <= 5)
    return {min(number, MAX_NUMBER) - 1 for number in wanted if 1 <= number <= _LARGEST_NUMBER}


def _shows_something(front: str, filled: Collection[str]) -> bool:
    shown = [True]
    for sign, inside in _sound_marks(front):
        if sign == "/":
            shown.pop()
        elif sign:
            shown.append(shown[-1] and (inside in filled) == (sign == "#"))
        elif shown[-1] and inside.rsplit(":", 1)[-1] in filled:
            return True
    return False


@lru_cache(maxsize=1000)
def _sound_marks(front: str) -> tuple[_Mark, ...]:
    """The marks of a template; none where a condition is not closed: it makes no card."""
    found = tuple(_marks(_with_braces(front)))
    open_: list[str] = []
    for sign, inside in found:
        if sign == "/":
            if not open_ or open_.pop() != inside:
                return ()
        elif sign:
            open_.append(inside)
    return () if open_ else found


def _marks(template: str) -> Iterator[_Mark]:
    """The marks in their order; a brace or comment that is never closed is text.

    Those go first, so that ten thousand open braces do not take ten thousand looks at the rest: a
    package may come from anyone.
    """
    for opening, closing in (("{{", "}}"), ("<!--", "-->")):
        *head, rest = template.rpartition(closing)
        template = "".join([*head, rest.replace(opening, " " * len(opening))])
    for mark in _MARK.finditer(template):
        if mark[1] is not None:
            inside = mark[1].lstrip("{").strip()
            sign = inside[:1] if inside[:1] in ("#", "^", "/") else ""
            yield sign, inside[len(sign) :].strip()


def _with_braces(template: str) -> str:
    """The template with today's braces, where it begins by asking for the old ``<% … %>``."""
    text = template.lstrip()
    if not text.startswith(_OLD_DELIMITERS):
        return template
    return text.removeprefix(_OLD_DELIMITERS).replace("<%", "{{").replace("%>", "}}")
