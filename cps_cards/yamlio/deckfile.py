"""``deck.yaml``: the deck's name, topics, schedule and settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Deck, TopicEntry
from cps_cards.model.settings import WORDINGS, LintSettings, Schedule, Subdecks
from cps_cards.model.texts import did_you_mean, is_blank, name_list, short
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import keys
from cps_cards.yamlio.fields import Fields, top_fields
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
    id, name = fields.id("id"), fields.text("name")
    if name is not None:
        _check_name(name, fields)
    description = fields.text("description")
    topics = _entries(_topics(fields, curriculum), curriculum)
    schedule = _schedule(fields, [topic.id for topic in topics])
    subdecks = fields.one_of("subdecks") or ("priority" if curriculum is not None else "topic")
    if schedule.weeks and subdecks == "priority":
        subdecks = "topic"  # core cards of all topics first is no class's way
    imprint = fields.text("imprint")
    return Deck(
        id=id.value if id is not None else "deck",
        id_span=id.span if id is not None else Span(0, 0),
        name=_deck_name(name.value) if name is not None else "Deck",
        source=source,
        topics=topics,
        description=description,
        imprint=" ".join(imprint.value.split()) if imprint is not None else "",
        language=_language(fields),
        tag_prefix=_tag_prefix(fields),
        report_to=_report_to(fields),
        subdecks=cast(Subdecks, subdecks),
        wording=fields.choices("wording") if fields.has("wording") else WORDINGS,
        schedule=schedule,
        lint=_lint(fields),
    )


def _report_to(fields: Fields) -> str | None:
    """The address that a card links to; mail names the card in its subject."""
    text = fields.url("report_to")
    if text is None:
        return None
    address = text.value
    if MAIL.fullmatch(address):
        address = f"mailto:{address}"
    if address.lower().startswith("mailto:") and "subject=" not in address.lower():
        address += f"{'&' if '?' in address else '?'}subject=Card%20{{id}}"
    return address


def _deck_name(name: str) -> str:
    return "::".join(" ".join(part.split()) for part in name.split("::"))


def _check_name(name: Text, fields: Fields) -> None:
    parts = name.value.split("::")
    if any(is_blank(part) for part in parts):
        told, help = "the deck's name has an empty part", "write a name on both sides of `::`"
    elif any(part.strip(" \t\n").strip(":") != part.strip() for part in parts):
        told = "a part of the deck's name begins or ends with a colon, which Anki takes out"
        help = "write it without; `::` alone divides a name"
    elif '"' in name.value:
        told = "the deck's name holds a double quote, which Anki takes out"
        help = "write it without"
    else:
        return
    fields.fault("bad-value", name, told, help)


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
        found[key.value] = " ".join(title.value.split()) or key.value
    node = fields.node_of("topics")
    for key, _ in node.pairs if isinstance(node, MapNode) else ():
        # Known in spite of a fault, so that card files are not faulted for naming it.
        found.setdefault(key.value, key.value)
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
    if only_here or only_there:
        parts = []
        if only_here:
            verb = "stands" if len(only_here) == 1 else "stand"
            parts.append(f"{name_list(only_here)} {verb} only here")
        if only_there:
            parts.append(f"{name_list(only_there)} only in {curriculum.source.path}")
        told = f"deck.yaml and the curriculum name different topics: {', '.join(parts)}"
        help = "name the same topics in both, or leave `topics` out here"
        fields.fault("topics-differ", fields.key("topics"), told, help)


def _entries(found: dict[str, str], curriculum: Curriculum | None) -> tuple[TopicEntry, ...]:
    """Topics in the deck's order, with shares that add to 1."""
    weights: dict[str, float] = {}
    titles = dict(found)
    for topic in curriculum.topics if curriculum is not None else ():
        weights[topic.id.value] = topic.weight if topic.weight is not None else 0.0
        titles.setdefault(topic.id.value, " ".join(topic.title.value.split()))
    total = sum(weights.get(id, 0.0) for id in titles)
    known = [id for id in titles if weights.get(id)]
    mean = total / len(known) if known else 1.0
    shares = {id: weights.get(id) or mean for id in titles}
    whole = sum(shares.values()) or 1.0
    return tuple(TopicEntry(id, title, shares[id] / whole) for id, title in titles.items())


def _language(fields: Fields) -> str:
    text = fields.text("language")
    if text is None:
        return "en"
    if _LANGUAGE.fullmatch(text.value):
        return text.value
    told = f"`language` cannot be `{short(text.value)}`"
    fields.fault("bad-value", text, told, "write it as in HTML: `en`, `es`, `pt-BR`")
    return "en"


def _tag_prefix(fields: Fields) -> str:
    text = fields.text("tag_prefix")
    if text is None:
        return "cps"
    fault = tag_fault(text.value)
    if fault is None:
        return text.value
    fields.fault("bad-value", text, *fault)
    return "cps"


def _schedule(fields: Fields, topics: Sequence[str]) -> Schedule:
    node = fields.mapping("schedule")
    if node is None:
        return Schedule()
    inner = Fields(node, keys.SCHEDULE, fields.faults)
    inner.reject_unknown()
    new_per_day, retention = inner.number("new_per_day"), inner.number("desired_retention")
    default = Schedule()
    return Schedule(
        new_per_day=int(new_per_day) if new_per_day is not None else default.new_per_day,
        desired_retention=retention if retention is not None else default.desired_retention,
        weeks=_weeks(inner, topics),
    )


def _weeks(fields: Fields, known: Sequence[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The weeks of a class by their numbers; each topic stands in one of them."""
    node = fields.mapping("weeks")
    if node is None:
        return ()
    weeks: dict[int, tuple[str, ...]] = {}
    first: dict[str, Text] = {}
    table = Table("`weeks`", tuple(Field(key.value, "list", "") for key, _ in node.pairs))
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
                fields.fault("bad-value", topic, told, "take one of the two out", (place,))
            else:
                topics.append(topic.value)
        weeks[int(key.value)] = tuple(topics)
    return tuple(sorted(weeks.items()))


def _lint(fields: Fields) -> LintSettings:
    node = fields.mapping("lint")
    if node is None:
        return LintSettings()
    inner = Fields(node, keys.LINT, fields.faults)
    inner.reject_unknown()
    levels = inner.line_map("levels")
    for rule, level in levels:
        if level.value not in LEVELS:
            near = did_you_mean(level.value, LEVELS)
            told = f"the level of {short(rule.value)} cannot be `{short(level.value)}`{near}"
            fields.fault("bad-value", level, told, f"it is {name_list(LEVELS, 'or')}")
    return LintSettings(
        select=inner.lines("select"),
        ignore=tuple(inner.ignores()),
        levels=levels,
        limits=_numbers(inner, "limits"),
        coverage=_numbers(inner, "coverage"),
    )


def _numbers(fields: Fields, name: str) -> tuple[tuple[Text, Text], ...]:
    """The numbers of a section; what is none is told and left out."""
    found = []
    for key, value in fields.line_map(name):
        if NUMBER.fullmatch(value.value):
            found.append((key, value))
            continue
        told = f"`{short(key.value)}` is empty"
        if value.value:
            told = f"`{short(key.value)}` cannot be `{short(value.value)}`"
        place = value if value.value else key
        fields.fault("bad-value", place, told, "it is a number, 0 or above")
    return tuple(found)
