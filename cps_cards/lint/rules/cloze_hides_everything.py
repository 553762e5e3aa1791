"""Leave enough to ask with: a card that shows only "[…] and […]" asks nothing.

A learner needs at least two words of content beside the gap to know what is meant. Keep the subject
in sight and hide what is said about it, or write a basic card.
"""

from cps_cards.lint.english import STOP_WORDS
from cps_cards.lint.rule import ClozeRule, Findings, limit
from cps_cards.lint.views import ClozeView

_LONG = 40  # a text of more words leaves enough in sight, whatever it hides


class ClozeHidesEverything(ClozeRule):
    code = "CLZ004"
    by_construction = True
    good = (
        "text: Peer support rests on {{c1::hope}} and choice.",
        "scenario: Ana asks who decides about her plan.\ntext: It is {{c1::Ana}}.",
    )
    bad = (
        "text: «'{{c1::Peer support}} is {{c1::hope}}.'»",
        "text: «'{{c1::Listening}} helps.'»",
    )
    help = "keep the subject in sight, and hide what is said about it"

    cloze_words_left: float = limit(
        2, "the fewest words of content that a cloze card leaves in sight"
    )

    def check(self, card: ClozeView) -> Findings:
        view = card.cloze
        if card.scenario is not None or len(view.words) > _LONG or "\ufffc" in view.shown:
            return
        content = [token for token in view.tokens if token.word not in STOP_WORDS]
        hints = sum(len(v.words) for v in card.texts if v.key == "hint")
        for number in card.card.numbers:
            left = len(set(content).difference(card.words_in(card.hidden(number))))
            if left + hints < self.cloze_words_left:
                told = f"c{number} leaves {left or 'no'} word of content in sight"
                yield self.found(view, None, f"{told}, so nobody can tell what is asked")
                return
