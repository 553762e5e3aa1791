"""What was published, held against the deck: no card is lost, and none becomes another."""

from __future__ import annotations

from collections.abc import Set

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model import ids as ids_of
from cps_cards.model.cards import Card
from cps_cards.model.deck import Collection
from cps_cards.model.ledger import Ledger
from cps_cards.source import Source, Text
from cps_cards.yamlio import scalars
from cps_cards.yamlio.cardfile import Held
from cps_cards.yamlio.files import INBOX


def check(collection: Collection, held: Held, faults: Faults) -> None:
    """Report what would cost learners their history."""
    _check_formerly(collection, held.known, faults)
    _check_guids(collection, faults)
    ledger = collection.ledger
    if ledger is None or collection.deck.source.path in faults.broken_files:
        return
    if ledger.source is not None:
        _check_ledger(collection, ledger, ledger.source, held, faults)


def _check_formerly(collection: Collection, ids: Set[str], faults: Faults) -> None:
    claimed: dict[str, Text] = {}
    for card in collection.cards:
        former = card.formerly
        if former is None:
            continue
        first = claimed.setdefault(former.value, former)
        related: tuple[Related, ...] = ()
        if former.value in ids:
            what = "its own id" if former.value == card.id.value else "the id of another card"
            told = f"`formerly: {former.value}` is {what}"
            help = "`formerly` is the id that this card was first published under and no longer has"
        elif first is not former:
            told = f"two cards say `formerly: {former.value}`"
            help = "only one of them can take over that card's history"
            related = (Related.at("the other one", first),)
        else:
            continue
        faults.at("formerly-clash", former, told, help, card=card.id.value, related=related)


def _check_guids(collection: Collection, faults: Faults) -> None:
    """Report GUIDs that two notes would have: Anki would take them for one."""
    cards = (*collection.cards, *collection.faulty)
    if all(card.guid is None for card in cards):
        return
    first: dict[str, Card] = {}
    for card in sorted(cards, key=lambda card: card.guid is not None):
        other = first.setdefault(card.guid_in(collection.deck.id), card)
        if other is not card and card.guid is not None:
            told = f"the card `{other.id.value}` has this GUID, too"
            help = "Anki would take the two for one note: take `guid` out of one of them"
            related = (Related.at("the other one", other.guid or other.id),)
            faults.at("duplicate-id", card.guid, told, help, card=card.id.value, related=related)


def _check_ledger(
    collection: Collection, ledger: Ledger, source: Source, held: Held, faults: Faults
) -> None:
    deck = collection.deck
    if ledger.deck_id != deck.id and deck.id_span.end:  # without an end, it could not be read
        told = f"the deck was published as `{ledger.deck_id}` and is now `{deck.id}`"
        help = (
            f"write `id: {ledger.deck_id}` again: with another id, every learner would lose "
            "the review history of every card"
        )
        related = (Related("published here", source, ledger.source_span()),)
        faults.add("deck-id-changed", deck.source, deck.id_span, told, help, related=related)
        return
    by_guid = {card.guid_in(ledger.deck_id): card for card in collection.cards}
    by_key = {card.key: card for card in collection.cards}
    inbox = {card.guid_in(ledger.deck_id): card for card in collection.inbox}
    # A card with a former id does not bring back one that was published under its present one.
    renamed = {card.id.value for card in collection.cards if card.formerly}
    known = (held.known - renamed) | held.former
    for key, published in ledger.cards.items():
        card = by_guid.get(published.guid)
        if card is None and (other := by_key.get(key)) is not None:
            _guid_changed(other, published.guid, ledger.deck_id, faults)
        elif card is None and (hidden := inbox.get(published.guid)) is not None:
            told = f"the published card `{key}` lies in the inbox, which is no part of the deck"
            help = f"learners have it: move it out of {INBOX}"
            faults.at("unpublished-removal", hidden.id, told, help, card=hidden.id.value)
        elif card is not None and card.kind != published.kind:
            was = f"`{card.id.value}` was published as a {published.kind} card"
            help = (
                "Anki cannot change the kind of a card that learners have: give this one a new id, "
                f"and bring the {published.kind} card back with `retired: {{reason: …}}`"
            )
            told = f"{was} and is now a {card.kind} card"
            faults.at("kind-changed", card.id, told, help, card=card.id.value)
        elif card is None and held.whole and key not in known:
            told = f"the published card `{key}` is gone from the deck"
            help = (
                "learners have it, and nothing takes it from them: bring it back, in any card "
                "file, with `retired: {reason: …}`; where it was renamed, "
                f"write `formerly: {key}` on the card with the new id"
            )
            faults.add("unpublished-removal", source, ledger.spans[key], told, help, card=key)


def _guid_changed(card: Card, published: str, deck_id: str, faults: Faults) -> None:
    told = (
        f"`{card.id.value}` was published with the GUID `{published}` and now has "
        f"`{card.guid_in(deck_id)}`"
    )
    help = "take `guid` out: learners know the card by another one"
    if published != ids_of.guid(deck_id, card.key):
        help = f"write `guid: {scalars.flow(published)}` on the card: learners know it by that"
    help += ", and would get it a second time"
    faults.at("guid-changed", card.guid or card.id, told, help, card=card.id.value)
