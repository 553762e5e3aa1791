"""Spaces and marks where readers expect them.

Spaces at the edges or doubled, a space before a comma, a mark typed twice: small things that make a
card look careless. All of them can be mended by `--fix`.
"""

import re
from collections.abc import Iterator

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import TextView

_SUSPECT = re.compile(r"[ \t]{2,}|[ \t][,.;:!?]|,,|;;|::|\.\.|!!|\?\?|^[ \t]|[ \t]$")
_DOUBLE_SPACE = re.compile(r"(?<=[^\s|])[ \t]{2,}(?=[^\s|])")
_BEFORE_MARK = re.compile(r"(?<=[\w)\]\"”’'%])([ \t]+)([,;:!?]|\.(?![\w.]))(?![)(\[\w/|-])")
_DOUBLED = re.compile(r"(?<![.!?,;…])(?:,{2,}|;{2,}|!{2,}|\?{2}|\.{2})(?![.!?,;…])")


class Typography(CardRule):
    code = "TXT005"
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
    help = "take it out"

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
        return self.found(view.text, at, message, replace=replace)

    def _inside(self, view: TextView, language: str) -> Findings:
        for match in _verbatim(view, _DOUBLE_SPACE):
            message = "more than one space stands here"
            yield self.found(view, match.span(), message, help="one is enough", replace=" ")
        for match in _verbatim(view, _BEFORE_MARK) if language != "fr" else ():
            message = f'a space stands before "{match[2]}"'
            yield self.found(view, match.span(1), message, replace="")
        for match in _verbatim(view, _DOUBLED):
            message, mark = "the same mark stands here more than once", match[0][0]
            help = f'one "{mark}" is enough'
            yield self.found(view, match.span(), message, help=help, replace=mark)


def _verbatim(view: TextView, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    return (one for one in pattern.finditer(view.shown) if view.is_verbatim(*one.span()))
