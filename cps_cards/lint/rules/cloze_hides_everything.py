"""Leave enough to ask with: a card that shows only "[…] and […]" asks nothing.

A learner needs at least two words of content beside the gap to know what is meant. Keep the subject
in sight and hide what is said about it, or write a basic card.
"""

from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import STOP_WORDS
from cps_cards.lint.rule import CardRule, Findings, limit
from cps_cards.model import clozes
from cps_cards.model.cards import Cloze

_LONG = 40
"""A text of more words leaves enough in sight, whatever it hides."""


class ClozeHidesEverything(CardRule):
    code = "CLZ004"
    name = "cloze-hides-everything"
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

    def check(self, card: CardView) -> Findings:
        view, note = card.cloze, card.card
        if view is None or not isinstance(note, Cloze) or card.scenario is not None:
            return
        if len(view.words) > _LONG or "\ufffc" in view.shown:
            return
        content = [view.place(t.start, t.end) for t in view.tokens if t.word not in STOP_WORDS]
        hints = sum(len(v.words) for v in card.texts if v.key == "hint")
        deletions = clozes.parse(note.text.value).deletions
        for number in note.numbers:
            own = [d.content for d in deletions if d.number == number]
            left = sum(1 for s, e in content if not any(a <= s and e <= b for a, b in own))
            if left + hints < self.cloze_words_left:
                told = f"c{number} leaves {left or 'no'} word of content in sight"
                yield self.found(note.text, None, f"{told}, so nobody can tell what is asked")
                return
