"""Readers of keys: each returns what it could read and reports the rest, so that none hides the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cps_cards.faults import Faults
from cps_cards.model.texts import did_you_mean, is_blank, name_list, near_words
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio.nodes import MapNode, Node, SeqNode
from cps_cards.yamlio.tables import Field, Table

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOTTED_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*")
_MAX_ID = 64
_INTEGER = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}")
_URL = re.compile(
    r"(?:https?://[^\s<>\"'{}|\\^`]+|mailto:[^\s<>\"'{}|\\^`@]+@[^\s<>\"'{}|\\^`]+)", re.IGNORECASE
)
_TAG_BAD = re.compile(r"[\s\"'`\x00-\x1f\u2018-\u201f\u00ab\u00bb\u3000]")


def slug(text: str) -> str:
    """The nearest id to a text: ``My Card!`` becomes ``my-card``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_MAX_ID].strip("-")


def is_id(text: str) -> bool:
    return len(text) <= _MAX_ID and _ID.fullmatch(text) is not None


def shape_of(node: Node) -> str:
    """What a node is, in words."""
    if isinstance(node, MapNode):
        return "a mapping (`key: …`)"
    return "a list" if isinstance(node, SeqNode) else "a text"


def is_nothing(node: Node) -> bool:
    """Whether nothing was written behind a key."""
    return isinstance(node, Text) and node.style == "" and node.value in ("", "~", "null")


class Fields:
    """The keys of one mapping, read by its table; ``card`` is shown with each fault."""

    def __init__(
        self, node: MapNode, table: Table, faults: Faults, card: str | None = None
    ) -> None:
        self.node = node
        self.table = table
        self.faults = faults
        self.card = card
        self._nodes: dict[str, tuple[Text, Node]] = {
            key.value: (key, value) for key, value in node.pairs
        }
        self._meant: set[str] = set()
        """Keys that an unknown one was probably meant for: not reported missing as well."""

    @property
    def source(self) -> Source:
        return self.node.source

    def head(self) -> Span:
        """Where a fault of the whole mapping is shown: at its first key."""
        return self.node.pairs[0][0].span if self.node.pairs else self.node.span

    def has(self, name: str) -> bool:
        return name in self._nodes

    def key(self, name: str) -> Text:
        return self._nodes[name][0]

    def node_of(self, name: str) -> Node | None:
        entry = self._nodes.get(name)
        return entry[1] if entry is not None else None

    def reject_unknown(self, kind: str | None = None) -> None:
        """Report keys that the table does not know, or that belong to other kinds of cards."""
        for name, (key, _) in self._nodes.items():
            known = self.table.by_name.get(name)
            if known is None:
                allowed = list(self.table.names(kind))
                self._meant.update(near_words(name, [n for n in allowed if n not in self._nodes]))
                self.faults.at(
                    "unknown-key",
                    key,
                    f"unknown key `{name}`{did_you_mean(name, allowed)}",
                    f"{self.table.what} has the keys {name_list(allowed)}",
                    card=self.card,
                )
            elif kind is not None and kind not in known.kinds:
                self.faults.at(
                    "unknown-key",
                    key,
                    f"`{name}` does not belong to a {kind} card",
                    f"it belongs to a {name_list(known.kinds, 'or')} card: change `kind`, "
                    "or take the key out",
                    card=self.card,
                )

    def missing(self, name: str, help: str = "") -> None:
        if name in self._meant:
            return
        self.faults.add(
            "missing-key",
            self.source,
            self.head(),
            f"`{name}` is missing",
            help
            or f"add `{name}: …`; {self.table.by_name[name].doc[0].lower()}"
            f"{self.table.by_name[name].doc[1:]}",
            card=self.card,
        )

    def scalar(self, name: str) -> Text | None:
        """The scalar behind a key; None where it is absent or of another shape."""
        entry = self._nodes.get(name)
        if entry is None:
            if self.table.by_name[name].required:
                self.missing(name)
            return None
        node = entry[1]
        if isinstance(node, Text):
            return node
        hint = "" if not isinstance(node, MapNode) else '; a text that holds ": " needs quotes'
        self.faults.add(
            "wrong-shape",
            self.source,
            Span(node.start, max(node.start + 1, node.start)),
            f"`{name}` takes a text, and this is {shape_of(node)}",
            f"write `{name}: …` with one text{hint}",
            card=self.card,
        )
        return None

    def text(self, name: str) -> Text | None:
        """A text that has to show something."""
        text = self.scalar(name)
        if text is None:
            return None
        if is_blank(text.value):
            place = text if text.value else self.key(name)
            self.faults.at(
                "empty-field",
                place,
                f"`{name}` is empty: it shows nothing",
                "write a text"
                + ("" if self.table.by_name[name].required else ", or take the key out"),
                card=self.card,
            )
            return None
        return text

    def id(self, name: str, dotted: bool = False) -> Text | None:
        text = self.text(name)
        return text if text is not None and self._is_id(text, dotted) else None

    def _is_id(self, text: Text, dotted: bool = False) -> bool:
        value = text.value
        pattern = _DOTTED_ID if dotted else _ID
        parts = value.split(".") if dotted else [value]
        if pattern.fullmatch(value) and all(len(part) <= _MAX_ID for part in parts):
            return True
        if all(len(part) <= _MAX_ID for part in parts):
            message = f"`{_short(value)}` is not an id"
        else:
            message = f"this id has more than {_MAX_ID} characters"
        near = ".".join(filter(None, (slug(part) for part in parts)))
        self.faults.at(
            "bad-id",
            text,
            message,
            "an id is made of small letters, digits and single hyphens"
            + (", its parts joined by dots" if dotted else "")
            + (f": `{near}`" if near else ""),
            card=self.card,
        )
        return False

    def one_of(self, name: str) -> str | None:
        """One of the field's values; None where it is absent or something else."""
        text = self.scalar(name)
        if text is None:
            return None
        values = self.table.by_name[name].values
        if text.value in values:
            return text.value
        self.faults.at(
            "bad-value",
            text if text.value else self.key(name),
            f"`{name}` cannot be `{_short(text.value)}`{did_you_mean(text.value, values)}",
            f"it is {name_list(values, 'or')}",
            card=self.card,
        )
        return None

    def flag(self, name: str) -> bool:
        text = self.scalar(name)
        if text is None or text.value == "false":
            return False
        if text.value == "true":
            return True
        self.faults.at(
            "bad-value",
            text if text.value else self.key(name),
            f"`{name}` cannot be `{_short(text.value)}`",
            "it is true or false",
            card=self.card,
        )
        return False

    def number(self, name: str) -> float | None:
        """A number within the field's bounds; None where it is absent or something else."""
        text = self.scalar(name)
        if text is None:
            return None
        spec = self.table.by_name[name]
        pattern = _INTEGER if spec.shape == "integer" else _NUMBER
        if pattern.fullmatch(text.value):
            value = float(text.value)
            low = spec.minimum if spec.minimum is not None else value
            high = spec.maximum if spec.maximum is not None else value
            if low <= value <= high:
                return value
        what = "a whole number" if spec.shape == "integer" else "a number"
        self.faults.at(
            "bad-value",
            text if text.value else self.key(name),
            f"`{name}` cannot be `{_short(text.value)}`",
            f"it is {what} from {spec.minimum:g} to {spec.maximum:g}",
            card=self.card,
        )
        return None

    def url(self, name: str) -> Text | None:
        text = self.text(name)
        if text is None:
            return None
        if _URL.fullmatch(text.value.replace("{id}", "id")):
            return text
        self.faults.at(
            "link-address",
            text,
            f"`{name}` is not an address that a learner can open: {_short(text.value)}",
            "it begins with https://, http:// or mailto: and has no spaces",
            card=self.card,
        )
        return None

    def mapping(self, name: str) -> MapNode | None:
        entry = self._nodes.get(name)
        if entry is None or is_nothing(entry[1]):
            if self.table.by_name[name].required:
                self.missing(name)
            return None
        node = entry[1]
        if isinstance(node, MapNode):
            return node
        self.faults.add(
            "wrong-shape",
            self.source,
            Span(node.start, node.end),
            f"`{name}` takes keys with values, and this is {shape_of(node)}",
            f"write `{name}: {{key: value}}`",
            card=self.card,
        )
        return None

    def items(self, name: str) -> list[Node]:
        """The items of a list; empty where it is absent or something else."""
        entry = self._nodes.get(name)
        if entry is None or is_nothing(entry[1]):
            if (
                self.table.by_name[name].required
                and self.source.path not in self.faults.broken_files
            ):
                self.missing(name)
            return []
        node = entry[1]
        if isinstance(node, SeqNode):
            return node.items
        help = (
            f"write `{name}: [{_short(node.value)}]`"
            if isinstance(node, Text)
            else ('put "- " before each item')
        )
        self.faults.add(
            "wrong-shape",
            self.source,
            Span(node.start, max(node.end, node.start + 1))
            if isinstance(node, Text)
            else Span(node.start, node.start + 1),
            f"`{name}` takes a list, and this is {shape_of(node)}",
            help,
            card=self.card,
        )
        return []

    def lines(self, name: str) -> tuple[Text, ...]:
        """A list of texts."""
        return tuple(self._texts(name, self.items(name)))

    def _texts(self, name: str, items: Iterable[Node]) -> Iterator[Text]:
        for item in items:
            if not isinstance(item, Text):
                self.faults.add(
                    "wrong-shape",
                    self.source,
                    Span(item.start, item.start + 1),
                    f"the items of `{name}` are texts, and this is {shape_of(item)}",
                    'a text that holds ": " or begins with a bracket needs quotes around it',
                    card=self.card,
                )
            elif is_blank(item.value):
                self.faults.add(
                    "empty-field",
                    self.source,
                    item.span,
                    f"an item of `{name}` is empty",
                    "write it, or take it out",
                    card=self.card,
                )
            else:
                yield item

    def ids(self, name: str, dotted: bool = False) -> tuple[Text, ...]:
        """A list of ids, each named once."""
        found: dict[str, Text] = {}
        for item in self.lines(name):
            if not self._is_id(item, dotted):
                continue
            if item.value in found:
                self.faults.at(
                    "bad-value",
                    item,
                    f"`{item.value}` stands twice in `{name}`",
                    "take one of the two out",
                    card=self.card,
                )
                continue
            found[item.value] = item
        return tuple(found.values())

    def tags(self, name: str) -> tuple[Text, ...]:
        found: dict[str, Text] = {}
        for item in self.lines(name):
            fault = tag_fault(item.value)
            if fault:
                self.faults.at("bad-value", item, *fault, card=self.card)
            elif item.value.casefold() not in found:
                found[item.value.casefold()] = item
        return tuple(found.values())

    def line_map(self, name: str) -> tuple[tuple[Text, Text], ...]:
        """A mapping of names to texts."""
        node = self.mapping(name)
        found: list[tuple[Text, Text]] = []
        for key, value in node.pairs if node is not None else ():
            if isinstance(value, Text):
                found.append((key, value))
            else:
                self.faults.add(
                    "wrong-shape",
                    self.source,
                    Span(value.start, value.start + 1),
                    f"`{key.value}` takes a text, and this is {shape_of(value)}",
                    f"write `{key.value}: …` with one text",
                    card=self.card,
                )
        return tuple(found)

    def maps(self, name: str, table: Table) -> Iterator[Fields]:
        """The mappings of a list, each with its own reader."""
        for item in self.items(name):
            if isinstance(item, MapNode):
                yield Fields(item, table, self.faults, self.card)
            else:
                self.faults.add(
                    "wrong-shape",
                    self.source,
                    Span(item.start, max(item.end, item.start + 1)),
                    f"{table.what} has keys with values, and this is {shape_of(item)}",
                    f"begin it with `- {table.fields[0].name}: …`",
                    card=self.card,
                )


def tag_fault(tag: str) -> tuple[str, str] | None:
    """What is wrong with a tag, and what to do; None where Anki takes it as it is."""
    if _TAG_BAD.search(tag):
        return (
            f"the tag `{_short(tag)}` holds a space or a quote",
            "Anki divides tags at spaces: write a hyphen or an underscore instead",
        )
    if any(is_blank(part) for part in tag.split("::")):
        return f"the tag `{_short(tag)}` has an empty part", "write a word on both sides of `::`"
    if tag.casefold() in ("marked", "leech"):
        return (
            f"Anki itself uses the tag `{tag}`",
            "take another word: learners mark cards with this one",
        )
    return None


def _short(value: str, most: int = 60) -> str:
    line = " ".join(value.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


__all__ = ["Field", "Fields", "is_id", "is_nothing", "shape_of", "slug", "tag_fault"]
