"""One deck for ``cps-cards lint``: linted, and mended in rounds until nothing is left to mend."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cps_cards.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cps_cards.diagnostics import Diagnostic, Severity
    from cps_cards.pipeline import Timings
    from cps_cards.source import Source
    from cps_cards.yamlio.edits import Fixed

MAX_ROUNDS = 10
"""A fix may bring another to light; a chain of more than these would be two rules in a quarrel."""


@dataclass
class Outcome:
    """What linting a deck found, before and after the fixes, and the files that these change."""

    root: Path
    asked: Callable[[str], bool]
    files: dict[str, Path]
    before: list[Diagnostic]
    after: list[Diagnostic]
    originals: dict[str, Source] = field(default_factory=dict)
    changes: dict[str, bytes] = field(default_factory=dict)
    fixed: int = 0
    refused: list[Diagnostic] = field(default_factory=list)
    _typed_sources: dict[str, Source] = field(default_factory=dict)

    def shown(self, *, changed: bool) -> list[Diagnostic]:
        """The findings in the files that were asked for, after the fixes or before them.

        Their paths are what somebody would type who stands in the current folder.
        """
        return [self._as_typed(one) for one in self.asked_for(changed=changed)]

    def asked_for(self, *, changed: bool) -> list[Diagnostic]:
        """As ``shown``, with the sources that the fixes are made in."""
        found = self.after if changed else self.before
        return [one for one in found if self.asked(one.source.path)]

    @cached_property
    def _inside(self) -> tuple[Path, Path] | None:
        """The deck folder and the current one, where that is the deck's or lies in it."""
        root, here = self.root.resolve(), Path.cwd()
        return (root, here) if root == here or root in here.parents else None

    def typed(self, shown: str) -> str:
        """A path of the deck as somebody would type it who stands in the deck folder."""
        if self._inside is None:
            return shown
        root, here = self._inside
        return Path(os.path.relpath(_real(root, run.shown_path(self.root), shown), here)).as_posix()

    def _as_typed(self, one: Diagnostic) -> Diagnostic:
        if self._inside is None:
            return one
        related = tuple(r._replace(source=self._source(r.source)) for r in one.related)
        return one._replace(source=self._source(one.source), related=related)

    def _source(self, source: Source) -> Source:
        from cps_cards.source import Source

        known = self._typed_sources.get(source.path)
        if known is None or known.text != source.text:
            known = Source(self.typed(source.path), source.text, source.bom, source.align)
            self._typed_sources[source.path] = known
        return known

    def write(self) -> None:
        """Put the mended files in place, each whole, unless one was changed meanwhile."""
        from cps_cards import atomic
        from cps_cards.yamlio.edits import is_current

        for shown in self.changes:
            if not is_current(self.originals[shown], self.files[shown].read_bytes()):
                raise run.Refused(
                    f"{self.typed(shown)} was changed while it was read: nothing was mended"
                )
        for shown, data in self.changes.items():
            atomic.write(self.files[shown], data)

    def diff(self) -> str:
        """The changes as a unified diff."""
        parts: list[str] = []
        for shown, data in sorted(self.changes.items()):
            before = self.originals[shown].text.splitlines(keepends=True)
            after = data.decode("utf-8").removeprefix("\ufeff").splitlines(keepends=True)
            name = self.typed(shown)
            for line in difflib.unified_diff(before, after, name, name):
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
    from cps_cards.pipeline import open_deck

    shown = run.shown_path(root)
    changes: dict[str, bytes] = {}
    asked = _asked(root, shown, only)
    opened = open_deck(root, timings=timings)
    found = opened.findings(select, ignore, least, asked)
    outcome = Outcome(root, asked, opened.files, found, found)
    if not fix:
        return outcome
    for _ in range(MAX_ROUNDS):
        rounds = _round(outcome, unsafe)
        if not rounds:
            break
        before = dict(changes)
        changes.update({one.source.path: one.data for one in rounds})
        opened = open_deck(root, changes, timings=timings)
        after = opened.findings(select, ignore, least, asked)
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


def _asked(root: Path, shown: str, only: frozenset[Path] | None) -> Callable[[str], bool]:
    """Whether findings in a file, by its shown path, are wanted: all are without ``only``."""
    if only is None:
        return lambda path: True

    @cache
    def asked(path: str) -> bool:
        real = _real(root, shown, path).resolve()
        return any(real == one or one in real.parents for one in only)

    return asked


def _real(root: Path, shown: str, path: str) -> Path:
    """The file behind a shown path of the deck."""
    inside = path.removeprefix(shown)
    return Path(path) if inside == path else root / inside.removeprefix("/")


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
    for one in outcome.asked_for(changed=True):
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
