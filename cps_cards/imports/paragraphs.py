"""A paragraph as Markdown, with as many signs escaped as one way of writing asks for.

Paragraphs come as text in which characters that no text holds begin and end formatting; a line end
is a line break, and what Markdown must not see is on a shelf.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cps_cards.model.texts import is_blank

_FIRST_OPEN, _FIRST_CLOSE = 0x100000, 0x108000
_OPEN, _CLOSE = "[\U00100000-\U00107fff]", "[\U00108000-\U0010ffff]"
OWN_SIGNS = "\U00100000-\U0010ffff"
"""Characters that stand for formatting, as the inside of a character class."""
CODE = 0
_CODE = f"{chr(_FIRST_OPEN + CODE)}(.*?){chr(_FIRST_CLOSE + CODE)}"
_CLOZE_MARK = r"\{\{c\d+::|\}\}|::"
_KEPT = re.compile(rf"({_CLOZE_MARK}|{chr(_FIRST_OPEN)}.*?{chr(_FIRST_CLOSE)})")
_LINE_START = re.compile(r"(?m)^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:\s|-*$)|=+$|>|#{1,6}(?:\s|$)))")
_SIGNS = re.compile(r"[\\`*_~]|<|\[|\||&(?=#?\w+;)")
_ALL_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "[": "&#91;", "|": "&#124;"}
_SIGNS_END, _SIGNS_BEGIN = (f"((?:(?!{chr(code)}){one})+)" for code, one in
                           ((_FIRST_CLOSE, _CLOSE), (_FIRST_OPEN, _OPEN)))  # fmt: skip
"""Ends and beginnings of formatting, but for that of code."""
_OUTSIDE = r"[!\"'(),\-./:;?\[\]…‘’“”–—«»¿¡]"
_SPACES = re.compile(r" *\n *| {2,}")
_MOVES = (
    (re.compile(rf"({_OPEN}+)([ \n]+)"), r"\2\1"),
    (re.compile(rf"(?<![ \n])([ \n]+)({_CLOSE}+)"), r"\2\1"),
    # CommonMark takes no `**` between a sign and a letter.
    (re.compile(rf"(?<!{_OUTSIDE})({_OUTSIDE}+){_SIGNS_END}(?={_OPEN}*\w)"), r"\2\1"),
    (re.compile(rf"(?<=\w){_SIGNS_BEGIN}({_OUTSIDE}+)"), r"\2\1"),
)


class Way(NamedTuple):
    """One way to write: signs that are escaped (0 where a line begins, 1 Markdown's, 2 all of
    them), and what is given up. ``apart`` ends formatting at the border of a deletion."""

    escapes: int
    apart: bool = False
    emphasis: str = "*"
    marks: bool = True
    flat: bool = False
    lost: str = ""


def opening(mark: int) -> str:
    return chr(_FIRST_OPEN + mark)


def closing(mark: int) -> str:
    return chr(_FIRST_CLOSE + mark)


def paragraphs(text: str, way: Way) -> Iterator[str]:
    """The paragraphs of a text, tidied: divided where two line breaks follow each other, unless
    all is to be one; formatting ends with its line, and outside of it stand spaces."""
    marks = [ord(sign) - _FIRST_OPEN for sign in set(re.findall(_OPEN, text))]
    if marks and not way.marks:
        text = re.sub(f"[{OWN_SIGNS}]", "", text)
    elif marks:
        text = _interrupted(text, r"\n|" + _CLOZE_MARK if way.apart else r"\n")
    before = ""
    while text != before:
        before = text
        for pattern, order in _MOVES if marks else ():
            text = pattern.sub(order, text)
        for mark in marks:
            text = text.replace(opening(mark) + closing(mark), "")
            text = text.replace(closing(mark) + opening(mark), "")
        text = _SPACES.sub(lambda found: "\n" if "\n" in found[0] else " ", text)
    text = text.strip()
    for paragraph in [re.sub("\n+", "\n", text)] if way.flat else re.split("\n\n+", text):
        if not is_blank(paragraph):
            yield paragraph


def _interrupted(text: str, signs: str) -> str:
    """A text whose formatting ends before each of some signs, and begins again behind it."""
    out, opened = [], ""
    for piece in re.split(f"({signs}|{_OPEN}|{_CLOSE})", text):
        if piece and re.fullmatch(signs, piece):
            ends = "".join(closing(ord(sign) - _FIRST_OPEN) for sign in reversed(opened))
            piece = f"{ends}{piece}{opened}"
        elif re.fullmatch(_OPEN, piece):
            opened += piece
        elif re.fullmatch(_CLOSE, piece):
            opened = opened[:-1]
        out.append(piece)
    return "".join(out)


def inline(paragraph: str, way: Way, marks: Sequence[str]) -> str:
    """The Markdown of a paragraph; each of its lines but the last ends in a backslash.

    ``marks`` are Markdown's signs by their numbers; that of a link is ``[`` and its address.
    """
    if way.flat:  # a line break at the border of a deletion would show an empty line
        paragraph = re.sub(r"(?<=::)\n|\n(?=\}\})", "", paragraph)
    pieces = _KEPT.split(paragraph)
    pieces[::2] = [escaped(piece, way.escapes) for piece in pieces[::2]]
    text = _LINE_START.sub(r"\1\\", "".join(pieces))
    text = re.sub(_CODE, lambda found: _code(re.sub(f"[{OWN_SIGNS}]", "", found[1])), text)
    for number, mark in enumerate(marks):
        begin = end = way.emphasis if mark == "*" else mark
        if mark[0] == "[":
            address = mark[1:].replace("<", "%3C").replace(">", "%3E")
            address = f"<{address}>" if re.search(r"[()\\*_]", address) else address
            begin, end = "[", f"]({address})"
        text = text.replace(opening(number), begin).replace(closing(number), end)
    return text.replace("\n", "\\\n")


def escaped(text: str, escapes: int) -> str:
    """A text whose signs mean themselves."""

    def sign(found: re.Match[str]) -> str:
        entity = _ENTITIES.get(found[0], f"&#{ord(found[0])};" if escapes == 2 else "")
        return entity or f"\\{found[0]}"

    return (_SIGNS if escapes == 1 else _ALL_SIGNS).sub(sign, text) if escapes else text


def _code(text: str) -> str:
    fence = "`" * (longest(text) + 1)
    space = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{space}{text}{space}{fence}"


def longest(text: str) -> int:
    """The length of the longest row of backticks."""
    return max(map(len, re.findall("`+", text)), default=0)
