"""A file in `media/` that no card shows is a leftover, or its card shows the wrong one.

It is not shipped, so it does no harm to learners, but whoever looks for the right picture finds
two. Show it on a card, or take it out.
"""

from cps_cards.lint.rule import DeckRule, Findings
from cps_cards.lint.views import DeckView
from cps_cards.render import reading
from cps_cards.source import Source

_CARD = (
    "=== cards/a.yaml\ntopic: ethics\ncards:\n  - id: a\n    front: What does it show? ![a "
    "wheel](wheel.svg)\n"
    "    back: Values.\n    sources: [handbook]\n"
)


class UnusedMedia(DeckRule):
    code = "DCK002"
    by_construction = True
    tells_gaps = True
    good = ("=== media/wheel.svg\n<svg/>\n" + _CARD,)
    bad = ("=== media/wheel.svg\n<svg/>\n=== media/old.svg\n«»<svg/>\n" + _CARD,)
    help = "show it on a card, or take it out of media/"

    def check(self, deck: DeckView) -> Findings:
        collection = deck.collection
        if not collection.media:
            return
        texts = [str(collection.deck.description or "")]
        for card in collection.cards:
            texts += [text.value for _, text in card.named_texts()]
            if card.retired is not None:
                texts.append(card.retired.reason.value)
        pictures = (reading.read(text).pictures for text in texts if "![" in text)
        shown = {image.name for images in pictures for image in images}
        folder = collection.deck.source.path.removesuffix("deck.yaml") + "media/"
        for name in sorted(collection.media.keys() - shown):
            yield self.found(Source(folder + name, ""), None, f"no card shows `{name}`")
