"""``deck.yaml``: the deck's name, topics, schedule and settings."""

import re
from collections.abc import Callable, Mapping, Sequence

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Deck, TopicEntry
from cps_cards.model.settings import LintSettings, Schedule
from cps_cards.model.texts import did_you_mean, is_blank, name_list, short
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.fields import Fields, Reader, top_fields
from cps_cards.yamlio.keys import Field, Table
from cps_cards.yamlio.nodes import MapNode, Node
from cps_cards.yamlio.wellformed import MAIL, NUMBER, id_fault, tag_fault

_TOPICS = "add `topics:` with an id and a title for each: `ethics: Ethics`"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
WEEK = re.compile("[1-9][0-9]?")
LEVELS = ("error", "warning", "info", "off")


def read_deck(
    node: Node | None, source: Source, curriculum: Curriculum | None, faults: Faults
) -> Deck:
    """The deck; where something is missing or wrong, a stand-in value, and a fault."""
    fields = top_fields(node, source, keys.DECK, faults)
    if fields is None:
        return Deck(id="deck", name="Deck", source=source, topics=_entries({}, curriculum))
    got = fields.read(special=_SPECIAL)
    topics = _entries(_topics(fields, curriculum), curriculum)
    schedule = _schedule(fields, [topic.id for topic in topics])
    got.setdefault("subdecks", "priority" if curriculum is not None else "topic")
    if schedule.weeks and got["subdecks"] == "priority":
        got["subdecks"] = "topic"  # core cards of all topics first is no class's way
    if (id := got.get("id")) is not None:
        got |= {"id": id.value, "id_span": id.span}
    named = {"id": "deck", "name": "Deck", **got}
    return Deck(**named, source=source, topics=topics, schedule=schedule)


def _report_to(fields: Fields, name: str) -> str | None:
    """The address that a card links to; mail names the card in its subject."""
    text = fields.url(name)
    if text is None:
        return None
    address = text.value
    if MAIL.fullmatch(address):
        address = f"mailto:{address}"
    if address.lower().startswith("mailto:") and "subject=" not in address.lower():
        address += f"{'&' if '?' in address else '?'}subject=Card%20{{id}}"
    return address


def _checked(
    fields: Fields, name: str, fault_of: Callable[[str], tuple[str, str] | None]
) -> str | None:
    """A text; None, and a fault, where ``fault_of`` says what is wrong with it and what to do."""
    text = fields.text(name)
    fault = fault_of(text.value) if text is not None else None
    if text is None or fault is None:
        return text.value if text is not None else None
    fields.fault("bad-value", text, *fault)
    return None


def _name(fields: Fields, name: str) -> str | None:
    value = _checked(fields, name, _name_fault)
    return "::".join(_one_line(part) for part in value.split("::")) if value is not None else None


def _name_fault(name: str) -> tuple[str, str] | None:
    parts = name.split("::")
    if any(is_blank(part) for part in parts):
        return "the deck's name has an empty part", "write a name on both sides of `::`"
    if any(part.strip(" \t\n").strip(":") != part.strip() for part in parts):
        told = "a part of the deck's name begins or ends with a colon, which Anki takes out"
        return told, "write it without; `::` alone divides a name"
    if '"' in name:
        return "the deck's name holds a double quote, which Anki takes out", "write it without"
    return None


def _language_fault(value: str) -> tuple[str, str] | None:
    if _LANGUAGE.fullmatch(value):
        return None
    told = f"`language` cannot be `{short(value)}`"
    return told, "write it as in HTML: `en`, `es`, `pt-BR`"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _topics(fields: Fields, curriculum: Curriculum | None) -> dict[str, str]:
    """Topic ids and titles of deck.yaml, held against the curriculum's."""
    faults = fields.faults
    before = len(faults.found)
    found: dict[str, str] = {}
    for key, title in fields.line_map("topics"):
        fault = id_fault(key.value)
        if fault is not None:
            fields.fault("bad-id", key, *fault)
        elif is_blank(title.value):
            told = f"the topic `{key.value}` has no title"
            fields.fault("empty-field", key, told, "write its title")
        found[key.value] = _one_line(title.value) or key.value
    node = fields.node_of("topics")
    for id in node.entries if isinstance(node, MapNode) else ():
        found.setdefault(id, id)  # in spite of a fault, so that card files may name it
    sound = len(faults.found) == before
    if curriculum is None:
        if not fields.has("topics"):
            fields.missing("topics", _TOPICS)
        elif not found and sound:
            fields.fault("empty-field", fields.key("topics"), "`topics` is empty", _TOPICS)
    elif found and sound:
        _compare(fields, found, curriculum)
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
    titles = {**found}
    for topic in topics:
        titles.setdefault(topic.id.value, _one_line(topic.title.value))
    weights = {topic.id.value: topic.weight for topic in topics if topic.weight}
    known = [weights[id] for id in titles if id in weights]
    mean = sum(known) / len(known) if known else 1.0
    shares = {id: weights.get(id, mean) for id in titles}
    whole = sum(shares.values()) or 1.0
    return tuple(TopicEntry(id, title, shares[id] / whole) for id, title in titles.items())


def _schedule(fields: Fields, topics: Sequence[str]) -> Schedule:
    special: Mapping[str, Reader] = {"weeks": lambda inner, _: _weeks(inner, topics)}
    inner = fields.section("schedule", keys.SCHEDULE)
    return Schedule(**inner.read(special=special)) if inner is not None else Schedule()


def _weeks(fields: Fields, known: Sequence[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The weeks of a class by their numbers; each topic stands in one of them."""
    node = fields.mapping("weeks")
    if node is None:
        return ()
    weeks: dict[int, tuple[str, ...]] = {}
    first: dict[str, Text] = {}
    table = Table("`weeks`", *(Field(name, "list", "") for name in node.entries))
    inner = Fields(node, table, fields.faults)
    for key, _ in node.pairs:
        if not WEEK.fullmatch(key.value):
            told = f"`{short(key.value)}` is no week"
            fields.fault("bad-value", key, told, "weeks are numbered from 1: `1: [ethics]`")
            continue
        topics = []
        for topic in inner.lines(key.value):
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


def _lint(fields: Fields, name: str) -> LintSettings | None:
    special: Mapping[str, Reader] = {
        "ignore": Fields.ignores, "levels": _levels, "limits": _numbers, "coverage": _numbers,
    }  # fmt: skip
    inner = fields.section(name, keys.LINT)
    return LintSettings(**inner.read(special=special)) if inner is not None else None


def _levels(fields: Fields, name: str) -> tuple[tuple[Text, Text], ...]:
    levels = fields.line_map(name)
    for rule, level in levels:
        if level.value not in LEVELS:
            near = did_you_mean(level.value, LEVELS)
            told = f"the level of {short(rule.value)} cannot be `{short(level.value)}`{near}"
            fields.fault("bad-value", level, told, f"it is {name_list(LEVELS, 'or')}")
    return levels


def _numbers(fields: Fields, name: str) -> tuple[tuple[Text, Text], ...]:
    """The numbers of a section; what is none is told and left out."""
    found = []
    for key, value in fields.line_map(name):
        if NUMBER.fullmatch(value.value):
            found.append((key, value))
            continue
        place, told = key, f"`{short(key.value)}` is empty"
        if value.value:
            place, told = value, f"`{short(key.value)}` cannot be `{short(value.value)}`"
        fields.fault("bad-value", place, told, "it is a number, 0 or above")
    return tuple(found)


_SPECIAL: Mapping[str, Reader] = {
    "name": _name,
    "imprint": lambda fields, name: _one_line(str(fields.text(name) or "")),
    "language": lambda fields, name: _checked(fields, name, _language_fault),
    "tag_prefix": lambda fields, name: _checked(fields, name, tag_fault),
    "report_to": _report_to,
    "lint": _lint,
}
