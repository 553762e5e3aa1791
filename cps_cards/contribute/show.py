"""A note as a learner reads it, in plain text: what a terminal can show of front and back."""

from __future__ import annotations

import html
import re
import textwrap

from cps_cards.model import clozes
from cps_cards.render.notes import RenderedNote, unfolded
from cps_cards.render.shown import cloze_html, shown

_LETTER = re.compile(r'<span class="cps-letter".*?</span>')


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
    sources = unfolded(fields["Sources"]).replace("<li>", "<li>Source: ")
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
    """The HTML of a field as wrapped lines: paragraphs, list items, rows, each on its own.

    Letters of options are left out, for they change from one review to the next.
    """
    found = shown(
        _LETTER.sub("", body),
        picture=lambda name, alt: f"[picture: {alt or name}]",
        sound=lambda name: html.escape(f"[sound: {name}]"),
    )
    return "\n".join(
        textwrap.fill(
            text, max(width, 20), initial_indent=lead, subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
        )
        for lead, text in found.lines
    )  # fmt: skip
