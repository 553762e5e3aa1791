"""A sign that Markdown takes for its own is not shown, and the text says something else.

A line that begins with > is a quotation, with # a heading, with + an item of a list; 2*3*4 has a
slanted 3, `__init__` is bold without its underscores, and a line such as [Note]: later is shown
nowhere. Put a backslash before the sign, or code between backquotes. (A text of one line is shown
as it begins.)
"""

import re
from collections.abc import Iterator

from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import CardView, ClozeView
from cps_cards.render import parsed as parsing

_AMOUNT = re.compile(r"[=<>~≈±]?\s*[-+]?[$€£]?\.?\d")
_BEGINS = re.compile(r"(?m)^[ \t]*(?:[>+*-]|#+[ \t])")
_DEFINES = re.compile(r"(?m)^[ \t]*\[[^\]]+\]:")
_DIGIT = re.compile(r"\d")
_OPENS = re.compile(r"(?:[^\W_]|::)\*+[^\s*]")
_CLOSES = re.compile(r"\*(?:[^\W_]|\}\})")
_MAKES = {
    "blockquote_open": "begins a quotation",
    "heading_open": "makes this a heading",
    "list_item_open": "makes this an item of a list",
}

_Eaten = Iterator[tuple[int, int, str]]
"""Signs that are not shown: their places in the text as it is rendered, and what they do."""


class SignAsMarkup(CardRule):
    code = "TXT009"
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
            read = parsing.parse(value, isinstance(card, ClozeView) and view.key == "text")
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
        or (opened is not None and _CLOSES.search(value, opened.end()))
        or ("\n" in value and _BEGINS.search(value) and _DIGIT.search(value))
        or ("]:" in value and _DEFINES.search(value))
    )


def _blocks(read: parsing.Parsed) -> _Eaten:
    """Signs at the beginning of a line that make a quotation, list or heading of an amount."""
    tokens, value = read.tokens, read.value
    for at, token in enumerate(tokens):
        if token.type != "inline" or not token.children or at == 0:
            continue
        start, end = parsing.place(token.children[0])[0], parsing.place(token.children[-1])[1]
        first = at - 1 if tokens[at - 1].type == "heading_open" else at - 2
        kind, sign, level = tokens[first].type, tokens[first].markup, tokens[first].level
        if kind not in _MAKES or not _AMOUNT.match(value, start):
            continue
        if kind == "blockquote_open":
            meant = "\n>" in value[start:end]
        elif kind == "heading_open":
            meant = not sign.startswith("#")
        else:  # an item that is the only one of a list without numbers is none
            _, _, following, *_ = (t.type for t in tokens[first:] if t.level <= level)
            alone = (tokens[first - 1].type, following) == ("bullet_list_open", "bullet_list_close")
            meant = sign != "+" and not alone
        if not meant:
            place = value.rfind(sign, 0, start)
            yield place, place + len(sign), f"the {sign} {_MAKES[kind]}, and is not shown"


def _emphasis(read: parsing.Parsed) -> _Eaten:
    """Stars between numbers or single letters, and the underscores of a name."""
    opened: list[int] = []
    for child in (child for token in read.tokens for child in token.children or ()):
        if child.type in ("em_open", "strong_open"):
            opened.append(parsing.place(child)[1])
        elif child.type in ("em_close", "strong_close"):
            begin, (end, _), sign = opened.pop(), parsing.place(child), child.markup
            start, stop = begin - len(sign), end + len(sign)
            words = read.value[begin:end]
            before, after = read.value[start - 1 : start], read.value[stop : stop + 1]
            if sign == "__":
                unmeant = re.fullmatch(r"\w+", words) is not None
            else:
                unmeant = "*" in sign and before.isalnum() and after.isalnum()
                among = before + words[:1] + words[-1:] + after
                unmeant = unmeant and (len(words) == 1 or any(map(str.isdigit, among)))
            if unmeant:
                told = f"the {sign} beside “{words}” is not shown: it is emphasis"
                yield from ((start, begin, told), (end, stop, told))
