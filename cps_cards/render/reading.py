"""What a learner reads of a text as it was written, with the way back to what shows it.

It stands on the tokens that the card is rendered from: what is a picture, code, maths, a link or a
deletion is decided in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cps_cards.model import clozes
from cps_cards.render.parsed import MOST_PARSED, media_name, parse, place
from cps_cards.render.plain import BOLD, simple_html

if TYPE_CHECKING:
    from cps_cards.render.parsed import Parsed, Token

OBJECT = "\ufffc"
"""Stands for what is shown and is no text: code, maths, an address, a picture."""

_TYPED = re.compile(
    r"(?P<address>(?:https?://|www\.)[^\s<>\"”]*[^\s<>\"”.,;:!?)\]'’*_]"
    r"|\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|<!--.*?-->|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>",
    re.DOTALL,
)
"""Addresses that are no links, and tags: both are shown as typed, and neither is read as words."""


_TYPED_SIGN = re.compile(r"<|://|www\.|@")
_SIGNS = re.compile(r"[^\n]+")

Cut = tuple[int, int, str]
"""A range of a text, and what is shown in its place."""


class Piece(NamedTuple):
    """``value[start:end]`` is shown from ``shown`` on, as it stands or as something else."""

    shown: int
    start: int
    end: int
    verbatim: bool


class Picture(NamedTuple):
    """A picture or sound: its description, its name in ``media/``, and where it was written."""

    alt: str
    name: str
    start: int
    end: int


class Read(NamedTuple):
    """What a text shows; all ranges are offsets in the text as it was given.

    ``pieces`` is None where it shows just what was written. ``apart`` are the ranges of code and
    maths, of addresses of links, and of pictures' names: there, signs are meant as they stand.
    """

    shown: str
    pieces: list[Piece] | None = None
    hints: Sequence[tuple[int, int]] = ()
    pictures: Sequence[Picture] = ()
    apart: Sequence[tuple[int, int]] = ()


def read(text: str, cloze: bool = False) -> Read:
    """What a learner reads of a text; of a cloze's, with every deletion filled in.

    Of what is too long to be rendered, all is taken as it was typed.
    """
    if simple_html(text, cloze) is not None:
        return _read_simple(text, cloze)
    if len(text) > MOST_PARSED:
        return Read(text)
    return _Reader(text, parse(text, cloze)).read()


def _read_simple(text: str, cloze: bool) -> Read:
    """A text without markup but for words in bold and deletions."""
    cuts: list[Cut] = []
    hints: list[tuple[int, int]] = []
    if cloze:
        parsed = clozes.parse(text)
        hints = [one.hint for one in parsed.deletions if one.hint and one.hint[0] < one.hint[1]]
        cuts = [(m.start, m.end, "::" if m.kind == "colons" else "") for m in parsed.marks]
        cuts += [(start, end, "") for start, end in hints]
    if "**" in text:
        for bold in BOLD.finditer(text):
            (start, end), mark = bold.span(), len("**")
            cuts += (start, start + mark, ""), (end - mark, end, "")
    return _without(text, cuts, hints=hints)


def _without(text: str, cuts: list[Cut], **found: Any) -> Read:
    """A text in which each cut shows what it says, and all else stands as it was written."""
    cuts = _disjoint(cuts) if cuts else cuts
    if _TYPED_SIGN.search(text):
        cuts = _disjoint([*cuts, *_typed_marks(text, cuts)])
    if not cuts:
        return Read(text, **found)
    pieces: list[Piece] = []
    out: list[str] = []
    at = shown = 0
    for start, end, instead in [*cuts, (len(text), len(text), "")]:
        for piece, first, last in ((None, at, start), (instead, start, end)):
            words = text[first:last] if piece is None else piece
            if words:
                pieces.append(Piece(shown, first, last, piece is None))
                out.append(words)
                shown += len(words)
        at = end
    return Read("".join(out), pieces, **found)


def _disjoint(cuts: list[Cut]) -> list[Cut]:
    """Cuts in order; what of one lies in another that begins before it is left to that."""
    apart: list[Cut] = []
    for start, end, instead in sorted(cuts):
        done = apart[-1][1] if apart else 0
        if start >= done:
            apart.append((start, end, instead))
        elif end > done:
            apart.append((done, end, instead))
    return apart


def _typed_marks(text: str, cuts: list[Cut]) -> Iterator[Cut]:
    at = 0
    for start, end, _ in [*cuts, (len(text), len(text), "")]:
        for typed in _TYPED.finditer(text, at, start):
            yield *typed.span(), OBJECT if typed["address"] else ""
        at = end


class _Reader:
    """Reads one text from its tokens."""

    def __init__(self, text: str, parsed: Parsed) -> None:
        self.text = text
        self.parsed = parsed
        self.cuts: list[Cut] = []
        self.hints: list[tuple[int, int]] = []
        self.pictures: list[Picture] = []
        self.apart: list[tuple[int, int]] = []

    def read(self) -> Read:
        at = 0
        for token in self.parsed.tokens:
            if token.type == "inline" and token.children:
                self._signs_between(at, self._place(token.children[0])[0])
                self._words(token.children)
                at = self._place(token.children[-1])[1]
            elif token.type in ("fence", "code_block"):
                start, end = self._place(token)
                self._signs_between(at, start)
                self._object(start, end)
                at = end
        self._signs_between(at, len(self.text))
        self._kept_apart()
        return _without(
            self.text, self.cuts, hints=self.hints, pictures=self.pictures, apart=self.apart
        )

    def _place(self, token: Token) -> tuple[int, int]:
        return self._written(*place(token))

    def _written(self, start: int, end: int) -> tuple[int, int]:
        return self.parsed.written[start], self.parsed.written[end]

    def _object(self, start: int, end: int) -> None:
        self.cuts.append((start, end, OBJECT))
        self.apart.append((start, end))

    def _signs_between(self, start: int, end: int) -> None:
        """Between two blocks only the ends of lines are shown; cells of a row are lines too."""
        between = self.text[start:end]
        if not between.strip():
            return
        if start and end < len(self.text) and "\n" not in between:
            self.cuts.append((start, end, "\n"))
            return
        for signs in _SIGNS.finditer(self.text, start, end):
            self.cuts.append((*signs.span(), ""))

    def _words(self, tokens: Sequence[Token]) -> None:
        address = False
        for token in tokens:
            start, end = self._place(token)
            if token.type == "code_inline" or (token.type == "text" and address):
                self._object(start, end)
            elif token.type == "image":
                self._picture(token, start, end)
            elif token.type in ("softbreak", "hardbreak"):
                self._signs_between(start, end)
            elif token.type != "text" or not token.content:
                self.cuts.append((start, end, ""))
            elif token.markup and self.parsed.shelf.sign not in token.content:
                self.cuts.append((start, end, token.content))
            if token.type == "link_close":
                self.apart.append((start, end))
            address = token.type == "link_open" and token.info == "auto"

    def _picture(self, token: Token, start: int, end: int) -> None:
        alt = ""
        if token.children:
            first, last = self._place(token.children[0])[0], self._place(token.children[-1])[1]
            self.cuts += (start, first, ""), (last, end, "")
            self.apart.append((last, end))
            self._words(token.children)
            parts = (" " if "break" in child.type else child.content for child in token.children)
            alt = "".join(parts).strip()
        else:
            self._object(start, end)
        self.pictures.append(Picture(alt, media_name(token), start, end))

    def _kept_apart(self) -> None:
        """Maths, the marks of deletions, and hints, which are read by themselves."""
        for start, end, mark in self.parsed.shelf.kept:
            if mark is None:
                self._object(*self._written(start, end))
            else:
                shown = "::" if mark.kind == "colons" else ""
                self.cuts.append((*self._written(start, end), shown))
        for deletion in self.parsed.deletions.deletions if self.parsed.deletions else ():
            if deletion.hint is not None and deletion.hint[0] < deletion.hint[1]:
                self.hints.append(self._written(*deletion.hint))
                self.cuts.append((*self.hints[-1], ""))
