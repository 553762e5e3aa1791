"""Blocks of words in their formats, and several ways to write them in Markdown."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

CODE = "`"
_DELETION = r"\{\{c\d+::|\}\}|::"
_PIECE = re.compile(rf"\n|{_DELETION}|[^\W_]+(?: [^\W_]+)*|.")
_UNSEEN = re.compile(rf"{_DELETION}|\\[(\[]")
"""Deletions and formulas, which Markdown does not see."""
_LINE_START = re.compile(r"(?m)^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:\s|-*$)|=+$|>|#{1,6}(?:\s|$)))")
_SIGNS = (r"(?!)", r"[\\`*_~<\[|]|&(?=#?\w+;)", r"[!-/:-@\[-`{-~]")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "[": "&#91;", "|": "&#124;"}


class Run(NamedTuple):
    """Words in the same formats, or a line break. ``marks`` are Markdown's signs, the outermost
    first; that of a link is what stands behind its words. What is ``ready`` is Markdown already."""

    text: str
    marks: tuple[str, ...] = ()
    ready: bool = False


class Block(NamedTuple):
    """A paragraph (``p``), heading (``h2``), ``pre`` or ``hr``; or a list, table or quotation: it
    holds others in sections, by the tags that begin them."""

    tag: str
    sections: list[tuple[str, list["Block"]]]
    runs: Sequence[Run] = ()
    start: int = 1


class Way(NamedTuple):
    """One way to write: signs that are escaped (0 where a line begins, 1 Markdown's, 2 all of
    them), and what is given up. ``apart`` ends formatting at the border of a deletion."""

    escapes: int
    apart: bool = False
    marks: bool = True
    flat: bool = False
    lost: str = ""


def markdown(blocks: Sequence[Block], way: Way) -> str:
    if way.flat:
        blocks = [Block("p", [], list(_flattened(blocks)))]
    return "\n".join(_written(blocks, way))


def _flattened(blocks: Sequence[Block]) -> Iterator[Run]:
    """What blocks hold, line by line, with a bar between the cells of a row."""
    for at, block in enumerate(blocks):
        yield Run("\n" * bool(at))
        yield from block.runs
        before = ""
        for tag, inside in block.sections:
            yield Run(" | " if tag in ("td", "th") and before in ("td", "th") else "\n")
            yield from _flattened(inside)
            before = tag


def _written(blocks: Sequence[Block], way: Way, *, is_item: bool = False) -> list[str]:
    """The lines of blocks, with empty ones between them, but before a list in an item."""
    out: list[str] = []
    before, is_other = "", False
    for block in blocks:
        is_other = block.tag == before and not is_other  # a list right behind another
        if lines := _lines(block, way, is_other):
            is_tight = is_item and before in ("p", "h2") and lines[0].startswith(("- ", "1. "))
            out += [*([""] if out and not is_tight else []), *lines]
            before = block.tag
    return out


def _lines(block: Block, way: Way, is_other: bool) -> list[str]:
    """The lines of a block; a list has ``other`` marks than those that most have."""
    match block.tag:
        case "hr":
            return ["---"]
        case "pre":
            text = "".join(run.text for run in block.runs)
            lines = re.sub(" +\n", "\n", text).lstrip("\n").rstrip().split("\n")
            return [_fence(text, 3), *lines, _fence(text, 3)]
        case "blockquote":
            return [f"> {line}".rstrip() for line in _written(block.sections[0][1], way)]
        case "table":
            return _table(block, way)
        case "ul" | "ol":
            return _list(block, way, is_other)
        case _:
            lead = "## " if block.tag == "h2" else ""
            return (lead + _inline(block.runs, way)).split("\n")


def _list(block: Block, way: Way, is_other: bool) -> list[str]:
    out: list[str] = []
    items = (_written(item, way, is_item=True) for _, item in block.sections)
    for number, lines in enumerate(filter(None, items), block.start):
        lead = f"{'-*'[is_other]} " if block.tag == "ul" else f"{number}{'.)'[is_other]} "
        margin = " " * len(lead)
        out += [lead + lines[0], *((margin + line).rstrip() for line in lines[1:])]
    return out


def _table(block: Block, way: Way) -> list[str]:
    out = _written(block.sections[0][1], way)
    rows: list[list[str]] = []
    for tag, inside in block.sections[1:]:
        if tag == "tr":
            rows.append([])
        else:
            text = " ".join(line.removesuffix("\\") for line in _written(inside, way))
            rows[-1].append(re.sub(r"(?<!\\)\|", r"\|", text))
    if any(map(any, rows)):
        width = max(map(len, rows))
        lines = [f"| {' | '.join(row)} |" + "  |" * (width - len(row)) for row in rows]
        out += [*([""] if out else []), lines[0], "|" + " --- |" * width, *lines[1:]]
    return out


# --- what stands in them --------------------------------------------------------------------------


def _inline(runs: Sequence[Run], way: Way) -> str:
    """The Markdown of a paragraph; each of its lines but the last ends in a backslash."""
    out: list[str] = []
    opened: list[str] = []

    for (marks, ready), pieces in groupby(
        _pieces(runs, way), lambda one: (one.marks, one.ready or CODE in one.marks)
    ):
        text = "".join(piece.text for piece in pieces)
        while not {*opened} <= {*marks}:
            out.append(opened.pop())
        fresh = [mark for mark in marks if mark not in opened and mark != CODE]
        opened += fresh
        out += ["[" if mark[0] == "]" else mark for mark in fresh]
        if CODE in marks:
            fence, space = _fence(text, 1), " " if "`" in (text[0], text[-1]) else ""
            text = f"{fence}{space}{text}{space}{fence}"
        out.append(text if ready else escaped(text, way.escapes))
    text = "".join(out).replace(" \n", "\n").strip()
    if way.flat:  # a line break at the border of a deletion would show an empty line
        text = re.sub(" *\n[ \n]*", "\n", re.sub(" +", " ", text))
        text = re.sub(r"(?<=::)\n|\n(?=\}\})", "", text)
    return _LINE_START.sub(r"\1\\", text).replace("\n", "\\\n")


def _pieces(runs: Sequence[Run], way: Way) -> list[Run]:
    """A paragraph's runs in words and signs. Formatting ends with its line; outside of it stand
    spaces, and signs beside a word: CommonMark takes no `**` between the two."""
    pieces = [Run("\n")]
    for run in runs:
        for text in [run.text] if run.ready else _PIECE.findall(run.text):
            is_deletion = not run.ready and _UNSEEN.match(text) is not None
            has_marks = way.marks and text != "\n" and not (way.apart and is_deletion)
            pieces.append(Run(text, run.marks if has_marks else (), run.ready or is_deletion))
    pieces.append(Run("\n"))
    for kinds in ("PS", "Z"):  # a space takes after the signs beside it
        for at in range(1, len(pieces) - 1):
            if pieces[at].marks and _kind(pieces[at].text) in kinds:
                pieces[at] = _narrowed(*pieces[at - 1 : at + 2])
    return pieces


def _narrowed(before: Run, one: Run, after: Run) -> Run:
    """A sign in those of its formats that words beside it have; a space in those around it."""
    kind, sides = _kind(one.text), {*before.marks, *after.marks}
    if kind == "Z":
        around = zip(before.marks, after.marks, strict=False)
        open_on = takewhile(lambda pair: pair[0] == pair[1], around)
        return one._replace(marks=tuple(mark for mark, _ in open_on if mark in one.marks))
    if CODE in one.marks or (kind == "S" and sides.isdisjoint(one.marks)):
        return one  # what `**+**` says between words is not given up without a word
    words = [set(two.marks) for two in (before, after) if _kind(two.text) == "L"]
    kept = set(one.marks).intersection(*words)
    return one._replace(marks=tuple(m for m in one.marks if m in kept or m[0] == "]"))


def _kind(text: str) -> str:
    """Whether a piece is a space (Z), punctuation mark (P), symbol (S), or else word (L) for
    CommonMark."""
    if _UNSEEN.match(text):
        return "L"
    category = "Z" if text.isspace() else unicodedata.category(text[0])[0]
    return category if category in "PSZ" else "L"


def escaped(text: str, escapes: int) -> str:
    """A text whose signs mean themselves."""

    def sign(found: re.Match[str]) -> str:
        entity = _ENTITIES.get(found[0], f"&#{ord(found[0])};" if escapes == 2 else "")
        return entity or f"\\{found[0]}"

    return re.sub(_SIGNS[escapes], sign, text)


def _fence(text: str, least: int) -> str:
    """A row of backticks that is longer than all in a text."""
    return "`" * max(least, *(len(row) + 1 for row in re.findall("`+", text)), 0)
