"""The HTML of each note type, front and back, as Anki renders it."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from cps_cards.apkg.notetypes import script
from tests.cards.shown import ShownDeck

CARDS = [
    ("both-ways", 0),
    ("both-ways", 1),
    ("table-list-picture", 0),
    ("hidden-words", 0),
    ("hidden-words", 1),
    ("scenario-choice", 0),
    ("long-options", 0),
    ("bare-choice", 0),
    ("retired-choice", 0),
    ("tables-as-options", 0),
    ("headings", 0),
    ("from-right-to-left", 0),
]


@pytest.mark.parametrize("side", ["front", "back"])
@pytest.mark.parametrize(("card_id", "template"), CARDS)
def test_a_card_as_anki_renders_it(
    shapes: ShownDeck, card_id: str, template: int, side: str, snapshot: SnapshotAssertion
) -> None:
    html: str = getattr(shapes.card(card_id, template), side)
    for name in ("choice", "forget"):
        html = html.replace(script(f"{name}.js"), f"<script>…{name}…</script>")
    assert html == snapshot


def test_no_card_has_a_problem_with_its_template(shapes: ShownDeck) -> None:
    for card in shapes.cards:
        for html in (card.front, card.back):
            assert "template has a problem" not in html
            assert "{{" not in html


def test_the_front_of_a_choice_does_not_give_the_key_away(shapes: ShownDeck) -> None:
    for card in shapes.cards:
        if card.kind == "choice":
            front = card.front.replace(script("choice.js"), "")
            for mark in ("cps-key", "cps-distractor", "✓", "✗", "&#1000", "cps-why", "cps-sources"):
                assert mark not in front
