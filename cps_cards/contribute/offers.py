"""What a deck still lacks: its objectives, those without a card first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cps_cards.model.curriculum import PRIORITIES, Fact, Objective, Topic
from cps_cards.model.deck import Collection


class Offer(NamedTuple):
    """An objective, whether any card teaches something of it, and its facts that none teaches."""

    topic: Topic
    objective: Objective
    is_taught: bool
    gaps: list[Fact]

    @property
    def state(self) -> str:
        """What there is, in words."""
        if not self.is_taught:
            return "no card yet"
        if self.gaps:
            return f"{len(self.gaps)} of {len(self.objective.teachable)} facts without a card"
        return "all facts taught"


def offers(collection: Collection, topic: str | None = None) -> list[Offer]:
    """The objectives (of one topic): those without a card first, then those with facts that have
    none; core before the rest."""
    found = []
    for its_topic, objective in collection.curriculum.objectives() if collection.curriculum else ():
        if (topic is None or its_topic.id.value == topic) and not objective.waits:
            facts = objective.teachable
            gaps = [fact for fact in facts if fact.id.value not in collection.taught]
            is_taught = objective.id.value in collection.taught or len(gaps) < len(facts)
            found.append(Offer(its_topic, objective, is_taught, gaps))
    return sorted(found, key=lambda offer: (
        offer.is_taught, not offer.gaps, PRIORITIES.index(offer.objective.priority)
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
