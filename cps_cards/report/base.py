"""The formats in which findings are reported: one module each, with ``write(found, stream)``."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from cps_cards.diagnostics import Diagnostic, Severity

FORMATS = {
    "text": "cps_cards.report.text",
    "json": "cps_cards.report.json",
    "github": "cps_cards.report.github",
    "sarif": "cps_cards.report.sarif",
}
NAMES = tuple(FORMATS)


def write(found: Sequence[Diagnostic], format_name: str, stream: TextIO) -> None:
    """Write findings, which are in the order of their places, in one of the formats."""
    import_module(FORMATS[format_name]).write(found, stream)


def write_failure(message: str, format_name: str, stream: TextIO) -> None:
    """For the formats that machines read: a document that says why there are no findings."""
    module = import_module(FORMATS[format_name])
    if hasattr(module, "write_failure"):
        module.write_failure(message, stream)


def count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def by_severity(found: Sequence[Diagnostic]) -> dict[Severity, int]:
    """How many findings of each severity, the gravest first."""
    return {
        severity: sum(1 for one in found if one.severity is severity)
        for severity in sorted(Severity, reverse=True)
    }


def fixable(found: Sequence[Diagnostic]) -> tuple[int, int]:
    """How many findings have a safe fix, and how many only an unsafe one."""
    safe = sum(1 for one in found if one.fix and all(edit.safe for edit in one.fix))
    return safe, sum(1 for one in found if one.fix) - safe
