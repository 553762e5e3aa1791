"""Nodes to what stands beside the cards: the curriculum, the sources, the wording table."""

from collections.abc import Iterator
from typing import Any

from cps_cards.diagnostics import Related, Severity
from cps_cards.faults import Faults
from cps_cards.model.curriculum import (
    PRIORITIES,
    CitedSource,
    Curriculum,
    Fact,
    Objective,
    Topic,
)
from cps_cards.model.language import LanguageTable, PreferredTerm, Term
from cps_cards.model.texts import short
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.fields import Fields, top_fields
from cps_cards.yamlio.nodes import MapNode, Node, SeqNode
from cps_cards.yamlio.wellformed import id_fault


class Ids:
    """Ids that may stand only once."""

    def __init__(
        self, faults: Faults, what: str, help: str = "give one of the two another id"
    ) -> None:
        self.faults = faults
        self.what = what
        self.help = help
        self.first: dict[str, Text] = {}

    def take(self, id: Text | None, card: str | None = None) -> bool:
        """Whether there is an id, and the first of its kind."""
        if id is None:
            return False
        first = self.first.setdefault(id.value, id)
        if first is not id:
            told = f"{self.what} `{short(id.value)}` stands here a second time"
            place = Related.at("it stands here first", first)
            self.faults.at("duplicate-id", id, told, self.help, place, card=card)
        return first is id


def _named(
    fields: Fields, got: dict[str, Any], name: str, ids: Ids
) -> Iterator[tuple[Fields, dict[str, Any], bool]]:
    """The mappings of a list, read, each with whether its id is the first of its kind.

    Where one has no sound id, the file counts as not read whole: what names it must not be faulted
    as well.
    """
    node = fields.node_of(name)
    entries = got.pop(name, ())
    whole = isinstance(node, MapNode)
    if isinstance(node, SeqNode):
        whole = len(node.items) == len(entries)
    for inner in entries:
        id = inner.node_of("id")
        whole = whole and isinstance(id, Text) and id_fault(id.value, dotted=True) is None
        read = inner.read()
        yield inner, read, ids.take(read.get("id"))
    if not whole:
        fields.faults.broken_files.add(fields.source.path)


def read_curriculum(node: Node | None, source: Source, faults: Faults) -> Curriculum:
    fields = top_fields(node, source, keys.CURRICULUM, faults)
    if fields is None:
        return Curriculum(source, ())
    ids = Ids(faults, "the id")
    topics: list[Topic] = []
    for inner, got, is_first in _named(fields, fields.read(), "topics", Ids(faults, "the topic")):
        objectives = tuple(_objectives(inner, got, ids))
        if is_first:
            topics.append(Topic(**{"title": got["id"], **got}, objectives=objectives))
    if not topics:
        if not any(found.source.path == source.path for found in faults.found):
            help = "write a topic, or take the file out"
            fields.fault("empty-field", fields.key("topics"), "`topics` is empty", help)
        faults.broken_files.add(source.path)
    return Curriculum(source, tuple(topics))


def _objectives(fields: Fields, topic: dict[str, Any], ids: Ids) -> Iterator[Objective]:
    for inner, got, is_first in _named(fields, topic, "objectives", ids):
        facts = tuple(_facts(inner, got, ids))
        if is_first:
            rest = {"statement": got["id"], "priority": PRIORITIES[0], **got}
            yield Objective(**rest, facts=facts)


def _facts(fields: Fields, objective: dict[str, Any], ids: Ids) -> Iterator[Fact]:
    for inner, got, is_first in _named(fields, objective, "facts", ids):
        if "caution_level" in got and not inner.has("caution"):
            help = "say in `caution` what is uncertain, or take `caution_level` out"
            inner.missing("caution", help)
        if is_first:
            yield Fact(**{"text": got["id"], **got})


def read_sources(node: Node | None, source: Source, faults: Faults) -> dict[str, CitedSource]:
    fields = top_fields(node, source, keys.SOURCES, faults)
    if fields is None:
        return {}
    named = _named(fields, fields.read(), "sources", Ids(faults, "the source"))
    return {
        got["id"].value: CitedSource(**{"title": got["id"], "kind": "page", **got})
        for _, got, is_first in named
        if is_first
    }


def read_language(node: Node | None, source: Source, faults: Faults) -> LanguageTable | None:
    fields = top_fields(node, source, keys.LANGUAGE, faults)
    if fields is None:
        return None
    ids = Ids(faults, "the term")
    got = fields.read()
    terms = []
    for one in [inner.read() for inner in got.pop("terms", ())]:
        if one.keys() >= keys.TERM.required[None] and ids.take(one["id"]):
            terms.append(Term(**{**one, "severity": Severity[one["severity"].upper()]}))
    preferred = [inner.read() for inner in got.pop("preferred_terms", ())]
    return LanguageTable(
        source,
        **got,
        terms=tuple(terms),
        preferred_terms=tuple(PreferredTerm(**one) for one in preferred if "concept" in one),
    )
