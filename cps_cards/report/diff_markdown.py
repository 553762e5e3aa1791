"""A comparison of two decks as Markdown for a pull request, within GitHub's length of a comment."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from cps_cards.diff.changes import KINDS, NoteChange
from cps_cards.diff.comparison import Comparison, CoverageChange, LintChange
from cps_cards.diff.words import Piece
from cps_cards.report.diff_words import (
    TITLES,
    Level,
    asked,
    lint_line,
    other_changes,
    plain,
    points,
    segments,
    summary,
    tally,
    verdict,
)
from cps_cards.stats import Coverage

MOST_CHARACTERS = 60_000
"""GitHub takes 65,536; a job's summary takes more."""

_MOST_CARDS = (200, 50, 20, 5, 0)
_MOST_ITEMS = 10
_LONGEST_PIECE = 600
_SIGNS: dict[Level, str] = {"bad": "❌", "note": "ℹ️", "good": "✅"}
_MARKUP = re.compile(r"([\\`*_\[\]|~$])")
_MENTION = re.compile(r"(?<=[@#])(?=\w)")


def write(comparison: Comparison, stream: TextIO) -> None:
    """As many cards as there is room for; what learners get is always there."""
    for most in _MOST_CARDS:
        text = "\n".join(_lines(comparison, most)) + "\n"
        if len(text) <= MOST_CHARACTERS:
            break
    stream.write(text[:MOST_CHARACTERS])


def _lines(comparison: Comparison, most: int) -> Iterator[str]:
    old, new = _text(comparison.old.label), _text(comparison.new.label)
    yield f"## {_text(summary(comparison))}"
    yield ""
    yield f"From `{_code(comparison.old.label)}` to `{_code(comparison.new.label)}`."
    yield ""
    yield f"### Learners who have {old} and import {new}"
    yield ""
    yield from _learners(comparison)
    for kind in KINDS:
        found = comparison.of_kind(kind)
        if found:
            yield ""
            yield f"### {TITLES[kind]} ({len(found)})"
            yield ""
            for change in found[:most]:
                yield from _change(change, comparison)
            if len(found) > most:
                yield f"… and {len(found) - most} more."
    if comparison.lint is not None:
        yield from _lint(comparison.lint)
    if comparison.coverage is not None:
        yield from _coverage(comparison.coverage)


def _learners(comparison: Comparison) -> Iterator[str]:
    impact = comparison.impact
    first = verdict(impact)
    yield f"{_SIGNS[first.level]} **{_text(first.text)}.**"
    if not impact.refused:
        yield f"Anki's log will say: {tally(impact)}."
    yield ""
    for point in points(impact):
        lines = [f"- {_SIGNS[point.level]} {_said(point.text)}."]
        if point.items:
            names = [f"`{_code(item)}`" for item in point.items[:_MOST_ITEMS]]
            rest = len(point.items) - _MOST_ITEMS
            lines.append(f"  {', '.join(names)}{f' and {rest} more' if rest > 0 else ''}")
        if point.help:
            lines.append(f"  What helps: {_said(point.help)}.")
        yield "<br>\n".join(lines)


def _change(change: NoteChange, comparison: Comparison) -> Iterator[str]:
    said = asked(change, comparison)
    yield f"- **`{_code(change.name)}`**{f' {_text(said)}' if said else ''}"
    for field in change.fields:
        only = " (formatting only)" if field.markup_only else ""
        if change.kind in ("added", "removed"):
            text = _lines_of(field.pieces[0].text)
        else:
            text = _pieces(field.pieces)
        yield f"  - {_text(field.name)}{only}: {text}"
    for what, line in other_changes(change):
        yield f"  - {what}: `{_code(line)}`"


def _pieces(pieces: Sequence[Piece]) -> str:
    tags = {"out": "del", "in": "ins"}
    parts = []
    for change, text in pieces:
        if change == "same" and len(text) > _LONGEST_PIECE:
            half = _LONGEST_PIECE // 2
            text = f"{text[:half]} … {text[-half:]}"
        told = _lines_of(text)
        tag = tags.get(change)
        parts.append(f"<{tag}>{told}</{tag}>" if tag else told)
    return "".join(parts)


def _lines_of(text: str) -> str:
    return "<br>".join(_text(line) for line in text.split("\n"))


def _lint(lint: LintChange) -> Iterator[str]:
    yield ""
    yield "### Findings of the linter"
    yield ""
    yield f"{_text(lint_line(lint))}."
    yield ""
    for one in lint.new[:_MOST_ITEMS]:
        place = f"{one.source.path}:{one.position.line}"
        yield f"- new: `{_code(place)}` {one.code} {one.name}: {_text(one.message)}"
    if len(lint.new) > _MOST_ITEMS:
        yield f"- … and {len(lint.new) - _MOST_ITEMS} more"


def _coverage(coverage: CoverageChange) -> Iterator[str]:
    yield ""
    yield "### Coverage of the curriculum"
    yield ""
    yield "| Priority | Objectives before | after | Facts before | after |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for row in coverage.rows:
        cells = [_covered(one) for one in (*row.objectives, *row.facts)]
        yield f"| {row.priority.title()} | {' | '.join(cells)} |"
    for title, ids in (("Now taught", coverage.gained), ("No longer taught", coverage.lost)):
        if ids:
            rest = len(ids) - _MOST_ITEMS
            yield ""
            yield (
                f"{title}: "
                + ", ".join(f"`{_code(id)}`" for id in ids[:_MOST_ITEMS])
                + (f" and {rest} more" if rest > 0 else "")
            )


def _covered(one: Coverage) -> str:
    return f"{one.covered}/{one.total}"


def _text(text: str) -> str:
    """Text that is shown as it is: no markup, no mention of a person, no link to an issue."""
    escaped = _MARKUP.sub(r"\\\1", html.escape(plain(text), quote=False))
    # A word joiner is not seen; without it, GitHub would send a message to whoever is named.
    return _MENTION.sub("\u2060", escaped)


def _said(text: str) -> str:
    """A sentence of ours, in which backticks mean code."""
    return "".join(f"`{_code(one)}`" if is_code else _text(one) for is_code, one in segments(text))


def _code(text: str) -> str:
    return plain(text).replace("`", "ˋ").replace("\n", " ")
