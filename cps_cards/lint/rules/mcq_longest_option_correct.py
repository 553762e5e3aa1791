"""The answer does not stand out as the longest option.

Writers add what makes an answer exactly right, and learners soon know that the longest option wins:
the card then trains the eye, not the memory. Cut the answer to what makes it right (what else is to
be said fits in `why`), or write distractors of its length. An answer of a few words stands out
only where it is twice as long. Told with `--level info`: readers do not all see the hint.
"""

from cps_cards.lint.option_shapes import length
from cps_cards.lint.rule import ChoiceRule, Findings, limit
from cps_cards.lint.views import ChoiceView

_SEEN = 10  # a difference of fewer characters is not seen at a glance
_FEW_WORDS = 1.5  # so much more an answer of few words has to be longer: words differ in length


class LongestOptionCorrect(ChoiceRule):
    code = "MCQ006"
    level = "info"
    good = (
        "question: What do you say first?\nanswer: What I can keep between us, and what I cannot\n"
        "distractors: [That all we talk about stays between us, That I write all of it down]",
        "question: Who sets the goals?\nanswer: The person\ndistractors: [Staff, Kin]",
        "question: What may be named?\nanswer: Strengths and preferences\n"
        "distractors: [Only strengths, Preferences]",
    )
    bad = (
        "question: What do you say first?\n"
        "answer: «What I can keep between us, what I cannot, and whom I would have to tell»\n"
        "distractors: [My name and role, The rules of the house]",
    )
    help = (
        "cut it to what makes it right (the rest fits in `why`), or write distractors of its length"
    )

    longest_option_ratio: float = limit(
        1.33, "how many times as long as the next longest option the answer of a choice card may be"
    )
    longest_option_words: float = limit(
        3, "an answer of so many words or fewer has to be longer by half as much again"
    )

    def check(self, card: ChoiceView) -> Findings:
        ratio = self.longest_option_ratio
        if len(card.answer.words) <= self.longest_option_words:
            ratio *= _FEW_WORDS
        own = length(card.answer)
        next_longest = max(1, max(map(length, card.distractors), default=1))
        if own >= ratio * next_longest and own - next_longest >= _SEEN:
            times = f"{own / next_longest:.1f} times as long as the next longest option"
            yield self.found(card.answer, None, f"the answer is {times}, and that gives it away")
