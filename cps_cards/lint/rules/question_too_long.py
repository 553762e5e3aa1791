"""A question is read on every review: make it quick to grasp.

Over 45 words, learners recognize the look of a card and no longer read it. Put the story into
`scenario`, which is not counted, and ask one plain question below it.
"""

from cps_cards.lint.question_shapes import asking_clause
from cps_cards.lint.rule import CardRule, Findings, limit
from cps_cards.lint.views import CardView, ChoiceView


class QuestionTooLong(CardRule):
    code = "CRD006"
    by_construction = True
    good = (
        "front: Who decides about the plan?\nback: The person.",
        f"scenario: {'Ana waits. ' * 30}\nfront: What does a CPS say first?\nback: Hello.",
    )
    bad = (f"front: «{'Ana waits for the bus ' * 10}and who helps?»\nback: A CPS.",)

    question_words: float = limit(45, "the most words of a question, its scenario apart")

    def check(self, card: CardView) -> Findings:
        view = card.question or card.cloze
        if view is None or len(view.shown) < 2 * self.question_words:
            return
        words = len(view.words)
        if isinstance(card, ChoiceView) and words <= 2 * self.question_words:
            # An exam item tells its story above the question, in the same text.
            start, end, _ = asking_clause(view)
            words = sum(start <= token.start < end for token in view.tokens)
        if words > self.question_words:
            what, help = "question", "put the story into `scenario`, and ask one short question"
            if card.question is None:
                what, help = "text", "make two cards of it, or say it in fewer words"
            message = f"the {what} has {words} words; up to {self.question_words:g} are read"
            yield self.found(view, view.whole, f"{message} on every review", help=help)
