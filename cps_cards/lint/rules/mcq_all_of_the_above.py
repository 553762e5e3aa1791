"""No option says "all of the above".

Whoever sees two right options knows the answer without the third, and whoever sees one wrong option
can strike this one: the card asks for less than it seems to. Since options are mixed, "above" also
points nowhere. Put another distractor in its place; if all of them are right, ask for the one that
is not there, or make a card of each.
"""

from cps_cards.lint.option_shapes import all_of_the_above
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView


class AllOfTheAbove(ChoiceRule):
    code = "MCQ001"
    good = (
        "question: Who may read the record?\nanswer: The person\n"
        "distractors: [All of the staff, A neighbor]",
        "question: How many of the staff report abuse?\nanswer: All\ndistractors: [Most, None]",
    )
    bad = (
        "question: What supports recovery?\nanswer: «All of the above»\n"
        "distractors: [Hope, A safe home, A sense of purpose]",
        "question: What supports recovery?\nanswer: Hope\n"
        'distractors: [Pressure, «"All of these answers are correct."»]',
    )
    help = "write an option that stands by itself, or make a card of each right one"

    def check(self, card: ChoiceView) -> Findings:
        for option in card.options:
            if all_of_the_above(option, card):
                message = "can be chosen or struck out without knowing all options"
                yield self.found(option, None, f"{option.quoted()} {message}")
