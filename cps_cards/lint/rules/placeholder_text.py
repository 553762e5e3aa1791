"""Words that were to be replaced later must not reach a learner.

"TODO", "xxx" or "lorem ipsum" are notes of an author in the middle of writing. Whoever meets such a
card in Anki cannot learn from it and loses trust in the rest. Write the text, or leave the card out
until you can.
"""

import re

from cps_cards.lint.rule import CardRule, Findings, phrases
from cps_cards.lint.views import QUOTED_TERM_WORDS, CardView

_HINTS = frozenset(
    "todo fixme tbd tbc tba tk tktk xx xxx xxxx xxxxx lorem asdf qwerty foo foobar blah n na here "
    "placeholder".split()
)
_SIGNS = ("??", "xxx", "[", "<", "(", "{")
"""A text has one of these words or signs, or no word at all, if it has a placeholder."""

_ANYWHERE = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBC|TBA|TKTK|XXXX+)\b(?!\s+(?:list|lists|app|item|items)\b)"
    r"|\bXX+\b(?=\s+(?:second|minute|hour|day|week|month|year|time|people|percent|dollar)s?\b)"
    r"|\b(?:[Tt]odo|[Ff]ixme)\s*:|\bx{3,}\b"
    r"|\b(?i:lorem\s+ipsum|blah\s+blah|asdf\w*|qwerty\s+qwerty|foobar)\b"
    r"|[\[<({](?i:insert|your|fill\s+in|add|placeholder)\b[^\]>)}\n]{0,40}[\]>)}]"
    r"|(?<!\?)\?{3,}"
)
_WHOLE = phrases(
    r"\W*(?:todo|fixme|tbd|tbc|tba|tk|xxx+|placeholder(?: text)?|n/?a|\.{3}|…|\?+|asdf\w*|qwerty|"
    r"foo|foobar|blah|(?:insert|your|some|answer|question|explanation|text|definition) "
    r"(?:(?:text|answer|question) )?(?:goes )?here)\W*"
)


class PlaceholderText(CardRule):
    code = "CRD001"
    level = "error"
    good = (
        "front: What helps when a to-do list gets long?\nback: Asking what matters today.",
        "front: Why is a TODO list shared with the person?\nback: It is the person's plan.",
        "front: Which Super Bowl was number XXX?\nback: The one of 1996.",
    )
    bad = (
        "front: When does the report go out?\nback: «TODO» look it up",
        "front: How long is a shift?\nback: «XXX» hours.",
        "front: What is hope?\nback: «Lorem ipsum» dolor sit amet.",
        "front: What is hope?\nback: The answer is «xxx», says the code.",
        "question: What is hope?\nanswer: A belief\n"
        "distractors: ['«[insert wrong option]»', Luck, A cure]",
    )
    help = "write the text, or leave the card out until you can"

    def check(self, card: CardView) -> Findings:
        hinted = not _HINTS.isdisjoint(card.word_set)
        for view in card.texts:
            shown, places = view.shown, []
            if view.key == "hint":
                continue
            if hinted or not view.words or any(sign in shown for sign in _SIGNS):
                found = (match.span() for match in _ANYWHERE.finditer(shown))
                places = [at for at in found if not view.in_quotation(*at, QUOTED_TERM_WORDS)]
                if len(view.words) <= 4 and len(shown) < 40 and _WHOLE.fullmatch(shown.strip()):
                    places = [view.whole]
            for at in places:
                words = f"`{shown[slice(*at)]}`"
                yield self.found(view, at, f"{words} stands for a text that is still to be written")
