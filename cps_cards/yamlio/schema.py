"""JSON Schema (draft 2020-12) for editors, from the field tables that the loader reads by.

The loader reads every scalar as the text that was written; an editor gives it a type first, by
YAML 1.2: `988` is a number, `true` a truth, `null` nothing. So wherever a text may stand, the schema
takes each of these too. It never calls wrong what the loader takes; what it cannot see (a media file
that is not there, two cards with one id), the linter says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cps_cards.model.cards import KINDS
from cps_cards.model.deck import Collection
from cps_cards.model.texts import IGNORABLE
from cps_cards.yamlio import tables
from cps_cards.yamlio.deckfile import LEVELS
from cps_cards.yamlio.modelines import KINDS as FILES
from cps_cards.yamlio.tables import Field, Table

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALAR = ["string", "number", "boolean", "null"]
_ID_PART = "[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = f"^{_ID_PART}$"
_DOTTED_ID = rf"^{_ID_PART}(?:\.{_ID_PART})*$"
_SHOWN = "[^\\s" + re.sub("[\U000e0000-\U000e0fff]-?", "", IGNORABLE) + "]"
"""Something that shows: editors' patterns know 16-bit characters alone, so no more is said here."""
_TAG = "^[^\\s\"'`\u2018-\u201f\u00ab\u00bb]+$"
_LEAST_OPTIONS, _MOST_OPTIONS = 3, 6
_INT = re.compile(r"[0-9]+")
_FLOAT = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?")


@dataclass(frozen=True)
class Hints:
    """What only the linter knows: rules and numbers that a deck may set, with a line on each."""

    rules: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    coverage: Mapping[str, str] = field(default_factory=dict)


def schema(kind: str, collection: Collection, hints: Hints | None = None) -> Schema:
    """The schema of one kind of deck file, with the ids that this deck has."""
    hints = hints or Hints()
    build = {
        "card": lambda: _card_file(collection, hints),
        "deck": lambda: _deck(collection, hints),
        "curriculum": lambda: _curriculum(collection),
        "sources": _sources,
        "language": lambda: _language(collection),
    }[kind]
    titles = {"card": "A card file", "deck": "deck.yaml"}
    body = build()
    return {"$schema": _DIALECT, "title": titles.get(kind, f"{kind}.yaml"), **body}


def dump(schema: Schema) -> str:
    """The schema as it is written to a file: same deck, same bytes."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def dump_all(collection: Collection, hints: Hints | None = None) -> dict[str, str]:
    return {kind: dump(schema(kind, collection, hints)) for kind in FILES}


# --- single values --------------------------------------------------------------------------------


def _shape(one: Field) -> Schema:
    """What a key takes, by its shape in the field table."""
    match one.shape:
        case "markdown" | "line":
            return _text()
        case "id" | "topic-id":
            return _id(_ID)
        case "dotted-id":
            return _id(_DOTTED_ID)
        case "choice":
            return _enum(one.values)
        case "flag":
            return {"enum": [True, False, "true", "false"]}
        case "integer" | "number":
            return _number(one)
        case "url":
            return {"type": "string", "pattern": "^(?:[Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)\\S+$"}
        case "card-ids" | "source-ids":
            return _list(_id(_ID), unique=one.shape == "card-ids")
        case "taught-ids":
            return _list(_id(_DOTTED_ID), unique=True)
        case "citations" | "lines":
            return _list(_text())
        case "tags":
            return _list({"type": _SCALAR, "pattern": _TAG})
        case "options":
            return _list({"anyOf": [_text(), _table(tables.OPTION)]})
        case "map":
            return {"type": ["object", "null"]}
        case _:
            return {"type": ["array", "null"]}


def _text() -> Schema:
    return {"type": _SCALAR, "pattern": _SHOWN}


def _id(pattern: str) -> Schema:
    longest = {"maxLength": 64} if pattern == _ID else {}
    return {"type": _SCALAR, "pattern": pattern, "minimum": 0, **longest}


def _enum(values: Iterable[str], docs: Iterable[str] = ()) -> Schema:
    """One of some words; a word that an editor takes for a number is listed as that, too."""
    words = list(dict.fromkeys(values))
    typed = [other for word in words for other in typed_readings(word)]
    found: Schema = {"enum": [*words, *typed]}
    docs = list(docs)
    if docs:
        found["markdownEnumDescriptions"] = [*docs, *("" for _ in typed)]
    return found


def typed_readings(word: str) -> list[Any]:
    """What a YAML tool may read where this word stands without quotes, if not the word."""
    lower = word.lower()
    if lower in ("true", "yes", "on", "y"):
        return [True]
    if lower in ("false", "no", "off", "n"):
        return [False]
    if lower in ("null", "~"):
        return [None]
    if _INT.fullmatch(word):
        octal = [int(word, 8)] if re.fullmatch("0[0-7]+", word) else []
        return list(dict.fromkeys([int(word), *octal]))
    if re.fullmatch("0x[0-9a-f]+", word):
        return [int(word, 16)]
    if re.fullmatch("0o[0-7]+", word):
        return [int(word, 8)]
    return [float(word)] if _FLOAT.fullmatch(lower) else []


def _number(one: Field) -> Schema:
    kind = "integer" if one.shape == "integer" else "number"
    pattern = "^[0-9]{1,9}$" if kind == "integer" else r"^(?:[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})$"
    bounds = {
        key: _bare(value)
        for key, value in (("minimum", one.minimum), ("maximum", one.maximum))
        if value is not None
    }
    return {"type": [kind, "string"], "pattern": pattern, **bounds}


def _bare(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _list(items: Schema, *, unique: bool = False) -> Schema:
    found: Schema = {"type": ["array", "null"], "items": items}
    if unique:
        found["uniqueItems"] = True
    return found


def _documented(one: Field, schema: Schema) -> Schema:
    found: Schema = {"description": one.doc, **schema}
    if one.example:
        listed = schema.get("type") == ["array", "null"]
        found["examples"] = [[one.example] if listed else one.example]
    return found


def _table(table: Table, **special: Schema) -> Schema:
    """A mapping with the keys of a table; ``special`` says more than the shape does."""
    return {
        "type": "object",
        "properties": {
            one.name: _documented(one, special.get(one.name) or _shape(one))
            for one in table.fields
        },
        "required": [one.name for one in table.fields if one.required],
        "additionalProperties": False,
    }


def _maps(schema: Schema, *, required: bool = True) -> Schema:
    """A list of mappings; a required one cannot be left empty behind its key."""
    return {"type": "array" if required else ["array", "null"], "items": schema}


def _reasons(rules: Mapping[str, str]) -> Schema:
    """Rules with the reason for silencing each; the names are offered, not imposed."""
    reason: Schema = {"type": ["string", "number", "boolean"], "pattern": _SHOWN}
    return {
        "type": ["object", "null"],
        "properties": {name: {"description": doc, **reason} for name, doc in rules.items()},
        "additionalProperties": reason,
    }


# --- card files -----------------------------------------------------------------------------------


def _card_file(collection: Collection, hints: Hints) -> Schema:
    topics = collection.deck.topics
    topic = _enum([one.id for one in topics], [one.title for one in topics]) if topics else _id(_ID)
    whole = _table(tables.CARD_FILE, topic=topic, cards=_maps({"$ref": "#/$defs/card"}))
    defs: Schema = {"card": _card(collection, hints)}
    if collection.curriculum is not None:
        defs.update(_taught(collection))
        whole["allOf"] = [
            {
                "if": {"properties": {"topic": _enum([topic.id.value])}, "required": ["topic"]},
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
        "sources": _list(_citation(collection)),
        "ignore": _reasons(hints.rules),
        "retired": _table(tables.RETIRED),
    }
    card = _table(tables.CARD, **special)
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
            _enum(ids, titles),
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
            for fact in objective.facts:
                ids.append(fact.id.value)
                docs.append(str(fact.text))
        found[f"taught in {topic.id}"] = _enum(ids, docs) if ids else {"not": {}}
    return found


def _unless_retired(teaches: Schema) -> Schema:
    """What a live card teaches; a retired one need not teach anything, nor what there is."""
    return {
        "if": {"required": ["retired"]},
        "else": {"required": ["teaches"], "properties": {"teaches": teaches}},
    }


# --- the other files ------------------------------------------------------------------------------


def _deck(collection: Collection, hints: Hints) -> Schema:
    deck = _table(
        tables.DECK,
        name={"type": _SCALAR, "pattern": '^[^"]*[^"\\s][^"]*$'},
        language={"type": _SCALAR, "pattern": "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$"},
        tag_prefix={"type": _SCALAR, "pattern": _TAG},
        topics=_topics(collection),
        schedule=_optional(_table(tables.SCHEDULE)),
        lint=_optional(_lint(hints)),
    )
    if collection.curriculum is None:
        deck["required"].append("topics")
    return deck


def _optional(schema: Schema) -> Schema:
    return {**schema, "type": ["object", "null"]}


def _topics(collection: Collection) -> Schema:
    title: Schema = {"type": _SCALAR, "pattern": _SHOWN}
    if collection.curriculum is None:
        return {
            "type": "object", "minProperties": 1, "propertyNames": {"pattern": _ID, "maxLength": 64},
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
    level = _enum(LEVELS)
    number: Schema = {"type": ["number", "string"], "minimum": 0,
                      "pattern": r"^[0-9]{1,9}(?:\.[0-9]{1,9})?$"}  # fmt: skip

    def numbers(names: Mapping[str, str]) -> Schema:
        return {
            "type": ["object", "null"],
            "properties": {name: {"description": doc, **number} for name, doc in names.items()},
            "additionalProperties": number,
        }

    return _table(
        tables.LINT,
        ignore=_reasons(hints.rules),
        levels={
            "type": ["object", "null"],
            "properties": {name: {"description": doc, **level} for name, doc in hints.rules.items()},
            "additionalProperties": level,
        },
        limits=numbers(hints.limits),
        coverage=numbers(hints.coverage),
    )


def _curriculum(collection: Collection) -> Schema:
    fact = _table(tables.FACT, sources=_list(_citation(collection)))
    fact["dependentRequired"] = {"caution_level": ["caution"]}
    objective = _table(tables.OBJECTIVE, facts=_maps({"$ref": "#/$defs/fact"}))
    topic = _table(tables.TOPIC, objectives=_maps({"$ref": "#/$defs/objective"}))
    topics = {**_maps({"$ref": "#/$defs/topic"}), "minItems": 1}
    whole = _table(tables.CURRICULUM, topics=topics)
    return {**whole, "$defs": {"topic": topic, "objective": objective, "fact": fact}}


def _sources() -> Schema:
    return _table(tables.SOURCES, sources=_maps(_table(tables.SOURCE)))


def _language(collection: Collection) -> Schema:
    preferred = _table(tables.PREFERRED_TERM)
    return _table(
        tables.LANGUAGE,
        acronyms={"type": ["object", "null"], "additionalProperties": {"type": _SCALAR}},
        preferred_terms=_maps(preferred, required=False),
        terms=_maps(_table(tables.TERM), required=False),
    )
