"""A comparison of two decks for the terminal; in a pipe, words are marked as git marks them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TextIO

from cps_cards.diff.changes import KINDS, NoteChange
from cps_cards.diff.comparison import Comparison, CoverageChange, LintChange
from cps_cards.diff.words import Piece
from cps_cards.report.diff_words import (
    MARKS,
    SIGNS,
    TITLES,
    Level,
    asked,
    lint_line,
    other_changes,
    plain,
    points,
    summary,
    tally,
    verdict,
)
from cps_cards.stats import Coverage

_RED, _GREEN, _YELLOW, _BOLD, _DIM, _OFF = (
    "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m", "\x1b[2m", "\x1b[0m",
)  # fmt: skip
_LEVELS: dict[Level, str] = {"bad": _RED, "note": _YELLOW, "good": _GREEN}
_CONTEXT = 40
_MOST_ITEMS = 10
_MOST_MOVED = 20


def write(comparison: Comparison, stream: TextIO) -> None:
    paint = _Paint(stream.isatty() and "NO_COLOR" not in os.environ)
    for line in _lines(comparison, paint):
        stream.write(f"{line}\n")


class _Paint:
    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, *codes: str) -> str:
        text = plain(text)
        return f"{''.join(codes)}{text}{_OFF}" if self.color and text else text

    def piece(self, piece: Piece) -> str:
        if piece.change == "out":
            return self(piece.text, _RED) if self.color else f"[-{plain(piece.text)}-]"
        if piece.change == "in":
            return self(piece.text, _GREEN) if self.color else f"{{+{plain(piece.text)}+}}"
        return plain(piece.text)


def _lines(comparison: Comparison, paint: _Paint) -> Iterator[str]:
    old, new = comparison.old.label, comparison.new.label
    yield paint(f"From {old} to {new}: {summary(comparison)}.", _BOLD)
    for kind in KINDS:
        found = comparison.of_kind(kind)
        if found:
            yield ""
            yield paint(TITLES[kind], _BOLD)
        shown = found[:_MOST_MOVED] if kind == "moved" else found
        for change in shown:
            yield from _change(change, comparison, paint)
        if len(shown) < len(found):
            yield f"  … and {len(found) - len(shown)} more"
    yield ""
    yield from _learners(comparison, paint)
    if comparison.lint is not None:
        yield ""
        yield from _lint(comparison.lint, paint)
    if comparison.coverage is not None:
        yield ""
        yield from _coverage(comparison.coverage, paint)


def _change(change: NoteChange, comparison: Comparison, paint: _Paint) -> Iterator[str]:
    said = asked(change, comparison)
    told = (
        f"  {paint(said, _DIM)}" if said and change.kind in ("changed", "retired", "moved") else ""
    )
    yield f"  {MARKS[change.kind]} {paint(change.name, _BOLD)}{told}"
    for field in change.fields:
        label = f"{field.name} (formatting only)" if field.markup_only else field.name
        if change.kind in ("added", "removed"):
            text = paint(field.pieces[0].text)
        else:
            text = "".join(map(paint.piece, _shortened(field.pieces)))
        yield f"      {paint(label, _DIM)}: " + text.replace("\n", "\n        ")
    for what, line in other_changes(change):
        yield f"      {paint(f'{what}: {line}', _DIM)}"


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with what stayed cut to the words around the changes."""
    for at, piece in enumerate(pieces):
        text = piece.text
        if piece.change == "same" and len(text) > 2 * _CONTEXT:
            head = text[:_CONTEXT].rpartition(" ")[0] if at else ""
            tail = text[-_CONTEXT:].partition(" ")[2] if at < len(pieces) - 1 else ""
            text = f"{head}{' ' if head else ''}…{' ' if tail else ''}{tail}"
        yield Piece(piece.change, text)


def _learners(comparison: Comparison, paint: _Paint) -> Iterator[str]:
    impact = comparison.impact
    yield paint(
        f"Learners who have {comparison.old.label} and import {comparison.new.label}, "
        "with Anki's boxes as they are",
        _BOLD,
    )
    first = verdict(impact)
    yield f"  {paint(SIGNS[first.level] + ' ' + first.text + '.', _LEVELS[first.level])}"
    if not impact.refused:
        yield f"  Notes: {tally(impact)}."
    for point in points(impact):
        yield f"  {paint(SIGNS[point.level], _LEVELS[point.level])} {plain(point.text)}."
        yield from (f"      {plain(item)}" for item in point.items[:_MOST_ITEMS])
        if len(point.items) > _MOST_ITEMS:
            yield f"      … and {len(point.items) - _MOST_ITEMS} more"
        if point.help:
            yield f"      {paint(f'= help: {point.help}', _DIM)}"


def _lint(lint: LintChange, paint: _Paint) -> Iterator[str]:
    yield paint("Findings of the linter", _BOLD)
    yield f"  {lint_line(lint)}."
    for one in lint.new:
        yield (
            f"  + {plain(one.source.path)}:{one.position.line}: {one.code} {one.name}: "
            f"{plain(one.message)}"
        )
    for one in lint.mended:
        yield f"  - {one.code} {one.name}: {plain(one.message)}"


def _coverage(coverage: CoverageChange, paint: _Paint) -> Iterator[str]:
    yield paint("Coverage of the curriculum", _BOLD)
    for row in coverage.rows:
        yield (
            f"  {row.priority.title():10} objectives {_pair(row.objectives)}   "
            f"facts {_pair(row.facts)}"
        )
    for ids, sign in ((coverage.gained, "+"), (coverage.lost, "-")):
        yield from (f"  {sign} {id}" for id in ids[:_MOST_ITEMS])
        if len(ids) > _MOST_ITEMS:
            yield f"  {sign} … and {len(ids) - _MOST_ITEMS} more"


def _pair(pair: tuple[Coverage, Coverage]) -> str:
    before, after = (f"{one.covered}/{one.total}" for one in pair)
    return f"{before:>7} → {after:<7}" if before != after else f"{before:>7} as before"
