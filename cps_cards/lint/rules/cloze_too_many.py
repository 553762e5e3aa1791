"""Hide a few words at a time: what is left has to tell what is asked.

Each number of a cloze adds a card to learners' days: more than three are too many. And a card that
hides over 40 % of the words (all deletions of one number are hidden together) becomes a riddle.
Make two cards of it, or hide only the words that carry the fact.
"""

import re
from collections.abc import Sequence

from cps_cards.lint.rule import ClozeRule, Findings, limit
from cps_cards.lint.views import ClozeView

_UNIT = re.compile(r"\w(?:\S*\w)?")  # a word, or a number however it is written


class ClozeTooMany(ClozeRule):
    code = "CLZ002"
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

    def check(self, card: ClozeView) -> Findings:
        view, numbers = card.cloze, card.card.numbers
        if len(numbers) > self.cloze_numbers:
            extra = numbers[int(self.cloze_numbers)]
            mark = next(m for m in card.parsed.marks if m.kind == "open" and m.number == extra)
            message = f"the card has {len(numbers)} numbers, and Anki makes a card of each"
            help = f"hide {self.cloze_numbers:g} things at most; make two cards of the rest"
            yield self.found(view.text, (mark.start + 2, mark.end - 2), message, help=help)
        elif card.scenario is None:
            units = [view.place(*unit.span()) for unit in _UNIT.finditer(view.shown)]
            hidden = {number: _hidden(units, card.hidden(number)) for number in numbers}
            number = max(numbers, key=hidden.__getitem__)
            if hidden[number] > self.cloze_share * len(units):
                told = f"c{number} hides {hidden[number]} of {len(units)} words"
                message = f"{told}: too little is left to tell what is asked"
                yield self.found(view, None, message)


def _hidden(units: Sequence[tuple[int, int]], ranges: Sequence[tuple[int, int]]) -> int:
    return sum(any(a < end and start < b for a, b in ranges) for start, end in units)
