"""Nodes to the curriculum, the sources and the wording table."""

from __future__ import annotations

from typing import cast

from cps_cards.diagnostics import Related, Severity
from cps_cards.faults import Faults
from cps_cards.model.curriculum import (
    CautionLevel,
    CitedSource,
    Curriculum,
    Fact,
    Objective,
    Priority,
    SourceKind,
    Topic,
)
from cps_cards.model.language import LanguageTable, PreferredTerm, Term
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import tables
from cps_cards.yamlio.cards import read_citations
from cps_cards.yamlio.fields import Fields, is_nothing, shape_of
from cps_cards.yamlio.nodes import MapNode, Node


def top_fields(
    node: Node | None, source: Source, table: tables.Table, faults: Faults
) -> Fields | None:
    """The keys of a whole file; None, and a fault, where the file is no mapping."""
    if isinstance(node, MapNode):
        fields = Fields(node, table, faults)
        fields.reject_unknown()
        return fields
    if source.path not in faults.broken_files:
        first = next(field.name for field in table.fields)
        faults.add(
            "wrong-shape",
            source,
            Span(0, 0),
            "the file is empty"
            if node is None or is_nothing(node)
            else f"{table.what} has keys with values, and this is {shape_of(node)}",
            f"begin it with `{first}: …`",
        )
    return None


def first_place(first: Text) -> tuple[Related, ...]:
    return (Related("it stands here first", first.source, first.span),)


class _Ids:
    """Ids that may stand only once."""

    def __init__(self, faults: Faults, what: str) -> None:
        self.faults = faults
        self.what = what
        self.seen: dict[str, Text] = {}

    def take(self, id: Text | None) -> bool:
        if id is None:
            return False
        first = self.seen.setdefault(id.value, id)
        if first is id:
            return True
        self.faults.at(
            "duplicate-id",
            id,
            f"{self.what} `{id.value}` stands here a second time",
            "give one of the two another id",
            related=first_place(first),
        )
        return False


def read_curriculum(node: Node | None, source: Source, faults: Faults) -> Curriculum | None:
    fields = top_fields(node, source, tables.CURRICULUM, faults)
    if fields is None:
        return None
    topic_ids, ids = _Ids(faults, "the topic"), _Ids(faults, "the id")
    topics: list[Topic] = []
    for inner in fields.maps("topics", tables.TOPIC):
        inner.reject_unknown()
        id, title = inner.id("id"), inner.text("title")
        weight = inner.number("weight")
        objectives = tuple(
            objective
            for one in inner.maps("objectives", tables.OBJECTIVE)
            if (objective := _objective(one, ids)) is not None
        )
        if topic_ids.take(id) and id is not None and title is not None:
            topics.append(
                Topic(
                    id=id,
                    title=title,
                    objectives=objectives,
                    summary=inner.text("summary"),
                    weight=weight,
                    weight_text=inner.scalar("weight"),
                )
            )
    return Curriculum(source, tuple(topics))


def _objective(fields: Fields, ids: _Ids) -> Objective | None:
    fields.reject_unknown()
    id, statement = fields.id("id", dotted=True), fields.text("statement")
    priority = fields.one_of("priority")
    hint = fields.text("scenario_hint")
    unique = ids.take(id)
    facts = tuple(
        fact for one in fields.maps("facts", tables.FACT) if (fact := _fact(one, ids)) is not None
    )
    if not unique or id is None or statement is None or priority is None:
        return None
    return Objective(id, statement, cast(Priority, priority), facts, hint)


def _fact(fields: Fields, ids: _Ids) -> Fact | None:
    fields.reject_unknown()
    id, text = fields.id("id", dotted=True), fields.text("text")
    sources = read_citations(fields, "sources")
    caution, scope = fields.text("caution"), fields.text("scope")
    level = fields.one_of("caution_level")
    if level is not None and caution is None and not fields.has("caution"):
        fields.missing("caution", "say in `caution` what is uncertain, or take `caution_level` out")
    if not ids.take(id) or id is None or text is None:
        return None
    return Fact(id, text, sources, caution, cast("CautionLevel | None", level), scope)


def read_sources(node: Node | None, source: Source, faults: Faults) -> dict[str, CitedSource]:
    fields = top_fields(node, source, tables.SOURCES, faults)
    if fields is None:
        return {}
    ids = _Ids(faults, "the source")
    found: dict[str, CitedSource] = {}
    for inner in fields.maps("sources", tables.SOURCE):
        inner.reject_unknown()
        id, title, kind = inner.id("id"), inner.text("title"), inner.one_of("kind")
        rest = {name: inner.text(name) for name in ("publisher", "year", "note")}
        url = inner.url("url")
        if ids.take(id) and id is not None and title is not None and kind is not None:
            found[id.value] = CitedSource(id, title, cast(SourceKind, kind), url=url, **rest)
    return found


def read_language(node: Node | None, source: Source, faults: Faults) -> LanguageTable | None:
    fields = top_fields(node, source, tables.LANGUAGE, faults)
    if fields is None:
        return None
    ids = _Ids(faults, "the term")
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
    lists = {
        key: fields.lines(key)
        for key in ("suggest", "exempt_patterns", "sources", "flags_examples", "passes_examples")
    }
    optional = {key: fields.text(key) for key in ("exceptions", "basis")}
    if None in (id, category, name, pattern, why, severity):
        return None
    return Term(
        id=cast(Text, id),
        category=cast(Text, category),
        term=cast(Text, name),
        pattern=cast(Text, pattern),
        severity=Severity[cast(str, severity).upper()],
        why=cast(Text, why),
        **lists,
        **optional,
    )
