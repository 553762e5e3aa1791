"""A note as a learner reads it, in plain text: what a terminal can show of front and back."""

from __future__ import annotations

import html
import re
import textwrap

from cps_cards.model import clozes
from cps_cards.render.notes import RenderedNote, unfolded
from cps_cards.render.shown import cloze_html, shown

_LETTER = re.compile(r'<span class="cps-letter".*?</span>')


def front_and_back(note: RenderedNote, width: int) -> tuple[str, str]:
    """What a learner sees before answering, and what the answer adds; of a cloze, its first card.

    Letters of options are left out, for they change from one review to the next.
    """
    fields = note.fields
    asked = fields.get("Question", "")
    answer = fields.get("Options explained") or fields.get("Answer", "")
    if (text := fields.get("Text")) is not None:
        first = min(clozes.parse(text).numbers, default=1)
        asked, answer = (cloze_html(text, first, hidden=hidden) for hidden in (True, False))
    sources = unfolded(fields["Sources"]).replace("<li>", "<li>Source: ")
    front = fields["Scenario"], asked, fields.get("Options", "")
    back = answer, fields["Why"], sources
    return _joined(front, width), _joined(back, width)


def _joined(bodies: tuple[str, ...], width: int) -> str:
    """The HTML of fields as wrapped lines: paragraphs, list items, rows, each on its own."""
    texts = []
    for body in bodies:
        found = shown(
            _LETTER.sub("", body),
            picture=lambda name, alt: f"[picture: {alt or name}]",
            sound=lambda name: html.escape(f"[sound: {name}]"),
        )
        lines = [
            textwrap.fill(
                text, max(width, 20), initial_indent=lead, subsequent_indent=" " * len(lead),
                break_on_hyphens=False,
            )
            for lead, text in found.lines
        ]  # fmt: skip
        texts.append("\n".join(lines))
    return "\n\n".join(filter(None, texts))
