"""A source that nothing cites is a leftover, or a citation is missing.

Take it out of `sources.yaml`, or cite it on the cards and facts that rest on it.
"""

from cps_cards.lint.rule import DeckRule, Findings
from cps_cards.lint.views import DeckView

_SOURCES = (
    "=== sources.yaml\nsources:\n  - {{id: handbook, title: A handbook, kind: guideline}}\n"
    "  - {{id: {}, title: A leaflet, kind: page}}\n=== cards/a.yaml\ntopic: ethics\ncards:\n"
    "  - {{id: a, front: What is hope?, back: A belief., sources: [{}]}}\n"
)


class UnusedSource(DeckRule):
    code = "DCK001"
    by_construction = True
    tells_gaps = True
    good = (_SOURCES.format("leaflet", "handbook, leaflet p. 3"),)
    bad = (_SOURCES.format("«leaflet»", "handbook"),)
    help = "cite it where it is used, or take it out"

    def check(self, deck: DeckView) -> Findings:
        collection = deck.collection
        cited = {c.source_id for card in collection.cards for c in card.sources}
        if collection.curriculum is not None:
            for _, objective in collection.curriculum.objectives():
                cited.update(c.source_id for fact in objective.facts for c in fact.sources)
        if collection.language is not None:
            table = collection.language
            groups = [one.sources for one in table.terms]
            groups += [one.sources for one in table.preferred_terms]
            cited.update(text.value for sources in groups for text in sources)
        for name, source in collection.sources.items():
            if name not in cited:
                yield self.found(source.id, None, f"nothing cites `{name}`")
