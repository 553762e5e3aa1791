"""YAML as nodes that know their places: built from parser events, with what has no place refused.

PyYAML's own composer is not used: it takes four times as long, resolves aliases (an alias bomb
fills the memory before anyone can object) and knows no bound of depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from cps_cards.diagnostics import Related, by_place
from cps_cards.faults import Faults
from cps_cards.model.texts import short
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio.decode import MAX_REPORTED

MAX_DEPTH = 16
"""The deepest that a deck file needs is nine (a fact's sources in a curriculum)."""
_TOO_DEEP = f"lists and mappings are nested more than {MAX_DEPTH} deep here"

_MAX_RECOVERIES = 20
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
_HALF = "[\ud800-\udfff]"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it, else its own: same events, but slower."""

REFUSED = "*"
"""The style of a scalar that stands for something refused already: no further fault is due."""


@dataclass(slots=True, eq=False, repr=False)
class MapNode:
    """A mapping: ``entries`` holds keys and values by name, in the order of the file.

    ``refused`` says that some key or value has no place and was reported: see ``REFUSED``.
    """

    source: Source
    start: int
    entries: dict[str, tuple[Text, Node]]
    end: int = 0
    refused: bool = False

    @property
    def pairs(self) -> list[tuple[Text, Node]]:
        return list(self.entries.values())

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True, eq=False, repr=False)
class SeqNode:
    """A list."""

    source: Source
    start: int
    items: list[Node]
    end: int = 0


Node = Text | MapNode | SeqNode


def parse(source: Source, faults: Faults) -> Node | None:
    """The one document of a file; None where it is empty or nothing could be read."""
    found = documents(source, faults)
    if len(found) > 1:
        faults.broken_files.add(source.path)
    return found[0] if found else None


def documents(source: Source, faults: Faults) -> list[Node]:
    """Every document of a file; each one after the first is a fault.

    After a syntax error the file is read again with the list item that holds it blanked out, so
    that one card never hides the others or their faults.
    """
    text = source.text
    before = len(faults.found)
    for _ in range(_MAX_RECOVERIES):
        builder = _Builder(source, faults)
        try:
            builder.build(text)
            break
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            from cps_cards.yamlio import syntax

            at = builder.last, builder.last_end
            mended = syntax.without_error(text, error, source, *at, faults)
            if mended == text:
                break
            text = mended
    if source.path in faults.broken_files:  # read more than once, and complained as often
        faults.found[before:] = by_place(faults.found[before:])
    return _joined(builder.roots)


def _joined(roots: list[Node]) -> list[Node]:
    """Documents, where one that goes on with the list before it (a stray "---") is part of it."""
    found: list[Node] = []
    if len(roots) > 1:
        roots = [root for root in roots if not isinstance(root, Text)]
    for root in roots:
        before = found[-1] if found else None
        last = before.pairs[-1:] if isinstance(before, MapNode) else ()
        if isinstance(root, SeqNode) and last and isinstance(last[0][1], SeqNode):
            last[0][1].items.extend(root.items)
        else:
            found.append(root)
    return found


class _Builder:
    """Makes nodes of events; refuses anchors, aliases, tags, merge keys, depth, more documents."""

    def __init__(self, source: Source, faults: Faults) -> None:
        self.source = source
        self.faults = faults
        self.roots: list[Node] = []
        self.last: Text | None = None
        self.last_end = 0

    def build(self, text: str) -> None:
        """Read to the end; YAML's own errors pass through.

        This loop sees every scalar of a deck, a million of them in the largest: so it keeps its
        state in local names and calls nothing for a sound scalar but the parser and ``Text``.
        """
        source = self.source
        stack: list[MapNode | SeqNode] = []
        keys: list[Text | None] = []
        node: MapNode | SeqNode | None = None
        key: Text | None = None
        loader = LOADER(text)
        next_event = loader.get_event
        scalar, mapping = yaml.ScalarEvent, yaml.MappingStartEvent
        sequence, ends = yaml.SequenceStartEvent, (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        documents = 0
        new: Node | None = None
        last_end = 0
        try:
            while True:
                event = next_event()
                kind = type(event)
                if kind is scalar:
                    last_end = event.end_mark.index
                    style = event.style or ""
                    new = Text(event.value, source, event.start_mark.index, last_end, style)
                    if event.anchor is not None or event.tag is not None:
                        self._refuse_marks(event, new)
                        if type(node) is MapNode:
                            node.refused = True
                    if style == '"' and not new.value.isprintable():
                        self._check_control(new)
                elif kind is mapping or kind is sequence:
                    start = event.start_mark.index
                    if event.anchor is not None or event.tag is not None:
                        self._refuse_marks(event)
                    if len(stack) >= MAX_DEPTH:
                        mark = event.start_mark
                        raise yaml.MarkedYAMLError(problem=_TOO_DEEP, problem_mark=mark)
                    is_map = kind is mapping
                    new = MapNode(source, start, {}) if is_map else SeqNode(source, start, [])
                elif kind in ends:
                    # A block collection ends, for the parser, where the next thing begins.
                    if event.end_mark.index > event.start_mark.index:
                        last_end = event.end_mark.index
                    ended, key = stack.pop(), keys.pop()
                    ended.end = max(last_end, ended.start)
                    node = stack[-1] if stack else None
                    continue
                elif kind is yaml.AliasEvent:
                    new = self._refuse_alias(event)
                    if type(node) is MapNode:
                        node.refused = True
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self._refuse_document(event)
                    continue
                elif kind is yaml.StreamEndEvent:
                    return
                else:
                    continue

                if type(node) is MapNode:
                    if key is None and type(new) is Text:
                        key = new if new.value != "<<" else self._merge_key(new, node)
                        continue
                    if key is None:
                        key = self._complex_key(new, node)
                    else:
                        entry = (key, new)
                        if node.entries.setdefault(key.value, entry) is not entry:
                            new = self._refuse_repeated(node, key, new)
                        key = None
                elif type(node) is SeqNode:
                    node.items.append(new)
                else:
                    self.roots.append(new)
                if not isinstance(new, Text):
                    stack.append(new)
                    keys.append(key)
                    node, key = new, None
        finally:
            # Where a flow of events ends in an error, this says how far it came.
            self.last = new if type(new) is Text else None
            self.last_end = last_end
            self._close(stack, last_end)
            loader.dispose()

    def _check_control(self, text: Text) -> None:
        if re.search(_HALF, text.value):
            from cps_cards.yamlio import syntax

            escape = syntax.bad_escape(self.source, text.start)
            if escape is not None:  # libyaml refuses these itself
                raise escape
        for control in [*re.finditer(_CONTROL, text.value)][:MAX_REPORTED]:
            told = f"the text holds the control character U+{ord(control[0]):04X}"
            help = "take it out; only line breaks and tabs may stand in a text"
            self._fault("control-character", text.slice(*control.span()), told, help)
        text.value = re.sub(_CONTROL, "\ufffd", text.value)

    def _fault(self, name: str, span: Span, told: str, help: str, *related: Related) -> None:
        self.faults.add(name, self.source, span, told, help, *related)

    def _refuse(self, name: str, span: Span, what: str, way_out: str, sign: str = "") -> Text:
        """Report what has no place in a deck; ``sign`` begins a text that was meant, perhaps."""
        quotes = f'; a text that begins with "{sign}" needs quotes around it' if sign else ""
        self._fault(name, span, f"the {what} has no place in a deck", way_out + quotes)
        return Text(self.source.text[slice(*span)], self.source, *span, REFUSED)

    def _refuse_alias(self, event: Any) -> Text:
        span = Span(event.start_mark.index, event.end_mark.index)
        what = f"alias *{short(event.anchor)}"
        return self._refuse("anchor-or-alias", span, what, "write the text out", "*")

    def _refuse_marks(self, event: Any, text: Text | None = None) -> None:
        start = event.start_mark.index
        if event.anchor is not None:
            span = Span(start, start + len(event.anchor) + 1)
            self._refuse(
                "anchor-or-alias", span, f"anchor &{short(event.anchor)}", "take it out", "&"
            )
        if event.tag is not None:
            end = max(event.end_mark.index, start + 1)
            written = re.compile(r"![^\s,\[\]{}]*").search(self.source.text, start, end)
            span = Span(*written.span()) if written else Span(start, start + 1)
            what = f"tag {short(written[0] if written else event.tag)}"
            self._refuse("tag", span, what, "take it out", "!")
        if text is not None and text.style == "" and text.value == "":
            text.style = REFUSED  # the mark was meant as the text

    def _refuse_document(self, event: Any) -> None:
        start = event.start_mark.index
        end = max(event.end_mark.index, min(start + 1, len(self.source.text)))
        help = 'take out the line "---", or move what follows into a file of its own'
        told = "a second document begins here"
        self._fault("several-documents", Span(start, end), told, help)

    def _refuse_repeated(self, node: MapNode, key: Text, new: Node) -> Node:
        """Report a repeated key; the items of a repeated list are read on behind the first's."""
        first, value = node.entries[key.value]
        told = f"the key `{short(key.value)}` stands here a second time"
        place = Related.at("it stands here first", first)
        self._fault("duplicate-key", key.span, told, "keep one of the two", place)
        return value if isinstance(new, SeqNode) and isinstance(value, SeqNode) else new

    def _complex_key(self, node: Node, mapping: MapNode) -> Text:
        mapping.refused = True
        span = Span(node.start, node.start + 1)
        help = "put quotes around a text that begins with a bracket or a brace"
        self._fault("complex-key", span, "a list or a mapping cannot be a key", help)
        return Text(f"\0{node.start}", self.source, *span, REFUSED)

    def _merge_key(self, key: Text, mapping: MapNode) -> Text:
        """The key ``<<``: YAML's merge key, unless it is in quotes."""
        if key.style:
            return key
        mapping.refused = True
        return self._refuse("merge-key", key.span, "merge key `<<`", "write the keys out")

    @staticmethod
    def _close(stack: list[MapNode | SeqNode], end: int) -> None:
        """End what reading broke off in, and drop the outermost list item of that."""
        for node in stack:
            node.end = max(end, node.start)
        for outer, inner in pairwise(stack):
            if isinstance(outer, SeqNode) and outer.items[-1] is inner:
                outer.items.pop()
                break
