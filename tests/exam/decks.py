"""Decks of choice cards to make exams of, written and loaded as any other deck."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cps_cards.model.cards import Choice
from cps_cards.pipeline import Opened, open_deck
from tests import folders


class Entry(NamedTuple):
    """A choice card in short; ``more`` are keys in place of the usual ones, None takes one away."""

    topic: int = 0
    priority: str = "core"
    more: Mapping[str, Any] = {}


def mixed(count: int, topics: int = 3) -> list[Entry]:
    """As real decks are: every topic and priority, in no order."""
    priorities = ("core", "core", "important", "important", "extended")
    return [Entry(n % topics, priorities[n * 7 % 5]) for n in range(count)]


def card(number: int, entry: Entry, taught: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"card-{number}",
        "kind": "choice",
        "question": f"What is number {number}?",
        "answer": f"It is {number}",
        "distractors": [
            {"text": f"It is {number} less {off}", "why": f"No: {off} too few for {number}."}
            for off in (1, 2, 3)
        ],
        "why": f"Because {number} is {number}.",
        "teaches": [f"t{entry.topic}.{entry.priority}"] if taught else None,
        **entry.more,
    }
    return {key: value for key, value in made.items() if value is not None}


def files(entries: Sequence[Entry], weights: Sequence[float] | None = None) -> folders.Files:
    """A deck with topics ``t0``, ``t1`` …; without weights it has no curriculum."""
    topics = range(max(entry.topic for entry in entries) + 1 if entries else 1)
    topics = range(max(len(topics), len(weights or ())))
    titles = {f"t{n}": f"Topic {n}" for n in topics}
    found: dict[str, str | bytes | None] = {
        "deck.yaml": json.dumps({"id": "tried", "name": "Tried & <true>"} | {"topics": titles})
    }
    if weights is not None:
        found["curriculum.yaml"] = json.dumps({"topics": [_topic(n, weights[n]) for n in topics]})
    for topic in topics:
        cards = [
            card(number, entry, weights is not None)
            for number, entry in enumerate(entries)
            if entry.topic == topic
        ]
        if cards:
            found[f"cards/t{topic}.yaml"] = json.dumps({"topic": f"t{topic}", "cards": cards})
    return found


def _topic(number: int, weight: float) -> dict[str, Any]:
    objectives = [
        {"id": f"t{number}.{p}", "statement": f"Know what is {p}.", "priority": p, "facts": []}
        for p in ("core", "important", "extended")
    ]
    topic = {"id": f"t{number}", "title": f"Topic {number}", "objectives": objectives}
    return {**topic, "weight": weight}


def opened(
    folder: Path, entries: Sequence[Entry], weights: Sequence[float] | None = None
) -> Opened:
    """A deck that opens without a fault."""
    deck = open_deck(folders.write(folder, files(entries, weights)), shown="deck")
    assert folders.lines(deck.faults) == []
    return deck


def choices(deck: Opened) -> list[Choice]:
    return [one for one in deck.collection.live if isinstance(one, Choice)]
