"""Numbers, dates and amounts stand in order.

A learner expects amounts to rise or fall; out of order, the search costs time and the odd one out
looks like a hint. Where `options` sets the order, sort them, rising or falling. An answer and its
`distractors` come in a new order each time that the card is shown: for amounts, write `options`
instead, which keep theirs.
"""

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from cps_cards.lint.quantities import amounts_of, order_of
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView


class OptionsOutOfOrder(ChoiceRule):
    code = "MCQ009"
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
    )

    def check(self, card: ChoiceView) -> Findings:
        shown = [option.shown.strip() for option in card.options]
        order, note = order_of(shown), card.card
        if order is not None and not note.ordered:
            message = "the amounts come in a new order each time"
            message += ", for they stand as answer and distractors"
            help = "write all of them as options, rising or falling; answer names the right one"
            yield self.found(note.answer, None, message, help=help)
        elif order == "neither":
            amounts = zip(amounts_of(shown), note.options, shown, strict=True)
            known = [(amount, one.text, words) for amount, one, words in amounts if amount]
            ordered = sorted(known, key=itemgetter(0))
            _, text, words = known[_first_out_of_order([amount for amount, _, _ in known])]
            edits = [
                self.edits(old, (0, len(old.value)), new.value)
                for (_, old, _), (_, new, _) in zip(known, ordered, strict=True)
                if old is not new
            ]
            explained = any(option.why is not None for option in note.options)
            movable = not explained and all(text.value == words for _, text, words in known)
            fix = sum(edits, ()) if movable and all(edits) else ()
            message = f'"{words}" stands out of order among the amounts'
            help = f"sort them: {', '.join(words for _, _, words in ordered)}"
            yield self.found(text, None, message, help=help, fix=fix)


def _first_out_of_order(amounts: Sequence[tuple[float, float]]) -> int:
    """The first amount that turns back on the way that the amounts began to take."""
    steps = [
        (place, before < amount)
        for place, (before, amount) in enumerate(pairwise(amounts), start=1)
        if before != amount
    ]
    return next(place for place, rises in steps if rises != steps[0][1])
