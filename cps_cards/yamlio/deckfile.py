"""``deck.yaml``: the deck's name, topics, schedule and settings."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Deck, TopicEntry
from cps_cards.model.settings import LintSettings, Schedule
from cps_cards.model.texts import did_you_mean, is_blank, name_list, short
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.fields import Fields, Reader, top_fields
from cps_cards.yamlio.keys import Field
from cps_cards.yamlio.nodes import MapNode, Node
from cps_cards.yamlio.wellformed import MAIL, NUMBER, id_fault

_TOPICS = "add `topics:` with an id and a title for each: `ethics: Ethics`"
WEEK = re.compile("[1-9][0-9]?")
LEVELS = ("error", "warning", "info", "off")


def read_deck(
    node: Node | None, source: Source, curriculum: Curriculum | None, faults: Faults
) -> Deck:
    """The deck; where something is missing or wrong, a stand-in value, and a fault."""
    fields = top_fields(node, source, keys.DECK, faults)
    if fields is None:
        return Deck(id="deck", name="Deck", source=source, topics=_entries({}, curriculum))
    got = fields.read(special={"topics": partial(_topics, curriculum=curriculum)})
    if curriculum is None and not fields.has("topics"):
        fields.missing("topics", _TOPICS)
    topics = _entries(got.get("topics", {}), curriculum)
    if "schedule" in got:
        schedule = got["schedule"].read()
        if "weeks" in schedule:
            schedule["weeks"] = _weeks(schedule["weeks"], [topic.id for topic in topics])
        if schedule.get("weeks") and got.get("subdecks", "priority") == "priority":
            got["subdecks"] = "topic"  # core cards of all topics first is no class's way
        got["schedule"] = Schedule(**schedule)
    if "lint" in got:
        got["lint"] = LintSettings(**got["lint"].read(special=_LINT))
    for name in {"imprint", "language", "tag_prefix"} & got.keys():
        got[name] = _one_line(got[name].value)
    if "report_to" in got:
        got["report_to"] = _report_to(got["report_to"].value)
    if "id" in got:
        got |= {"id": got["id"].value, "id_span": got["id"].span}
    if "name" in got:
        got["name"] = "::".join(map(_one_line, got["name"].value.split("::")))
    got.setdefault("subdecks", "priority" if curriculum is not None else "topic")
    return Deck(**{"id": "deck", "name": "Deck", **got, "source": source, "topics": topics})


def _report_to(address: str) -> str:
    """The address that a card links to; mail names the card in its subject."""
    if MAIL.fullmatch(address):
        address = f"mailto:{address}"
    if address.lower().startswith("mailto:") and "subject=" not in address.lower():
        address += f"{'&' if '?' in address else '?'}subject=Card%20{{id}}"
    return address


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _topics(fields: Fields, field: Field, curriculum: Curriculum | None) -> dict[str, str]:
    """Topic ids and titles of deck.yaml, held against the curriculum's."""
    before = len(fields.faults.found)
    found: dict[str, str] = {}
    for key, title in fields.line_map(field):
        wrong = id_fault(key.value)
        if wrong is not None:
            fields.fault(wrong.fault, key, wrong.told, wrong.help)
        elif is_blank(title.value):
            told = f"the topic `{key.value}` has no title"
            fields.fault("empty-field", key, told, "write its title")
        found[key.value] = _one_line(title.value) or key.value
    node = fields.node_of("topics")
    for id in node.entries if isinstance(node, MapNode) else ():
        found.setdefault(id, id)  # in spite of a fault, so that card files may name it
    if len(fields.faults.found) == before:
        if found and curriculum is not None:
            _compare(fields, found, curriculum)
        elif not found and curriculum is None:
            fields.fault("empty-field", fields.key("topics"), "`topics` is empty", _TOPICS)
    return found


def _compare(fields: Fields, found: dict[str, str], curriculum: Curriculum) -> None:
    if curriculum.source.path in fields.faults.broken_files:
        return
    theirs = [topic.id.value for topic in curriculum.topics]
    only_here = [f"`{id}`" for id in found if id not in theirs]
    only_there = [f"`{id}`" for id in theirs if id not in found]
    parts = []
    if only_here:
        verb = "stands" if len(only_here) == 1 else "stand"
        parts.append(f"{name_list(only_here)} {verb} only here")
    if only_there:
        parts.append(f"{name_list(only_there)} only in {curriculum.source.path}")
    if parts:
        told = f"deck.yaml and the curriculum name different topics: {', '.join(parts)}"
        help = "name the same topics in both, or leave `topics` out here"
        fields.fault("topics-differ", fields.key("topics"), told, help)


def _entries(found: dict[str, str], curriculum: Curriculum | None) -> tuple[TopicEntry, ...]:
    """Topics in the deck's order, with shares that add to 1."""
    topics = curriculum.topics if curriculum is not None else ()
    titles = {topic.id.value: _one_line(topic.title.value) for topic in topics}
    titles = {**found, **titles, **found}
    weights = {topic.id.value: topic.weight for topic in topics if topic.weight}
    known = [weights[id] for id in titles if id in weights]
    mean = sum(known) / len(known) if known else 1.0
    shares = {id: weights.get(id, mean) for id in titles}
    whole = sum(shares.values()) or 1.0
    return tuple(TopicEntry(id, title, shares[id] / whole) for id, title in titles.items())


def _weeks(fields: Fields, known: Sequence[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The weeks of a class by their numbers; each topic stands in one of them."""
    weeks: dict[int, tuple[str, ...]] = {}
    first: dict[str, Text] = {}
    for key, _ in fields.node.pairs:
        if not WEEK.fullmatch(key.value):
            told = f"`{short(key.value)}` is no week"
            fields.fault("bad-value", key, told, "weeks are numbered from 1: `1: [ethics]`")
            continue
        topics = []
        for topic in fields.lines(Field(key.value, "lines", "")):
            other = first.setdefault(topic.value, topic)
            if topic.value not in known:
                near = did_you_mean(topic.value, known)
                told = f"the deck has no topic `{short(topic.value)}`{near}"
                help = f"its topics are {name_list(known)}"
                fields.fault("unknown-reference", topic, told, help)
            elif other is not topic:
                told = f"the topic `{topic.value}` stands twice in `weeks`"
                place = Related.at("the other one", other)
                fields.fault("bad-value", topic, told, "take one of the two out", place)
            else:
                topics.append(topic.value)
        weeks[int(key.value)] = tuple(topics)
    return tuple(sorted(weeks.items()))


def _levels(fields: Fields, field: Field) -> tuple[tuple[Text, Text], ...]:
    levels = fields.line_map(field)
    for rule, level in levels:
        if level.value not in LEVELS:
            near = did_you_mean(level.value, LEVELS)
            told = f"the level of {short(rule.value)} cannot be `{short(level.value)}`{near}"
            fields.fault("bad-value", level, told, f"it is {name_list(LEVELS, 'or')}")
    return levels


def _numbers(fields: Fields, field: Field) -> tuple[tuple[Text, Text], ...]:
    """The numbers of a section; what is none is told and left out."""
    found = []
    for key, value in fields.line_map(field):
        if NUMBER.fullmatch(value.value):
            found.append((key, value))
            continue
        place, told = key, f"`{short(key.value)}` is empty"
        if value.value:
            place, told = value, f"`{short(key.value)}` cannot be `{short(value.value)}`"
        fields.fault("bad-value", place, told, "it is a number, 0 or above")
    return tuple(found)


_LINT: Mapping[str, Reader] = {
    "ignore": Fields.ignores, "levels": _levels, "limits": _numbers, "coverage": _numbers,
}  # fmt: skip
