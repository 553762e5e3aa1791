"""Give each topic about the room that its weight in the curriculum asks for.

A topic with a weight of 0.2 and 5 % of the cards leaves learners short where the exam asks most.
The finding points at the topic in `curriculum.yaml`. Write cards for the topics that lack them,
or mend the weights.
"""

from collections import Counter

from cps_cards.lint.rule import CoverageRule, Findings, coverage
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Collection

_DECK = (
    "=== deck.yaml\nid: example\nname: Example\n=== curriculum.yaml\ntopics:\n"
    "  - id: ethics\n    title: Ethics\n    weight: {0}\n"
    "    objectives: [{{id: ethics.one, statement: Know it., priority: core, facts: []}}]\n"
    "  - id: {1}\n    title: Law\n    weight: {2}\n"
    "    objectives: [{{id: law.one, statement: Know it., priority: core, facts: []}}]\n"
    "=== cards/ethics.yaml\ntopic: ethics\ncards:\n"
    "  - {{id: a, front: What is hope?, back: A belief., teaches: [ethics.one]}}\n"
    "=== cards/law.yaml\ntopic: law\ncards:\n"
    "  - {{id: b, front: Who may vote?, back: Citizens., teaches: [law.one]}}\n"
    "  - {{id: c, front: Who makes laws?, back: Assemblies., teaches: [law.one]}}\n"
)


class TopicBalance(CoverageRule):
    code = "COV004"
    level = "info"
    good = (
        _DECK.format(0.5, "law", 0.5),
        # Without weights, no topic asks for more than another.
        _DECK.format("", "law", "").replace("    weight: \n", "")
        + "  - {id: d, front: Who judges?, back: Courts., teaches: [law.one]}\n"
        "  - {id: e, front: Who pleads?, back: Counsel., teaches: [law.one]}\n",
    )
    bad = (_DECK.format(0.8, "«law»", 0.2).replace("id: ethics\n", "id: «ethics»\n", 1),)
    help = "write cards for the topics that have too few, or mend the weights"

    topic_share: float = coverage(
        0.5, "how far a topic's share of cards may be from its weight, as a part of it"
    )

    def judge(self, collection: Collection, curriculum: Curriculum) -> Findings:
        weights = {topic.id: topic.weight for topic in collection.deck.topics}
        counts = Counter(card.topic for card in collection.live)
        is_weighed = any(topic.weight for topic in curriculum.topics)
        for topic in curriculum.topics if collection.live and is_weighed else ():
            weight = weights.get(topic.id.value) or 0.0
            share = counts[topic.id.value] / len(collection.live)
            if abs(share - weight) > self.topic_share * weight > 0:
                message = f"{share:.0%} of the cards belong to this topic"
                message += f", and its weight is {weight:.0%}"
                yield self.found(topic.id, None, message)
