"""The answer is not the option that has most in common with the others.

Writers build distractors by changing parts of the answer, so the answer ends up with the most
common parts, and learners can vote it right without knowing why. Change the same number of parts
in each option. The rule is off by default: sound options share words too.
"""

from collections import Counter

from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView


class ConvergenceCue(ChoiceRule):
    code = "MCQ015"
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

    def check(self, card: ChoiceView) -> Findings:
        parts = [frozenset(option.stems) for option in card.options]
        counts = Counter(part for option in parts for part in option)
        shared = [sum(counts[part] - 1 for part in option) for option in parts]
        own, most = parts[card.card.key_index], shared.pop(card.card.key_index)
        if len(own) > 1 and all(counts[part] > 1 for part in own) and most > max(shared):
            message = "each part of the answer comes back in a distractor, "
            yield self.found(card.answer, None, message + "and no option shares as much")
