"""Deck folders as authors leave them, under ``tests/cases``: what each is told, and what is kept.

``python -m tests.renew`` writes anew what is told.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cps_cards.yamlio import nodes
from tests import folders

CASES = sorted(path for path in (Path(__file__).parents[1] / "cases").iterdir() if path.is_dir())


def told(case: Path) -> str:
    collection, faults = folders.read(case / "deck")
    first, _, _ = (case / "told.txt").read_text("utf-8").partition("\n")
    sound = ", ".join(card.id.value for card in collection.cards) or "none"
    lines = "\n".join(folders.lines(faults))
    return f"{first}\nSound cards: {sound}\n\n{lines}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_what_authors_are_told(case: Path) -> None:
    assert told(case) == (case / "told.txt").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_without_libyaml_they_are_told_the_same(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    assert told(case) == (case / "told.txt").read_text("utf-8")
