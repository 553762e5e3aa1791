"""A card as a learner reads it, in plain text: what a terminal can show of front and back."""

from __future__ import annotations

import html
import re
import textwrap
from html.parser import HTMLParser
from typing import assert_never

from cps_cards.diagnostics import Diagnostic
from cps_cards.model import clozes
from cps_cards.model.cards import Basic, Card, Choice, Cloze, Option
from cps_cards.model.deck import Collection
from cps_cards.render.markdown import render
from cps_cards.render.notes import LETTERS, shuffled
from cps_cards.source import Text

_BLOCKS = {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"} | {
    "blockquote", "pre", "table", "tr", "hr",
}  # fmt: skip
_SOUND = re.compile(r"\[sound:([^\]]*)\]")


def front(card: Card, collection: Collection, width: int) -> str:
    """What a learner sees before answering; of a cloze, its first card."""
    html_of = _Renderer(collection)
    parts = [to_text(html_of(card.scenario), width)]
    match card:
        case Basic():
            parts.append(to_text(html_of(card.front), width))
        case Cloze():
            parts.append(to_text(_cloze(html_of(card.text, cloze=True), hidden=True), width))
        case Choice():
            parts.append(to_text(html_of(card.question), width))
            parts.append("\n".join(_option(o, None, n, html_of, width) for n, o in _options(card)))
        case _:
            assert_never(card)
    return _joined(parts)


def back(card: Card, collection: Collection, width: int) -> str:
    """What the answer adds."""
    html_of = _Renderer(collection)
    match card:
        case Basic():
            parts = [to_text(html_of(card.back), width)]
        case Cloze():
            parts = [to_text(_cloze(html_of(card.text, cloze=True), hidden=False), width)]
        case Choice():
            key = shuffled(card)[1]
            parts = ["\n".join(_option(o, n == key, n, html_of, width) for n, o in _options(card))]
        case _:
            assert_never(card)
    parts.append(to_text(html_of(card.why), width))
    cited = []
    for source_id, locator in collection.citations_of(card):
        source = collection.sources.get(source_id)
        title = source.title.value if source is not None else source_id
        cited.append(_wrapped(f"{title}{', ' if locator else ''}{locator}", width, "Source: "))
    return _joined([*parts, "\n".join(cited)])


class _Renderer:
    def __init__(self, collection: Collection) -> None:
        self.media = collection.media

    def __call__(self, text: Text | None, *, cloze: bool = False) -> str:
        return "" if text is None else render(text.value, self.media, cloze).html


def _options(card: Choice) -> list[tuple[int, Option]]:
    """The options in the order in which learners see them."""
    return list(enumerate(shuffled(card)[0]))


def _option(option: Option, is_key: bool | None, at: int, html_of: _Renderer, width: int) -> str:
    """An option behind its letter; on the back, whether it is right, and why."""
    lines = [to_text(html_of(option.text), width - 3)]
    if is_key is not None:
        word = "✓ right" if is_key else "✗ not this one"
        why = to_text(html_of(option.why), width - 3)
        lines.append(f"{word}: {why}" if why else word)
    text = "\n".join(lines).replace("\n", "\n   ")
    return f"{LETTERS[at % len(LETTERS)]}  {text}"


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _wrapped(text: str, width: int, lead: str = "") -> str:
    return "\n".join(
        textwrap.wrap(
            text, max(width, 20), initial_indent=lead, subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
        )
    )  # fmt: skip


def _cloze(body: str, hidden: bool) -> str:
    """A cloze's HTML with its first deletion as a gap, or with all of them filled in."""
    parsed = clozes.parse(body)
    first = min(parsed.numbers, default=1)
    out: list[str] = []
    at = 0
    for deletion in sorted(parsed.deletions, key=lambda one: one.start):
        start, end = deletion.start, deletion.end
        if start < at:
            continue  # inside another one, which is shown or hidden as a whole
        out.append(body[at:start])
        if hidden and deletion.number == first:
            hint = body[slice(*deletion.hint)] if deletion.hint is not None else "…"
            out.append(f"[{hint}]")
        else:
            out.append(clozes.without_marks(body[slice(*deletion.content)]))
        at = end
    return "".join([*out, body[at:]])


class _Plain(HTMLParser):
    """Paragraphs, list items and rows as lines; the rest as its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, list[str]]] = [("", [])]
        self.lists: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.lists.append((tag, 0))
        elif tag == "li":
            self._begin_line(self._bullet())
        elif tag == "br" or tag in _BLOCKS:
            self._begin_line()
        elif tag == "img":
            names = dict(attrs)
            self.handle_data(f"[picture: {names.get('alt') or names.get('src')}]")
        elif tag in ("td", "th"):
            self.handle_data(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in _BLOCKS:
            self._begin_line()

    def handle_data(self, data: str) -> None:
        self.lines[-1][1].append(data)

    def _bullet(self) -> str:
        if not self.lists:
            return "- "
        kind, count = self.lists.pop()
        self.lists.append((kind, count + 1))
        return f"{count + 1}. " if kind == "ol" else "- "

    def _begin_line(self, lead: str = "") -> None:
        if "".join(self.lines[-1][1]).strip():
            self.lines.append((lead, []))
        else:
            self.lines[-1] = (self.lines[-1][0] or lead, [])


def to_text(body: str, width: int) -> str:
    """The HTML of a field as wrapped lines."""
    reader = _Plain()
    reader.feed(_SOUND.sub(lambda match: html.escape(f"[sound: {match[1]}]"), body))
    reader.close()
    lines: list[str] = []
    for lead, pieces in reader.lines:
        text = " ".join("".join(pieces).split())
        if text:
            lines.append(_wrapped(text, width, lead))
    return "\n".join(lines)


def place_of(one: Diagnostic, card: Card | None) -> str:
    """The text that a finding is about, by its key; empty where it is about none."""
    if card is None or one.source.path != card.source.path:
        return ""
    number = 0
    for key, text in card.named_texts():
        number += key == "distractor"
        if text.start <= one.span.start < max(text.end, text.start + 1):
            if isinstance(card, Choice) and key == "distractor":
                return f"distractor {number}"
            return "why" if key == "option why" else key
    return ""
