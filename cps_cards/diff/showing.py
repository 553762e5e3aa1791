"""A card as Anki shows it, of any note type: front and back as HTML that nothing in can run."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cps_cards.diff.templates import marks, modern
from cps_cards.diff.view import Card, Note, NoteType, PackageView
from cps_cards.render.plain import TAG

_CLOZE = re.compile(r"\{\{c([0-9,]+)::|\}\}|::")
_SOUND = re.compile(r"\[sound:([^\]\n]{0,1000})\]")
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
_RUNS = re.compile(
    r"<(/?)(script|style|iframe|object|template|embed|form|link|meta|base)\b[^<>]*>?",
    re.IGNORECASE,
)
_HOLDS_CODE = frozenset(("script", "style", "iframe", "object", "template"))
_ATTRIBUTE = re.compile(
    r"\s(?:on\w+|style|srcset|formaction|autofocus|background|poster)\s*=\s*"
    r"(?:\"[^\"]*\"|'[^']*'|[^\s>]+)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """Both sides of a card, with the style of its note type. No script, no address is in them."""

    front: str
    back: str
    css: str


def show(note: Note, card: Card, view: PackageView, media: Mapping[str, str]) -> Shown:
    """A card; ``media`` has addresses for names of files, of others only the name is shown."""
    note_type = view.note_types[note.type_id]
    template = note_type.templates[
        0 if note_type.cloze else min(card.ord, len(note_type.templates) - 1)
    ]
    names = [field.name for field in note_type.fields]
    fields = dict(zip(names, note.fields, strict=False))
    fields |= {
        "Tags": " ".join(note.tags),
        "Deck": html.escape(card.deck),
        "Subdeck": html.escape(card.deck.rpartition("::")[2]),
        "Type": html.escape(note_type.name),
        "Card": html.escape(template.name),
    }
    sides = _Sides(note_type, card.ord, fields)
    front = sides.fill(template.front, question=True)
    sides.fields["FrontSide"] = front
    back = sides.fill(template.back, question=False)
    return Shown(harmless(front, media), harmless(back, media), _style(note_type.css))


def _style(css: str) -> str:
    """The style sheet so that it can stand in a page: it cannot end its element."""
    return css.replace("\r\n", "\n").replace("\r", "\n").replace("</", "<\\/").replace("\0", "")


class _Sides:
    """Fills the templates of one card."""

    def __init__(self, note_type: NoteType, ord: int, fields: dict[str, str]) -> None:
        self.cloze = note_type.cloze
        self.number = ord + 1
        self.fields = fields

    def fill(self, template: str, question: bool) -> str:
        text = modern(template)
        parts: list[str] = []
        shown = [True]
        last = 0
        for mark in marks(text):
            if shown[-1]:
                parts.append(text[last : mark.start])
            last = mark.end
            if mark.sign in ("#", "^"):
                shown.append(shown[-1] and self._filled(mark.inside) == (mark.sign == "#"))
            elif mark.sign == "/":
                if len(shown) > 1:
                    shown.pop()
            elif mark.sign == "" and shown[-1]:
                parts.append(self._replacement(mark.inside, question))
        if shown[-1]:
            parts.append(text[last:])
        return "".join(parts)

    def _filled(self, name: str) -> bool:
        if self.cloze and re.fullmatch(r"c\d+", name):
            return name == f"c{self.number}"
        return not _EMPTY.fullmatch(self.fields.get(name, ""))

    def _replacement(self, inside: str, question: bool) -> str:
        *filters, name = inside.split(":")
        if name not in self.fields:
            return f"<em>{{{html.escape(inside)}}}</em>"
        value = self.fields[name]
        for one in reversed(filters):
            value = self._filtered(one.strip(), name, value, question)
        return value

    def _filtered(self, one: str, name: str, value: str, question: bool) -> str:
        if one == "cloze":
            return cloze_html(value, self.number, hidden=question)
        if one == "text":
            return TAG.sub("", value)
        if one == "hint" and value.strip():
            return f"<details><summary>{html.escape(name)}</summary>{value}</details>"
        if one == "type":
            return "<span>[…]</span>" if question else value
        return value


class _Open(NamedTuple):
    numbers: frozenset[int]
    content: list[str]
    hint: list[str]


def cloze_html(text: str, number: int, *, hidden: bool) -> str:
    """What Anki makes of ``{{cloze:…}}``: its own deletions in a span, hidden on the front."""
    whole: list[str] = []
    open_: list[_Open] = []
    in_hint: list[bool] = []

    def put(piece: str) -> None:
        if not open_:
            whole.append(piece)
        elif in_hint[-1]:
            open_[-1].hint.append(piece)
        else:
            open_[-1].content.append(piece)

    last = 0
    for token in _CLOZE.finditer(text):
        put(text[last : token.start()])
        last = token.end()
        if token[1] is not None and len(open_) < _DEEPEST:
            open_.append(_Open(frozenset(_numbers(token[1])), [], []))
            in_hint.append(False)
        elif token[0] == "}}" and open_:
            closed = open_.pop()
            in_hint.pop()
            put(_deletion(closed, number, hidden=hidden))
        elif token[0] == "::" and open_ and not in_hint[-1]:
            in_hint[-1] = True
        else:
            put(token[0])
    put(text[last:])
    # What is never closed is shown as it is read, without the marks that opened it.
    return "".join([*whole, *(piece for one in open_ for piece in (*one.content, *one.hint))])


def _numbers(text: str) -> Sequence[int]:
    return [int(number[:6]) for number in text.split(",") if number.isascii() and number]


def _deletion(closed: _Open, number: int, *, hidden: bool) -> str:
    content = "".join(closed.content)
    if number not in closed.numbers:
        return f'<span class="cloze-inactive">{content}</span>'
    if hidden:
        content = f"[{''.join(closed.hint) or '...'}]"
    return f'<span class="cloze">{content}</span>'


def harmless(side: str, media: Mapping[str, str]) -> str:
    """HTML without what runs, loads or leads away; a picture that is not at hand is named."""
    side = _ATTRIBUTE.sub("", _without_what_runs(side))
    side = _PICTURE.sub(lambda match: _picture(match[0], media), side)
    return _SOUND.sub(lambda match: f"<span>🔊 {match[1]}</span>", side)


def _without_what_runs(side: str) -> str:
    """HTML without these elements; of those that hold no code, what stands in them stays."""
    parts: list[str] = []
    last = 0
    inside = ""
    for tag in _RUNS.finditer(side):
        name = tag[2].lower()
        if not inside:
            parts.append(side[last : tag.start()])
            inside = name if name in _HOLDS_CODE and not tag[1] else ""
        elif tag[1] and name == inside:
            inside = ""
        last = tag.end()
    return "".join(parts) if inside else "".join([*parts, side[last:]])


def _picture(tag: str, media: Mapping[str, str]) -> str:
    source = _first(_SOURCE.search(tag))
    alternative = _first(_ALTERNATIVE.search(tag))
    address = media.get(html.unescape(source))
    if address is not None:
        return f'<img src="{html.escape(address)}" alt="{alternative.replace(chr(34), "&quot;")}">'
    told = f"{source}: {alternative}" if alternative else source
    return f"<span>[picture {told}]</span>" if not source.startswith("data:") else ""


def _first(found: re.Match[str] | None) -> str:
    return next((value for value in found.groups() if value), "") if found is not None else ""
