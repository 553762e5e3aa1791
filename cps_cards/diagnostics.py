"""One type for whatever is wrong with a deck: a syntax error, a wrong key, a flaw, a gap."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NamedTuple

from cps_cards.source import Position, Source, Span, Text


class Severity(enum.IntEnum):
    """How grave a finding is; the larger, the graver."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Edit(NamedTuple):
    """A replacement of ``span`` by ``text``; an unsafe one may change what a card means."""

    span: Span
    text: str
    safe: bool = True


class Related(NamedTuple):
    """Another place that belongs to a finding, such as the first of two equal ids."""

    message: str
    source: Source
    span: Span

    @classmethod
    def at(cls, message: str, text: Text) -> Related:
        return cls(message, text.source, text.span)


class Diagnostic(NamedTuple):
    """A finding: what is wrong in the author's words, where, and in ``help`` what to do."""

    code: str
    name: str
    severity: Severity
    message: str
    source: Source
    span: Span
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: tuple[Edit, ...] = ()
    card: str | None = None

    @property
    def position(self) -> Position:
        return self.source.position(self.span.start)

    @property
    def end_position(self) -> Position:
        return self.source.position(self.span.end)

    @property
    def is_fixable(self) -> bool:
        """Whether it has a fix that is safe as a whole."""
        return bool(self.fix) and all(edit.safe for edit in self.fix)


def by_place(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings in the order of path, place and code, each told once: same input, same output."""
    unique = {(d.source.path, d.span.start, d.code, d.message, d.span.end): d for d in found}
    return [unique[key] for key in sorted(unique)]
