"""A note as a learner reads it, in plain text: what a terminal can show of front and back."""

from __future__ import annotations

import html
import re
import textwrap
from html.parser import HTMLParser

from cps_cards.model import clozes
from cps_cards.preview import cloze_html
from cps_cards.render.notes import RenderedNote

_BLOCKS = {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"} | {
    "blockquote", "pre", "table", "tr", "hr", "br",
}  # fmt: skip
_SOUND = re.compile(r"\[sound:([^\]]*)\]")


def front(note: RenderedNote, width: int) -> str:
    """What a learner sees before answering; of a cloze, its first card."""
    fields = note.fields
    return _joined(
        [fields["Scenario"], _asked(note, hidden=True), fields.get("Options", "")], width
    )


def back(note: RenderedNote, width: int) -> str:
    """What the answer adds."""
    fields = note.fields
    answer = fields.get("Options explained") or fields.get("Answer") or _asked(note, hidden=False)
    sources = fields["Sources"].replace("<li>", "<li>Source: ")
    return _joined([answer, fields["Why"], sources], width)


def _asked(note: RenderedNote, *, hidden: bool) -> str:
    text = note.fields.get("Text")
    if text is None:
        return note.fields["Question"]
    first = min(clozes.parse(text).numbers, default=1)
    return cloze_html(text, first, hidden=hidden)


def _joined(bodies: list[str], width: int) -> str:
    return "\n\n".join(text for body in bodies if (text := to_text(body, width)))


def to_text(body: str, width: int) -> str:
    """The HTML of a field as wrapped lines: paragraphs, list items, rows, each on its own."""
    reader = _Lines()
    reader.feed(_SOUND.sub(lambda match: html.escape(f"[sound: {match[1]}]"), body))
    reader.close()
    return "\n".join(
        textwrap.fill(
            " ".join(text.split()), max(width, 20), initial_indent=lead,
            subsequent_indent=" " * len(lead), break_on_hyphens=False,
        )
        for lead, text in reader.lines
        if text.strip()
    )  # fmt: skip


class _Lines(HTMLParser):
    """Texts of lines, each with what stands before it; letters of options are left out, for they
    change from one review to the next."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str]] = [("", "")]
        self._inside: list[str] = []
        """Lists and items that are open; an item as the lead of its further lines."""
        self._in_letter = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "li":
            self._begin_line(f"{self._margin()}- ")
            self._inside.append("  ")
        elif tag in _BLOCKS:
            self._begin_line(self._margin())
        elif tag == "img":
            self.handle_data(f"[picture: {names.get('alt') or names.get('src')}]")
        elif tag in ("td", "th"):
            self.handle_data(" | ")
        elif tag == "span":
            self._in_letter = names.get("class") == "cps-letter"

    def handle_endtag(self, tag: str) -> None:
        if tag == "li" and self._inside:
            self._inside.pop()
        if tag in _BLOCKS:
            self._begin_line(self._margin())
        self._in_letter = False

    def handle_data(self, data: str) -> None:
        if not self._in_letter:
            lead, text = self.lines[-1]
            self.lines[-1] = lead, text + data

    def _margin(self) -> str:
        return "".join(self._inside)

    def _begin_line(self, lead: str) -> None:
        before, text = self.lines[-1]
        if text.strip():
            self.lines.append((lead, ""))
        elif not before.endswith("- "):  # an item's first block stands behind its dash
            self.lines[-1] = (lead, "")
