"""A text as a learner reads it: after Markdown, without code, addresses and cloze marks."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from cps_cards.lint.english import STOP_WORDS, stem
from cps_cards.render import reading
from cps_cards.source import Span, Text, overlapping

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
        return not self._marks.isdisjoint((start, end))

    @cached_property
    def _marks(self) -> set[int]:
        """Where what is shown begins and ends within ``text.value``."""
        edges = {at for piece in self._pieces for at in (piece.start, piece.end)}
        return edges - {0, len(self.text.value)}

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
