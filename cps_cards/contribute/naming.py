"""Ids for new cards: short, telling, and no other card's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from cps_cards.contribute.draft import Draft
from cps_cards.lint.english import STOP_WORDS, stem
from cps_cards.model.deck import Collection
from cps_cards.yamlio import values

_WORDS = 4
_MAX = 44
_COMMON = 0.04
"""A word that so large a share of cards has tells them apart no more."""
_CLOZE = re.compile(r"\{\{c\d+::|::[^{}]*\}\}|\}\}")
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+(?:['’]s)?\b")
"""A capital inside a sentence: the name of somebody in a story tells nothing of the card."""
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def taken_ids(collection: Collection) -> set[str]:
    """Ids that are, or ever were, a card's: a learner's history hangs on each."""
    ids = {name for card in collection.cards for name in (card.id.value, card.key)}
    return ids | set(collection.ledger.cards if collection.ledger is not None else ())


def id_fault(id: str, collection: Collection) -> str:
    """Why a card cannot have this id; empty where it can."""
    fault = values.id_fault(id)
    if fault is not None:
        return ": ".join(fault)
    if id in taken_ids(collection):
        return f"another card has the id `{id}`, or once had it: choose one of its own"
    return ""


def derive(draft: Draft, collection: Collection) -> str:
    """An id from the words of the draft that are rarest in the deck, in the order of the text."""
    taken = taken_ids(collection)
    for candidate in _candidates(draft, collection):
        if candidate not in taken and values.is_id(candidate):
            return candidate
    raise AssertionError("candidates never end")


def _candidates(draft: Draft, collection: Collection) -> Iterator[str]:
    counts = _counts(collection)

    def seldom(word: str) -> tuple[int, int]:
        return counts[stem(word)], -len(word)

    often = max(_COMMON * len(collection.cards), 3)
    asked = _content(draft, ("front", "text", "question"))
    answered = _content(draft, ("back", "answer", "scenario"))
    telling = [word for word in asked if counts[stem(word)] <= often]
    fact = _id_of_fact(draft)
    if len(telling) >= 2 or not fact:
        yield _id_of(sorted(asked, key=seldom)[:_WORDS], asked)
    if fact:
        yield fact
        yield f"{fact}-{draft.kind}"
    for count in range(_WORDS, _WORDS + 3):
        chosen = [*sorted(asked, key=seldom)[:2], *sorted(answered, key=seldom)]
        yield _id_of(chosen[:count], list(dict.fromkeys([*asked, *answered])))
    base = (fact or _id_of(asked, asked) or "card")[: _MAX - 8].strip("-")
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _id_of_fact(draft: Draft) -> str:
    """What is taught, without its topic: ``active-listening-to-understand``."""
    taught = draft["teaches"]
    id = "-".join(str(taught[0]).split(".")[1:]) if taught else ""
    while len(id) > _MAX:
        id = id.partition("-")[2]
    return id


def _counts(collection: Collection) -> Counter[str]:
    """In how many cards each word stands, whatever its form."""
    return Counter(
        word
        for card in collection.cards
        for word in {stem(w) for _, text in card.named_texts() for w in _plain_words(text.value)}
    )


def _id_of(chosen: Iterable[str], order: list[str]) -> str:
    words = set(chosen)
    id = ""
    for word in order:
        if word in words and len(id) + len(word) < _MAX:
            id = f"{id}-{word}" if id else word
    return id


def _content(draft: Draft, keys: Iterable[str]) -> list[str]:
    """The words with content, each once, in the order of the text."""
    text = _CLOZE.sub(" ", "\n".join(str(draft[key] or "") for key in keys))
    words = _plain_words(_NAME.sub(" ", text)) or _plain_words(text)
    return list(dict.fromkeys(w for w in words if w not in STOP_WORDS and len(w) > 1))


def _plain_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    ascii_only = folded.encode("ascii", "ignore").decode()
    return [word.replace("'s", "").replace("'", "") for word in _WORD.findall(ascii_only)]
