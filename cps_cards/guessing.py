"""How often the key of a choice card can be picked from its options alone, by a plain word model.

The model never sees a question. From the other cards it learns which words and habits of style
mark the keys, and picks the likeliest option of each card that it did not learn from. A fair deck
is one where it does no better than on the same options with keys drawn at random.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import sqrt

from cps_cards.model.cards import Choice

FEWEST = 40
"""Choice cards below which nothing can be said."""

_FOLDS, _ROUNDS = 10, 5
_DAMPING = 1.0  # what holds the weight of a rare word down
_RAREST = 3  # options that a feature has to stand in
_SPREAD = 1.2
"""Keys drawn at random spread wider than coins would, for cards learn from one another: 1.02 to
1.19 times in six measured sets of 40 to 259 cards."""

_ONE_SIDED = 1.645  # standard deviations to the 95th percentile
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+")
_SIGNS = {
    "a quotation": re.compile(r'["“”„«»]'),
    "a question mark": re.compile(r"\?"),
    "a comma": re.compile(r","),
    "a colon or semicolon": re.compile(r"[:;]"),
    "a number": re.compile(r"\d"),
    "a modal verb": re.compile(r"\b(?:can|could|may|might|must|shall|should|will|would)\b"),
    "a negation": re.compile(r"\b(?:no|not|never|none|nothing|nobody|without|cannot)\b|n't\b"),
    "an absolute": re.compile(r"\b(?:all|always|any\w*|completely|every\w*|never|nothing|only)\b"),
    "a hedge": re.compile(r"\b(?:generally|likely|often|perhaps|probably|sometimes|usually)\b"),
}


@dataclass(frozen=True, slots=True)
class Tell:
    """A feature of options: in how many keys it stands, in how many it would by chance.

    ``lean`` is the difference in damped standard deviations, positive where keys have it more.
    """

    name: str
    keys: int
    by_chance: float
    options: int
    lean: float


@dataclass(frozen=True, slots=True)
class Guessed:
    """The ``share`` of the cards that the model picked right, and what chance would give.

    ``random_95`` is the 95th percentile of the share where keys are drawn at random (a normal
    approximation).
    """

    cards: int
    share: float
    chance: float
    random_95: float

    @property
    def is_telling(self) -> bool:
        """Whether the share is over what random keys bring, and a tenth over chance."""
        return self.cards >= FEWEST and self.share > max(self.random_95, self.chance + 0.1)


@dataclass(frozen=True, slots=True)
class Guess(Guessed):
    """What gave keys away. ``picked`` tells of each card, in the order given, how often it was
    picked (0 to 1) and the feature that speaks most for its key, if one does."""

    tells: tuple[Tell, ...]
    picked: tuple[tuple[float, str | None], ...]


def guess(cards: Sequence[Choice]) -> Guess:
    """Let the model guess; the same cards give the same figures, in whatever order they stand."""
    model = _Model(cards)
    right = [0.0] * len(cards)
    for round_number in range(_ROUNDS):
        for fold in model.folds(round_number):
            for index, part in model.picks(fold):
                right[index] += part / _ROUNDS
    chances = [1 / len(card.options) for card in cards]
    chance = sum(chances) / max(1, len(cards))
    spread = _SPREAD * sqrt(sum(p * (1 - p) for p in chances)) / max(1, len(cards))
    tells = model.tells()
    leans = {tell.name: tell.lean for tell in tells}
    return Guess(
        cards=len(cards),
        share=sum(right) / max(1, len(cards)),
        chance=chance,
        random_95=chance + _ONE_SIDED * spread,
        tells=tells,
        picked=tuple(
            (part, max(key, key=lambda name: (leans[name], name), default=None))
            for part, key in zip(right, model.keys, strict=True)
        ),
    )


_Counts = tuple[dict[str, float], dict[str, float], dict[str, float]]
"""Of each feature: keys that have it, keys that would by chance, and the variance of that."""


class _Model:
    def __init__(self, cards: Sequence[Choice]) -> None:
        raw = [_features([option.text.value for option in card.options]) for card in cards]
        self.seen = Counter(name for options in raw for option in options for name in option)
        # What all options of a card have tells nothing of its key.
        common = [frozenset.intersection(*options) for options in raw]
        self.options = [
            [sorted(n for n in one - same if self.seen[n] >= _RAREST) for one in options]
            for options, same in zip(raw, common, strict=True)
        ]
        self.times = [Counter(chain.from_iterable(options)) for options in self.options]
        self.at = [card.key_index for card in cards]
        self.keys = [options[at] for options, at in zip(self.options, self.at, strict=True)]
        self.banks: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, card in enumerate(cards):
            self.banks[card.bank].append(index)
        self.all = self.counts(range(len(cards)))

    def counts(self, indexes: Sequence[int]) -> _Counts:
        keys: dict[str, float] = defaultdict(float)
        by_chance: dict[str, float] = defaultdict(float)
        variance: dict[str, float] = defaultdict(float)
        for index in indexes:
            for name, times in self.times[index].items():
                share = times / len(self.options[index])
                by_chance[name] += share
                variance[name] += share * (1 - share)
            for name in self.keys[index]:
                keys[name] += 1
        return keys, by_chance, variance

    def folds(self, round_number: int) -> Iterator[list[int]]:
        """Cards of one bank stand in one fold: the last option of a set that was no key yet would
        give itself away."""

        def mixed(options: tuple[str, ...]) -> bytes:
            text = "\x1f".join((str(round_number), *options))
            return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()

        order = sorted(self.banks, key=mixed)
        for first in range(_FOLDS):
            yield [index for options in order[first::_FOLDS] for index in self.banks[options]]

    def picks(self, fold: Sequence[int]) -> Iterator[tuple[int, float]]:
        """Each card of the fold, and how far the guess from all others is right: 1, 0, or a share
        where options tie. A feature weighs one damped Newton step of a conditional logit."""
        weights: dict[str, float] = {}
        own = self.counts(fold)
        for name in own[1]:
            keys, by_chance, variance = (
                a[name] - b[name] for a, b in zip(self.all, own, strict=True)
            )
            weights[name] = (keys - by_chance) / (variance + _DAMPING)
        for index in fold:
            scores = [sum(map(weights.__getitem__, option)) for option in self.options[index]]
            best = max(scores)
            tied = [at for at, score in enumerate(scores) if score > best - 1e-9]
            yield index, (self.at[index] in tied) / len(tied)

    def tells(self) -> tuple[Tell, ...]:
        """All features, those that lean most first."""
        found = []
        keys, by_chance, variance = self.all
        for name, chance in by_chance.items():
            lean = (keys[name] - chance) / sqrt(variance[name] + _DAMPING)
            found.append(Tell(name, int(keys[name]), chance, self.seen[name], lean))
        return tuple(sorted(found, key=lambda tell: (-abs(tell.lean), tell.name)))


def _features(options: Sequence[str]) -> list[frozenset[str]]:
    """Of each option its words, its first word, and how it looks beside the others."""
    lengths = sorted(map(len, options))
    found = []
    for option in options:
        text = option.lower().replace("’", "'")
        words = _WORD.findall(text)
        names = {f'"{word}"' for word in words}
        names.update(f'"{word}" at the beginning' for word in words[:1])
        names.update(name for name, sign in _SIGNS.items() if sign.search(text))
        if len(options) > 1:  # a card with a fault may have but one
            if len(option) == lengths[-1] > lengths[-2]:
                more = len(option) >= 1.25 * lengths[-2]
                names.add("the longest text, by a quarter" if more else "the longest text")
            if len(option) == lengths[0] < lengths[1]:
                names.add("the shortest text")
        found.append(frozenset(names))
    return found
