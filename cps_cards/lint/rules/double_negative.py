"""Two negations in one clause have to be worked out: say it straight.

"It is not uncommon" costs a reader a second thought, and a tired one gets it wrong. Write "it is
common", or say what is the case instead of what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.cards import CardView
from cps_cards.lint.rule import Bad, CardRule

_NEGATIONS = frozenset("not never no nobody none nothing without cannot neither nor hardly rarely".split())
_NOT = r"(?:not|never|cannot|nobody|nothing|no\s+one|hardly|\w+n't)"
_UN = (
    r"(?:un(?:common|usual|likely|important|clear|necessary|reasonable|helpful|able|willing|true|safe|fair|"
    r"kind|aware|lawful|ethical|related|known|wise|expected|pleasant)|in(?:frequent|significant|appropriate|"
    r"accurate|correct|complete|consistent|sensitive)|im(?:possible|probable|proper)|ir(?:relevant|regular)|"
    r"il(?:legal|logical)|dis(?:similar|honest|respectful))"
)
_DOUBLE = re.compile(
    rf"\b{_NOT}\s+(?:\w+\s+){{0,2}}?{_UN}\b|\b{_NOT}\b(?!\s+only)(?:\s+(?!and\b|or\b|but\b|because\b|if\b|that\b|"
    rf"who\b|which\b|to\b|when\b|until\b|as\b|whether\b)[\w'-]+){{0,4}}?\s+(?:not|never|without|no|none|nothing|nobody|lack(?:s|ing)?|fail(?:s|ed|ing)?\s+to)\b"
    r"(?!\s+(?:longer|one\b|matter))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DoubleNegative(CardRule):
    code = "CRD011"
    name = "double-negative"
    level = "info"
    good = (
        "front: What is common after a hard week?\nback: Needing rest.",
        "front: What does a CPS not do?\nback: Diagnose, and no exception is made.",
        "front: Who speaks?\nback: Not only the CPS, never the team alone.",
    )
    bad = (
        Bad("front: What is «not uncommon» after a hard week?\nback: Needing rest."),
        Bad("front: When does a CPS share?\nback: A CPS does «not share without» a purpose."),
    )

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        for view in card.texts:
            if view.key == "hint" or not self._negated(view.words):
                continue
            for match in _DOUBLE.finditer(view.shown.replace("’", "'")):
                yield self.found(
                    view,
                    match.span(),
                    f'"{" ".join(match[0].split())}" negates twice',
                    help="say it straight: what is the case, instead of what is not",
                )

    def _negated(self, words: list[str]) -> bool:
        return any(word in _NEGATIONS or word.endswith("n't") for word in words)
