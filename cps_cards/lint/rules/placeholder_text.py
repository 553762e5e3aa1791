"""Words that were to be replaced later must not reach a learner.

"TODO", "xxx" or "lorem ipsum" are notes of an author in the middle of writing. Whoever meets such a
card in Anki cannot learn from it and loses trust in the rest. Write the text, or leave the card out
until you can.
"""

from __future__ import annotations

import re

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import QUOTED_TERM_WORDS, TextView

_HINTS = frozenset(
    "todo fixme tbd tbc tba xx xxx xxxx xxxxx lorem placeholder asdf qwerty foobar blah tk tktk "
    "foo n na".split()
)
_WHOLE_HINTS = frozenset("here goes insert your some a".split())
_FEW = 4
"""A text of more words is no placeholder as a whole."""
_ANYWHERE = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBC|TBA|TKTK|XXXX+)\b(?!\s+(?:list|lists|app|item|items)\b)"
    r"|\bXX+\b(?=\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|times?|people|percent|"
    r"dollars?)\b)"
    r"|\b(?:[Tt]odo|[Ff]ixme)\s*:|\bx{3,}\b|\b(?i:lorem\s+ipsum|blah\s+blah|asdf\w*|"
    r"qwerty\s+qwerty|foobar)\b"
    r"|[\[<({](?i:insert|your|fill\s+in|add|placeholder)\b[^\]>)}\n]{0,40}[\]>)}]"
    r"|(?<!\?)\?{3,}"
)
_WHOLE = re.compile(
    r"\W*(?:todo|fixme|tbd|tbc|tba|tk|xxx+|placeholder(?:\s+text)?|(?:insert|your|some|answer|"
    r"question|"
    r"explanation|text|definition)\s+(?:text\s+|answer\s+|question\s+)?(?:goes\s+)?here|n/?a|"
    r"\.{3}|…|\?+|"
    r"asdf\w*|qwerty|foo|foobar|blah)\W*",
    re.IGNORECASE,
)


class PlaceholderText(CardRule):
    code = "CRD001"
    name = "placeholder-text"
    level = "error"
    good = (
        "front: What helps when a to-do list gets long?\nback: Asking what matters today.",
        "front: Why is a TODO list shared with the person?\nback: It is the person's plan.",
        "front: Which Super Bowl was number XXX?\nback: The one of 1996.",
        "front: What does `TODO` mark in code?\nback: Work that is left.",
    )
    bad = (
        "front: When does the report go out?\nback: «TODO» look it up",
        "front: When does the report go out?\nback: «tbd»",
        "front: How long is a shift?\nback: «XXX» hours.",
        "front: What is hope?\nback: «Lorem ipsum» dolor sit amet.",
        "front: What is hope?\nback: The answer is «xxx», says the code.",
        "question: What is hope?\nanswer: A belief\n"
        "distractors: ['«[insert wrong option]»', Luck, A cure]",
    )

    def check(self, card: CardView) -> Findings:
        hinted = not _HINTS.isdisjoint(card.word_set)
        for view in card.texts:
            if view.key == "hint":
                continue
            few = (
                len(view.shown) < 40
                and len(view.words) <= _FEW
                and (hinted or not view.words or not _WHOLE_HINTS.isdisjoint(view.words))
            )
            if not few and not hinted and not _may_hold(view.shown):
                continue
            if few and _WHOLE.fullmatch(view.shown.strip()):
                yield self._placeholder(view, view.whole)
                continue
            for match in _ANYWHERE.finditer(view.shown):
                if not view.in_quotation(*match.span(), QUOTED_TERM_WORDS):
                    yield self._placeholder(view, match.span())

    def _placeholder(self, view: TextView, at: tuple[int, int]) -> Diagnostic:
        words = view.shown[slice(*at)]
        return self.found(
            view,
            at,
            f"`{words}` stands for a text that is still to be written",
            help="write the text, or leave the card out until you can",
        )


def _may_hold(shown: str) -> bool:
    return (
        shown.strip()[:1] == "?"
        or "??" in shown
        or "xxx" in shown
        or "[" in shown
        or "..." in shown
        or "…" in shown
    )
