"""Behind a space, # begins a comment: what follows is in no text, and no learner sees it.

`back: Press #988 and wait` is the text "Press". Put quotes around the whole text. A comment that
is meant as one has a space behind its #.
"""

from collections.abc import Iterable

from cps_cards.lint.rule import DeckRule, Findings
from cps_cards.lint.views import DeckView
from cps_cards.model.deck import Collection
from cps_cards.model.texts import short
from cps_cards.source import Source
from cps_cards.yamlio import comments


class CommentCutsText(DeckRule):
    code = "TXT008"
    by_construction = True
    good = (
        "front: 'Whom do you call? #988'\nback: Room#5 # ask first",
        "front: Whom do you call?\nback: The Lifeline.\n#why: It is free.",
    )
    bad = (
        "front: What do you do?\nback: Press «#988 and wait»",
        "front: What do you do?\nback: Press\n  «#988 and wait»",
        "kind: choice\nquestion: What do you press?\nanswer: A\ndistractors:\n  - The key «#7»\n  "
        "- The star\n  - Nothing",
    )
    help = "put quotes around the whole text; a comment has a space behind its #"

    def check(self, deck: DeckView) -> Findings:
        for source in _sources(deck.collection):
            cards = [card for card in deck.collection.cards if card.source is source]
            for text, span in comments.cutting(source):
                holds = (card for card in cards if card.span.start <= span.start < card.span.end)
                card = next((card.id.value for card in holds), None)
                message = "nothing stands before the #: all of this is a comment"
                if text.value:
                    message = f"the text ends before the #, as `{short(text.value, 40)}`"
                yield self.found(source, span, message, card=card)


def _sources(collection: Collection) -> Iterable[Source]:
    """The files of the deck that hold texts, each once."""
    told_in = (*collection.cards, *collection.faulty, collection.deck)
    found = [one.source for one in (*told_in, collection.curriculum, collection.language) if one]
    found += [collection.sources_file] if collection.sources_file is not None else []
    return {source.path: source for source in found}.values()
