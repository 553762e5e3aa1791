"""Wording tables held against cards, and what the rules that tell of it share."""

import re
from bisect import insort
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, reduce
from importlib import resources
from operator import or_
from typing import Any, ClassVar, NamedTuple, cast

from cps_cards.diagnostics import Diagnostic, Edit
from cps_cards.faults import Faults
from cps_cards.lint.english import FUNCTION_WORDS, is_negation
from cps_cards.lint.rule import CardRule
from cps_cards.lint.views import QUOTED_TERM_WORDS, CardView, DeckView, TextView
from cps_cards.model.language import LanguageTable, Term
from cps_cards.model.settings import WORDINGS
from cps_cards.source import Source, Text, overlapping
from cps_cards.yamlio import nodes
from cps_cards.yamlio.otherfiles import read_language

SPOKEN_FREELY = frozenset(("scenario", "front", "question", "hint"))
"""Where people may speak as people do: only the deck's own words are judged there."""

STATUS_CATEGORIES = frozenset(("people-and-roles", "role-and-power"))
CONDITION_CATEGORIES = frozenset(("diagnosis-and-disability",))

Need = frozenset[str]
"""Strings, in lower case, of which any match of a pattern holds one, within a word."""

_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?…:\n])[\s\"'“‘(]*$")
_ARTICLE = re.compile(r"\b(a|an)(\s+)$", re.IGNORECASE)
_NEXT = re.compile(r"\s+([\w'-]+)")
_LEAD = 12
"""By so many characters before the words is told what leads up to them."""
_PERSON = re.compile(r"(?:person|people)\b")


class Hit(NamedTuple):
    """A term of the table in a text, at offsets of what is shown."""

    term: Term
    view: TextView
    start: int
    end: int

    @property
    def words(self) -> str:
        return " ".join(self.view.shown[self.start : self.end].split())


class Wording:
    """Tables as one, ready to be held against cards; of terms with the same id the last holds."""

    def __init__(self, tables: Iterable[LanguageTable]) -> None:
        tables = tuple(tables)
        self.acronyms = frozenset(key.value for table in tables for key, _ in table.acronyms)
        self.terms = {term.id.value: term for table in tables for term in table.terms}.values()
        self._exempt = [text for table in tables for text in table.global_exempt_patterns]
        needs = [set(needed_literals(term.pattern.value)) for term in self.terms]
        bits = {need: 1 << at for at, need in enumerate(set().union(*needs))}
        masks = [sum(map(bits.__getitem__, needed)) for needed in needs]

        @cache
        def met(word: str) -> int:
            return sum(bit for need, bit in bits.items() if any(part in word for part in need))

        @cache
        def near(met: int) -> list[Term]:
            pairs = zip(self.terms, masks, strict=True)
            return [term for term, mask in pairs if met & mask == mask]

        self._met, self._near = met, near

    def near(self, words: Iterable[str]) -> list[Term]:
        """The terms that may stand in a text of these words, given in small letters."""
        return self._near(reduce(or_, map(self._met, words), 0))

    def hits(self, view: TextView) -> list[Hit]:
        """Where a text says what it should not, each stretch of it under one term.

        A quoted term is talked about; longer speech is a person's own where people may speak. Of
        overlapping terms the longest is told, of equal ones the gravest.
        """
        near = self.near(view.word_set)
        if not near:
            return []
        shown = plain(view.shown)
        most = None if view.key in SPOKEN_FREELY else QUOTED_TERM_WORDS
        found: list[Hit] = []
        for term in near:
            spans = [match.span() for match in _any_of(term.pattern).finditer(shown)]
            places = [at for at in spans if at[0] < at[1] and not view.in_quotation(*at, most)]
            if not places:
                continue
            patterns = _any_of(*term.exempt_patterns), _any_of(*self._exempt)
            exempt = [[match.span() for match in one.finditer(shown)] for one in patterns]
            found += (
                Hit(term, view, *at)
                for at in places if not any(overlapping(ranges, *at) for ranges in exempt)
            )  # fmt: skip
        chosen: list[Hit] = []
        taken: list[tuple[int, int]] = []
        for hit in sorted(found, key=lambda h: (h.start - h.end, -h.term.severity, h.start)):
            if not overlapping(taken, hit.start, hit.end):
                insort(taken, (hit.start, hit.end))
                chosen.append(hit)
        return sorted(chosen, key=lambda hit: hit.start)


def wording_of(deck: DeckView) -> Wording:
    """The tables that hold for a deck as one: those that it chose, then its own."""
    own = deck.collection.language
    chosen = map(builtin, deck.collection.deck.wording)
    return Wording((*chosen, own) if own is not None else chosen)


def hits_of(card: CardView) -> list[Hit]:
    """What a card says that it should not; distractors may show poor wording."""
    wording = card.deck.once(wording_of)
    if not wording.near(card.word_set):
        return []
    return [hit for view in card.texts if view.key != "distractor" for hit in wording.hits(view)]


def plain(shown: str) -> str:
    """A text with straight apostrophes and plain hyphens, as patterns write them.

    Offsets stay what they are.
    """
    return shown if shown.isascii() else shown.translate(_PLAIN)


@lru_cache(maxsize=4096)
def _any_of(*patterns: Text) -> re.Pattern[str]:
    """One pattern that finds what any of several finds; of none, one that finds nothing."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined or "(?!)", re.IGNORECASE)


@lru_cache(maxsize=len(WORDINGS))
def builtin(name: str) -> LanguageTable:
    """A table that comes with the linter, by its name in ``deck.yaml``.

    Raises ``ValueError`` where the table has a fault: that would be ours.
    """
    file = resources.files("cps_cards.lint") / f"{name}.yaml"
    source, faults = Source(file.name, file.read_text(encoding="utf-8")), Faults()
    table = read_language(nodes.parse(source, faults), source, faults)
    if table is None or faults.found:
        raise ValueError(f"{file.name}: {faults.found}")
    return table


def needed_literals(pattern: str) -> list[Need]:
    """What any match of a pattern holds, each within a word; empty where nothing can be told.

    Looking for it first spares nine texts of ten the pattern itself.
    """
    try:
        return _needed(cast(Any, re)._parser.parse(pattern, re.IGNORECASE))
    except (TypeError, ValueError, AttributeError):
        return []  # a parser that this module does not know: search without


def _needed(parsed: Any) -> list[Need]:
    """What every match of a sequence holds: its runs of letters, and of its branches one each."""
    found: list[Need] = []
    run = ""
    for code, argument in (*parsed, ("END", None)):
        name = str(code)
        if name == "LITERAL" and chr(argument).isascii() and chr(argument).isalnum():
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
    return found


class WordingRule(CardRule):
    """Finds the terms of its categories; ``others`` takes every category that no rule names."""

    categories: ClassVar[frozenset[str]] = frozenset()
    others: ClassVar[frozenset[str]] = frozenset()

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        for hit in card.once(hits_of):
            term, category = hit.term, hit.term.category.value
            ours = category in self.categories or (self.others and category not in self.others)
            if not ours or _is_denied(card, hit):
                continue
            suggested = ", ".join([f'"{text}"' for text in term.suggest if text.value][:3])
            # The words alone are marked; a fix may have to take the article before them, too.
            yield self.found(
                hit.view,
                (hit.start, hit.end),
                f'"{hit.words}": {" ".join(term.why.value.split()).rstrip(".")}',
                help=f"consider {suggested}" if suggested
                else "say what happened, or name the person",
                fix=self._replacement(hit),
                severity=term.severity,
            )  # fmt: skip

    def _replacement(self, hit: Hit) -> tuple[Edit, ...]:
        """The one wording that the table names for these words, where it surely fits."""
        new = {old.value: new.value for old, new in hit.term.replace}.get(hit.words.lower())
        if new is None:
            return ()
        shown, near = plain(hit.view.shown), max(hit.start - _LEAD, 0)
        written = shown[hit.start : hit.end]
        begins = _ENDS_SENTENCE.search(shown, near, hit.start) is not None
        if any(c.isupper() for c in written[begins:]):
            return ()  # names, and words in capitals on purpose, stay
        if {shown[hit.start - 1 : hit.start], shown[hit.end : hit.end + 1]} & set("-_/'"):
            return ()  # a part of a longer word, or somebody's
        after = _NEXT.match(shown, hit.end)
        if _PERSON.match(new) and after is not None and after[1].lower() not in FUNCTION_WORDS:
            return ()  # it stands before another noun
        start = hit.start
        article = _ARTICLE.search(shown, near, start)
        if article is not None:
            start = article.start()
            new = f"{article[1][0]}{'n' if new[0] in 'aeiou' else ''}{article[2]}{new}"
        elif written[0].isupper():
            new = new[0].upper() + new[1:]
        return self.edits(hit.view, (start, hit.end), new)


def _is_denied(card: CardView, hit: Hit) -> bool:
    """Whether the words answer what is *not* so, and the table lets them pass where denied."""
    question = card.question
    if hit.view is not card.answer or question is None:
        return False
    exempt = _any_of(*hit.term.exempt_patterns)
    denied = any(map(is_negation, question.words))
    return denied and exempt.search(f"not {hit.words}") is not None
