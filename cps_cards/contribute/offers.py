"""What a deck still lacks: its objectives, those without a card first."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cps_cards.model.curriculum import PRIORITIES, Fact, Objective, Topic
from cps_cards.model.deck import Collection
from cps_cards.model.texts import counted


class Offer(NamedTuple):
    """An objective, how many cards teach something of it, and its facts that none teaches."""

    topic: Topic
    objective: Objective
    cards: int
    gaps: list[Fact]

    @property
    def state(self) -> str:
        """What there is, in words."""
        if not self.cards:
            return "no card yet"
        if self.gaps:
            return f"{len(self.gaps)} of {len(self.objective.teachable)} facts without a card"
        return counted(self.cards, "card")


def offers(collection: Collection, topic: str | None = None) -> list[Offer]:
    """The objectives (of one topic): those without a card first, then those with facts that have
    none; core before the rest."""
    if collection.curriculum is None:
        return []
    cards = Counter(
        one.id.value for card in collection.live for one in collection.objectives_of(card)
    )
    found = [
        Offer(its_topic, objective, cards[objective.id.value],
              [fact for fact in objective.teachable if fact.id.value not in collection.taught])
        for its_topic, objective in collection.curriculum.objectives()
        if (topic is None or its_topic.id.value == topic) and not objective.waits
    ]  # fmt: skip
    return sorted(found, key=lambda offer: (
        bool(offer.cards), not offer.gaps, PRIORITIES.index(offer.objective.priority)
    ))  # fmt: skip


def search(found: Sequence[Offer], words: str) -> list[Offer]:
    """The offers that hold every word, in whatever case: in a title, a statement, facts or ids."""
    wanted = words.casefold().split()
    hits = []
    for offer in found:
        objective = offer.objective
        texts = [offer.topic.title, objective.statement, objective.id]
        texts += [text for fact in objective.facts for text in (fact.text, fact.id)]
        held = " ".join(text.value for text in texts).casefold()
        if all(word in held for word in wanted):
            hits.append(offer)
    return hits
