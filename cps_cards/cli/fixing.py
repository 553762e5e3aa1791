"""One deck for ``cps-cards lint``: linted, and mended in rounds until nothing is left to mend."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cps_cards.cli import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cps_cards.diagnostics import Diagnostic, Severity
    from cps_cards.lint.pipeline import Timings
    from cps_cards.source import Source
    from cps_cards.yamlio.edits import Fixed

MAX_ROUNDS = 10
"""A fix may bring another to light; a chain of more than these would be two rules in a quarrel."""


@dataclass
class Outcome:
    """What linting a deck found, before and after the fixes, and the files that these change."""

    root: Path
    only: frozenset[Path] | None
    files: dict[str, Path]
    before: list[Diagnostic]
    after: list[Diagnostic]
    originals: dict[str, Source] = field(default_factory=dict)
    changes: dict[str, bytes] = field(default_factory=dict)
    fixed: int = 0
    refused: list[Diagnostic] = field(default_factory=list)

    def shown(self, *, changed: bool) -> list[Diagnostic]:
        """The findings in the files that were asked for, after the fixes or before them."""
        return [one for one in (self.after if changed else self.before) if self._asked_for(one)]

    def _asked_for(self, one: Diagnostic) -> bool:
        if self.only is None:
            return True
        path = self.files.get(one.source.path)
        real = (path or Path(one.source.path)).resolve()
        return any(real == asked or asked in real.parents for asked in self.only)

    def write(self) -> None:
        """Put the mended files in place, each whole, unless one was changed meanwhile."""
        from cps_cards import atomic
        from cps_cards.yamlio.edits import is_current

        for shown in self.changes:
            if not is_current(self.originals[shown], self.files[shown].read_bytes()):
                raise run.Refused(f"{shown} was changed while it was read: nothing was mended")
        for shown, data in self.changes.items():
            atomic.write(self.files[shown], data)

    def diff(self) -> str:
        """The changes as a unified diff."""
        parts: list[str] = []
        for shown, data in sorted(self.changes.items()):
            before = self.originals[shown].text.splitlines(keepends=True)
            after = data.decode("utf-8").removeprefix("\ufeff").splitlines(keepends=True)
            for line in difflib.unified_diff(before, after, shown, shown):
                parts.append(
                    line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
                )
        return "".join(parts)


def lint(
    root: Path,
    only: frozenset[Path] | None,
    select: Sequence[str],
    ignore: Sequence[str],
    timings: Timings,
    least: Severity,
    *,
    fix: bool,
    unsafe: bool,
) -> Outcome:
    """Lint a deck; with ``fix``, also work out what its files are after all fixes."""
    from cps_cards.lint import pipeline

    shown = run.shown_path(root)
    changes: dict[str, bytes] = {}
    collection, found = pipeline.lint(
        lambda: run.load(root, changes), select, ignore, timings, least
    )
    outcome = Outcome(root, only, pipeline.paths_of(collection, shown), found, found)
    if not fix:
        return outcome
    for _ in range(MAX_ROUNDS):
        rounds = _round(outcome, unsafe)
        if not rounds:
            break
        before = dict(changes)
        changes.update({one.source.path: one.data for one in rounds})
        _, after = pipeline.lint(lambda: run.load(root, changes), select, ignore, timings, least)
        if _faults(after) > _faults(outcome.after):
            changes.clear()
            changes.update(before)
            outcome.refused += [one for file in rounds for one in file.fixed]
            break
        outcome.after = after
        outcome.fixed += sum(len(one.fixed) for one in rounds)
        for one in rounds:
            outcome.originals.setdefault(one.source.path, one.source)
    outcome.changes = {
        shown: data for shown, data in changes.items() if not _same(outcome.originals[shown], data)
    }
    return outcome


def _same(source: Source, data: bytes) -> bool:
    from cps_cards.yamlio.edits import is_current

    return is_current(source, data)


def _faults(found: Sequence[Diagnostic]) -> int:
    return sum(1 for one in found if one.code[:3] in ("YML", "SCH"))


def _round(outcome: Outcome, unsafe: bool) -> list[Fixed]:
    """The fixes that can be made now, file by file; what was refused before is not tried again."""
    from cps_cards.yamlio import edits

    refused = {(one.code, one.source.path, one.span) for one in outcome.refused}
    by_file: dict[str, list[Diagnostic]] = {}
    for one in outcome.shown(changed=True):
        path = one.source.path
        allowed = one.fix and (unsafe or all(edit.safe for edit in one.fix))
        if allowed and path in outcome.files and (one.code, path, one.span) not in refused:
            by_file.setdefault(path, []).append(one)
    done: list[Fixed] = []
    for found in by_file.values():
        result = edits.apply(found[0].source, found)
        outcome.refused += result.refused
        if result.fixed:
            done.append(result)
    return done


__all__ = ["Outcome", "lint"]
