"""Every fact of a core or important objective needs a card.

The finding points at the fact in `curriculum.yaml`. Where a whole objective has no card at all,
`uncovered-objective` says so, and this rule is silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.cards import DeckView
from cps_cards.lint.rule import Bad, DeckRule

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
_VALUE = (
    "  - id: value\n    front: Which gifts are too much?\n"
    "    back: Great ones.\n    teaches: [ethics.gifts.value]\n"
)


@dataclass(frozen=True)
class UncoveredFact(DeckRule):
    code = "COV002"
    name = "uncovered-fact"
    by_construction = True
    good = (_CURRICULUM.format("", "", "", "") + _CARDS + _SMALL + _VALUE,)
    bad = (Bad(_CURRICULUM.format("", "", "«", "»") + _CARDS + _SMALL),)

    def check(self, deck: DeckView) -> Iterator[Diagnostic]:
        curriculum = deck.collection.curriculum
        if curriculum is None:
            return
        taught = {text.value for card in deck.collection.live for text in card.teaches}
        for _, objective in curriculum.objectives():
            facts = {fact.id.value for fact in objective.facts}
            if objective.priority == "extended" or not (facts | {objective.id.value}) & taught:
                continue
            for fact in objective.facts:
                if fact.id.value not in taught:
                    yield self.found(
                        fact.id,
                        (0, len(fact.id.value)),
                        f"no card teaches this fact of an objective that is {objective.priority}",
                        help=f"write a card with `teaches: [{fact.id.value}]`",
                    )
