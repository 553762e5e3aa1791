"""Pieces of a text that Markdown must not see, and whether deletions came back from it whole."""

from __future__ import annotations

import html
import itertools
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cps_cards.model import clozes
from cps_cards.render.plain import TAG, escape_marks

_MATHS_SIGN = re.compile(r"\\\\|\\[()\[\]]|\n[ \t]*(?=\n)")
_VOID = ("<br", "<img", "<hr")


class Problem(NamedTuple):
    """What must not reach a learner: the name of the fault, and where in the text it stands."""

    name: str
    start: int
    end: int
    message: str
    help: str


class Runs:
    """Where runs of one text stand in another, as offsets ``(here, there)`` of their beginnings.

    ``runs[at]`` is the place there; what stands between two runs there has no place here.
    """

    def __init__(self, *runs: tuple[int, int]) -> None:
        self._here = [here for here, _ in runs]
        self._there = [there for _, there in runs]

    def add(self, here: int, there: int) -> None:
        self._here.append(here)
        self._there.append(there)

    def __getitem__(self, at: int) -> int:
        run = max(bisect_right(self._here, at) - 1, 0)
        there = self._there[run] + at - self._here[run]
        return min([there, *self._there[run + 1 : run + 2]])


class Shelf:
    """Pieces of a text that Markdown must not see, kept under marks that no text can forge."""

    def __init__(self, text: str) -> None:
        taken = set(text + html.unescape(text))
        self.sign = next(chr(code) for code in _private_use() if chr(code) not in taken)
        self.pattern = re.compile(f"{self.sign}([0-9]+){self.sign}")
        self.pieces: list[tuple[str, str]] = []
        self.marks: dict[int, clozes.Mark] = {}
        """The pieces that are marks of deletions, by their numbers."""
        self.maths: list[tuple[int, int]] = []
        """Where formulas stand in the text."""
        self.kept: list[tuple[int, int, clozes.Mark | None]] = []
        """The pieces by their places in the text; maths has no mark."""
        self.origin = Runs()
        """From offsets in what was left of the text to those in the text."""

    def add(self, kind: str, piece: str) -> str:
        self.pieces.append((kind, piece))
        return f"{self.sign}{len(self.pieces) - 1}{self.sign}"

    def put_away(self, text: str, parsed: clozes.ClozeText | None) -> str:
        """The text with maths and cloze marks replaced; a mark inside maths divides it."""
        out: list[str] = []
        at = here = 0
        self.maths = formulas(text)
        self.kept = list(_pieces(self.maths, parsed.marks if parsed is not None else ()))
        for start, end, mark in self.kept:
            kind, piece = ("maths" if mark is None else "mark"), text[start:end]
            if mark is not None and mark.kind == "colons":
                kind, piece = "colons", "&#58;&#58;"
            elif mark is not None:
                self.marks[len(self.pieces)] = mark
            self.origin.add(here, at)
            out += text[at:start], self.add(kind, piece)
            here += len(out[-2]) + len(out[-1])
            at = end
        self.origin.add(here, at)
        out.append(text[at:])
        return "".join(out)

    def put_back(self, body: str, cloze: bool) -> str:
        """The pieces again, maths escaped, and Anki's marks as entities wherever they are text."""

        def maths(match: re.Match[str]) -> str:
            kind, piece = self.pieces[int(match[1])]
            return html.escape(piece, quote=False) if kind == "maths" else match[0]

        def rest(match: re.Match[str]) -> str:
            return self.pieces[int(match[1])][1]

        # A formula's sign that is left over was meant as text (`\\\\(`): MathJax must not see it.
        body = re.sub(r"\\(?=[()\[\]])", "\\\\\u2060", body)
        body = escape_marks(self.pattern.sub(maths, body))
        if cloze:
            body = body.replace("::", "&#58;&#58;")
        return self.pattern.sub(rest, body)


def _private_use() -> Iterator[int]:
    """Characters that Unicode leaves to programs: more of them than a text could name."""
    planes = range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE)
    return itertools.chain(range(0xE000, 0xF900), *planes)


def formulas(text: str) -> list[tuple[int, int]]:
    """Where formulas stand, signs included; one in a line of text ends with its paragraph."""
    if "\\(" not in text and "\\[" not in text:
        return []
    tokens = list(_MATHS_SIGN.finditer(text))
    ends: list[int | None] = [None] * len(tokens)
    inline = display = None
    for at in range(len(tokens) - 1, -1, -1):
        match tokens[at][0]:
            case "\\(":
                ends[at] = inline
            case "\\[":
                ends[at] = display
            case "\\)":
                inline = at
            case "\\]":
                display = at
            case sign if sign != "\\\\":
                inline = None
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        end = ends[at]
        if end is not None and text[tokens[at].end() : tokens[end].start()].strip():
            found.append((tokens[at].start(), tokens[end].end()))
            at = end
        at += 1
    return found


def _pieces(
    maths: Sequence[tuple[int, int]], marks: Sequence[clozes.Mark]
) -> Iterator[tuple[int, int, clozes.Mark | None]]:
    """Ranges to put away, in order: cloze marks whole, maths in the gaps between them."""
    left = deque(marks)
    for start, end in maths:
        while left and left[0].end <= start:
            mark = left.popleft()
            yield mark.start, mark.end, mark
        at = start
        while left and left[0].start < end:
            mark = left.popleft()
            if at < mark.start:
                yield at, mark.start, None
            yield mark.start, mark.end, mark
            at = mark.end
        if at < end:
            yield at, end, None
    for mark in left:
        yield mark.start, mark.end, mark


def formulas_cut(
    deletions: Sequence[clozes.Deletion], maths: Sequence[tuple[int, int]]
) -> Iterator[Problem]:
    """Deletions that begin inside a formula and end outside it, or divide one from its end."""
    for deletion in deletions if maths else ():
        whole, parts = (deletion.start, deletion.end), (deletion.content, deletion.hint)
        for formula in maths:
            apart = formula[1] <= whole[0] or whole[1] <= formula[0]
            within = any(_lies_in(formula, part) for part in parts if part is not None)
            if not (apart or within or _lies_in(whole, formula)):
                yield Problem(
                    "cloze-braces",
                    *whole,
                    f"the deletion c{deletion.number} cuts through a formula",
                    "hide the whole formula, or a part of it that lies wholly inside",
                )
                break


def _lies_in(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def deletions_cut(body: str, shelf: Shelf) -> Iterator[Problem]:
    """Deletions that would tear the HTML: they end inside other formatting than they begin in."""
    open_: list[int] = []  # the numbers of opening marks, and an element's place as -1
    seen: set[int] = set()
    torn: set[int] = set()
    for piece in re.finditer(f"{TAG.pattern}|{shelf.pattern.pattern}", body):
        if piece[1] is None:
            _step(piece[0], open_, torn)
            continue
        number = int(piece[1])
        mark = shelf.marks.get(number)
        if mark is None:
            continue
        seen.add(number)
        inside = bool(open_) and open_[-1] >= 0
        if mark.kind == "open":
            open_.append(number)
        elif not inside:
            torn.update(one for one in open_ if one >= 0)
        elif mark.kind == "close":
            open_.pop()
    torn.update(one for one in open_ if one >= 0)
    torn.update(number for number in shelf.marks if number not in seen)
    opened = {number for number in torn if shelf.marks[number].kind == "open"}
    for number in sorted(opened or torn):
        mark = shelf.marks[number]
        what = f"the deletion c{mark.number}" if mark.kind == "open" else "a deletion"
        yield Problem(
            "cloze-braces",
            mark.start,
            mark.end,
            f"{what} ends inside other formatting than it begins in",
            "begin and end it, and its hint, in the same paragraph, list item or bold text",
        )


def _step(tag: str, open_: list[int], torn: set[int]) -> None:
    """Follow one HTML tag; deletions opened inside an element that ends are torn."""
    if tag.startswith(_VOID):
        return
    if not tag.startswith("</"):
        open_.append(-1)
        return
    while open_ and open_[-1] >= 0:
        torn.add(open_.pop())
    if open_:
        open_.pop()
