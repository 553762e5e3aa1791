"""Ask one clear thing: a bare topic leaves the learner guessing what you want to hear.

"Boundaries" or "Tell me about recovery" can be answered in a hundred ways, and nobody can judge
whether the one that came to mind was right. Write a question that has one answer, or tell the
learner what to do: "Name …", "Define …".
"""

import re

from cps_cards.lint.question_shapes import WH, has_blank, instructs
from cps_cards.lint.rule import BasicRule, Findings, limit, phrases
from cps_cards.lint.views import BasicView

_VAGUE = phrases(
    r"\W*(?:(?:please )?tell (?:me|us) (?:\w+ ){0,2}?about|discuss|talk about|write about|"
    r"(?:and )?(?:what|how) about|say something about|what do you know about)\b"
)


class UnfocusedQuestion(BasicRule):
    code = "CRD009"
    yields_to = ("placeholder-text",)
    good = (
        "front: What is hope?\nback: A belief that things can get better.",
        "front: Define mutuality.\nback: Giving and taking as equals.",
        "front: Self-rule\nback: Deciding about one's own life.\nreverse: true\nterm: Self-rule",
        "scenario: Ana is silent.\nfront: What now?\nback: Wait.",
        "front: A CPS keeps the person at the ____.\nback: Center.",
    )
    bad = (
        "front: «Boundaries in peer support»\nback: Lines that make the relationship safe.",
        "front: «Tell me about recovery.»\nback: It is a path that the person chooses.",
        "front: «Why?»\nback: Trust.",
    )
    help = 'ask for one thing, as in "What do boundaries make possible?"'

    question_words_least: float = limit(3, "the fewest words of a question without a scenario")

    def check(self, card: BasicView) -> Findings:
        view = card.question
        if card.card.reverse:
            return
        shown = view.shown.strip()
        vague = _VAGUE.match(shown)
        if vague is not None and len(view.words) < 10:
            message = "the question leaves open what is asked"
        elif "?" in shown:
            if card.scenario is not None or len(view.words) >= self.question_words_least:
                return
            message = "the question is too short to stand alone"
        elif _asks(view.words, shown):
            return
        else:
            message = "this asks nothing: a learner cannot know what you want to hear"
        yield self.found(view, view.whole, message)


def _asks(words: list[str], shown: str) -> bool:
    """Whether a text without a question mark still tells the learner what to do."""
    if has_blank(shown) or shown.endswith((":", "—", "–")) or "\ufffc" in shown:
        return True
    if len(words) > 1 and instructs(shown):
        return True
    return len(words) >= 4 and re.search(rf"\b{WH}\b", shown, re.IGNORECASE) is not None
