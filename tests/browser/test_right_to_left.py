"""A deck in a language that is written from right to left: what is English, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import checks
from tests.browser.clients import BY_NAME
from tests.browser.stage import Stage
from tests.cards.shown import ShownDeck

Open = Callable[..., Stage]
every_client = pytest.mark.parametrize("client", BY_NAME)

ENDS = """
(node) => {
  // Where the first and the last character of a text are drawn, spaces apart.
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const places = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    for (let at = 0; at < text.length; at += 1) {
      if (!text.data[at].trim()) continue;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      places.push({ left: box.left, right: box.right });
    }
  }
  return { first: places[0], last: places[places.length - 1] };
}
"""
TO_THE_EDGES = """
(node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  const text = range.getBoundingClientRect();
  const box = (node.closest(".cps-body") || node.parentElement).getBoundingClientRect();
  return [text.left - box.left, box.right - text.right];
}
"""


def runs(stage: Stage, selector: str, text: str) -> str:
    """The way that a text of the card goes, by where its characters are drawn."""
    node = stage.page.locator(selector).filter(has_text=text).first
    ends: Any = node.evaluate(ENDS)
    return "right" if ends["first"]["left"] < ends["last"]["left"] else "left"


@every_client
def test_the_english_of_a_card_runs_to_the_right(
    stage: Open, arabic: ShownDeck, client: str
) -> None:
    one = stage(client, width=1280)
    words = arabic.card("words")
    one.show(words, "front")
    one.page.get_by_role("radio").nth(1).click()
    one.show(words, "back")
    assert one.page.get_by_role("status").inner_text() == "✓ Right: you chose B."
    assert runs(one, ".cps-verdict", "Right") == "right"
    assert runs(one, ".cps-id", "words") == "right"
    assert runs(one, ".cps-about a", "Report a mistake") == "right"
    assert runs(one, ".cps-sources li", "M.G.L.") == "right"
    assert runs(one, ".cps-sources li", "ميثاق") == "left"
    for side in ("front", "back"):
        one.show(arabic.card("both-ways", 1), side)
        assert runs(one, ".cps-task", "Which term") == "right"
        one.show(arabic.card("retired"), side)
        assert runs(one, ".cps-notice p", "Retired.") == "right"
        assert runs(one, ".cps-notice p", "Study instead: words") == "right"


@every_client
def test_the_deck_s_own_words_run_to_the_left(stage: Open, arabic: ShownDeck, client: str) -> None:
    one = stage(client, width=1280)
    one.show(arabic.card("retired"), "front")
    assert runs(one, ".cps-notice div", "أعيد رسم") == "left"
    assert runs(one, ".cps-question", "هناك") == "left"
    one.show(arabic.card("words"), "back")
    assert runs(one, ".cps-text", "هذا مقبول") == "left"
    assert runs(one, ".cps-reason", "هذا ينقل") == "left"
    assert runs(one, ".cps-why div", "يشعر") == "left"


@every_client
@pytest.mark.parametrize("card_id", ["words", "numbers"])
def test_options_begin_at_the_right_whatever_is_in_them(
    stage: Open, arabic: ShownDeck, client: str, card_id: str
) -> None:
    """Numbers too, and a text that begins with a Latin word; all of them beside their letters."""
    one = stage(client)
    for side, text in (("front", ".cps-body"), ("back", ".cps-text")):
        one.show(arabic.card(card_id), side)
        for option in one.page.locator(".cps-option").all():
            letter = option.locator(".cps-letter").bounding_box()
            body = option.locator(".cps-body").bounding_box()
            assert letter is not None
            assert body is not None
            assert letter["x"] >= body["x"] + body["width"]
            left, right = option.locator(text).evaluate(TO_THE_EDGES)
            assert right < 1 < left


@every_client
def test_what_the_card_says_begins_at_the_right(
    stage: Open, arabic: ShownDeck, client: str
) -> None:
    one = stage(client)
    for card_id, template, selector in (
        ("words", 0, ".cps-verdict"), ("both-ways", 1, ".cps-task"),
        ("retired", 0, ".cps-notice p"), ("words", 0, ".cps-why .cps-label"),
    ):  # fmt: skip
        one.show(arabic.card(card_id, template), "back")
        left, right = one.page.locator(selector).first.evaluate(TO_THE_EDGES)
        assert right < 24 < left, selector


@every_client
@pytest.mark.parametrize("night", [False, True], ids=["light", "night"])
@pytest.mark.parametrize("width", [320, 1280])
def test_cards_from_right_to_left_are_sound(
    stage: Open, arabic: ShownDeck, axe_source: str, client: str, night: bool, width: int
) -> None:
    one = stage(client, night=night, width=width)
    for card in arabic.cards:
        for side in ("front", "back"):
            one.show(card, side)
            checks.load_axe(one.page, axe_source)
            for look in (checks.LAYOUT, checks.CONTRAST, checks.AXE):
                assert not checks.faults(one.page, look), (card.name, side)


def test_a_card_in_arabic_stands_in_an_english_deck(stage: Open, shapes: ShownDeck) -> None:
    """The list is the deck's, each text its own, and begins beside its letter all the same."""
    one = stage("ankidroid-new")
    one.show(shapes.card("from-right-to-left"), "back")
    assert runs(one, ".cps-text", "هذا مقبول") == "left"
    assert runs(one, ".cps-reason", "هذا ينقل") == "left"
    for text in one.page.locator(".cps-text").all():
        left, right = text.evaluate(TO_THE_EDGES)
        assert left < 1 < right
