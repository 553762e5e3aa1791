"""Options are more than true and false, or yes and no.

Half of all guesses at a true/false question are right, and Anki cannot tell a guess from an
answer: the card comes back later than it should. Ask for what makes the statement true or false,
or turn the card into a basic one.
"""

from cps_cards.lint.option_shapes import bare
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView

_PAIRS = (
    {"true", "false"}, {"yes", "no"}, {"right", "wrong"}, {"correct", "incorrect"},
    {"agree", "disagree"},
)  # fmt: skip


class TrueFalse(ChoiceRule):
    code = "MCQ004"
    by_construction = True
    good = (
        "question: May you share this?\nanswer: Yes, the person agreed\n"
        "distractors: ['Yes, it is public', 'No, it is always private']",
    )
    bad = (
        "question: Peer support is clinical care.\nanswer: «False»\n"
        "distractors: [«True», It depends]",
        "question: May you share this?\nanswer: «Yes»\ndistractors: [«No.», Not sure]",
    )
    help = "ask what makes it so, and let each option give a reason"

    def check(self, card: ChoiceView) -> Findings:
        texts = {bare(option) for option in card.options}
        pair = next((pair for pair in _PAIRS if pair <= texts), set())
        for option in card.options:
            if bare(option) in pair:
                message = f"{option.quoted()} with its opposite beside it is right half of the time"
                yield self.found(option, None, f"{message} by guessing")
