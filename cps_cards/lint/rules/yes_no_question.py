"""Ask for the thing itself: a question that yes or no answers can be guessed half of the time.

A learner who says "no" may be right without knowing why, and the card never notices. Ask what, when
or why: the answer behind your "No, …" is mostly the better back.
"""

import re

from cps_cards.lint.english import AUXILIARIES
from cps_cards.lint.question_shapes import asking_clause
from cps_cards.lint.rule import BasicRule, Findings, phrases
from cps_cards.lint.views import BasicView, TextView

_YES_NO = phrases(
    r"[\s\"“(]*(?:(?:generally|usually|typically|normally|absolutely|definitely|certainly|probably|"
    r"mostly|almost always|of course|in general|as a rule|sometimes)[\s,]+)?"
    r"(?:yes|no|yep|nope|not|true|false)(?=\s*(?:[,.;:!?)\"”–—]|-\s|$))"
)
_TRUE_FALSE = phrases(r"[\s\"“(]*(?:true|right|yes|correct) or (?:false|wrong|no|incorrect)\b")
_TAG = phrases(
    r",\s*(?:right|correct|true|is it|isn't it|are they|aren't they|yes or no)\s*\?",
)
_OPENS = re.compile(r"[\"“'(\s]*(?P<word>(?P<verb>[A-Za-z]+?)(?:n['’]t)?)\b")
_INTRO = re.compile(r"[^,?]{3,90},\s+(?:and\s+|then\s+|so\s+)?")


class YesNoQuestion(BasicRule):
    code = "CRD002"
    good = (
        "front: Is peer support a relationship or a treatment?\nback: A relationship.",
        "front: What may a CPS never do with a person's money?\nback: Borrow it.",
        "front: Does anyone else decide?\nback: No one but the person decides.",
        "front: What does a person who says no need?\nback: No more pressure.",
        "front: 'What do you say when Jo asks, \"Can I go home?\"'\nback: 'Yes, any time.'",
    )
    bad = (
        "front: «May» a CPS lend money to a person?\nback: No, it changes the relationship.",
        "front: In Massachusetts, «is» a CPS always a mandated reporter?\nback: 'No.'",
        "front: '\"«May» a CPS lend money?\"'\nback: 'No.'",
        "front: «True or false», a CPS may diagnose.\nback: 'False.'",
        "scenario: Ana asks for a loan.\nfront: 'She needs it today. «Should» the CPS help out?'\n"
        "back: No; a CPS says so kindly.",
    )
    help = "ask what, when, who or why, so that the answer itself has to be recalled"

    def check(self, card: BasicView) -> Findings:
        view = card.question
        if not _YES_NO.match(card.answer.shown):
            return
        start, end, _ = asking_clause(view)
        place = _opener(view.shown, start, end)
        if place is None or _is_told(view, place[0]):
            of_two = _TRUE_FALSE.match(view.shown, start) or _TRUE_FALSE.match(view.shown)
            asked = of_two or _TAG.search(view.shown, start, end)
            place = asked.span() if asked is not None else None
        if place is not None:
            message = "this question can be answered with yes or no, so it can be guessed"
            yield self.found(view, place, message)


def _opener(shown: str, start: int, end: int) -> tuple[int, int] | None:
    """The auxiliary that opens the question, behind an introduction if there is one."""
    for at in (start, *(intro.end() for intro in _INTRO.finditer(shown, start, end))):
        opens = _OPENS.match(shown, at, end)
        if opens is not None and opens["verb"].lower() in AUXILIARIES:
            return opens.span("word")
    return None


def _is_told(view: TextView, at: int) -> bool:
    """Whether a place is in a quotation that stands inside a sentence: somebody else asks that."""
    quoted = next((q for q in view.quotations if q.start <= at < q.end), None)
    if quoted is None:
        return False
    touched = [s for s in view.sentences if s[0] < quoted.end and quoted.start < s[1]]
    outside = (one.start for one in view.tokens if not quoted.start <= one.start < quoted.end)
    return any(start <= place < end for place in outside for start, end in touched)
