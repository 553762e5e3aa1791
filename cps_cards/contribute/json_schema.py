"""JSON Schema (draft 2020-12) for editors, from the field tables that the loader reads by; a deck's
own copies, and the first line of its files that leads editors to them.

The loader reads every scalar as the text that was written; an editor gives it a type first, by
YAML 1.2: `988` is a number, `true` a truth, `null` nothing. So wherever a text may stand, the
schema takes each of these too. It never calls wrong what the loader takes; what it cannot see (a
media file that is not there, two cards with one id), the linter says. One exception: ids in a list
that are the same number to an editor (`0119` and `119`) count as named twice.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, assert_never

from cps_cards.contribute import append
from cps_cards.faults import Faults
from cps_cards.lint import catalogue
from cps_cards.model.cards import KINDS, Kind
from cps_cards.model.deck import Collection
from cps_cards.model.texts import IGNORABLE
from cps_cards.source import Source
from cps_cards.yamlio import keys, nodes
from cps_cards.yamlio.deckfile import LEVELS, WEEK
from cps_cards.yamlio.files import INBOX
from cps_cards.yamlio.keys import Field, Table
from cps_cards.yamlio.wellformed import DOTTED_ID, ID, INTEGER, MAX_ID, NUMBER

Schema = dict[str, Any]

FILES = ("card", "deck", "curriculum", "sources", "language")
"""The kinds of deck files; all but card files are one file of that name."""
_SCALAR = ["string", "number", "boolean", "null"]
_SIXTEEN_BITS = IGNORABLE[: next(at for at, char in enumerate(IGNORABLE) if char > "\uffff")]
_SHOWN = "[^\\s{}]".format(
    "".join(char if char == "-" else f"\\u{ord(char):04x}" for char in _SIXTEEN_BITS)
)
"""Something that shows: editors' patterns know 16-bit characters alone, so no more is said here."""
_NAME_PATTERN = r'^(?!\s*:)(?![\s\S]*:\s*$)(?![\s\S]*::\s*:)(?![\s\S]*:\s*::)[^"]*[^"\s][^"]*$'
"""Parts that are not empty, with `::` between, and no colon at the edge of one."""
_TAG_PART = "(?:(?!::)[^\\s\"'`\u2018-\u201f\u00ab\u00bb])+"
TAG_PATTERN = (
    f"^(?!(?:[Mm][Aa][Rr][Kk][Ee][Dd]|[Ll][Ee][Ee][Cc][Hh])$){_TAG_PART}(?:::{_TAG_PART})*$"
)
"""Parts that are not empty, with `::` between; two words are left to Anki, which uses them."""
_ADDRESS = "(?:[Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)\\S+"
_MAY_BE_TYPED = re.compile(r"[0-9.]|(?:true|false|null)\Z")
_REFERENCE = re.compile(r'"\$ref": "#/\$defs/([^"]+)"')


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name.replace(' ', '%20')}"}


def _list_of(items: Schema, *, required: bool = False, **more: Any) -> Schema:
    """A list; one that is required cannot be left empty behind its key."""
    return {"type": "array" if required else ["array", "null"], "items": items, **more}


def _map_of(values: Schema | bool, **more: Any) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": values, **more}


def _one_of(words: Iterable[str], docs: Iterable[str] = ()) -> Schema:
    """One of some words; where one looks like a number, whatever an editor may take it for."""
    listed: Schema = {"enum": list(dict.fromkeys(words))}
    if docs := list(docs):
        listed["markdownEnumDescriptions"] = docs
    if not any(_MAY_BE_TYPED.match(word) for word in listed["enum"]):
        return listed
    return {"anyOf": [listed, {"type": [one for one in _SCALAR if one != "string"]}]}


_TEXT: Schema = {"type": _SCALAR, "pattern": _SHOWN}
_ID: Schema = {"type": _SCALAR, "pattern": f"^{ID.pattern}$", "minimum": 0, "maxLength": MAX_ID}
_SHAPES: Mapping[str, Schema] = {
    "markdown": _TEXT,
    "line": _TEXT,
    "id": _ID,
    "topic-id": _ID,
    "dotted-id": {"type": _SCALAR, "pattern": f"^{DOTTED_ID.pattern}$", "minimum": 0},
    "flag": {"enum": [True, False, "true", "false"]},
    "url": {"type": "string", "pattern": f"^{_ADDRESS}$"},
    "report": {
        "type": "string", "pattern": f"^(?:{_ADDRESS}|[^\\s@?&#:/]+@[^\\s@]+\\.[^\\s@]+)$"
    },
    "card-ids": _list_of(_ref("id"), uniqueItems=True),
    "taught-ids": _list_of(_ref("dotted-id"), uniqueItems=True),
    "source-ids": _list_of(_ref("id")),
    "citations": _list_of(_ref("citation")),
    "tags": _list_of(_ref("tag")),
    "lines": _list_of(_ref("line")),
    "options": _list_of({"anyOf": [_ref("markdown"), _ref("option")]}),
    "map": _map_of({"type": _SCALAR}),
    # and what is no shape of a field
    "tag": {"type": _SCALAR, "pattern": TAG_PATTERN},
    "reason": {"type": ["string", "number", "boolean"], "pattern": _SHOWN},
    "setting": {
        "type": ["number", "string"], "minimum": 0, "pattern": r"^[0-9]{1,9}(?:\.[0-9]{1,9})?$",
    },
    "level": _one_of(LEVELS),
}  # fmt: skip
_TABLES = {"curriculum": keys.CURRICULUM, "sources": keys.SOURCES, "language": keys.LANGUAGE}
_IDS_OF_THE_DECK = ("topic-id", "taught-ids", "citations", "card-ids", "source-ids")


def schema(kind: str, collection: Collection) -> Schema:
    """The schema of one kind of deck file, with the ids that this deck has."""
    if kind in _TABLES:
        body = _mapping(_TABLES[kind])
    else:
        body = _card_file(collection) if kind == "card" else _deck(collection)
    title = "A card file" if kind == "card" else f"{kind}.yaml"
    dialect = "https://json-schema.org/draft/2020-12/schema"
    made = {"$schema": dialect, "title": title, **body}
    rules = {
        rule.name: {"description": catalogue.summary(rule), "anyOf": [{"type": "string"}, {}]}
        for rule in catalogue.rules()
    }
    known = {
        **_SHAPES, "option": _mapping(keys.OPTION), "citation": _citation(collection),
        "rules": {"properties": rules}, **made.pop("$defs", {}),
    }  # fmt: skip
    made["$defs"] = {}
    while True:
        named = (name.replace("%20", " ") for name in _REFERENCE.findall(json.dumps(made)))
        missing = {name: known[name] for name in named if name not in made["$defs"]}
        if not missing:
            return made
        made["$defs"] |= missing


def dump(schema: Schema) -> str:
    """A schema as it is written: same deck, same bytes."""
    return _dumped(schema, "") + "\n"


def _dumped(value: Any, margin: str) -> str:
    """JSON with what is flat, or short, on one line: a changed fact changes one line or two."""
    line = json.dumps(value, ensure_ascii=False)
    if len(margin + line) <= 240 or "{" not in line[1:] or not isinstance(value, (dict, list)):
        return line
    deeper = margin + " "
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {_dumped(one, deeper)}" for key, one in value.items()]
    else:
        items = [_dumped(one, deeper) for one in value]
    return f"{line[0]}\n{deeper}" + f",\n{deeper}".join(items) + f"\n{margin}{line[-1]}"


def _mapping(
    table: Table, special: Mapping[str, Schema] | None = None, *, may_be_empty: bool = False
) -> Schema:
    """A mapping with the keys of a table; ``special`` says more of keys in it, or further in, than
    their shape does."""
    special = special or {}
    made: Schema = {
        "type": ["object", "null"] if may_be_empty else "object",
        "properties": {
            one.name: _documented(one, special.get(one.name) or _by_shape(one, special))
            for one in table.fields
        },
        "required": [one.name for one in table.fields if one.required],
        "additionalProperties": False,
    }
    if table is keys.FACT:
        made["dependentRequired"] = {"caution_level": ["caution"]}
    return made


def _by_shape(one: Field, special: Mapping[str, Schema]) -> Schema:
    if one.shape == "choice":
        return _one_of(one.values)
    if one.shape == "choices":
        return _list_of(_one_of(one.values))
    if one.of is not None and one.shape == "list":
        more = {"minItems": 1} if one.name == "topics" else {}
        return _list_of(_mapping(one.of, special), required=one.required, **more)
    if one.of is not None and one.shape == "map":
        return _mapping(one.of, special, may_be_empty=not one.of.required[None])
    if one.shape not in ("integer", "number"):
        return _ref(one.shape)
    kind, pattern = ("integer", INTEGER) if one.shape == "integer" else ("number", NUMBER)
    return {
        "type": [kind, "string"], "pattern": f"^(?:{pattern.pattern})$",
        "minimum": one.minimum, "maximum": one.maximum,
    }  # fmt: skip


def _documented(one: Field, schema: Schema) -> Schema:
    found: Schema = {"description": one.doc, **schema}
    if one.example and one.shape not in _IDS_OF_THE_DECK:  # editors would offer them as well
        document = nodes.parse(Source(one.name, f"- {example(one)}"), Faults())
        found["examples"] = append.plain(document) if document is not None else []
    return found


def example(one: Field) -> str:
    """A key's example as it stands in YAML behind the key."""
    if one.shape == "map":
        return f"{{{one.example}}}"
    return f"[{one.example}]" if one.shape.endswith("s") else one.example


def _by_rule(value: str) -> Schema:
    """A value for each rule; the names are offered, not imposed: some are of rules that went."""
    return _map_of(_ref(value), allOf=[_ref("rules")])


def _card_file(collection: Collection) -> Schema:
    titles = collection.topic_titles
    topic = _one_of(titles, titles.values()) if titles else _ref("id")
    cards = _list_of(_ref("card"), required=True)
    whole = _mapping(keys.CARD_FILE, {"topic": topic, "cards": cards})
    card = _mapping(keys.CARD, {"ignore": _by_rule("reason")})
    card["required"] = ["id"]
    card["allOf"] = [_rules_of(kind) for kind in KINDS]
    defs = {"card": card}
    topics = collection.curriculum.topics if collection.curriculum is not None else ()
    if topics:
        known = {"anyOf": [_ref(f"taught in {topic.id}") for topic in topics]}
        card["allOf"].append(_unless_retired({"type": "array", "minItems": 1, "items": known}))
        whole["allOf"] = []
    for one in topics:  # a file's cards teach something of its topic: objectives, or facts
        id, taught = one.id.value, f"taught in {one.id}"
        found = []
        for objective in one.objectives:
            docs = {objective.id.value: f"{objective.statement} ({objective.priority})"}
            docs |= {fact.id.value: fact.text.value for fact in objective.teachable}
            found.append(_one_of(docs, docs.values()))
        defs[taught] = {"anyOf": found} if found else {"not": {}}
        cards = {"items": _unless_retired({"contains": _ref(taught)})}
        whole["allOf"].append({
            "if": {"properties": {"topic": _one_of([id])}, "required": ["topic"]},
            "then": {"properties": {"cards": cards}},
        })  # fmt: skip
    return {**whole, "$defs": defs}


def _rules_of(kind: Kind) -> Schema:
    """What holds for cards of one kind: what they need, and what belongs to other kinds."""
    own = [one for one in keys.CARD.fields if one.kinds != KINDS and kind in one.kinds]
    then: Schema = {
        "required": [one.name for one in own if one.required],
        "properties": {one.name: False for one in keys.CARD.fields if kind not in one.kinds},
    }
    stated: Schema = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    match kind:
        case "basic":
            stated = {"anyOf": [stated, {"not": {"required": ["kind"]}}]}
            is_true = {"properties": {"reverse": {"enum": [True, "true"]}}, "required": ["reverse"]}
            then |= {"if": is_true, "then": {"required": ["term"]}}
            then |= {"else": {"properties": {"term": False}}}
        case "cloze":
            then["properties"]["text"] = {"type": "string", "pattern": r"\{\{c0*[1-9][0-9]*::"}
        case "choice":
            then["oneOf"] = [{"required": ["distractors"]}, {"required": ["options"]}]
            for name, least, most in (("distractors", 2, 5), ("options", 3, 6)):
                then["properties"][name] = {"type": "array", "minItems": least, "maxItems": most}
        case _:
            assert_never(kind)
    return {"if": stated, "then": then}


def _citation(collection: Collection) -> Schema:
    """A source's id, with or without a place in it."""
    ids = list(collection.sources)
    if not ids:
        return {"not": {}}
    titles = [source.title.value for source in collection.sources.values()]
    located = {"type": "string", "pattern": rf"^\s*(?:{'|'.join(ids)})(?:\s[\s\S]*)?$"}
    return {"anyOf": [_one_of(ids, titles), located]}


def _unless_retired(teaches: Schema) -> Schema:
    """What a live card teaches; a retired one need not teach anything, nor what there is."""
    return {
        "if": {"required": ["retired"]},
        "else": {"required": ["teaches"], "properties": {"teaches": teaches}},
    }


def _deck(collection: Collection) -> Schema:
    special = {
        "name": {"type": _SCALAR, "pattern": _NAME_PATTERN},
        "language": {"type": _SCALAR, "pattern": "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$"},
        "tag_prefix": _ref("tag"),
        "weeks": _map_of(
            _list_of(_one_of(collection.topic_titles)),
            propertyNames={"pattern": f"^{WEEK.pattern}$"},
        ),
        "ignore": _by_rule("reason"),
        "levels": _by_rule("level"),
    }
    for section in ("limits", "coverage"):
        settings = catalogue.settings(section).items()
        special[section] = _map_of(False, properties={
            name: {"description": one.metadata["doc"], **_ref("setting")} for name, one in settings
        })  # fmt: skip
    if collection.curriculum is None:
        names = {"pattern": f"^{ID.pattern}$", "maxLength": MAX_ID}
        topics = _map_of(_ref("line"), minProperties=1, propertyNames=names)
        special["topics"] = topics | {"type": "object"}
    else:
        each = {
            one.id.value: {"description": one.title.value, **_ref("line")}
            for one in collection.curriculum.topics
        }
        whole = [{"maxProperties": 0}, {"required": list(each)}, {"type": "null"}]
        special["topics"] = _map_of(False, properties=each, anyOf=whole)
    deck = _mapping(keys.DECK, special)
    if collection.curriculum is None:
        deck["required"].append("topics")
    return deck


# --- a deck's copies ------------------------------------------------------------------------------

MARK = "# yaml-language-server: $schema="
_LINE = re.compile(r"\A#[ \t]*yaml-language-server:[ \t]*\$schema=[^\r\n]*(\r?\n|\Z)")


def path_of(root: Path, kind: str = "card") -> Path:
    """The deck's copy of a schema."""
    return root / ".schema" / f"{kind}.json"


def line_for(path: Path, root: Path) -> str:
    """The line for a deck file, with the schema's path as seen from it."""
    own = path.parent == root and path.stem in FILES
    schema = path_of(root, path.stem if own else "card")
    return MARK + Path(os.path.relpath(schema, path.parent)).as_posix()


def lead(path: Path, root: Path) -> str:
    """The same where the deck keeps schemas; empty where it does not."""
    return line_for(path, root) if path_of(root).is_file() else ""


def pointed(data: bytes, line: str) -> bytes:
    """A file's bytes with ``line`` first; its line ends and byte order mark are kept, and a line of
    this kind that is there already is replaced."""
    text = data.decode("utf-8")
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    return f"{bom}{line}{newline}{_LINE.sub('', text.removeprefix(bom), count=1)}".encode()


def stale(
    collection: Collection, files: Iterable[Path] = (), *, schemas: bool = True
) -> dict[Path, bytes]:
    """The deck's schemas that are not there or not up to date, and of ``files`` those that do not
    begin with their line, as they should be.

    Files in the inbox have none: the schema asks for more than a card that waits has to have.
    Raises OSError where a file cannot be read.
    """
    root = collection.root
    kinds = FILES if schemas else ()
    wanted = {path_of(root, kind): dump(schema(kind, collection)).encode() for kind in kinds}
    wanted |= {
        path: pointed(path.read_bytes(), line_for(path, root)) for path in files
        if path.suffix.lower() in (".yaml", ".yml") and root / INBOX not in path.parents
    }  # fmt: skip
    return {
        path: data for path, data in wanted.items()
        if not path.is_file() or path.read_bytes() != data
    }  # fmt: skip
