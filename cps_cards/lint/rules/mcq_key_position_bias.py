"""Where `options` sets the order, the answers do not gather in one place.

Amounts in order put the answer where it belongs, and writers like the middle. If over a whole deck
most answers stand second, learners pick the second. Choose distractors so that the answer is now
the smallest and now the largest. Only cards with `options` count: the others are mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from cps_cards.lint.card_view import CardView, DeckView
from cps_cards.lint.rule import DeckRule, Findings, limit
from cps_cards.model.cards import Choice

_FEWEST = 8
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_BAD = "".join(
    f"- {{kind: choice, id: card-{number}, question: How many in {number}?, answer: {number}, "
    f"options: [{number}, {number + 1}, {number + 2}]}}\n"
    for number in range(2, 10)
)


class KeyPositionBias(DeckRule):
    code = "MCQ018"
    name = "mcq-key-position-bias"
    level = "info"
    by_construction = True
    good = (
        "- {kind: choice, id: first, question: How many?, answer: 1, options: [1, 2, 3]}\n"
        "- {kind: choice, id: second, question: How old?, answer: 2, options: [1, 2, 3]}\n",
    )
    bad = (
        "- {kind: choice, id: first, question: How many?, answer: «1», options: [1, 2, 3]}\n"
        f"{_BAD}",
    )

    key_position_deviations: float = limit(
        2.6, "how many standard deviations the count of answers in one place may be over chance"
    )

    def check(self, deck: DeckView) -> Findings:
        cards = [card for card in deck.cards if isinstance(card.card, Choice) and card.card.ordered]
        if len(cards) < _FEWEST:
            return
        for place, name in enumerate(_PLACES):
            there = [card for card in cards if card.key_index == place]
            if len(there) < _FEWEST // 2 or not self._gathers(there, cards, place):
                continue
            first = there[0]
            if first.answer is None:
                continue
            yield self.found(
                first.answer,
                None,
                f"the answer stands {name} on {len(there)} of {len(cards)} cards with `options`",
                help="choose distractors so that the answer stands in each place about as often",
                card=first.id,
            )

    def _gathers(self, there: Sequence[CardView], cards: Sequence[CardView], place: int) -> bool:
        chances = [1 / len(card.options) for card in cards if place < len(card.options)]
        expected = sum(chances)
        spread = sqrt(sum(chance * (1 - chance) for chance in chances))
        return len(there) > expected + self.key_position_deviations * spread
