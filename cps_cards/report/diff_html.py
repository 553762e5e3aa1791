"""A comparison of two decks as one web page: words marked, cards drawn before and after."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple, TextIO

from cps_cards import page
from cps_cards.apkg.contents import Card, Note, Package
from cps_cards.apkg.notetypes import NOTE_TYPES, css, script, template_html
from cps_cards.diff.changes import NoteChange
from cps_cards.diff.comparison import Comparison
from cps_cards.diff.sides import Side
from cps_cards.model import clozes
from cps_cards.render.markdown import harmless
from cps_cards.render.shown import SOUND, cloze_html
from cps_cards.report import diff_view

_SIGNS = {"bad": "✗", "note": "•", "good": "✓"}
_LARGEST_FILE = 400_000
_MOST_MORE = 4
_LONGEST_TEXT = 20_000
_OURS = {note_type.id: note_type for note_type in NOTE_TYPES.values()}
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
_PART = re.compile(
    r"\{\{(?P<sign>[#^])(?P<section>[^}]+)\}\}(?P<inner>.*?)\{\{/(?P=section)\}\}"
    r"|\{\{(?P<field>[^}]+)\}\}",
    re.DOTALL,
)
_PICTURE = re.compile(r'(<img [^<>]*?\bsrc=")([^"]*)"')


def write(comparison: Comparison, stream: TextIO) -> None:
    view = diff_view.view(comparison)
    drawn = _Drawn(comparison)
    for number, (card, change) in enumerate(zip(view["cards"], comparison.changes, strict=True)):
        card |= {"number": number, "phones": drawn.phones(change)}
    stream.write(
        page.render(
            "diff",
            page.Allowed(styles=[css()], media=True),
            **diff_view.context(view),
            segments=diff_view.segments,
            signs=_SIGNS,
            has_cards=bool(drawn.cards),
            has_foreign=drawn.has_foreign,
            data={"style": css(), "cards": drawn.cards},
        )
    )


class _Phone(NamedTuple):
    """A card on the page: what stands above it, and where it is in the page's data."""

    caption: str
    number: int


class _Drawn:
    """The cards of both sides as Anki shows them, collected for the page's data.

    Only of our own note types: templates of others are theirs to interpret.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.old = comparison.old.package, _files(comparison.old)
        self.new = comparison.new.package, _files(comparison.new)
        self.cards: list[dict[str, str]] = []
        self.has_foreign = False

    def phones(self, change: NoteChange) -> list[_Phone]:
        """The first card before and after; then those that only one of the two has."""
        if change.kind == "moved":
            return []
        had, has = _cards_of(change.before, self.old[0]), _cards_of(change.after, self.new[0])
        first = sorted(had.keys() & has.keys())[:1]
        found = [("Before", had[ord], self.old) for ord in first or sorted(had)[:1]]
        caption = "After" if change.before is not None else "New"
        found += [(caption, has[ord], self.new) for ord in first or sorted(has)[:1]]
        if first:
            for caption, some, side, others in (
                ("Before only", had, self.old, has), ("New", has, self.new, had)
            ):  # fmt: skip
                for ord in sorted(some.keys() - others.keys())[:_MOST_MORE]:
                    found.append((f"{caption}: card {ord + 1}", some[ord], side))
        return [phone for one in found for phone in self._phone(*one)]

    def _phone(
        self, caption: str, card: tuple[Note, Card], side: tuple[Package, Mapping[str, str]]
    ) -> list[_Phone]:
        if card[0].type_id not in _OURS:
            self.has_foreign = True
            return []
        self.cards.append(_draw(*card, *side))
        return [_Phone(caption, len(self.cards) - 1)]


def _cards_of(note: Note | None, package: Package) -> dict[int, tuple[Note, Card]]:
    cards = package.cards_of.get(note.id, ()) if note is not None else ()
    return {card.ord: (note, card) for card in cards if note is not None}


def _files(side: Side) -> Mapping[str, str]:
    """Addresses that hold the files themselves; of a package only their names are known."""
    notes = side.deck.notes if side.deck is not None else []
    return {
        file.packaged: page.data_address(file)
        for file in {file for note in notes for file in note.media}
        if file.path.stat().st_size <= _LARGEST_FILE
    }


def _draw(note: Note, card: Card, package: Package, files: Mapping[str, str]) -> dict[str, str]:
    """Front and back of a card by the templates of today; nothing in a field runs or loads."""
    names = (field.name for field in package.note_types[note.type_id].fields)
    fields = {n: harmless(value) for n, value in zip(names, note.fields, strict=False) if value}
    note_type = _OURS[note.type_id]
    is_cloze = note_type.kind == "cloze"
    template = note_type.templates[0 if is_cloze else min(card.ord, len(note_type.templates) - 1)]
    drawn = {}
    for side, file in (("front", template.front), ("back", template.back)):
        if is_cloze:
            fields["cloze:Text"] = _gap(fields.get("Text", ""), card.ord + 1, side)
        body = template_html(file).replace(script("choice.js"), "").replace(script("forget.js"), "")
        shown = _PICTURE.sub(partial(_picture, files), _fill(body, fields))
        drawn[side] = SOUND.sub(r"<span>🔊 \1</span>", shown)
    return drawn


def _gap(text: str, number: int, side: str) -> str:
    """The text of a cloze's card; with its marks, where no deck of ours could have made it."""
    if len(text) > _LONGEST_TEXT or clozes.parse(text).faults:
        return text
    return cloze_html(text, number, hidden=side == "front")


def _fill(template: str, fields: Mapping[str, str]) -> str:
    """A template of ours, filled in: sections, then fields."""

    def part(match: re.Match[str]) -> str:
        if match["field"]:
            return fields.get(match["field"], "")
        is_full = not _EMPTY.fullmatch(fields.get(match["section"], ""))
        return _fill(match["inner"], fields) if is_full == (match["sign"] == "#") else ""

    return _PART.sub(part, template)


def _picture(files: Mapping[str, str], match: re.Match[str]) -> str:
    """A picture with its address; one that is not at hand shows what describes it."""
    return f'{match[1]}{files.get(match[2], "data:,")}"'
