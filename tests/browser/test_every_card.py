"""Every card of the deck, as Anki renders it, in every client's page.

A small deck with every shape of card is opened in each of the 60 settings: five clients, light and
night, three widths, scripts on and off (axe looks at it at one of the widths). The cards of the
deck that ships are dealt out over these settings, each side of a card to one, so that all of them
are opened in a run.
"""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Browser

from tests.browser import checks
from tests.browser.clients import BY_NAME
from tests.browser.stage import Stage
from tests.cards.shown import ShownCard, ShownDeck

SIDES = ("front", "back")
WIDTHS = (320, 390, 1280)
SETTINGS = list(itertools.product(BY_NAME, (False, True), WIDTHS, (True, False)))


def dealt(deck: ShownDeck, number: int) -> list[tuple[ShownCard, str]]:
    """The sides that fall to one setting."""
    sides = [(card, side) for card in deck.cards for side in SIDES]
    return sides[number :: len(SETTINGS)]


@pytest.mark.parametrize(
    "number",
    range(len(SETTINGS)),
    ids=[
        f"{client}-{'night' if night else 'light'}-{width}-{'scripts' if scripts else 'no-scripts'}"
        for client, night, width, scripts in SETTINGS
    ],
)
def test_a_card_is_sound_in_every_client(
    browser: Browser, deck: ShownDeck, shapes: ShownDeck, axe_source: str, number: int
) -> None:
    client, night, width, scripts = SETTINGS[number]
    stage = Stage.open(
        browser, client, media=shapes.media | deck.media, night=night, width=width, scripts=scripts
    )
    # axe needs scripts itself: where the card's are off, it looks at the card with them not run.
    checked = stage if scripts else Stage.open(
        browser, client, media=stage.media, night=night, width=width
    )  # fmt: skip
    found: list[str] = []
    try:
        every_shape = [(card, side) for card in shapes.cards for side in SIDES]
        for card, side in [*every_shape, *dealt(deck, number)]:
            stage.keep(card, side)
            problems = checks.faults(stage.page, checks.LAYOUT)
            problems += checks.faults(stage.page, checks.CONTRAST)
            # What axe sees of a shape does not hang on the width; one in three is enough.
            if width == WIDTHS[1] or card not in shapes.cards:
                if not scripts:
                    checked.unscripted(card, side)
                checks.load_axe(checked.page, axe_source)
                problems += checks.faults(checked.page, checks.AXE)
            found += [f"{card.name}, {side}: {problem}" for problem in problems]
        found += stage.faults
    finally:
        stage.page.context.close()
        checked.page.context.close()
    assert not found


def test_every_side_of_every_card_is_dealt_to_a_setting(deck: ShownDeck) -> None:
    opened = [side for number in range(len(SETTINGS)) for side in dealt(deck, number)]
    assert len(deck.cards) > 500
    assert len(opened) == len({(card.name, side) for card, side in opened}) == 2 * len(deck.cards)
