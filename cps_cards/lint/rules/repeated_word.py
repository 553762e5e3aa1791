"""A word that stands twice is mostly a slip of the keyboard.

"Ask the the person" makes a reader stumble. Take one of the two out. Pairs that are right ("that
that", "had had") and names ("Walla Walla") are left alone.
"""

import re
from operator import eq

from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import QUOTED_TERM_WORDS, CardView

_TWICE = re.compile(
    r"\b([A-Za-z]+(?:['’][a-z]+)?)([ \t]*\n?[ \t]*)\b\1\b(?!['’-]\w)", re.IGNORECASE
)
_RIGHT = frozenset(
    "that had do very no so ha bye knock blah there her really many much long far ever never again "
    "yes please hey go come boo choo chop night tut hear win cha can you who it up".split()
)


class RepeatedWord(CardRule):
    code = "TXT003"
    fix = "unsafe"
    good = (
        "front: What did she know that that nurse did not?\nback: All that she had had to do.",
        "front: Where does the group meet?\nback: In Walla Walla.",
        "front: Who asks?\nback: It is the person. Person to person.",
        "front: What are the sides?\nback: |-\n  - left\n  - left",
    )
    bad = (
        "front: Who asks ‹«the the»→the› person?",
        "front: Who asks?\nback: >-\n  The CPS asks «the\n  the» person.",
    )
    help = "take one of the two out"

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            words = view.words
            if len(view.word_set) == len(words) or not any(map(eq, words, words[1:])):
                continue
            for match in _TWICE.finditer(view.shown):
                first = match[1]
                if first.lower() in _RIGHT or not match[2]:
                    continue
                if first[0].isupper() and match[0][-len(first)].isupper():
                    continue  # "Walla Walla" is a name
                value = view.text.value[slice(*view.place(*match.span()))]
                if "\n" in value and not view.is_verbatim(*match.span()):
                    continue  # two items of a list
                if not view.in_quotation(*match.span(), QUOTED_TERM_WORDS):
                    replace = first if "\n" not in match[2] else None
                    message = f'"{first}" stands here twice'
                    yield self.found(view, match.span(), message, replace=replace)
