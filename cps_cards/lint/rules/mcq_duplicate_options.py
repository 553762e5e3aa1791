"""No two options say the same in other letters.

Options that differ in capitals, spaces or end marks alone are one option: if it is the answer,
learners are marked wrong for a right choice. Options that are equal as written are refused when the
deck is read. Write another distractor.
"""

from cps_cards.diagnostics import Related
from cps_cards.lint.option_shapes import bare
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView, TextView


class DuplicateOptions(ChoiceRule):
    code = "MCQ008"
    level = "error"
    by_construction = True
    good = ("question: When?\nanswer: Within 24 hours\ndistractors: [Within 48 hours, At once]",)
    bad = (
        "question: Who decides?\nanswer: The person\ndistractors: [«the person.», Staff]",
        "question: Who decides?\nanswer: The person\ndistractors: [Staff, «staff», Kin]",
    )
    help = "write a distractor of its own, or take it out"

    def check(self, card: ChoiceView) -> Findings:
        first: dict[str, TextView] = {}
        for option in (card.answer, *card.distractors):
            earlier = first.setdefault(bare(option), option)
            if earlier is not option and bare(option):
                what = "the answer" if earlier is card.answer else "another distractor"
                related = (Related.at("the same option", earlier.text),)
                message = f"{option.quoted()} says the same as {what}"
                yield self.found(option, None, message, related=related)
