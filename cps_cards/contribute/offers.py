"""What a deck still lacks: its objectives, those without a card first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cps_cards.model.cards import Card
from cps_cards.model.curriculum import PRIORITIES, Fact, Objective, Topic
from cps_cards.model.deck import Collection
from cps_cards.model.texts import counted


@dataclass(frozen=True)
class Offer:
    """An objective, and the cards that teach it or one of its facts."""

    topic: Topic
    objective: Objective
    cards: tuple[Card, ...]

    def cards_on(self, id: str) -> list[Card]:
        """The cards that teach one fact, or the objective as a whole."""
        return [card for card in self.cards if any(one.value == id for one in card.teaches)]

    @cached_property
    def gaps(self) -> list[Fact]:
        """Facts that no card teaches."""
        return [fact for fact in self.objective.teachable if not self.cards_on(fact.id.value)]

    @property
    def state(self) -> str:
        """What there is, in words."""
        if not self.cards:
            return "no card yet"
        if self.gaps:
            return f"{len(self.gaps)} of {len(self.objective.teachable)} facts without a card"
        return counted(len(self.cards), "card")


def offers(collection: Collection, topic: str | None = None) -> list[Offer]:
    """The objectives (of one topic): those without a card first, then those with facts that have
    none; core before the rest."""
    if collection.curriculum is None:
        return []
    by_objective: dict[str, list[Card]] = {}
    for card in collection.live:
        for objective in collection.objectives_of(card):
            by_objective.setdefault(objective.id.value, []).append(card)
    found = [
        Offer(its_topic, objective, tuple(by_objective.get(objective.id.value, ())))
        for its_topic, objective in collection.curriculum.objectives()
        if (topic is None or its_topic.id.value == topic) and not objective.waits
    ]
    return sorted(found, key=lambda offer: (
        bool(offer.cards), not offer.gaps, PRIORITIES.index(offer.objective.priority)
    ))  # fmt: skip


def search(found: Iterable[Offer], words: str) -> list[Offer]:
    """The offers in which every word occurs, at the beginning of a word of theirs; those whose
    statement has them all come first."""
    wanted = [re.compile(rf"\b{re.escape(word)}") for word in re.findall(r"\w+", words.casefold())]

    def lacks(*texts: str) -> bool:
        shown = " ".join(texts).replace("-", " ").casefold()
        return not all(word.search(shown) for word in wanted)

    hits = []
    for offer in found:
        objective = offer.objective
        near = objective.statement.value, objective.id.value
        far = (f"{fact.text} {fact.id}" for fact in objective.facts)
        if not lacks(*near, offer.topic.title.value, *far):
            hits.append((lacks(*near), offer))
    return [offer for _, offer in sorted(hits, key=lambda hit: hit[0])]
