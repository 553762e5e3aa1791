"""A deadline, an age or a statute has to come from the law itself.

Somebody may act on such a card at work. Cite the statute or regulation (a source of that kind, on
the card or on the fact that it teaches), so that anyone can see whether it still holds. Scenarios,
quoted terms and distractors are left alone.
"""

from __future__ import annotations

import re

from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import QUOTED_TERM_WORDS, TextView

_KINDS = frozenset(("statute", "regulation"))
_JUDGED = frozenset("front back text question answer why".split())
_NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|"
    r"thirty|forty-eight|"
    r"sixty|ninety|seventy-two|twenty-four)"
)
_CITED = re.compile(
    r"§+\s*\d|\bM\.?\s?G\.?\s?L\.?(?!\w)|\b\d+\s+(?:C\.?M\.?R|C\.?F\.?R|U\.?S\.?C)\b\.?|"
    r"\bch(?:apter|\.)\s*\d+[A-Z]{0,2}\b(?=[,\s]+"
    r"(?:§|s(?:ec(?:tion|\.)|\.)|of\s+the\s+(?:general\s+laws|laws|acts)))|\bc\.\s?\d+[A-Z]{0,2}\b|"
    r"\bsections?\s+\d+[A-Z]{0,2}\b(?!\s+of\s+(?:the|this)\s+(?:book|handbook|manual|chapter|"
    r"report|article|course|guide|form))|"
    r"\b(?:Massachusetts|state|federal)\s+(?:law|statutes?|regulations?)\s+(?:requires?|says?|"
    r"forbids?|prohibits?|allows?|sets?|"
    r"protects?|defines?|makes?|mandates?)\b|\bthe\s+statute\b|\b(?:by|under)\s+(?:state|"
    r"federal|Massachusetts)\s+"
    r"law\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    rf"\b(?:within|no\s+later\s+than|not\s+later\s+than|at\s+most|up\s+to|"
    rf"inside)\s+(?:the\s+(?:first|next)\s+)?{_NUMBER}\s+"
    rf"(?:(?:business|calendar|working|consecutive)\s+)?(?:hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:under|over|below|above|at\s+least|older\s+than|younger\s+than|"
    r"aged?)\s+(?:the\s+age\s+of\s+|age\s+)?(?:1[2-9]|2[01]|5[5-9]|6\d)\b"
    r"(?!\s*(?:percent|%|minutes?|hours?|days?|people|questions?|dollars?|words?))|\b(?:1[2-9]|"
    r"21|5[5-9]|6[05])\s+(?:years?\s+(?:of\s+age|old)\s+"
    r")?(?:or|and)\s+(?:older|over|up|younger|under)\b|\bages?\s+\d{2}\s+(?:to|through|"
    r"and)\s+\d{2}\b",
    re.IGNORECASE,
)
_CONTEXT = re.compile(
    r"\b(?:report\w*|fil(?:e|es|ed|ing)|law|laws|legal\w*|must|notif\w+|hearing|petition\w*|"
    r"court|(?:emergency|involuntary|psychiatric)\s+holds?|licen[sc]\w+|regulation\w*|"
    r"statut\w+|mandat\w+|required?|requires|rights?|eligib\w+|consent\w*|abuse|neglect|"
    r"appeal\w*|discharge\w*|commit\w*|"
    r"detain\w*|held|protect\w*|complain\w*|deadline)\b",
    re.IGNORECASE,
)
_SIGNS = frozenset(
    "law laws statute statutes regulation regulations within later most up inside age aged ages "
    "old long soon quickly deadline "
    "chapter "
    "section sections m mgl cmr cfr".split()
)


def _may_claim(card: CardView) -> bool:
    """Whether any word, number or sign of the card could belong to such a claim."""
    words = card.word_set
    if not _SIGNS.isdisjoint(words):
        return True
    return any(word[0].isdigit() for word in words) or any("§" in view.shown for view in card.texts)


_HOW_SOON = re.compile(
    r"\b(?:how\s+(?:many\s+(?:hours|days|weeks|months)|long|soon|quickly)|by\s+when|deadline)\b",
    re.IGNORECASE,
)
_HOW_OLD = re.compile(
    r"\b(?:at\s+(?:what|which)\s+age|how\s+old(?!\s+(?:was|were)\b)|(?:what|which)\s+age)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"\b{_NUMBER}\s+(?:(?:business|calendar|working|consecutive)\s+)?(?:hours?|days?|weeks?|"
    rf"months?)\b",
    re.IGNORECASE,
)
_HOW_LONG_KEPT = re.compile(
    r"\bhow\s+(?:long|many\s+years)\s+(?:must|may|shall|can|do(?:es)?)\b", re.IGNORECASE
)
_KEPT = re.compile(rf"\b{_NUMBER}\s+years?\b", re.IGNORECASE)
_YEARS = re.compile(
    r"\b(?:1[2-9]|2[01]|5[5-9]|6\d|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|twenty-one|sixty|sixty-five)\b(?!-)",
    re.IGNORECASE,
)


def _asked_for(card: CardView, age: bool, view: TextView) -> re.Match[str] | None:
    """A bare number or period, where the question asks for an age or a deadline."""
    if card.question is None:
        return None
    question = card.question.shown
    if age:
        return _YEARS.search(view.shown) if _HOW_OLD.search(question) else None
    found = _PERIOD.search(view.shown) if _HOW_SOON.search(question) else None
    if found is None and _HOW_LONG_KEPT.search(question):
        found = _KEPT.search(view.shown)
    return found


class LegalClaimWithoutSource(CardRule):
    code = "SRC002"
    name = "legal-claim-without-source"
    level = "error"
    good = (
        "front: How long was the law on patients' rights debated?\nback: Seven years.",
        "front: How long does a group meet?\nback: Up to three hours.",
        "front: When does a CPS speak about limits?\nback: Before the person shares anything.",
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

    def check(self, card: CardView) -> Findings:
        if not _may_claim(card) or self._cites_law(card):
            return
        legal: bool | None = None
        for view in card.texts:
            if view.key not in _JUDGED:
                continue
            for pattern, what in ((_CITED, "the law"), (_DEADLINE, "a deadline"), (_AGE, "an age")):
                match = pattern.search(view.shown)
                if (
                    match is None
                    and pattern is not _CITED
                    and view.key in ("back", "answer", "text")
                ):
                    match = _asked_for(card, pattern is _AGE, view)
                if match is None or view.in_quotation(*match.span(), QUOTED_TERM_WORDS):
                    continue
                if pattern is not _CITED:
                    if legal is None:
                        legal = any(
                            _CONTEXT.search(v.shown) for v in card.texts if v.key in _JUDGED
                        )
                    if not legal:
                        continue
                yield self.found(
                    view,
                    match.span(),
                    f'"{" ".join(match[0].split())}" names {what}, and the card cites no '
                    f"statute or regulation",
                    help="cite the law itself: a source with `kind: statute` or `kind: regulation`",
                )
                return

    def _cites_law(self, card: CardView) -> bool:
        collection = card.deck.collection
        return any(
            (source := collection.sources.get(source_id)) is not None and source.kind in _KINDS
            for source_id, _ in collection.citations_of(card.card)
        )
