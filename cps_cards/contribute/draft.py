"""A card that is being written: its keys, and a file of its own where it waits to be finished."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import assert_never

from cps_cards.contribute import append, modelines
from cps_cards.contribute.append import CardKeys, Value
from cps_cards.faults import Faults
from cps_cards.model.cards import KINDS, Kind
from cps_cards.source import Source, Span
from cps_cards.yamlio import nodes
from cps_cards.yamlio.align import align
from cps_cards.yamlio.keys import CARD
from cps_cards.yamlio.nodes import MapNode, SeqNode

_HEAD = """\
# Change what you like, save the file, and close it. `teaches` names facts of curriculum.yaml; a key
# with nothing behind it is left out; the id is made from the card's words where none is given.
"""
_OFTEN_ADDED = ("scenario", "why", "sources", "id")


@dataclass(frozen=True)
class Draft:
    """A card's keys as they would stand in a file of the topic; without an ``id`` as long as none
    was chosen."""

    topic: str
    keys: CardKeys = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """As chosen, or as the texts that are there tell."""
        chosen = self.keys.get("kind")
        return next((kind for kind in KINDS if kind == chosen), kind_of(self.keys) or "basic")

    def text(self, key: str) -> str:
        value = self.keys.get(key, "")
        return value if isinstance(value, str) else ""

    @property
    def teaches(self) -> Sequence[str]:
        return [str(id) for id in self.keys.get("teaches", ())]


def is_text(value: object) -> bool:
    """Whether all that a value holds can be written: bytes that were no UTF-8 cannot."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def kind_of(keys: CardKeys) -> Kind | None:
    """The kind of card that the texts there are belong to; None where they do not tell."""
    told = {one.kinds for one in CARD.fields if len(one.kinds) == 1 and keys.get(one.name)}
    return next((kind for kind in KINDS if told == {(kind,)}), None)


def texts_of(kind: Kind) -> tuple[str, ...]:
    """The keys that make up a card of a kind, in the order in which they are read."""
    match kind:
        case "basic":
            return ("scenario", "front", "back", "why")
        case "cloze":
            return ("scenario", "text", "why")
        case "choice":
            return ("scenario", "question", "answer", "distractors", "why")
        case _:
            assert_never(kind)


def in_order(keys: Mapping[str, Value], kind: Kind) -> CardKeys:
    """The keys as a card is written: in the table's order, without what goes without saying."""
    stated = {**keys, "kind": "" if kind == "basic" else kind}
    names = [*CARD.by_name, *(key for key in keys if key not in CARD.by_name)]
    return {name: stated[name] for name in names if stated.get(name)}


def written(draft: Draft, root: Path) -> str:
    """The draft as a file to be changed by hand, with keys that are often added; editors complete
    them where the deck at ``root`` keeps schemas."""
    schema = modelines.schema_path(root.resolve(), "card")
    lead = modelines.MARK + schema.as_posix() + "\n" if schema.is_file() else ""
    keys = in_order(draft.keys, draft.kind)
    empty = "".join(f"    {key}:\n" for key in _OFTEN_ADDED if key not in keys)
    return lead + _HEAD + append.new_file(draft.topic, [{"kind": draft.kind, **keys}]) + empty


def parse(text: str, faults: Faults) -> Draft | None:
    """The draft that a file holds, whatever its keys; a fault where it holds no card, or more."""
    source = Source("draft", text.removeprefix("\ufeff"), align=align)
    root = nodes.parse(source, faults)
    if faults.found:
        return None
    held = {key.value: value for key, value in root.pairs} if isinstance(root, MapNode) else {}
    cards = held.get("cards")
    items = cards.items if isinstance(cards, SeqNode) else []
    if len(items) != 1 or not isinstance(items[0], MapNode) or not held.get("topic"):
        help = "write `topic:`, and one card below `cards:`"
        faults.add("wrong-shape", source, Span(0, 0), "this is not a topic and one card", help)
        return None
    keys = append.plain(items[0])
    return Draft(str(append.plain(held["topic"])), {key: one for key, one in keys.items() if one})


# --- drafts that wait -----------------------------------------------------------------------------


def waiting(root: Path) -> list[Path]:
    """The drafts that were kept for later."""
    return sorted((root / ".drafts").glob("*.yaml"))


def keep(name: str, root: Path) -> Path:
    """A file for a draft that no other draft has; its folder is made."""
    folder = root / ".drafts"
    folder.mkdir(exist_ok=True)
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(path for one in names if not (path := folder / f"{one}.yaml").exists())


# --- hidden words ---------------------------------------------------------------------------------

_HIDDEN = re.compile(r"\{\{c\d+::")


def hides_something(text: str) -> bool:
    return _HIDDEN.search(text) is not None


def hide(text: str, words: Sequence[str]) -> tuple[str, list[str]]:
    """A sentence with words hidden as c1, c2 …, and the words that do not stand in it.

    Whole words are hidden, each where it stands first outside of what is hidden already.
    """
    absent: list[str] = []
    number = 0
    for word in words:
        found = _first_outside(text, word)
        if found is None:
            absent.append(word)
            continue
        number += 1
        start, end = found
        text = f"{text[:start]}{{{{c{number}::{text[start:end]}}}}}{text[end:]}"
    return text, absent


def _first_outside(text: str, word: str) -> tuple[int, int] | None:
    taken = [match.span() for match in re.finditer(r"\{\{c\d+::.*?\}\}", text)]
    pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
    for exact in (0, re.IGNORECASE):
        for match in re.finditer(pattern, text, exact):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                return match.span()
    return None
