"""Spread cards over what is to be learned: no fact on many cards while another has one alone.

A fact that five cards teach is reviewed five times as often, and the time is taken from facts that
a learner meets once. Keep the cards that ask for it best, and give the others another fact. The
finding points at the fact in `curriculum.yaml` and names its cards.
"""

from cps_cards.diagnostics import Related
from cps_cards.lint.card_view import DeckView
from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import DeckRule, Findings, coverage
from cps_cards.model.cards import Card
from cps_cards.model.curriculum import Objective

_TEACHING = (
    "  - {{id: value-{0}, front: Which gift is too much in case {0}?, back: The {0} one., "
    "teaches: [ethics.gifts.value]}}\n"
)


def _cards(count: int) -> str:
    return CARDS + SMALL + "".join(_TEACHING.format(n) for n in range(count))


class Overtaught(DeckRule):
    code = "COV005"
    by_construction = True
    tells_gaps = True
    good = (CURRICULUM + _cards(4),)
    bad = (CURRICULUM.replace("ethics.gifts.value", "«ethics.gifts.value»") + _cards(5),)
    help = "keep the cards that ask for it best, and write others on facts that have few"

    cards_per_fact: float = coverage(4, "the most cards on a fact while another has one alone")

    def check(self, deck: DeckView) -> Findings:
        curriculum = deck.collection.curriculum
        if curriculum is None:
            return
        teaching: dict[str, list[Card]] = {}
        for card in deck.collection.live:
            for id in {named.value for named in card.teaches}:
                teaching.setdefault(id, []).append(card)
        for topic in curriculum.topics:
            poor = _taught_once(topic.objectives, teaching)
            for objective in topic.objectives:
                for fact in objective.teachable:
                    cards = teaching.get(fact.id.value, [])
                    others = [id for id in poor if id != fact.id.value]
                    if len(cards) <= self.cards_per_fact or not others:
                        continue
                    taught = f"{len(cards)} cards teach this fact"
                    message = f"{taught}, and one alone teaches `{others[0]}`"
                    places = [(card.source, card.id.span) for card in cards]
                    related = tuple(Related("it is taught here", *place) for place in places)
                    place = (0, len(fact.id.value))
                    yield self.found(fact.id, place, message, related=related)


def _taught_once(objectives: tuple[Objective, ...], teaching: dict[str, list[Card]]) -> list[str]:
    return [
        fact.id.value
        for objective in objectives
        if objective.priority != "extended"
        for fact in objective.teachable
        if len(teaching.get(fact.id.value, [])) == 1
    ]
