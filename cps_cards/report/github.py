"""Findings as annotations of GitHub Actions, on the lines that they are about."""

from collections.abc import Sequence
from typing import TextIO

from cps_cards.diagnostics import Diagnostic, Severity

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
        listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        stream.write(f"::{_COMMANDS[one.severity]} {listed}::{_data(body)}\n")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
