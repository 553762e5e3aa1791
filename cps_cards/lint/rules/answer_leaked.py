"""The question must not hold its own answer.

Where every word of the answer already stands in the question, a learner only has to read, and the
review counts as a success all the same. Take the word out of the question, or ask for something
that is not there. Questions that offer alternatives ("A or B?") are meant to name them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import FUNCTION_WORDS, NUMBER_WORDS, stem
from cps_cards.lint.question_shapes import asks_for_letters
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import WORD, TextView, Token
from cps_cards.model import clozes
from cps_cards.model.cards import Basic, Cloze

_CHOOSING = frozenset("or whether either than versus vs".split())
_BETWEEN_TWO = re.compile(r"\bbetween\b[^?.;]*\band\b", re.IGNORECASE)
_WHO = frozenset("who whom whose".split())
_BESIDES = re.compile(r"\s*(?:,|\b(?:and|or)\b)\s*", re.IGNORECASE)
_GIVEN = frozenset("yes no true false not never none".split())


def _names_choices(question: TextView, answer: TextView, content: Sequence[Token]) -> bool:
    """Whether "who?" is answered with a person that the question has to name to be one."""
    if _WHO.isdisjoint(question.word_set):
        return False
    names = {
        token.word
        for token in question.tokens
        if question.shown[token.start].isupper()
        and all(token.start != start for start, _ in question.sentences)
    }
    if all(t.word in names and answer.shown[t.start].isupper() for t in content):
        return True
    # "Who decides, the nurse, the person, the court?": what stands between commas is on offer.
    _, *offered = _BESIDES.split(question.shown)
    said = {stem(token.word) for token in content}
    return len(offered) > 1 and any(
        said == {stem(w) for w in WORD.findall(one.lower()) if w not in FUNCTION_WORDS}
        for one in offered
    )


class AnswerLeaked(CardRule):
    code = "CRD007"
    name = "answer-leaked"
    good = (
        "front: Is peer support a relationship or a treatment?\nback: A relationship.",
        "front: Who sets a person's goals?\nback: The person.",
        "front: Who decides what recovery means for Dana?\nback: Dana does.",
        "front: Who sets the goals, the nurse, the person, the court?\nback: The person does.",
        "front: How is hope different between Ana and her brother?\nback: Her brother has no hope.",
        "front: What does a person in recovery set?\nback: The goals.",
        "text: A CPS keeps {{c1::boundaries}}, so that both people are {{c2::safe}}.",
        "front: What does the P in CPS (Certified Peer Specialist) stand for?\nback: Peer.",
    )
    bad = (
        "front: What does self-determination let a person determine?\nback: «Self-determination».",
        "front: Why does mutual respect rest on mutual respect between people?\n"
        "back: «Mutual respect».",
        "front: Who calls a person the expert, the person?\nback: The «person».",
        "front: Which document names a health care agent, the health care proxy form?\n"
        "back: The «health care proxy».",
        "text: A health care proxy names an agent. The form is called a {{c1::«health care "
        "proxy»}}.",
    )

    def check(self, card: CardView) -> Findings:
        if isinstance(card.card, Basic) and card.question is not None and card.answer is not None:
            words = card.question.word_set
            if asks_for_letters(card.question):
                return
            if ("and" in words and "which" in words) or not _CHOOSING.isdisjoint(words):
                return
            if "between" in words and _BETWEEN_TWO.search(card.question.shown):
                return
            content = [t for t in card.answer.tokens if t.word not in FUNCTION_WORDS]
            if _names_choices(card.question, card.answer, content):
                return
            answer = {stem(token.word) for token in content}
            if not answer or answer & _GIVEN:
                return
            if not answer <= {stem(word) for word in words if not word.endswith(("'s", "s'"))}:
                return
            yield self._leak(card.answer, (content[0].start, content[-1].end), "question")
        elif isinstance(card.card, Cloze) and card.cloze is not None:
            yield from self._cloze(card.cloze)

    def _cloze(self, view: TextView) -> Findings:
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
