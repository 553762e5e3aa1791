"""How rules did on labelled exam items: the table of ``measured.json``, which the scorer writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("measured.json")


@dataclass(frozen=True, slots=True)
class Measured:
    """Findings of a rule that were right and wrong on a set of items, and flaws that it missed."""

    on: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        flaws = self.right + self.missed
        return self.right / flaws if flaws else None


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Measured, ...]]:
    rows = json.loads(TABLE.read_text(encoding="utf-8"))
    return {name: tuple(Measured(*row) for row in found) for name, found in rows.items()}


def measured(rule_name: str) -> Sequence[Measured]:
    """What was measured of a rule, a row for each set of items; nothing where nobody did."""
    return _table().get(rule_name, ())
