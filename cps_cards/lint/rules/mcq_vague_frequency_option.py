"""Options do not hang on how often "usually" is.

"Often" is twice a week for one reader and twice a year for another, so whether an option with it is
right is a matter of taste. Say how often, or leave the word out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import Bad, CardRule, Measured

_VAGUE = frozenset(
    "commonly frequent frequently generally occasionally often rarely seldom sometimes typically "
    "usually".split()
)


@dataclass(frozen=True)
class VagueFrequencyOption(CardRule):
    code = "MCQ012"
    name = "mcq-vague-frequency-option"
    level = "info"
    measured = (Measured(on="labelled exam items", right=4, wrong=5, missed=9),)
    good = (
        "question: When is supervision?\nanswer: Once a month\ndistractors: [Once a year, Daily]",
        "question: How often do people return to use?\nanswer: Often at first\n"
        "distractors: [Rarely, How often is not known]",
    )
    bad = (
        Bad(
            "question: When is supervision?\nanswer: Once a month\n"
            "distractors: [«Rarely», Whenever staff ask]"
        ),
    )

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        if not card.options or card.question is None:
            return
        shared = card.question.word_set
        if "often" in shared or "frequently" in shared:
            return  # the question is about frequency itself
        for option in card.options:
            if not option.word_set & _VAGUE:
                continue
            for word, start, end in option.tokens:
                if word in _VAGUE and word not in shared:
                    yield self.found(
                        option,
                        (start, end),
                        f'how often "{option.shown[start:end]}" is, readers see differently',
                        help="say how often, or leave the word out",
                    )
                    break
