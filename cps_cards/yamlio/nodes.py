"""YAML as nodes that know their places: built from parser events, with what has no place refused.

PyYAML's own composer is not used: it takes four times as long, resolves aliases (an alias bomb
fills the memory before anyone can object) and knows no bound of depth.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from cps_cards.diagnostics import Related
from cps_cards.source import Source, Span, Text
from cps_cards.faults import Faults

MAX_DEPTH = 16
"""The deepest that a deck file needs is nine (a fact's sources in a curriculum)."""

_MAX_RECOVERIES = 20
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it, its own otherwise: same events, ten times slower."""


class MapNode:
    """A mapping: its pairs in the order of the file, keys unique."""

    __slots__ = ("end", "pairs", "source", "start")

    def __init__(self, source: Source, start: int) -> None:
        self.source = source
        self.start = start
        self.end = start
        self.pairs: list[tuple[Text, Node]] = []

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class SeqNode:
    """A list."""

    __slots__ = ("end", "items", "source", "start")

    def __init__(self, source: Source, start: int) -> None:
        self.source = source
        self.start = start
        self.end = start
        self.items: list[Node] = []

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


Node = Text | MapNode | SeqNode


def parse(source: Source, faults: Faults) -> Node | None:
    """The one document of a file; None where it is empty or nothing could be read.

    A syntax error ends the list item that holds it: the items before it are kept, and the file is
    read again with that item blanked out, so that one card never hides the others or their faults.
    """
    text = source.text
    best: Node | None = None
    seen: set[int] = set()
    for _ in range(_MAX_RECOVERIES):
        builder = _Builder(source, faults)
        try:
            for event in yaml.parse(text, Loader=LOADER):
                if not builder.take(event):
                    return builder.salvage()
            return builder.root
        except yaml.YAMLError as error:
            place, message, help = _describe(error, source)
            faults.add("syntax-error", source, Span(place, place), message, help)
            faults.broken_files.add(source.path)
            best = builder.salvage()
            item = _item_around(text, _blame(error, place))
            if item is None or item.start in seen:
                return best
            seen.add(item.start)
            text = text[: item.start] + _blank(text[item.start : item.end]) + text[item.end :]
    return best


_HELP = (
    "check the indentation and the quotes around this place; "
    'a text that holds ": " or " #", or begins with a mark, needs quotes around it'
)
_WORDS = {
    "mapping values are not allowed": (
        'a second ": " stands in this line',
        'put quotes around a text that holds ": "',
    ),
    "found character '\\t'": ("a tab stands in the indentation", "indent with spaces"),
    "found character that cannot start any token": (
        "a text cannot begin with this character",
        "put quotes around the text; indent with spaces, not tabs",
    ),
    "found unexpected end of stream": (
        "a quote or a bracket is opened and not closed",
        "close it where the text ends",
    ),
    "found unknown escape character": (
        "a backslash in double quotes begins an escape that YAML does not know",
        "use single quotes around a text with backslashes, or write each backslash twice",
    ),
    "could not find expected ':'": (
        'a key without ": " behind it',
        "write `key: text`, and indent the further lines of a text deeper than its key",
    ),
    "did not find expected key": (
        "the keys of a card do not line up here, or a quoted text has ended too early",
        "indent all keys of a card alike; inside single quotes, write a quote twice",
    ),
    "did not find expected '-' indicator": (
        "the items of a list do not line up here",
        'indent all items of a list alike, each with "- " before it',
    ),
}


def _describe(error: yaml.YAMLError, source: Source) -> tuple[int, str, str]:
    """Offset, words and way out of a syntax error; a reader's error has a position and no mark."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        place = min(mark.index, len(source.text)) if mark is not None else 0
        problem = error.problem or ""
        for known, (message, help) in _WORDS.items():
            if problem.startswith(known):
                return place, message, help
        return place, f"this is not YAML: {problem or error.context}", _HELP
    place = min(int(getattr(error, "position", 0)), len(source.text))
    return place, "this character has no place in a YAML file", "take it out"


def _blame(error: yaml.YAMLError, place: int) -> int:
    """Where the broken construct begins: an open quote is noticed long after it was forgotten."""
    mark = getattr(error, "context_mark", None)
    return min(mark.index, place) if mark is not None else place


_ITEM = re.compile(r"^( *)- ", re.MULTILINE)


def _item_around(text: str, place: int) -> Span | None:
    """The item of the file's outermost list that holds a place, from line start to line start."""
    starts = list(_ITEM.finditer(text))
    if not starts:
        return None
    indent = min(len(match[1]) for match in starts)
    outer = [match.start() for match in starts if len(match[1]) == indent]
    before = [start for start in outer if start <= place]
    if not before:
        return None
    after = [start for start in outer if start > before[-1]]
    return Span(before[-1], after[0] if after else len(text))


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)


class _Builder:
    """Makes nodes of events; refuses anchors, aliases, tags, merge keys, depth, second documents."""

    def __init__(self, source: Source, faults: Faults) -> None:
        self.source = source
        self.faults = faults
        self.root: Node | None = None
        self._stack: list[MapNode | SeqNode] = []
        self._keys: list[Text | None] = []
        self._seen: list[dict[str, Text]] = []
        self._documents = 0
        self._last_end = 0

    def take(self, event: Any) -> bool:
        """Add an event; False where reading has to end."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            start, end = event.start_mark.index, event.end_mark.index
            if event.anchor is not None or event.tag is not None:
                self._refuse(event)
            value = event.value
            style = event.style or ""
            if style == '"' and (control := _CONTROL.search(value)):
                self.faults.add(
                    "control-character",
                    self.source,
                    Span(start, end),
                    f"the text holds the control character U+{ord(control[0]):04X}",
                    "take it out; only line breaks and tabs may stand in a text",
                )
                value = _CONTROL.sub(" ", value)
            self._add(Text(value, self.source, start, end, style))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            start = event.start_mark.index
            if event.anchor is not None or event.tag is not None:
                self._refuse(event)
            if len(self._stack) >= MAX_DEPTH:
                self.faults.add(
                    "too-deep",
                    self.source,
                    Span(start, start + 1),
                    f"lists and mappings are nested more than {MAX_DEPTH} deep here",
                    "a deck file needs far less; check the indentation and the brackets",
                )
                return False
            node: MapNode | SeqNode
            if kind is yaml.MappingStartEvent:
                node = MapNode(self.source, start)
                self._seen.append({})
            else:
                node = SeqNode(self.source, start)
            self._add(node)
            self._stack.append(node)
            self._keys.append(None)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node = self._stack.pop()
            self._keys.pop()
            if isinstance(node, MapNode):
                self._seen.pop()
            node.end = self._end_of(node, event)
        elif kind is yaml.AliasEvent:
            span = Span(event.start_mark.index, event.end_mark.index)
            self.faults.add(
                "anchor-or-alias",
                self.source,
                span,
                f"the alias *{event.anchor} has no place in a deck",
                'write the text out; a text that begins with "*" needs quotes around it',
            )
            self._add(Text("", self.source, span.start, span.end, "*"))
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self.faults.add(
                    "several-documents",
                    self.source,
                    Span(event.start_mark.index, event.end_mark.index),
                    "a second document begins here",
                    'take out the line "---", or move what follows into a file of its own',
                )
                return False
        return True

    def salvage(self) -> Node | None:
        """What was complete when reading ended: the outermost unfinished list item is dropped."""
        for node in self._stack:
            node.end = max(self._last_end, node.start)
        for outer, inner in zip(self._stack, self._stack[1:], strict=False):
            if isinstance(outer, SeqNode) and outer.items[-1] is inner:
                outer.items.pop()
                break
        return self.root

    def _end_of(self, node: MapNode | SeqNode, event: Any) -> int:
        """A block collection ends, for the parser, where the next thing begins: take its last text."""
        if event.end_mark.index > event.start_mark.index:
            self._last_end = event.end_mark.index
        return max(self._last_end, node.start)

    def _add(self, node: Node) -> None:
        if isinstance(node, Text):
            self._last_end = node.end
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, SeqNode):
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._key(node)
            return
        self._keys[-1] = None
        first = self._seen[-1].get(key.value)
        if first is not None:
            self.faults.at(
                "duplicate-key",
                key,
                f"the key `{key.value}` stands here a second time",
                "keep one of the two",
                related=(Related("it stands here first", first.source, first.span),),
            )
            return
        self._seen[-1][key.value] = key
        parent.pairs.append((key, node))

    def _key(self, node: Node) -> Text:
        if not isinstance(node, Text):
            self.faults.add(
                "complex-key",
                self.source,
                Span(node.start, node.start + 1),
                "a list or a mapping cannot be a key",
                "put quotes around a text that begins with a bracket or a brace",
            )
            return Text("", self.source, node.start, node.start + 1, "?")
        if node.value == "<<" and node.style == "":
            self.faults.at(
                "merge-key", node, "the merge key `<<` has no place in a deck", "write the keys out"
            )
        return node

    def _refuse(self, event: Any) -> None:
        start = event.start_mark.index
        if event.anchor is not None:
            self.faults.add(
                "anchor-or-alias",
                self.source,
                Span(start, start + len(event.anchor) + 1),
                f"the anchor &{event.anchor} has no place in a deck",
                'take it out; a text that begins with "&" needs quotes around it',
            )
        if event.tag is not None:
            written = re.compile(r"![^\s,\[\]{}]*").search(
                self.source.text, start, max(event.end_mark.index, start + 1)
            )
            span = Span(*written.span()) if written else Span(start, start + 1)
            self.faults.add(
                "tag",
                self.source,
                span,
                f"the tag {written[0] if written else event.tag} has no place in a deck",
                'take it out; a text that begins with "!" needs quotes around it',
            )
