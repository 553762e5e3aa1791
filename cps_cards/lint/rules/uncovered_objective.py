"""Every core or important objective needs a card, or the exam asks what nobody learned.

The finding points at the objective in `curriculum.yaml`. Write a card that teaches one of its
facts, or the objective as a whole. Where all its facts have `pending`, it needs no card.
"""

from cps_cards.lint.card_view import DeckView
from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import DeckRule, Findings

_OTHER = (
    "      - {{id: {0}, statement: Know the rules on loans., priority: important, facts: [{1}]}}\n"
)
_WAITS = _OTHER.format("ethics.loans", "{id: ethics.loans.no, text: No loans., pending: Ask.}")


class UncoveredObjective(DeckRule):
    code = "COV001"
    by_construction = True
    tells_gaps = True
    good = (
        CURRICULUM + CARDS + SMALL,
        CURRICULUM + CARDS + SMALL.replace(".small]", "]"),
        CURRICULUM + _WAITS + CARDS + SMALL,
    )
    bad = (CURRICULUM + _OTHER.format("«ethics.loans»", "") + CARDS + SMALL,)

    def check(self, deck: DeckView) -> Findings:
        curriculum = deck.collection.curriculum
        if curriculum is None:
            return
        covered = {
            objective.id.value
            for card in deck.collection.live
            for objective in deck.collection.objectives_of(card)
        }
        for _, objective in curriculum.objectives():
            name = objective.id.value
            if objective.priority == "extended" or objective.waits or name in covered:
                continue
            first = objective.teachable[0].id.value if objective.teachable else name
            message = f"no card teaches this {objective.priority} objective"
            help = f"write a card with `teaches: [{first}]`"
            yield self.found(objective.id, (0, len(name)), message, help=help)
