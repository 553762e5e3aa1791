"""Cards that say the same: blocked by their rare stems, so that not every pair is compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.lint.card_view import CardView, DeckView
from cps_cards.lint.english import NEGATIONS, NUMBER_WORDS, STOP_WORDS, stem
from cps_cards.model import clozes
from cps_cards.model.cards import Cloze

RARE = 4
"""By so many of its rarest stems a card is looked up."""
MOST_IN_BLOCK = 25
"""A stem that more cards share is too common to bring two of them together."""
NEIGHBORS = 5
"""With so many cards of the same common words a card is compared."""

_UNITS = {"day": 24, "week": 168}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_POLAR = {
    "before": "after", "after": "before", "always": "never", "never": "always", "yes":
        "no", "no": "yes",
    "true": "false", "false": "true", "voluntary": "mandatory", "mandatory": "voluntary",
    "immediately": "later", "required": "optional", "optional": "required", "allowed": "forbidden",
    "forbidden": "allowed", "increase": "decrease", "decrease": "increase", "more":
        "less", "less": "more",
    "oral": "written", "written": "oral", "minimum": "maximum", "maximum": "minimum",
        "most": "least",
    "least": "most", "first": "last", "last": "first", "must": "may", "may": "must",
}  # fmt: skip
_DECIDING = frozenset(_POLAR) | NEGATIONS


@dataclass(frozen=True, slots=True)
class Content:
    """What a card says: stems of the whole, of what is asked and of the answer; numbers apart."""

    card: CardView
    all: frozenset[str]
    question: frozenset[str]
    answer: frozenset[str]
    numbers: frozenset[str]
    answer_numbers: frozenset[str]
    deciding: frozenset[str]
    answer_deciding: frozenset[str]
    ordered: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards, the earlier one in the deck first, and how alike they are (0 to 100)."""

    first: Content
    second: Content
    score: float


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
    from rapidfuzz import fuzz

    contents = [content for card in deck.cards if (content := content_of(card)).all]
    frequency: dict[str, int] = {}
    for content in contents:
        for word in content.all:
            frequency[word] = frequency.get(word, 0) + 1
    blocks: dict[str, list[int]] = {}
    candidates: set[tuple[int, int]] = set()
    for at, content in enumerate(contents):
        shared = [word for word in content.all if 1 < frequency[word] <= MOST_IN_BLOCK]
        for word in sorted(shared, key=lambda word: (frequency[word], word))[:RARE]:
            block = blocks.setdefault(word, [])
            candidates.update((other, at) for other in block)
            block.append(at)
        if len(shared) < RARE:
            # Cards of common words still meet the last ones with the same two that are least so.
            least = sorted(content.all, key=lambda word: (frequency[word], word))[:2]
            block = blocks.setdefault("\0" + " ".join(least), [])
            candidates.update((other, at) for other in block[-NEIGHBORS:])
            block.append(at)
    for first, second in sorted(candidates):
        one, two = contents[first], contents[second]
        small, large = sorted((len(one.all), len(two.all)))
        if small < 0.6 * large:
            continue
        common = len(one.all & two.all)
        if common < 0.6 * large:
            continue
        yield Pair(one, two, fuzz.token_sort_ratio(one.ordered, two.ordered))


def content_of(card: CardView) -> Content:
    """The content of a card, whatever its kind."""
    question: list[str] = []
    answer: list[str] = []
    if card.scenario is not None:
        question += card.scenario.words
    if isinstance(card.card, Cloze) and card.cloze is not None:
        view = card.cloze
        deletions = clozes.parse(card.card.text.value).deletions
        for token in view.tokens:
            start, end = view.place(token.start, token.end)
            hidden = any(d.content[0] <= start and end <= d.content[1] for d in deletions)
            (answer if hidden else question).append(token.word)
    elif card.question is not None and card.answer is not None:
        question += card.question.words
        answer += card.answer.words
    words = question + answer
    question_stems, answer_stems = _stems(question), _stems(answer)
    return Content(
        card=card,
        all=question_stems | answer_stems,
        question=question_stems,
        answer=answer_stems,
        numbers=_numbers(words),
        answer_numbers=_numbers(answer),
        deciding=frozenset(word for word in words if _decides(word)),
        answer_deciding=frozenset(word for word in answer if _decides(word)),
        ordered=" ".join(sorted(question_stems | answer_stems)),
    )


def _decides(word: str) -> bool:
    return word in _DECIDING or word.endswith("n't")


def _stems(words: list[str]) -> frozenset[str]:
    return frozenset(
        stem(word)
        for word in words
        if word not in STOP_WORDS and word not in NUMBER_WORDS and not word[0].isdigit()
        and not _decides(word)
    )  # fmt: skip


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
        found.add(
            f"{value:g} {unit}" if unit in ("hour", "month", "year", "minut") else f"{value:g}"
        )
    return frozenset(found)


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def polar(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether one text says a word and the other its opposite, or only one negates."""
    only_first, only_second = first - second, second - first
    if any(_POLAR.get(word) in only_second for word in only_first):
        return True
    negated = [any(w in NEGATIONS or w.endswith("n't") for w in words) for words in (first, second)]
    return negated[0] != negated[1]
