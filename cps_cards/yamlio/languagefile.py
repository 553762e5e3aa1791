"""Nodes to the wording table: read by the linter alone."""

from __future__ import annotations

from cps_cards.diagnostics import Severity
from cps_cards.faults import Faults
from cps_cards.model.language import LanguageTable, PreferredTerm, Term
from cps_cards.source import Source
from cps_cards.yamlio import tables
from cps_cards.yamlio.curriculum import Ids, top_fields
from cps_cards.yamlio.fields import Fields
from cps_cards.yamlio.nodes import Node


def read_language(node: Node | None, source: Source, faults: Faults) -> LanguageTable | None:
    fields = top_fields(node, source, tables.LANGUAGE, faults)
    if fields is None:
        return None
    ids = Ids(faults, "the term")
    terms = [
        term
        for inner in fields.maps("terms", tables.TERM)
        if (term := _term(inner)) is not None and ids.take(term.id)
    ]
    preferred: list[PreferredTerm] = []
    for inner in fields.maps("preferred_terms", tables.PREFERRED_TERM):
        inner.reject_unknown()
        concept, use = inner.text("concept"), inner.lines("use")
        if concept is not None:
            preferred.append(
                PreferredTerm(concept, use, inner.lines("avoid"), inner.lines("sources"))
            )
    return LanguageTable(
        source=source,
        global_exempt_patterns=fields.lines("global_exempt_patterns"),
        global_exceptions=fields.lines("global_exceptions"),
        acronyms=fields.line_map("acronyms"),
        preferred_terms=tuple(preferred),
        terms=tuple(terms),
    )


def _term(fields: Fields) -> Term | None:
    fields.reject_unknown()
    id, category, name = fields.id("id"), fields.text("category"), fields.text("term")
    pattern, why, severity = fields.text("pattern"), fields.text("why"), fields.one_of("severity")
    exempt, suggest = fields.lines("exempt_patterns"), fields.lines("suggest")
    flags, passes = fields.lines("flags_examples"), fields.lines("passes_examples")
    sources, basis = fields.lines("sources"), fields.text("basis")
    exceptions = fields.text("exceptions")
    if id is None or category is None or name is None:
        return None
    if pattern is None or why is None or severity is None:
        return None
    return Term(
        id=id,
        category=category,
        term=name,
        pattern=pattern,
        severity=Severity[severity.upper()],
        why=why,
        suggest=suggest,
        exempt_patterns=exempt,
        exceptions=exceptions,
        basis=basis,
        sources=sources,
        flags_examples=flags,
        passes_examples=passes,
    )
