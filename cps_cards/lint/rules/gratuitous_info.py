"""What stands before the question bears on it.

A sentence that neither the question nor the answer takes up is read, weighed and forgotten, and
looks like a trap. Leave it out; a story that matters goes into `scenario`. The rule is off by
default, since a sentence can set a scene without sharing a word with the question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import PRONOUNS, STOP_WORDS, stem
from cps_cards.lint.question_shapes import asking_clause
from cps_cards.lint.rule import Bad, CardRule, Measured
from cps_cards.lint.text_view import TextView

_FEWEST = 3
_POINTERS = (PRONOUNS | frozenset("else here more such then there".split())) - {
    "i", "one", "you", "your",
}  # fmt: skip


@dataclass(frozen=True)
class GratuitousInfo(CardRule):
    code = "CRD012"
    name = "gratuitous-info"
    level = "off"
    measured = (Measured(on="labelled exam items", right=0, wrong=1, missed=20),)
    good = (
        "front: A proxy names an agent. Who signs a proxy?\nback: The person and two witnesses.",
        "front: Who signs a proxy?\nback: The person.",
        "front: Alex has slept badly for weeks. What do you ask him first?\nback: What helps.",
    )
    bad = (
        Bad(
            "front: «Boston was founded in 1630.» Who signs a health care proxy?\nback: The person."
        ),
    )

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        question = card.question
        if question is None or len(question.sentences) < 2:
            return
        clause = asking_clause(question)
        if not clause.question or _points_back(question, clause.start, clause.end):
            return
        sentences = [
            (start, end, _roots(question, start, end)) for start, end in question.sentences
        ]
        answers = {root for text in card.texts if text.key in _ANSWERS for root in text.stems}
        for start, end, own in sentences:
            if end > clause.start or len(own) < _FEWEST or question.in_quotation(start, end):
                continue
            others = [roots for first, _, roots in sentences if first != start]
            if not own & answers.union(*others):
                yield self.found(
                    question,
                    (start, end),
                    "neither the question nor its answer takes this sentence up",
                    help="take it out; a story that matters goes into `scenario`",
                )


_ANSWERS = frozenset({"back", "answer", "distractor"})


def _roots(text: TextView, start: int, end: int) -> set[str]:
    return {
        stem(token.word)
        for token in text.tokens
        if start <= token.start < end and token.word not in STOP_WORDS
    }


def _points_back(text: TextView, start: int, end: int) -> bool:
    """Whether the question takes up what was said by "it", "they", "else" …"""
    return any(token.word in _POINTERS for token in text.tokens if start <= token.start < end)
