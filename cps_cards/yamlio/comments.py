"""Comments that cut a text short: behind a space, # ends a text that stands without quotes."""

import re
from collections.abc import Iterator

from cps_cards.faults import Faults
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import nodes
from cps_cards.yamlio.nodes import MapNode, Node

_COMMENT = re.compile(r"[ \t]#(?=\S)")
_BEHIND = re.compile(r"[ \t]*(?P<line>\r?\n)?[ \t]+(?P<comment>#(?=\S)[^\r\n]*)")


def cutting(source: Source) -> Iterator[tuple[Text, Span]]:
    """The texts that a comment cuts short, each with the comment's place.

    A comment with a space behind its # was meant as one, and so was one that stands in a line of
    its own, unless it is indented as the next line of the text would be.
    """
    if not _COMMENT.search(source.text):
        return
    for root in nodes.documents(source, Faults()):
        for text, column in _plain(root, 0):
            if (span := behind(text, column)) is not None:
                yield text, span


def behind(text: Text, column: int | None = None) -> Span | None:
    """The comment that stands where a text would go on; ``column`` is that of its key or dash,
    without which only the text's own line is looked at."""
    found = _BEHIND.match(text.source.text, text.end)
    if found is None or text.style:
        return None
    own_line = found["line"] is not None
    if own_line and (column is None or found.start("comment") - found.end("line") <= column):
        return None
    return Span(*found.span("comment"))


def _plain(node: Node, column: int) -> Iterator[tuple[Text, int]]:
    """Texts without quotes, each with the column (from 0) of its key or of its list's dashes."""
    if isinstance(node, Text):
        if node.style == "":
            yield node, column
    elif isinstance(node, MapNode):
        for key, value in node.pairs:
            yield from _plain(value, key.source.position(key.start).column - 1)
    else:
        for item in node.items:
            yield from _plain(item, node.source.position(node.start).column - 1)
