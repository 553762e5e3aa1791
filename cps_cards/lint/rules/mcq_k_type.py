"""No option joins other options, as "A and C" or "I and II only".

Such an option is a puzzle of its own: one statement that is surely true or false rules out half of
the options, and reading skill decides. The letters are also gone once the options are mixed. Ask
about one statement, or make each combination an option in plain words.
"""

from cps_cards.lint.option_shapes import joins_others
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView


class KType(ChoiceRule):
    code = "MCQ003"
    good = (
        "question: Who signs, Ana or Bo?\nanswer: Both of them\ndistractors: [Ana alone, Bo alone]",
        "question: What does x come to?\nanswer: 1 and 3\ndistractors: [1 and 2, 2 and 3]",
        "question: Which vitamins are stored in fat?\nanswer: Vitamins A and D\n"
        "distractors: [Vitamins B and C, Neither of the B vitamins]",
    )
    bad = (
        "question: Who reports abuse?\nanswer: «Both A and B»\ndistractors: [A nurse, A teacher]",
        "question: 'Which hold? I. Hope. II. Pressure. III. Choice.'\nanswer: «I and III only»\n"
        "distractors: [«II only», «'I, II and III'»]",
        "question: 'Statement 1: Hope helps. Statement 2: Pressure helps.'\n"
        "answer: «True, False»\ndistractors: [«'False, True'», «'False, False'»]",
        "question: Which qualities matter?\nanswer: «1 and 3»\n"
        "distractors: [«1 and 2», «2 and 3», «'1, 2 and 3'»]",
    )
    help = "ask about one statement, or write each combination out in plain words"

    def check(self, card: ChoiceView) -> Findings:
        for option in card.options:
            if joins_others(option, card):
                made = f"{option.quoted()} is made of other options, so learners solve a puzzle"
                yield self.found(option, None, f"{made} and not the question")
