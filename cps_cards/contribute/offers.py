"""What a deck still lacks: its objectives, those without a card first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cps_cards.model.cards import Card
from cps_cards.model.curriculum import PRIORITIES, Fact, Objective, Topic
from cps_cards.model.deck import Collection

Need = Literal["uncovered", "gaps", "thin", "covered"]
_NEEDS: tuple[Need, ...] = ("uncovered", "gaps", "thin", "covered")


@dataclass(frozen=True)
class Offer:
    """An objective, and the cards that teach it or one of its facts."""

    topic: Topic
    objective: Objective
    cards: tuple[Card, ...]

    def cards_on(self, id: str) -> tuple[Card, ...]:
        """The cards that teach one fact, or the objective as a whole."""
        return tuple(c for c in self.cards if any(t.value == id for t in c.teaches))

    @cached_property
    def gaps(self) -> tuple[Fact, ...]:
        """Facts that no card teaches."""
        return tuple(f for f in self.objective.teachable if not self.cards_on(f.id.value))

    @cached_property
    def need(self) -> Need:
        """How much the objective needs a card. A core one is thin as long as its cards are of one
        kind, or none of them asks to apply it (a scenario, a choice)."""
        if not self.cards:
            return "uncovered"
        if self.gaps:
            return "gaps"
        kinds = {card.kind for card in self.cards}
        applied = any(card.scenario is not None or card.kind == "choice" for card in self.cards)
        if self.objective.priority == "core" and (len(kinds) == 1 or not applied):
            return "thin"
        return "covered"

    @property
    def state(self) -> str:
        """What there is, in words."""
        total = len(self.objective.teachable)
        if self.need == "uncovered":
            return "no card yet"
        if self.need == "gaps":
            return f"{len(self.gaps)} of {total} facts without a card"
        if self.need == "thin":
            return (
                "one kind of card only"
                if len({c.kind for c in self.cards}) == 1
                else "no card that asks to apply it"
            )
        count = len(self.cards)
        return f"{count} card{'' if count == 1 else 's'}"


def offers(collection: Collection, topic: str | None = None) -> list[Offer]:
    """The objectives (of one topic): uncovered ones first, core before the rest, then by need."""
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

    def rank(offer: Offer) -> tuple[bool, int, int]:
        """What no card teaches comes before what is thin, in whichever priority."""
        need = _NEEDS.index(offer.need)
        return offer.need == "covered", need, PRIORITIES.index(offer.objective.priority)

    return sorted(found, key=rank)


def search(found: Iterable[Offer], words: str) -> list[Offer]:
    """The offers in which every word occurs, at the beginning of a word of theirs; those whose
    statement has them all come first."""
    wanted = re.findall(r"\w+", words.casefold())

    def has(text: str) -> bool:
        return all(re.search(rf"\b{re.escape(word)}", text) for word in wanted)

    hits = [(offer, _searchable(offer)) for offer in found]
    return [o for o, (near, _) in hits if has(near)] + [
        o for o, (near, far) in hits if not has(near) and has(f"{near} {far}")
    ]


def _searchable(offer: Offer) -> tuple[str, str]:
    objective = offer.objective
    near = f"{objective.statement} {objective.id.value}".replace("-", " ").casefold()
    far: Sequence[str] = [f"{fact.text} {fact.id.value}" for fact in objective.facts]
    return near, f"{offer.topic.title} {' '.join(far)}".replace("-", " ").casefold()
