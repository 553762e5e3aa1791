"""Hide a few words at a time: what is left has to tell what is asked.

Each number of a cloze adds a card to learners' days: more than three are too many. And a card that
hides over 40 % of the words (all deletions of one number are hidden together) becomes a riddle.
Make two cards of it, or hide only the words that carry the fact.
"""

import re
from collections.abc import Sequence

from cps_cards.lint.card_view import CardView
from cps_cards.lint.rule import CardRule, Findings, limit
from cps_cards.model import clozes
from cps_cards.model.cards import Cloze

_UNIT = re.compile(r"\w(?:\S*\w)?")
"""A word, or a number however it is written."""


class ClozeTooMany(CardRule):
    code = "CLZ002"
    name = "cloze-too-many"
    by_construction = True
    yields_to = ("cloze-hides-everything",)
    good = (
        "text: Peer support rests on {{c1::hope}}, on {{c2::choice}} and on {{c3::respect}} "
        "between two people.",
        "text: Consent can be withdrawn {{c1::at any time}}, {{c2::in writing or aloud}}.",
    )
    bad = (
        "text: A CPS brings {{c1::hope}}, {{c2::choice}}, {{c3::respect}} and {{«c4»::time}} to a "
        "person who asks for it on a hard day.",
        "text: «'{{c1::Recovery is a path}} that {{c2::the person chooses}}.'»",
        "text: «A CPS {{c1::hears fears}} and {{c1::asks about hopes}} first.»",
    )
    help = "hide only the words that carry the fact"

    cloze_numbers: float = limit(3, "the most numbers of a cloze card")
    cloze_share: float = limit(0.4, "the largest share of words that one card hides")

    def check(self, card: CardView) -> Findings:
        view, note = card.cloze, card.card
        if view is None or not isinstance(note, Cloze):
            return
        parsed = clozes.parse(note.text.value)
        if len(note.numbers) > self.cloze_numbers:
            extra = note.numbers[int(self.cloze_numbers)]
            mark = next(m for m in parsed.marks if m.kind == "open" and m.number == extra)
            message = f"the card has {len(note.numbers)} numbers, and Anki makes a card of each"
            help = f"hide {self.cloze_numbers:g} things at most; make two cards of the rest"
            yield self.found(note.text, (mark.start + 2, mark.end - 2), message, help=help)
            return
        whole = len(_UNIT.findall(view.shown))
        if not whole or card.scenario is not None:
            return
        hidden = {number: _hidden(note, parsed.deletions, number) for number in note.numbers}
        number = max(hidden, key=lambda one: (hidden[one], -one), default=None)
        if number is not None and hidden[number] / whole > self.cloze_share:
            told = f"c{number} hides {hidden[number]} of {whole} words"
            yield self.found(note.text, None, f"{told}: too little is left to tell what is asked")


def _hidden(note: Cloze, deletions: Sequence[clozes.Deletion], number: int) -> int:
    """How many words the card of a number hides; what stands in another deletion counts once."""
    own = [one for one in deletions if one.number == number]
    outer = (
        note.text.value[slice(*one.content)]
        for one in own
        if not any(o.content[0] <= one.start and one.end <= o.content[1] for o in own)
    )
    return sum(len(_UNIT.findall(clozes.without_marks(content))) for content in outer)
