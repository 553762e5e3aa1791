"""A blank stands at the end of the question, if anywhere.

With a blank at the start or in the middle, learners read to the end, go back, and try each option
in the gap: that tests patience. Ask a question, or turn the sentence so that the blank comes last.
For filling a gap, a cloze card is the better kind.
"""

import re

from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView

_BLANK = re.compile(
    r"(?<![^\W_])_{2,}|_{2,}(?![^\W_])"
    r"|(?<![.\w])\.{4,}|(?<!\.)\.{5,}|(?:\. ){5,}\.|[\[(]\s*blank\s*[\])]|\[\s*_+\s*\]"
    r"|\[\s+\]|\(\s{2,}\)|(?<=\s)-{3,}(?=\s)|(?<=\s)[–—]{2,}(?=\s)"
    r"|\(\?\)(?=\s?[=+×*/)−-])|(?<=[=+×*/−-] )\?(?= [=+×*/−-])",
    re.IGNORECASE,
)
_UNDERSCORES = re.compile(r"_{3,}")
_INSTRUCTS = re.compile(r"\W*(?:(?:choose|select|pick|fill|complete|mark)\b.*)?$", re.I | re.DOTALL)
_WORD = re.compile(r"[^\W_]")


class MidStemBlank(ChoiceRule):
    code = "MCQ016"
    good = (
        "question: The plan is written by ____",
        'question: "Recovery is ____. (Choose one.)"',
        "question: 'Sam says, \"I do not know...\" What now?'",
    )
    bad = (
        "question: The «____» writes the plan.",
        "question: Peer support is «.....» and mutual.",
    )
    help = "ask a question, put the blank last, or make it a cloze card"

    def check(self, card: ChoiceView) -> Findings:
        view = card.question
        # Underscores beside a bracket are read as bold, and the blank is gone from what is shown.
        shown, written = (view, view.shown, _BLANK), (view.text, view.text.value, _UNDERSCORES)
        for where, text, blank in (shown, written):
            for match in blank.finditer(text):
                if _WORD.search(text, match.end()) and not _INSTRUCTS.match(text, match.end()):
                    message = "the blank stands before the end, so learners read the question twice"
                    yield self.found(where, match.span(), message)
                    return
