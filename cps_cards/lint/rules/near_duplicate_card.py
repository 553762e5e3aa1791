"""The same fact twice costs learners twice the time and confuses both cards.

Two cards that ask nearly the same compete: a learner recalls the other one's answer, and an edit of
one leaves the other behind. Keep the better one, or ask for something else on the second. Cards of
different kinds are held against each other, too. Cards with the same options under several
questions are meant to be alike. Where other cards are (the same question in two situations),
silence the rule on one of them with the reason.
"""

from cps_cards.diagnostics import Related
from cps_cards.lint.rule import DeckRule, Findings, limit
from cps_cards.lint.similar import Pair, told_pairs
from cps_cards.lint.views import DeckView


class NearDuplicateCard(DeckRule):
    code = "DUP001"
    good = (
        "- {id: a, front: When does the oral report go out?, back: At once.}\n"
        "- {id: b, front: When does the written report go out?, back: Within 48 hours.}",
        "- {id: a, front: What is hope?, back: A belief in change.}\n"
        "- {id: b, front: What is respect?, back: Seeing a person.}",
    )
    bad = (
        "- {id: a, front: How soon does the written report of child abuse follow the oral one?, "
        "back: Within 48 hours.}\n"
        "- {id: «b», kind: cloze, text: 'The written report of child abuse follows the oral one "
        "within {{c1::48 hours}}.'}",
        "- {id: a, front: What do boundaries make possible?, back: A safe relationship.}\n"
        "- {id: «b», front: 'What, then, do boundaries make possible?', "
        "back: A relationship that is safe.}",
    )
    help = "keep the better one of the two, or ask for something else here"

    duplicate_share: float = limit(
        0.42, "how alike two cards are to count as the same, by weighted stems, of 1"
    )

    def check(self, deck: DeckView) -> Findings:
        for one, two in told_pairs(deck, self._same):
            message = f"this card says nearly the same as `{one.id}`"
            other = (Related("the other card", *one.place),)
            yield self.found(two.card.id, None, message, related=other, card=two.id)

    def _same(self, pair: Pair) -> bool:
        one, two = pair.first, pair.second
        if pair.is_of_a_set or min(len(one.whole.stems), len(two.whole.stems)) < 2:
            return False
        if pair.whole < self.duplicate_share or not pair.answers_agree:
            return False
        return pair.asked >= self.duplicate_share - 0.1 or pair.whole >= self.duplicate_share + 0.2
