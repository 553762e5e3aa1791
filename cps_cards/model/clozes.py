"""Cloze deletions, read the way Anki reads them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MAX_NUMBER = 500
"""Anki makes at most 500 cards of a cloze note; a higher number lands on the last of them."""

MAX_NESTING = 3
"""Anki stops reading deletions inside deletions at eight; three is more than a reader can hold."""

_TOKEN = re.compile(r"\{\{c([0-9]+)::|\{\{|\}\}|\\?::|[{}]")
_NAME = r"[A-Za-z_][\w.]*(?:<[^<>]*>)?(?:\(\))?"
_NAMES = re.compile(rf"({_NAME}|[0-9A-Fa-f]{{1,4}})::({_NAME}|[0-9A-Fa-f]{{1,4}})(::|$)")
_CODE = re.compile(
    r"std|core|crate|self|super|\w*_\w*|\w*[a-z][A-Z]\w*|\w*(?:[A-Za-z]\d|\d[A-Za-z])\w*|.*[^\w]"
)
"""Names that no word of a sentence looks like."""


class Mark(NamedTuple):
    """A piece of cloze syntax: ``open`` (with its number), ``hint``, ``close`` or ``colons``.

    ``colons`` are two in a deletion behind a backslash: they are shown, and begin no hint.
    """

    kind: str
    start: int
    end: int
    number: int = 0


class Deletion(NamedTuple):
    """One deletion; offsets are those of the text. ``hint`` is the range behind a second ``::``."""

    number: int
    start: int
    end: int
    content: tuple[int, int]
    hint: tuple[int, int] | None


class ClozeFault(NamedTuple):
    start: int
    end: int
    message: str
    help: str


class ClozeText(NamedTuple):
    marks: tuple[Mark, ...]
    deletions: tuple[Deletion, ...]
    faults: tuple[ClozeFault, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted({deletion.number for deletion in self.deletions}))


class _Open:
    """A deletion that is not closed yet, or the text itself; ``braces`` are single ones in it."""

    def __init__(self, mark: Mark | None) -> None:
        self.mark = mark
        self.content_end: int | None = None
        self.hint_start: int | None = None
        self.braces = 0


@lru_cache(maxsize=8192)  # loading, rendering and five rules ask for the same texts
def parse(text: str) -> ClozeText:
    """Find the deletions of a cloze card's text, and every mark that Anki would misread.

    The first ``}}`` closes the innermost deletion; the first ``::`` inside one begins its hint. A
    fault is told where Anki would end a deletion at braces that belong to the words in it.
    """
    marks: list[Mark] = []
    deletions: list[Deletion] = []
    faults: list[ClozeFault] = []
    whole = _Open(None)
    ticks = [tick.start() for tick in re.finditer("`", text)]
    open_: list[_Open | None] = []  # None for braces that open nothing and are reported
    at = 0
    while (token := _TOKEN.search(text, at)) is not None:
        start, at = token.span()
        innermost = open_[-1] if open_ else whole
        if token[1] is not None:
            mark = Mark("open", start, at, int(token[1][:6]))
            if not 1 <= mark.number <= MAX_NUMBER:
                told = f"there is no deletion c{token[1][:12]}: numbers go from c1 to c{MAX_NUMBER}"
                help = "number the deletions of a card c1, c2, c3 …"
                faults.append(ClozeFault(start, at, told, help))
            if len(open_) >= MAX_NESTING:
                told = f"deletions are nested more than {MAX_NESTING} deep here"
                faults.append(ClozeFault(start, at, told, "hide fewer things at a time"))
            marks.append(mark)
            open_.append(_Open(mark))
        elif token[0].endswith("::"):
            if innermost is None or innermost.mark is None:
                continue  # colons outside of deletions are words
            if token[0] != "::":
                marks.append(Mark("colons", start, at))
            elif innermost.hint_start is None:
                innermost.content_end, innermost.hint_start = start, at
                marks.append(Mark("hint", start, at))
        elif token[0] in ("{", "}"):
            if innermost is not None:
                innermost.braces = max(innermost.braces + (1 if token[0] == "{" else -1), 0)
        elif token[0] == "}}" and open_:
            opened = open_.pop()
            if opened is None or opened.mark is None:
                continue
            outer = open_[-1] if open_ else whole
            meant = _meant_end(text, start, opened.braces, outer.braces if outer else 0)
            if meant > start:
                told = "Anki ends the deletion at the first two braces here"
                faults.append(ClozeFault(start, start + _run(text, start), told, _SPACE))
                start, at = meant, meant + len("}}")
            marks.append(Mark("close", start, at))
            hint = None if opened.hint_start is None else (opened.hint_start, start)
            content_end = start if opened.content_end is None else opened.content_end
            content = (opened.mark.end, content_end)
            deletions.append(Deletion(opened.mark.number, opened.mark.start, at, content, hint))
            in_code = bisect_left(ticks, opened.mark.start) % 2 == 1
            faults += _names_divided(text, deletions[-1], in_code)
        else:
            faults.append(ClozeFault(start, at, *_STRAY[token[0]]))
            if token[0] == "{{":
                open_.append(None)
    for unclosed in open_:
        if unclosed is not None and unclosed.mark is not None:
            number, start, end = unclosed.mark.number, unclosed.mark.start, unclosed.mark.end
            told = f"the deletion c{number} is opened and not closed"
            faults.append(ClozeFault(start, end, told, "write }} where the hidden words end"))
    deletions.sort(key=lambda deletion: deletion.start)
    faults.sort(key=lambda fault: fault.start)
    return ClozeText(tuple(marks), tuple(deletions), tuple(faults))


def _meant_end(text: str, start: int, braces: int, outer: int) -> int:
    """Where a deletion ends whose words hold ``braces`` that are open at its first ``}}``.

    That is the first one where it has none left, and ``start`` itself where there is no such place:
    a brace may be what is hidden. ``outer`` counts those that are open around the deletion.
    """
    if text.startswith("}}}", start) and not braces:
        belongs = text[start - 1] == "\\" or (_run(text, start) % 2 == 1 and not outer)
        return start + 1 if belongs else start
    at = start
    while braces and (token := _TOKEN.search(text, at)) is not None:
        if token[1] is not None:
            return start
        if token[0] in ("{", "{{"):
            braces += 1
            at = token.start() + 1
        elif token[0] in ("}", "}}"):
            braces -= 1
            at = token.start() + 1
        else:
            at = token.end()
    end = text.find("}}", at) if not braces else -1
    between = text[at:end] if end >= 0 else "{"
    return end if not {"{", "}"} & set(between) else start


def _run(text: str, start: int) -> int:
    """How many closing braces stand together."""
    braces = re.compile(r"\}*").match(text, start)
    return len(braces[0]) if braces is not None else 0


def _names_divided(text: str, deletion: Deletion, in_code: bool) -> Iterator[ClozeFault]:
    """Where the colons of a name in code would begin a hint."""
    if deletion.hint is None:
        return
    names = _NAMES.match(text, deletion.content[0], deletion.hint[1])
    if names is None or names.end(1) != deletion.content[1]:
        return
    if names[3] or in_code or _CODE.fullmatch(names[1]) or _CODE.fullmatch(names[2]):
        told = f"Anki takes `{names[2]}` for a hint, and `{names[1]}` alone is hidden"
        help = "write \\:: for two colons that are shown; if a hint is meant, put a space before it"
        yield ClozeFault(deletion.content[1], deletion.hint[0], told, help)


_STRAY = {
    "}}": (
        "}} closes nothing here",
        "take it out, or open the deletion with {{c1::; in maths, put a space between two }",
    ),
    "{{": (
        "{{ does not open a deletion here",
        "write {{c1::hidden words}}: a small c, a number and two colons, without spaces",
    ),
}
_SPACE = "put a space between the braces that belong to the hidden words and the next: } }}"
_MARKS = re.compile(r"\{\{c[0-9]+::|\}\}")


def without_marks(text: str) -> str:
    """The text with the marks of deletions taken out; hints stay."""
    return _MARKS.sub("", text)
