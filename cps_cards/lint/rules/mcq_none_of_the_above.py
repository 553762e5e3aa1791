"""No option says "none of the above" or gives up on the question.

As the answer it only shows that a learner knows what is wrong, not what is right; as a distractor
it is the first to be struck out. "Cannot be determined" and "not enough information" are the same
option in other words. Write what a learner who has it wrong would say.
"""

from cps_cards.lint.option_shapes import none_of_the_above
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView


class NoneOfTheAbove(ChoiceRule):
    code = "MCQ002"
    good = (
        "question: How many goals does the specialist set?\nanswer: None\ndistractors: [One, Two]",
        "question: What does the law ask for?\nanswer: None of the person's records\n"
        "distractors: [All records, A summary]",
        "question: Who leads in a listening pair, the teller or the listener?\nanswer: Neither\n"
        "distractors: [The teller, The listener]",
    )
    bad = (
        "question: Who sets the goals?\nanswer: The person\n"
        "distractors: [The doctor, «None of the above»]",
        "question: Which duty comes first?\nanswer: Safety\n"
        "distractors: [Punctuality, «Not enough information is given»]",
        "question: Is a sponsor or a counselor a peer?\nanswer: A sponsor\n"
        "distractors: [A counselor, «Neither»]",
    )
    help = "write an option that somebody could hold to be right"

    def check(self, card: ChoiceView) -> Findings:
        for option in card.options:
            if none_of_the_above(option, card):
                message = f"{option.quoted()} tests what a learner can rule out, not what is right"
                yield self.found(option, None, message)
