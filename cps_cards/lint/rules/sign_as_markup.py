"""A sign that Markdown takes for its own is not shown, and the text says something else.

A line that begins with > is a quotation, with # a heading, with + an item of a list; 2*3*4 has a
slanted 3, `__init__` is bold without its underscores, and a line such as [Note]: later is shown
nowhere. Put a backslash before the sign, or code between backquotes. (A text of one line is shown
as it begins.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.model.cards import Cloze
from cps_cards.render import parsed as parsing

if TYPE_CHECKING:
    from cps_cards.render.parsed import Parsed, Token

_BEGINS = re.compile(r"(?m)^[ \t]*(?:[>+*-]|#+[ \t])")
_DEFINES = re.compile(r"(?m)^[ \t]*\[[^\]]+\]:")
_OPENS = re.compile(r"(?:[^\W_]|::)\*+[^\s*]")
_CLOSES = re.compile(r"\*(?:[^\W_]|\}\})")
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(r"[=<>~≈±]?\s*[-+]?[$€£]?\.?\d")
_MAKES = {
    "blockquote_open": "begins a quotation",
    "heading_open": "makes this a heading",
    "list_item_open": "makes this an item of a list",
}


_Eaten = tuple[int, int, str]
"""A sign that is not shown: its place in the text as it is rendered, and what becomes of it."""


class SignAsMarkup(CardRule):
    code = "TXT009"
    name = "sign-as-markup"
    by_construction = True
    good = (
        "front: How much is that?\nback: '> 35 hours'",
        "front: How much?\nback: |-\n  - 20 hours\n  - 35 hours",
        "front: Who said so?\nback: |-\n  They said:\n  > Nothing about us without us.",
        "front: How much?\nback: 2 * 3 * 4, or 2\\*3\\*4, or *3* and half**bold**word",
        "front: What is it?\nback: A **very** good `__init__` and a snake_case_name",
        "front: Where is it?\nback: |-\n  In [the law].\n\n  [the law]: https://example.org",
    )
    bad = (
        "front: How much?\nback: |-\n  Full time is\n\n  «>» 35 hours",
        "front: How much?\nback: |-\n  Full time is\n  «+» 40 hours",
        "front: Which room?\nback: |-\n  «#» 5\n  It is upstairs.",
        "front: How cold?\nback: |-\n  In winter:\n  «-» 5 degrees",
        "front: How much is that?\nback: It is 2«*»3«*»4 in all.",
        "front: How is it called?\nback: It is «__»init«__» in Python.",
        "front: Who comes?\nback: |-\n  Everybody.\n\n  «[Note]: https://example.org»",
    )
    help = (
        "put a backslash before a sign that is meant as it stands; code stands between backquotes"
    )

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            value = view.text.value
            if view.key == "hint" or not _may_lose_signs(value):
                continue
            if len(value) > parsing.MOST_PARSED:  # no learner gets it
                continue
            cloze = isinstance(card.card, Cloze) and view.key == "text"
            read = parsing.parse(value, cloze)
            unused = "no learner sees this: it defines an address that no link uses"
            definitions = ((start, end, unused) for start, end in read.unused)
            for start, end, told in (*_blocks(read), *_emphasis(read), *definitions):
                at = read.written.there(start), read.written.there(end)
                yield self.found(view.text, at, told)


def _may_lose_signs(value: str) -> bool:
    """Whether a text has what all that is found has at least: it is asked before one is parsed."""
    opened = _OPENS.search(value) if "*" in value else None
    return bool(
        "__" in value
        or ("]:" in value and _DEFINES.search(value))
        or ("\n" in value and _BEGINS.search(value) and _DIGIT.search(value))
        or (opened and _CLOSES.search(value, opened.end()))
    )


def _blocks(read: Parsed) -> Iterator[_Eaten]:
    """Signs at the beginning of a line that make a quotation, list or heading of an amount."""
    tokens = read.tokens
    for at, token in enumerate(tokens):
        if token.type != "inline" or not token.children or at == 0:
            continue
        start, end = parsing.place(token.children[0])[0], parsing.place(token.children[-1])[1]
        if not _AMOUNT.match(read.value, start):
            continue
        opener = at - 1 if tokens[at - 1].type == "heading_open" else at - 2
        kind, sign = tokens[opener].type, tokens[opener].markup
        meant = (
            (kind == "blockquote_open" and "\n>" in read.value[start:end])
            or (kind == "heading_open" and not sign.startswith("#"))
            or (kind == "list_item_open" and sign != "+" and not _is_only_item(tokens, opener))
        )
        if kind in _MAKES and not meant:
            place = read.value.rfind(sign, 0, start)
            yield place, place + len(sign), f"the {sign} {_MAKES[kind]}, and is not shown"


def _is_only_item(tokens: Sequence[Token], at: int) -> bool:
    """Whether an item is the only one of a list without numbers."""
    end = next(
        number
        for number, token in enumerate(tokens[at:], start=at)
        if token.type == "list_item_close" and token.level == tokens[at].level
    )
    return (tokens[at - 1].type, tokens[end + 1].type) == ("bullet_list_open", "bullet_list_close")


def _emphasis(read: Parsed) -> Iterator[_Eaten]:
    """Stars between numbers or single letters, and the underscores of a name."""
    for token in read.tokens:
        open_: list[Token] = []
        for child in token.children or ():
            if child.type in ("em_open", "strong_open"):
                open_.append(child)
            elif child.type in ("em_close", "strong_close"):
                yield from _unmeant(read.value, open_.pop(), child)


def _unmeant(value: str, opened: Token, closed: Token) -> Iterator[_Eaten]:
    (start, begin), (end, stop) = parsing.place(opened), parsing.place(closed)
    if opened.type == "strong_open":  # of two signs, one has its place in the token
        start, stop = begin - 2, end + 2
    words, sign = value[begin:end], opened.markup
    before, after = value[start - 1 : start], value[stop : stop + 1]
    if sign == "__":
        unmeant = re.fullmatch(r"\w+", words) is not None
    else:
        among = "".join((before, words[:1], words[-1:], after))
        unmeant = before.isalnum() and after.isalnum() and "*" in sign
        unmeant = unmeant and (len(words) == 1 or any(one.isdigit() for one in among))
    if unmeant:
        for first, last in ((start, begin), (end, stop)):
            yield (first, last, f"the {sign} beside “{words}” is not shown: it is emphasis")
