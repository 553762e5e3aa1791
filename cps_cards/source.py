"""Text and places in it: files as read, spans of characters, and scalars with their places."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

_LINE_END = re.compile(r"\r\n|\n|\r")


def shown_path(path: Path) -> str:
    """A path as it is shown to people: from the current folder, where it lies below it."""
    try:
        relative = Path(os.path.relpath(path))
    except ValueError:  # another drive on Windows
        return path.as_posix()
    return path.as_posix() if relative.parts[:1] == ("..",) else relative.as_posix()


class Span(NamedTuple):
    """A range of characters in a :class:`Source`: ``start`` inclusive, ``end`` exclusive."""

    start: int
    end: int


Range = TypeVar("Range", bound=tuple[int, ...])


def overlapping(ranges: Sequence[Range], start: int, end: int) -> Sequence[Range]:
    """Of ranges that lie apart from each other, in order, those that share a character."""
    first = bisect_right(ranges, start, key=lambda one: one[1])
    return ranges[first : bisect_left(ranges, end, first, key=lambda one: one[0])]


class Position(NamedTuple):
    """Line and column as people count them: both begin at 1, columns are characters."""

    line: int
    column: int


class Alignment(NamedTuple):
    """For each character of a scalar's value, where the characters begin and end that wrote it."""

    starts: Sequence[int]
    ends: Sequence[int]


Aligner = Callable[["Text"], "Alignment | None"]


class Source:
    """One file as text: ``path`` as it is shown to people, ``text`` without its byte order mark.

    ``align`` finds the places of a scalar's characters; sources that are not YAML have none.
    """

    def __init__(
        self, path: str, text: str, bom: bool = False, align: Aligner | None = None
    ) -> None:
        self.path = path
        self.text = text
        self.bom = bom
        self.align = align
        self._aligned: tuple[Text, Alignment | None] | None = None

    def alignment(self, text: Text) -> Alignment | None:
        """Where each character of a scalar was written; that of the last one asked for is kept.

        Findings come text by text, and a long text may have thousands.
        """
        if self._aligned is None or self._aligned[0] is not text:
            self._aligned = text, self.align(text) if self.align is not None else None
        return self._aligned[1]

    @property
    def data(self) -> bytes:
        """The file's bytes, its byte order mark kept."""
        return ("\ufeff" * self.bom + self.text).encode("utf-8", "surrogatepass")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line (1-based), without its line end."""
        starts = self._line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


class Text:
    """A YAML scalar: the text that was written, and where.

    Immutable by convention, not by machinery: a deck of 30,000 cards makes 300,000 of these, and a
    frozen dataclass takes three times as long to create. ``style`` is YAML's mark for how the
    scalar was written: ``""`` plain, ``"'"``, ``'"'``, ``"|"`` or ``">"``.
    """

    __slots__ = ("end", "source", "start", "style", "value")

    def __init__(self, value: str, source: Source, start: int, end: int, style: str = "") -> None:
        self.value = value
        self.source = source
        self.start = start
        self.end = end
        self.style = style

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def alignment(self) -> Alignment | None:
        """Where each character of the value was written; None where that is not known."""
        return self.source.alignment(self)

    def slice(self, start: int, end: int) -> Span:
        """The span of ``value[start:end]``, or of the whole scalar where its place is not known."""
        return self.slices([(start, end)])[0]

    def slices(self, ranges: Sequence[tuple[int, int]]) -> list[Span]:
        """The spans of several ranges of the value; the places are worked out once for all."""
        alignment = self.alignment() if any(start < end for start, end in ranges) else None
        return [
            Span(alignment.starts[start], alignment.ends[end - 1])
            if alignment is not None and start < end
            else self.span
            for start, end in ranges
        ]

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return f"Text({self.value!r})"
