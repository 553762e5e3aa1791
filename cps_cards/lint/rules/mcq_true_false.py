"""Options are more than true and false, or yes and no.

Half of all guesses at a true/false question are right, and Anki cannot tell a guess from an
answer: the card comes back later than it should. Ask for what makes the statement true or false,
or turn the card into a basic one.
"""

from cps_cards.lint.card_view import CardView
from cps_cards.lint.option_shapes import bare
from cps_cards.lint.rule import CardRule, Findings

_PAIRS = (frozenset({"true", "false"}), frozenset({"yes", "no"}), frozenset({"right", "wrong"}),
          frozenset({"correct", "incorrect"}), frozenset({"agree", "disagree"}))  # fmt: skip


class TrueFalse(CardRule):
    code = "MCQ004"
    name = "mcq-true-false"
    by_construction = True
    good = (
        "question: May you share this?\nanswer: Yes, the person agreed\n"
        "distractors: ['Yes, it is public', 'No, it is always private']",
    )
    bad = (
        "question: Peer support is clinical care.\nanswer: «False»\n"
        "distractors: [«True», It depends]",
        "question: May you share this?\nanswer: «Yes»\ndistractors: [«No.», Not sure]",
        "question: A CPS may take gifts.\nanswer: «Agree»\ndistractors: [«Disagree», Unsure]",
    )
    help = "ask what makes it so, and let each option give a reason"

    def check(self, card: CardView) -> Findings:
        texts = {bare(option) for option in card.options}
        pair: frozenset[str] = next((pair for pair in _PAIRS if pair <= texts), frozenset())
        for option in card.options:
            if bare(option) in pair:
                shown = f'"{option.shown.strip()}" with its opposite beside it'
                yield self.found(option, None, f"{shown} is right half of the time by guessing")
