"""A core objective is known when it can be used: ask it in more than one way.

Recalling a sentence is not the same as acting on it. A core objective should have cards of more
than one kind, and at least one scenario or choice card, which shows the fact at work.
"""

from cps_cards.lint.card_view import DeckView
from cps_cards.lint.examples import CARDS, CURRICULUM, SMALL
from cps_cards.lint.rule import DeckRule, Findings
from cps_cards.model.cards import Card, Choice

_MORE = (
    "  - id: more\n    kind: cloze\n    scenario: Ana brings a cake.\n"
    "    text: A {{c1::small}} gift may do at times.\n    teaches: [ethics.gifts.small]\n"
)


class ThinObjective(DeckRule):
    code = "COV003"
    level = "info"
    by_construction = True
    tells_gaps = True
    good = (CURRICULUM + CARDS + SMALL + _MORE,)
    bad = (CURRICULUM.replace("ethics.gifts\n", "«ethics.gifts»\n") + CARDS + SMALL,)
    help = "write a card of another kind, best one with a scenario"

    def check(self, deck: DeckView) -> Findings:
        curriculum = deck.collection.curriculum
        if curriculum is None:
            return
        cards: dict[str, list[Card]] = {}
        for card in deck.collection.live:
            for objective in deck.collection.objectives_of(card):
                cards.setdefault(objective.id.value, []).append(card)
        for _, objective in curriculum.objectives():
            own = cards.get(objective.id.value, [])
            if objective.priority != "core" or not own:
                continue
            lacks = []
            if len({card.kind for card in own}) == 1:
                lacks.append(f"all its cards are {own[0].kind} cards")
            if not any(card.scenario is not None or isinstance(card, Choice) for card in own):
                lacks.append("no scenario or choice card shows it at work")
            if lacks:
                name, hint = objective.id, objective.scenario_hint
                idea = " ".join(hint.value.split()) if hint is not None else ""
                help = f"an idea for a scenario: {idea}" if idea else ""
                message = f"this core objective is taught in one way only: {', and '.join(lacks)}"
                yield self.found(name, (0, len(name.value)), message, help=help)
