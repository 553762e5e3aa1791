"""Applies edits to YAML files: by offsets, last to first, and only where the outcome is proved.

The file is parsed again after the edits. It is kept only if nothing but the intended values
changed: same keys, same lists, same texts, except where an edit replaced characters of a text or
took a whole entry out. Everything else stays as it was, byte for byte.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cps_cards.diagnostics import Diagnostic, Edit
from cps_cards.faults import Faults
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import nodes
from cps_cards.yamlio.nodes import MapNode, Node

_UNCLEAR: Any = object()
"""What an edit makes of a text that it cannot be told for: equal to no text."""


@dataclass(frozen=True)
class Fixed:
    """A file before and after edits, and the findings that these edits came from."""

    source: Source
    after: Source
    fixed: Sequence[Diagnostic] = ()
    refused: Sequence[Diagnostic] = ()


def apply(source: Source, found: Iterable[Diagnostic]) -> Fixed:
    """Apply the fixes of findings in one file.

    A fix is applied whole or not at all. One that overlaps another waits for the next round; one
    that would change more than it says is refused, and the others are applied all the same.
    """
    chosen = _without_overlaps(found)
    tree = _parse(source) if chosen else None
    if tree is None:
        return Fixed(source, source, refused=chosen)
    after = _proved(source, tree, chosen)
    if after is not None:
        return Fixed(source, after, chosen)
    kept = [one for one in chosen if _proved(source, tree, [one]) is not None]
    after = _proved(source, tree, kept)
    if after is None:
        return Fixed(source, source, refused=chosen)
    return Fixed(source, after, kept, [one for one in chosen if one not in kept])


def _without_overlaps(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    chosen: list[Diagnostic] = []
    taken: list[Span] = []
    for one in found:
        if not one.fix:
            continue
        spans = [edit.span for edit in one.fix]
        if any(_overlap(span, other) for span in spans for other in taken):
            continue
        taken += spans
        chosen.append(one)
    return chosen


def _overlap(first: Span, second: Span) -> bool:
    """Edits that touch count too: which of two at one place comes first would be chance."""
    return first.start <= second.end and second.start <= first.end


def _parse(source: Source) -> Node | None:
    faults = Faults()
    tree = nodes.parse(source, faults)
    return None if faults.found else tree


def _proved(source: Source, tree: Node, chosen: Sequence[Diagnostic]) -> Source | None:
    """The file after the edits; None where it would not say what was intended."""
    edits = sorted({edit for one in chosen for edit in one.fix}, key=lambda edit: edit.span)
    text = source.text
    for edit in reversed(edits):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    after = Source(source.path, text, source.bom, source.align)
    parsed = _parse(after)
    return after if parsed is not None and _value(tree, edits) == _value(parsed) else None


def _value(node: Node, edits: Sequence[Edit] = ()) -> Any:
    """What a tree holds, or shall hold after edits."""
    inside = [edit for edit in edits if _overlap(edit.span, Span(node.start, node.end))]
    if isinstance(node, Text):
        return _edited(node, inside) if inside else node.value
    if isinstance(node, MapNode):
        entries = [
            (key, value)
            for key, value in node.pairs
            if not any(_covers(edit, key.start, value.end) for edit in inside)
        ]
        if any(_strictly(edit.span, key.span) for edit in inside for key, _ in entries):
            return _UNCLEAR
        return [(key.value, _value(value, inside)) for key, value in entries]
    kept = (i for i in node.items if not any(_covers(edit, i.start, i.end) for edit in inside))
    return {"items": [_value(item, inside) for item in kept]}


def _covers(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit takes an entry out: it covers all of it and puts nothing in its place."""
    return not edit.text and edit.span.start <= start and end <= edit.span.end and start < end


def _strictly(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _edited(node: Text, edits: Sequence[Edit]) -> Any:
    """The value of a scalar with its edited characters replaced."""
    inside = [e for e in edits if node.start <= e.span.start and e.span.end <= node.end]
    if any(_strictly(e.span, node.span) for e in edits if e not in inside):
        return _UNCLEAR
    alignment = node.alignment() if inside else None
    if alignment is None:
        return _UNCLEAR if inside else node.value
    value = node.value
    for edit in sorted(inside, key=lambda e: e.span, reverse=True):
        first = bisect_left(alignment.starts, edit.span.start)
        last = max(first, bisect_right(alignment.ends, edit.span.end))
        value = value[:first] + _decoded(edit.text, node.style) + value[last:]
    return value


def _decoded(written: str, style: str) -> str:
    if style == "'":
        return written.replace("''", "'")
    if style == '"':
        return re.sub(r"\\(.)", r"\1", written)
    return written
