"""Spread cards over what is to be learned: no fact on many cards while another has one alone.

A fact that five cards teach is reviewed five times as often, and the time is taken from facts that
a learner meets once. Keep the cards that ask for it best, and give the others another fact. The
finding points at the fact in `curriculum.yaml` and names its cards.
"""

from collections import defaultdict

from cps_cards.diagnostics import Related
from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import CoverageRule, Findings, coverage
from cps_cards.model.cards import Card
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Collection

_TEACHING = (
    "  - {{id: value-{0}, front: Which gift is too much in case {0}?, back: The {0} one., "
    "teaches: [ethics.gifts.value]}}\n"
)


def _cards(count: int) -> str:
    return CARDS + SMALL + "".join(_TEACHING.format(n) for n in range(count))


class Overtaught(CoverageRule):
    code = "COV005"
    good = (CURRICULUM + _cards(4),)
    bad = (CURRICULUM.replace("ethics.gifts.value", "«ethics.gifts.value»") + _cards(5),)
    help = "keep the cards that ask for it best, and write others on facts that have few"

    cards_per_fact: float = coverage(4, "the most cards on a fact while another has one alone")

    def judge(self, collection: Collection, curriculum: Curriculum) -> Findings:
        teaching: dict[str, list[Card]] = defaultdict(list)
        for card in collection.live:
            for id in {named.value for named in card.teaches}:
                teaching[id].append(card)
        for topic in curriculum.topics:
            facts = [(one.priority, fact) for one in topic.objectives for fact in one.teachable]
            poor = [
                fact.id.value
                for priority, fact in facts
                if priority != "extended" and len(teaching[fact.id.value]) == 1
            ]
            for _, fact in facts:
                cards = teaching[fact.id.value]
                if poor and len(cards) > max(self.cards_per_fact, 1):
                    taught = f"{len(cards)} cards teach this fact"
                    message = f"{taught}, and one alone teaches `{poor[0]}`"
                    related = tuple(Related.at("it is taught here", card.id) for card in cards)
                    yield self.found(fact.id, None, message, related=related)
