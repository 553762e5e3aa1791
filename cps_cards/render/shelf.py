"""Pieces of a text that Markdown must not see, and whether deletions came back from it whole."""

import html
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from cps_cards.model.clozes import ClozeText, Deletion, Mark
from cps_cards.model.texts import is_blank
from cps_cards.render.plain import TAG, escape_marks
from cps_cards.source import overlapping

_MATHS_SIGN = re.compile(r"\\\\|\\[()\[\]]|\n[ \t]*(?=\n)")
_VOID = ("<br", "<img", "<hr")
_TYPED_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_EMPHASIS = re.compile(r"[*_`]+|~~+")
_CLOZE_MARKS = ("open", "hint", "close")


class Problem(NamedTuple):
    """What must not reach a learner: the name of the fault, and where in the text it stands."""

    name: str
    start: int
    end: int
    message: str
    help: str


class Runs(list[tuple[int, int]]):
    """Where runs of one text stand in another, as offsets ``(here, there)`` of their beginnings."""

    def there(self, at: int) -> int:
        """The place of an offset; what stands between two runs there has no place here."""
        run = max(bisect_right(self, at, key=itemgetter(0)) - 1, 0)
        here, there = self[run]
        return min([there + at - here, *(limit for _, limit in self[run + 1 : run + 2])])

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.there(start), self.there(end)


class Shelf:
    """Pieces of a text that Markdown must not see, kept under marks that no text can forge."""

    def __init__(self, text: str) -> None:
        taken = set(text + html.unescape(text))
        # Unicode leaves more characters to programs than a text could name.
        planes = range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE)
        private = map(chr, itertools.chain(*planes))
        self.sign = next(char for char in private if char not in taken)
        self.pattern = re.compile(f"{self.sign}([0-9]+){self.sign}")
        self.pieces: list[tuple[str, str]] = []
        """The kind of each piece, and what is put back for it."""
        self.kept: list[Mark] = []
        """Where the first pieces stand in the text: marks of deletions, and maths as another kind.

        Those that were added later have no place.
        """
        self.origin = Runs()
        """From offsets in what was left of the text to those in the text."""

    def add(self, kind: str, piece: str) -> str:
        self.pieces.append((kind, piece))
        return f"{self.sign}{len(self.pieces) - 1}{self.sign}"

    def put_away(self, text: str, deletions: ClozeText | None) -> str:
        """The text with maths and cloze marks replaced; a mark inside maths divides it."""
        out: list[str] = []
        at = here = 0
        marks = deletions.marks if deletions is not None else ()
        self.kept = _divided(formulas(text), marks)
        for mark in self.kept:
            piece = text[mark.start : mark.end]
            if mark.kind == "maths":
                piece = _as_text(html.escape(piece, quote=False), cloze=deletions is not None)
            elif mark.kind == "colons":
                piece = "&#58;&#58;"
            self.origin.append((here, at))
            out += text[at : mark.start], self.add(mark.kind, piece)
            here += len(out[-2]) + len(out[-1])
            at = mark.end
        self.origin.append((here, at))
        return "".join([*out, text[at:]])

    def put_back(self, body: str, cloze: bool) -> str:
        """The pieces again, and Anki's marks as entities wherever they are text."""
        # A formula's sign that is left over was meant as text (`\\\\(`): MathJax must not see it.
        body = re.sub(r"\\(?=[()\[\]])", "\\\\\u2060", body)
        return self.pattern.sub(lambda found: self.pieces[int(found[1])][1], _as_text(body, cloze))

    def shows_nothing(self, body: str, signs_are_meant: bool) -> bool:
        """Whether HTML shows nothing; ``signs_are_meant``: a `**` in it would show itself."""
        kinds = (self.pieces[int(found[1])][0] for found in self.pattern.finditer(body))
        if "<img" in body or any(kind not in _CLOZE_MARKS for kind in kinds):
            return False
        shown = _TYPED_TAG.sub("", html.unescape(TAG.sub("", self.pattern.sub("", body))))
        return is_blank(shown if signs_are_meant else _EMPHASIS.sub("", shown))


def _as_text(body: str, cloze: bool) -> str:
    """HTML in which Anki sees no mark of its own; in a cloze, two colons would be one."""
    body = escape_marks(body)
    return body.replace("::", "&#58;&#58;") if cloze else body


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


def _divided(maths: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> list[Mark]:
    """What is put away, in order: cloze marks whole, maths in the gaps between them."""
    starts, ends = [mark.start for mark in marks], [mark.end for mark in marks]
    found = list(marks)
    for start, end in maths:
        within = marks[bisect_right(ends, start) : bisect_left(starts, end)]
        edges = [start, *itertools.chain(*((mark.start, mark.end) for mark in within)), end]
        gaps = zip(edges[::2], edges[1::2], strict=True)
        found += (Mark("maths", *gap) for gap in gaps if gap[0] < gap[1])
    return sorted(found, key=lambda mark: mark.start)


def formulas_cut(text: str, deletions: Sequence[Deletion]) -> Iterator[Problem]:
    """Deletions with one mark in a formula and another one outside of it."""
    maths = formulas(text)
    for deletion in deletions if maths else ():
        if len({tuple(overlapping(maths, at, at + 1)) for at in _marks(deletion)}) > 1:
            told = f"the deletion c{deletion.number} cuts through a formula"
            help = "hide the whole formula, or a part of it that lies wholly inside"
            yield Problem("cloze-braces", deletion.start, deletion.end, told, help)


def deletions_spoilt(body: str, shelf: Shelf, deletions: Sequence[Deletion]) -> list[Problem]:
    """Deletions that would tear the HTML, for they end inside other formatting than they begin in.
    If there are none: those whose hidden words show nothing."""
    numbers = {mark.start: number for number, mark in enumerate(shelf.kept)}
    places = {int(found[1]): found.span() for found in shelf.pattern.finditer(body)}
    whole = {deletion.start: _marks(deletion) for deletion in deletions}
    torn, empty = list[Mark](), list[Mark]()
    for mark in shelf.kept:
        if mark.kind != "open":
            continue
        found = [places.get(numbers[start]) for start in whole.get(mark.start, ())]
        known = [place for place in found if place is not None]
        pieces = [body[one[1] : other[0]] for one, other in itertools.pairwise(known)]
        if not pieces or len(known) < len(found) or not all(map(_is_balanced, pieces)):
            torn.append(mark)
        elif shelf.shows_nothing(pieces[0], True):
            empty.append(mark)
    told, help = (
        ("ends inside other formatting than it begins in",
         "begin and end it, and its hint, in the same paragraph, list item or bold text")
        if torn
        else ("hides nothing", "write the hidden words behind the two colons")
    )  # fmt: skip
    return [
        Problem("cloze-braces", one.start, one.end, f"the deletion c{one.number} {told}", help)
        for one in torn or empty
    ]


def _marks(deletion: Deletion) -> list[int]:
    """Where the marks of a deletion begin."""
    hint = [deletion.content[1]] if deletion.hint is not None else []
    return [deletion.start, *hint, deletion.end - len("}}")]


def _is_balanced(body: str) -> bool:
    """Whether each element of a piece of sound HTML begins and ends in it."""
    depth = 0
    for tag in TAG.finditer(body):
        if tag[0].startswith("</"):
            depth -= 1
        elif not tag[0].startswith(_VOID):
            depth += 1
        if depth < 0:
            return False
    return depth == 0
