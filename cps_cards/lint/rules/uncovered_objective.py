"""Every core or important objective needs a card, or the exam asks what nobody learned.

The finding points at the objective in `curriculum.yaml`. Write a card that teaches one of its
facts, or the objective as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.cards import DeckView
from cps_cards.lint.rule import Bad, DeckRule
from cps_cards.model.curriculum import Objective

_CURRICULUM = (
    "=== curriculum.yaml\ntopics:\n  - id: ethics\n    title: Ethics\n    objectives:\n"
    "      - id: {0}ethics.gifts{1}\n        statement: Know the rules on gifts.\n        "
    "priority: core\n"
    "        facts:\n          - id: {2}ethics.gifts.value{3}\n            text: No gift of "
    "great value.\n"
    "            sources: [handbook]\n          - id: ethics.gifts.small\n            text: A "
    "small one may do.\n"
    "            sources: [handbook]\n"
)
_CARDS = "=== cards/a.yaml\ntopic: ethics\ncards:\n"
_SMALL = (
    "  - id: small\n    front: Which gifts may do?\n"
    "    back: Small ones.\n    teaches: [ethics.gifts.small]\n"
)
_ETHICS = (
    "  - id: whole\n    front: What are the rules on gifts?\n"
    "    back: Small ones only.\n    teaches: [ethics.gifts]\n"
)
_OTHER = (
    "      - id: {0}ethics.loans{1}\n        statement: Know the rules on loans.\n        "
    "priority: important\n"
    "        facts: []\n"
)


@dataclass(frozen=True)
class UncoveredObjective(DeckRule):
    code = "COV001"
    name = "uncovered-objective"
    by_construction = True
    good = (
        _CURRICULUM.format("", "", "", "") + _CARDS + _SMALL,
        _CURRICULUM.format("", "", "", "") + _CARDS + _ETHICS,
    )
    bad = (Bad(_CURRICULUM.format("", "", "", "") + _OTHER.format("«", "»") + _CARDS + _SMALL),)

    def check(self, deck: DeckView) -> Iterator[Diagnostic]:
        curriculum = deck.collection.curriculum
        if curriculum is None:
            return
        covered = {
            objective.id.value
            for card in deck.collection.live
            for objective in deck.collection.objectives_of(card)
        }
        for _, objective in curriculum.objectives():
            if objective.priority != "extended" and objective.id.value not in covered:
                yield self.found(
                    objective.id,
                    (0, len(objective.id.value)),
                    f"no card teaches this {objective.priority} objective",
                    help=f"write a card with `teaches: [{_first(objective)}]`",
                )


def _first(objective: Objective) -> str:
    return objective.facts[0].id.value if objective.facts else objective.id.value
