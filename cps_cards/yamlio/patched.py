"""The deck as it would load if one card file held another text: for judging before writing."""

from __future__ import annotations

import dataclasses

from cps_cards.faults import Faults
from cps_cards.model.deck import Collection
from cps_cards.source import Source
from cps_cards.yamlio import links, nodes
from cps_cards.yamlio.cards import read_card_file


def with_card_file(collection: Collection, source: Source) -> tuple[Collection, Faults]:
    """A sound collection with ``source`` in the place of its card file of that path, or beside the
    others; the faults are those that this text brings."""
    faults = Faults()
    topics = [topic.id for topic in collection.deck.topics]
    held = read_card_file(nodes.parse(source, faults), source, topics, faults)
    others = [card for card in collection.cards if card.source.path != source.path]
    patched = dataclasses.replace(
        collection,
        cards=tuple(sorted([*others, *held.cards], key=lambda card: card.source.path)),
        faulty=tuple(held.faulty),
        mtimes={source.path: 0, **collection.mtimes},
    )
    known = {card.id.value for card in others} | {id.value for id in held.ids}
    links.check(patched, known, True, faults)
    return patched, faults
