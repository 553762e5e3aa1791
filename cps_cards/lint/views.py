"""Texts, cards and the deck as rules see them: made once, shared by all rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeVar, cast

from cps_cards.lint.english import STOP_WORDS, stem
from cps_cards.model import clozes
from cps_cards.model.cards import Basic, Card, Choice, Cloze, Kind
from cps_cards.model.deck import Collection
from cps_cards.render import reading
from cps_cards.source import Source, Span, Text, overlapping

V = TypeVar("V", bound="_View")
T = TypeVar("T")

WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(
    r'"([^"\n]*(?:\n(?!\s*\n)[^"\n]*)*)"'
    r"|“([^“”]*)”"
    r"|(?<![\w’'])‘((?:[^‘’]|(?<=\w)’(?=\w))*)’(?!\w)"
    r"|(?<![\w'])'((?:[^'\n]|(?<=\w)'(?=\w))+)'(?!\w)"
)
_MAY_QUOTE = re.compile("[\"“‘']")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9\ufffc])|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|v|cf|no|c|ch|s|sec|art|para|p|pp|dr|mr|mrs|ms|prof|st|jr|sr|inc|"
    r"approx)"
    r"|\b(?-i:[A-Z])(?:\.[A-Z])*)\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 20

QUOTED_TERM_WORDS = 4
"""A quotation of up to so many words is a term that is talked about, not somebody's speech."""


class Token(NamedTuple):
    """A word in lower case, and where it stands in ``TextView.shown``."""

    word: str
    start: int
    end: int


class Quotation(NamedTuple):
    """A quotation with its marks, and how many words stand in it."""

    start: int
    end: int
    words: int


class TextView:
    """One text of a card as it is read; what rules ask of it is worked out once, when asked.

    ``key`` is the text's key on the card (``front``, ``distractor``, ``option why``, ``hint`` …).
    Offsets of rules are those of ``shown``; ``place`` leads back to the text that was written.
    Code, maths, addresses and pictures without a description are one U+FFFC each. ``pictures`` and
    ``apart`` (see :class:`reading.Read`) have places in the text that was written.
    """

    def __init__(self, key: str, text: Text, read: reading.Read) -> None:
        self.key = key
        self.text = text
        self.shown = read.shown
        self.pictures = read.pictures
        self.apart = read.apart
        self._pieces = read.pieces or [reading.Piece(0, 0, len(text.value), verbatim=True)]

    @cached_property
    def words(self) -> list[str]:
        """The words in lower case, in order; a straight apostrophe stands for a curly one."""
        return WORD.findall(self.shown.lower().replace("’", "'"))

    @cached_property
    def word_set(self) -> frozenset[str]:
        """The words as a set: ask it before you run a regular expression."""
        return frozenset(self.words)

    @cached_property
    def tokens(self) -> list[Token]:
        """The words with their places in ``shown``."""
        found = WORD.finditer(self.shown)
        return [Token(m[0].replace("’", "'").lower(), *m.span()) for m in found]

    @cached_property
    def stems(self) -> list[str]:
        """Stems of the content words (no articles, auxiliaries, prepositions …), in order."""
        return [stem(word) for word in self.words if word not in STOP_WORDS]

    @cached_property
    def quotations(self) -> list[Quotation]:
        """Quotations in the text, outermost ones only, with their marks."""
        found = _QUOTED.finditer(self.shown) if _MAY_QUOTE.search(self.shown) else ()
        return [Quotation(*m.span(), len(WORD.findall(m[0]))) for m in found]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Ranges of the sentences in ``shown``, without the white space around them."""
        found: list[tuple[int, int]] = []
        for start, end in pairwise((0, *_ends(self.shown), len(self.shown))):
            piece = self.shown[start:end]
            if WORD.search(piece):
                found.append((end - len(piece.lstrip()), start + len(piece.rstrip())))
        return found

    @property
    def whole(self) -> tuple[int, int]:
        """The range of ``shown`` without the white space around it."""
        end = len(self.shown.rstrip())
        return min(len(self.shown) - len(self.shown.lstrip()), end), end

    def quoted(self, start: int = 0, end: int | None = None) -> str:
        """Words of the text as a message has them: on one line, between quotation marks."""
        return f'"{" ".join(self.shown[start:end].split())}"'

    def in_quotation(self, start: int, end: int, most_words: int | None = None) -> bool:
        """Whether a range touches a quotation (of at most ``most_words`` words)."""
        return any(
            most_words is None or quotation.words <= most_words
            for quotation in overlapping(self.quotations, start, end)
        )

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The range of ``text.value`` that shows ``shown[start:end]``."""
        if not self.shown:
            return 0, len(self.text.value)
        first, _ = self._written(min(start, len(self.shown) - 1))
        return first, self._written(end - 1)[1] if start < end else first

    def slice(self, start: int, end: int) -> Span:
        """Where ``shown[start:end]`` was written in the file."""
        return self.text.slice(*self.place(start, end))

    def is_verbatim(self, start: int, end: int) -> bool:
        """Whether a range was written just as it is shown, so that it can be replaced."""
        if start > end or end > len(self.shown):
            return False
        return self.text.value[slice(*self.place(start, end))] == self.shown[start:end]

    def touches_mark(self, start: int, end: int) -> bool:
        """Whether ``text.value[start:end]`` lies at a mark: of bold, code, a deletion …"""
        return start in self._starts or end in self._stops

    @cached_property
    def _starts(self) -> set[int]:
        """Where pieces of what is shown begin within ``text.value``, but for its own beginning."""
        return {piece.start for piece in self._pieces} - {0}

    @cached_property
    def _stops(self) -> set[int]:
        """Where they end, but for its own end."""
        return {piece.end for piece in self._pieces} - {len(self.text.value)}

    def _written(self, at: int) -> tuple[int, int]:
        """The range of ``text.value`` that shows one character."""
        piece = self._pieces[bisect_right(self._pieces, at, key=lambda piece: piece.shown) - 1]
        start = piece.start + at - piece.shown
        return (start, start + 1) if piece.verbatim else (piece.start, piece.end)


def _ends(shown: str) -> Iterator[int]:
    """Where sentences of a text end; the full stop of an abbreviation is no end."""
    for match in _SENTENCE_END.finditer(shown):
        near = max(match.start() - _LONGEST_ABBREVIATION, 0)
        if match[0][0] != "." or not _ABBREVIATION.search(shown, near, match.start() + 1):
            yield match.end()


def view_texts(key: str, text: Text, cloze: bool = False) -> list[TextView]:
    """The views of one text: itself and, behind it, the hints of its deletions."""
    read = reading.read(text.value, cloze)
    views = [TextView(key, text, read)]
    for start, end in read.hints:
        hint = [reading.Piece(0, start, end, verbatim=True)]
        views.append(TextView("hint", text, reading.Read(text.value[start:end], hint)))
    return views


class _View:
    """A view that keeps what several rules need of it."""

    def __init__(self) -> None:
        self._kept: dict[object, object] = {}

    def once(self: V, make: Callable[[V], T]) -> T:
        """What ``make`` gives of this view; worked out on the first call, kept for the others."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast("T", self._kept[make])


class CardView(_View):
    """A card with a view of each of its texts, in the order of reading; ``card`` is as written."""

    def __init__(self, card: Card, deck: DeckView) -> None:
        super().__init__()
        self.card = card
        self.deck = deck
        self.id = card.id.value

    @property
    def place(self) -> tuple[Source, Span]:
        """Where the card's id stands."""
        return self.card.source, self.card.id.span

    @cached_property
    def texts(self) -> tuple[TextView, ...]:
        """All texts that learners read, hints of a cloze behind its text."""
        named = self.card.named_texts()
        return tuple(v for key, text in named for v in view_texts(key, text, key == "text"))

    @cached_property
    def _by_key(self) -> dict[str, TextView]:
        return {view.key: view for view in reversed(self.texts)}

    @cached_property
    def word_set(self) -> frozenset[str]:
        """The words of all texts, in lower case."""
        return frozenset().union(*(view.word_set for view in self.texts))

    @property
    def scenario(self) -> TextView | None:
        return self._by_key.get("scenario")

    @cached_property
    def question(self) -> TextView | None:
        """The front of a basic card, the question of a choice card; None for a cloze."""
        return self._by_key.get("front") or self._by_key.get("question")

    @cached_property
    def answer(self) -> TextView | None:
        """The back of a basic card, the right option of a choice card; None for a cloze."""
        return self._by_key.get("back") or self._by_key.get("answer")

    @property
    def cloze(self) -> TextView | None:
        """A cloze card's text, with all deletions filled in."""
        return self._by_key.get("text")

    @cached_property
    def options(self) -> tuple[TextView, ...]:
        """All options of a choice card in the order of ``Choice.options``, the key among them."""
        return ()


class BasicView(CardView):
    """What rules on basic cards see: a question and an answer are always there."""

    card: Basic
    question: TextView
    answer: TextView


class ClozeView(CardView):
    """What rules on cloze cards see; ``parsed`` has the deletions."""

    card: Cloze
    cloze: TextView

    @property
    def parsed(self) -> clozes.ClozeText:
        return clozes.parse(self.card.text.value)

    def hidden(self, number: int) -> list[tuple[int, int]]:
        """The ranges of the text, as it was written, that the card of a number hides."""
        return [one.content for one in self.parsed.deletions if one.number == number]

    def words_in(self, ranges: Iterable[tuple[int, int]]) -> set[Token]:
        """The words that stand in ranges of the text as it was written."""
        return {token for token, s, e in self._placed if any(a <= s and e <= b for a, b in ranges)}

    @cached_property
    def _placed(self) -> list[tuple[Token, int, int]]:
        return [(one, *self.cloze.place(one.start, one.end)) for one in self.cloze.tokens]


class ChoiceView(CardView):
    """What rules on choice cards see; the key stands at ``card.key_index`` among the options."""

    card: Choice
    question: TextView
    answer: TextView

    @cached_property
    def distractors(self) -> tuple[TextView, ...]:
        return tuple(view for view in self.texts if view.key == "distractor")

    @cached_property
    def options(self) -> tuple[TextView, ...]:
        at = self.card.key_index
        return (*self.distractors[:at], self.answer, *self.distractors[at:])


class DeckView(_View):
    """The deck with a view of each live card, and of those in the inbox; retired ones are only
    checked on loading.

    ``wanted`` tells by a shown path whether what is found in that file will be shown.
    """

    id = None

    def __init__(self, collection: Collection, wanted: Callable[[str], bool] | None = None) -> None:
        super().__init__()
        self.collection = collection
        self._wanted = wanted

    @property
    def place(self) -> tuple[Source, Span]:
        """Where ``deck.yaml`` names the deck."""
        return self.collection.deck.source, self.collection.deck.id_span

    @property
    def is_whole(self) -> bool:
        """Whether what is found of the deck as a whole will be shown: at ``deck.yaml``."""
        return self._wanted is None or self._wanted(self.collection.deck.source.path)

    def wants(self, card: CardView) -> bool:
        """Whether what is found on a card will be shown."""
        return self._wanted is None or self._wanted(card.card.source.path)

    @cached_property
    def cards(self) -> tuple[CardView, ...]:
        return tuple(_VIEWS[card.kind](card, self) for card in self.collection.linted)

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Every word that stands in small letters somewhere in the deck."""
        return frozenset(
            word
            for card in self.cards
            for view in card.texts
            for word in WORD.findall(view.shown)
            if word.islower()
        )


_VIEWS: dict[Kind, type[CardView]] = {"basic": BasicView, "cloze": ClozeView, "choice": ChoiceView}
