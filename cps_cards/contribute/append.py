"""Adds cards to a card file, in the file's own style, and changes no other byte.

Where they may go is tried, not reasoned out: a place is taken only if the file, parsed again,
holds what it held before and these cards more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cps_cards.faults import Faults
from cps_cards.source import Source, Text
from cps_cards.yamlio import keys, nodes, scalars
from cps_cards.yamlio.nodes import MapNode, Node, SeqNode

Value = str | Sequence["Value"] | Mapping[str, "Value"]
CardKeys = Mapping[str, Value]
"""A card as it shall be written: texts, lists, and mappings such as options with a reason."""

_BEFORE_ITEM = re.compile(r"( *)-( *)$")
_DASH_ALONE = re.compile(r"^( *)-[ \t]*(?:#.*)?$")
_HEADING = re.compile(
    r"^ *# ([a-z0-9-]+(?:\.[a-z0-9-]+)+)[ \t]*\r?$(?=(?:\n[ \t\r]*)*\n *- )", re.MULTILINE
)
_DOCUMENT_END = re.compile(r"^\.\.\.(?:[ \t].*)?$", re.MULTILINE)


class CannotAddError(Exception):
    """Why a card cannot be added to a file: the file's name, then words that follow it."""


@dataclass(frozen=True, slots=True)
class _Style:
    """Columns of dashes and keys, how much deeper lists stand, and what divides lines and cards."""

    dash: int = 2
    gap: int = 1
    inner: int = 2
    blank_between: bool = False
    newline: str = "\n"

    @property
    def key(self) -> int:
        return self.dash + 1 + self.gap


def new_file(topic: str, cards: Iterable[CardKeys], first_line: str = "") -> str:
    """A card file; ``first_line`` is a comment that points editors at the schema.

    Without a topic, it is one for the inbox.
    """
    lead = f"{first_line}\n" if first_line else ""
    lead += f"topic: {scalars.block(topic, 2, 7)}\n" if topic else ""
    return f"{lead}cards:\n{''.join(_block_card(card, _Style()) for card in cards)}"


def add(source: Source, cards: Sequence[CardKeys], heading: str = "") -> str:
    """The text of a card file with further cards behind all others.

    ``heading`` is what they are about: where the file has comments that divide its cards by such
    ids, these get one as well, unless they belong below the last of them. Raises
    :class:`CannotAddError`.
    """
    faults = Faults()
    root = nodes.parse(source, faults)
    if faults.found or not isinstance(root, MapNode):
        raise CannotAddError(f"{source.path} has faults of its own; mend them first")
    there = {key.value: value for key, value in root.pairs}.get("cards")
    if isinstance(there, SeqNode) and source.text[there.start] == "[":
        proposals = _in_brackets(source.text, there, cards)
    elif isinstance(there, SeqNode) or (isinstance(there, Text) and not there.value):
        proposals = _in_block(source.text, root, there, cards, heading)
    else:
        raise CannotAddError(f"{source.path} has no list under `cards:`")
    held = plain(root)
    wanted = _trimmed({**held, "cards": [*(held["cards"] or []), *cards]})
    for at, piece in proposals:
        text = source.text[:at] + piece + source.text[at:]
        now = nodes.parse(Source(source.path, text, source.bom, source.align), faults)
        if now is not None and _trimmed(plain(now)) == wanted:
            return text
    why = faults.found[0].message if faults.found else "that would change what stands in it"
    raise CannotAddError(f"{source.path} cannot take the card: {why}")


def plain(node: Node) -> Any:
    """A node as texts, lists and mappings."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, SeqNode):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.pairs}


def _trimmed(value: Any) -> Any:
    """The same without line ends behind texts: white space around a text is not shown, and a file
    that had none at its end has one now."""
    if isinstance(value, str):
        return value.rstrip("\n")
    if isinstance(value, Mapping):
        return {key: _trimmed(inner) for key, inner in value.items()}
    return [_trimmed(inner) for inner in value]


# --- a list of dashes -----------------------------------------------------------------------------


def _in_block(
    text: str, root: MapNode, there: Node, cards: Sequence[CardKeys], heading: str
) -> Iterator[tuple[int, str]]:
    style = _style(text, there)
    between = "\n" if style.blank_between else ""
    piece = between.join(_block_card(card, style) for card in cards)
    headings = _HEADING.findall(text)
    if heading and headings and headings[-1] != heading:
        piece = f"\n{' ' * style.dash}# {heading}\n{piece}"
    elif style.blank_between:
        piece = f"\n{piece}"
    piece = piece.replace("\n", style.newline)
    for at in _places(text, root, there):
        if at == 0 or text[at - 1] == "\n":
            yield at, piece
        else:  # the file has no line end at its end, and keeps to that
            yield at, style.newline + piece.removesuffix(style.newline)


def _places(text: str, root: MapNode, cards: Node) -> Iterator[int]:
    """Where lines begin before which the card may stand, the likeliest first."""
    names = [key.value for key, _ in root.pairs]
    later = root.pairs[names.index("cards") + 1 :]
    last = _line_after(text, cards.end)
    if later:
        line = text.rfind("\n", 0, later[0][0].start) + 1
        above = line
        while above > last and text[text.rfind("\n", 0, above - 1) + 1 :].startswith("#"):
            above = text.rfind("\n", 0, above - 1) + 1
        yield above
        yield line
    else:
        ended = _DOCUMENT_END.search(text, last)
        yield ended.start() if ended is not None else len(text)
    yield last


def _line_after(text: str, at: int) -> int:
    if at > 0 and text[at - 1] == "\n":  # a block text ends where the next line begins
        return at
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _style(text: str, cards: Node) -> _Style:
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    items = cards.items if isinstance(cards, SeqNode) else []
    if not items:
        return _Style(newline=newline)
    dashes = [_dash_before(text, item.start) for item in items]
    dash, gap = dashes[-1]
    apart = sum(_blank_above(text, item.start) for item in items[1:])
    inner = _inner(text, items, otherwise=min(dash, 4))
    return _Style(dash, gap, inner, apart * 2 > len(items) - 1, newline)


def _dash_before(text: str, at: int) -> tuple[int, int]:
    """The column of an item's dash, and how many spaces follow it."""
    line = text.rfind("\n", 0, at) + 1
    before = _BEFORE_ITEM.match(text[line:at])
    if before is not None:
        return len(before[1]), max(1, len(before[2]))
    column = at - line
    for above in reversed(text[:line].splitlines()):  # the dash stands alone on a line above
        alone = _DASH_ALONE.match(above)
        if alone is not None:
            return len(alone[1]), max(1, column - len(alone[1]) - 1)
    return max(0, column - 2), 1


def _blank_above(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
    return not above.strip()


def _inner(text: str, items: Sequence[Node], otherwise: int) -> int:
    """How much deeper than its key the dash of a list in a card stands."""
    for item in items:
        for key, value in item.pairs if isinstance(item, MapNode) else ():
            if isinstance(value, SeqNode) and text[value.start] == "-":
                return max(0, _column(text, value.start) - _column(text, key.start))
    return otherwise


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


def _block_card(card: CardKeys, style: _Style) -> str:
    lines = [line for key, value in card.items() for line in _entry(key, value, style)]
    margin = " " * style.key
    first = " " * style.dash + "-" + " " * style.gap
    return first + f"\n{margin}".join(lines) + "\n"


def _entry(key: str, value: Value, style: _Style) -> Iterator[str]:
    """The lines of a key, from the key's column on; a text's further lines stand two deeper."""
    field = keys.CARD.by_name.get(key)
    if isinstance(value, str):
        is_flag = field is not None and field.shape == "flag" and value in ("true", "false")
        used = style.key + len(key) + 2
        yield f"{key}: {value if is_flag else scalars.block(value, style.key + 2, used)}"
        return
    if not isinstance(value, Mapping) and all(isinstance(item, str) for item in value):
        line = f"{key}: [{', '.join(scalars.flow(str(item)) for item in value)}]"
        fits = style.key + len(line) <= scalars.WIDTH
        if fits and (field is None or field.shape != "options"):
            yield line
            return
    yield f"{key}:"
    at = style.key + style.inner
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield " " * style.inner + f"{name}: {_inner_value(inner, at + 2, at + len(name) + 2)}"
        return
    for item in value:
        lead = " " * style.inner + "- "
        if not isinstance(item, Mapping):
            yield f"{lead}{_inner_value(item, at + 2, at + 2)}"
            continue
        for name, inner in item.items():
            yield f"{lead}{name}: {_inner_value(inner, at + 4, at + len(name) + 4)}"
            lead = " " * len(lead)


def _inner_value(value: Value, indent: int, used: int) -> str:
    return scalars.block(value, indent, used) if isinstance(value, str) else _in_flow(value)


# --- a list in brackets ---------------------------------------------------------------------------


def _in_brackets(text: str, there: SeqNode, cards: Sequence[CardKeys]) -> Iterator[tuple[int, str]]:
    if not there.items:
        quote = '"' if '"' in text[: there.start] else ""
        yield there.start + 1, ", ".join(_in_flow(card, quote) for card in cards)
        return
    last = there.items[-1]
    quote = '"' if text.startswith('{"', last.start) else ""
    line = text.rfind("\n", 0, last.start)
    before = text[line + 1 : last.start]
    newline = "\r\n" if line > 0 and text[line - 1] == "\r" else "\n"
    between = newline + before if line >= 0 and not before.strip() else " "
    yield last.end, "".join(f",{between}{_in_flow(card, quote)}" for card in cards)


def _in_flow(value: Value, quote: str = "") -> str:
    """A value in brackets and braces; ``quote`` stands around keys."""
    if isinstance(value, str):
        return scalars.quoted(value)
    if isinstance(value, Mapping):
        pairs = (f"{quote}{key}{quote}: {_in_flow(one, quote)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    return "[" + ", ".join(_in_flow(item, quote) for item in value) + "]"
