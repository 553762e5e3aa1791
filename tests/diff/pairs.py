"""Pairs of packages, an older and a newer one, and what happens in between, by named cases."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from tests.diff.drafts import Choices, Draft, First, first_package
from tests.diff.edits import CHANGES
from tests.diff.learners import ACTS, Act


def plain_pair(case: str) -> tuple[Draft, Draft]:
    """The smallest pair with a change in it, always the same."""
    older = first_package(First())
    newer = copy.deepcopy(older)
    CHANGES[case](First(), newer)
    return older, newer


@dataclass(frozen=True)
class Pair:
    older: Draft
    newer: Draft
    acts: tuple[Act, ...]


def pair(pick: Choices, case: str) -> Pair:
    """A pair that has the case in it, and up to two other things as well."""
    older = first_package(pick)
    newer = copy.deepcopy(older)
    changes = [CHANGES[case]] if case in CHANGES else [CHANGES[pick.one(sorted(CHANGES))]]
    acts = [ACTS[case]] if case in ACTS else []
    if case != "nothing changed" and pick.chance():
        changes.append(CHANGES[pick.one(sorted(SMALL))])
        acts.extend(ACTS[name] for name in pick.some(sorted(ACTS))[:1])
    for apply in changes:
        apply(pick, newer)
    return Pair(older, newer, tuple(acts))


SMALL = (
    "text edited and newer",
    "text edited at the same time",
    "tags replaced",
    "untouched and newer",
    "css changed and newer",
    "description changed",
    "file added",
)  # fmt: skip
"""Changes that can follow any other one."""

CASES = (*CHANGES, *ACTS)
