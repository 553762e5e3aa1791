"""Every fact of a core or important objective needs a card.

The finding points at the fact in `curriculum.yaml`. Where a whole objective has no card at all,
`uncovered-objective` says so, and this rule is silent. A fact with `pending` needs no card.
"""

from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import CoverageRule, Findings
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Collection

_VALUE = SMALL.replace("small", "value")
_WAITS = "          - {id: ethics.gifts.cash, text: No cash., pending: Ask.}\n"


class UncoveredFact(CoverageRule):
    code = "COV002"
    good = (
        CURRICULUM + CARDS + SMALL + _VALUE,
        CURRICULUM + _WAITS + CARDS + SMALL + _VALUE,
    )
    bad = (CURRICULUM.replace("ethics.gifts.value", "«ethics.gifts.value»") + CARDS + SMALL,)

    def judge(self, collection: Collection, curriculum: Curriculum) -> Findings:
        taught = collection.taught
        for _, objective in curriculum.objectives():
            ids = {objective.id.value, *(fact.id.value for fact in objective.facts)}
            if objective.priority == "extended" or taught.isdisjoint(ids):
                continue
            whose = f"an objective that is {objective.priority}"
            for fact in objective.teachable:
                if fact.id.value not in taught:
                    help = f"write a card with `teaches: [{fact.id.value}]`"
                    message = f"no card teaches this fact of {whose}"
                    yield self.found(fact.id, None, message, help=help)
