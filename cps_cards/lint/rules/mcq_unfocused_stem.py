"""The question states its problem before the options do.

A learner should be able to answer with the options covered. "Which is true?" and half a sentence
leave the problem to the options: the card becomes a row of true/false questions. Ask one full
question about one thing.
"""

import re

from cps_cards.lint.english import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS
from cps_cards.lint.question_shapes import asking_clause, instructs
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView

_WHICH_IS_TRUE = re.compile(
    r"\W*(?:which|what)(?: one)?(?: of)?(?: (?:the|these|those|this|following|below|above))*"
    r"(?: (?:statements?|options?|answers?|choices?|sentences?|ones?))?"
    r" (?:is|are|was|were|holds?)(?: (?:not|all))?"
    r"(?: (?:true|correct|false|incorrect|accurate|right|wrong|valid|best))?\W*$",
    re.IGNORECASE,
)
_GAP = re.compile(r"_{2,}|(?:\.{3,}|…)\W*$")
_TOPIC_WORDS = 2


class UnfocusedStem(ChoiceRule):
    code = "MCQ017"
    level = "info"
    good = (
        "question: Who writes a recovery plan?",
        "scenario: Sam wants to stop.\nquestion: Which is best?",
        "question: Name the first step.",
        "question: 'A recovery plan is written by:'",
    )
    bad = (
        "question: «Which of the following is true?»",
        "question: '«Peer support:»'",
        "question: «Peer specialists»",
    )
    help = "ask one full question that can be answered with the options covered"

    def check(self, card: ChoiceView) -> Findings:
        question = card.question
        start, end, asks = asking_clause(question)
        sentence = question.shown[start:end]
        alone = card.scenario is None and len(question.sentences) < 2
        if alone and _WHICH_IS_TRUE.match(sentence):
            message = "the problem stands in the options, not in the question"
            yield self.found(question, (start, end), message)
        elif not asks and _states_nothing(sentence.rstrip(), question.word_set):
            message = "this asks nothing before the options are read"
            yield self.found(question, (start, end), message)


def _states_nothing(text: str, words: frozenset[str]) -> bool:
    if words & QUESTION_WORDS or _GAP.search(text) or instructs(text):
        return False
    before_colon = text.rstrip(" :").lower().split()
    return not text.endswith(":") or (
        # A word or two, none of them a verb for all that can be seen, are a topic and no problem.
        0 < len(before_colon) <= _TOPIC_WORDS
        and not before_colon[-1].endswith(("s", "ed", "ing"))
        and (AUXILIARIES | PREPOSITIONS).isdisjoint(before_colon)
    )
