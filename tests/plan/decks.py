"""Decks to plan for, written as their authors would and loaded as any other."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cps_cards.model.deck import Collection
from cps_cards.yamlio.load import load


@dataclass(frozen=True)
class Entry:
    """A card in short: how many cards Anki makes of it, and which earlier ones it waits for."""

    topic: int = 0
    priority: str | None = None
    cards: int = 1
    after: tuple[int, ...] = ()


def written(folder: Path, entries: Sequence[Entry], deck: str = "") -> Path:
    """A deck folder with one card an entry, ``c0``, ``c1`` and so on."""
    topics = sorted({entry.topic for entry in entries})
    (folder / "cards").mkdir(parents=True)
    lines = ["id: tried", "name: Tried & <true>", deck, "topics:"]
    lines += [f"  t{topic}: Topic {topic}" for topic in topics]
    (folder / "deck.yaml").write_text("\n".join(lines) + "\n")
    if any(entry.priority for entry in entries):
        (folder / "curriculum.yaml").write_text(_curriculum(entries, topics))
    for topic in topics:
        cards = [f"topic: t{topic}", "cards:"]
        for number, entry in enumerate(entries):
            if entry.topic == topic:
                cards += _card(number, entry)
        (folder / "cards" / f"t{topic}.yaml").write_text("\n".join(cards) + "\n")
    return folder


def _curriculum(entries: Sequence[Entry], topics: Sequence[int]) -> str:
    lines = ["topics:"]
    for topic in topics:
        lines += [f"  - id: t{topic}", f"    title: Topic {topic}", "    objectives:"]
        for priority in sorted({e.priority or "core" for e in entries if e.topic == topic}):
            lines += [
                f"      - id: t{topic}.{priority}",
                f"        statement: Know what is {priority}.",
                f"        priority: {priority}",
                "        facts: []",
            ]
    return "\n".join(lines) + "\n"


def _card(number: int, entry: Entry) -> list[str]:
    lines = [f"  - id: c{number}"]
    if entry.cards == 1:
        lines += [f"    front: What is number {number}?", f"    back: It is {number}."]
    else:
        hidden = " ".join(f"{{{{c{n}::{number}-{n}}}}}" for n in range(1, entry.cards + 1))
        lines += ["    kind: cloze", f"    text: Number {number} is {hidden}."]
    if entry.priority:
        lines.append(f"    teaches: [t{entry.topic}.{entry.priority}]")
    if entry.after:
        lines.append(f"    after: [{', '.join(f'c{n}' for n in entry.after)}]")
    return lines


def collection(entries: Sequence[Entry], deck: str = "") -> Collection:
    """The collection of a deck that loads without a fault."""
    with tempfile.TemporaryDirectory() as folder:
        loaded, faults = load(written(Path(folder) / "deck", entries, deck), "deck")
    assert not faults.found, faults.found
    return loaded


def mixed(count: int) -> list[Entry]:
    """A deck as real ones are: three priorities, three topics, every fifth note a cloze."""
    entries = []
    for number in range(count):
        share = number / count
        priority = "core" if share < 0.5 else "important" if share < 0.9 else "extended"
        after = (number - 3,) if number % 7 == 3 else ()
        entries.append(
            Entry(number % 3, priority, 1 + (number % 5 == 0) + (number % 10 == 0), after)
        )
    return entries
