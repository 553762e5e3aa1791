"""Which cards say the same: weighted stems, brought together by the rare ones that they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log, sqrt
from typing import NamedTuple

from cps_cards.lint.english import NEGATIONS, NUMBER_WORDS, STOP_WORDS, is_negation, stem
from cps_cards.lint.views import CardView, ClozeView, DeckView, TextView
from cps_cards.model.cards import Choice

_LOOKED_UP = 8  # by so many of its rarest stems a card meets others
_MOST_IN_BLOCK = 40  # a stem that more cards share is too common to bring two of them together
_NEIGHBORS = 5  # with so many cards of the same common words a card is compared
_AGREE = 0.42  # answers that are as alike as this say the same
_NEAR = 0.3  # pairs less alike than this are of no interest to any rule
_MOST_ASKING = 4
"""What more cards ask in the same words ("What is this?") is told apart by something else."""
_NO_FACT = re.compile(
    r"\W*(?:read|review|study|watch) (?:the|this) (?:\w+ ){0,2}"
    r"(?:case|passage|scenario|text|video)\b",
    re.IGNORECASE,
)
"""How an answer begins that teaches nothing but sends a learner to something else."""

_USUAL, _USUAL_SHARE, _OTHER_SHARE, _PRIOR = (
    frozenset("cps person peer support people work".split()), 0.3, 0.02, 50,
)  # fmt: skip
"""A small deck does not show which words are common: as if there were fifty more cards, where
these stems stand in three of ten, and any other in one of fifty."""

_SYNONYMS = """
start begin beginning outset, person someone somebody individual people, child kid,
tell inform notify, explain describe, talk conversation discussion, give offer provide, take accept,
accept receive, help assist, phone telephone, doctor physician, supervisor manager,
choose pick select, decide decision, choice option, permission consent, private confidential,
build create, keep maintain, goal aim purpose, need require, reach achieve, allow permit let,
forbid prohibit ban bar, quick fast soon, name call, mean definition define, kind type sort,
happen occur, hurt harm, end finish, worker staff, agency organization, suspect suspicion,
cause come
"""
_HOURS = {"day": 24, "week": 168}
_TIMES = frozenset((*_HOURS, "hour", "month", "year", "minut"))
_POLAR_PAIRS = """
before after, always never, yes no, true false, voluntary mandatory, immediately later,
required optional, require allow, allowed forbidden, increase decrease, more less, oral written,
minimum maximum, most least, first last, must may
"""
_POLAR = dict(pair.split()[::way] for pair in _POLAR_PAIRS.split(",") for way in (1, -1))
_DECIDING = (frozenset(_POLAR) - {"require", "allow"}) | NEGATIONS
_FILLING = frozenset("which of these following best fit apply true correct answer here".split())
"""Words that questions consist of without asking for anything."""


_FOLDED: dict[str, str] = {}
"""Of each stem of a row of synonyms the first word's, which stands for all."""
for _row in _SYNONYMS.split(","):
    _first, *_others = map(stem, _row.split())
    _FOLDED.update({other: _FOLDED.get(_first, _first) for other in _others})


class Part(NamedTuple):
    """What a part of a card says: folded stems, numbers, and words that turn a sentence round."""

    stems: frozenset[str]
    numbers: frozenset[str]
    deciding: frozenset[str]


class Content:
    """What a card says, what of it is asked (scenario and question), and what is the answer.

    A number or a deciding word of the answer counts as none of what is asked.
    """

    def __init__(self, card: CardView) -> None:
        asked: list[str] = []
        answer: list[str] = []
        for view, words in (card.scenario, asked), (card.question, asked), (card.answer, answer):
            words += view.words if view is not None else ()
        if isinstance(card, ClozeView):
            hidden = card.words_in([deletion.content for deletion in card.parsed.deletions])
            for token in card.cloze.tokens:
                (answer if token in hidden else asked).append(token.word)
        question, told = _part(asked), _part(answer)
        self.card = card
        self.bank = card.card.bank if isinstance(card.card, Choice) else ()
        self.asked_words = tuple(asked)
        self.whole = Part(*(one | two for one, two in zip(question, told, strict=True)))
        numbers, deciding = question.numbers - told.numbers, question.deciding - told.deciding
        self.asked = Part(question.stems, numbers, deciding)
        self.answer = told


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards, the earlier one in the deck first.

    ``whole`` tells how alike they are, by weighted stems: 0 to 1. ``is_common`` is whether many
    other cards ask what the first one asks, in the same words.
    """

    first: Content
    second: Content
    weights: Weights
    whole: float
    is_common: bool

    @property
    def is_of_a_set(self) -> bool:
        """Whether both have the same options under questions that differ: meant to be alike."""
        one, two = self.first, self.second
        return bool(one.bank) and one.bank == two.bank and one.asked_words != two.asked_words

    @property
    def asked(self) -> float:
        """How alike the questions are, from 0 to 1."""
        return self.weights.alike(self.first.asked.stems, self.second.asked.stems)

    @property
    def answers_agree(self) -> bool:
        """Whether what one card asks for is what the other one asks for, or says."""
        one, two = self.first, self.second
        answers = one.answer, two.answer
        # What one asks for may stand in the question of the other.
        is_mixed = "cloze" in (one.card.card.kind, two.card.card.kind)
        amounts = [(one.whole, two.whole)] if is_mixed else [answers, (one.asked, two.asked)]
        if any(_differ(first.numbers, second.numbers) for first, second in amounts):
            return False
        if polar(one.whole.deciding, two.whole.deciding):
            return False
        stems = one.answer.stems, two.answer.stems
        if not all(stems):
            return True
        if is_mixed and stems[0] <= two.whole.stems and stems[1] <= one.whole.stems:
            return True
        # What both questions say already tells nothing of the answers.
        given = one.asked.stems & two.asked.stems
        return self.weights.alike(*(answer - given or answer for answer in stems)) >= _AGREE


def told_pairs(
    deck: DeckView, holds: Callable[[Pair], bool]
) -> Iterator[tuple[CardView, CardView]]:
    """Of each pair to be told the other card, and the one to tell it at: the later one, told once.

    Where only the earlier one is wanted, it is told there.
    """
    told: set[str] = set()
    for pair in filter(holds, deck.once(similar_pairs)):
        first, second = pair.first.card, pair.second.card
        if deck.wants(first) and not deck.wants(second):
            yield second, first
        elif second.id not in told:
            told.add(second.id)
            yield first, second


class Weights:
    """The weight of each stem, the rarer the heavier: squared inverse document frequency."""

    def __init__(self, contents: Sequence[Content]) -> None:
        frequency = Counter(stem for content in contents for stem in content.whole.stems)
        total = len(contents) + _PRIOR
        usual, other = _PRIOR * _USUAL_SHARE, _PRIOR * _OTHER_SHARE
        self._of = {
            stem: log(total / (count + (usual if stem in _USUAL else other))) ** 2
            for stem, count in frequency.items()
        }
        order = sorted(self._of, key=lambda stem: (-self._of[stem], stem))
        self._rank = {stem: place for place, stem in enumerate(order)}
        self._total = cache(self._sum)  # a card's stems are asked for again and again

    def alike(self, one: frozenset[str], two: frozenset[str]) -> float:
        """The cosine of two sets of stems, from 0 to 1."""
        common = one & two
        return self._sum(common) / sqrt(self._total(one) * self._total(two)) if common else 0.0

    def rarest(self, stems: frozenset[str]) -> list[str]:
        return sorted(stems, key=self._rank.__getitem__)[:_LOOKED_UP]

    def _sum(self, stems: frozenset[str]) -> float:
        return sum([self._of[stem] for stem in stems])


def similar_pairs(deck: DeckView) -> tuple[Pair, ...]:
    """Pairs of cards that share rare stems and look alike, each once, in the order of the deck."""
    cards = (card for card in deck.cards if not _NO_FACT.match(answer_of(card).shown))
    contents = [content for content in map(Content, cards) if content.whole.stems]
    weights = Weights(contents)
    asking = Counter(content.asked_words for content in contents)
    found: list[Pair] = []
    for at, other in sorted(_candidates(contents, weights)):
        one, two = contents[at], contents[other]
        whole = weights.alike(one.whole.stems, two.whole.stems)
        if whole >= _NEAR:
            is_common = asking[one.asked_words] > _MOST_ASKING
            found.append(Pair(one, two, weights, whole, is_common))
    return tuple(found)


def _candidates(contents: Sequence[Content], weights: Weights) -> set[tuple[int, int]]:
    """Numbers of contents that share a stem which is rare, or the rarest two of common ones."""
    blocks: dict[str, list[int]] = {}
    found: set[tuple[int, int]] = set()
    for at, content in enumerate(contents):
        rarest = weights.rarest(content.whole.stems)
        for rare in rarest:
            block = blocks.setdefault(rare, [])
            if len(block) <= _MOST_IN_BLOCK:
                found.update([(other, at) for other in block])
            block.append(at)
        block = blocks.setdefault("\0" + " ".join(rarest[:2]), [])
        found.update([(other, at) for other in block[-_NEIGHBORS:]])
        block.append(at)
    return found


def answer_of(card: CardView) -> TextView:
    """The answer; of a cloze card the whole text."""
    return card.answer or card.cloze or card.texts[0]


class _Role(NamedTuple):
    """What a word is good for: its stem, empty where it has no content, and its amount."""

    stem: str
    unit: str
    amount: float | None
    is_number: bool
    decides: bool


@lru_cache(maxsize=65536)
def _role(word: str) -> _Role:
    root = stem(word)
    counts = word in NUMBER_WORDS or word[0].isdigit()
    amount = float(word) if re.fullmatch(r"\d+", word) else NUMBER_WORDS.get(word)
    decides = word in _DECIDING or is_negation(word)
    empty = counts or decides or word in STOP_WORDS or word in _FILLING
    return _Role(
        stem="" if empty else _FOLDED.get(root, root),
        unit=root if root in _TIMES else "",
        amount=None if word in ("one", "zero") else amount,
        is_number=counts,
        decides=decides,
    )


def _part(words: Sequence[str]) -> Part:
    """What words say, without grammar; the unit of a number belongs to it.

    Days count as hours: 48 hours are 2 days.
    """
    stems: set[str] = set()
    numbers: set[str] = set()
    roles = [_role(word) for word in words]
    after_number = False
    for at, role in enumerate(roles, start=1):
        if role.stem and not (after_number and role.unit):
            stems.add(role.stem)
        if role.amount is not None:
            unit = roles[at].unit if at < len(roles) else ""
            hours = _HOURS.get(unit, 1)
            numbers.add(f"{role.amount * hours:g} {unit if hours == 1 else 'hour'}".rstrip())
        after_number = role.is_number
    deciding = frozenset([word for word, role in zip(words, roles, strict=True) if role.decides])
    return Part(frozenset(stems), frozenset(numbers), deciding)


def _differ(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two texts name other amounts; where one names no units, "at 18" is "18 years"."""
    bare = [frozenset(amount.partition(" ")[0] for amount in numbers) for numbers in (one, two)]
    return one != two and (bare[0] != bare[1] or (one != bare[0] and two != bare[1]))


def polar(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether one text says a word and the other its opposite, or only one negates."""
    only_first, only_second = first - second, second - first
    if any(_POLAR.get(word) in only_second for word in only_first):
        return True
    return any(map(is_negation, first)) != any(map(is_negation, second))
