"""How cards look: states and contrast, text size, measure, motion, right to left, empty fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.browser.clients import BY_NAME
from tests.browser.stage import Stage
from tests.cards.shown import ShownDeck

Open = Callable[..., Stage]
every_client = pytest.mark.parametrize("client", BY_NAME)
both_themes = pytest.mark.parametrize("night", [False, True], ids=["light", "night"])


@every_client
@both_themes
def test_states_of_a_choice_can_be_told_apart(
    stage: Open, shapes: ShownDeck, axe_source: str, client: str, night: bool
) -> None:
    one = stage(client, night=night)
    card = shapes.card("scenario-choice")
    for chosen in range(4):
        one.show(card, "front")
        one.page.keyboard.press("Tab")
        focused = checks.faults(one.page, checks.CONTRAST)
        assert focused == ["focus seen"]
        option = one.page.get_by_role("radio").nth(chosen)
        option.click()
        one.page.mouse.move(0, 0)
        checks.load_axe(one.page, axe_source)
        for side in ("front", "back"):
            if side == "back":
                one.show(card, "back")
                checks.load_axe(one.page, axe_source)
            assert not checks.faults(one.page, checks.LAYOUT)
            assert not checks.faults(one.page, checks.AXE)
            contrast = checks.faults(one.page, checks.CONTRAST)
            assert set(contrast) <= {"focus seen"}


def test_the_chosen_option_differs_by_more_than_its_color(stage: Open, shapes: ShownDeck) -> None:
    """The letter is dark on light before, light on dark after: that is seen without color too."""
    one = stage("ankidroid-new")
    one.keep(shapes.card("scenario-choice"), "front")
    option = one.page.get_by_role("radio").first
    letter = option.locator(".cps-letter")
    ground = """(node) => {
      const color = getComputedStyle(node).backgroundColor.match(/\\d+/g).map(Number);
      return (0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]) / 255;
    }"""
    before = letter.evaluate(ground)
    option.click()
    assert before - letter.evaluate(ground) > 0.5


@every_client
@both_themes
@pytest.mark.parametrize("side", ["front", "back"])
def test_text_twice_as_large_fits_the_smallest_phone(
    stage: Open, shapes: ShownDeck, client: str, night: bool, side: str
) -> None:
    one = stage(client, night=night, width=320)
    for card in shapes.cards:
        one.keep(card, side)
        one.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        size = one.page.locator("main").evaluate("(node) => getComputedStyle(node).fontSize")
        assert size == "36px"
        assert not checks.faults(one.page, checks.LAYOUT), card.name


@both_themes
def test_a_line_holds_sixty_to_seventy_characters_on_desktop(
    stage: Open, shapes: ShownDeck, night: bool
) -> None:
    """Counted in prose as it is broken into lines; the last one of a paragraph is none."""
    one = stage("desktop-windows", night=night, width=1280)
    one.keep(shapes.card("long-prose"), "back")
    for part in (".cps-scenario div", ".cps-why div"):
        lines = one.page.locator(part).evaluate(
            """(node) => {
              const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
              const range = document.createRange();
              const lines = [];
              let bottom = -1;
              for (let at = 0; at < text.length; at += 1) {
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                const box = range.getBoundingClientRect();
                if (box.bottom > bottom + 2) lines.push("");
                bottom = box.bottom;
                lines[lines.length - 1] += text.data[at];
              }
              return lines.map((line) => line.trim().length).slice(0, -1);
            }"""
        )
        assert len(lines) > 5
        assert 60 <= sum(lines) / len(lines) <= 70, (part, lines)
        assert max(lines) <= 72, (part, lines)


@pytest.mark.parametrize("reduced", [True, False])
def test_motion_stops_where_the_learner_asked_for_it(
    stage: Open, shapes: ShownDeck, reduced: bool
) -> None:
    one = stage("ankidroid-new", reduced_motion=reduced)
    one.keep(shapes.card("scenario-choice"), "front")
    moving = one.page.evaluate(
        """() => [...document.querySelectorAll("main *")].some((node) => {
          const style = getComputedStyle(node);
          return parseFloat(style.transitionDuration) + parseFloat(style.animationDuration) > 0;
        })"""
    )
    assert moving is not reduced


@both_themes
@every_client
def test_the_theme_is_the_cards_own(
    stage: Open, shapes: ShownDeck, client: str, night: bool
) -> None:
    """The desktop program's colors for the page do not win over the card's."""
    one = stage(client, night=night)
    one.keep(shapes.card("bare"), "back")
    colors = one.page.evaluate(
        """() => [
          getComputedStyle(document.body).backgroundColor,
          getComputedStyle(document.body).color,
          getComputedStyle(document.querySelector("main")).color,
        ]"""
    )
    ground, ink = ("rgb(30, 35, 41)", "rgb(230, 233, 237)") if night else (
        "rgb(255, 255, 255)", "rgb(30, 38, 48)"
    )  # fmt: skip
    assert colors == [ground, ink, ink]


@pytest.mark.parametrize("name", ["nightMode", "night_mode"])
@pytest.mark.parametrize("place", ["body", "html", "card"])
def test_either_night_class_is_known_wherever_it_stands(
    stage: Open, shapes: ShownDeck, name: str, place: str
) -> None:
    one = stage("ankidroid-new")
    one.keep(shapes.card("bare"), "back")
    ink = one.page.evaluate(
        """([name, place]) => {
          const nodes = { body: document.body, html: document.documentElement };
          if (place === "card") {
            document.body.classList.remove("card");
            document.getElementById("qa").className = "card " + name;
          } else {
            nodes[place].classList.add(name);
          }
          return getComputedStyle(document.querySelector("main")).color;
        }""",
        [name, place],
    )
    assert ink == "rgb(230, 233, 237)"


def test_an_empty_field_leaves_no_box(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    for name in ("bare", "bare-cloze", "bare-choice"):
        for side in ("front", "back"):
            one.keep(shapes.card(name), side)
            for part in ("notice", "scenario", "why", "sources", "priority", "note .cps-reason"):
                assert one.page.locator(f".cps-{part}").count() == 0, (name, side, part)


def test_the_banner_of_a_retired_card_comes_first(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    for name in ("retired-choice", "retired-cloze"):
        for side in ("front", "back"):
            one.keep(shapes.card(name), side)
            first = one.page.evaluate(
                "() => [...document.querySelectorAll('main > *')].find((n) => !n.hidden).className"
            )
            assert first == "cps-notice"
            assert one.page.locator(".cps-notice").inner_text().startswith("Retired")


def test_a_hidden_place_shows_brackets_and_hint_and_then_the_words(
    stage: Open, shapes: ShownDeck
) -> None:
    one = stage("ankidroid-new")
    card = shapes.card("hidden-words")
    one.keep(card, "front")
    assert one.page.locator(".cloze").all_inner_texts() == ["[passed on?]", "[when?]"]
    one.keep(card, "back")
    shown = one.page.locator(".cloze").all_inner_texts()
    assert shown == ["reported", "before the person shares"]
    other: Any = one.page.locator(".cloze-inactive").first
    assert other.evaluate("(node) => getComputedStyle(node).color") == "rgb(30, 38, 48)"


def test_a_reverse_card_says_that_it_asks_for_the_term(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    card = shapes.card("both-ways", 1)
    one.keep(card, "front")
    text = one.page.locator("main").inner_text()
    assert "Which term does this describe?" in text
    assert "Dignity of risk" not in text
    one.keep(card, "back")
    assert one.page.locator(".cps-answer").inner_text() == "The term\nDignity of risk"


def test_the_back_of_a_basic_card_shows_question_and_answer(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    one.keep(shapes.card("bare"), "back")
    text = one.page.locator("main").inner_text()
    assert text.index("Who decides?") < text.index("The person.") < text.index("bare")
    report = one.page.get_by_role("link", name="Report a mistake in this card")
    assert report.get_attribute("href") == "https://example.org/report?card=bare"


def test_a_source_names_title_and_place_and_links_where_it_can(
    stage: Open, shapes: ShownDeck
) -> None:
    one = stage("ankidroid-new")
    one.keep(shapes.card("scenario-choice"), "back")
    lines = one.page.locator(".cps-sources li")
    assert lines.all_inner_texts() == [
        "Code of Ethics for Certified Peer Specialists in the Commonwealth of Massachusetts, 1.2",
        "M.G.L. c. 119, §51A",
    ]
    assert lines.nth(0).locator("a").count() == 1
    assert lines.nth(1).locator("a").count() == 0


def test_wide_maths_stays_within_the_card(stage: Open, shapes: ShownDeck) -> None:
    """MathJax comes from the client; its box is put in by hand."""
    one = stage("ankidroid-new", width=320)
    one.keep(shapes.card("table-list-picture"), "back")
    one.page.evaluate(
        """() => {
          const maths = document.createElement("mjx-container");
          maths.style.display = "block";
          maths.innerHTML = '<mjx-math style="display: inline-block; width: 900px">x</mjx-math>';
          document.querySelector(".cps-why div").append(maths);
        }"""
    )
    assert not checks.faults(one.page, checks.LAYOUT)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("client", BY_NAME)
def test_many_sources_are_folded_and_open_by_tap_and_key(
    stage: Open, shapes: ShownDeck, client: str, scripts: bool
) -> None:
    one = stage(client, scripts=scripts)
    card = shapes.card("headings")
    one.load(card, "back")
    page = one.page
    fold, link = page.locator("details.cps-fold summary"), page.locator(".cps-sources li a").first
    expect(fold).to_have_text("3 sources")
    expect(link).to_be_hidden()
    box = fold.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert "tappable" in (fold.get_attribute("class") or "")
    fold.click()
    expect(link).to_be_visible()
    fold.press("Enter")
    expect(link).to_be_hidden()
