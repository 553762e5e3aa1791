"""Which fact a card may teach: a proposal by common words, shown with them."""

import math
import re
from typing import NamedTuple

from cps_cards.lint.english import NUMBER_WORDS, STOP_WORDS, stem
from cps_cards.lint.similar import polar
from cps_cards.model.deck import Collection

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENOUGH = 0.6
_AHEAD = 1.4
_LEAST_WORDS = 3


class Proposal(NamedTuple):
    """A fact, and the words that it shares with the card."""

    fact: str
    words: tuple[str, ...]


class Proposals:
    """The facts of a deck by their words; rare ones weigh more."""

    def __init__(self, collection: Collection) -> None:
        curriculum = collection.curriculum
        self.facts = [
            (fact.id.value, topic.id.value, fact.text.value, _words(fact.text.value).keys())
            for topic, objective in (curriculum.objectives() if curriculum is not None else ())
            for fact in objective.teachable
        ]
        self.having: dict[str, list[int]] = {}
        for at, (_, _, _, words) in enumerate(self.facts):
            for word in words:
                self.having.setdefault(word, []).append(at)
        many = len(self.facts)
        self.weight = {word: math.log(1 + many / len(n)) for word, n in self.having.items()}
        self.full = [sum(self.weight[word] for word in words) for _, _, _, words in self.facts]

    def of(self, text: str, topic: str = "") -> Proposal | None:
        """The fact that a card's words are close to, of a topic if one is given; None where no
        fact is, or where two are nearly as close."""
        shown = _words(text)
        shares: dict[int, float] = {}
        for word in shown:
            for at in self.having.get(word, ()):
                if not topic or self.facts[at][1] == topic:
                    shares[at] = shares.get(at, 0.0) + self.weight[word] / self.full[at]
        best, second = [*sorted(shares, key=lambda at: (-shares[at], -at)), -1, -1][:2]
        if shares.get(best, 0.0) < max(_ENOUGH, shares.get(second, 0.0) * _AHEAD):
            return None
        fact, _, said, words = self.facts[best]
        common = words & shown.keys()
        numbers = {word for word in words if word[0].isdigit()}
        if len(common) < min(_LEAST_WORDS, len(words)) or not numbers <= common:
            return None
        if polar(_lower(text), _lower(said)):  # "may" is not "must"
            return None
        return Proposal(fact, tuple(shown[word] for word in shown if word in common))


def _lower(text: str) -> frozenset[str]:
    return frozenset(word.lower().replace("’", "'") for word in _WORD.findall(text))


def _words(text: str) -> dict[str, str]:
    """Words with content as they were written, by their stems, or by the number in digits."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        lower = word.lower().replace("’", "'")
        if lower in NUMBER_WORDS:
            found[str(NUMBER_WORDS[lower])] = word
        elif lower not in STOP_WORDS:
            found[stem(lower)] = word
    return found
