"""An answer that could mean anything cannot be recalled: say how soon, how many, which.

A learner who thought "within a day" cannot tell whether "fairly quickly" means that. Put the
number, the name or the condition in its place.
"""

import re

from cps_cards.lint.rule import BasicRule, Findings
from cps_cards.lint.views import BasicView

_DEGREE = (
    r"(?:(?:very|quite|fairly|rather|pretty|really|so|too|relatively|somewhat|a bit|more or less) )"
)
_SEVERAL = "(?:many|various|several|different|some)"
_VAGUE = re.compile(
    rf"(?:(?:usually|generally|normally|mostly|often|typically) )?{_DEGREE}*(?:quickly|fast|slowly|"
    r"soon|often|frequently|rarely|seldom|sometimes|usually|generally|normally|occasionally|"
    r"regularly|long|short|large|small|big|high|low|many|much|few|some|several|various|important|"
    r"good|well|helpful|carefully|properly|appropriately|differently|lots?|a lot|a few|a little|"
    r"enough|early|late|recently)"
    r"|(?:it|that|this) (?:all )?(?:depends|varies|differs)"
    rf"|(?:it's|it is|that's) {_DEGREE}*"
    r"(?:important|good|helpful|complicated|different(?: for everyone)?)"
    rf"|(?:{_SEVERAL}|all kinds of|lots of|a lot of|a number of|a few) "
    r"(?:things|ways|reasons|people|factors|times|kinds|types|steps|places|cases|situations)"
    rf"|in {_SEVERAL} (?:ways|cases|situations)|(?:for|from) (?:many|various|several) "
    r"(?:reasons|people)"
    rf"|(?:for )?(?:a|some) (?:{_DEGREE}*(?:long|short) )?(?:while|time)|(?:quite|for) a while"
    r"|as soon as (?:possible|they can|one can)|a little bit|not (?:too|very|so) \w+"
    r"|(?:when(?:ever)?|if|where|as) (?:it is |it's )?(?:appropriate|necessary|needed|possible|"
    r"helpful)"
    r"|and so on|etc|stuff|things|something|whatever|more or less|to some extent|most of the time"
    r"|now and then|from time to time|every so often|every now and (?:then|again)"
    r"|once in a while|sooner or later|in due course|in a timely manner|within a reasonable time",
    re.IGNORECASE,
)


class VagueAnswer(BasicRule):
    code = "CRD010"
    good = (
        "front: How soon does the written report follow?\nback: Within 48 hours.",
        "front: What decides about gifts?\nback: It depends on the agency's policy.",
    )
    bad = (
        "front: How soon does the report follow?\nback: «Fairly quickly.»",
        "front: When is a plan read again?\nback: «Every so often.»",
        "front: How many people sign the form?\nback: «Several people»",
        "front: May a gift be accepted, and on what does that hang?\nback: «It depends.»",
    )
    help = "say how soon, how many, which, or on what it depends"

    def check(self, card: BasicView) -> Findings:
        view = card.answer
        shown = view.shown.strip(" \n.!…,")
        if len(view.words) <= 6 and _VAGUE.fullmatch(" ".join(shown.split())):
            message = f'"{shown}" could mean anything, so nobody can tell whether they knew it'
            yield self.found(view, (view.shown.find(shown), view.whole[1]), message)
