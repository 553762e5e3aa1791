"""The question states its problem before the options do.

A learner should be able to answer with the options covered. "Which is true?" and half a sentence
leave the problem to the options: the card becomes a row of true/false questions. Ask one full
question about one thing.
"""

import re

from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS
from cps_cards.lint.question_shapes import asking_clause
from cps_cards.lint.rule import CardRule, Findings

_WHICH_IS_TRUE = re.compile(
    r"\W*(?:which|what)(?: one)?(?: of)?(?: (?:the|these|those|this|following|below|above))*"
    r"(?: (?:statements?|options?|answers?|choices?|sentences?|ones?))?"
    r" (?:is|are|was|were|holds?)(?: (?:not|all))?"
    r"(?: (?:true|correct|false|incorrect|accurate|right|wrong|valid|best))?\W*$",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"(?:^|[.?!:;,]\s+)(?:then |please )?(?:answer|calculate|choose|complete|decide|describe"
    r"|determine|estimate|evaluate|explain|express|fill|find|give|identify|indicate|list|mark|match"
    r"|name|pick|select|simplify|solve|state|tell|use)\b",
    re.IGNORECASE,
)
_TOPIC_WORDS = 2
_BLANK_AT_END = re.compile(r"(?:_{2,}|\.{3,}|…)\W*$")


class UnfocusedStem(CardRule):
    code = "MCQ017"
    level = "info"
    good = (
        "question: Who writes a recovery plan?\nanswer: The person\ndistractors: [Staff, Kin]",
        "scenario: Sam wants to stop.\nquestion: Which is best?\nanswer: Ask why\n"
        "distractors: [Push on, Leave]",
        "question: Name the first step.\nanswer: Listen\ndistractors: [Advise, Refer]",
        "question: 'A recovery plan is written by:'\nanswer: the person\ndistractors: [staff, kin]",
    )
    bad = (
        "question: «Which of the following is true?»\nanswer: Recovery differs\n"
        "distractors: [Recovery ends, Recovery is linear]",
        "question: '«Peer support:»'\nanswer: is mutual\ndistractors: [is paid, is new]",
        "question: «Peer specialists»\nanswer: share their story with care\n"
        "distractors: [give advice, write treatment plans]",
    )
    help = "ask one full question that can be answered with the options covered"

    def check(self, card: CardView) -> Findings:
        question = card.question
        if not card.options or question is None:
            return
        clause = asking_clause(question)
        sentence = question.shown[clause.start : clause.end]
        alone = card.scenario is None and len(question.sentences) < 2
        message = ""
        if alone and _WHICH_IS_TRUE.match(sentence):
            message = "the problem stands in the options, not in the question"
        elif not clause.question and _states_nothing(sentence.rstrip(), question.word_set):
            message = "this asks nothing before the options are read"
        if message:
            yield self.found(question, (clause.start, clause.end), message)


def _states_nothing(text: str, words: frozenset[str]) -> bool:
    if words & QUESTION_WORDS or _BLANK_AT_END.search(text) or _INSTRUCTION.search(text):
        return False
    return not text.endswith(":") or _is_topic(text)


def _is_topic(text: str) -> bool:
    """A word or two before a colon, none of them a verb for all that can be seen."""
    words = text.rstrip(" :").lower().split()
    return (
        0 < len(words) <= _TOPIC_WORDS
        and not words[-1].endswith(("s", "ed", "ing"))
        and (AUXILIARIES | PREPOSITIONS).isdisjoint(words)
    )
