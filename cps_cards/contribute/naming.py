"""Ids for new cards: short, telling, and no other card's."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable
from itertools import count

from cps_cards.contribute.draft import Draft
from cps_cards.lint.english import STOP_WORDS, stem
from cps_cards.model.deck import Collection
from cps_cards.yamlio.wellformed import is_id

_WORDS = 4
_MAX = 44
_SIGNS = re.compile(r"\{\{c\d+::|::[^{}]*\}\}|\}\}|\]\([^()\s]*\)|&#?\w+;")
"""Marks of deletions, addresses of links and pictures, signs by their numbers."""
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
        """The number up to which those behind an id are taken."""
        self._counts = Counter(
            word
            for card in cards
            for word in {stem(w) for _, text in card.named_texts() for w in _words(text.value)}
        )

    def derive(self, draft: Draft) -> str:
        """A free id from the draft's words, in the order of the text: of those that are asked, and
        of the answer's as far as it takes them to tell it apart."""
        ids = self._candidates(draft, least=2)
        return next((id for id in ids if id not in self._taken), "") or self._numbered(ids[-1])

    def claim(self, draft: Draft) -> str:
        """An id for one of many drafts, which no other gets: from the words that are asked, and a
        number where cards that ask the same have it already."""
        id = self._numbered(self._candidates(draft, least=1)[0])
        self._taken.add(id)
        return id

    def take(self, id: str) -> bool:
        """Whether an id is free; it is no longer."""
        free = is_id(id) and id not in self._taken
        self._taken.add(id)
        return free

    def _candidates(self, draft: Draft, least: int) -> list[str]:
        """Ids of more and more words, the rarest ones of those that are asked first."""
        asked = _content(draft, "front", "text", "question")
        words = list(dict.fromkeys([*asked, *_content(draft, "back", "answer", "scenario")]))
        rank = {word: (word not in asked, self._counts[stem(word)], -len(word)) for word in words}
        ranked = sorted(words, key=rank.__getitem__)
        least = max(min(_WORDS, len(asked)), least if asked else 2)
        return [_joined(words, ranked[:most]) for most in range(least, least + 4)]

    def _numbered(self, id: str) -> str:
        """The id if it is free, else the same with a number."""
        if id not in self._taken:
            return id
        numbers = count(self._numbers.get(id, 2))
        self._numbers[id] = next(one for one in numbers if f"{id}-{one}" not in self._taken)
        return f"{id}-{self._numbers[id]}"


def _joined(words: Iterable[str], chosen: Container[str]) -> str:
    id = ""
    for word in words:
        if word in chosen and len(id) + len(word) < _MAX:
            id = f"{id}-{word}" if id else word
    return id or "card"


def _content(draft: Draft, *keys: str) -> list[str]:
    """The words with content, each once, in the order of the text."""
    text = _SIGNS.sub(" ", "\n".join(draft.text(key) for key in keys))
    words = _words(_NAME.sub(" ", text)) or _words(text)
    return list(dict.fromkeys(w for w in words if w not in STOP_WORDS and len(w) > 1))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    ascii_only = folded.encode("ascii", "ignore").decode()
    return [word.replace("'s", "").replace("'", "") for word in _WORD.findall(ascii_only)]
