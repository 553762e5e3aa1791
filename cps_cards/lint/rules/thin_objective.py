"""A core objective is known when it can be used: ask it in more than one way.

Recalling a sentence is not the same as acting on it. A core objective should have cards of more
than one kind, and at least one scenario or choice card, which shows the fact at work.
"""

from collections import defaultdict

from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import CoverageRule, Findings
from cps_cards.model.cards import Card
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Collection
from cps_cards.source import Text

_MORE = (
    "  - id: more\n    kind: cloze\n    scenario: Ana brings a cake.\n"
    "    text: A {{c1::small}} gift may do at times.\n    teaches: [ethics.gifts.small]\n"
)


class ThinObjective(CoverageRule):
    code = "COV003"
    level = "info"
    good = (CURRICULUM + CARDS + SMALL + _MORE,)
    bad = (CURRICULUM.replace("ethics.gifts\n", "«ethics.gifts»\n") + CARDS + SMALL,)
    help = "write a card of another kind, best one with a scenario"

    def judge(self, collection: Collection, curriculum: Curriculum) -> Findings:
        cards: dict[Text, list[Card]] = defaultdict(list)
        for card in collection.live:
            for objective in collection.objectives_of(card):
                cards[objective.id].append(card)
        for _, objective in curriculum.objectives():
            own, lacks = cards[objective.id], []
            if len({card.kind for card in own}) == 1:
                lacks.append(f"all its cards are {own[0].kind} cards")
            if own and all(card.scenario is None and card.kind != "choice" for card in own):
                lacks.append("no scenario or choice card shows it at work")
            if lacks and objective.priority == "core":
                hint = objective.scenario_hint
                idea = " ".join(hint.value.split()) if hint is not None else ""
                help = f"an idea for a scenario: {idea}" if idea else ""
                message = f"this core objective is taught in one way only: {', and '.join(lacks)}"
                yield self.found(objective.id, None, message, help=help)
