"""One card, one fact: what is asked together is forgotten together.

A learner who knows half of the answer has to press "Again" for all of it, and the half that was
known comes back far too often. Make two cards of two questions, and keep an answer to one or two
sentences: further explanation belongs into `why`.
"""

from __future__ import annotations

import re

from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import QUESTION_WORDS
from cps_cards.lint.question_shapes import IMPERATIVES
from cps_cards.lint.rule import CardRule, Findings, limit
from cps_cards.lint.text_view import TextView
from cps_cards.model.cards import Basic

_AUX = (
    r"(?:is|are|was|were|do|does|did|can|could|may|"
    r"might|must|should|will|would|has|have|had)(?:n't)?"
)
_WH = r"(?:what|which|who|whom|whose|when|where|why|how)"
_SECOND_TASK = (
    r"|\band\s+(?:who|what|which)\s+(?!and\b|or\b)[a-z]+\b"
    r"|\band\s+(?:also\s+|then\s+)?(?:explain|describe|name|list|define|state|tell|say|give)\s+"
    r"(?:why|how|what|when|where|who|one|two|three|an?\b|the\b|its\b|their\b|examples?\b)"
)
_INDIRECT = re.compile(
    r"\b(?:know\w*|understand\w*|decid\w+|learn\w*|ask\w*|about|explain\w*|clear|sure|"
    r"consider\w*|see|"
    r"tells?|says?|said|told|on|of)\b[^,?]*$",
    re.IGNORECASE,
)
_SECOND = re.compile(
    rf"\b(?:and|or|;)\s+(?:also\s+|then\s+|in\s+what\s+|to\s+|by\s+|for\s+|"
    rf"from\s+)?{_WH}\s+(?:\w+\s+)?{_AUX}\b"
    rf"|,\s*(?:and\s+)?(?:why|how|when|where|by\s+whom)\s*\?"
    rf"|\band\s+(?:why(?:\s+not)?|how|by\s+whom|when|where)\s*\?" + _SECOND_TASK,
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"\s*{_WH}(?:,\s*{_WH})*\s*,?\s+and\s+(?:{_WH}|in\s+what|to\s+whom|by\s+whom)\b", re.IGNORECASE
)


_HOW_MUCH = re.compile(
    rf"\band\s+how\s+(?:(?:often|long|soon|far|fast|old|much|many)\s*(?=\?)"
    rf"|(?:many|much)\s+[a-z]+\s+{_AUX}\b)",
    re.IGNORECASE,
)
_FIRST_ASKED = re.compile(rf"\W*{_WH}\b", re.IGNORECASE)


def _asks_how_much(shown: str, start: int, end: int) -> re.Match[str] | None:
    """A second question for an amount, where the first is asked outright and nothing is told."""
    found = _HOW_MUCH.search(shown, start, end)
    if found is None or not _FIRST_ASKED.match(shown, start):
        return None
    before = shown[start : found.start()]
    question_words = sum(
        1 for word in re.findall(r"[a-z']+", before.lower()) if word in QUESTION_WORDS
    )
    return found if question_words == 1 and not _INDIRECT.search(before) else None


def _told(before: str) -> bool:
    """Whether a second question word belongs to an indirect question: "knows when and where …"."""
    words = re.findall(r"[a-z']+", before.lower())
    question_words = sum(1 for word in words if word in QUESTION_WORDS)
    if words and words[-1] in QUESTION_WORDS:
        return True
    return question_words > 1 and _INDIRECT.search(before) is not None


class MultipleFacts(CardRule):
    code = "CRD003"
    name = "multiple-facts"
    yields_to = ("enumeration-answer",)
    good = (
        "front: Who sets the person's goals?\n"
        "back: The person. A CPS helps to put them into words.",
        "front: How does a CPS know when and where to share?\nback: By asking whose need is met.",
        "front: What might a CPS reply?\n"
        "back: '\"I hear you. That was hard. What would help now?\"'",
        "front: How does a CPS decide what to share and how much?\nback: By whose need it meets.",
        'scenario: Ana asks, "What now? Who decides?"\nfront: What does a CPS say first?',
    )
    bad = (
        "front: Who reports, «and when does» the report go out?\nback: The CPS, within 48 hours.",
        "front: How many people attend «and how often»?\nback: Ten, once a week.",
        "front: How long is a shift «and how many people are» on it?\nback: Four hours; two.",
        "front: What is a proxy? «Who signs it?»\nback: A form, which the person signs.",
        "front: «When and where» does the group meet?\nback: On Mondays in the library.",
        "front: What is peer support?\n"
        "back: «People share what they lived through. They meet as equals. Nobody treats anybody.»",
    )

    answer_sentences: float = limit(2, "the most sentences of an answer")

    def check(self, card: CardView) -> Findings:
        if card.question is not None:
            yield from self._question(card.question)
        if isinstance(card.card, Basic) and card.answer is not None:
            yield from self._answer(card.answer)

    def _question(self, view: TextView) -> Findings:
        if "and" not in view.word_set and view.shown.count("?") < 2 and "," not in view.shown:
            return
        help = "make a card of each question"
        questions = [
            (start, end)
            for start, end in view.sentences
            if view.shown[start:end].rstrip("\"”)’' ").endswith("?")
            and not view.in_quotation(end - 1, end)
        ]
        if not questions and view.sentences:
            questions = view.sentences[-1:]
        if len(questions) > 1 and not self._same_question(view, questions):
            yield self.found(view, questions[1], "the card asks a second question here", help=help)
            return
        for start, end in questions[-1:]:
            pair = _PAIR.match(view.shown, start, end)
            second = (
                pair
                or _SECOND.search(view.shown, start, end)
                or _asks_how_much(view.shown, start, end)
            )
            if second is None or view.in_quotation(*second.span()):
                continue
            if pair is None and not self._opens_with_question(view, start, second.start()):
                continue
            if _told(view.shown[start : second.start()]):
                continue
            lead = len(second[0]) - len(second[0].lstrip(" ,"))
            yield self.found(
                view,
                (second.start() + lead, second.end()),
                f'"{" ".join(second[0].split()).lstrip(", ")}" makes two questions of one',
                help=help,
            )

    def _same_question(self, view: TextView, questions: list[tuple[int, int]]) -> bool:
        """A first question that only leads up to the second ("Guess what? …") is none."""
        first = view.shown[slice(*questions[0])]
        return len(first.split()) < 3

    def _opens_with_question(self, view: TextView, start: int, end: int) -> bool:
        """Whether a question stands before the second one, so that it is no indirect one."""
        before = re.findall(r"[a-z']+", view.shown[start:end].lower())
        return any(word in QUESTION_WORDS or word in IMPERATIVES for word in before)

    def _answer(self, view: TextView) -> Findings:
        if view.shown.count(".") + view.shown.count("!") + view.shown.count("?") < 3:
            return
        told = [s for s in view.sentences if not view.in_quotation(*s)]
        if len(told) > self.answer_sentences:
            yield self.found(
                view,
                (told[0][0], told[-1][1]),
                f"the answer has {len(told)} sentences: that is more than one fact",
                help="keep what the question asks for; the rest goes into `why` or a card of "
                "its own",
            )
