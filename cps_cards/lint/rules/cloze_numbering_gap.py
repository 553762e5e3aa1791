"""Number deletions c1, c2, c3, without a gap.

Anki makes a card of each number. A gap does no harm by itself, but mostly a deletion got lost or
two were meant to be one. `--fix` closes it as long as the card is not published: afterwards,
learners' review history hangs on the numbers.
"""

from cps_cards.diagnostics import Edit
from cps_cards.lint.rule import ClozeRule, Findings
from cps_cards.lint.views import ClozeView


class ClozeNumberingGap(ClozeRule):
    code = "CLZ001"
    fix = "safe"
    by_construction = True
    good = (
        "text: People {{c1::choose}} and {{c2::decide}}.",
        "text: People {{c2::choose}} and {{c1::decide}}, and {{c1::act}} on it.",
    )
    bad = (
        "text: People {{c1::choose}} and {{‹«c3»→c2›::decide}} for themselves.",
        "text: '{{‹«c2»→c1›::People}} decide and it''s {{‹c5→c2›::theirs}}.'",
    )

    def check(self, card: ClozeView) -> Findings:
        note, collection = card.card, card.deck.collection
        renamed = {old: new for new, old in enumerate(note.numbers, start=1)}
        if all(old == new for old, new in renamed.items()):
            return
        marks = [mark for mark in card.parsed.marks if mark.kind == "open"]
        wrong = [mark for mark in marks if renamed[mark.number] != mark.number]
        if collection.ledger is not None:
            published = note.key in collection.ledger.cards
        else:  # a ledger that cannot be read may hold any card
            published = any(path.endswith("published.json") for path in collection.mtimes)
        edits = [
            self.edits(note.text, (mark.start + 3, mark.end - 2), str(renamed[mark.number]))
            for mark in wrong
        ]
        fix: tuple[Edit, ...] = () if published or not all(edits) else sum(edits, ())
        help = "number the deletions c1, c2, c3 …"
        if published:
            help = "leave it: learners have this card, and their history hangs on its numbers"
        first, place = wrong[0], (wrong[0].start + 2, wrong[0].end - 2)
        message = f"c{first.number} stands here, and no c{renamed[first.number]} on the card"
        yield self.found(note.text, place, message, help=help, fix=fix)
