"""What single keys take, as JSON Schema: one function for each shape of the field tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cps_cards.model.texts import IGNORABLE
from cps_cards.yamlio import tables
from cps_cards.yamlio.tables import Field, Table
from cps_cards.yamlio.values import DOTTED_ID, ID, INTEGER, MAX_ID, NUMBER

Schema = dict[str, Any]

SCALAR = ["string", "number", "boolean", "null"]
ID_PATTERN = f"^{ID.pattern}$"
DOTTED_PATTERN = f"^{DOTTED_ID.pattern}$"
_SIXTEEN_BITS = IGNORABLE[: next(at for at, char in enumerate(IGNORABLE) if char > "\uffff")]
SHOWN = "[^\\s{}]".format(
    "".join(char if char == "-" else f"\\u{ord(char):04x}" for char in _SIXTEEN_BITS)
)
"""Something that shows: editors' patterns know 16-bit characters alone, so no more is said here."""
_TAG_PART = "(?:(?!::)[^\\s\"'`\u2018-\u201f\u00ab\u00bb])+"
TAG_PATTERN = (
    f"^(?!(?:[Mm][Aa][Rr][Kk][Ee][Dd]|[Ll][Ee][Ee][Cc][Hh])$){_TAG_PART}(?:::{_TAG_PART})*$"
)
"""Parts that are not empty, with `::` between; two words are left to Anki, which uses them."""
_INT = re.compile(r"[0-9]+")
_FLOAT = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?")


def by_shape(one: Field) -> Schema:
    """What a key takes, by its shape in the field table."""
    match one.shape:
        case "markdown" | "line":
            return any_text()
        case "id" | "topic-id":
            return an_id(ID_PATTERN)
        case "dotted-id":
            return an_id(DOTTED_PATTERN)
        case "choice":
            return one_of(one.values)
        case "flag":
            return {"enum": [True, False, "true", "false"]}
        case "integer" | "number":
            return number(one)
        case "url":
            return {
                "type": "string",
                "pattern": "^(?:[Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)\\S+$",
            }
        case "card-ids" | "source-ids":
            return list_of(an_id(ID_PATTERN), unique=one.shape == "card-ids")
        case "taught-ids":
            return list_of(an_id(DOTTED_PATTERN), unique=True)
        case "citations" | "lines":
            return list_of(any_text())
        case "choices":
            return list_of(one_of(one.values))
        case "tags":
            return list_of({"type": SCALAR, "pattern": TAG_PATTERN})
        case "options":
            return list_of({"anyOf": [any_text(), mapping(tables.OPTION)]})
        case "map":
            return {"type": ["object", "null"]}
        case _:
            return {"type": ["array", "null"]}


def any_text() -> Schema:
    return {"type": SCALAR, "pattern": SHOWN}


def an_id(pattern: str) -> Schema:
    longest = {"maxLength": MAX_ID} if pattern == ID_PATTERN else {}
    return {"type": SCALAR, "pattern": pattern, "minimum": 0, **longest}


def one_of(values: Iterable[str], docs: Iterable[str] = ()) -> Schema:
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


def number(one: Field) -> Schema:
    kind = "integer" if one.shape == "integer" else "number"
    pattern = f"^(?:{(INTEGER if kind == 'integer' else NUMBER).pattern})$"
    bounds = {
        key: _bare(value)
        for key, value in (("minimum", one.minimum), ("maximum", one.maximum))
        if value is not None
    }
    return {"type": [kind, "string"], "pattern": pattern, **bounds}


def _bare(value: float) -> float | int:
    return int(value) if value == int(value) else value


def list_of(items: Schema, *, unique: bool = False) -> Schema:
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


def mapping(table: Table, **special: Schema) -> Schema:
    """A mapping with the keys of a table; ``special`` says more than the shape does."""
    return {
        "type": "object",
        "properties": {
            one.name: _documented(one, special.get(one.name) or by_shape(one))
            for one in table.fields
        },
        "required": [one.name for one in table.fields if one.required],
        "additionalProperties": False,
    }


def maps(schema: Schema, *, required: bool = True) -> Schema:
    """A list of mappings; a required one cannot be left empty behind its key."""
    return {"type": "array" if required else ["array", "null"], "items": schema}
