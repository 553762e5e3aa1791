"""No word of the question leads to the answer alone.

If the question speaks of "boundaries" and one option only does too, learners match words by how
they look. Use another word in one of the two places, or let a distractor take it up as well.
"""

from cps_cards.lint.english import NEGATIONS, STOP_WORDS, stem
from cps_cards.lint.option_shapes import stands_for_others
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView, TextView

_PALE = NEGATIONS | frozenset(
    stem(word)
    for word in (
        "answer ask begin best better continue correct example false following get give go good "
        "happen have incorrect keep make made may mostly need option people person say start "
        "statement take tell thing true use want way yes"
    ).split()
)
"""Words that stand in most questions: that the answer has one too says nothing."""

_TWICE = 2
"""Where a distractor has more than so many times as much of the question, no one picks the answer
for a word that they share."""

_LONG = 60  # a question of more words has something of every option: that says nothing either


class WordRepeat(ChoiceRule):
    code = "MCQ010"
    level = "info"
    good = (
        "question: What is a boundary?\nanswer: A limit that protects both\n"
        "distractors: [A rule of the house, A line of the law]",
        "question: What comes first, hope or housing?\nanswer: Hope\n"
        "distractors: [Housing, Income]",
        "question: Who would be trusted?\nanswer: Who trusts the person\n"
        "distractors: [Who writes notes, Who has a title]",
    )
    bad = (
        "question: What protects a boundary?\nanswer: Naming the «boundary» early\n"
        "distractors: [Meeting outside work, Sharing a phone number]",
    )
    help = "use another word in one of the two, or let a distractor have it too"

    def check(self, card: ChoiceView) -> Findings:
        question, answer = card.question, card.answer
        asked, own = _salient(question), _salient(answer)
        shared = asked & own
        if not shared or len(question.words) > _LONG or stands_for_others(answer, card):
            return
        others = [_salient(option) for option in card.distractors]
        if own <= asked and any(other and other <= asked for other in others):
            return  # the question itself names the options
        if any(len(asked & other) > _TWICE * len(shared) for other in others):
            return
        alone = shared.difference(*others)
        seen = {s for w in question.word_set for s in (w, f"{w}s", w.removesuffix("s"))}
        for word, *at in answer.tokens:
            if word in seen and word not in STOP_WORDS and stem(word) in alone:
                message = "stands in the question, and of all options in the answer alone"
                yield self.found(answer, (at[0], at[1]), f"{answer.quoted(*at)} {message}")
                return


def _salient(text: TextView) -> set[str]:
    return {root for root in text.stems if root not in _PALE and not root[0].isdigit()}
