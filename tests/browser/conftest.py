"""A real Chromium, and cards as a real Anki has them after importing the package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium, npm
from tests.browser.stage import Stage
from tests.cards.shown import ShownDeck, shown

HERE = Path(__file__).parent
DECKS = HERE.parent.parent / "decks"
SHAPES = HERE / "deck"
ARABIC = HERE / "deck_arabic"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_source(request: pytest.FixtureRequest) -> str:
    return npm.AXE.read("axe.min.js", Path(request.config.cache.mkdir("npm")))


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> ShownDeck:
    """The deck that ships."""
    return shown(DECKS, tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="session")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> ShownDeck:
    """A small deck with every shape that a card can have."""
    return shown(SHAPES, tmp_path_factory.mktemp("shapes"))


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> ShownDeck:
    """A small deck in a language that is written from right to left."""
    return shown(ARABIC, tmp_path_factory.mktemp("arabic"))


@pytest.fixture
def stage(browser: Browser, shapes: ShownDeck) -> Iterator[Callable[..., Stage]]:
    """Opens a client's page for cards; at the end each is closed, and had no fault."""
    opened: list[Stage] = []

    def open_stage(client: str, **settings: object) -> Stage:
        one = Stage.open(browser, client, media=shapes.media, **settings)  # type: ignore[arg-type]
        opened.append(one)
        return one

    yield open_stage
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.page.context.close()
    assert not faults
