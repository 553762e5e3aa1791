"""JSON Schema (draft 2020-12) for editors, from the field tables that the loader reads by.

The loader reads every scalar as the text that was written; an editor gives it a type first, by
YAML 1.2: `988` is a number, `true` a truth, `null` nothing. So wherever a text may stand, the
schema takes each of these too. It never calls wrong what the loader takes; what it cannot see (a
media file that is not there, two cards with one id), the linter says. One exception: ids in a list
that are the same number to an editor (`0119` and `119`) count as named twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cps_cards.model.cards import KINDS
from cps_cards.model.deck import Collection
from cps_cards.yamlio import tables
from cps_cards.yamlio.deckfile import LEVELS
from cps_cards.yamlio.modelines import KINDS as FILES
from cps_cards.yamlio.shapes import (
    ID_PATTERN,
    SCALAR,
    SHOWN,
    TAG_PATTERN,
    Schema,
    an_id,
    list_of,
    mapping,
    maps,
    one_of,
)
from cps_cards.yamlio.values import MAX_ID

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME_PATTERN = (
    r"^(?!\s*:)(?![\s\S]*:\s*$)(?![\s\S]*::\s*:)(?![\s\S]*:\s*::)"
    r'[^"]*[^"\s][^"]*$'
)
"""Parts that are not empty, with `::` between, and no colon at the edge of one."""
_LEAST_OPTIONS, _MOST_OPTIONS = 3, 6


@dataclass(frozen=True)
class Hints:
    """What only the linter knows: rules and numbers that a deck may set, with a line on each."""

    rules: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    coverage: Mapping[str, str] = field(default_factory=dict)


def schema(kind: str, collection: Collection, hints: Hints | None = None) -> Schema:
    """The schema of one kind of deck file, with the ids that this deck has."""
    hints = hints or Hints()
    match kind:
        case "card":
            body = _card_file(collection, hints)
        case "deck":
            body = _deck(collection, hints)
        case "curriculum":
            body = _curriculum(collection)
        case "sources":
            body = _sources()
        case _:
            body = _language()
    titles = {"card": "A card file", "deck": "deck.yaml"}
    return {"$schema": _DIALECT, "title": titles.get(kind, f"{kind}.yaml"), **body}


def dump(schema: Schema) -> str:
    """The schema as it is written to a file: same deck, same bytes."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def dump_all(collection: Collection, hints: Hints | None = None) -> dict[str, str]:
    return {kind: dump(schema(kind, collection, hints)) for kind in FILES}


def _reasons(rules: Mapping[str, str]) -> Schema:
    """Rules with the reason for silencing each; the names are offered, not imposed."""
    reason: Schema = {"type": ["string", "number", "boolean"], "pattern": SHOWN}
    return {
        "type": ["object", "null"],
        "properties": {name: {"description": doc, **reason} for name, doc in rules.items()},
        "additionalProperties": reason,
    }


# --- card files -----------------------------------------------------------------------------------


def _card_file(collection: Collection, hints: Hints) -> Schema:
    topics = collection.deck.topics
    topic = (
        one_of([one.id for one in topics], [one.title for one in topics])
        if topics
        else an_id(ID_PATTERN)
    )
    whole = mapping(tables.CARD_FILE, topic=topic, cards=maps({"$ref": "#/$defs/card"}))
    defs: Schema = {"card": _card(collection, hints)}
    if collection.curriculum is not None:
        defs.update(_taught(collection))
        whole["allOf"] = [
            {
                "if": {"properties": {"topic": one_of([topic.id.value])}, "required": ["topic"]},
                "then": {
                    "properties": {
                        "cards": {"items": _unless_retired({"contains": _ref(topic.id.value)})}
                    }
                },
            }
            for topic in collection.curriculum.topics
        ]  # fmt: skip
    return {**whole, "$defs": defs}


def _card(collection: Collection, hints: Hints) -> Schema:
    special: dict[str, Schema] = {
        "sources": list_of(_citation(collection)),
        "ignore": _reasons(hints.rules),
        "retired": mapping(tables.RETIRED),
    }
    card = mapping(tables.CARD, **special)
    card["required"] = [
        one.name for one in tables.CARD.fields if one.required and one.kinds == KINDS
    ]
    card["allOf"] = [_rules_of(kind) for kind in KINDS]
    if collection.curriculum is not None:
        known = [_ref(topic.id.value) for topic in collection.curriculum.topics]
        taught = {"type": "array", "minItems": 1, "items": {"anyOf": known}}
        card["allOf"].append(_unless_retired(taught))
    return card


def _ref(topic: str) -> Schema:
    """What there is to teach in a topic."""
    return {"$ref": f"#/$defs/taught%20in%20{topic}"}


def _rules_of(kind: str) -> Schema:
    """What holds for cards of one kind: what they need, and what belongs to other kinds."""
    own = [one for one in tables.CARD.fields if one.kinds != KINDS and kind in one.kinds]
    then: Schema = {
        "required": [one.name for one in own if one.required],
        "properties": {
            one.name: False for one in tables.CARD.fields if kind not in one.kinds
        },
    }  # fmt: skip
    if kind == "cloze":
        then["properties"]["text"] = {"type": "string", "pattern": r"\{\{c0*[1-9][0-9]*::"}
    if kind == "choice":
        then["oneOf"] = [{"required": ["distractors"]}, {"required": ["options"]}]
        for name, least, most in (
            ("distractors", _LEAST_OPTIONS - 1, _MOST_OPTIONS - 1),
            ("options", _LEAST_OPTIONS, _MOST_OPTIONS),
        ):
            then["properties"][name] = {"type": "array", "minItems": least, "maxItems": most}
    stated = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    if kind != "basic":
        return {"if": stated, "then": then}
    return {"if": {"anyOf": [stated, {"not": {"required": ["kind"]}}]}, "then": then}


def _citation(collection: Collection) -> Schema:
    """A source's id, with or without a place in it."""
    ids = list(collection.sources)
    if not ids:
        return {"not": {}}
    titles = [source.title.value for source in collection.sources.values()]
    located = "|".join(re.escape(id) for id in ids)
    return {
        "anyOf": [
            one_of(ids, titles),
            {"type": "string", "pattern": rf"^\s*(?:{located})(?:\s[\s\S]*)?$"},
        ]
    }


def _taught(collection: Collection) -> Schema:
    """For each topic, what its cards may teach: objectives, each with its facts behind it."""
    found: Schema = {}
    for topic in collection.curriculum.topics if collection.curriculum is not None else ():
        ids: list[str] = []
        docs: list[str] = []
        for objective in topic.objectives:
            ids.append(objective.id.value)
            docs.append(f"{objective.statement} ({objective.priority})")
            for fact in objective.teachable:
                ids.append(fact.id.value)
                docs.append(str(fact.text))
        found[f"taught in {topic.id}"] = one_of(ids, docs) if ids else {"not": {}}
    return found


def _unless_retired(teaches: Schema) -> Schema:
    """What a live card teaches; a retired one need not teach anything, nor what there is."""
    return {
        "if": {"required": ["retired"]},
        "else": {"required": ["teaches"], "properties": {"teaches": teaches}},
    }


# --- the other files ------------------------------------------------------------------------------


def _deck(collection: Collection, hints: Hints) -> Schema:
    deck = mapping(
        tables.DECK,
        name={"type": SCALAR, "pattern": _NAME_PATTERN},
        language={"type": SCALAR, "pattern": "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$"},
        tag_prefix={"type": SCALAR, "pattern": TAG_PATTERN},
        topics=_topics(collection),
        schedule=_optional(mapping(tables.SCHEDULE)),
        lint=_optional(_lint(hints)),
    )
    if collection.curriculum is None:
        deck["required"].append("topics")
    return deck


def _optional(schema: Schema) -> Schema:
    return {**schema, "type": ["object", "null"]}


def _topics(collection: Collection) -> Schema:
    title: Schema = {"type": SCALAR, "pattern": SHOWN}
    if collection.curriculum is None:
        return {
            "type": "object", "minProperties": 1,
            "propertyNames": {"pattern": ID_PATTERN, "maxLength": MAX_ID},
            "additionalProperties": title,
        }  # fmt: skip
    theirs = {t.id.value: t.title.value for t in collection.curriculum.topics}
    return {
        "type": ["object", "null"],
        "properties": {id: {"description": name, **title} for id, name in theirs.items()},
        "additionalProperties": False,
        "anyOf": [{"maxProperties": 0}, {"required": list(theirs)}, {"type": "null"}],
    }


def _lint(hints: Hints) -> Schema:
    level = one_of(LEVELS)
    number: Schema = {"type": ["number", "string"], "minimum": 0,
                      "pattern": r"^[0-9]{1,9}(?:\.[0-9]{1,9})?$"}  # fmt: skip

    def numbers(names: Mapping[str, str]) -> Schema:
        return {
            "type": ["object", "null"],
            "properties": {name: {"description": doc, **number} for name, doc in names.items()},
            "additionalProperties": False if names else number,
        }

    return mapping(
        tables.LINT,
        ignore=_reasons(hints.rules),
        levels={
            "type": ["object", "null"],
            "properties": {
                name: {"description": doc, **level} for name, doc in hints.rules.items()
            },
            "additionalProperties": level,
        },
        limits=numbers(hints.limits),
        coverage=numbers(hints.coverage),
    )


def _curriculum(collection: Collection) -> Schema:
    fact = mapping(tables.FACT, sources=list_of(_citation(collection)))
    fact["dependentRequired"] = {"caution_level": ["caution"]}
    objective = mapping(tables.OBJECTIVE, facts=maps({"$ref": "#/$defs/fact"}))
    topic = mapping(tables.TOPIC, objectives=maps({"$ref": "#/$defs/objective"}))
    topics = {**maps({"$ref": "#/$defs/topic"}), "minItems": 1}
    whole = mapping(tables.CURRICULUM, topics=topics)
    return {**whole, "$defs": {"topic": topic, "objective": objective, "fact": fact}}


def _sources() -> Schema:
    return mapping(tables.SOURCES, sources=maps(mapping(tables.SOURCE)))


def _language() -> Schema:
    preferred = mapping(tables.PREFERRED_TERM)
    texts: Schema = {"type": ["object", "null"], "additionalProperties": {"type": SCALAR}}
    return mapping(
        tables.LANGUAGE,
        acronyms=texts,
        preferred_terms=maps(preferred, required=False),
        terms=maps(mapping(tables.TERM, replace=texts), required=False),
    )
