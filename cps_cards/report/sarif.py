"""Findings as SARIF 2.1.0, for code-scanning tools."""

from collections.abc import Sequence
from typing import Any, TextIO
from urllib.parse import quote

from cps_cards import __version__
from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.report.json import dump
from cps_cards.source import Source, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write_failure(message: str, stream: TextIO) -> None:
    told = {"level": "error", "message": {"text": message}}
    write((), stream, executionSuccessful=False, toolExecutionNotifications=[told])


def write(found: Sequence[Diagnostic], stream: TextIO, **invocation: object) -> None:
    """``invocation`` tells what is unusual about the run."""
    from cps_cards.lint.explain import title

    codes = sorted({(one.code, one.name) for one in found})
    index = {code: at for at, (code, _) in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "cps-cards",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": "https://github.com/cps-cards/cps-cards",
                "rules": [
                    {"id": code, "name": name, "shortDescription": {"text": title(name) or name}}
                    for code, name in codes
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True} | invocation],
        "results": [_result(one, index[one.code]) for one in found],
    }
    dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, stream)


def _result(one: Diagnostic, rule_index: int) -> dict[str, Any]:
    return {
        "ruleId": one.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[one.severity],
        "message": {"text": one.message + (f"\n{one.help}" if one.help else "")},
        "locations": [{"physicalLocation": _place(one.source, one.span)}],
        "relatedLocations": [
            {
                "id": number,
                "message": {"text": related.message},
                "physicalLocation": _place(related.source, related.span),
            }
            for number, related in enumerate(one.related)
        ],
        "properties": {"card": one.card} if one.card is not None else {},
    }


def _place(source: Source, span: Span) -> dict[str, Any]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "artifactLocation": {"uri": _uri(source.path)},
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    }


def _uri(path: str) -> str:
    """A path as a URI reference: percent-encoded, relative paths without a scheme."""
    if path.startswith("/"):
        return "file://" + quote(path)
    encoded = quote(path)
    return f"./{encoded}" if ":" in encoded.split("/")[0] else encoded
