"""A comparison of two decks for the terminal; in a pipe, words are marked as git marks them."""

from typing import TextIO

from cps_cards import page
from cps_cards.diff.comparison import Comparison
from cps_cards.report import diff_json
from cps_cards.report.diff_json import View
from cps_cards.report.paint import BOLD, DIM, GREEN, RED, YELLOW, Paint, plain

_MARKS = {"added": "+", "changed": "~", "retired": "×", "moved": "→", "removed": "-"}
_SIGNS = {"bad": ("✗", RED), "note": ("•", YELLOW), "good": ("✓", GREEN)}
_PIECES = {"out": ("[-{}-]", RED), "in": ("{{+{}+}}", GREEN)}
_CONTEXT = 40


def write(comparison: Comparison, stream: TextIO) -> None:
    paint = _Paint(stream)
    text = page.text(
        "diff.txt",
        plain,
        **diff_json.context(comparison),
        marks=_MARKS,
        bold=lambda text: paint.marked(text, BOLD),
        dim=lambda text: paint.marked(text, DIM),
        sign=paint.sign,
        words=paint.words,
        pair=_pair,
        most_items=10,
        most_moved=20,
    )
    stream.write(text)


class _Paint(Paint):
    """Puts texts of a template into colours, where there are any."""

    def marked(self, text: str, code: str) -> page.Marked:
        return page.Marked(self(plain(text), code))

    def sign(self, level: str, text: str) -> page.Marked:
        sign, code = _SIGNS[level]
        return self.marked(f"{sign} {text}", code)

    def words(self, field: View, kind: str) -> page.Marked:
        pieces = field["pieces"]
        parts = []
        for at, piece in enumerate(pieces):
            text = piece["text"]
            if piece["change"] == "same":
                parts.append(plain(_shortened(text, at == 0, at == len(pieces) - 1)))
            elif kind in ("added", "removed"):
                parts.append(plain(text))
            else:
                mark, code = _PIECES[piece["change"]]
                parts.append(self.marked(text if self.color else mark.format(text), code))
        return page.Marked("".join(parts).replace("\n", "\n        "))


def _shortened(text: str, first: bool, last: bool) -> str:
    """What stayed, cut to the words beside the changes."""
    if len(text) <= 2 * _CONTEXT:
        return text
    head = "" if first else f"{text[:_CONTEXT].rpartition(' ')[0]} "
    tail = "" if last else f" {text[-_CONTEXT:].partition(' ')[2]}"
    return f"{head.lstrip()}…{tail.rstrip()}"


def _pair(pair: View) -> str:
    before, after = (f"{pair[when]['covered']}/{pair[when]['total']}" for when in pair)
    return f"{before:>7} → {after:<7}" if before != after else f"{before:>7} as before"
