"""Two negations in one clause have to be worked out: say it straight.

"It is not uncommon" costs a reader a second thought, and a tired one gets it wrong. Write "it is
common", or say what is the case instead of what is not. Distractors are left alone, and so is what
people say in quotation marks; a contrast ("a skill, not a lack") is no second negation.
"""

import re

from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import CardView

_NEGATIONS = frozenset("cannot hardly never no nobody not nothing".split())
_LEFT_ALONE = frozenset({"distractor", "option why", "hint"})
_NOT = r"(?:not|never|cannot|hardly|\w+n['’]t)"
_NOBODY = r"(?:(?:^|[.;:?!]\s+)(?:nobody|nothing|no one))"
_TURNED = (
    r"(?:un(?:able|acceptable|aware|clear|common|ethical|expected|fair|familiar|helpful|important"
    r"|kind|known|lawful|likely|necessary|pleasant|professional|reasonable|related|safe|true|usual"
    r"|welcome|willing|wise)"
    r"|in(?:accurate|adequate|appropriate|complete|consistent|correct|frequent|sensitive"
    r"|significant)|im(?:possible|probable|proper)|il(?:legal|logical)|ir(?:regular|relevant)"
    r"|dis(?:honest|respectful|similar))"
)
_NEXT_CLAUSE = (
    r"(?:and|as|because|but|if|or|that|to|until|when|whether|which|who|is|are|was|were)\b"
)
_DOUBLE = re.compile(
    rf"(?<!, )\b{_NOT} (?:\w+ ){{0,2}}?{_TURNED}\b"
    rf"|(?<!, )\b(?:{_NOT}(?! only\b| \w+ing\b)|{_NOBODY})"
    rf"(?: (?!{_NEXT_CLAUSE}|\w+n['’]t\b)[\w'’-]+){{0,4}}? "
    r"(?:not|never|without|no|none|nothing|nobody|lack(?:s|ing)?|fail(?:s|ed|ing)? to)\b"
    r"(?! (?:longer|one|matter|only)\b)",
    re.IGNORECASE,
)
_IDIOM = re.compile(r"\b(?:do|go|live|be) without$", re.IGNORECASE)


class DoubleNegative(CardRule):
    code = "CRD011"
    level = "info"
    good = (
        "front: What does a CPS not do?\nback: Diagnose, and no exception is made.",
        "front: What can nobody do without?\nback: A home. People cannot do without one.",
        "front: What is silence?\nback: A skill, not a lack of words.",
        "question: What do you say?\nanswer: That rest is common\n"
        "distractors: [That rest is not unusual, That nobody needs no rest]",
    )
    bad = (
        "front: What is «not uncommon» after a hard week?\nback: Needing rest.",
        "front: When does a CPS share?\nback: A CPS does «not share without» a purpose.",
        "front: What comes first?\nback: A CPS does «not fail to» ask.",
    )
    help = "say it straight: what is the case, instead of what is not"

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            negated = "n't" in view.shown or "n’t" in view.shown
            if view.key in _LEFT_ALONE or (not negated and _NEGATIONS.isdisjoint(view.word_set)):
                continue
            for match in _DOUBLE.finditer(view.shown):
                if not _IDIOM.search(match[0]) and not view.in_quotation(*match.span()):
                    message = f'"{" ".join(match[0].split())}" negates twice'
                    yield self.found(view, match.span(), message)
