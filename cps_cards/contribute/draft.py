"""A card that is being written: its texts by the keys of the card table, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cps_cards.model.cards import KINDS, Kind
from cps_cards.model.texts import is_blank
from cps_cards.yamlio.append import CardKeys, Value
from cps_cards.yamlio.tables import CARD

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ABOUT = ("teaches", "sources", "after", "tags", "why", "id", "kind", "scenario")
"""Keys that every kind of card may have."""


@dataclass(frozen=True)
class Draft:
    """Values by their keys; a key without a value is not written."""

    values: Mapping[str, Value] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def having(self, key: str, value: Value | None) -> Draft:
        """The draft with another value; None or nothing takes the key out."""
        rest = {k: v for k, v in self.values.items() if k != key}
        return Draft({**rest, key: value} if value else rest)

    @property
    def kind(self) -> Kind:
        """As chosen, or as the texts that are there tell."""
        kind = self.values.get("kind")
        if kind in KINDS:
            return kind
        return kind_of(self.values) or "basic"

    def keys(self) -> CardKeys:
        """The card as it is written: in the table's order, without what goes without saying."""
        values = {**self.values, "kind": self.kind}
        if self.kind == "basic":
            values.pop("kind")
        return {f.name: values[f.name] for f in CARD.fields if values.get(f.name)}

    def missing(self) -> list[str]:
        """Keys that a card of this kind needs and that are not there yet; the id is worked out."""
        needed = [
            f.name for f in CARD.fields if f.required and self.kind in f.kinds and f.name != "id"
        ]
        if self.kind == "choice":
            needed.append("distractors")
        return [name for name in needed if not self.values.get(name)]


def kind_of(keys: Mapping[str, object]) -> Kind | None:
    """The kind that the keys there are belong to; None where they do not tell or contradict.

    Texts tell before what is said of them (`reverse`).
    """
    own = [
        f for f in CARD.fields if f.name not in _ABOUT and len(f.kinds) == 1 and keys.get(f.name)
    ]
    told = {f.kinds for f in own if f.shape != "flag"} or {f.kinds for f in own}
    return next((kind for kind in KINDS if told == {(kind,)}), None)


def foreign_keys(draft: Draft) -> list[str]:
    """Keys that do not belong to the draft's kind."""
    return [f.name for f in CARD.fields if draft[f.name] and draft.kind not in f.kinds]


def clean(text: str) -> str:
    """A text as a deck may hold it: one kind of line end, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def text_fault(text: str) -> str:
    """Why a text cannot stand in a deck; empty where it can."""
    control = _CONTROL.search(text)
    if control is not None:
        return f"the text holds the control character U+{ord(control[0]):04X}: take it out"
    return "this shows nothing: write a text" if is_blank(text) else ""


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
