"""``published.json``: read with places, so that a merge gone wrong is shown at its line."""

from __future__ import annotations

import json
import re
from typing import Any, cast

from cps_cards.faults import Faults
from cps_cards.model import ids
from cps_cards.model.cards import KINDS, Kind
from cps_cards.model.ledger import Ledger, Published
from cps_cards.source import Source, Span

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
        refuse(error.pos, f"this is not JSON: {error.msg}")
        return None
    except _Repeated as error:
        refuse(max(source.text.rfind(json.dumps(error.key)), 0), f"{error.key} stands here twice")
        return None
    except RecursionError:
        refuse(0, "lists are nested too deep here")
        return None
    if not isinstance(data, dict) or data.get("version") != 1:
        refuse(0, 'this is not a ledger of this tool: it says no "version": 1')
        return None
    deck_id, entries = data.get("deck"), data.get("cards")
    if not isinstance(deck_id, str) or not isinstance(entries, dict):
        refuse(0, 'the ledger lacks its "deck" or its "cards"')
        return None
    cards: dict[str, Published] = {}
    spans: dict[str, Span] = {}
    for key, entry in entries.items():
        at = source.text.find(f"{json.dumps(key)}:")
        spans[key] = Span(max(at, 0), max(at, 0) + len(json.dumps(key)))
        fault = _fault(deck_id, key, entry)
        if fault:
            refuse(spans[key].start, f"the entry {key} {fault}")
            return None
        cards[key] = Published(
            key, entry["guid"], cast(Kind, entry["kind"]), entry["hash"], entry["mod"]
        )
    return Ledger(deck_id, cards, source, spans)


def _fault(deck_id: str, key: str, entry: Any) -> str:
    """What is wrong with an entry, in words that follow its key; empty where nothing is."""
    if not isinstance(entry, dict) or set(entry) != {"guid", "kind", "hash", "mod"}:
        return 'needs "guid", "kind", "hash" and "mod"'
    if entry["guid"] != ids.guid(deck_id, key):
        return "has a GUID that does not come from its deck and key"
    if entry["kind"] not in KINDS:
        return "has an unknown kind"
    if not isinstance(entry["hash"], str) or not _HASH.fullmatch(entry["hash"]):
        return "has no sound content hash"
    mod = entry["mod"]
    if not isinstance(mod, int) or isinstance(mod, bool) or not 0 < mod < 2**40:
        return "has no sound modification time"
    return ""


class _Repeated(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Repeated(next(key for key in keys if keys.count(key) > 1))
    return found
