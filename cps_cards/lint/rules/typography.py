"""Spaces and marks where readers expect them.

Spaces at the edges or doubled, a space before a comma, a mark typed twice: small things that make a
card look careless. All of them can be mended by `--fix`.
"""

import re

from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import CardView

_SUSPECT = re.compile(r"[ \t][ \t,.;:!?]|([,;.!?])\1")
_IN_ALL = (
    r"(?P<spaces>(?<=[^\s|])[ \t]{2,}(?=[^\s|]))"
    r"|(?P<twice>(?<![.!?,;…])(?:,{2,}|;{2,}|!{2,}|\?{2}|\.{2})(?![.!?,;…]))"
)
_IN_FRENCH = re.compile(rf"{_IN_ALL}|(?P<mark>(?!))")  # a space before a mark is right there
_INSIDE = re.compile(
    r"(?P<before>(?<=[\w)\]\"”’'%])[ \t]+)(?=(?P<mark>[,;:!?]|\.(?![\w.]))(?![)(\[\w/|-]))"
    rf"|{_IN_ALL}"
)


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
        inside = _IN_FRENCH if card.deck.collection.deck.language[:2] == "fr" else _INSIDE
        for view in card.texts:
            if view.key == "hint":
                continue
            value = view.text.value
            body = value.rstrip("\n")
            lead, end = len(value) - len(value.lstrip(" \t")), len(body.rstrip(" \t"))
            for at, edge in (((0, lead), "begins"), ((end, len(body)), "ends")):
                if at[0] < at[1]:
                    message = f"the text {edge} with a space"
                    replace = None if view.touches_mark(*at) else ""
                    yield self.found(view.text, at, message, replace=replace)
            for match in inside.finditer(view.shown) if _SUSPECT.search(view.shown) else ():
                message, help, instead = f'a space stands before "{match["mark"]}"', "", ""
                if match["spaces"]:
                    message, help, instead = "more than one space stands here", "one is enough", " "
                elif match["twice"]:
                    message, instead = "the same mark stands here more than once", match[0][0]
                    help = f'one "{instead}" is enough'
                if view.is_verbatim(match.start(), max(match.end(), match.end("mark"))):
                    yield self.found(view, match.span(), message, help=help, replace=instead)
