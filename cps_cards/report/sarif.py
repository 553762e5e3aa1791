"""Findings as SARIF 2.1.0, for code-scanning tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO
from urllib.parse import quote

from cps_cards import __version__
from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.report.json import dump
from cps_cards.source import Source, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(found: Sequence[Diagnostic], stream: TextIO) -> None:
    _write(found, {"executionSuccessful": True}, stream)


def write_failure(message: str, stream: TextIO) -> None:
    told = {"level": "error", "message": {"text": message}}
    invocation = {"executionSuccessful": False, "toolExecutionNotifications": [told]}
    _write((), invocation, stream)


def _write(found: Sequence[Diagnostic], invocation: dict[str, Any], stream: TextIO) -> None:
    codes = sorted({(one.code, one.name) for one in found})
    index = {code: at for at, (code, _) in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "cps-cards",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": "https://github.com/cps-cards/cps-cards",
                "rules": [_rule(code, name) for code, name in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_result(one, index[one.code]) for one in found],
    }
    dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, stream)


def _rule(code: str, name: str) -> dict[str, Any]:
    from cps_cards.lint.explain import title

    rule: dict[str, Any] = {"id": code, "name": name}
    text = title(name)
    if text:
        rule["shortDescription"] = {"text": text}
    return rule


def _result(one: Diagnostic, rule_index: int) -> dict[str, Any]:
    text = one.message + (f"\n{one.help}" if one.help else "")
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[one.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": _place(one.source, one.span)}],
    }
    if one.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": related.message},
                "physicalLocation": _place(related.source, related.span),
            }
            for number, related in enumerate(one.related)
        ]
    if one.fix:
        result["fixes"] = [_fix(one)]
    if one.card is not None:
        result["properties"] = {"card": one.card}
    return result


def _fix(one: Diagnostic) -> dict[str, Any]:
    told = (one.help or "Mend it") if one.is_fixable else "Mend it, then read it again"
    return {
        "description": {"text": told},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": _uri(one.source.path)},
                "replacements": [
                    {
                        "deletedRegion": _region(one.source, edit.span),
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in one.fix
                ],
            }
        ],
    }


def _place(source: Source, span: Span) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(source.path)}, "region": _region(source, span)}


def _uri(path: str) -> str:
    """A path as a URI reference: percent-encoded, relative paths without a scheme."""
    if path.startswith("/"):
        return "file://" + quote(path)
    encoded = quote(path)
    return f"./{encoded}" if ":" in encoded.split("/")[0] else encoded


def _region(source: Source, span: Span) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
