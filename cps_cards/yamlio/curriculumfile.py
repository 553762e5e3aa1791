"""Nodes to the curriculum and the sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from cps_cards.diagnostics import Related
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
from cps_cards.model.texts import short
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.fields import Fields, top_fields
from cps_cards.yamlio.nodes import MapNode, Node, SeqNode
from cps_cards.yamlio.wellformed import id_fault


def first_place(first: Text) -> tuple[Related, ...]:
    return (Related("it stands here first", first.source, first.span),)


class Ids:
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
            f"{self.what} `{short(id.value)}` stands here a second time",
            "give one of the two another id",
            related=first_place(first),
        )
        return False


def _maps(fields: Fields, name: str, table: keys.Table) -> Iterator[Fields]:
    """The mappings of a list. Where one has no sound id, the file counts as not read whole: what
    names it must not be faulted as well."""
    node = fields.node_of(name)
    items = node.items if isinstance(node, SeqNode) else [node]
    for inner in fields.maps(name, table):
        id = inner.node_of("id")
        if not isinstance(id, Text) or id_fault(id.value, dotted=True):
            fields.faults.broken_files.add(fields.source.path)
        yield inner
    if not all(isinstance(item, MapNode) for item in items):
        fields.faults.broken_files.add(fields.source.path)


def read_curriculum(node: Node | None, source: Source, faults: Faults) -> Curriculum:
    """The curriculum. What has an id and a fault stays, with stand-ins for what is missing, so
    that cards that name it are not faulted as well."""
    fields = top_fields(node, source, keys.CURRICULUM, faults)
    if fields is None:
        return Curriculum(source, ())
    topic_ids, ids = Ids(faults, "the topic"), Ids(faults, "the id")
    topics: list[Topic] = []
    for inner in _maps(fields, "topics", keys.TOPIC):
        inner.reject_unknown()
        id, title = inner.id("id"), inner.text("title")
        summary, weight = inner.text("summary"), inner.number("weight")
        objectives = tuple(
            objective
            for one in _maps(inner, "objectives", keys.OBJECTIVE)
            if (objective := _objective(one, ids)) is not None
        )
        if id is not None and topic_ids.take(id):
            weight_text = inner.scalar("weight") if weight is not None else None
            topics.append(Topic(id, title or id, objectives, summary, weight, weight_text))
    if not topics:
        _no_topics(fields)
    return Curriculum(source, tuple(topics))


def _no_topics(fields: Fields) -> None:
    path = fields.source.path
    if not any(found.source.path == path for found in fields.faults.found):
        fields.faults.at(
            "empty-field",
            fields.key("topics"),
            "`topics` is empty",
            "write a topic, or take the file out",
        )
    fields.faults.broken_files.add(path)


def _objective(fields: Fields, ids: Ids) -> Objective | None:
    fields.reject_unknown()
    id, statement = fields.id("id", dotted=True), fields.text("statement")
    priority = fields.one_of("priority")
    hint = fields.text("scenario_hint")
    unique = ids.take(id)
    facts = tuple(
        fact for one in _maps(fields, "facts", keys.FACT) if (fact := _fact(one, ids)) is not None
    )
    if not unique or id is None:
        return None
    return Objective(id, statement or id, cast(Priority, priority or "core"), facts, hint)


def _fact(fields: Fields, ids: Ids) -> Fact | None:
    fields.reject_unknown()
    id, text = fields.id("id", dotted=True), fields.text("text")
    sources = fields.citations("sources")
    caution, scope, pending = (fields.text(name) for name in ("caution", "scope", "pending"))
    level = fields.one_of("caution_level")
    if level is not None and caution is None and not fields.has("caution"):
        fields.missing("caution", "say in `caution` what is uncertain, or take `caution_level` out")
    if not ids.take(id) or id is None:
        return None
    level = cast("CautionLevel | None", level)
    return Fact(id, text or id, sources, caution, level, scope, pending)


def read_sources(node: Node | None, source: Source, faults: Faults) -> dict[str, CitedSource]:
    fields = top_fields(node, source, keys.SOURCES, faults)
    if fields is None:
        return {}
    ids = Ids(faults, "the source")
    found: dict[str, CitedSource] = {}
    for inner in _maps(fields, "sources", keys.SOURCE):
        inner.reject_unknown()
        id, title, kind = inner.id("id"), inner.text("title"), inner.one_of("kind")
        rest = {name: inner.text(name) for name in ("publisher", "year", "note")}
        url = inner.url("url")
        if id is not None and ids.take(id):
            known = cast(SourceKind, kind or "page")
            found[id.value] = CitedSource(id, title or id, known, url=url, **rest)
    return found
