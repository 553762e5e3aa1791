"""Cloze deletions, read the way Anki reads them."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_NUMBER = 500
"""Anki makes at most 500 cards of a cloze note; a higher number lands on the last of them."""

MAX_NESTING = 3
"""Anki stops reading deletions inside deletions at eight; three is more than a reader can hold."""

_TOKEN = re.compile(r"\{\{c([0-9]+)::|\{\{|\}\}|::")


class Mark(NamedTuple):
    """A piece of cloze syntax in a text: ``open`` (with its number), ``hint`` or ``close``."""

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
    """A deletion that is not closed yet."""

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.content_end: int | None = None
        self.hint_start: int | None = None


def parse(text: str) -> ClozeText:
    """Find the deletions of a cloze card's text, and every mark that Anki would misread.

    The first ``}}`` closes the innermost deletion; the first ``::`` inside one begins its hint.
    """
    marks: list[Mark] = []
    deletions: list[Deletion] = []
    faults: list[ClozeFault] = []
    open_: list[_Open | None] = []  # None for braces that open nothing and are reported
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        if token[1] is not None:
            number = int(token[1][:6])
            if not 1 <= number <= MAX_NUMBER:
                faults.append(
                    ClozeFault(
                        start,
                        end,
                        f"there is no deletion c{token[1][:12]}: "
                        f"numbers go from c1 to c{MAX_NUMBER}",
                        "number the deletions of a card c1, c2, c3 …",
                    )
                )
            if len(open_) >= MAX_NESTING:
                faults.append(
                    ClozeFault(
                        start,
                        end,
                        f"deletions are nested more than {MAX_NESTING} deep here",
                        "hide fewer things at a time",
                    )
                )
            mark = Mark("open", start, end, number)
            marks.append(mark)
            open_.append(_Open(mark))
        elif token[0] == "::":
            innermost = open_[-1] if open_ else None
            if innermost is not None and innermost.hint_start is None:
                innermost.content_end, innermost.hint_start = start, end
                marks.append(Mark("hint", start, end))
        elif token[0] == "}}" and open_:
            opened = open_.pop()
            if opened is not None:
                marks.append(Mark("close", start, end))
                deletions.append(_close(opened, start, end))
        else:
            faults.append(_stray(start, end, token[0]))
            if token[0] == "{{":
                open_.append(None)
    faults.extend(
        ClozeFault(
            unclosed.mark.start,
            unclosed.mark.end,
            f"the deletion c{unclosed.mark.number} is opened and not closed",
            "write }} where the hidden words end",
        )
        for unclosed in open_
        if unclosed is not None
    )
    deletions.sort(key=lambda deletion: deletion.start)
    faults.sort(key=lambda fault: fault.start)
    return ClozeText(tuple(marks), tuple(deletions), tuple(faults))


def _close(opened: _Open, start: int, end: int) -> Deletion:
    content_end = start if opened.content_end is None else opened.content_end
    hint = None if opened.hint_start is None else (opened.hint_start, start)
    content = (opened.mark.end, content_end)
    return Deletion(opened.mark.number, opened.mark.start, end, content, hint)


def _stray(start: int, end: int, braces: str) -> ClozeFault:
    if braces == "}}":
        return ClozeFault(
            start,
            end,
            "}} closes nothing here",
            "take it out, or open the deletion with {{c1::; in maths, put a space between two }",
        )
    return ClozeFault(
        start,
        end,
        "{{ does not open a deletion here",
        "write {{c1::hidden words}}: a small c, a number and two colons, without spaces",
    )


_MARKS = re.compile(r"\{\{c[0-9]+::|\}\}")


def without_marks(text: str) -> str:
    """The text with the marks of deletions taken out; hints stay."""
    return _MARKS.sub("", text)
