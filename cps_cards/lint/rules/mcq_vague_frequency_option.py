"""Options do not hang on how often "usually" is.

"Often" is twice a week for one reader and twice a year for another, so whether an option with it is
right is a matter of taste. Say how often, or leave the word out.
"""

import re

from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView, TextView

_VAGUE = frozenset(
    "commonly frequent frequently generally occasionally often rarely seldom sometimes typically "
    "usually".split()
)
_AMOUNT = re.compile(r"\b(?:very (?:few|little|rare)|almost|most of the)\b", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:as|how|least|less|more|most)\s+$", re.IGNORECASE)


class VagueFrequencyOption(ChoiceRule):
    code = "MCQ012"
    level = "off"
    good = (
        "question: When is supervision?\nanswer: Once a month\ndistractors: [Once a year, Daily]",
        "question: How often do people return to use?\nanswer: Often at first\n"
        "distractors: [Rarely, How often is not known]",
    )
    bad = (
        "question: When is supervision?\nanswer: Once a month\n"
        "distractors: [«Rarely», Whenever staff ask]",
    )
    help = "say how often or how much, or leave the word out"

    def check(self, card: ChoiceView) -> Findings:
        shared = card.question.word_set
        if "often" in shared or "frequently" in shared:
            return  # the question is about frequency itself
        for option in card.options:
            at = _vague_at(option, shared)
            if at is not None:
                message = f"how much {option.quoted(*at)} is, readers see differently"
                yield self.found(option, at, message)


def _vague_at(option: TextView, shared: frozenset[str]) -> tuple[int, int] | None:
    """The first word or phrase; "more often" compares, and says enough."""
    for word, start, end in option.tokens if option.word_set & _VAGUE - shared else ():
        if word in _VAGUE - shared and not _COMPARED.search(option.shown[:start]):
            return start, end
    amount = _AMOUNT.search(option.shown)
    return amount.span() if amount is not None else None
