"""A card asked back to front asks for a term, never for the question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cps_cards.faults import Faults
from cps_cards.model.deck import Collection
from cps_cards.render.notes import render_all
from tests import folders

BACKWARDS = folders.CARDS + folders.CARD + "    reverse: true\n"


def test_the_reverse_card_has_the_term(sound: Callable[[folders.Files], Collection]) -> None:
    deck = sound({"cards/listening.yaml": BACKWARDS + "    term: Active *listening*\n"})
    (note,) = render_all(deck, Faults())
    assert note.fields["Ask back to front"] == "Active <em>listening</em>"


@pytest.mark.parametrize(
    ("cards", "told"),
    [
        (BACKWARDS, "`term` is missing"),
        (folders.CARDS + folders.CARD + "    term: A term\n", "`term` is shown only where"),
        (BACKWARDS + "    term: ' '\n", "`term` holds only what cannot be seen"),
    ],
)
def test_it_goes_with_reverse(
    cards: str, told: str, findings: Callable[[folders.Files], str]
) -> None:
    assert told in findings({"cards/listening.yaml": cards})
