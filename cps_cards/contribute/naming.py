"""Ids for new cards: short, telling, and no other card's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count

from cps_cards.contribute.draft import Draft
from cps_cards.lint.english import STOP_WORDS, stem
from cps_cards.model.deck import Collection
from cps_cards.yamlio.wellformed import is_id

_WORDS = 4
_MAX = 44
_CLOZE = re.compile(r"\{\{c\d+::|::[^{}]*\}\}|\}\}")
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+(?:['’]s)?\b")
"""A capital inside a sentence: the name of somebody in a story tells nothing of the card."""
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


class Namer:
    """Makes ids for the cards of one deck, from the words that are rarest in it."""

    def __init__(self, collection: Collection) -> None:
        cards = (*collection.cards, *collection.inbox)
        ids = {name for card in cards for name in (card.id.value, card.key)}
        ledger = collection.ledger.cards if collection.ledger is not None else ()
        self._taken = {*ids, *ledger}
        """Ids that are, or ever were, a card's: a learner's history hangs on each."""
        self._numbers: dict[str, int] = {}
        self._counts = Counter(
            word
            for card in cards
            for word in {stem(w) for _, text in card.named_texts() for w in _words(text.value)}
        )

    def derive(self, draft: Draft) -> str:
        """An id from the draft's words, in the order of the text; a number behind it where cards
        with the very same words have one already."""
        ids = self._candidates(draft)
        return next(id for id in ids if is_id(id) and id not in self._taken)

    def claim(self, draft: Draft) -> str:
        """An id for one of many drafts, which no other gets: from the words that are asked, and a
        number where cards that ask the same have it already."""
        asked = _content(draft.text(key) for key in ("front", "text", "question"))
        chosen = sorted(asked, key=self._seldom)[:_WORDS]
        base = _joined(word for word in asked if word in chosen)
        base = base or next(id for id in self._candidates(draft) if is_id(id))
        id = base
        while id in self._taken:
            self._numbers[base] = self._numbers.get(base, 1) + 1
            id = f"{base}-{self._numbers[base]}"
        self._taken.add(id)
        return id

    def take(self, id: str) -> bool:
        """Whether an id is free; it is no longer."""
        free = is_id(id) and id not in self._taken
        self._taken.add(id)
        return free

    def _candidates(self, draft: Draft) -> Iterator[str]:
        asked = _content(draft.text(key) for key in ("front", "text", "question"))
        more = _content(draft.text(key) for key in ("back", "answer", "scenario"))
        ranked = [*sorted(asked, key=self._seldom), *sorted(more, key=self._seldom)]
        order = list(dict.fromkeys([*asked, *more]))
        least = max(min(_WORDS, len(asked)), 2)
        id = "card"
        for most in range(least, least + 4):
            chosen = list(dict.fromkeys(ranked))[:most]
            id = _joined(word for word in order if word in chosen) or id
            yield id
        for number in count(2):
            yield f"{id}-{number}"

    def _seldom(self, word: str) -> tuple[int, int]:
        return self._counts[stem(word)], -len(word)


def _joined(words: Iterable[str]) -> str:
    id = ""
    for word in words:
        if len(id) + len(word) < _MAX:
            id = f"{id}-{word}" if id else word
    return id


def _content(texts: Iterable[str]) -> list[str]:
    """The words with content, each once, in the order of the text."""
    text = _CLOZE.sub(" ", "\n".join(texts))
    words = _words(_NAME.sub(" ", text)) or _words(text)
    return list(dict.fromkeys(w for w in words if w not in STOP_WORDS and len(w) > 1))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    ascii_only = folded.encode("ascii", "ignore").decode()
    return [word.replace("'s", "").replace("'", "") for word in _WORD.findall(ascii_only)]
