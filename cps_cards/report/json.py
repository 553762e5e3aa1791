"""Findings as JSON, for programs."""

import json
from collections.abc import Sequence
from typing import Any, TextIO

from cps_cards.diagnostics import Diagnostic
from cps_cards.report.base import counts, fixable

VERSION = 1


def write_failure(message: str, stream: TextIO) -> None:
    write((), stream, error=message)


def write(found: Sequence[Diagnostic], stream: TextIO, **more: str) -> None:
    safe, unsafe = fixable(found)
    summary = {
        "findings": len(found),
        **{f"{label}s": n for label, n in counts(found).items()},
        "files": len({one.source.path for one in found}),
        "fixable": safe,
        "fixable_unsafe": unsafe,
    }
    findings = [finding(one) for one in found]
    dump({"version": VERSION, "findings": findings, "summary": summary, **more}, stream)


def dump(document: object, stream: TextIO) -> None:
    """Write a document in ASCII alone: valid whatever the encoding of the stream, and whatever
    half a surrogate pair is in it."""
    json.dump(document, stream, indent=2, ensure_ascii=True)
    stream.write("\n")


def finding(one: Diagnostic) -> dict[str, Any]:
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
        "fixable": one.is_fixable,
    }
