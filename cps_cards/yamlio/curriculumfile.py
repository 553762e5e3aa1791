"""Nodes to the curriculum and the sources."""

from collections.abc import Iterator

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model.curriculum import (
    PRIORITIES,
    CitedSource,
    Curriculum,
    Fact,
    Objective,
    Topic,
)
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
        self.seen: dict[str, Text] = {}

    def take(self, id: Text | None, card: str | None = None) -> bool:
        """Whether there is an id, and the first of its kind."""
        if id is None:
            return False
        first = self.seen.setdefault(id.value, id)
        if first is not id:
            told = f"{self.what} `{short(id.value)}` stands here a second time"
            place = Related.at("it stands here first", first)
            self.faults.at("duplicate-id", id, told, self.help, card=card, related=(place,))
        return first is id


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
    fields.check_keys()
    topic_ids, ids = Ids(faults, "the topic"), Ids(faults, "the id")
    topics: list[Topic] = []
    for inner in _maps(fields, "topics", keys.TOPIC):
        got = inner.read()
        objectives = tuple(
            objective
            for one in _maps(inner, "objectives", keys.OBJECTIVE)
            if (objective := _objective(one, ids)) is not None
        )
        if topic_ids.take(id := got.get("id")):
            weight_text = inner.node_of("weight") if "weight" in got else None
            got = {"title": id, "weight_text": weight_text, **got}
            topics.append(Topic(**got, objectives=objectives))
    if not topics:
        _no_topics(fields)
    return Curriculum(source, tuple(topics))


def _no_topics(fields: Fields) -> None:
    path = fields.source.path
    if not any(found.source.path == path for found in fields.faults.found):
        help = "write a topic, or take the file out"
        fields.fault("empty-field", fields.key("topics"), "`topics` is empty", help)
    fields.faults.broken_files.add(path)


def _objective(fields: Fields, ids: Ids) -> Objective | None:
    got = fields.read()
    unique = ids.take(id := got.get("id"))
    facts = tuple(
        fact for one in _maps(fields, "facts", keys.FACT) if (fact := _fact(one, ids)) is not None
    )
    if not unique:
        return None
    return Objective(**{"statement": id, "priority": PRIORITIES[0], **got}, facts=facts)


def _fact(fields: Fields, ids: Ids) -> Fact | None:
    got = fields.read()
    if "caution_level" in got and not fields.has("caution"):
        fields.missing("caution", "say in `caution` what is uncertain, or take `caution_level` out")
    return Fact(**{"text": got["id"], **got}) if ids.take(got.get("id")) else None


def read_sources(node: Node | None, source: Source, faults: Faults) -> dict[str, CitedSource]:
    fields = top_fields(node, source, keys.SOURCES, faults)
    if fields is None:
        return {}
    fields.check_keys()
    ids = Ids(faults, "the source")
    found: dict[str, CitedSource] = {}
    for inner in _maps(fields, "sources", keys.SOURCE):
        got = inner.read()
        if ids.take(id := got.get("id")):
            found[got["id"].value] = CitedSource(**{"title": id, "kind": "page", **got})
    return found
