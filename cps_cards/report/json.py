"""Findings as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TextIO

from cps_cards.diagnostics import Diagnostic
from cps_cards.report.base import by_severity, fixable

VERSION = 1


def write(found: Sequence[Diagnostic], stream: TextIO) -> None:
    _dump(
        {"version": VERSION, "findings": [_finding(one) for one in found], **_summary(found)},
        stream,
    )


def write_failure(message: str, stream: TextIO) -> None:
    _dump({"version": VERSION, "findings": [], **_summary(()), "error": message}, stream)


def _dump(document: dict[str, Any], stream: TextIO) -> None:
    # Only ASCII: valid whatever the encoding of the stream, and whatever half a surrogate pair.
    json.dump(document, stream, indent=2, ensure_ascii=True)
    stream.write("\n")


def _finding(one: Diagnostic) -> dict[str, Any]:
    start, end = one.position, one.end_position
    return {
        "path": one.source.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "code": one.code,
        "name": one.name,
        "severity": one.severity.label,
        "message": one.message,
        "help": one.help,
        "card": one.card,
        "fixable": _fixable(one),
    }


def _fixable(one: Diagnostic) -> bool:
    """Whether ``--fix`` mends it, without ``--unsafe-fixes``."""
    return bool(one.fix) and all(edit.safe for edit in one.fix)


def _summary(found: Sequence[Diagnostic]) -> dict[str, Any]:
    safe, unsafe = fixable(found)
    return {
        "summary": {
            "findings": len(found),
            **{f"{severity.label}s": n for severity, n in by_severity(found).items()},
            "files": len({one.source.path for one in found}),
            "fixable": safe,
            "fixable_unsafe": unsafe,
        }
    }
