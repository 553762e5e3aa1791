"""The question must not hold its own answer.

Where every word of the answer already stands in the question, a learner only has to read, and the
review counts as a success all the same. Take the word out of the question, or ask for something
that is not there. Questions that offer alternatives ("A or B?") are meant to name them.
"""

import re
from collections.abc import Sequence
from operator import attrgetter

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.english import FUNCTION_WORDS, NUMBER_WORDS, stem
from cps_cards.lint.question_shapes import asks_for_letters
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import WORD, BasicView, CardView, ClozeView, TextView, Token

_CHOOSING = frozenset("or whether either than versus vs".split())
_BETWEEN_TWO = re.compile(r"\bbetween\b[^?.;]*\band\b", re.IGNORECASE)
_WHO = frozenset("who whom whose".split())
_BESIDES = re.compile(r"\s*(?:,|\b(?:and|or)\b)\s*", re.IGNORECASE)
_GIVEN = frozenset("yes no true false not never none".split())
_NUMBERS = frozenset(NUMBER_WORDS)


class AnswerLeaked(CardRule):
    code = "CRD007"
    good = (
        "front: Is peer support a relationship or a treatment?\nback: A relationship.",
        "front: Who decides what recovery means for Dana?\nback: Dana does.",
        "front: Who sets the goals, the nurse, the person, the court?\nback: The person does.",
        "front: How is hope different between Ana and her brother?\nback: Her brother has no hope.",
        "front: What does a person in recovery set?\nback: The goals.",
        "text: A CPS keeps {{c1::boundaries}}, so that both people are {{c2::safe}}.",
        "front: What does the P in CPS (Certified Peer Specialist) stand for?\nback: Peer.",
    )
    bad = (
        "front: What does self-determination let a person determine?\nback: «Self-determination».",
        "front: Who calls a person the expert, the person?\nback: The «person».",
        "front: Which document names a health care agent, the health care proxy form?\n"
        "back: The «health care proxy».",
        "text: A health care proxy names an agent. The form is called a {{c1::«health care "
        "proxy»}}.",
    )
    help = "take it out there, or ask for something else"

    def check(self, card: CardView) -> Findings:
        if isinstance(card, BasicView):
            yield from self._basic(card.question, card.answer)
        elif isinstance(card, ClozeView):
            yield from self._cloze(card)

    def _basic(self, question: TextView, answer: TextView) -> Findings:
        words = question.word_set
        if words >= {"and", "which"} or not _CHOOSING.isdisjoint(words):
            return
        if asks_for_letters(question) or _BETWEEN_TWO.search(question.shown):
            return
        content = _content(answer.tokens)
        said = {stem(token.word) for token in content}
        asked = {stem(word) for word in words if not word.endswith(("'s", "s'"))}
        if said and not said & _GIVEN and said <= asked and not _names(question, content):
            yield self._leak(answer, content, "question")

    def _cloze(self, card: ClozeView) -> Findings:
        view = card.cloze
        if len(set(view.stems)) == len(view.stems):
            return
        for deletion in card.parsed.deletions:
            own = _content(sorted(card.words_in([deletion.content]), key=attrgetter("start")))
            hidden = {stem(token.word) for token in own}
            with_it = card.words_in(card.hidden(deletion.number))
            shown = {stem(token.word) for token in view.tokens if token not in with_it}
            if hidden and hidden <= shown and not hidden & _GIVEN and not hidden <= _NUMBERS:
                yield self._leak(view, own, "rest of the text")

    def _leak(self, view: TextView, content: Sequence[Token], where: str) -> Diagnostic:
        at = content[0].start, content[-1].end
        told = f"already stands in the {where}, so there is nothing to recall"
        return self.found(view, at, f"{view.quoted(*at)} {told}")


def _content(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.word not in FUNCTION_WORDS]


def _names(question: TextView, content: Sequence[Token]) -> bool:
    """Whether "who?" is answered with a person that the question has to name to be one."""
    if _WHO.isdisjoint(question.word_set):
        return False
    begins = {start for start, _ in question.sentences}
    names = {
        token.word
        for token in question.tokens
        if question.shown[token.start].isupper() and token.start not in begins
    }
    said = {token.word for token in content}
    # "Who decides, the nurse, the person, the court?": what stands between commas is on offer.
    _, *offered = _BESIDES.split(question.shown)
    return said <= names or (
        len(offered) > 1
        and any(said == set(WORD.findall(one.lower())) - FUNCTION_WORDS for one in offered)
    )
