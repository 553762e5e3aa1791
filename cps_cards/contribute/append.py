"""Adds cards to a card file, in the file's own style, and changes no other byte.

What is written is tried: the file, parsed again, has to hold what it held before and these cards
more.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cps_cards.faults import Faults
from cps_cards.source import Source, Text
from cps_cards.yamlio import nodes, scalars
from cps_cards.yamlio.decode import decode_file
from cps_cards.yamlio.keys import CARD
from cps_cards.yamlio.nodes import MapNode, Node, SeqNode

Value = str | Sequence["Value"] | Mapping[str, "Value"]
CardKeys = Mapping[str, Value]
"""A card as it shall be written: texts, lists, and mappings such as options with a reason."""

_DOCUMENT_END = re.compile(r"^\.\.\.(?:[ \t\r].*)?$", re.MULTILINE)


class CannotAddError(Exception):
    """Why a card cannot be added to a file: the file's name, then words that follow it."""


@dataclass(frozen=True, slots=True)
class _Style:
    """Columns of dashes and keys, how much deeper lists stand, whether a line divides cards."""

    dash: int = 2
    key: int = 4
    inner: int = 2
    blank_between: bool = False


def new_file(topic: str, cards: Iterable[CardKeys], first_line: str = "") -> str:
    """A card file; ``first_line`` is a comment that points editors at the schema.

    Without a topic, it is one for the inbox.
    """
    lead = f"{first_line}\n" if first_line else ""
    lead += f"topic: {scalars.block(topic, 2, 7)}\n" if topic else ""
    return f"{lead}cards:\n{''.join(_block_card(card, _Style()) for card in cards)}"


class Appended(NamedTuple):
    """A card file with further cards: what it holds, None where it is yet to be made, what it would
    hold, the ``piece`` that is new in it, and its topic, empty where it has none."""

    before: bytes | None
    after: bytes
    piece: str
    topic: str


def to_file(
    path: Path, file: str, topic: str, cards: Sequence[CardKeys], first_line: str
) -> Appended:
    """Cards behind all others in a file, or in a new one of the topic, which begins with a line.
    ``file`` is the path in messages. Raises :class:`CannotAddError` and OSError."""
    if not os.path.lexists(path):
        text = new_file(topic, cards, first_line)
        return Appended(None, text.encode(), text, topic)
    faults = Faults()
    before = path.read_bytes()
    got = decode_file(path, file, faults, before)
    if got is None or faults.found:
        raise CannotAddError(f"{file}: {faults.found[0].message}")
    text, piece, topic = add(got[0], cards)
    return Appended(before, ("\ufeff" * got[0].bom + text).encode(), piece, topic)


def add(source: Source, cards: Sequence[CardKeys]) -> tuple[str, str, str]:
    """The text of a card file with further cards behind all others, what is new in it, and the
    file's topic. Raises :class:`CannotAddError`."""
    text, faults = source.text, Faults()
    root = nodes.parse(source, faults)
    if faults.found or not isinstance(root, MapNode):
        raise CannotAddError(f"{source.path} has faults of its own; mend them first")
    there = {key.value: value for key, value in root.pairs}.get("cards")
    held = plain(root)
    wanted = _trimmed({**held, "cards": [*(held.get("cards") or []), *cards]})
    if isinstance(there, SeqNode) and text[there.start] == "[":
        at = there.items[-1].end if there.items else there.start + 1
        piece = ", " * bool(there.items) + ", ".join(map(scalars.quoted, cards))
    elif isinstance(there, SeqNode) or (isinstance(there, Text) and not there.value):
        at, piece = _in_block(text, root, there, cards)
    else:
        raise CannotAddError(f"{source.path} has no list under `cards:`")
    changed = Source(source.path, text[:at] + piece + text[at:], source.bom, source.align)
    now = nodes.parse(changed, faults)
    if now is None or _trimmed(plain(now)) != wanted:
        why = faults.found[0].message if faults.found else "that would change what stands in it"
        raise CannotAddError(f"{source.path} cannot take the card: {why}")
    return changed.text, piece, str(held.get("topic", ""))


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


def _in_block(text: str, root: MapNode, there: Node, cards: Sequence[CardKeys]) -> tuple[int, str]:
    """Behind the last card; at the end of the file, behind what remarks there are, if no key of
    the file follows."""
    style = _style(text, there)
    between = "\n" if style.blank_between else ""
    piece = between + between.join(_block_card(card, style) for card in cards)
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    piece = piece.replace("\n", newline)
    at = there.end  # which is where the next line begins, if it ends with a block text
    if at and text[at - 1] != "\n":
        at = text.find("\n", at) + 1 or len(text)
    if root.pairs[-1][1] is there:
        ended = _DOCUMENT_END.search(text, at)
        at = ended.start() if ended is not None else len(text)
    if text[at - 1] != "\n":  # the file has no line end at its end, and keeps to that
        piece = newline + piece.removesuffix(newline)
    return at, piece


def _style(text: str, cards: Node) -> _Style:
    """The style of the last card, and of the first list in any."""
    if not isinstance(cards, SeqNode) or not cards.items:
        return _Style()
    at = cards.items[-1].start
    key = _column(text, at)
    before = text[: text.rfind("-", 0, at)]
    dash = _column(text, len(before))
    blank = len(cards.items) > 1 and re.search(r"\n[ \t]*\r?\n *$", before[-200:]) is not None
    lists = (
        _column(text, value.start) - _column(text, name.start)
        for item in cards.items if isinstance(item, MapNode)
        for name, value in item.pairs if isinstance(value, SeqNode) and text[value.start] == "-"
    )  # fmt: skip
    return _Style(dash, key, max(0, next(lists, min(dash, 4))), blank)


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


def _block_card(card: CardKeys, style: _Style) -> str:
    lead = f"{' ' * style.dash}-".ljust(style.key)
    return f"{lead}{_mapping(card, style.key, style.inner)}\n"


def _mapping(keys: CardKeys, column: int, inner: int) -> str:
    """Keys in a column, the first of which stands there already; the dashes of their lists are
    deeper by ``inner``."""
    pairs = (f"{key}:{_behind(key, value, column, inner)}" for key, value in keys.items())
    return f"\n{' ' * column}".join(pairs)


def _behind(key: str, value: Value, column: int, inner: int) -> str:
    """What stands behind a key and its colon."""
    shape = CARD.by_name[key].shape if key in CARD.by_name else ""
    if isinstance(value, str):
        is_flag = shape == "flag" and value in ("true", "false")
        used = column + len(key) + 2
        return f" {value if is_flag else scalars.block(value, column + 2, used)}"
    if not value:
        return f" {scalars.quoted(value)}"
    if isinstance(value, Mapping):
        return f"\n{' ' * (column + 2)}{_mapping(value, column + 2, inner)}"
    if shape != "options" and all(isinstance(item, str) for item in value):
        line = f" [{', '.join(scalars.flow(str(item)) for item in value)}]"
        if column + len(key) + 1 + len(line) <= scalars.WIDTH:
            return line
    lead = f"\n{' ' * (column + inner)}- "
    return "".join(lead + _item(item, column + inner + 2) for item in value)


def _item(item: Value, column: int) -> str:
    if isinstance(item, str):
        return scalars.block(item, column, column)
    if isinstance(item, Mapping) and item:
        return _mapping(item, column, 2)
    return scalars.quoted(item)
