from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import folders
from tests.cli.conftest import Cps, Result
from tests.cli.conftest import cps as cps
from tests.cli.conftest import home as home
from tests.imports.kit import DECK, FIRST, Anki

Bring = Callable[..., Result]


@pytest.fixture
def deck(home: Path) -> Path:
    """A small deck in ./decks, with two topics and one card."""
    return folders.write(home / "decks", {"deck.yaml": DECK, "cards/first.yaml": FIRST})


@pytest.fixture
def taught(home: Path) -> Path:
    """A small deck in ./decks with a curriculum."""
    return folders.write(home / "decks", folders.TAUGHT)


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    made = Anki(tmp_path / "anki")
    yield made
    made.close()


@pytest.fixture
def bring(cps: Cps, tmp_path: Path) -> Bring:
    """``cps-cards import`` of a file, or of a text that becomes a file of the name given."""

    def run(file: str | bytes | Path, *args: str, name: str = "cards.csv") -> Result:
        if not isinstance(file, Path):
            path = tmp_path / name
            path.write_bytes(file if isinstance(file, bytes) else file.encode())
            file = path
        return cps("import", str(file), *args)

    return run
