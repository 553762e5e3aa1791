"""A comparison of two decks as one web page: words marked, cards drawn before and after."""

import re
from collections.abc import Iterator, Mapping
from typing import TextIO

from cps_cards import page
from cps_cards.apkg.contents import Card, Note, Package
from cps_cards.apkg.notetypes import NOTE_TYPES, css, script, template_html
from cps_cards.diff.comparison import Comparison, NoteChange
from cps_cards.diff.sides import Side
from cps_cards.model import clozes
from cps_cards.render.markdown import harmless
from cps_cards.render.shown import SOUND, cloze_html
from cps_cards.report import diff_json

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

_Side = tuple[Package, Mapping[str, str]]
"""What a package holds, and the addresses of its files."""

_Card = tuple[Note, Card]


def write(comparison: Comparison, stream: TextIO) -> None:
    context = diff_json.context(comparison)
    old, new = ((side.package, _files(side)) for side in (comparison.old, comparison.new))
    drawn: list[dict[str, str]] = []
    has_foreign = False
    for number, (told, change) in enumerate(zip(context["cards"], comparison.changes, strict=True)):
        told |= {"number": number, "phones": []}
        for caption, card, side in _shown(change, old, new):
            # Templates of other note types than ours are theirs to interpret.
            if card[0].type_id not in _OURS:
                has_foreign = True
                continue
            told["phones"].append({"caption": caption, "number": len(drawn)})
            drawn.append(_draw(*card, *side))
    stream.write(
        page.render(
            "diff",
            styles=[css()],
            media=True,
            **context,
            segments=diff_json.segments,
            signs=_SIGNS,
            has_cards=bool(drawn),
            has_foreign=has_foreign,
            data={"style": css(), "cards": drawn},
        )
    )


def _shown(change: NoteChange, old: _Side, new: _Side) -> Iterator[tuple[str, _Card, _Side]]:
    """The first card before and after; then those that only one of the two has."""
    if change.kind == "moved":
        return
    had, has = _cards_of(change.before, old[0]), _cards_of(change.after, new[0])
    both = sorted(had.keys() & has.keys())[:1]
    after = "After" if change.before is not None else "New"
    for caption, cards, side in (("Before", had, old), (after, has, new)):
        for ord in both or sorted(cards)[:1]:
            yield caption, cards[ord], side
    for caption, cards, others, side in (("Before only", had, has, old), ("New", has, had, new)):
        for ord in sorted(cards.keys() - others.keys())[:_MOST_MORE] if both else ():
            yield f"{caption}: card {ord + 1}", cards[ord], side


def _cards_of(note: Note | None, package: Package) -> dict[int, _Card]:
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
        text = fields.get("Text", "")
        # The text of a cloze's card; with its marks, where no deck of ours could have made it.
        if is_cloze and len(text) <= _LONGEST_TEXT and not clozes.parse(text).faults:
            text = cloze_html(text, card.ord + 1, hidden=side == "front")
        body = template_html(file).replace(script("choice.js"), "").replace(script("forget.js"), "")
        shown = _fill(body, fields | {"cloze:Text": text})
        # A picture that is not at hand shows what describes it.
        shown = _PICTURE.sub(lambda tag: f'{tag[1]}{files.get(tag[2], "data:,")}"', shown)
        drawn[side] = SOUND.sub(r"<span>🔊 \1</span>", shown)
    return drawn


def _fill(template: str, fields: Mapping[str, str]) -> str:
    """A template of ours, filled in: sections, then fields."""

    def part(match: re.Match[str]) -> str:
        if match["field"]:
            return fields.get(match["field"], "")
        is_full = not _EMPTY.fullmatch(fields.get(match["section"], ""))
        return _fill(match["inner"], fields) if is_full == (match["sign"] == "#") else ""

    return _PART.sub(part, template)
