"""A deadline, an age or a statute has to come from the law itself.

Somebody may act on such a card at work. Cite the statute or regulation (a source of that kind, on
the card or on the fact that it teaches), so that anyone can see whether it still holds. Scenarios,
quoted terms and distractors are left alone.
"""

import re
from collections.abc import Iterator

from cps_cards.lint.english import NUMBER_WORDS
from cps_cards.lint.rule import CardRule, Findings, phrases
from cps_cards.lint.views import QUOTED_TERM_WORDS, CardView, TextView

_JUDGED = frozenset("front back text question answer why".split())
_SIGNS = frozenset(
    "law laws statute statutes regulation regulations within later most up inside age aged ages "
    "old long soon quickly deadline chapter section sections m mg mgl cmr cfr".split()
)
_WORDS = "|".join(NUMBER_WORDS)
_NUMBER = rf"(?:\d+|(?:{_WORDS})(?:-(?:{_WORDS}))?)"
_PERIOD = (
    rf"{_NUMBER} (?:(?:business|calendar|working|consecutive) )?(?:hours?|days?|weeks?|months?)\b"
)
_CLAIM = phrases(
    r"(?P<law>§+\s*\d|\bM\.?\s?G\.?\s?L\.?(?!\w)|\b\d+ (?:C\.?M\.?R|C\.?F\.?R|U\.?S\.?C)\b\.?"
    r"|\bch(?:apter|\.)\s*\d+[A-Z]{0,2}\b(?=[,\s]+"
    r"(?:§|s(?:ec(?:tion|\.)|\.)|of the (?:general laws|laws|acts)))|\bc\.\s?\d+[A-Z]{0,2}\b"
    r"|\bsections? \d+[A-Z]{0,2}\b(?! of (?:the|this) "
    r"(?:book|handbook|manual|chapter|report|article|course|guide|form))"
    r"|\b(?:Massachusetts|state|federal) (?:law|statutes?|regulations?) (?:requires?|says?|"
    r"forbids?|prohibits?|allows?|sets?|protects?|defines?|makes?|mandates?)\b"
    r"|\bthe statute\b|\b(?:by|under) (?:state|federal|Massachusetts) law\b)"
    r"|(?P<deadline>\b(?:within|no later than|not later than|at most|up to|inside) "
    rf"(?:the (?:first|next) )?{_PERIOD})"
    r"|(?P<age>\b(?:under|over|below|above|at least|older than|younger than|aged?) "
    r"(?:the age of |age )?(?:1[2-9]|2[01]|5[5-9]|6\d)\b"
    r"(?!\s*(?:percent|%|minutes?|hours?|days?|people|questions?|dollars?|words?))"
    r"|\b(?:1[2-9]|21|5[5-9]|6[05]) (?:years? (?:of age|old) )?(?:or|and) "
    r"(?:older|over|up|younger|under)\b|\bages? \d{2} (?:to|through|and) \d{2}\b)"
)
_NAMES = {"law": "the law", "deadline": "a deadline", "age": "an age"}
_CONTEXT = phrases(
    r"\b(?:report\w*|fil(?:e|es|ed|ing)|law|laws|legal\w*|must|notif\w+|hearing|petition\w*|court|"
    r"(?:emergency|involuntary|psychiatric) holds?|licen[sc]\w+|regulation\w*|statut\w+|mandat\w+|"
    r"required?|requires|rights?|eligib\w+|consent\w*|abuse|neglect|appeal\w*|discharge\w*|"
    r"commit\w*|detain\w*|held|protect\w*|complain\w*|deadline)\b"
)
_ASKED = {
    phrases(
        r"\b(?:how (?:many (?:hours|days|weeks|months)|long|soon|quickly)|by when|deadline)\b"
    ): ("deadline", phrases(rf"\b{_PERIOD}")),
    phrases(r"\bhow (?:long|many years) (?:must|may|shall|can|do(?:es)?)\b"): (
        "deadline",
        phrases(rf"\b{_NUMBER} years?\b"),
    ),
    phrases(r"\b(?:at (?:what|which) age|how old(?! (?:was|were)\b)|(?:what|which) age)\b"): (
        "age",
        phrases(r"\b(?:1[2-9]|2[01]|5[5-9]|6\d|twelve|\w+teen|(?:twent|sixt)y(?:-\w+)?)\b(?!-)"),
    ),
}
"""What a question may ask for, and the bare number or period that answers it."""


class LegalClaimWithoutSource(CardRule):
    code = "SRC002"
    level = "error"
    good = (
        "front: How long was the law on patients' rights debated?\nback: Seven years.",
        "front: How long does a group meet?\nback: Up to three hours.",
        "scenario: Ana, aged 19, must answer a letter within two days.\n"
        "front: What does a CPS ask?\nback: What would help.",
        "=== sources.yaml\nsources:\n  - id: mgl\n    title: M.G.L. c.119, §51A\n    "
        "kind: statute\n=== cards/a.yaml\ntopic: ethics\ncards:\n  - id: a\n    "
        "front: When does the written report follow?\n    back: Within 48 hours.\n    "
        "sources: [mgl]\n",
    )
    bad = (
        "front: When must the written report follow?\nback: «Within 48 hours».",
        "front: At what age may a minor consent to care?\nback: At «sixteen».",
        "front: How long is an emergency hold in a hospital?\nback: «Up to three days».",
        "front: How long must an agency keep records?\nback: «Seven years».",
        "front: What does «M.G.L.» c.119 protect?\nback: Children.",
        "front: Whom does the law on abuse protect?\nback: Adults «aged 60» or older.",
    )
    help = "cite the law itself: a source with `kind: statute` or `kind: regulation`"

    def check(self, card: CardView) -> Findings:
        if not _may_claim(card.word_set):
            return
        collection = card.deck.collection
        cited = [collection.sources.get(name) for name, _ in collection.citations_of(card.card)]
        if any(one is not None and one.kind in ("statute", "regulation") for one in cited):
            return
        judged = [view for view in card.texts if view.key in _JUDGED]
        for view in judged:
            for what, claim in _claims(card, view):
                if view.in_quotation(*claim.span(), QUOTED_TERM_WORDS):
                    continue
                if what == "law" or any(_CONTEXT.search(text.shown) for text in judged):
                    message = f"{view.quoted(*claim.span())} names {_NAMES[what]}"
                    message += ", and the card cites no statute or regulation"
                    yield self.found(view, claim.span(), message)
                    return


def _may_claim(words: frozenset[str]) -> bool:
    return not _SIGNS.isdisjoint(words) or any(word[0].isdigit() for word in words)


def _claims(card: CardView, view: TextView) -> Iterator[tuple[str, re.Match[str]]]:
    """What a text says of law, and the bare number that the question asks for."""
    for claim in _CLAIM.finditer(view.shown) if _may_claim(view.word_set) else ():
        yield claim.lastgroup or "", claim
    if card.question is not None and view is card.answer:
        for asked, (what, answer) in _ASKED.items():
            bare = answer.search(view.shown) if asked.search(card.question.shown) else None
            if bare is not None:
                yield what, bare
