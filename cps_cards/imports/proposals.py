"""Which fact a card may teach: a proposal by common words, shown with them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from cps_cards.lint.english import NUMBER_WORDS, STOP_WORDS, stem
from cps_cards.lint.similar import polar
from cps_cards.model.deck import Collection

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENOUGH = 0.6
_AHEAD = 1.4
_LEAST_WORDS = 3


class Proposal(NamedTuple):
    """A fact, its topic, and the words that it shares with the card."""

    fact: str
    topic: str
    words: tuple[str, ...]


class Proposals:
    """The facts of a deck by their words; rare ones weigh more."""

    def __init__(self, collection: Collection) -> None:
        self.facts: list[tuple[str, str, frozenset[str]]] = []
        self.texts: dict[str, str] = {}
        if collection.curriculum is not None:
            for topic, objective in collection.curriculum.objectives():
                self.facts += [
                    (fact.id.value, topic.id.value, frozenset(_stems(fact.text.value)))
                    for fact in objective.teachable
                ]
                self.texts |= {one.id.value: one.text.value for one in objective.teachable}
        counts = Counter(word for _, _, words in self.facts for word in words)
        self.weight = {word: math.log(1 + len(self.facts) / n) for word, n in counts.items()}
        self.having: dict[str, list[int]] = {}
        for at, (_, _, words) in enumerate(self.facts):
            for word in words:
                self.having.setdefault(word, []).append(at)

    def of(self, text: str, topic: str = "") -> Proposal | None:
        """The fact that a card's words are close to, of a topic if one is given; None where no
        fact is, or where two are nearly as close."""
        shown = dict(_words(text))
        scores: Counter[int] = Counter()
        for word in shown.keys() & self.weight.keys():
            for at in self.having[word]:
                scores[at] += self.weight[word]  # type: ignore[assignment]
        ranked = sorted(
            ((score / self._sum(self.facts[at][2]), at) for at, score in scores.items()
             if not topic or self.facts[at][1] == topic),
            reverse=True,
        )  # fmt: skip
        if not ranked:
            return None
        share, best = ranked[0]
        fact, its, words = self.facts[best]
        common = words & shown.keys()
        numbers = {word for word in words if word[0].isdigit()}
        if share < _ENOUGH or len(common) < min(_LEAST_WORDS, len(words)) or not numbers <= common:
            return None
        if len(ranked) > 1 and share < ranked[1][0] * _AHEAD:
            return None
        if polar(_lower(text), _lower(self.texts[fact])):  # "may" is not "must"
            return None
        return Proposal(fact, its, tuple(shown[word] for word in shown if word in common))

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self.weight[word] for word in words)


def _lower(text: str) -> frozenset[str]:
    return frozenset(word.lower().replace("’", "'") for word in _WORD.findall(text))


def _stems(text: str) -> Iterator[str]:
    return (stem for stem, _ in _words(text))


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Words with content: the stem, a number in digits, and as it was written."""
    for word in _WORD.findall(text):
        lower = word.lower().replace("’", "'")
        if lower in NUMBER_WORDS:
            yield str(NUMBER_WORDS[lower]), word
        elif lower not in STOP_WORDS:
            yield stem(lower), word
