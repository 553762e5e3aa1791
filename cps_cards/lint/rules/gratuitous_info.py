"""What does not help to answer only takes time on every review.

A sentence before the question that shares nothing with the question or its answers is a curiosity
or a decoy. Take it out, or put a story that matters into `scenario`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.cards import CardView
from cps_cards.lint.questions import asking
from cps_cards.lint.rule import Bad, CardRule
from cps_cards.lint.words import STOP_WORDS, stem


@dataclass(frozen=True)
class GratuitousInfo(CardRule):
    code = "CRD012"
    name = "gratuitous-info"
    level = "off"
    good = (
        "front: A proxy names an agent. Who signs a proxy?\nback: The person and two witnesses.",
        "front: Who signs a proxy?\nback: The person.",
    )
    bad = (
        Bad("front: «Boston was founded in 1630.» Who signs a health care proxy?\nback: The person."),
    )

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        view = card.question
        if view is None or len(view.sentences) < 2:
            return
        start, end = asking(view)
        useful = {stem(t.word) for t in view.tokens if start <= t.start < end}
        for other in card.texts:
            if other.key in ("back", "answer", "distractor"):
                useful.update(other.stems)
        useful -= STOP_WORDS
        for first, last in view.sentences:
            if last > start or view.in_quotation(first, last):
                continue
            own = {
                stem(t.word)
                for t in view.tokens
                if first <= t.start < last and t.word not in STOP_WORDS
            }
            if own and not own & useful and len(own) > 2:
                yield self.found(
                    view,
                    (first, last),
                    "this sentence shares nothing with the question or its answer",
                    help="take it out; a story that matters goes into `scenario`",
                )
