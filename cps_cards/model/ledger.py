"""What the last release shipped: the memory that keeps learners' review history safe."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from cps_cards.model.cards import Kind
from cps_cards.source import Text


class Published(NamedTuple):
    """One released card, under the id that makes its GUID. ``mod`` is in seconds since 1970."""

    key: str
    guid: str
    kind: Kind
    hash: str
    mod: int


class Ledger(NamedTuple):
    """``places`` hold the keys of the cards in the file, and under ``""`` that of the deck."""

    deck_id: str
    cards: Mapping[str, Published] = MappingProxyType({})
    places: Mapping[str, Text] = MappingProxyType({})

    def newest(self) -> int:
        """The newest modification time in it, that of the last release which changed anything; 0
        where nothing was released."""
        return max((card.mod for card in self.cards.values()), default=0)


def dump(deck_id: str, cards: Iterable[Published]) -> str:
    """The text of ``published.json``: sorted, one card a line, so that a merge shows each card."""
    import json

    def line(card: Published) -> str:
        entry = {"guid": card.guid, "kind": card.kind, "hash": card.hash, "mod": card.mod}
        return f"    {json.dumps(card.key)}: {json.dumps(entry, ensure_ascii=False)}"

    lines = ",\n".join(line(card) for card in sorted(cards, key=lambda card: card.key))
    body = f"{{\n{lines}\n  }}" if lines else "{}"
    return f'{{\n  "version": 1,\n  "deck": {json.dumps(deck_id)},\n  "cards": {body}\n}}\n'
