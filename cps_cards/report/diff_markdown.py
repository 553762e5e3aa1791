"""A comparison of two decks as Markdown for a pull request, within GitHub's length of a comment."""

import html
import re
from typing import TextIO

from cps_cards import page
from cps_cards.diff.comparison import Comparison
from cps_cards.report import diff_json
from cps_cards.report.diff_json import View
from cps_cards.report.paint import plain

MOST_CHARACTERS = 60_000
"""GitHub takes 65,536; a job's summary takes more."""

_MOST_CARDS = (200, 50, 20, 5, 0)
_LONGEST_PIECE = 600
_SIGNS = {"bad": "❌", "note": "ℹ️", "good": "✅"}
_TAGS = {"out": "<del>{}</del>", "in": "<ins>{}</ins>"}
_MARKUP = re.compile(r"([\\`*_\[\]|~$])")
_MENTION = re.compile(r"(?<=[@#])(?=\w)")


def write(comparison: Comparison, stream: TextIO) -> None:
    """As many cards as there is room for; what learners get is always there."""
    context = diff_json.context(comparison)
    for most in _MOST_CARDS:
        text = page.text(
            "diff.md",
            escaped,
            **context,
            signs=_SIGNS,
            code=code,
            said=_said,
            words=_words,
            most_items=10,
            most_cards=most,
        )
        if len(text) <= MOST_CHARACTERS:
            break
    stream.write(text[:MOST_CHARACTERS])


def escaped(text: str) -> str:
    """Text that is shown as it is: no markup, no mention of a person, no link to an issue."""
    escaped = _MARKUP.sub(r"\\\1", html.escape(plain(text), quote=False))
    # A word joiner is not seen; without it, GitHub would send a message to whoever is named.
    return _MENTION.sub("\u2060", escaped)


def code(text: str) -> page.Marked:
    return page.Marked(f"`{plain(text).replace('`', 'ˋ').replace(chr(10), ' ')}`")


def _said(text: str) -> page.Marked:
    """A sentence of ours, in which backticks mean code."""
    parts = [code(part) if is_code else escaped(part) for is_code, part in diff_json.segments(text)]
    return page.Marked("".join(parts))


def _words(field: View, kind: str) -> page.Marked:
    told = []
    for piece in field["pieces"]:
        text = piece["text"]
        if piece["change"] == "same" and len(text) > _LONGEST_PIECE:
            half = _LONGEST_PIECE // 2
            text = f"{text[:half]} … {text[-half:]}"
        lines = "<br>".join(escaped(line) for line in text.split("\n"))
        tag = _TAGS.get(piece["change"], "{}") if kind not in ("added", "removed") else "{}"
        told.append(tag.format(lines))
    return page.Marked("".join(told))
