"""The question must not hold its own answer.

Where every word of the answer already stands in the question, a learner only has to read, and the
review counts as a success all the same. Take the word out of the question, or ask for something
that is not there. Questions that offer alternatives ("A or B?") are meant to name them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.cards import CardView
from cps_cards.lint.rule import Bad, CardRule
from cps_cards.lint.view import TextView
from cps_cards.lint.words import FUNCTION_WORDS, NUMBER_WORDS, stem
from cps_cards.model import clozes
from cps_cards.model.cards import Basic, Cloze

_CHOOSING = frozenset("or whether either between than versus vs".split())
_GIVEN = frozenset("yes no true false not never none".split())


@dataclass(frozen=True)
class AnswerLeaked(CardRule):
    code = "CRD007"
    name = "answer-leaked"
    good = (
        "front: Is peer support a relationship or a treatment?\nback: A relationship.",
        "front: Who sets a person's goals?\nback: The person.",
        "front: What does a person in recovery set?\nback: The goals.",
        "text: A CPS keeps {{c1::boundaries}}, so that both people are {{c2::safe}}.",
    )
    bad = (
        Bad(
            "front: What does self-determination let a person determine?\nback: "
            "«Self-determination»."
        ),
        Bad(
            "front: Which document names a health care agent, the health care proxy form?\n"
            "back: The «health care proxy»."
        ),
        Bad(
            "text: A health care proxy names an agent. The form is called a {{c1::«health care "
            "proxy»}}."
        ),
    )

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        if isinstance(card.card, Basic) and card.question is not None and card.answer is not None:
            words = card.question.word_set
            if ("and" in words and "which" in words) or not _CHOOSING.isdisjoint(words):
                return
            content = [t for t in card.answer.tokens if t.word not in FUNCTION_WORDS]
            answer = {stem(token.word) for token in content}
            if not answer or answer & _GIVEN:
                return
            if not answer <= {stem(word) for word in words if not word.endswith(("'s", "s'"))}:
                return
            yield self._leak(card.answer, (content[0].start, content[-1].end), "question")
        elif isinstance(card.card, Cloze) and card.cloze is not None:
            yield from self._cloze(card.cloze)

    def _cloze(self, view: TextView) -> Iterator[Diagnostic]:
        counts: dict[str, int] = {}
        for word in view.stems:
            counts[word] = counts.get(word, 0) + 1
        if not counts or max(counts.values()) < 2:
            return
        value = view.text.value
        deletions = clozes.parse(value).deletions
        tokens = [(t, view.place(t.start, t.end)) for t in view.tokens]
        for deletion in deletions:
            same = [d.content for d in deletions if d.number == deletion.number]
            hidden, shown = set(), set()
            own: list[tuple[int, int]] = []
            for token, (start, end) in tokens:
                if token.word in FUNCTION_WORDS:
                    continue
                if deletion.content[0] <= start and end <= deletion.content[1]:
                    hidden.add(stem(token.word))
                    own.append((token.start, token.end))
                elif not any(first <= start and end <= last for first, last in same):
                    shown.add(stem(token.word))
            if (
                hidden
                and hidden <= shown
                and not hidden & _GIVEN
                and not hidden <= set(NUMBER_WORDS)
            ):
                yield self._leak(view, (own[0][0], own[-1][1]), "rest of the text")

    def _leak(self, view: TextView, at: tuple[int, int], where: str) -> Diagnostic:
        words = " ".join(view.shown[slice(*at)].split())
        return self.found(
            view,
            at,
            f'"{words}" already stands in the {where}, so there is nothing to recall',
            help="take it out there, or ask for something else",
        )
