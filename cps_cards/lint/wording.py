"""Wording tables, compiled: which of their terms stands where in a text."""

import re
from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from importlib import resources
from operator import or_
from typing import Any, cast

from cps_cards.faults import Faults
from cps_cards.lint.card_view import CardView, DeckView
from cps_cards.lint.text_view import QUOTED_TERM_WORDS, TextView
from cps_cards.model.language import LanguageTable, Term
from cps_cards.model.settings import WORDINGS
from cps_cards.source import Source, overlapping
from cps_cards.yamlio import nodes
from cps_cards.yamlio.languagefile import read_language

SPOKEN_FREELY = frozenset(("scenario", "front", "question", "hint"))
"""Where people may speak as people do: only the deck's own words are judged there."""

STATUS_CATEGORIES = frozenset(("people-and-roles", "role-and-power"))
CONDITION_CATEGORIES = frozenset(("diagnosis-and-disability",))


class CompiledTerm:
    """A term whose patterns are compiled when a text first holds a word that they need."""

    def __init__(self, term: Term) -> None:
        self.category = term.category.value
        self.severity = term.severity
        self.entry = term

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.entry.pattern.value, re.IGNORECASE)

    @cached_property
    def exempt(self) -> re.Pattern[str] | None:
        return any_of(text.value for text in self.entry.exempt_patterns)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of the table in a text, at offsets of what is shown."""

    term: CompiledTerm
    view: TextView
    start: int
    end: int

    @property
    def words(self) -> str:
        return " ".join(self.view.shown[self.start : self.end].split())


class _Held(dict[str, int]):
    """Which of the needs of all terms a word meets, a bit for each."""

    def __init__(self, bits: dict[frozenset[str], int]) -> None:
        self._bits = bits

    def __missing__(self, word: str) -> int:
        held = sum(bit for parts, bit in self._bits.items() if any(part in word for part in parts))
        self[word] = held
        return held


class Wording:
    """Tables as one, ready to be held against cards; of terms with the same id the last holds."""

    def __init__(self, tables: Iterable[LanguageTable]) -> None:
        self._tables = tuple(tables)
        self.acronyms = frozenset(key.value for table in self._tables for key, _ in table.acronyms)
        terms = {term.id.value: term for table in self._tables for term in table.terms}
        self.terms = tuple(map(CompiledTerm, terms.values()))
        bits: dict[frozenset[str], int] = {}
        self._needs = [
            sum({bits.setdefault(strings, 1 << len(bits)) for strings in _chunks(term)})
            for term in self.terms
        ]
        self._held = _Held(bits)
        self._near: dict[int, list[CompiledTerm]] = {}

    def near(self, words: Iterable[str]) -> list[CompiledTerm]:
        """The terms that may stand in a text of these words, given in small letters."""
        held = reduce(or_, map(self._held.__getitem__, words), 0)
        if held not in self._near:
            terms = zip(self.terms, self._needs, strict=True)
            self._near[held] = [term for term, needs in terms if held & needs == needs]
        return self._near[held]

    def hits(self, card: CardView) -> Iterator[Hit]:
        """What a card says that it should not, each stretch of text under one term."""
        for view in card.texts if self.near(card.word_set) else ():
            near = self.near(view.word_set) if view.key != "distractor" else ()
            places = [Hit(term, view, *at) for term in near for at in self._places(term, view)]
            yield from _one_a_place(places) if places else ()

    @cached_property
    def exempt(self) -> re.Pattern[str] | None:
        return any_of(p.value for table in self._tables for p in table.global_exempt_patterns)

    def _places(self, term: CompiledTerm, view: TextView) -> Iterator[tuple[int, int]]:
        shown = plain(view.shown)
        exempt: list[list[tuple[int, int]]] | None = None
        for match in term.pattern.finditer(shown):
            start, end = match.span()
            if start == end or _is_quoted(view, start, end):
                continue
            if exempt is None:
                patterns = filter(None, (term.exempt, self.exempt))
                exempt = [[m.span() for m in p.finditer(shown)] for p in patterns]
            if not any(overlapping(ranges, start, end) for ranges in exempt):
                yield start, end


def wording_of(deck: DeckView) -> Wording:
    """The tables that hold for a deck as one: those that it chose, then its own."""
    own = deck.collection.language
    chosen = map(builtin, deck.collection.deck.wording)
    return Wording((*chosen, own) if own is not None else chosen)


def hits_of(card: CardView) -> list[Hit]:
    """What a card says that it should not, each stretch of text under one term."""
    return list(card.deck.once(wording_of).hits(card))


_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})


def plain(shown: str) -> str:
    """A text with straight apostrophes and plain hyphens, as patterns write them.

    Offsets stay what they are.
    """
    return shown if shown.isascii() else shown.translate(_PLAIN)


def _is_quoted(view: TextView, start: int, end: int) -> bool:
    """A quoted term is talked about; longer speech is a person's own where people may speak."""
    most = None if view.key in SPOKEN_FREELY else QUOTED_TERM_WORDS
    return view.in_quotation(start, end, most)


def _one_a_place(hits: Iterable[Hit]) -> list[Hit]:
    """Of overlapping hits the longest, of equal ones the gravest."""
    chosen: list[Hit] = []
    taken: list[tuple[int, int]] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, -h.term.severity, h.start)):
        if not overlapping(taken, hit.start, hit.end):
            insort(taken, (hit.start, hit.end))
            chosen.append(hit)
    return sorted(chosen, key=lambda h: h.start)


def any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern that finds what any of several finds."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined, re.IGNORECASE) if joined else None


@lru_cache(maxsize=len(WORDINGS))
def builtin(name: str) -> LanguageTable:
    """A table that comes with the linter, by its name in ``deck.yaml``."""
    file = resources.files("cps_cards.lint") / f"{name}.yaml"
    source, faults = Source(file.name, file.read_text(encoding="utf-8")), Faults()
    table = read_language(nodes.parse(source, faults), source, faults)
    if table is None or faults.found:
        raise ValueError(f"{file.name}: {faults.found}")
    return table


def needed_literals(pattern: str) -> list[frozenset[str]]:
    """Sets of strings, in lower case, of each of which any match of the pattern holds one.

    Looking for them first spares nine texts of ten the pattern itself. Empty where nothing can be
    told.
    """
    try:
        return _needed(cast(Any, re)._parser.parse(pattern, re.IGNORECASE))
    except (TypeError, ValueError, AttributeError):
        return []  # a parser that this module does not know: search without


def _needed(parsed: Any) -> list[frozenset[str]]:
    """What every match of a sequence holds: its literal runs, and of its branches one each."""
    found: list[frozenset[str]] = []
    run = ""
    for code, argument in parsed:
        name = str(code)
        if name == "LITERAL" and argument < 128:
            run += chr(argument).lower()
            continue
        if run:
            found.append(frozenset((run,)))
            run = ""
        if name == "SUBPATTERN":
            found += _needed(argument[3])
        elif name == "BRANCH":
            parts = [_needed(part) for part in argument[1]]
            if all(parts):
                telling = (max(part, key=lambda some: min(map(len, some))) for part in parts)
                found.append(frozenset().union(*telling))
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] > 0:
            found += _needed(argument[2])
    if run:
        found.append(frozenset((run,)))
    return found


_CHUNK = re.compile(r"[a-z0-9]+")


def _chunks(term: CompiledTerm) -> Iterator[frozenset[str]]:
    """What a term needs as parts of single words; a need that has none is passed over."""
    for strings in needed_literals(term.entry.pattern.value):
        chunks = frozenset(max(_CHUNK.findall(s), key=len, default="") for s in strings)
        if "" not in chunks:
            yield chunks
