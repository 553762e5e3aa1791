"""Every fact of a core or important objective needs a card.

The finding points at the fact in `curriculum.yaml`. Where a whole objective has no card at all,
`uncovered-objective` says so, and this rule is silent. A fact with `pending` needs no card.
"""

from cps_cards.lint.card_view import DeckView
from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import DeckRule, Findings

_VALUE = SMALL.replace("small", "value")
_WAITS = "          - {id: ethics.gifts.cash, text: No cash., pending: Ask.}\n"


class UncoveredFact(DeckRule):
    code = "COV002"
    by_construction = True
    tells_gaps = True
    good = (
        CURRICULUM + CARDS + SMALL + _VALUE,
        CURRICULUM + _WAITS + CARDS + SMALL + _VALUE,
    )
    bad = (CURRICULUM.replace("ethics.gifts.value", "«ethics.gifts.value»") + CARDS + SMALL,)

    def check(self, deck: DeckView) -> Findings:
        curriculum = deck.collection.curriculum
        if curriculum is None:
            return
        taught = deck.collection.taught
        for _, objective in curriculum.objectives():
            facts = {fact.id.value for fact in objective.facts}
            if objective.priority == "extended" or not (facts | {objective.id.value}) & taught:
                continue
            for fact in objective.teachable:
                name, whose = fact.id.value, f"an objective that is {objective.priority}"
                if name not in taught:
                    help = f"write a card with `teaches: [{name}]`"
                    message = f"no card teaches this fact of {whose}"
                    yield self.found(fact.id, (0, len(name)), message, help=help)
