"""Two decks held against each other: what changed, what learners get, and which findings differ."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic
from cps_cards.diff.changes import NoteChange, changes
from cps_cards.diff.impact import Impact, impact
from cps_cards.diff.sides import Side


@dataclass(frozen=True)
class Comparison:
    """Findings of the linter are ``new`` or ``mended`` where the other deck has none like them."""

    old: Side
    new: Side
    changes: tuple[NoteChange, ...]
    impact: Impact
    new_findings: tuple[Diagnostic, ...] = ()
    mended_findings: tuple[Diagnostic, ...] = ()


def compare(old: Side, new: Side) -> Comparison:
    return Comparison(
        old,
        new,
        changes(old.package, new.package),
        impact(old.package, new.package),
        tuple(_without(new.findings, old.findings)),
        tuple(_without(old.findings, new.findings)),
    )


def _without(found: Sequence[Diagnostic], others: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings that have no match among the others, each of which matches one.

    Findings are the same where rule, card and words are; the line may be another one.
    """
    left = Counter((one.code, one.card, one.message) for one in others)
    for one in found:
        key = one.code, one.card, one.message
        if left[key]:
            left[key] -= 1
        else:
            yield one
