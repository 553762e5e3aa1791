"""Numbers, dates and amounts stand in order.

A learner expects amounts to rise or fall; out of order, the search costs time and the odd one out
looks like a hint. Where `options` sets the order, sort them, rising or falling. An answer and its
`distractors` come in a new order each time that the card is shown: for amounts, write `options`
instead, which keep theirs.
"""

from itertools import chain, pairwise
from typing import NamedTuple

from cps_cards.diagnostics import Edit
from cps_cards.lint.card_view import CardView
from cps_cards.lint.quantities import amounts_of, order_of
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.model.cards import Choice
from cps_cards.source import Text


class _Amount(NamedTuple):
    amount: tuple[float, float]
    text: Text
    shown: str


class OptionsOutOfOrder(CardRule):
    code = "MCQ009"
    name = "mcq-options-out-of-order"
    fix = "safe"
    good = (
        "question: When is the report due?\nanswer: 48 hours\n"
        "options: [24 hours, 48 hours, 3 days, 1 week]",
        "question: How old?\nanswer: 16\noptions: [21, 18, 16]",
        "question: When is the report due?\nanswer: Within 48 hours\n"
        "distractors: [When asked, On the next working day, Within 3 days]",
    )
    bad = (
        "question: When is the report due?\nanswer: 48 hours\n"
        "options: [24 hours, ‹3 days, «48 hours»→48 hours, 3 days›, 1 week]",
        "question: From what age?\nanswer: At 16\n"
        "options:\n  - At ‹18\n  - At 14\n  - «At 16»→14\n  - At 16\n  - At 18›\n",
        "question: When is the report due?\nanswer: «48 hours»\n"
        "distractors: [72 hours, 24 hours, 1 week]",
        "question: When is it reviewed?\nanswer: «May 2027»\ndistractors: [March 2027, July 2027]",
    )

    def check(self, card: CardView) -> Findings:
        if not isinstance(card.card, Choice):
            return
        shown = [option.shown.strip() for option in card.options]
        order = order_of(shown)
        if order is not None and not card.card.ordered:
            key = card.card.answer
            message = "the amounts come in a new order each time"
            message += ", for they stand as answer and distractors"
            help = "write all of them as options, rising or falling; answer names the right one"
            yield self.found(key, None, message, help=help)
        if order != "neither" or not card.card.ordered:
            return
        texts = [option.text for option in card.card.options]
        known = [
            _Amount(amount, text, words)
            for amount, text, words in zip(amounts_of(shown), texts, shown, strict=True)
            if amount is not None
        ]
        ordered = sorted(known, key=lambda one: one.amount)
        first = known[_first_out_of_order([one.amount for one in known])]
        message = f'"{first.shown}" stands out of order among the amounts'
        help = f"sort them: {', '.join(one.shown for one in ordered)}"
        explained = any(option.why is not None for option in card.card.options)
        movable = not explained and all(one.text.value == one.shown for one in known)
        fix = self._sorted(known, ordered) if movable else ()
        yield self.found(first.text, None, message, help=help, fix=fix)

    def _sorted(self, now: list[_Amount], ordered: list[_Amount]) -> tuple[Edit, ...]:
        """The edits that sort: each text moves to its place; none where one cannot be written."""
        edits = [
            self.edits(old.text, (0, len(old.text.value)), new.text.value)
            for old, new in zip(now, ordered, strict=True)
            if old is not new
        ]
        return tuple(chain.from_iterable(edits)) if all(edits) else ()


def _first_out_of_order(amounts: list[tuple[float, float]]) -> int:
    """The first amount that turns back on the way that the amounts began to take."""
    rising: bool | None = None
    for place, (before, amount) in enumerate(pairwise(amounts), start=1):
        if before != amount and rising not in (None, before < amount):
            return place
        rising = before < amount if before != amount else rising
    return 0
