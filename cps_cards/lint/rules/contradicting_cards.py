"""Two cards must not give different answers to the same question.

One of them teaches something wrong, and a learner who meets both cannot know which. Look up the
source, mend the card that is wrong and take out the other one. Where both hold, the question has to
say what makes the difference.
"""

from cps_cards.diagnostics import Related
from cps_cards.lint.rule import DeckRule, Findings, limit
from cps_cards.lint.similar import Pair, answer_of, told_pairs
from cps_cards.lint.views import DeckView
from cps_cards.model.texts import clipped


class ContradictingCards(DeckRule):
    code = "DUP002"
    good = (
        "- {id: a, front: When is the oral report of child abuse due?, back: At once.}\n"
        "- {id: b, front: When is the written report of child abuse due?, back: Within 48 hours.}",
        "- {id: a, front: How soon does the report of abuse follow?, back: Within 2 days.}\n"
        "- {id: b, front: How soon does the report of abuse follow?, back: Within 48 hours.}",
    )
    bad = (
        "- {id: a, front: How soon does the written report of child abuse follow the oral one?, "
        "back: Within 48 hours.}\n"
        "- {id: b, kind: cloze, text: «'The written report of child abuse follows the oral one "
        "within {{c1::72 hours}}.'»}",
        "- {id: a, front: May a CPS accept a gift of great value?, back: 'No, never.'}\n"
        "- {id: b, front: May a CPS accept a gift of great value?, back: «'Yes, a gift.'»}",
    )
    help = (
        "look up the source and mend the card that is wrong; where both hold, say in the questions "
        "what makes the difference"
    )

    same_question: float = limit(
        0.85, "how alike two questions are to count as the same, by weighted stems, of 1"
    )

    def check(self, deck: DeckView) -> Findings:
        for one, two in told_pairs(deck, self._contradict):
            said = clipped(" ".join(answer_of(one).shown.split()), 60)
            message = f'`{one.id}` answers the same question differently: "{said}"'
            other = (Related("the other answer", *one.place),)
            yield self.found(answer_of(two), None, message, related=other, card=two.id)

    def _contradict(self, pair: Pair) -> bool:
        one, two = pair.first, pair.second
        if one.asked[1:] != two.asked[1:] or pair.is_of_a_set or pair.is_common:
            return False
        if pair.asked < self.same_question or pair.answers_agree or not any(one.answer):
            return False
        return len(one.asked.stems | two.asked.stems) + len(one.asked.numbers) >= 2
