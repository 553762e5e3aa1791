"""One card, one fact: what is asked together is forgotten together.

A learner who knows half of the answer has to press "Again" for all of it, and the half that was
known comes back far too often. Make two cards of two questions, and keep an answer to one or two
sentences: further explanation belongs into `why`.
"""

import re

from cps_cards.lint.english import QUESTION_WORDS
from cps_cards.lint.question_shapes import AUXILIARY, IMPERATIVES, WH
from cps_cards.lint.rule import CardRule, Findings, limit, phrases
from cps_cards.lint.views import BasicView, CardView, TextView

_AUX = rf"{AUXILIARY}(?:n't)?"
_SECOND = phrases(
    rf"\b(?:and|or|;) (?:also |then |in what |to |by |for |from )?{WH} (?:\w+ )?{_AUX}\b"
    r"|,\s*(?:and )?(?:why|how|when|where|by whom)\s*\?"
    r"|\band (?:why(?: not)?|how|by whom|when|where)\s*\?"
    r"|\band (?:who|what|which) (?!and\b|or\b)[a-z]+\b"
    r"|\band (?:also |then )?(?:explain|describe|name|list|define|state|tell|say|give) "
    r"(?:why|how|what|when|where|who|one|two|three|an?\b|the\b|its\b|their\b|examples?\b)"
    r"|(?P<amount>\band how (?:(?:often|long|soon|far|fast|old|much|many)\s*(?=\?)"
    rf"|(?:many|much) [a-z]+ {_AUX}\b))"
)
_PAIR = phrases(rf"\s*{WH}(?:,\s*{WH})*\s*,? and (?:{WH}|in what|to whom|by whom)\b")
_INDIRECT = phrases(
    r"\b(?:know\w*|understand\w*|decid\w+|learn\w*|ask\w*|about|explain\w*|clear|sure|consider\w*|"
    r"see|tells?|says?|said|told|on|of)\b[^,?]*$"
)


class MultipleFacts(CardRule):
    code = "CRD003"
    yields_to = ("enumeration-answer",)
    good = (
        "front: Who sets the person's goals?\n"
        "back: The person. A CPS helps to put them into words.",
        "front: How does a CPS know when and where to share?\nback: By asking whose need is met.",
        "front: What might a CPS reply?\n"
        "back: '\"I hear you. That was hard. What would help now?\"'",
        'scenario: Ana asks, "What now? Who decides?"\nfront: What does a CPS say first?',
    )
    bad = (
        "front: Who reports, «and when does» the report go out?\nback: The CPS, within 48 hours.",
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
        if isinstance(card, BasicView):
            yield from self._answer(card.answer)

    def _question(self, view: TextView) -> Findings:
        shown, help = view.shown, "make a card of each question"
        if "and" not in view.word_set and shown.count("?") < 2 and "," not in shown:
            return
        questions = [
            (start, end)
            for start, end in view.sentences
            if shown[start:end].rstrip("\"”)’' ").endswith("?")
            and not view.in_quotation(end - 1, end)
        ] or view.sentences[-1:]
        if len(questions) > 1 and len(shown[slice(*questions[0])].split()) > 2:
            yield self.found(view, questions[1], "the card asks a second question here", help=help)
            return  # a first one of a word or two ("Guess what?") only leads up to the second
        second = _second(shown, *questions[-1]) if questions else None
        if second is not None and not view.in_quotation(*second.span()):
            at = second.end() - len(second[0].lstrip(" ,")), second.end()
            message = f"{view.quoted(*at)} makes two questions of one"
            yield self.found(view, at, message, help=help)

    def _answer(self, view: TextView) -> Findings:
        if sum(map(view.shown.count, ".!?")) < 3:
            return
        told = [s for s in view.sentences if not view.in_quotation(*s)]
        if len(told) > self.answer_sentences:
            message = f"the answer has {len(told)} sentences: that is more than one fact"
            help = "keep what the question asks for; the rest goes into `why` or a card of its own"
            yield self.found(view, (told[0][0], told[-1][1]), message, help=help)


def _second(shown: str, start: int, end: int) -> re.Match[str] | None:
    """What makes a second question of a sentence, if it is not told ("knows when and where")."""
    pair = _PAIR.match(shown, start, end)
    second = pair or _SECOND.search(shown, start, end)
    if pair is not None or second is None:
        return pair
    before = shown[start : second.start()]
    words = re.findall(r"[a-z']+", before.lower())
    asked = sum(word in QUESTION_WORDS for word in words)
    opens = asked or not IMPERATIVES.isdisjoint(words)
    indirect = _INDIRECT.search(before) is not None
    told = [asked > 1, indirect, second["amount"] is not None].count(True) > 1
    return second if opens and not told and words[-1] not in QUESTION_WORDS else None
