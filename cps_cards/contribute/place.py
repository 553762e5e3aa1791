"""Which card file a new card belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cps_cards.contribute.draft import Draft
from cps_cards.model.curriculum import PRIORITIES, Priority
from cps_cards.model.deck import Collection


def priority_of(draft: Draft, collection: Collection) -> Priority | None:
    """The highest priority of what the draft teaches, as for a card."""
    if collection.curriculum is None:
        return None
    known = collection.curriculum.by_id
    ranks = [
        PRIORITIES.index(known[id][1].priority) for id in draft["teaches"] or () if id in known
    ]
    return PRIORITIES[min(ranks)] if ranks else None


def file_for(topic: str, priority: Priority | None, collection: Collection, shown: str) -> str:
    """The shown path of the file that holds most cards of the topic and priority.

    Where none does, it is the topic's file in a deck that does not divide files by priority; else
    a new one, named as the deck names its other files.
    """
    prefix = f"{shown}/"
    counts: Counter[str] = Counter(
        card.source.path for card in collection.live
        if card.topic == topic and collection.priority_of(card) == priority
    )  # fmt: skip
    if counts:
        most = max(counts.values())
        return max(path for path, count in counts.items() if count == most)
    paths = sorted({(card.source.path, card.topic) for card in collection.cards})
    patterns = Counter(_pattern(path.removeprefix(prefix), its) for path, its in paths)
    by_priority = any("{priority}" in pattern for pattern in patterns)
    own = [path for path, its in paths if its == topic]
    if own and not by_priority:
        return own[-1]
    return prefix + _named(patterns, topic, priority, {path for path, _ in paths}, prefix)


def _pattern(path: str, topic: str) -> str:
    """How a file is named: ``cards/{topic}/{priority}.yaml``."""
    pattern = re.sub(rf"(?<=/){re.escape(topic)}(?=[/.])", "{topic}", path)
    return re.sub(rf"(?<=/)(?:{'|'.join(PRIORITIES)})(?=[/.])", "{priority}", pattern)


def _named(
    patterns: Counter[str], topic: str, priority: Priority | None, taken: Sequence[str] | set[str],
    prefix: str,
) -> str:  # fmt: skip
    known = [p for p, _ in patterns.most_common() if "{topic}" in p]
    pattern = known[0] if known else "cards/{topic}.yaml"
    if priority is None and "{priority}" in pattern:
        pattern = "cards/{topic}.yaml"
    name = pattern.replace("{topic}", topic).replace("{priority}", priority or "")
    stem, dot, suffix = name.rpartition(".")
    number = 2
    while prefix + name in taken:
        name = f"{stem}-{number}{dot}{suffix}"
        number += 1
    return name
