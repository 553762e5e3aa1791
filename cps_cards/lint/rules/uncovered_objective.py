"""Every core or important objective needs a card, or the exam asks what nobody learned.

The finding points at the objective in `curriculum.yaml`. Write a card that teaches one of its
facts, or the objective as a whole. Where all its facts have `pending`, it needs no card.
"""

from __future__ import annotations

from cps_cards.lint.card_view import DeckView
from cps_cards.lint.examples import CARDS, SMALL, SOUND_CURRICULUM
from cps_cards.lint.rule import DeckRule, Findings
from cps_cards.model.curriculum import Objective

_ETHICS = (
    "  - id: whole\n    front: What are the rules on gifts?\n"
    "    back: Small ones only.\n    teaches: [ethics.gifts]\n"
)
_OTHER = (
    "      - id: {0}ethics.loans{1}\n        statement: Know the rules on loans.\n        "
    "priority: important\n"
    "        facts: []\n"
)
_WAITS = _OTHER.format("", "").replace(
    "facts: []",
    "facts:\n          - id: ethics.loans.none\n            text: No loans.\n"
    "            pending: Ask.",
)


class UncoveredObjective(DeckRule):
    code = "COV001"
    name = "uncovered-objective"
    by_construction = True
    tells_gaps = True
    good = (
        SOUND_CURRICULUM + CARDS + SMALL,
        SOUND_CURRICULUM + CARDS + _ETHICS,
        SOUND_CURRICULUM + _WAITS + CARDS + SMALL,
    )
    bad = (SOUND_CURRICULUM + _OTHER.format("«", "»") + CARDS + SMALL,)

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
            if objective.priority == "extended" or objective.waits:
                continue
            if objective.id.value not in covered:
                yield self.found(
                    objective.id,
                    (0, len(objective.id.value)),
                    f"no card teaches this {objective.priority} objective",
                    help=f"write a card with `teaches: [{_first(objective)}]`",
                )


def _first(objective: Objective) -> str:
    return objective.teachable[0].id.value if objective.teachable else objective.id.value
