"""An answer that could mean anything cannot be recalled: say how soon, how many, which.

A learner who thought "within a day" cannot tell whether "fairly quickly" means that. Put the
number, the name or the condition in its place.
"""

from __future__ import annotations

import re

from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.model.cards import Basic

_DEGREE = (
    r"(?:(?:very|quite|fairly|rather|pretty|really|"
    r"so|too|relatively|somewhat|a\s+bit|more\s+or\s+less)\s+)"
)
_VAGUE = re.compile(
    rf"(?:(?:(?:usually|generally|normally|mostly|often|typically)\s+)?"
    rf"{_DEGREE}*(?:quickly|fast|slowly|soon|often|frequently|rarely|seldom|sometimes|usually|"
    rf"generally|normally|"
    r"occasionally|regularly|long|short|large|small|big|high|low|many|much|few|some|several|"
    r"various|important|"
    r"good|well|helpful|carefully|properly|appropriately|differently|lots?|a\s+lot|a\s+few|"
    r"a\s+little|enough|"
    r"early|late|recently)"
    r"|(?:it|that|this)\s+(?:all\s+)?(?:depends|varies|differs)|(?:it's|it\s+is|that's)\s+"
    rf"{_DEGREE}*(?:important|good|helpful|complicated|different|different\s+for\s+everyone)"
    r"|(?:many|various|several|different|some|all\s+kinds\s+of|lots\s+of|a\s+lot\s+of|"
    r"a\s+number\s+of|a\s+few)\s+"
    r"(?:things|ways|reasons|people|factors|times|kinds|types|steps|places|cases|situations)"
    r"|in\s+(?:many|various|several|different|some)\s+(?:ways|cases|situations)|(?:for|"
    r"from)\s+(?:many|various|several)\s+"
    r"(?:reasons|people)|(?:for\s+)?(?:a|some)\s+(?:"
    rf"{_DEGREE}*(?:long|short)\s+)?(?:while|time)|(?:quite|"
    r"for)\s+a\s+while|"
    r"as\s+soon\s+as\s+(?:possible|they\s+can|one\s+can)|a\s+little\s+bit|"
    r"not\s+(?:too|very|so)\s+\w+|(?:when(?:ever)?|if|where|as)\s+(?:it\s+is\s+|"
    r"it's\s+)?(?:appropriate|"
    r"necessary|needed|possible|helpful)|as\s+needed|if\s+needed|as\s+appropriate|"
    r"when\s+appropriate|where\s+appropriate|"
    r"and\s+so\s+on|etc|"
    r"stuff|things|something|whatever|more\s+or\s+less|to\s+some\s+extent|"
    r"most\s+of\s+the\s+time|now\s+and\s+then|"
    r"from\s+time\s+to\s+time|every\s+so\s+often|every\s+now\s+and\s+(?:then|again)|"
    r"once\s+in\s+a\s+while|sooner\s+or\s+later|in\s+due\s+course|in\s+a\s+timely\s+manner|"
    r"within\s+a\s+reasonable\s+time)",
    re.IGNORECASE,
)


class VagueAnswer(CardRule):
    code = "CRD010"
    name = "vague-answer"
    good = (
        "front: How soon does the written report follow?\nback: Within 48 hours.",
        "front: What decides about gifts?\nback: It depends on the agency's policy.",
        "front: How does a CPS listen?\nback: Carefully and without judging.",
    )
    bad = (
        "front: How soon does the report follow?\nback: «Fairly quickly.»",
        "front: How long may an intake take?\nback: «A fairly long time.»",
        "front: How fast does a warm line answer?\nback: «Usually pretty fast.»",
        "front: When is a plan read again?\nback: «Every so often.»",
        "front: How many people sign the form?\nback: «Several people»",
        "front: May a gift be accepted, and on what does that hang?\nback: «It depends.»",
    )

    def check(self, card: CardView) -> Findings:
        view = card.answer
        if view is None or not isinstance(card.card, Basic) or len(view.words) > 6:
            return
        shown = view.shown.strip(" \n.!…,")
        if not _VAGUE.fullmatch(shown):
            return
        yield self.found(
            view,
            (view.shown.find(shown), view.whole[1]),
            f'"{shown}" could mean anything, so nobody can tell whether they knew it',
            help="say how soon, how many, which, or on what it depends",
        )
