"""Wording tables as data, a deck's ``language.yaml`` among them; the linter compiles them."""

from typing import NamedTuple

from cps_cards.diagnostics import Severity
from cps_cards.source import Source, Text


class Term(NamedTuple):
    """Wording to avoid. ``pattern`` is a regular expression, matched without regard to case.

    A match that overlaps one of ``exempt_patterns`` is no finding. ``replace`` pairs words with
    the one wording that can take their place. The examples are the table's own tests, each judged
    as the text of a back.
    """

    id: Text
    category: Text
    term: Text
    pattern: Text
    severity: Severity
    why: Text
    suggest: tuple[Text, ...] = ()
    replace: tuple[tuple[Text, Text], ...] = ()
    exempt_patterns: tuple[Text, ...] = ()
    exceptions: Text | None = None
    basis: Text | None = None
    sources: tuple[Text, ...] = ()
    flags_examples: tuple[Text, ...] = ()
    passes_examples: tuple[Text, ...] = ()


class PreferredTerm(NamedTuple):
    concept: Text
    use: tuple[Text, ...] = ()
    avoid: tuple[Text, ...] = ()
    sources: tuple[Text, ...] = ()


class LanguageTable(NamedTuple):
    source: Source
    global_exempt_patterns: tuple[Text, ...] = ()
    global_exceptions: tuple[Text, ...] = ()
    acronyms: tuple[tuple[Text, Text], ...] = ()
    preferred_terms: tuple[PreferredTerm, ...] = ()
    terms: tuple[Term, ...] = ()
