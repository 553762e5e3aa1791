"""Two decks held against each other: what changed, what learners get, findings and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.diff.changes import Kind, NoteChange, changes
from cps_cards.diff.impact import Impact, impact
from cps_cards.diff.sides import Side
from cps_cards.model.curriculum import PRIORITIES, Priority
from cps_cards.model.deck import Collection
from cps_cards.stats import Coverage, stats


@dataclass(frozen=True, slots=True)
class LintChange:
    """Findings by severity, before and after; ``new`` and ``mended`` are the ones that differ."""

    before: Mapping[Severity, int]
    after: Mapping[Severity, int]
    new: tuple[Diagnostic, ...]
    mended: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Objectives and facts of one priority, before and after."""

    priority: Priority
    objectives: tuple[Coverage, Coverage]
    facts: tuple[Coverage, Coverage]


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """``gained`` and ``lost`` are ids of facts, and of objectives, taught or no longer taught."""

    rows: tuple[CoverageRow, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """``lint`` and ``coverage`` are None where a side is a package: it has neither."""

    old: Side
    new: Side
    changes: tuple[NoteChange, ...]
    impact: Impact
    lint: LintChange | None = None
    coverage: CoverageChange | None = None

    def of_kind(self, kind: Kind) -> tuple[NoteChange, ...]:
        return tuple(change for change in self.changes if change.kind == kind)


def compare(old: Side, new: Side) -> Comparison:
    lint = coverage = None
    if old.deck is not None and new.deck is not None:
        lint = lint_change(old.findings, new.findings)
        coverage = coverage_change(old.deck.collection, new.deck.collection)
    return Comparison(
        old, new, changes(old.view, new.view), impact(old.view, new.view), lint, coverage
    )


def lint_change(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> LintChange:
    """Findings are the same where rule, card and words are; the line may be another one."""
    return LintChange(
        before=Counter(one.severity for one in before),
        after=Counter(one.severity for one in after),
        new=tuple(_without(after, before)),
        mended=tuple(_without(before, after)),
    )


def _key(one: Diagnostic) -> tuple[str, str | None, str]:
    return one.code, one.card, one.message


def _without(found: Sequence[Diagnostic], others: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings that have no match among the others, each of which matches one."""
    left = Counter(map(_key, others))
    for one in found:
        if left[_key(one)]:
            left[_key(one)] -= 1
        else:
            yield one


def coverage_change(old: Collection, new: Collection) -> CoverageChange | None:
    """None where neither deck has a curriculum."""
    if old.curriculum is None and new.curriculum is None:
        return None
    before, after = stats(old), stats(new)
    none = Coverage()
    rows = tuple(
        CoverageRow(
            priority,
            (before.objectives.get(priority, none), after.objectives.get(priority, none)),
            (before.facts.get(priority, none), after.facts.get(priority, none)),
        )
        for priority in PRIORITIES
    )
    taught, taught_now = _taught(old), _taught(new)
    return CoverageChange(
        rows, tuple(sorted(taught_now - taught)), tuple(sorted(taught - taught_now))
    )


def _taught(collection: Collection) -> set[str]:
    return {named.value for card in collection.live for named in card.teaches}
