"""Two decks held against each other: what changed, what learners get, findings and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.diff.changes import Kind, NoteChange, changes
from cps_cards.diff.impact import Impact, impact
from cps_cards.diff.sides import Side
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
class CoverageChange:
    """Objectives and facts by priority, each before and after.

    ``gained`` and ``lost`` are ids of facts, and of objectives, taught or no longer taught.
    """

    objectives: Mapping[str, tuple[Coverage, Coverage]]
    facts: Mapping[str, tuple[Coverage, Coverage]]
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
        lint = _lint_change(old.findings, new.findings)
        coverage = _coverage_change(old.deck.collection, new.deck.collection)
    told = changes(old.package, new.package)
    return Comparison(old, new, told, impact(old.package, new.package), lint, coverage)


def _lint_change(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> LintChange:
    """Findings are the same where rule, card and words are; the line may be another one."""
    return LintChange(
        before=Counter(one.severity for one in before),
        after=Counter(one.severity for one in after),
        new=tuple(_without(after, before)),
        mended=tuple(_without(before, after)),
    )


def _without(found: Sequence[Diagnostic], others: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings that have no match among the others, each of which matches one."""
    left = Counter((one.code, one.card, one.message) for one in others)
    for one in found:
        key = one.code, one.card, one.message
        if left[key]:
            left[key] -= 1
        else:
            yield one


def _coverage_change(old: Collection, new: Collection) -> CoverageChange | None:
    """None where neither deck has a curriculum."""
    if old.curriculum is None and new.curriculum is None:
        return None
    before, after = stats(old), stats(new)
    taught, taught_now = _taught(old), _taught(new)
    return CoverageChange(
        objectives=_pairs(before.objectives, after.objectives),
        facts=_pairs(before.facts, after.facts),
        gained=tuple(sorted(taught_now - taught)),
        lost=tuple(sorted(taught - taught_now)),
    )


def _pairs(
    before: Mapping[str, Coverage], after: Mapping[str, Coverage]
) -> dict[str, tuple[Coverage, Coverage]]:
    none = Coverage()
    return {key: (before.get(key, none), after.get(key, none)) for key in (after or before)}


def _taught(collection: Collection) -> set[str]:
    return {named.value for card in collection.live for named in card.teaches}
