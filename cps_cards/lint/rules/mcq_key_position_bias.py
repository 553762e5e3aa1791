"""Where `options` sets the order, the answers do not gather in one place.

Amounts in order put the answer where it belongs, and writers like the middle. If over a whole deck
most answers stand second, learners pick the second. Choose distractors so that the answer is now
the smallest and now the largest. Only cards with `options` count: the others are mixed.
"""

from math import sqrt

from cps_cards.lint.rule import DeckRule, Findings, limit
from cps_cards.lint.views import ChoiceView, DeckView

_FEWEST = 8
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_CARD = "- {{kind: choice, id: in-{0}, question: How many?, answer: {1}, options: [1, 2, 3]}}\n"


class KeyPositionBias(DeckRule):
    code = "MCQ018"
    level = "info"
    by_construction = True
    good = (_CARD.format("a", 1) + _CARD.format("b", 2),)
    bad = (_CARD.format("a", "«1»") + "".join(_CARD.format(room, 1) for room in "bcdefghi"),)
    help = "choose distractors so that the answer stands in each place about as often"

    key_position_deviations: float = limit(
        2.6, "how many standard deviations the count of answers in one place may be over chance"
    )

    def check(self, deck: DeckView) -> Findings:
        cards = [card for card in deck.cards if isinstance(card, ChoiceView) and card.card.ordered]
        if len(cards) < _FEWEST:
            return
        for place, name in enumerate(_PLACES):
            there = [card for card in cards if card.card.key_index == place]
            chances = [1 / len(card.options) for card in cards if place < len(card.options)]
            spread = sqrt(sum(chance * (1 - chance) for chance in chances))
            most = sum(chances) + self.key_position_deviations * spread
            if len(there) >= _FEWEST // 2 and len(there) > most:
                message = f"the answer stands {name} on {len(there)} of {len(cards)} cards "
                message += "with `options`"
                yield self.found(there[0].answer, None, message, card=there[0].id)
