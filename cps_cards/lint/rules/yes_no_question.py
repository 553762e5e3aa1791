"""Ask for the thing itself: a question that yes or no answers can be guessed half of the time.

A learner who says "no" may be right without knowing why, and the card never notices. Ask what, when
or why: the answer behind your "No, …" is mostly the better back.
"""

import re

from cps_cards.lint.question_shapes import asking_clause, opener
from cps_cards.lint.rule import BasicRule, Findings, phrases
from cps_cards.lint.views import WORD, BasicView, TextView

_YES_NO = phrases(
    r"[\s\"“(]*(?:(?:generally|usually|typically|normally|absolutely|definitely|certainly|probably|"
    r"mostly|almost always|of course|in general|as a rule|sometimes)[\s,]+)?"
    r"(?:yes|no|yep|nope|not|true|false)(?=\s*(?:[,.;:!?)\"”–—]|-\s|$))"
)
_TRUE_FALSE = phrases(r"[\s\"“(]*(?:true|right|yes|correct) or (?:false|wrong|no|incorrect)\b")
_TAG = phrases(
    r",\s*(?:right|correct|true|is it|isn't it|are they|aren't they|yes or no)\s*\?",
)
_FIRST_WORD = re.compile(r"[\"“'(\s]*([A-Za-z]+(?:n't)?)")


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
        at = opener(view, start, end)
        if at is not None and not _is_told(view, at):
            word = _FIRST_WORD.match(view.shown, at)
            place = word.span(1) if word is not None else (at, at + 1)
        else:
            of_two = _TRUE_FALSE.match(view.shown, start) or _TRUE_FALSE.match(view.shown)
            asked = of_two or _TAG.search(view.shown, start, end)
            if asked is None:
                return
            place = asked.span()
        message = "this question can be answered with yes or no, so it can be guessed"
        yield self.found(view, place, message)


def _is_told(view: TextView, at: int) -> bool:
    """Whether a place is in a quotation that stands inside a sentence: somebody else asks that."""
    quoted = next((q for q in view.quotations if q.start <= at < q.end), None)
    if quoted is None:
        return False
    touched = [s for s in view.sentences if s[0] < quoted.end and quoted.start < s[1]]
    before = view.shown[touched[0][0] : quoted.start] if touched else ""
    after = view.shown[quoted.end : touched[-1][1]] if touched else ""
    return WORD.search(before + after) is not None
