"""``published.json``: read with places, so that a merge gone wrong is shown at its line."""

from __future__ import annotations

import json
import re
from typing import Any

from cps_cards.faults import Faults
from cps_cards.model.cards import KINDS
from cps_cards.model.ledger import Ledger, Published
from cps_cards.model.texts import short
from cps_cards.source import Source, Span
from cps_cards.yamlio.wellformed import is_guid, is_id

_HASH = re.compile(r"[0-9a-f]{64}")
_HELP = (
    "`cps-cards release` writes this file; take the version of the last release back "
    "(`git checkout` it), and let nobody edit it by hand"
)


def read_ledger(source: Source, faults: Faults) -> Ledger | None:
    """The ledger, or None where it cannot be trusted: then nothing may be built from it."""

    def refuse(offset: int, message: str) -> None:
        end = min(offset + 1, len(source.text))
        faults.add("bad-ledger", source, Span(min(offset, end), end), message, _HELP)

    try:
        data = json.loads(source.text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        from cps_cards.yamlio import syntax

        conflicts = syntax.conflicts(source.text)
        for span in conflicts:
            refuse(span.start, "a merge conflict was left here")
        if not conflicts:
            refuse(error.pos, f"this is not JSON: {error.msg}")
        return None
    except _RepeatedError as error:
        at = max(source.text.rfind(json.dumps(error.key)), 0)
        refuse(at, f"`{short(error.key)}` stands here a second time")
        return None
    except ValueError:  # a number of thousands of digits
        refuse(0, "there is a number in it that no release wrote")
        return None
    except RecursionError:
        refuse(0, "lists are nested too deep here")
        return None
    if not isinstance(data, dict) or data.get("version") != 1 or data["version"] is True:
        refuse(0, 'this is not a ledger of this tool: it says no "version": 1')
        return None
    deck_id, entries = data.get("deck"), data.get("cards")
    if not isinstance(deck_id, str) or not is_id(deck_id) or not isinstance(entries, dict):
        refuse(0, 'the ledger lacks its "deck" or its "cards"')
        return None
    cards: dict[str, Published] = {}
    spans: dict[str, Span] = {}
    at = 0
    for key, entry in entries.items():
        written = json.dumps(key)
        at = max(at, source.text.find(f"{written}:", at))
        spans[key] = Span(at, min(at + len(written), len(source.text)))
        if fault := _fault(key, entry):
            refuse(at, f"the entry `{short(key)}` {fault}")
        else:
            cards[key] = Published(key, **entry)
    return Ledger(deck_id, cards, source, spans) if len(cards) == len(entries) else None


def _fault(key: str, entry: Any) -> str:
    """What is wrong with an entry, in words that follow its key; empty where nothing is."""
    if not is_id(key):
        return "is not the id of a card"
    if not isinstance(entry, dict) or set(entry) != {"guid", "kind", "hash", "mod"}:
        return 'needs "guid", "kind", "hash" and "mod"'
    if not isinstance(entry["guid"], str) or not is_guid(entry["guid"]):
        return "has no sound GUID"
    if entry["kind"] not in KINDS:
        return "has an unknown kind"
    if not isinstance(entry["hash"], str) or not _HASH.fullmatch(entry["hash"]):
        return "has no sound content hash"
    mod = entry["mod"]
    if not isinstance(mod, int) or isinstance(mod, bool) or not 0 < mod < 2**40:
        return "has no sound modification time"
    return ""


class _RepeatedError(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedError(next(key for key in keys if keys.count(key) > 1))
    return found
