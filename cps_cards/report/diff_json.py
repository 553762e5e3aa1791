"""A comparison of two decks as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any, TextIO

from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.diff.changes import KINDS, NoteChange
from cps_cards.diff.comparison import Comparison, CoverageChange, LintChange
from cps_cards.diff.impact import Impact
from cps_cards.report.diff_words import points, verdict

VERSION = 1


def write(comparison: Comparison, stream: TextIO) -> None:
    document = {
        "version": VERSION,
        "old": comparison.old.label,
        "new": comparison.new.label,
        "summary": {kind: len(comparison.of_kind(kind)) for kind in KINDS},
        "cards": [_change(change) for change in comparison.changes],
        "learners": _impact(comparison.impact),
        "lint": _lint(comparison.lint) if comparison.lint is not None else None,
        "coverage": _coverage(comparison.coverage) if comparison.coverage is not None else None,
    }
    # Only ASCII: valid whatever the encoding of the stream, and whatever half a surrogate pair.
    json.dump(document, stream, indent=2, ensure_ascii=True)
    stream.write("\n")


def _change(change: NoteChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "card": change.name,
        "guid": change.guid,
        "fields": [
            {
                "name": field.name,
                "markup_only": field.markup_only,
                "before": "".join(piece.text for piece in field.pieces if piece.change != "in"),
                "after": "".join(piece.text for piece in field.pieces if piece.change != "out"),
                "pieces": [{"change": piece.change, "text": piece.text} for piece in field.pieces],
            }
            for field in change.fields
        ],
        "tags_added": list(change.tags_in),
        "tags_removed": list(change.tags_out),
        "decks": [{"before": old, "after": new} for old, new in change.decks],
        "note_type": (
            {"before": change.types[0], "after": change.types[1]} if change.types else None
        ),
    }


def _impact(impact: Impact) -> dict[str, Any]:
    return {
        "safe": impact.safe,
        "loses_history": impact.loses_history,
        "falls_short": impact.falls_short,
        "verdict": verdict(impact).text,
        "refused": impact.refused or None,
        "full_sync": impact.full_sync,
        "counts": {
            word: impact.count(word) for word in ("new", "updated", "skipped", "conflicting")
        },
        "notes": [
            {
                "card": note.name,
                "guid": note.guid,
                "verdict": note.verdict,
                "schedule": "new" if note.verdict == "new" else "kept",
                "arrives": note.arrives,
                "reason": note.reason,
                "tags_replaced": note.verdict == "updated",
                "rewritten": note.rewritten,
                "stays_in": note.stays_in or None,
                "meant_for": note.meant_for or None,
                "empty_cards": [ord + 1 for ord in note.emptied],
                "more_cards": [ord + 1 for ord in note.more_cards],
            }
            for note in impact.notes
        ],
        "history_lost": [
            {"card": one.name, "old_guid": one.old_guid, "new_guid": one.new_guid}
            for one in impact.reborn
        ],
        "left_behind": [{"card": one.name, "guid": one.guid} for one in impact.left],
        "note_types": [
            {
                "name": one.name,
                "outcome": one.outcome,
                "copy": one.copy_name or None,
                "differences": list(one.shape),
            }
            for one in impact.types
        ],
        "new_decks": list(impact.new_decks),
        "empty_decks": list(impact.empty_decks),
        "old_files": list(impact.old_files),
        "guids_twice": list(impact.twice),
        "presets": list(impact.presets),
        "points": [
            {
                "level": point.level,
                "text": point.text,
                "help": point.help,
                "cards": list(point.items),
            }
            for point in points(impact)
        ],
    }


def _lint(lint: LintChange) -> dict[str, Any]:
    def counts(found: Any) -> dict[str, int]:
        return {severity.label: found.get(severity, 0) for severity in reversed(Severity)}

    return {
        "before": counts(lint.before),
        "after": counts(lint.after),
        "new": [_finding(one) for one in lint.new],
        "mended": [_finding(one) for one in lint.mended],
    }


def _finding(one: Diagnostic) -> dict[str, Any]:
    return {
        "path": one.source.path,
        "line": one.position.line,
        "column": one.position.column,
        "code": one.code,
        "name": one.name,
        "severity": one.severity.label,
        "message": one.message,
        "help": one.help,
        "card": one.card,
    }


def _coverage(coverage: CoverageChange) -> dict[str, Any]:
    return {
        "priorities": {
            row.priority: {
                what: {
                    when: {"covered": one.covered, "total": one.total}
                    for when, one in zip(("before", "after"), pair, strict=True)
                }
                for what, pair in (("objectives", row.objectives), ("facts", row.facts))
            }
            for row in coverage.rows
        },
        "gained": list(coverage.gained),
        "lost": list(coverage.lost),
    }
