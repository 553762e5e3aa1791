"""Nodes to the wording table, whose patterns are regular expressions that hold."""

from __future__ import annotations

import re
import warnings

from cps_cards.diagnostics import Severity
from cps_cards.faults import Faults
from cps_cards.model.language import LanguageTable, PreferredTerm, Term
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.curriculumfile import Ids
from cps_cards.yamlio.fields import Fields, top_fields
from cps_cards.yamlio.nodes import Node


def read_language(node: Node | None, source: Source, faults: Faults) -> LanguageTable | None:
    fields = top_fields(node, source, keys.LANGUAGE, faults)
    if fields is None:
        return None
    ids = Ids(faults, "the term")
    terms = [
        term
        for inner in fields.maps("terms", keys.TERM)
        if (term := _term(inner)) is not None and ids.take(term.id)
    ]
    preferred: list[PreferredTerm] = []
    for inner in fields.maps("preferred_terms", keys.PREFERRED_TERM):
        inner.reject_unknown()
        concept, use = inner.text("concept"), inner.lines("use")
        if concept is not None:
            preferred.append(
                PreferredTerm(concept, use, inner.lines("avoid"), inner.lines("sources"))
            )
    return LanguageTable(
        source=source,
        global_exempt_patterns=_exempt(fields, "global_exempt_patterns"),
        global_exceptions=fields.lines("global_exceptions"),
        acronyms=fields.line_map("acronyms"),
        preferred_terms=tuple(preferred),
        terms=tuple(terms),
    )


def _term(fields: Fields) -> Term | None:
    fields.reject_unknown()
    id, category, name = fields.id("id"), fields.text("category"), fields.text("term")
    pattern, why, severity = fields.text("pattern"), fields.text("why"), fields.one_of("severity")
    exempt, suggest = _exempt(fields, "exempt_patterns"), fields.lines("suggest")
    flags, passes = fields.lines("flags_examples"), fields.lines("passes_examples")
    sources, basis = fields.lines("sources"), fields.text("basis")
    exceptions = fields.text("exceptions")
    if id is None or category is None or name is None:
        return None
    if pattern is None or not _is_pattern(pattern, pattern.value, fields.faults):
        return None
    if why is None or severity is None:
        return None
    return Term(
        id=id,
        category=category,
        term=name,
        pattern=pattern,
        severity=Severity[severity.upper()],
        why=why,
        suggest=suggest,
        replace=fields.line_map("replace"),
        exempt_patterns=exempt,
        exceptions=exceptions,
        basis=basis,
        sources=sources,
        flags_examples=flags,
        passes_examples=passes,
    )


def _exempt(fields: Fields, key: str) -> tuple[Text, ...]:
    """Patterns that will be put together into one."""
    return tuple(
        text for text in fields.lines(key) if _is_pattern(text, f"(?:{text.value})", fields.faults)
    )


def _is_pattern(text: Text, pattern: str, faults: Faults) -> bool:
    """Whether a pattern can be compiled; it is a fault where it cannot."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of forms that mean something else in other languages
            re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        faults.at(
            "bad-value",
            text,
            f"this is no regular expression: {error}",
            "put a backslash before a mark that is meant as it stands; single quotes keep "
            "backslashes as they are",
        )
        return False
    return True
