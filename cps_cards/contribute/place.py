"""Which card file a new card belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection as Container
from itertools import count

from cps_cards.contribute.draft import Draft
from cps_cards.model.curriculum import PRIORITIES, Priority
from cps_cards.model.deck import Collection


def file_for(draft: Draft, collection: Collection, shown: str) -> str:
    """The shown path of the file that holds most cards of the draft's topic and priority.

    Where none does, it is the topic's file in a deck that does not divide files by priority; else
    a new one, named as the deck names its other files. ``shown`` is the deck folder's path.
    """
    topic, priority = draft.topic, _priority(draft, collection)
    alike: Counter[str] = Counter(
        card.source.path for card in collection.live
        if card.topic == topic and collection.priority_of(card) == priority
    )  # fmt: skip
    if alike:
        return max(alike, key=lambda path: (alike[path], path))
    prefix = f"{shown}/"
    paths = sorted({(card.source.path, card.topic) for card in collection.cards})
    patterns = Counter(_pattern(path.removeprefix(prefix), its) for path, its in paths)
    own = [path for path, its in paths if its == topic]
    if own and not any("{priority}" in pattern for pattern in patterns):
        return own[-1]
    known = [pattern for pattern, _ in patterns.most_common() if "{topic}" in pattern]
    pattern = known[0] if known else "cards/{topic}.yaml"
    if priority is None and "{priority}" in pattern:
        pattern = "cards/{topic}.yaml"
    name = pattern.replace("{topic}", topic).replace("{priority}", priority or "")
    return _free(prefix + name, {path for path, _ in paths})


def _priority(draft: Draft, collection: Collection) -> Priority | None:
    """The highest priority of what the draft teaches, as for a card."""
    known = collection.curriculum.by_id if collection.curriculum is not None else {}
    taught = {known[id][1].priority for id in draft.teaches if id in known}
    return next((priority for priority in PRIORITIES if priority in taught), None)


def _pattern(path: str, topic: str) -> str:
    """How a file is named: ``cards/{topic}/{priority}.yaml``."""
    pattern = re.sub(rf"(?<=/){re.escape(topic)}(?=[/.])", "{topic}", path)
    return re.sub(rf"(?<=/)(?:{'|'.join(PRIORITIES)})(?=[/.])", "{priority}", pattern)


def _free(path: str, taken: Container[str]) -> str:
    stem, dot, suffix = path.rpartition(".")
    names = (path if number == 1 else f"{stem}-{number}{dot}{suffix}" for number in count(1))
    return next(name for name in names if name not in taken)
