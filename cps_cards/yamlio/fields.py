"""Readers of keys: each returns what it could read and reports the rest; none hides the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cps_cards.faults import Faults
from cps_cards.model.texts import did_you_mean, is_blank, name_list, near_words, nothing_in, short
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import comments
from cps_cards.yamlio.keys import Table
from cps_cards.yamlio.nodes import REFUSED, MapNode, Node, SeqNode
from cps_cards.yamlio.wellformed import (
    INTEGER,
    MAIL,
    MAX_ID,
    NUMBER,
    URL,
    id_fault,
    is_guid,
    is_id,
    is_nothing,
    shape_of,
    tag_fault,
)

__all__ = ["Fields", "is_id"]

_EXAMPLES = {
    "retired": "{reason: …}",
    "ignore": "{rule: reason}",
    "topics": "{ethics: Ethics}",
    "schedule": "{new_per_day: 10}",
    "weeks": "{1: [ethics], 2: [reporting]}",
}


class Fields:
    """The keys of one mapping, read by its table; ``card`` is shown with each fault."""

    def __init__(
        self, node: MapNode, table: Table, faults: Faults, card: str | None = None
    ) -> None:
        self.node = node
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

    @property
    def source(self) -> Source:
        return self.node.source

    def head(self) -> Span:
        """Where a fault of the whole mapping is shown: at its first key."""
        return self.node.pairs[0][0].span if self.node.pairs else self.node.span

    def has(self, name: str) -> bool:
        return name in self._nodes

    def names(self) -> Iterable[str]:
        """The keys that stand there, in the order of the file."""
        return self._nodes

    def is_refused(self, name: str) -> bool:
        """Whether a key stands there with an alias or the like behind it."""
        return name in self._meant and name not in self._nodes

    def key(self, name: str) -> Text:
        return self._nodes[name][0]

    def node_of(self, name: str) -> Node | None:
        entry = self._nodes.get(name)
        return entry[1] if entry is not None else None

    def reject_unknown(self, kind: str | None = None) -> None:
        """Report keys that the table does not know, or that belong to other kinds of cards."""
        if self._nodes.keys() <= self.table.allowed(kind):
            return
        for name, (key, _) in self._nodes.items():
            known = self.table.by_name.get(name)
            if known is None:
                allowed = list(self.table.names(kind))
                unused = [one for one in allowed if one not in self._nodes]
                self._meant.update(near_words(name, unused))
                self.faults.at(
                    "unknown-key",
                    key,
                    f"unknown key `{short(name)}`{did_you_mean(name, unused)}"
                    if not is_blank(name)
                    else "a value stands here without a key",
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
        if self.partial or name in self._meant:
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
            Span(node.start, node.start + 1),
            f"`{name}` takes a text, and this is {shape_of(node)}",
            f"write `{name}: …` with one text{hint}",
            card=self.card,
        )
        return None

    def text(self, name: str) -> Text | None:
        """A text that has to show something."""
        entry = self._nodes.get(name)
        if entry is not None and type(entry[1]) is Text and "!" <= entry[1].value[:1] <= "~":
            return entry[1]  # it begins with a letter or a sign, as nearly all do
        text = self.scalar(name)
        if text is None:
            return None
        return None if self._is_empty(name, text, "write a text") else text

    def _is_empty(self, name: str, text: Text, help: str) -> bool:
        if not is_blank(text.value):
            return False
        self.faults.at(
            "empty-field",
            text if text.value else self.key(name),
            f"`{name}` {nothing_in(text.value)}",
            "behind a space, # begins a comment: put quotes around the text"
            if comments.behind(text)
            else help + ("" if self.table.by_name[name].required else ", or take the key out"),
            card=self.card,
        )
        return True

    def id(self, name: str, dotted: bool = False) -> Text | None:
        text = self.text(name)
        return text if text is not None and self._is_id(text, dotted) else None

    def _is_id(self, text: Text, dotted: bool = False) -> bool:
        fault = id_fault(text.value, dotted)
        if fault is not None:
            self.faults.at("bad-id", text, *fault, card=self.card)
        return fault is None

    def guid(self, name: str) -> Text | None:
        text = self.text(name)
        if text is not None and not is_guid(text.value):
            self.faults.at(
                "bad-value",
                text,
                f"`{name}` holds more than {MAX_ID} characters, or some that cannot be seen",
                "write the GUID as it is in the other deck, in quotes",
                card=self.card,
            )
            return None
        return text

    def one_of(self, name: str) -> str | None:
        """One of the field's values; None where it is absent or something else."""
        text = self.scalar(name)
        if text is None:
            return None
        values = self.table.by_name[name].values
        if text.value not in values and self._is_empty(
            name, text, f"write {name_list(values, 'or')}"
        ):
            return None
        return text.value if self._is_among(name, text, values) else None

    def _is_among(self, name: str, text: Text, values: Sequence[str]) -> bool:
        if text.value in values:
            return True
        self.faults.at(
            "bad-value",
            text,
            f"`{name}` cannot be `{short(text.value)}`{did_you_mean(text.value, values)}",
            f"it is {name_list(values, 'or')}",
            card=self.card,
        )
        return False

    def choices(self, name: str) -> tuple[str, ...]:
        """Those of the field's values that a list names."""
        values = self.table.by_name[name].values
        return tuple(t.value for t in self.lines(name) if self._is_among(name, t, values))

    def flag(self, name: str) -> bool:
        text = self.scalar(name)
        if text is None or text.value == "false":
            return False
        if text.value == "true":
            return True
        if self._is_empty(name, text, "write true"):
            return False
        self.faults.at(
            "bad-value",
            text,
            f"`{name}` cannot be `{short(text.value)}`",
            "it is true or false",
            card=self.card,
        )
        return False

    def number(self, name: str) -> float | None:
        """A number within the field's bounds; None where it is absent or something else."""
        text = self.scalar(name)
        if text is None:
            return None
        if self._is_empty(name, text, "write a number"):
            return None
        spec = self.table.by_name[name]
        pattern = INTEGER if spec.shape == "integer" else NUMBER
        if pattern.fullmatch(text.value):
            value = float(text.value)
            low = spec.minimum if spec.minimum is not None else value
            high = spec.maximum if spec.maximum is not None else value
            if low <= value <= high:
                return value
        what = "a whole number" if spec.shape == "integer" else "a number"
        self.faults.at(
            "bad-value",
            text,
            f"`{name}` cannot be `{short(text.value)}`",
            f"it is {what} from {spec.minimum:g} to {spec.maximum:g}",
            card=self.card,
        )
        return None

    def url(self, name: str) -> Text | None:
        text = self.text(name)
        if text is None:
            return None
        is_report = self.table.by_name[name].shape == "report"
        if URL.fullmatch(text.value.replace("{id}", "id")):
            return text
        if is_report and MAIL.fullmatch(text.value):
            return text
        self.faults.at(
            "link-address",
            text,
            f"`{name}` is not an address that a learner can open: {short(text.value)}",
            "it begins with https://, http:// or mailto: and has no spaces"
            + (", or it is a mail address" if is_report else ""),
            card=self.card,
        )
        return None

    def mapping(self, name: str) -> MapNode | None:
        entry = self._nodes.get(name)
        if entry is None or is_nothing(entry[1]):
            return None
        node = entry[1]
        if isinstance(node, MapNode):
            return node
        self.faults.add(
            "wrong-shape",
            self.source,
            Span(node.start, node.end if isinstance(node, Text) else node.start + 1),
            f"`{name}` takes keys with values, and this is {shape_of(node)}",
            f"write `{name}: {_EXAMPLES.get(name, '{key: value}')}`",
            card=self.card,
        )
        return None

    def items(self, name: str) -> list[Node]:
        """The items of a list; empty where it is absent or something else."""
        entry = self._nodes.get(name)
        if entry is None or is_nothing(entry[1]):
            if self.table.by_name[name].required:
                if entry is None:
                    self.missing(name)
                elif not self.partial:
                    self.faults.at(
                        "empty-field",
                        entry[0],
                        f"`{name}` is empty",
                        'write a list under it, with "- " before each item',
                        card=self.card,
                    )
            return []
        node = entry[1]
        if isinstance(node, SeqNode):
            return node.items
        is_text = isinstance(node, Text)
        self.faults.add(
            "wrong-shape",
            self.source,
            Span(node.start, max(node.end if is_text else 0, node.start + 1)),
            f"`{name}` takes a list, and this is {shape_of(node)}",
            f"write `{name}: [{short(str(node))}]`" if is_text else 'put "- " before each item',
            card=self.card,
        )
        return []

    def lines(self, name: str) -> tuple[Text, ...]:
        """A list of texts."""
        if name not in self._nodes and not self.table.by_name[name].required:
            return ()
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
            elif item.style == REFUSED:
                continue
            elif is_blank(item.value):
                self.faults.add(
                    "empty-field",
                    self.source,
                    item.span if item.value else self.key(name).span,
                    f"an item of `{name}` is empty",
                    "write it, or take it out",
                    card=self.card,
                )
            else:
                yield item

    def ids(self, name: str, dotted: bool = False) -> tuple[Text, ...]:
        """A list of ids, each named once."""
        if name not in self._nodes and not self.table.by_name[name].required:
            return ()
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
            if REFUSED in (key.style, value.style if isinstance(value, Text) else ""):
                continue
            if isinstance(value, Text):
                found.append((key, value))
            else:
                self.faults.add(
                    "wrong-shape",
                    self.source,
                    Span(value.start, value.start + 1),
                    f"`{short(key.value)}` takes a text, and this is {shape_of(value)}",
                    f"write `{short(key.value)}: …` with one text",
                    card=self.card,
                )
        return tuple(found)

    def maps(self, name: str, table: Table) -> Iterator[Fields]:
        """The mappings of a list, each with its own reader."""
        for item in self.items(name):
            if isinstance(item, MapNode):
                yield Fields(item, table, self.faults, self.card)
            elif not (isinstance(item, Text) and item.style == REFUSED):
                self.faults.add(
                    "wrong-shape",
                    self.source,
                    Span(item.start, item.end if isinstance(item, Text) else item.start + 1),
                    f"{table.what} has keys with values, and this is {shape_of(item)}",
                    f"begin it with `- {table.fields[0].name}: …`",
                    card=self.card,
                )
