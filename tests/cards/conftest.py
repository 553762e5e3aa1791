"""Cards as a real Anki has them after importing the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cards.shown import ShownDeck, shown

SHAPES = Path(__file__).parent.parent / "browser" / "deck"


@pytest.fixture(scope="session")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> ShownDeck:
    """A small deck with every shape that a card can have."""
    return shown(SHAPES, tmp_path_factory.mktemp("shapes"))
