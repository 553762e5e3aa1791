"""Which cards say the same: weighted stems, brought together by the rare ones that they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log, sqrt
from typing import assert_never

from cps_cards.lint.card_view import CardView, DeckView
from cps_cards.lint.english import NEGATIONS, NUMBER_WORDS, STOP_WORDS, stem
from cps_cards.lint.text_view import TextView
from cps_cards.model import clozes
from cps_cards.model.cards import Basic, Choice, Cloze

_LOOKED_UP = 8
"""By so many of its rarest stems a card meets others."""
_MOST_IN_BLOCK = 40
"""A stem that more cards share is too common to bring two of them together."""
_NEIGHBORS = 5
"""With so many cards of the same common words a card is compared."""
_AGREE = 0.42
"""Answers that are as alike as this say the same."""
_NEAR = 0.3
"""Pairs less alike than this are of no interest to any rule."""
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
start begin beginning outset
person someone somebody individual people
child kid
tell inform notify
explain describe
talk conversation discussion
give offer provide
take accept
accept receive
help assist
phone telephone
doctor physician
supervisor manager
choose pick select
decide decision
choice option
permission consent
private confidential
build create
keep maintain
goal aim purpose
need require
reach achieve
allow permit let
forbid prohibit ban bar
quick fast soon
name call
mean definition define
kind type sort
happen occur
hurt harm
end finish
worker staff
agency organization
suspect suspicion
cause come
"""
_UNITS = {"day": 24, "week": 168}
_TIMES = frozenset((*_UNITS, "hour", "month", "year", "minut"))
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_POLAR_PAIRS = """
before after, always never, yes no, true false, voluntary mandatory, immediately later,
required optional, require allow, allowed forbidden, increase decrease, more less, oral written,
minimum maximum, most least, first last, must may
"""
_POLAR: Mapping[str, str] = {
    word: other
    for pair in _POLAR_PAIRS.split(",")
    for word, other in (pair.split(), pair.split()[::-1])
}
_DECIDING = (frozenset(_POLAR) - {"require", "allow"}) | NEGATIONS
_FILLING = frozenset("which of these following best fit apply true correct answer here".split())
"""Words that questions consist of without asking for anything."""


def _folded() -> dict[str, str]:
    """Each stem of a row of synonyms, and the first word's, which stands for all."""
    found: dict[str, str] = {}
    for row in _SYNONYMS.strip().splitlines():
        first, *others = (stem(word) for word in row.split())
        for other in others:
            found[other] = found.get(first, first)
    return found


_FOLDED = _folded()


@dataclass(frozen=True, slots=True)
class Content:
    """What a card says: folded stems of what is asked and of the answer; numbers apart.

    ``deciding`` are the words that turn a sentence into its opposite.
    """

    card: CardView
    asked: frozenset[str]
    answer: frozenset[str]
    numbers: frozenset[str]
    answer_numbers: frozenset[str]
    deciding: frozenset[str]
    answer_deciding: frozenset[str]
    bank: tuple[str, ...]
    asked_words: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        return self.asked | self.answer

    @property
    def asked_deciding(self) -> frozenset[str]:
        return self.deciding - self.answer_deciding

    @property
    def asked_numbers(self) -> frozenset[str]:
        return self.numbers - self.answer_numbers


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards, the earlier one in the deck first.

    ``whole``, ``asked`` and ``answers`` tell how alike they are, by weighted stems: 0 to 1.
    ``is_common`` is whether many other cards ask what the first one asks, in the same words.
    """

    first: Content
    second: Content
    whole: float
    asked: float
    answers: float
    is_common: bool

    @property
    def is_of_a_set(self) -> bool:
        """Whether both have the same options under questions that differ: meant to be alike."""
        one, two = self.first, self.second
        return bool(one.bank) and one.bank == two.bank and one.asked_words != two.asked_words

    @property
    def answers_agree(self) -> bool:
        """Whether what one card asks for is what the other one asks for, or says."""
        one, two = self.first, self.second
        if self.numbers_differ or polar(one.deciding, two.deciding):
            return False
        if not one.answer or not two.answer:
            return True
        within = one.answer <= two.all and two.answer <= one.all
        return self.answers >= _AGREE or (self.is_mixed and within)

    @property
    def is_mixed(self) -> bool:
        """Whether what one asks for may stand in the question of the other."""
        return "cloze" in (self.first.card.card.kind, self.second.card.card.kind)

    @property
    def numbers_differ(self) -> bool:
        one, two = self.first, self.second
        if self.is_mixed:
            return one.numbers != two.numbers
        return one.answer_numbers != two.answer_numbers or one.asked_numbers != two.asked_numbers


def to_tell(pair: Pair, deck: DeckView, told: set[str]) -> tuple[Content, Content] | None:
    """The other card of a pair, and the one to tell about it: the later one, told of once.

    Where only the earlier one is wanted, it is told there.
    """
    first, second = pair.first, pair.second
    if deck.wants(first.card) and not deck.wants(second.card):
        return second, first
    if second.card.id in told:
        return None
    told.add(second.card.id)
    return first, second


def similar_pairs(deck: DeckView) -> tuple[Pair, ...]:
    """Pairs of cards that share rare stems and look alike, each once, in the order of the deck."""
    return tuple(_pairs(deck))


def _pairs(deck: DeckView) -> Iterator[Pair]:
    contents = [
        content
        for card in deck.cards
        if (content := content_of(card)).all and not _NO_FACT.match(answer_of(card).shown)
    ]
    asking = Counter(content.asked_words for content in contents)
    weights = _weights(contents)
    whole_of = [content.all for content in contents]
    sizes = [sqrt(sum([weights[word] for word in words])) for words in whole_of]
    for at, other in sorted(_candidates(contents, weights)):
        shared = sum([weights[word] for word in whole_of[at] & whole_of[other]])
        whole = shared / (sizes[at] * sizes[other] or 1.0)
        if whole >= _NEAR:
            one, two = contents[at], contents[other]
            # What both questions say already tells nothing of the answers.
            given = one.asked & two.asked
            answers = (one.answer - given) or one.answer, (two.answer - given) or two.answer
            asked = _alike(one.asked, two.asked, weights)
            common = asking[one.asked_words] > _MOST_ASKING
            yield Pair(one, two, whole, asked, _alike(*answers, weights), common)


def _weights(contents: Iterable[Content]) -> dict[str, float]:
    """The weight of each stem, the rarer the heavier: squared inverse document frequency."""
    frequency = Counter(word for content in contents for word in content.all)
    total = sum(1 for _ in contents) + _PRIOR
    return {
        word: log(total / (count + _PRIOR * (_USUAL_SHARE if word in _USUAL else _OTHER_SHARE)))
        ** 2
        for word, count in frequency.items()
    }


def _alike(one: frozenset[str], two: frozenset[str], weights: Mapping[str, float]) -> float:
    """The cosine of two sets of weighted stems."""
    if not one or not two:
        return 0.0
    common = sum(weights[word] for word in one & two)
    sizes = sum(weights[word] for word in one) * sum(weights[word] for word in two)
    return common / sqrt(sizes) if sizes else 0.0


def _candidates(contents: Iterable[Content], weights: Mapping[str, float]) -> set[tuple[int, int]]:
    """Numbers of contents that share a stem which is rare, or the rarest two of common ones."""
    blocks: dict[str, list[int]] = {}
    found: set[tuple[int, int]] = set()
    for at, content in enumerate(contents):
        by_weight = sorted(content.all, key=lambda word: (-weights[word], word))
        for word in by_weight[:_LOOKED_UP]:
            block = blocks.setdefault(word, [])
            if len(block) <= _MOST_IN_BLOCK:
                found.update((other, at) for other in block)
            block.append(at)
        block = blocks.setdefault("\0" + " ".join(by_weight[:2]), [])
        found.update((other, at) for other in block[-_NEIGHBORS:])
        block.append(at)
    return found


def answer_of(card: CardView) -> TextView:
    """The answer; of a cloze card the whole text."""
    return card.answer or card.cloze or card.texts[0]


def content_of(card: CardView) -> Content:
    """The content of a card, whatever its kind."""
    asked: list[str] = []
    answer: list[str] = []
    if card.scenario is not None:
        asked += card.scenario.words
    match card.card:
        case Cloze():
            deletions = clozes.parse(card.card.text.value).deletions
            if (view := card.cloze) is not None:
                for token in view.tokens:
                    start, end = view.place(token.start, token.end)
                    hidden = any(d.content[0] <= start and end <= d.content[1] for d in deletions)
                    (answer if hidden else asked).append(token.word)
        case Basic() | Choice():
            asked += card.question.words if card.question is not None else ()
            answer += card.answer.words if card.answer is not None else ()
        case _:
            assert_never(card.card)
    words = asked + answer
    return Content(
        card=card,
        asked=_stems(asked),
        answer=_stems(answer),
        numbers=_numbers(words),
        answer_numbers=_numbers(answer),
        deciding=frozenset(word for word in words if _decides(word)),
        answer_deciding=frozenset(word for word in answer if _decides(word)),
        bank=card.card.bank if isinstance(card.card, Choice) else (),
        asked_words=tuple(asked),
    )


def _decides(word: str) -> bool:
    return word in _DECIDING or word.endswith("n't")


def _stems(words: list[str]) -> frozenset[str]:
    """What words say, without grammar, numbers and their units, and words that decide."""
    found: set[str] = set()
    number = False
    for word in words:
        root = stem(word)
        counts = number and root in _TIMES
        number = word in NUMBER_WORDS or word[0].isdigit()
        if number or counts or _decides(word) or word in STOP_WORDS or word in _FILLING:
            continue
        found.add(_FOLDED.get(root, root))
    return frozenset(found)


def _numbers(words: list[str]) -> frozenset[str]:
    """The numbers in a text, spelled or in digits; days as hours: 48 hours are 2 days."""
    found: set[str] = set()
    for at, word in enumerate(words):
        value: float | None = None
        if word in NUMBER_WORDS and word not in ("one", "zero"):
            value = NUMBER_WORDS[word]
        elif _NUMBER.fullmatch(word):
            value = float(word.replace(",", ""))
        if value is None:
            continue
        unit = stem(words[at + 1]) if at + 1 < len(words) else ""
        if unit in _UNITS:
            value *= _UNITS[unit]
            unit = "hour"
        found.add(f"{value:g} {unit}" if unit in _TIMES else f"{value:g}")
    return frozenset(found)


def polar(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether one text says a word and the other its opposite, or only one negates."""
    only_first, only_second = first - second, second - first
    if any(_POLAR.get(word) in only_second for word in only_first):
        return True
    negated = [any(w in NEGATIONS or w.endswith("n't") for w in words) for words in (first, second)]
    return negated[0] != negated[1]
