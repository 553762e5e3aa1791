"""What fields of notes say, and several of them as one text."""

from __future__ import annotations

import html
from collections.abc import Iterable

from cps_cards.imports.prose import as_html
from cps_cards.imports.records import Form, Piece
from cps_cards.render.shown import shown_text


def says_something(value: str, form: Form) -> bool:
    """Whether a field shows anything: words, a picture or a sound."""
    marks = ("<img", "[sound:")
    return bool(words(value, form)) or any(mark in value for mark in marks)


def words(value: str, form: Form) -> str:
    return shown_text(value) if form == "html" else " ".join(value.split())


def joined(parts: Iterable[tuple[str, str, Form]]) -> Piece:
    """Texts with their labels as one, a paragraph each; empty ones left out."""
    found = [part for part in parts if part[1].strip()]
    if len(found) == 1 and not found[0][0]:
        return Piece(*found[0][1:])
    paragraphs = []
    for label, text, form in found:
        body = as_html(text, form)
        lead = f"<b>{html.escape(label)}:</b> " if label else ""
        paragraphs.append(f"<p>{lead}</p>{body}" if "<p" in body else f"<p>{lead}{body}</p>")
    return Piece("".join(paragraphs))
