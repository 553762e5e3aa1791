"""Adds a card to a card file, in the file's own style, and changes no other byte.

Where the card may go is tried, not reasoned out: a place is taken only if the file, parsed again,
holds what it held before and one card more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cps_cards.faults import Faults
from cps_cards.source import Source, Text
from cps_cards.yamlio import nodes, scalars, tables
from cps_cards.yamlio.nodes import MapNode, Node, SeqNode

Option = Mapping[str, str]
Value = str | Sequence[str | Option]
CardKeys = Mapping[str, Value]
"""A card as it shall be written: texts, lists of texts, and options with ``text`` and ``why``."""

_BEFORE_ITEM = re.compile(r"( *)-( *)$")
_DASH_ALONE = re.compile(r"^( *)-[ \t]*(?:#.*)?$")
_HEADING = re.compile(
    r"^ *# ([a-z0-9-]+(?:\.[a-z0-9-]+)+)[ \t]*\r?$(?=(?:\n[ \t\r]*)*\n *- )", re.MULTILINE
)
_DOCUMENT_END = re.compile(r"^\.\.\.(?:[ \t].*)?$", re.MULTILINE)


class CannotAddError(Exception):
    """Why a card cannot be added to a file, in words that follow the file's name."""


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


def new_file(topic: str, card: CardKeys, first_line: str = "") -> str:
    """A card file with one card; ``first_line`` is a comment that points editors at the schema."""
    lead = f"{first_line}\n" if first_line else ""
    return f"{lead}topic: {scalars.block(topic, 2, 7)}\ncards:\n{_block_card(card, _Style())}"


def add(source: Source, card: CardKeys, heading: str = "") -> str:
    """The text of a card file with the card behind all others.

    ``heading`` is what the card is about: where the file has comments that divide its cards by
    such ids, the card gets one as well, unless it belongs below the last of them.
    """
    faults = Faults()
    root = nodes.parse(source, faults)
    if faults.found or not isinstance(root, MapNode):
        raise CannotAddError("has faults of its own; mend them first: `cps-cards lint` names them")
    values = {key.value: value for key, value in root.pairs}
    cards = values.get("cards")
    if isinstance(cards, SeqNode) and source.text[cards.start] == "[":
        proposals = _in_brackets(source.text, cards, card)
    elif isinstance(cards, SeqNode) or (isinstance(cards, Text) and not cards.value):
        proposals = _in_block(source.text, root, cards, card, heading)
    else:
        raise CannotAddError("has no list under `cards:`")
    wanted = _after(root, card)
    for at, piece in proposals:
        text = source.text[:at] + piece + source.text[at:]
        if _holds(Source(source.path, text, source.bom, source.align), wanted):
            return text
    raise CannotAddError("cannot take another card without a change to what stands in it")


def _after(root: MapNode, card: CardKeys) -> Any:
    """What the file shall hold: all that it holds, and the card."""
    added = [(key, _plain(value)) for key, value in card.items()]
    return [
        (key.value, [*(_value(value) or []), added] if key.value == "cards" else _value(value))
        for key, value in root.pairs
    ]


def _holds(source: Source, wanted: Any) -> bool:
    faults = Faults()
    root = nodes.parse(source, faults)
    return root is not None and not faults.found and _value(root) == wanted


def _value(node: Node) -> Any:
    """A node as lists of pairs and texts. A line end behind the last text of a file that had none
    is no change: white space around a text is not shown."""
    if isinstance(node, Text):
        return node.value.rstrip("\n")
    if isinstance(node, SeqNode):
        return [_value(item) for item in node.items]
    return [(key.value, _value(value)) for key, value in node.pairs]


def _plain(value: Value) -> Any:
    if isinstance(value, str):
        return value.rstrip("\n")
    return [
        item.rstrip("\n") if isinstance(item, str)
        else [(key, text.rstrip("\n")) for key, text in item.items()]
        for item in value
    ]  # fmt: skip


# --- a list of dashes -----------------------------------------------------------------------------


def _in_block(
    text: str, root: MapNode, cards: Node, card: CardKeys, heading: str
) -> Iterator[tuple[int, str]]:
    style = _style(text, cards)
    piece = _block_card(card, style)
    headings = _HEADING.findall(text)
    if heading and headings and headings[-1] != heading:
        piece = f"\n{' ' * style.dash}# {heading}\n{piece}"
    elif style.blank_between:
        piece = f"\n{piece}"
    piece = piece.replace("\n", style.newline)
    for at in _places(text, root, cards):
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
    margin = " " * style.key
    lines = [margin + line for key, value in card.items() for line in _entry(key, value, style)]
    lines[0] = " " * style.dash + "-" + " " * style.gap + lines[0][style.key :]
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Value, style: _Style) -> Iterator[str]:
    if isinstance(value, str):
        flag = tables.CARD.by_name[key].shape == "flag"
        yield f"{key}: {value if flag else _text(value, style.key, len(key) + 2)}"
        return
    items = [item for item in value if isinstance(item, str)]
    if len(items) == len(value) and tables.CARD.by_name[key].shape != "options":
        line = f"{key}: [{', '.join(scalars.flow(item) for item in items)}]"
        if style.key + len(line) <= scalars.WIDTH:
            yield line
            return
    yield f"{key}:"
    margin = " " * style.inner
    for item in value:
        if isinstance(item, str):
            yield f"{margin}- {_text(item, style.key + style.inner, 2)}"
            continue
        lead = "- "
        for name, text in item.items():
            yield f"{margin}{lead}{name}: {_text(text, style.key + style.inner + 2, len(name) + 2)}"
            lead = "  "


def _text(text: str, column: int, used: int) -> str:
    """A text whose key stands in a column; its further lines stand two deeper."""
    return scalars.block(text, column + 2, column + used)


# --- a list in brackets ---------------------------------------------------------------------------


def _in_brackets(text: str, cards: SeqNode, card: CardKeys) -> Iterator[tuple[int, str]]:
    if not cards.items:
        yield cards.start + 1, _bracket_card(card, '"' in text[: cards.start])
        return
    last = cards.items[-1]
    written = _bracket_card(card, text.startswith('{"', last.start))
    line = text.rfind("\n", 0, last.start)
    before = text[line + 1 : last.start]
    newline = "\r\n" if line > 0 and text[line - 1] == "\r" else "\n"
    between = newline + before if line >= 0 and not before.strip() else " "
    yield last.end, f",{between}{written}"


def _bracket_card(card: CardKeys, quoted: bool) -> str:
    def pair(key: str, value: str) -> str:
        return f'"{key}": {value}' if quoted else f"{key}: {value}"

    entries = []
    for key, value in card.items():
        if isinstance(value, str):
            flag = tables.CARD.by_name[key].shape == "flag"
            entries.append(pair(key, value if flag else scalars.quoted(value)))
            continue
        items = (
            scalars.quoted(item) if isinstance(item, str)
            else "{" + ", ".join(pair(k, scalars.quoted(v)) for k, v in item.items()) + "}"
            for item in value
        )  # fmt: skip
        entries.append(pair(key, f"[{', '.join(items)}]"))
    return "{" + ", ".join(entries) + "}"
