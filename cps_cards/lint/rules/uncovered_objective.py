"""Every core or important objective needs a card, or the exam asks what nobody learned.

The finding points at the objective in `curriculum.yaml`. Write a card that teaches one of its
facts, or the objective as a whole. Where all its facts have `pending`, it needs no card.
"""

from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import CoverageRule, Findings
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Collection

_OTHER = (
    "      - {{id: {0}, statement: Know the rules on loans., priority: important, facts: [{1}]}}\n"
)
_WAITS = _OTHER.format("ethics.loans", "{id: ethics.loans.no, text: No loans., pending: Ask.}")


class UncoveredObjective(CoverageRule):
    code = "COV001"
    good = (
        CURRICULUM + CARDS + SMALL,
        CURRICULUM + CARDS + SMALL.replace(".small]", "]"),
        CURRICULUM + _WAITS + CARDS + SMALL,
    )
    bad = (CURRICULUM + _OTHER.format("«ethics.loans»", "") + CARDS + SMALL,)

    def judge(self, collection: Collection, curriculum: Curriculum) -> Findings:
        covered = {o.id for card in collection.live for o in collection.objectives_of(card)}
        for _, objective in curriculum.objectives():
            waits = objective.priority == "extended" or objective.waits
            if not waits and objective.id not in covered:
                first = objective.teachable[0].id if objective.teachable else objective.id
                message = f"no card teaches this {objective.priority} objective"
                help = f"write a card with `teaches: [{first.value}]`"
                yield self.found(objective.id, None, message, help=help)
