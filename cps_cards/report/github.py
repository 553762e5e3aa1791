"""Findings as annotations of GitHub Actions, on the lines that they are about."""

from collections.abc import Sequence
from typing import TextIO

from cps_cards.diagnostics import Diagnostic, Severity

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(found: Sequence[Diagnostic], stream: TextIO) -> None:
    for one in found:
        start, end = one.position, one.end_position
        properties = {
            "file": one.source.path,
            "line": str(start.line),
            "endLine": str(end.line),
            "title": f"{one.code} {one.name}",
        }
        if start.line == end.line:  # GitHub refuses columns of a range of lines
            properties["col"] = str(start.column)
            properties["endColumn"] = str(end.column)
        body = f"{one.message}\n{one.help}" if one.help else one.message
        listed = ",".join(
            f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items()
        )
        stream.write(f"::{_COMMANDS[one.severity]} {listed}::{body.translate(_DATA)}\n")
