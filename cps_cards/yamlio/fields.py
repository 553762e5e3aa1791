"""Readers of keys: each returns what it could read and reports the rest; none hides the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from cps_cards.diagnostics import Related
from cps_cards.faults import Faults
from cps_cards.model.cards import Citation, Ignore, Kind
from cps_cards.model.texts import did_you_mean, is_blank, name_list, near_words, nothing_in, short
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import comments
from cps_cards.yamlio.keys import Field, Shape, Table
from cps_cards.yamlio.nodes import REFUSED, MapNode, Node, SeqNode

_EXAMPLES = {
    "retired": "{reason: …}",
    "ignore": "{rule: reason}",
    "topics": "{ethics: Ethics}",
    "schedule": "{new_per_day: 10}",
    "weeks": "{1: [ethics], 2: [reporting]}",
}


def is_nothing(node: Node | None) -> bool:
    """Whether nothing was written behind a key."""
    return isinstance(node, Text) and node.style == "" and node.value in ("", "~", "null")


def _shape_of(node: Node) -> str:
    """What a node is, in words."""
    if isinstance(node, MapNode):
        return "a mapping (`key: …`)"
    return "a list" if isinstance(node, SeqNode) else "a text"


def top_fields(node: Node | None, source: Source, table: Table, faults: Faults) -> Fields | None:
    """The keys of a whole file; None, and a fault, where the file is no mapping."""
    is_broken = source.path in faults.broken_files
    if isinstance(node, MapNode):
        fields = Fields(node, table, faults)
        fields.partial = fields.partial or is_broken
        return fields
    if not is_broken:
        faults.broken_files.add(source.path)
        told = "the file is empty"
        if node is not None and not is_nothing(node):
            told = f"{table.what} has keys with values, and this is {_shape_of(node)}"
        needed = [one for one in table.fields if one.required] or table.fields[:1]
        first = " and ".join(f"`{one.name}: …`" for one in needed)
        faults.add("wrong-shape", source, Span(0, 0), told, f"begin it with {first}")
    return None


class Fields:
    """The keys of one mapping, read by its table; ``card`` is shown with each fault."""

    def __init__(
        self, node: MapNode, table: Table, faults: Faults, card: str | None = None
    ) -> None:
        self.node = node
        self.source: Source = node.source
        self.table = table
        self.faults = faults
        self.card = card
        self.partial = False
        """Whether some of the keys could not be read: then none is reported missing."""
        self.spared: set[str] = set()
        """Keys that are not reported missing, because another fault says enough."""
        self._nodes = node.entries
        if node.refused:  # aliases, merge keys and their like were reported
            self._nodes = {}
            for name, (key, value) in node.entries.items():
                if key.style == REFUSED:
                    self.partial = True
                elif isinstance(value, Text) and value.style == REFUSED:
                    self.spared.add(name)
                else:
                    self._nodes[name] = key, value

    def fault(self, name: str, at: Node | Span, told: str, help: str, *related: Related) -> None:
        """Report a fault at a text, or where a mapping or a list begins."""
        if isinstance(at, (MapNode, SeqNode)):
            at = Span(at.start, at.start + 1)
        span = at.span if isinstance(at, Text) else at
        self.faults.add(name, self.source, span, told, help, *related, card=self.card)

    def has(self, name: str) -> bool:
        return name in self._nodes

    def is_refused(self, name: str) -> bool:
        """Whether a key stands there with an alias or the like behind it."""
        return name in self.spared and name not in self._nodes

    def key(self, name: str) -> Text:
        return self._nodes[name][0]

    def node_of(self, name: str) -> Node | None:
        entry = self._nodes.get(name)
        return entry[1] if entry is not None else None

    def read(
        self, kind: Kind | None = None, special: Mapping[str, Reader] = MappingProxyType({})
    ) -> dict[str, Any]:
        """The values of keys by their names, each read as its shape says, or by ``special``.

        What is absent or wrong is left out, and told. A mapping with keys of its own, and a list of
        such, is handed out as the readers of these keys; options are left to who knows the answer.
        """
        self._check_keys(kind)
        allowed = self.table.of_kind[kind]
        found: dict[str, Any] = {}
        texts = self.table.texts
        for name, (_, node) in self._nodes.items():
            field = allowed.get(name)
            if field is None:
                continue
            if name in texts and type(node) is Text and "!" <= node.value[:1] <= "~":
                found[name] = node  # it begins with a letter or a sign, as nearly all do
                continue
            read = special.get(name) or _READERS[field.shape]
            if (value := read(self, field)) is not None:
                found[name] = value
        return found

    def _check_keys(self, kind: Kind | None) -> None:
        """Report unknown keys, those that belong to other kinds of cards, and missing ones."""
        allowed = self.table.of_kind[kind]
        for name in () if self._nodes.keys() <= allowed.keys() else self._nodes:
            if name not in self.table.by_name:
                unused = [one for one in allowed if one not in self._nodes]
                self.spared.update(near_words(name, unused))
                told = f"unknown key `{short(name)}`{did_you_mean(name, unused)}"
                if is_blank(name):
                    told = "a value stands here without a key"
                help = f"{self.table.what} has the keys {name_list([*allowed])}"
                self.fault("unknown-key", self.key(name), told, help)
            elif name not in allowed:
                told = f"`{name}` does not belong to a {kind} card"
                kinds = name_list(self.table.by_name[name].kinds, "or")
                help = f"it belongs to a {kinds} card: change `kind`, or take the key out"
                self.fault("unknown-key", self.key(name), told, help)
        required = self.table.required[kind]
        for name in () if self._nodes.keys() >= required else required - self._nodes.keys():
            self.missing(name)

    def missing(self, name: str, help: str = "") -> None:
        if self.partial or name in self.spared:
            return
        doc = self.table.by_name[name].doc
        help = help or f"add `{name}: …`; {doc[0].lower()}{doc[1:]}"
        first = next(iter(self.node.entries.values()), None)
        place = first[0].span if first is not None else self.node.span
        self.fault("missing-key", place, f"`{name}` is missing", help)

    def _refuse_shape(self, node: Node, takes: str, help: str) -> None:
        """Report a text, a list or a mapping that stands where another of them belongs."""
        self.fault("wrong-shape", node, f"{takes}, and this is {_shape_of(node)}", help)

    def _is_sound(self, field: Field, text: Text) -> bool:
        wrong = field.check(text.value) if field.check is not None else None
        if wrong is not None:
            self.fault(wrong.fault, text, wrong.told, wrong.help)
        return wrong is None

    def text(self, field: Field) -> Text | None:
        """A text that shows something and is what the key takes. Raises KeyError where the key does
        not stand there."""
        name = field.name
        node = self._nodes[name][1]
        if type(node) is Text and ("!" <= node.value[:1] <= "~" or not is_blank(node.value)):
            return node if self._is_sound(field, node) else None
        if isinstance(node, (MapNode, SeqNode)):
            hint = '; a text that holds ": " needs quotes' if isinstance(node, MapNode) else ""
            help = f"write `{name}: …` with one text{hint}"
            self._refuse_shape(node, f"`{name}` takes a text", help)
            return None
        help = f"write {field.takes}" + ("" if field.required else ", or take the key out")
        if comments.behind(node):
            help = "behind a space, # begins a comment: put quotes around the text"
        place = node if node.value else self.key(name)
        self.fault("empty-field", place, f"`{name}` {nothing_in(node.value)}", help)
        return None

    def word(self, field: Field) -> str | None:
        text = self.text(field)
        return text.value if text is not None else None

    def number(self, field: Field) -> float | None:
        word = self.word(field)
        make = int if field.shape == "integer" else float
        return make(word) if word is not None else None

    def _mapping(self, field: Field) -> MapNode | None:
        node = self.node_of(field.name)
        if node is None or is_nothing(node):
            return None
        if isinstance(node, MapNode):
            return node
        help = f"write `{field.name}: {_EXAMPLES.get(field.name, '{key: value}')}`"
        self._refuse_shape(node, f"`{field.name}` takes keys with values", help)
        return None

    def section(self, field: Field) -> Fields | tuple[tuple[Text, Text], ...] | None:
        """The keys of a mapping behind a key; where the table names none, these and their texts."""
        if field.of is None:
            return self.line_map(field)
        node = self._mapping(field)
        return Fields(node, field.of, self.faults, self.card) if node is not None else None

    def _pairs(self, field: Field) -> list[tuple[Text, Node]]:
        node = self._mapping(field)
        return node.pairs if node is not None else []

    def items(self, field: Field) -> list[Node]:
        """The items of a list; empty where it is absent or something else."""
        name, node = field.name, self.node_of(field.name)
        if isinstance(node, SeqNode):
            return node.items
        if node is None or is_nothing(node):
            if node is not None and field.required and not self.partial:
                help = 'write a list under it, with "- " before each item'
                self.fault("empty-field", self.key(name), f"`{name}` is empty", help)
            return []
        help = 'put "- " before each item'
        if isinstance(node, Text):
            help = f"write `{name}: [{short(node.value)}]`"
        self._refuse_shape(node, f"`{name}` takes a list", help)
        return []

    def lines(self, field: Field) -> tuple[Text, ...]:
        """A list of texts."""
        found: list[Text] = []
        for item in self.items(field):
            if not isinstance(item, Text):
                help = 'a text that holds ": " or begins with a bracket needs quotes around it'
                self._refuse_shape(item, f"the items of `{field.name}` are texts", help)
            elif item.style != REFUSED and is_blank(item.value):
                place = item if item.value else self.key(field.name)
                told = f"an item of `{field.name}` {nothing_in(item.value)}"
                self.fault("empty-field", place, told, "write it, or take it out")
            elif item.style != REFUSED and self._is_sound(field, item):
                found.append(item)
        return tuple(found)

    def ids(self, field: Field) -> tuple[Text, ...]:
        """A list of ids, each named once."""
        found: dict[str, Text] = {}
        for item in self.lines(field):
            if found.setdefault(item.value, item) is not item:
                told = f"`{item.value}` stands twice in `{field.name}`"
                self.fault("bad-value", item, told, "take one of the two out")
        return tuple(found.values())

    def tags(self, field: Field) -> tuple[Text, ...]:
        """A list of tags, each once, whatever its case."""
        found: dict[str, Text] = {}
        for item in self.lines(field):
            found.setdefault(item.value.casefold(), item)
        return tuple(found.values())

    def citations(self, field: Field) -> tuple[Citation, ...]:
        """``id`` or ``id locator``, each pair once."""
        found: dict[tuple[str, str], Citation] = {}
        for item in self.lines(field):
            source_id, *words = item.value.split()
            locator = " ".join(words)
            found.setdefault((source_id, locator), Citation(source_id, locator, item))
        return tuple(found.values())

    def ignores(self, field: Field) -> tuple[Ignore, ...]:
        """A mapping of rules to the reasons for silencing them; each needs one."""
        found: list[Ignore] = []
        for rule, reason in self._pairs(field):
            if isinstance(reason, Text) and not is_blank(reason.value) and not is_nothing(reason):
                found.append(Ignore(rule, reason))
            elif not (isinstance(reason, Text) and reason.style == REFUSED):
                told = f"`{field.name}` silences {short(rule.value)} without a reason"
                help = f"write `{short(rule.value)}: the reason` in words that a reviewer can judge"
                self.fault("ignore-without-reason", rule, told, help)
        return tuple(found)

    def line_map(self, field: Field) -> tuple[tuple[Text, Text], ...]:
        """A mapping of names to texts."""
        found: list[tuple[Text, Text]] = []
        for key, value in self._pairs(field):
            if not isinstance(value, Text):
                help = f"write `{short(key.value)}: …` with one text"
                self._refuse_shape(value, f"`{short(key.value)}` takes a text", help)
            elif REFUSED not in (key.style, value.style):
                found.append((key, value))
        return tuple(found)

    def maps(self, field: Field) -> list[Fields]:
        """The mappings of a list, each with its own reader."""
        found: list[Fields] = []
        table = field.of or self.table
        for item in self.items(field):
            if isinstance(item, MapNode):
                found.append(Fields(item, table, self.faults, self.card))
            elif not (isinstance(item, Text) and item.style == REFUSED):
                help = f"begin it with `- {table.fields[0].name}: …`"
                self._refuse_shape(item, f"{table.what} has keys with values", help)
        return found


Reader = Callable[[Fields, Field], object]
"""Reads the value of one key; None where it is wrong, which it reports."""
_READERS: Mapping[Shape, Reader] = {
    "markdown": Fields.text,
    "line": Fields.text,
    "id": Fields.text,
    "dotted-id": Fields.text,
    "topic-id": Fields.text,
    "choice": Fields.word,
    "flag": lambda fields, field: fields.word(field) == "true",
    "integer": Fields.number,
    "number": Fields.number,
    "url": Fields.text,
    "report": Fields.text,
    "card-ids": Fields.ids,
    "taught-ids": Fields.ids,
    "source-ids": Fields.lines,
    "citations": Fields.citations,
    "tags": Fields.tags,
    "lines": Fields.lines,
    "choices": lambda fields, field: tuple(text.value for text in fields.lines(field)),
    "map": Fields.section,
    "list": Fields.maps,
    "options": lambda fields, field: None,
}
