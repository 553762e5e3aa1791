"""A comparison of two decks as one web page: words marked, cards before and after, what learners get."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Mapping
from typing import Any, TextIO

from cps_cards import page
from cps_cards.diff.changes import KINDS, NoteChange
from cps_cards.diff.comparison import Comparison, CoverageChange
from cps_cards.diff.showing import Shown, show
from cps_cards.diff.sides import Side
from cps_cards.diff.view import Note
from cps_cards.report.diff_words import (
    SIGNS,
    TITLES,
    asked,
    lint_line,
    other_changes,
    points,
    summary,
    tally,
    verdict,
)

_LARGEST_FILE = 400_000


def write(comparison: Comparison, stream: TextIO) -> None:
    old, new = _Cards(comparison.old), _Cards(comparison.new)
    entries = {kind: [_entry(c, comparison) for c in comparison.of_kind(kind)] for kind in KINDS}
    cards = {
        str(number): {"before": old.of(change.before), "after": new.of(change.after)}
        for number, change in enumerate(comparison.changes)
        if change.kind != "moved"
    }
    styles = sorted({*old.styles, *new.styles})
    data = {
        "styles": styles,
        "cards": {
            number: {when: _data(shown, styles) for when, shown in sides.items()}
            for number, sides in cards.items()
        },
    }
    numbers = {id(change): str(n) for n, change in enumerate(comparison.changes)}
    stream.write(
        page.render(
            "diff",
            page.Allowed(styles=styles, media=True),
            old=comparison.old.label,
            new=comparison.new.label,
            summary=summary(comparison),
            verdict=verdict(comparison.impact),
            tally=tally(comparison.impact) if not comparison.impact.refused else "",
            points=points(comparison.impact),
            signs=SIGNS,
            sections=[
                (kind, TITLES[kind], [
                    entry | {"number": numbers[id(change)]}
                    for entry, change in zip(entries[kind], comparison.of_kind(kind), strict=True)
                ])
                for kind in KINDS
                if entries[kind]
            ],
            has_cards=bool(cards),
            lint=comparison.lint,
            lint_line=lint_line(comparison.lint) if comparison.lint is not None else "",
            coverage=_coverage(comparison.coverage),
            data=data,
        )
    )  # fmt: skip


class _Cards:
    """The cards of one side as they are shown, with what they need to be."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.media = _media(side)
        self.styles: set[str] = set()

    def of(self, note: Note | None) -> Shown | None:
        """The first card of a note; None where it has none."""
        if note is None:
            return None
        cards = self.side.view.cards_of.get(note.id, ())
        if not cards:
            return None
        shown = show(note, cards[0], self.side.view, self.media)
        self.styles.add(shown.css)
        return shown


def _data(shown: Shown | None, styles: list[str]) -> dict[str, Any] | None:
    if shown is None:
        return None
    return {"style": styles.index(shown.css), "front": shown.front, "back": shown.back}


def _media(side: Side) -> Mapping[str, str]:
    """Addresses that hold the files themselves; of a package that was read, only names are known."""
    if side.deck is None:
        return {}
    found = {}
    for media in {m.packaged: m for note in side.deck.notes for m in note.media}.values():
        if media.path.stat().st_size <= _LARGEST_FILE:
            kind = mimetypes.guess_type(media.packaged)[0] or "application/octet-stream"
            content = base64.b64encode(media.path.read_bytes()).decode()
            found[media.packaged] = f"data:{kind};base64,{content}"
    return found


def _entry(change: NoteChange, comparison: Comparison) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "name": change.name,
        "asked": asked(change, comparison),
        "fields": change.fields,
        "others": other_changes(change),
        "plain": change.kind in ("added", "removed"),
        "before": change.before is not None,
        "after": change.after is not None,
    }


def _coverage(coverage: CoverageChange | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    return {
        "rows": [
            (
                row.priority.title(),
                [f"{one.covered}/{one.total}" for one in (*row.objectives, *row.facts)],
            )
            for row in coverage.rows
        ],
        "gained": coverage.gained,
        "lost": coverage.lost,
    }
