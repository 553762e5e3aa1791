"""``published.json``: read with places, and held against the deck, so that no card is lost."""

import json
import re
from collections.abc import Callable, Container
from typing import Any

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model import ids as ids_of
from cps_cards.model.cards import KINDS, Card
from cps_cards.model.deck import Collection
from cps_cards.model.ledger import Ledger, Published
from cps_cards.model.texts import short
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import scalars
from cps_cards.yamlio.cardfile import Held
from cps_cards.yamlio.files import INBOX
from cps_cards.yamlio.wellformed import is_guid, is_id

_HASH = re.compile(r"[0-9a-f]{64}")
_HELP = (
    "`cps-cards release` writes this file; take the version of the last release back "
    "(`git checkout` it), and let nobody edit it by hand"
)


def read_ledger(source: Source, faults: Faults) -> Ledger | None:
    """The ledger; None, and faults, where it cannot be trusted: nothing may be built from it."""

    def refuse(offset: int, message: str) -> None:
        end = min(offset + 1, len(source.text))
        faults.add("bad-ledger", source, Span(min(offset, end), end), message, _HELP)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            raise KeyError(next(name for name in names if names.count(name) > 1))
        return found

    try:
        data = json.loads(source.text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        from cps_cards.yamlio import syntax

        conflicts = syntax.conflicts(source.text)
        for span in conflicts:
            refuse(span.start, "a merge conflict was left here")
        if not conflicts:
            refuse(error.pos, f"this is not JSON: {error.msg}")
    except KeyError as error:
        name = error.args[0]
        at = max(source.text.rfind(json.dumps(name)), 0)
        refuse(at, f"`{short(name)}` stands here a second time")
    except ValueError:  # a number of thousands of digits
        refuse(0, "there is a number in it that no release wrote")
    except RecursionError:
        refuse(0, "lists are nested too deep here")
    else:
        return _ledger(data, source, refuse)
    return None


def _ledger(data: Any, source: Source, refuse: Callable[[int, str], None]) -> Ledger | None:
    if not isinstance(data, dict) or data.get("version") != 1 or data["version"] is True:
        refuse(0, 'this is not a ledger of this tool: it says no "version": 1')
        return None
    deck_id, entries = data.get("deck"), data.get("cards")
    if not isinstance(deck_id, str) or not is_id(deck_id) or not isinstance(entries, dict):
        refuse(0, 'the ledger lacks its "deck" or its "cards"')
        return None
    cards: dict[str, Published] = {}
    places: dict[str, Text] = {}
    at = 0
    for key, entry in entries.items():
        written = json.dumps(key)
        at = max(at, source.text.find(f"{written}:", at))
        places[key] = Text(key, source, at, min(at + len(written), len(source.text)))
        if fault := _entry_fault(key, entry):
            refuse(at, f"the entry `{short(key)}` {fault}")
        else:
            cards[key] = Published(key, **entry)
    at = max(source.text.find('"deck"'), 0)
    places[""] = Text(deck_id, source, at, at + len('"deck"'))
    return Ledger(deck_id, cards, places) if len(cards) == len(entries) else None


def _entry_fault(key: str, entry: Any) -> str:
    """What is wrong with an entry, in words that follow its key; empty where nothing is."""
    if not is_id(key):
        return "is not the id of a card"
    if not isinstance(entry, dict) or set(entry) != {"guid", "kind", "hash", "mod"}:
        return 'needs "guid", "kind", "hash" and "mod"'
    guid, mod = entry["guid"], entry["mod"]
    if not isinstance(guid, str) or not is_guid(guid):
        return "has no sound GUID"
    if entry["kind"] not in KINDS:
        return "has an unknown kind"
    if not isinstance(entry["hash"], str) or not _HASH.fullmatch(entry["hash"]):
        return "has no sound content hash"
    if type(mod) is not int or not 0 < mod < 2**40:
        return "has no sound modification time"
    return ""


def check(collection: Collection, held: Held, faults: Faults) -> None:
    """Report what would cost learners their history."""
    _check_formerly(collection, held.ids.first, faults)
    _check_guids(collection, faults)
    ledger = collection.ledger
    if ledger is not None and collection.deck.source.path not in faults.broken_files:
        _check_published(collection, ledger, held, faults)


def _check_formerly(collection: Collection, ids: Container[str], faults: Faults) -> None:
    claimed: dict[str, Text] = {}
    for card in collection.cards:
        if (former := card.formerly) is None:
            continue
        first = claimed.setdefault(former.value, former)
        if former.value in ids:
            what = "its own id" if former.value == card.id.value else "the id of another card"
            told = f"`formerly: {former.value}` is {what}"
            help = "`formerly` is the id that this card was first published under and no longer has"
            faults.at("formerly-clash", former, told, help, card=card.id.value)
        elif first is not former:
            told = f"two cards say `formerly: {former.value}`"
            help = "only one of them can take over that card's history"
            other = Related.at("the other one", first)
            faults.at("formerly-clash", former, told, help, other, card=card.id.value)


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
            place = Related.at("the other one", other.guid or other.id)
            faults.at("duplicate-id", card.guid, told, help, place, card=card.id.value)


def _check_published(collection: Collection, ledger: Ledger, held: Held, faults: Faults) -> None:
    deck = collection.deck
    if ledger.deck_id != deck.id and deck.id_span.end:  # without an end, it could not be read
        told = f"the deck was published as `{ledger.deck_id}` and is now `{deck.id}`"
        help = (
            f"write `id: {ledger.deck_id}` again: with another id, every learner would lose "
            "the review history of every card"
        )
        place = Related.at("published here", ledger.places[""])
        faults.add("deck-id-changed", deck.source, deck.id_span, told, help, place)
        return
    by_guid = {card.guid_in(ledger.deck_id): card for card in collection.cards}
    by_key = {card.key: card for card in collection.cards}
    inbox = {card.guid_in(ledger.deck_id): card for card in collection.inbox}
    # A card with a former id does not bring back one that was published under its present one.
    renamed = {card.id.value for card in collection.cards if card.formerly}
    known = (held.ids.first.keys() - renamed) | held.former
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
            faults.at("unpublished-removal", ledger.places[key], told, help, card=key)


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
