"""What changed inside a text, word by word."""

import difflib
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from cps_cards.render.shown import shown

Change = Literal["same", "out", "in"]

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")
_MOST_TOKENS = 3_000
"""Above this, what is compared is lines: the time grows with the product of the two lengths."""


class Piece(NamedTuple):
    """A stretch of text that stayed, went out or came in."""

    change: Change
    text: str


def readable(field: str) -> str:
    """A field's HTML as text in lines; a picture is told by its name and what it shows."""
    return "\n".join(line.text for line in shown(field, picture=_picture, sound=_sound).lines)


def _picture(name: str, alt: str) -> str:
    return f" [picture {name}: {alt}] " if alt else f" [picture {name}] "


def _sound(name: str) -> str:
    return f"[sound:{name}]"


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts in reading order; what went out stands before what came in."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) > _MOST_TOKENS or len(new) > _MOST_TOKENS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) > _MOST_TOKENS or len(new) > _MOST_TOKENS:
        return tuple(piece for piece in (Piece("out", before), Piece("in", after)) if piece.text)
    return tuple(_merged(_pieces(old, new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        out, came = "".join(old[start:end]), "".join(new[new_start:new_end])
        if out == came:
            yield Piece("same", out)
            continue
        yield Piece("out", out)
        yield Piece("in", came)


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Changes that only a space parts become one: a marked phrase reads better than words."""
    run: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if piece.change == "same" and (piece.text.strip() or not run):
            yield from _phrase(run)
            run = []
            yield piece
        else:
            run.append(piece)
    yield from _phrase(run)


def _phrase(run: list[Piece]) -> Iterator[Piece]:
    tail = [run.pop()] if run and run[-1].change == "same" else []
    out = "".join(text for change, text in run if change != "in")
    came = "".join(text for change, text in run if change != "out")
    if out.strip() and came.strip():
        yield Piece("out", out)
        yield Piece("in", came)
    else:
        yield from run
    yield from tail
