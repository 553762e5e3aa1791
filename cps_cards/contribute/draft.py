"""A card that is being written: its keys, and a file of its own where it waits to be finished."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from cps_cards.contribute import append, modelines
from cps_cards.contribute.append import CardKeys, Value
from cps_cards.faults import Faults
from cps_cards.model.cards import KINDS, Kind
from cps_cards.source import Source, Span
from cps_cards.yamlio import nodes
from cps_cards.yamlio.keys import CARD
from cps_cards.yamlio.nodes import MapNode
from cps_cards.yamlio.wellformed import slug

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


def kind_of(keys: CardKeys) -> Kind | None:
    """The kind of card that the texts there are belong to; None where they do not tell."""
    told = {one.kinds for one in CARD.fields if len(one.kinds) == 1 and keys.get(one.name)}
    return next((kind for kind in KINDS if told == {(kind,)}), None)


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
    source = Source("draft", text.removeprefix("\ufeff"))
    root = nodes.parse(source, faults)
    if faults.found:
        return None
    held = append.plain(root) if isinstance(root, MapNode) else {}
    match held:
        case {"topic": str(topic), "cards": [dict(keys)]} if topic:
            return Draft(topic, {key: value for key, value in keys.items() if value})
    help = "write `topic:`, and one card below `cards:`"
    faults.add("wrong-shape", source, Span(0, 0), "this is not a topic and one card", help)
    return None


# --- drafts that wait -----------------------------------------------------------------------------


def waiting(root: Path) -> dict[str, Path]:
    """The drafts that were kept for later, by their names."""
    return {path.stem: path for path in sorted((root / ".drafts").glob("*.yaml"))}


def free_path(id: str, root: Path) -> Path:
    """A file for a draft that no other draft has, named for the card's id, sound or not."""
    taken = waiting(root)
    name = next(name for name in numbered(slug(id) or "draft") if name not in taken)
    return root / ".drafts" / f"{name}.yaml"


def numbered(name: str) -> Iterator[str]:
    """``name``, ``name-2``, ``name-3`` …"""
    return (name if number == 1 else f"{name}-{number}" for number in count(1))


# --- hidden words ---------------------------------------------------------------------------------


def hide(text: str, words: Sequence[str]) -> str:
    """A sentence with words hidden as c1, c2 …, each where it stands first, as whole words and
    outside of what is hidden already. Raises LookupError for words that do not stand in it."""
    for number, word in enumerate(words, start=1):
        outside = rf"(?<!\w){re.escape(word)}(?!\w)(?![^{{}}]*\}}\}})"
        found = re.search(outside, text) or re.search(outside, text, re.IGNORECASE)
        if found is None:
            raise LookupError(word)
        text = f"{text[: found.start()]}{{{{c{number}::{found[0]}}}}}{text[found.end() :]}"
    return text
