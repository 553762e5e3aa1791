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
from cps_cards.render.plain import BOLD, is_composed, simple_html

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
    """What a learner reads of a text; of a cloze's, with every deletion filled in. Of what is too
    long to be rendered, all is taken as it was typed."""
    # Letters that are not composed yet may part what is bold once they are.
    by_itself = simple_html(text, cloze) is not None and ("**" not in text or is_composed(text))
    if not by_itself:
        return Read(text) if len(text) > MOST_PARSED else _Reader(text, parse(text, cloze)).read()
    cuts: list[Cut] = []
    hints: list[tuple[int, int]] = []
    if cloze:
        found = clozes.parse(text)
        hints = list(_hints(found))
        cuts = [(mark.start, mark.end, _shown(mark)) for mark in found.marks]
    for bold in BOLD.finditer(text) if "**" in text else ():
        cuts += (bold.start(), bold.start(1), ""), (bold.end(1), bold.end(), "")
    return _without(text, cuts, hints)


def _hints(found: clozes.ClozeText) -> Iterator[tuple[int, int]]:
    """Hints that are not empty: they are read by themselves."""
    for deletion in found.deletions:
        if deletion.hint is not None and deletion.hint[0] < deletion.hint[1]:
            yield deletion.hint


def _shown(mark: clozes.Mark) -> str:
    return "::" if mark.kind == "colons" else ""


def _without(text: str, cuts: list[Cut], hints: Sequence[tuple[int, int]], **found: Any) -> Read:
    """A text in which each cut shows what it says, and all else stands as it was written."""
    cuts = _disjoint([*cuts, *((start, end, "") for start, end in hints)])
    if _TYPED_SIGN.search(text):
        cuts = _disjoint([*cuts, *_typed_marks(text, cuts)])
    if not cuts:
        return Read(text, hints=hints, **found)
    pieces: list[Piece] = []
    out: list[str] = []
    at = shown = 0
    for start, end, instead in [*cuts, (len(text), len(text), "")]:
        kept = Piece(shown, at, start, verbatim=True)
        put = Piece(shown + start - at, start, end, verbatim=False)
        for piece, words in ((kept, text[at:start]), (put, instead)):
            if words:
                pieces.append(piece)
                out.append(words)
                shown += len(words)
        at = end
    return Read("".join(out), pieces, hints, **found)


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
        self.pictures: list[Picture] = []
        self.apart: list[tuple[int, int]] = []

    def read(self) -> Read:
        at = 0
        for token in self.parsed.tokens:
            if "place" in token.meta:
                start, end = self._place(token)
                self._signs_between(at, start)
                if token.children:
                    self._words(token.children)
                else:
                    self._object(start, end)
                at = end
        self._signs_between(at, len(self.text))
        written = self.parsed.written.span
        for mark in self.parsed.shelf.kept:
            start, end = written(mark.start, mark.end)
            if mark.kind == "maths":
                self._object(start, end)
            else:
                self.cuts.append((start, end, _shown(mark)))
        found = self.parsed.deletions
        hints = [written(*hint) for hint in _hints(found)] if found is not None else ()
        return _without(self.text, self.cuts, hints, pictures=self.pictures, apart=self.apart)

    def _place(self, token: Token) -> tuple[int, int]:
        return self.parsed.written.span(*place(token))

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
