"""Spaces and marks where readers expect them.

Spaces at the edges or doubled, a space before a comma, a mark typed twice: small things that make a
card look careless. All of them can be mended by `--fix`.
"""

from __future__ import annotations

import re

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import TextView

_SUSPECT = re.compile(r"[ \t]{2,}|[ \t][,.;:!?]|,,|;;|::|\.\.|!!|\?\?|^[ \t]|[ \t]$")
_DOUBLE_SPACE = re.compile(r"(?<=[^\s|])[ \t]{2,}(?=[^\s|])")
_BEFORE_MARK = re.compile(r"(?<=[\w)\]\"”’'%])([ \t]+)([,;:!?]|\.(?![\w.]))(?![)(\[\w/|-])")
_DOUBLED = re.compile(r"(?<![.!?,;…])(?:,{2,}|;{2,}|!{2,}|\?{2}|\.{2})(?![.!?,;…])")
_FRENCH = frozenset(("fr",))


class Typography(CardRule):
    code = "TXT005"
    name = "typography"
    fix = "safe"
    by_construction = True
    yields_to = ("placeholder-text",)
    good = (
        "front: What helps?\nback: |-\n  - listening\n  - time",
        'front: What comes after "wait ..."?\nback: .5 of a second, e.g. a breath …',
        "front: What does `a  b` hold?\nback: Two spaces.",
        "text: Two clauses are joined by {{c1::;}} or a word.",
    )
    bad = (
        "front: '‹« »→›What helps?'",
        "front: 'What helps?‹« »→›'",
        "front: What helps?\nback: Time‹«  »→ ›and company.",
        "front: What helps‹« »→›?",
        "front: What helps?\nback: Time‹«,,»→,› and company‹«!!»→!›",
        "text: Hope {{c1::grows}}« », they say.",
    )

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            value = view.text.value
            if view.key == "hint":
                continue
            if value[:1] in " \t" or value.rstrip("\n")[-1:] in (" ", "\t"):
                yield from self._edges(view)
            if _SUSPECT.search(view.shown.strip()):
                yield from self._inside(view, card.deck.collection.deck.language[:2])

    def _edges(self, view: TextView) -> Findings:
        value = view.text.value
        lead = len(value) - len(value.lstrip(" \t"))
        body = value.rstrip("\n")
        tail = len(body) - len(body.rstrip(" \t"))
        if lead:
            yield self._space(view, (0, lead), "the text begins with a space")
        if tail:
            yield self._space(view, (len(body) - tail, len(body)), "the text ends with a space")

    def _space(self, view: TextView, at: tuple[int, int], message: str) -> Diagnostic:
        replace = None if view.touches_mark(*at) else ""
        return self.found(view.text, at, message, help="take it out", replace=replace)

    def _inside(self, view: TextView, language: str) -> Findings:
        shown = view.shown
        for match in _DOUBLE_SPACE.finditer(shown):
            if view.is_verbatim(*match.span()):
                yield self.found(
                    view, match.span(), "more than one space stands here",
                    help="one is enough", replace=" ",
                )  # fmt: skip
        if language not in _FRENCH:
            for match in _BEFORE_MARK.finditer(shown):
                if view.is_verbatim(*match.span()):
                    yield self.found(
                        view, match.span(1), f'a space stands before "{match[2]}"',
                        help="take it out", replace="",
                    )  # fmt: skip
        for match in _DOUBLED.finditer(shown):
            if view.is_verbatim(*match.span()):
                mark = match[0][0]
                yield self.found(
                    view, match.span(), "the same mark stands here more than once",
                    help=f'one "{mark}" is enough', replace=mark,
                )  # fmt: skip
