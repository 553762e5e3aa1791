"""The answer is not the option that has most in common with the others.

Writers build distractors by changing parts of the answer, so the answer ends up with the most
common parts, and learners can vote it right without knowing why. Change the same number of parts
in each option. The rule is off by default: sound options share words too.
"""

from collections import Counter

from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings


class ConvergenceCue(CardRule):
    code = "MCQ015"
    name = "mcq-convergence-cue"
    level = "off"
    good = (
        "question: What comes first?\nanswer: Hope and choice\n"
        "distractors: [Rules and limits, Cure and care]",
    )
    bad = (
        "question: What comes first?\nanswer: «Hope and choice»\n"
        "distractors: [Hope and rules, Care and choice]",
    )
    help = "change the same number of parts in each option"

    def check(self, card: CardView) -> Findings:
        if not card.options or card.answer is None:
            return
        parts = [frozenset(option.stems) for option in card.options]
        key = parts[card.key_index]
        if len(key) < 2:
            return
        counts = Counter(part for option in parts for part in option)
        shared = [sum(counts[part] - 1 for part in option) for option in parts]
        others = [count for place, count in enumerate(shared) if place != card.key_index]
        recurs = sum(counts[part] > 1 for part in key)
        if recurs >= 2 and recurs == len(key) and shared[card.key_index] > max(others):
            message = "each part of the answer comes back in a distractor, "
            yield self.found(card.answer, None, message + "and no option shares as much")
