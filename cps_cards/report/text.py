"""Findings for people: the place, the line with the words underlined, what, and what to do."""

from collections.abc import Sequence
from typing import TextIO

from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.model.texts import counted
from cps_cards.report.base import counts, fixable, told
from cps_cards.report.paint import BLUE, BOLD, DIM, RED, YELLOW, Paint, columns, plain

_WIDTH = 110
_LEAD = 40
_COLORS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: BLUE}


def write(found: Sequence[Diagnostic], stream: TextIO) -> None:
    """Write findings and a last line that sums up; in color only on a terminal."""
    paint = Paint(stream)
    for one in found:
        stream.write("\n".join(_lines(one, paint)) + "\n\n")
    stream.write(summary(found) + "\n")


def summary(found: Sequence[Diagnostic]) -> str:
    """``3 warnings in 2 files; 1 can be fixed with --fix``."""
    if not found:
        return "Nothing to mend."
    files = counted(len({one.source.path for one in found}), "file")
    text = f"{told(counts(found))} in {files}"
    safe, unsafe = fixable(found)
    if safe:
        text += f"; {safe} can be fixed with --fix"
    if unsafe:
        text += f"; {unsafe}{' more' if safe else ''} with --fix --unsafe-fixes"
    return text


def _lines(one: Diagnostic, paint: Paint) -> list[str]:
    line, column = one.position
    color = _COLORS[one.severity]
    mark = ""
    if one.fix:
        mark = " [fixable]" if one.is_fixable else " [fixable, unsafe]"
    head = (
        f"{paint(_clean(one.source.path), BOLD)}:{line}:{column}: "
        f"{paint(one.severity.label, color, BOLD)} {one.code} {one.name}: "
        f"{_clean(one.message)}{paint(mark, DIM)}"
    )
    told = [f"help: {_clean(one.help)}"] if one.help else []
    for related in one.related:
        at = related.source.position(related.span.start)
        place = f"{_clean(related.source.path)}:{at.line}:{at.column}"
        told.append(f"{place}: {_clean(related.message)}")
    lead = f"{' ' * len(str(line))} {paint('=', DIM)} "
    return [head, *_excerpt(one, paint, color), *(lead + text for text in told)]


def _excerpt(one: Diagnostic, paint: Paint, color: str) -> list[str]:
    """The line and a mark under the guilty words; a long line is cut to what lies around them."""
    line, column = one.position
    if not one.source.text:
        return []
    text = one.source.line(line)
    end = one.end_position
    stop = end.column - 1 if end.line == line else len(text.rstrip())
    start = min(column - 1, len(text))
    first = max(0, min(start - _LEAD, len(text) - _WIDTH))
    last = min(len(text), first + _WIDTH)
    stop = min(max(stop, start + 1), last)
    lead = ("…" if first else "") + _clean(text[first:start])
    marked = _clean(text[start:stop])
    rest = _clean(text[stop:last]) + ("…" if last < len(text) else "")
    gutter = f"{line} "
    under = " " * (len(gutter) + 2 + columns(lead)) + paint("^" * max(1, columns(marked)), color)
    return [f"{paint(gutter + '|', DIM)} {lead}{paint(marked, color)}{rest}".rstrip(), under]


def _clean(text: str) -> str:
    """Text on one line: tabs as spaces, control characters as a sign."""
    return plain(text.replace("\t", "    ").replace("\n", "\ufffd"))
