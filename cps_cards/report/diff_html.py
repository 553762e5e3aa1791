"""A comparison of two decks as one web page: words marked, cards shown before and after."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from cps_cards import page
from cps_cards.diff.changes import KINDS, NoteChange
from cps_cards.diff.comparison import Comparison, CoverageChange
from cps_cards.diff.showing import Shown, show
from cps_cards.diff.sides import Side
from cps_cards.diff.view import Card, Note, PackageView
from cps_cards.report.diff_words import (
    SIGNS,
    TITLES,
    asked,
    lint_line,
    other_changes,
    points,
    segments,
    summary,
    tally,
    verdict,
)

NoteCard = tuple[Note, Card]
ShownSide = tuple[PackageView, Mapping[str, str]]

_LARGEST_FILE = 400_000
_MOST_MORE = 4


def write(comparison: Comparison, stream: TextIO) -> None:
    cards = _Cards(comparison)
    entries = [
        (change.kind, _entry(number, change, comparison, cards))
        for number, change in enumerate(comparison.changes)
    ]
    sections = [
        (kind, TITLES[kind], found)
        for kind in KINDS
        if (found := [entry for one, entry in entries if one == kind])
    ]
    styles = sorted({shown.css for shown in cards.shown})
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
            segments=segments,
            signs=SIGNS,
            sections=sections,
            has_cards=bool(cards.shown),
            lint=comparison.lint,
            lint_line=lint_line(comparison.lint) if comparison.lint is not None else "",
            coverage=_coverage(comparison.coverage),
            data={
                "styles": styles,
                "cards": [
                    {"style": styles.index(one.css), "front": one.front, "back": one.back}
                    for one in cards.shown
                ],
            },
        )
    )


@dataclass(frozen=True, slots=True)
class Phone:
    """A card on the page: what stands above it, and where it is in the page's data."""

    caption: str
    number: int


class _Cards:
    """The cards of both sides as they are shown, collected for the page's data."""

    def __init__(self, comparison: Comparison) -> None:
        self.old = comparison.old.view, _media(comparison.old)
        self.new = comparison.new.view, _media(comparison.new)
        self.shown: list[Shown] = []

    def phones(self, change: NoteChange) -> list[Phone]:
        """The first card before and after; then those that only one of the two has."""
        if change.kind == "moved":
            return []
        had, has = _cards_of(change.before, self.old[0]), _cards_of(change.after, self.new[0])
        first = sorted(had.keys() & has.keys())[:1]
        found = [self._phone("Before", had[ord], self.old) for ord in first or sorted(had)[:1]]
        caption = "After" if change.before is not None else "New"
        found += [self._phone(caption, has[ord], self.new) for ord in first or sorted(has)[:1]]
        if first:
            for ord in sorted(had.keys() - has.keys())[:_MOST_MORE]:
                found.append(self._phone(f"Before only: card {ord + 1}", had[ord], self.old))
            for ord in sorted(has.keys() - had.keys())[:_MOST_MORE]:
                found.append(self._phone(f"New: card {ord + 1}", has[ord], self.new))
        return found

    def _phone(self, caption: str, one: NoteCard, side: ShownSide) -> Phone:
        note, card = one
        view, media = side
        self.shown.append(show(note, card, view, media))
        return Phone(caption, len(self.shown) - 1)


def _cards_of(note: Note | None, view: PackageView) -> dict[int, NoteCard]:
    if note is None:
        return {}
    return {card.ord: (note, card) for card in view.cards_of.get(note.id, ())}


def _media(side: Side) -> Mapping[str, str]:
    """Addresses that hold the files themselves; of a package only their names are known."""
    if side.deck is None:
        return {}
    found = {}
    for media in {m.packaged: m for note in side.deck.notes for m in note.media}.values():
        if media.path.stat().st_size <= _LARGEST_FILE:
            kind = mimetypes.guess_type(media.packaged)[0] or "application/octet-stream"
            content = base64.b64encode(media.path.read_bytes()).decode()
            found[media.packaged] = f"data:{kind};base64,{content}"
    return found


def _entry(
    number: int, change: NoteChange, comparison: Comparison, cards: _Cards
) -> dict[str, Any]:
    return {
        "number": number,
        "name": change.name,
        "asked": asked(change, comparison),
        "fields": change.fields,
        "others": other_changes(change),
        "plain": change.kind in ("added", "removed"),
        "phones": cards.phones(change),
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
