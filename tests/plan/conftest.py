from __future__ import annotations

from collections.abc import Iterator

import pytest

from cps_cards.schedule import memory


@pytest.fixture(scope="module")
def few_followed() -> Iterator[None]:
    """Plans from fewer cards: figures are a little off, and what is said of them holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "CARDS_FOLLOWED", 150)
        memory.follow.cache_clear()
        yield
    memory.follow.cache_clear()
