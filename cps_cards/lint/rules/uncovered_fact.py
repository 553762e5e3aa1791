"""Every fact of a core or important objective needs a card.

The finding points at the fact in `curriculum.yaml`. Where a whole objective has no card at all,
`uncovered-objective` says so, and this rule is silent. A fact with `pending` needs no card.
"""

from __future__ import annotations

from cps_cards.lint.card_view import DeckView
from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL, SOUND_CURRICULUM
from cps_cards.lint.rule import DeckRule, Findings

_VALUE = (
    "  - id: value\n    front: Which gifts are too much?\n"
    "    back: Great ones.\n    teaches: [ethics.gifts.value]\n"
)
_WAITS = (
    "          - id: ethics.gifts.cash\n            text: No cash.\n            pending: Ask.\n"
)


class UncoveredFact(DeckRule):
    code = "COV002"
    name = "uncovered-fact"
    by_construction = True
    tells_gaps = True
    good = (
        SOUND_CURRICULUM + CARDS + SMALL + _VALUE,
        SOUND_CURRICULUM + _WAITS + CARDS + SMALL + _VALUE,
    )
    bad = (CURRICULUM.format("", "", "«", "»") + CARDS + SMALL,)

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
                if fact.id.value not in taught:
                    yield self.found(
                        fact.id,
                        (0, len(fact.id.value)),
                        f"no card teaches this fact of an objective that is {objective.priority}",
                        help=f"write a card with `teaches: [{fact.id.value}]`",
                    )
