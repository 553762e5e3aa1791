"""Pieces of a paragraph as Markdown, with as many signs escaped as one way of writing asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from cps_cards.model.texts import is_blank

CLOZE_MARK = re.compile(r"(\{\{c\d+::|\}\}|::)")
_LINE_START = re.compile(r"(?:[-+](?=\s|-*$)|=+$|>|#{1,6}(?=\s|$)|(?P<number>\d{1,9})[.)](?=\s|$))")
_SIGNS = re.compile(r"[\\`*_~]|<|\[|\||&(?=#?\w+;)")
_ALL_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_PLAIN_NAME = re.compile(r"[\w./-]+")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "[": "&#91;", "|": "&#124;"}
_OUTSIDE = "!\"'(),-./:;?[]…‘’“”–—«»¿¡"


class Way(NamedTuple):
    """One way to write: signs that are escaped (0 where a line begins, 1 Markdown's, 2 all of
    them), and what is given up. ``apart`` ends formatting at the border of a deletion."""

    escapes: int
    apart: bool = False
    emphasis: str = "*"
    marks: bool = True
    flat: bool = False
    lost: str = ""


class Run(NamedTuple):
    """A piece of a paragraph: ``text``, ``code``, ``maths``, ``media`` or ``break``.

    ``marks`` are Markdown's signs for what it stands in; that of a link is ``[`` and its address.
    """

    kind: str
    text: str = ""
    marks: frozenset[str] = frozenset()
    alt: str = ""


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Runs with single spaces, which stand outside of marks; pieces that are alike are one."""
    out: list[Run] = []
    for run in runs:
        if run.kind not in ("text", "code"):
            while run.kind == "break" and out and out[-1].text == " ":
                out.pop()
            out += [run] if out or run.kind != "break" else []
            continue
        for piece in re.split(r"(^ | $)", run.text):
            if piece == " " and (not out or out[-1].text == " " or out[-1].kind == "break"):
                continue
            if piece:
                out.append(run._replace(kind="text" if piece == " " else run.kind, text=piece))
    while out and (out[-1].kind == "break" or out[-1].text == " "):
        out.pop()
    for at, run in enumerate(out):
        if run.text == " ":
            out[at] = run._replace(marks=out[at - 1].marks & out[at + 1].marks)
    joined: list[Run] = []
    for (kind, marks), same in groupby(out, key=lambda run: (run.kind, run.marks)):
        whole = kind in ("text", "code")
        alike = list(same)
        joined += [Run(kind, "".join(run.text for run in alike), marks)] if whole else alike
    return joined


def divided(runs: Sequence[Run], way: Way) -> Iterator[list[Run]]:
    """Runs divided where two breaks follow each other; if all is to be one paragraph, not there."""
    paragraph: list[Run] = []
    for is_break, group in groupby(runs, key=lambda run: run.kind == "break"):
        same = list(group)
        if is_break and len(same) > 1 and not way.flat:
            yield paragraph
            paragraph = []
        else:
            paragraph += same[:1] if is_break else same
    if not all(run.kind == "text" and is_blank(run.text) for run in paragraph):
        yield paragraph


def inline(runs: Iterable[Run], way: Way) -> str:
    """The Markdown of a paragraph; each of its lines but the last ends in a backslash."""
    if way.apart:
        runs = _apart(runs)
    if not way.marks:
        runs = (Run("text" if r.kind == "code" else r.kind, r.text, alt=r.alt) for r in runs)
    wanted = _signs_outside(list(runs))
    out: list[str] = []
    opened: list[str] = []
    for at, run in enumerate(wanted):
        while not run.marks.issuperset(opened):
            out.append(_sign(opened.pop(), way, end=True))
        fresh = run.marks.difference(opened)
        for mark in sorted(fresh, key=lambda mark: (-_reach(wanted[at:], mark), mark)):
            opened.append(mark)
            out.append(_sign(mark, way))
        begins_line = not at or wanted[at - 1].kind == "break"
        out.append(_text_of(run, way, begins_line and not run.marks))
    out.extend(_sign(mark, way, end=True) for mark in reversed(opened))
    text = "".join(out)
    # A line break at the border of a deletion would show an empty line.
    return re.sub(r"(?<=::)\\\n|\\\n(?=\}\})", "", text) if way.flat else text


def _text_of(run: Run, way: Way, begins_line: bool) -> str:
    match run.kind:
        case "break":
            return "\\\n"
        case "maths":
            return run.text
        case "media":
            name = run.text if _PLAIN_NAME.fullmatch(run.text) else f"<{run.text}>"
            return f"![{_escaped(run.alt, 2)}]({name})"
        case "code":
            fence = "`" * (longest(run.text) + 1)
            space = " " if "`" in (run.text[0], run.text[-1]) else ""
            return f"{fence}{space}{run.text}{space}{fence}"
        case _:
            text = _escaped(run.text, way.escapes)
            start = _LINE_START.match(text) if begins_line else None
            if start is not None:
                place = start.end("number") if start["number"] else 0
                text = f"{text[:place]}\\{text[place:]}"
            return text


def _escaped(text: str, escapes: int) -> str:
    """A text whose signs mean themselves; cloze marks stay."""

    def escaped(found: re.Match[str]) -> str:
        as_entity = escapes == 2 or found[0] in _ENTITIES
        entity = _ENTITIES.get(found[0], f"&#{ord(found[0])};")
        return entity if as_entity else f"\\{found[0]}"

    if not escapes:
        return text
    signs = _SIGNS if escapes == 1 else _ALL_SIGNS
    pieces = CLOZE_MARK.split(text)
    return "".join(one if CLOZE_MARK.fullmatch(one) else signs.sub(escaped, one) for one in pieces)


def _apart(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs divided at cloze marks, so that no formatting reaches over the border of a deletion."""
    for run in runs:
        pieces = CLOZE_MARK.split(run.text) if run.kind == "text" else [run.text]
        for at, piece in enumerate(pieces):
            if piece or run.kind == "break":
                yield run._replace(text=piece, marks=frozenset() if at % 2 else run.marks)


def _signs_outside(runs: list[Run]) -> list[Run]:
    """Signs at the border of marks that a letter follows or leads stand outside of these: else
    CommonMark takes no `**` there."""
    for at in range(len(runs) - 1, 0, -1):
        one, other = runs[at - 1], runs[at]
        if not one.kind == other.kind == "text" or one.marks == other.marks:
            continue
        both = one.marks & other.marks
        if one.marks - both and other.text[0].isalnum():
            kept = one.text.rstrip(_OUTSIDE)
            moved = [one._replace(text=kept), Run("text", one.text[len(kept) :], both)]
            runs[at - 1 : at] = [run for run in moved if run.text]
        elif other.marks - both and one.text[-1].isalnum():
            kept = other.text.lstrip(_OUTSIDE)
            lead = other.text[: len(other.text) - len(kept)]
            moved = [Run("text", lead, both), other._replace(text=kept)]
            runs[at : at + 1] = [run for run in moved if run.text]
    return runs


def _reach(runs: Sequence[Run], mark: str) -> int:
    """How many runs from the first on stand in a mark."""
    return next((n for n, run in enumerate(runs) if mark not in run.marks), len(runs))


def _sign(mark: str, way: Way, *, end: bool = False) -> str:
    if mark[0] != "[":
        return way.emphasis if mark == "*" else mark
    address = mark[1:].replace("<", "%3C").replace(">", "%3E")
    return ("[", f"](<{address}>)" if re.search(r"[()\\*_]", address) else f"]({address})")[end]


def longest(text: str) -> int:
    """The length of the longest row of backticks."""
    return max(map(len, re.findall("`+", text)), default=0)
