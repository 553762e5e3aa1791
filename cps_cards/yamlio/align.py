"""Where each character of a YAML scalar was written: why a finding can mark one word."""

from __future__ import annotations

import re

from cps_cards.source import Alignment, Text

_BREAK = re.compile(r"[ \t]*((?:\r\n|\n)[ \t]*)+")
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
    walk = _Walk(text.start)
    if text.style in ("|", ">"):
        _block(raw, text.value, walk)
    else:
        _flow(raw, text.style, walk)
    if "".join(walk.chars) != text.value:
        return None
    return Alignment(walk.starts, walk.ends)


class _Walk:
    """Decoded characters, each with the range that wrote it."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.chars: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, char: str, start: int, end: int) -> None:
        self.chars.append(char)
        self.starts.append(self.offset + start)
        self.ends.append(self.offset + end)


def _flow(raw: str, style: str, walk: _Walk) -> None:
    """Plain and quoted scalars: a line break folds to a space, further ones stay line breaks."""
    at = 1 if style else 0
    end = len(raw) - 1 if style else len(raw)
    while at < end:
        char = raw[at]
        if char in " \t\r\n" and (folded := _BREAK.match(raw, at, end)):
            breaks = len(_NEWLINE.findall(folded[0]))
            for value in [" "] if breaks == 1 else ["\n"] * (breaks - 1):
                walk.add(value, at, folded.end())
            at = folded.end()
        elif style == "'" and raw.startswith("''", at):
            walk.add("'", at, at + 2)
            at += 2
        elif style == '"' and char == "\\":
            at = _escape(raw, at, end, walk)
        else:
            walk.add(char, at, at + 1)
            at += 1


def _escape(raw: str, at: int, end: int, walk: _Walk) -> int:
    """One backslash escape of a double-quoted scalar; returns where it ends."""
    mark = raw[at + 1] if at + 1 < end else ""
    if mark in ("\n", "\r") and (joined := _BREAK.match(raw, at + 1, end)):
        return joined.end()  # an escaped line end joins the lines
    if mark in _HEX_ESCAPES:
        stop = at + 2 + _HEX_ESCAPES[mark]
        walk.add(chr(int(raw[at + 2 : stop], 16)), at, stop)
        return stop
    walk.add(_SIMPLE_ESCAPES.get(mark, "\0"), at, at + 2)
    return at + 2


def _block(raw: str, value: str, walk: _Walk) -> None:
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
            walk.add(char, at, line_end.end())
            at = _skip_indent(raw, line_end.end(), indent)
            continue
        while line_end is not None:  # a fold that wrote fewer breaks than stand in the file
            at = _skip_indent(raw, line_end.end(), indent)
            line_end = _NEWLINE.match(raw, at)
        if at >= len(raw):
            return
        walk.add(raw[at], at, at + 1)
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
