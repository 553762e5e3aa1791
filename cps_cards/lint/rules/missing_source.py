"""Say where it comes from: a card without a source cannot be checked.

Learners see the source on the back of a card, and a reviewer can look it up when rules change. Name
it in `sources`, or teach a fact of the curriculum that cites one.
"""

from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import CardView


class MissingSource(CardRule):
    code = "SRC001"
    by_construction = True
    good = ("front: What is hope?\nsources: [handbook]",)
    bad = ("id: «hope»\nfront: What is hope?\nsources: []",)
    help = "name a source of sources.yaml: `sources: [id]`"

    def check(self, card: CardView) -> Findings:
        if not card.card.sources and not card.deck.collection.citations_of(card.card):
            message = "the card cites nothing, and neither does what it teaches"
            yield self.found(card.card.id, None, message)
