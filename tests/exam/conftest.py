from __future__ import annotations

from pathlib import Path

import pytest

from cps_cards.pipeline import Opened, open_deck
from tests import folders
from tests.cli.conftest import command, cps, home
from tests.exam import hostile

__all__ = ["command", "cps", "home"]


@pytest.fixture
def deck(home: Path) -> Opened:
    """A deck in ./decks whose texts hold every mark of every format."""
    opened = open_deck(folders.write(home / "decks", hostile.FILES), shown="decks")
    assert folders.lines(opened.faults) == []
    return opened
