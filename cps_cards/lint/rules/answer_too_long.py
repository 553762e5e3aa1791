"""A short answer can be judged at a glance; a long one is read, not recalled.

Over 35 words, learners stop comparing what they thought with what is there and press "Good" for the
feeling of it. Keep what the question asks for. The reason behind it belongs into `why`, a second
fact on a card of its own.
"""

from cps_cards.lint.rule import CardRule, Findings, limit
from cps_cards.lint.views import CardView


class AnswerTooLong(CardRule):
    code = "CRD005"
    by_construction = True
    good = (
        "front: Who decides?\nback: The person decides.",
        f"front: Who decides?\nback: The person.\nwhy: {'It is so. ' * 20}",
    )
    bad = (f"front: Who decides?\nback: «{' '.join(['The person decides on all of it'] * 6)}»",)
    help = "keep what the question asks for, and move the rest into `why`"

    answer_words: float = limit(35, "the most words of an answer")

    def check(self, card: CardView) -> Findings:
        view = card.answer
        if view is None or len(view.shown) < 2 * self.answer_words:
            return
        words, most = len(view.words), self.answer_words
        if words > most:
            message = f"the answer has {words} words; {most:g} can be held at once"
            yield self.found(view, view.whole, message)
