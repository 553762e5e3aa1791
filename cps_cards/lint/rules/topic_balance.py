"""Give each topic about the room that its weight in the curriculum asks for.

A topic with a weight of 0.2 and 5 % of the cards leaves learners short where the exam asks most.
The finding points at the topic in `curriculum.yaml`. Write cards for the topics that lack them,
or mend the weights.
"""

from __future__ import annotations

from cps_cards.lint.card_view import DeckView
from cps_cards.lint.rule import DeckRule, Findings, coverage

_HEAD = "=== curriculum.yaml\ntopics:\n"
_TOPIC = (
    "  - id: {0}\n    title: A topic\n    weight: {1}\n    objectives:\n      - id: {2}.one\n   "
    "     statement: Know it.\n"
    "        priority: core\n        facts: []\n"
)
_DECK = "=== deck.yaml\nid: example\nname: Example\n"
_FILE = "=== cards/{0}.yaml\ntopic: {0}\ncards:\n"
_CARD = (
    "  - {{id: {0}-{1}, front: What is {1} of {0}?, "
    "back: It is {1}., teaches: [{0}.one], sources: [handbook]}}\n"
)


def _cards(topic: str, count: int) -> str:
    return _FILE.format(topic) + "".join(_CARD.format(topic, n) for n in range(count))


class TopicBalance(DeckRule):
    code = "COV004"
    name = "topic-balance"
    level = "info"
    by_construction = True
    tells_gaps = True
    good = (
        _DECK
        + _HEAD
        + _TOPIC.format("ethics", 0.5, "ethics")
        + _TOPIC.format("law", 0.5, "law")
        + _cards("ethics", 5)
        + _cards("law", 6),
    )
    bad = (
        _DECK
        + _HEAD
        + _TOPIC.format("«ethics»", 0.8, "ethics")
        + _TOPIC.format("«law»", 0.2, "law")
        + _cards("ethics", 2)
        + _cards("law", 8),
    )

    topic_share: float = coverage(
        0.5, "how far a topic's share of cards may be from its weight, as a part of it"
    )

    def check(self, deck: DeckView) -> Findings:
        collection = deck.collection
        if collection.curriculum is None or not collection.live:
            return
        if not any(topic.weight for topic in collection.curriculum.topics):
            return
        weights = {topic.id: topic.weight for topic in collection.deck.topics}
        counts: dict[str, int] = {}
        for card in collection.live:
            counts[card.topic] = counts.get(card.topic, 0) + 1
        for topic in collection.curriculum.topics:
            weight = weights.get(topic.id.value, 0.0)
            share = counts.get(topic.id.value, 0) / len(collection.live)
            if weight and abs(share - weight) > self.topic_share * weight:
                yield self.found(
                    topic.id,
                    (0, len(topic.id.value)),
                    f"{share:.0%} of the cards belong to this topic, and its weight is "
                    f"{weight:.0%}",
                    help="write cards for the topics that have too few, or mend the weights",
                )
