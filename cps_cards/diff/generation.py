"""Which cards Anki makes of a note: the rules of its templates and clozes, without showing any."""

import re
from collections.abc import Collection, Sequence
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
    fronts = enumerate(template.front for template in note_type.templates)
    return {ord for ord, front in fronts if _shows_something(front, filled)}


def cloze_ords(text: str) -> set[int]:
    """The ordinals of a text's deletions, nested ones too; one that is never closed makes none. Nor
    does what stands inside an open one. ``{{c1,3::…}}`` hides the same words on two cards."""
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
    for sign, inside in _marks(front):
        if sign == "/":
            shown.pop()
        elif sign:
            shown.append(shown[-1] and (inside in filled) == (sign == "#"))
        elif shown[-1] and inside.rsplit(":", 1)[-1] in filled:
            return True
    return False


@lru_cache(maxsize=1000)
def _marks(front: str) -> tuple[_Mark, ...]:
    """The marks of a template; none where a condition is not closed: it makes no card."""
    text = front.lstrip()
    if text.startswith(_OLD_DELIMITERS):
        front = text.removeprefix(_OLD_DELIMITERS).replace("<%", "{{").replace("%>", "}}")
    # A brace or comment that is never closed is text. Those go first, so that ten thousand open
    # braces do not take ten thousand looks at the rest: a package may come from anyone.
    for opening, closing in (("{{", "}}"), ("<!--", "-->")):
        *head, rest = front.rpartition(closing)
        front = "".join([*head, rest.replace(opening, " " * len(opening))])
    found: list[_Mark] = []
    open_: list[str] = []
    for mark in _MARK.finditer(front):
        if mark[1] is None:
            continue
        inside = mark[1].lstrip("{").strip()
        sign = inside[:1] if inside.startswith(("#", "^", "/")) else ""
        name = inside.removeprefix(sign).strip()
        found.append((sign, name))
        if sign == "/":
            if not open_ or open_.pop() != name:
                return ()
        elif sign:
            open_.append(name)
    return () if open_ else tuple(found)
