"""No option is twice as long as the others.

An option that stands out by its length is looked at first, right or wrong, and learners use it: a
long distractor is often a half-true one, a long key a careful one. Bring the options to about the
same length.
"""

from __future__ import annotations

from cps_cards.lint.card_view import CardView
from cps_cards.lint.option_shapes import length, stands_for_others
from cps_cards.lint.rule import CardRule, Findings, limit

_SEEN, _SEEN_KEY = 12, 10
_KEY_RATIO = 1.33


class OptionLengthOutlier(CardRule):
    code = "MCQ007"
    name = "mcq-option-length-outlier"
    level = "info"
    yields_to = ("mcq-longest-option-correct",)
    good = (
        "question: What builds trust?\nanswer: Keeping promises\n"
        "distractors: [Giving advice, Writing notes]",
    )
    bad = (
        "question: What builds trust?\nanswer: Keeping promises\n"
        "distractors: [Giving advice, «Telling the person what other people did in the same "
        "place»]",
        "question: What helps?\nanswer: «Unhurried company»\ndistractors: [Advice, Pity]",
    )
    help = "bring the options to about the same length"

    option_length_ratio: float = limit(
        2.0, "how many times as long as the next longest one an option of a choice card may be"
    )

    def check(self, card: CardView) -> Findings:
        if not card.options or card.answer is None:
            return
        own = [option for option in card.options if not stands_for_others(option, card)]
        if len(own) < 3:
            return
        by_length = sorted(own, key=length, reverse=True)
        longest, next_longest = length(by_length[0]), max(1, length(by_length[1]))
        key = by_length[0] is card.answer
        ratio = min(_KEY_RATIO, self.option_length_ratio) if key else self.option_length_ratio
        seen = _SEEN_KEY if key else _SEEN
        if longest >= ratio * next_longest and longest - next_longest >= seen:
            times = f"{longest / next_longest:.1f} times"
            yield self.found(
                by_length[0], None, f"this option is {times} as long as the next longest"
            )
