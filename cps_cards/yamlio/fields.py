"""Readers of keys: each returns what it could read and reports the rest; none hides the next."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
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
from cps_cards.yamlio.wellformed import (
    INTEGER,
    MAIL,
    NUMBER,
    URL,
    id_fault,
    is_nothing,
    shape_of,
    tag_fault,
)

_EXAMPLES = {
    "retired": "{reason: …}",
    "ignore": "{rule: reason}",
    "topics": "{ethics: Ethics}",
    "schedule": "{new_per_day: 10}",
    "weeks": "{1: [ethics], 2: [reporting]}",
}


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
            told = f"{table.what} has keys with values, and this is {shape_of(node)}"
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
        self._meant: set[str] = set()
        """Keys that an unknown one was probably meant for: not reported missing as well."""
        self._nodes = node.entries
        if node.refused:
            self._leave_refused_out()

    def _leave_refused_out(self) -> None:
        """Aliases, merge keys and their like were reported: what they stand for is not missing."""
        kept = dict(self._nodes)
        for name, (key, value) in self._nodes.items():
            if key.style == REFUSED:
                self.partial = True
                del kept[name]
            elif isinstance(value, Text) and value.style == REFUSED:
                self._meant.add(name)
                del kept[name]
        self._nodes = kept

    def fault(self, name: str, at: Node | Span, told: str, help: str, *related: Related) -> None:
        """Report a fault at a text, or where a mapping or a list begins."""
        if isinstance(at, (MapNode, SeqNode)):
            at = Span(at.start, at.start + 1)
        span = at.span if isinstance(at, Text) else at
        self.faults.add(name, self.source, span, told, help, card=self.card, related=related)

    def has(self, name: str) -> bool:
        return name in self._nodes

    def is_refused(self, name: str) -> bool:
        """Whether a key stands there with an alias or the like behind it."""
        return name in self._meant and name not in self._nodes

    def key(self, name: str) -> Text:
        return self._nodes[name][0]

    def node_of(self, name: str) -> Node | None:
        entry = self._nodes.get(name)
        return entry[1] if entry is not None else None

    def read(
        self, kind: Kind | None = None, special: Mapping[str, Reader] = MappingProxyType({})
    ) -> dict[str, Any]:
        """The values of keys by their names, each read as its shape says, or by ``special``.

        What is absent or wrong is left out, and told; so is what has no reader: lists of mappings,
        options, mappings of further keys.
        """
        self.check_keys(kind)
        allowed = self.table.of_kind[kind]
        found: dict[str, Any] = {}
        for name in self._nodes:
            if name not in allowed:
                continue
            read = special[name] if name in special else _READERS.get(allowed[name])
            if read is not None and (value := read(self, name)) is not None:
                found[name] = value
        return found

    def check_keys(self, kind: Kind | None = None, optional: Container[str] = ()) -> None:
        """Report unknown keys, those that belong to other kinds of cards, and missing ones."""
        allowed = self.table.of_kind[kind]
        for name in () if self._nodes.keys() <= allowed.keys() else self._nodes:
            if name not in self.table.by_name:
                unused = [one for one in allowed if one not in self._nodes]
                self._meant.update(near_words(name, unused))
                told = f"unknown key `{short(name)}`{did_you_mean(name, unused)}"
                if is_blank(name):
                    told = "a value stands here without a key"
                help = f"{self.table.what} has the keys {name_list([*allowed])}"
                self.fault("unknown-key", self.key(name), told, help)
            elif name not in allowed:
                told = f"`{name}` does not belong to a {kind} card"
                kinds = name_list(self._field(name).kinds, "or")
                help = f"it belongs to a {kinds} card: change `kind`, or take the key out"
                self.fault("unknown-key", self.key(name), told, help)
        required = self.table.required[kind]
        for name in () if self._nodes.keys() >= required else sorted(required):
            if name not in self._nodes and name not in optional:
                self.missing(name)

    def missing(self, name: str, help: str = "") -> None:
        if self.partial or name in self._meant:
            return
        doc = self._field(name).doc
        help = help or f"add `{name}: …`; {doc[0].lower()}{doc[1:]}"
        first = next(iter(self.node.entries.values()), None)
        place = first[0].span if first is not None else self.node.span
        self.fault("missing-key", place, f"`{name}` is missing", help)

    def _field(self, name: str) -> Field:
        return self.table.by_name[name]

    def _refuse(self, name: str, text: Text, what: str, near: str = "") -> None:
        """Report a value that the key cannot have."""
        told = f"`{name}` cannot be `{short(text.value)}`{near}"
        self.fault("bad-value", text, told, f"it is {what}")

    def _refuse_shape(self, node: Node, takes: str, help: str) -> None:
        """Report a text, a list or a mapping that stands where another of them belongs."""
        self.fault("wrong-shape", node, f"{takes}, and this is {shape_of(node)}", help)

    def text(self, name: str, missing: str = "write a text") -> Text | None:
        """A text that has to show something; ``missing`` says what to do where it does not."""
        node = self._nodes[name][1] if name in self._nodes else None
        if type(node) is Text and "!" <= node.value[:1] <= "~":
            return node  # it begins with a letter or a sign, as nearly all do
        if isinstance(node, (MapNode, SeqNode)):
            hint = '; a text that holds ": " needs quotes' if isinstance(node, MapNode) else ""
            help = f"write `{name}: …` with one text{hint}"
            self._refuse_shape(node, f"`{name}` takes a text", help)
            return None
        if node is None or not is_blank(node.value):
            return node
        help = missing + ("" if self._field(name).required else ", or take the key out")
        if comments.behind(node):
            help = "behind a space, # begins a comment: put quotes around the text"
        place = node if node.value else self.key(name)
        self.fault("empty-field", place, f"`{name}` {nothing_in(node.value)}", help)
        return None

    def id(self, name: str) -> Text | None:
        text = self.text(name)
        return text if text is not None and self._is_id(name, text) else None

    def _is_id(self, name: str, text: Text) -> bool:
        dotted = self._field(name).shape in ("dotted-id", "taught-ids")
        fault = id_fault(text.value, dotted)
        if fault is not None:
            self.fault("bad-id", text, *fault)
        return fault is None

    def one_of(self, name: str) -> str | None:
        """One of the field's values; None where it is absent or something else."""
        values = self._field(name).values
        text = self.text(name, f"write {name_list(values, 'or')}")
        return text.value if text is not None and self._is_among(name, text, values) else None

    def _is_among(self, name: str, text: Text, values: Sequence[str]) -> bool:
        if text.value in values:
            return True
        self._refuse(name, text, name_list(values, "or"), did_you_mean(text.value, values))
        return False

    def choices(self, name: str) -> tuple[str, ...]:
        """Those of the field's values that a list names."""
        values = self._field(name).values
        return tuple(t.value for t in self.lines(name) if self._is_among(name, t, values))

    def flag(self, name: str) -> bool:
        text = self.text(name, "write true")
        if text is None or text.value in ("true", "false"):
            return text is not None and text.value == "true"
        self._refuse(name, text, "true or false")
        return False

    def number(self, name: str) -> float | None:
        """A number within the field's bounds; None where it is absent or something else."""
        text = self.text(name, "write a number")
        if text is None:
            return None
        spec = self._field(name)
        whole = spec.shape == "integer"
        if (INTEGER if whole else NUMBER).fullmatch(text.value):
            value = int(text.value) if whole else float(text.value)
            low = spec.minimum if spec.minimum is not None else value
            high = spec.maximum if spec.maximum is not None else value
            if low <= value <= high:
                return value
        what = "a whole number" if whole else "a number"
        self._refuse(name, text, f"{what} from {spec.minimum:g} to {spec.maximum:g}")
        return None

    def url(self, name: str) -> Text | None:
        """An address of the web or ``mailto:``; for a field ``report``, one of mail alone too."""
        text = self.text(name)
        by_mail = self._field(name).shape == "report"
        if text is None or URL.fullmatch(text.value.replace("{id}", "id")):
            return text
        if by_mail and MAIL.fullmatch(text.value):
            return text
        told = f"`{name}` is not an address that a learner can open: {short(text.value)}"
        help = "it begins with https://, http:// or mailto: and has no spaces"
        self.fault("link-address", text, told, help + ", or it is a mail address" * by_mail)
        return None

    def section(self, name: str, table: Table) -> Fields | None:
        """The keys of a mapping behind a key; None where it is absent or something else."""
        node = self.mapping(name)
        return Fields(node, table, self.faults, self.card) if node is not None else None

    def mapping(self, name: str) -> MapNode | None:
        node = self.node_of(name)
        if node is None or is_nothing(node):
            return None
        if isinstance(node, MapNode):
            return node
        help = f"write `{name}: {_EXAMPLES.get(name, '{key: value}')}`"
        self._refuse_shape(node, f"`{name}` takes keys with values", help)
        return None

    def items(self, name: str) -> list[Node]:
        """The items of a list; empty where it is absent or something else."""
        node = self.node_of(name)
        if node is None or is_nothing(node):
            if node is not None and self._field(name).required and not self.partial:
                help = 'write a list under it, with "- " before each item'
                self.fault("empty-field", self.key(name), f"`{name}` is empty", help)
            return []
        if isinstance(node, SeqNode):
            return node.items
        help = 'put "- " before each item'
        place: Node | Span = node
        if isinstance(node, Text):
            help = f"write `{name}: [{short(str(node))}]`"
            place = Span(node.start, max(node.end, node.start + 1))
        told = f"`{name}` takes a list, and this is {shape_of(node)}"
        self.fault("wrong-shape", place, told, help)
        return []

    def lines(self, name: str) -> tuple[Text, ...]:
        """A list of texts."""
        found: list[Text] = []
        for item in self.items(name):
            if not isinstance(item, Text):
                help = 'a text that holds ": " or begins with a bracket needs quotes around it'
                self._refuse_shape(item, f"the items of `{name}` are texts", help)
            elif item.style != REFUSED and is_blank(item.value):
                place = item if item.value else self.key(name)
                told = f"an item of `{name}` {nothing_in(item.value)}"
                self.fault("empty-field", place, told, "write it, or take it out")
            elif item.style != REFUSED:
                found.append(item)
        return tuple(found)

    def ids(self, name: str) -> tuple[Text, ...]:
        """A list of ids, each named once."""
        found: dict[str, Text] = {}
        for item in self.lines(name):
            if self._is_id(name, item) and found.setdefault(item.value, item) is not item:
                told = f"`{item.value}` stands twice in `{name}`"
                self.fault("bad-value", item, told, "take one of the two out")
        return tuple(found.values())

    def tags(self, name: str) -> tuple[Text, ...]:
        found: dict[str, Text] = {}
        for item in self.lines(name):
            fault = tag_fault(item.value)
            if fault:
                self.fault("bad-value", item, *fault)
            else:
                found.setdefault(item.value.casefold(), item)
        return tuple(found.values())

    def citations(self, name: str) -> tuple[Citation, ...]:
        """``id`` or ``id locator``, each pair once."""
        found: dict[tuple[str, str], Citation] = {}
        for item in self.lines(name):
            source_id, *words = item.value.split()
            locator = " ".join(words)
            found.setdefault((source_id, locator), Citation(source_id, locator, item))
        return tuple(found.values())

    def ignores(self, name: str) -> tuple[Ignore, ...]:
        """A mapping of rules to the reasons for silencing them; each needs one."""
        node = self.mapping(name)
        found: list[Ignore] = []
        for rule, reason in node.pairs if node is not None else ():
            if isinstance(reason, Text) and not is_blank(reason.value) and not is_nothing(reason):
                found.append(Ignore(rule, reason))
            elif not (isinstance(reason, Text) and reason.style == REFUSED):
                told = f"`{name}` silences {short(rule.value)} without a reason"
                help = f"write `{short(rule.value)}: the reason` in words that a reviewer can judge"
                self.fault("ignore-without-reason", rule, told, help)
        return tuple(found)

    def line_map(self, name: str) -> tuple[tuple[Text, Text], ...]:
        """A mapping of names to texts."""
        node = self.mapping(name)
        found: list[tuple[Text, Text]] = []
        for key, value in node.pairs if node is not None else ():
            if not isinstance(value, Text):
                help = f"write `{short(key.value)}: …` with one text"
                self._refuse_shape(value, f"`{short(key.value)}` takes a text", help)
            elif REFUSED not in (key.style, value.style):
                found.append((key, value))
        return tuple(found)

    def maps(self, name: str, table: Table) -> Iterator[Fields]:
        """The mappings of a list, each with its own reader."""
        for item in self.items(name):
            if isinstance(item, MapNode):
                yield Fields(item, table, self.faults, self.card)
            elif not (isinstance(item, Text) and item.style == REFUSED):
                help = f"begin it with `- {table.fields[0].name}: …`"
                self._refuse_shape(item, f"{table.what} has keys with values", help)


Reader = Callable[[Fields, str], object]
"""Reads the value of one key; None where it is wrong, which it reports."""

_READERS: Mapping[Shape, Reader] = {
    "markdown": Fields.text,
    "line": Fields.text,
    "id": Fields.id,
    "dotted-id": Fields.id,
    "choice": Fields.one_of,
    "flag": Fields.flag,
    "integer": Fields.number,
    "number": Fields.number,
    "url": Fields.url,
    "report": Fields.url,
    "card-ids": Fields.ids,
    "taught-ids": Fields.ids,
    "source-ids": Fields.lines,
    "citations": Fields.citations,
    "tags": Fields.tags,
    "lines": Fields.lines,
    "choices": Fields.choices,
}
