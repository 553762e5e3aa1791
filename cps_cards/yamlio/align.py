"""Where each character of a YAML scalar was written: why a finding can mark one word."""

import re
from collections.abc import Iterator

from cps_cards.source import Alignment, Text

_BREAK = re.compile(r"((?:\r\n|\n)[ \t]*)+")
_SPACE = re.compile(rf"[ \t]+({_BREAK.pattern})?|{_BREAK.pattern}")
_NEWLINE = re.compile(r"\r\n|\n")
_SIMPLE_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEX_ESCAPES = {"x": 2, "u": 4, "U": 8}
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\n]*)?(\r\n|\n)")


def align(text: Text) -> Alignment | None:
    """Offsets in the file of each character of ``text.value``; None where they cannot be proved.

    The scalar is decoded again, character by character, by YAML's rules for its style; places are
    handed out only if that gives the very value that the parser read.
    """
    raw = text.source.text[text.start : text.end]
    if text.style == "" and raw == text.value:
        return Alignment(range(text.start, text.end), range(text.start + 1, text.end + 1))
    block = text.style in ("|", ">")
    walked = [*(_block(raw, text.value) if block else _flow(raw, text.style))]
    if "".join(char for char, _, _ in walked) != text.value:
        return None
    starts = [text.start + start for _, start, _ in walked]
    return Alignment(starts, [text.start + end for _, _, end in walked])


_Walked = Iterator[tuple[str, int, int]]
"""Decoded characters, each with the range that wrote it."""


def _flow(raw: str, style: str) -> _Walked:
    """Plain and quoted scalars: a line break folds to a space, further ones stay line breaks."""
    at = 1 if style else 0
    end = len(raw) - 1 if style else len(raw)
    while at < end:
        start, char = at, raw[at]
        at += 1
        if char in " \t\r\n" and (space := _SPACE.match(raw, start, end)):
            at = space.end()
            breaks = len(_NEWLINE.findall(space[0]))
            if not breaks:
                yield from ((one, start + i, start + i + 1) for i, one in enumerate(space[0]))
            for value in [" "] if breaks == 1 else ["\n"] * (breaks - 1):
                yield value, start, at
        elif style == "'" and raw.startswith("''", start):
            at += 1
            yield "'", start, at
        elif style == '"' and char == "\\":
            mark = raw[at] if at < end else ""
            if mark in ("\n", "\r") and (joined := _BREAK.match(raw, at, end)):
                at = joined.end()  # an escaped line end joins the lines
                continue
            digits = _HEX_ESCAPES.get(mark, 0)
            at += 1 + digits
            code = raw[at - digits : at]
            yield chr(int(code, 16)) if digits else _SIMPLE_ESCAPES.get(mark, "\0"), start, at
        else:
            yield char, start, at


def _block(raw: str, value: str) -> _Walked:
    """Literal and folded scalars, walked beside the value: only indentation and folds differ."""
    header = _BLOCK_HEADER.match(raw)
    if header is None:
        return
    at = header.end()
    indent = max(_lead(raw[at:]) - _lead(value), 0)
    at = _skip_indent(raw, at, indent)
    for char in value:
        line_end = _NEWLINE.match(raw, at)
        if line_end is not None and char in " \n":
            yield char, at, line_end.end()
            at = _skip_indent(raw, line_end.end(), indent)
            continue
        while line_end is not None:  # a fold that wrote fewer breaks than stand in the file
            at = _skip_indent(raw, line_end.end(), indent)
            line_end = _NEWLINE.match(raw, at)
        if at >= len(raw):
            return
        yield raw[at], at, at + 1
        at += 1


def _lead(text: str) -> int:
    """By how many spaces the first line that is not empty is indented."""
    for line in _NEWLINE.split(text):
        if bare := line.lstrip(" "):
            return len(line) - len(bare)
    return 0


def _skip_indent(raw: str, at: int, indent: int) -> int:
    limit = at + indent
    while at < limit and at < len(raw) and raw[at] == " ":
        at += 1
    return at
