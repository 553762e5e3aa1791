"""Markdown as it is read, with the way back: which characters of a text show what.

The compiler's Markdown parser keeps no offsets, and a finding has to mark the guilty word. So this
module follows the marks of CommonMark itself, as far as they decide what is text and what is not.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from cps_cards.model import clozes

OBJECT = "\ufffc"
"""Stands for what is shown and is no text: code, maths, an address, a picture."""

_MARKUP = re.compile(r"[\\`*_{\[<&~|#\n]|://|www\.|@|^\s*(?:[-+>=]|\d{1,9}[.)])")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_PREFIX = re.compile(r"(?: {0,3}(?:>|#{1,6}(?=\s|$)|[-+*](?=\s)|\d{1,9}[.)](?=\s)))+[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|\s*\|\s*:?-+:?\s*\|\s*$")
_REFERENCE = re.compile(r" {0,3}\[[^\]]+\]:\s*\S+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+$")

_ADDRESS = r"\((?:[^()\s]|\([^()\s]*\)|<[^<>\n]*>)*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_INLINE = re.compile(
    r"(?P<maths>\\\((?:(?!\n[ \t]*\n).)+?\\\)|\\\[.+?\\\])"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<image>!\[(?P<alt>[^\[\]]*)\](?:" + _ADDRESS + r"))"
    r"|(?P<link>\[(?P<label>(?:[^\[\]]|!?\[[^\[\]]*\](?:" + _ADDRESS + r")?)*)\]" + _ADDRESS + r")"
    r"|(?P<url><[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|<[\w.+-]+@[\w.-]+>"
    r"|(?:https?://|www\.)[^\s<>\"”]*[^\s<>\"”.,;:!?)\]'’*_]|\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<html><!--.*?-->|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<mark>\*+|_+|~~)"
    r"|(?P<pipe>\|)",
    re.DOTALL,
)


class Piece(NamedTuple):
    """``value[start:end]`` is shown from ``shown`` on, as it stands or as something else."""

    shown: int
    start: int
    end: int
    verbatim: bool


class Read(NamedTuple):
    """What a text shows; ``pieces`` is None where it shows just what was written."""

    shown: str
    pieces: list[Piece] | None
    hints: list[tuple[int, int]]


def read(value: str, cloze: bool = False) -> Read:
    """What a learner reads of a text; of a cloze's, with every deletion filled in."""
    cuts: list[tuple[int, int, str]] = []
    hints: list[tuple[int, int]] = []
    if cloze:
        cuts, hints = _cloze_cuts(value)
    if _MARKUP.search(value if not cloze else value.replace("{{c", "").replace("{", "\\")):
        cuts = _merge(cuts, _markdown_cuts(value, cuts))
    if not cuts:
        return Read(value, None, hints)
    return _cut(value, cuts, hints)


def _cut(value: str, cuts: list[tuple[int, int, str]], hints: list[tuple[int, int]]) -> Read:
    pieces: list[Piece] = []
    out: list[str] = []
    at = shown = 0
    for start, end, instead in [*cuts, (len(value), len(value), "")]:
        if at < start:
            pieces.append(Piece(shown, at, start, True))
            out.append(value[at:start])
            shown += start - at
        if instead:
            pieces.append(Piece(shown, start, end, False))
            out.append(instead)
            shown += len(instead)
        at = max(at, end)
    return Read("".join(out), pieces, hints)


def _cloze_cuts(value: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """The marks of deletions, and their hints, which are read apart."""
    parsed = clozes.parse(value)
    cuts = [(mark.start, mark.end, "") for mark in parsed.marks]
    hints = [deletion.hint for deletion in parsed.deletions if deletion.hint is not None]
    cuts += [(start, end, "") for start, end in hints if start < end]
    return _merge(sorted(cuts), []), [hint for hint in hints if hint[0] < hint[1]]


def _merge(
    first: list[tuple[int, int, str]], second: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Cuts in order; one that begins inside another gives way to it."""
    merged: list[tuple[int, int, str]] = []
    for cut in sorted([*first, *second]):
        if not merged or cut[0] >= merged[-1][1]:
            merged.append(cut)
        elif cut[1] > merged[-1][1]:
            merged.append((merged[-1][1], cut[1], cut[2]))
    return merged


def _markdown_cuts(value: str, marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """What Markdown takes away or shows as something else: block marks first, then inline."""
    cuts: list[tuple[int, int, str]] = []
    texts: list[tuple[int, int]] = []
    fence = ""
    blank_before = True
    for line in _LINE.finditer(value):
        start, end = line.span()
        body = line[0].rstrip("\n")
        opened = _FENCE.match(body)
        if fence:
            cuts.append((start, start + len(body), OBJECT))
            if opened is not None and opened[1].startswith(fence) and not body.strip(" `~"):
                fence = ""
            continue
        if opened is not None:
            fence = opened[1]
            cuts.append((start, start + len(body), OBJECT))
            continue
        if not body.strip():
            blank_before = True
            texts.append((start, end))
            continue
        if blank_before and body.startswith(("    ", "\t")) and not _PREFIX.match(body.lstrip()):
            cuts.append((start, start + len(body), OBJECT))
            continue
        blank_before = False
        if _RULE.match(body) or _TABLE_RULE.match(body) or _REFERENCE.match(body):
            cuts.append((start, start + len(body), ""))
            continue
        prefix = _PREFIX.match(body.lstrip()) if body[:1] in " \t" else _PREFIX.match(body)
        skip = (len(body) - len(body.lstrip()) if body[:1] in " \t" else 0) + (
            prefix.end() if prefix else 0
        )
        if prefix is not None:
            cuts.append((start, start + skip, ""))
            texts.append((start + skip, end))
        else:
            texts.append((start, end))
    for start, end in _joined(texts):
        _inline_cuts(value, start, end, cuts)
    return cuts


def _joined(texts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring lines as one range: code and links may run over a line's end."""
    joined: list[tuple[int, int]] = []
    for start, end in texts:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _inline_cuts(value: str, start: int, end: int, cuts: list[tuple[int, int, str]]) -> None:
    delimiters: list[tuple[int, int]] = []
    for match in _INLINE.finditer(value, start, end):
        kind, (first, last) = match.lastgroup, match.span()
        if match["maths"] or match["code"] or match["url"]:
            cuts.append((first, last, OBJECT))
        elif match["escape"]:
            cuts.append((first, first + 1, ""))
        elif match["image"]:
            inner = match.span("alt")
            if inner[0] < inner[1]:
                cuts += [(first, inner[0], ""), (inner[1], last, "")]
            else:
                cuts.append((first, last, OBJECT))
        elif match["link"]:
            inner = match.span("label")
            cuts += [(first, inner[0], ""), (inner[1], last, "")]
            _inline_cuts(value, *inner, cuts)
        elif match["html"]:
            cuts.append((first, last, ""))
        elif match["entity"]:
            shown = html.unescape(match[0])
            if shown != match[0]:
                cuts.append((first, last, shown))
        elif match["mark"]:
            delimiters.append((first, last))
        elif kind == "pipe" and _is_table_line(value, first):
            cuts.append((first, last, "\n"))
    cuts += _emphasis(value, delimiters)


def _is_table_line(value: str, at: int) -> bool:
    start = value.rfind("\n", 0, at) + 1
    stop = value.find("\n", at)
    line = value[start : stop if stop >= 0 else len(value)]
    return line.lstrip().startswith("|") or line.count("|") > 1


def _emphasis(value: str, delimiters: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """The delimiters that open or close emphasis; the others are shown as they stand."""
    found: list[tuple[int, int, str]] = []
    open_: list[list[int]] = []
    for start, end in delimiters:
        before = value[start - 1] if start else " "
        after = value[end] if end < len(value) else " "
        mark, length = value[start], end - start
        opens = not after.isspace() and not (mark == "_" and before.isalnum())
        closes = not before.isspace() and not (mark == "_" and after.isalnum())
        at = start
        while closes and at < end:
            index = next(
                (i for i in range(len(open_) - 1, -1, -1) if value[open_[i][0]] == mark), -1
            )
            if index < 0:
                break
            first, last = open_[index]
            used = min(last - first, end - at)
            found += [(last - used, last, ""), (at, at + used, "")]
            at += used
            del open_[index + 1 :]
            if last - used > first:
                open_[index][1] = last - used
            else:
                open_.pop()
        if opens and at < end and length:
            open_.append([at, end])
    return found


def is_shown_as_written(value: str) -> bool:
    """Whether a text holds no mark that Markdown could take for its own."""
    return _MARKUP.search(value) is None


class Image(NamedTuple):
    """A picture or sound in a text: its description, its name in ``media/``, and its place."""

    alt: str
    name: str
    start: int
    end: int


_IMAGE = re.compile(
    r"!\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?[^()]*\)"
)


def images(value: str) -> list[Image]:
    """The pictures and sounds of a text, outside code."""
    code = code_ranges(value)
    return [
        Image(match[1], match[2], *match.span())
        for match in _IMAGE.finditer(value)
        if not any(start <= match.start() < end for start, end in code)
    ]


def code_ranges(value: str) -> list[tuple[int, int]]:
    """Where code and maths stand in a text: there, marks are shown on purpose."""
    if "`" not in value and "\\" not in value and "    " not in value and "~~~" not in value:
        return []
    return [
        (start, end) for start, end, instead in _markdown_cuts(value, []) if instead == OBJECT
        and not value.startswith(("http", "<http", "www"), start) and not value.startswith(
            "![", start)
    ]  # fmt: skip
