"""The choice script, driven as a learner would, in every client."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.clients import BY_NAME
from tests.browser.stage import Stage
from tests.cards.shown import ShownDeck

Open = Callable[..., Stage]
every_client = pytest.mark.parametrize("client", BY_NAME)

FORBIDDEN_STORAGE = """
Object.defineProperty(window, "sessionStorage", {
  get() { throw new DOMException("denied", "SecurityError"); },
});
"""
FULL_STORAGE = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
BROKEN_READING = """
Storage.prototype.getItem = () => { throw new DOMException("gone", "InvalidStateError"); };
"""
NO_REMOVING = """
Storage.prototype.removeItem = () => { throw new DOMException("kept", "InvalidStateError"); };
"""
LISTENERS = """
window.kept = [];
for (const target of [document, window]) {
  const { addEventListener: add, removeEventListener: remove } = target;
  target.addEventListener = function (type, listener, ...rest) {
    window.kept.push(listener);
    return add.call(this, type, listener, ...rest);
  };
  target.removeEventListener = function (type, listener, ...rest) {
    window.kept = window.kept.filter((other) => other !== listener);
    return remove.call(this, type, listener, ...rest);
  };
}
window.timers = 0;
for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback"]) {
  window[name] = () => { window.timers += 1; };
}
"""


def options(stage: Stage) -> Locator:
    return stage.page.get_by_role("radio")


def chosen(stage: Stage) -> list[int]:
    """Numbers of the options that are chosen, on the front by state, on the back by mark."""
    return cast(
        "list[int]",
        stage.page.evaluate(
            """() => [...document.querySelectorAll(".cps-option")].flatMap((option, index) =>
              option.matches("[aria-checked=true], .cps-chosen") ? [index] : [])"""
        ),
    )


def key_of(stage: Stage) -> int:
    """Where the right answer stands, on the back."""
    found = stage.page.evaluate(
        """() => [...document.querySelectorAll(".cps-option")].findIndex((option) =>
          option.classList.contains("cps-key"))"""
    )
    return int(found)


def verdict(stage: Stage) -> str:
    return stage.page.get_by_role("status").inner_text()


def texts(stage: Stage) -> list[str]:
    """The options of either side in the order of the page, which is that of eye and keyboard."""
    found = stage.page.evaluate(
        """() => [...document.querySelectorAll(".cps-option")].map((option) =>
          (option.querySelector(".cps-text") || option.querySelector(".cps-body")).textContent)"""
    )
    return cast("list[str]", found)


def letters(stage: Stage) -> str:
    return "".join(stage.page.locator(".cps-letter").all_inner_texts())


@every_client
def test_options_stand_in_a_new_order_each_time(
    stage: Open, shapes: ShownDeck, client: str
) -> None:
    """One order on both sides; a reason stays with its option, a letter with its place."""
    one = stage(client)
    card = shapes.card("scenario-choice")
    orders, keys = set(), set()
    for number in range(25):
        one.show(card, "front")
        front = texts(one)
        assert letters(one) == "ABCD"
        if number % 2:
            options(one).nth(number % 4).click()
        one.show(card, "back")
        assert texts(one) == front
        assert letters(one) == "ABCD"
        assert chosen(one) == ([number % 4] if number % 2 else [])
        assert f"{'ABCD'[key_of(one)]}." in verdict(one)
        assert front[key_of(one)] == "“That’s fine. You decide what we talk about, and how much.”"
        wrong = one.page.locator(".cps-option", has_text="All right. Let me tell you").inner_text()
        assert "moves the talk to the peer specialist’s own story" in wrong
        orders.add(tuple(front))
        keys.add(key_of(one))
    assert len(orders) > 5
    assert keys == {0, 1, 2, 3}
    assert all(sorted(order) == sorted(front) for order in orders)


@every_client
@pytest.mark.parametrize("card_id", ["six-numbers", "long-options"])
def test_options_that_an_author_ordered_stay_so(
    stage: Open, shapes: ShownDeck, client: str, card_id: str
) -> None:
    one = stage(client)
    card = shapes.card(card_id)
    one.load(card, "front")
    written = texts(one)
    if card_id == "six-numbers":
        assert written == ["12", "24", "36", "48", "60", "72"]
    for _ in range(8):
        one.show(card, "front")
        assert texts(one) == written
        options(one).nth(2).click()
        one.show(card, "back")
        assert texts(one) == written
        assert chosen(one) == [2]


def test_each_of_three_options_comes_to_each_place_alike(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    card = shapes.card("bare-choice")
    seen: dict[tuple[str, ...], int] = {}
    for _ in range(300):
        one.keep(card, "front")
        order = tuple(texts(one))
        seen[order] = seen.get(order, 0) + 1
    assert len(seen) == 6
    assert min(seen.values()) > 20  # of 50; less is a matter of one in a million


@every_client
def test_a_back_without_its_front_has_the_order_of_the_package(
    stage: Open, shapes: ShownDeck, client: str
) -> None:
    one = stage(client)
    card, other = shapes.card("scenario-choice"), shapes.card("bare-choice")
    one.unscripted(card, "back")
    compiled = texts(one)
    for _ in range(6):
        one.show(card, "front")
        one.show(other, "front")
        one.show(card, "back")
        assert texts(one) == compiled
        assert verdict(one) == f"The right answer is {'ABCD'[key_of(one)]}."


@every_client
def test_a_back_shown_again_has_the_same_order(stage: Open, shapes: ShownDeck, client: str) -> None:
    one = stage(client)
    card = shapes.card("scenario-choice")
    one.show(card, "front")
    options(one).nth(3).click()
    one.show(card, "back")
    once = texts(one), chosen(one), verdict(one)
    one.show(card, "back")
    assert (texts(one), chosen(one), verdict(one)) == once


@every_client
def test_a_tap_chooses_and_the_back_tells_right_from_wrong(
    stage: Open, shapes: ShownDeck, client: str
) -> None:
    one = stage(client)
    card = shapes.card("scenario-choice")
    for tapped in range(4):
        one.show(card, "front")
        assert chosen(one) == []
        options(one).nth(tapped).click()
        assert chosen(one) == [tapped]
        one.show(card, "back")
        key = key_of(one)
        assert chosen(one) == [tapped]
        words = one.page.locator(".cps-word").all_inner_texts()
        own = "Right answer, your choice" if tapped == key else "Your choice, not this one"
        assert words[tapped] == own
        letters = "ABCD"
        if tapped == key:
            assert verdict(one) == f"✓ Right: you chose {letters[key]}."
        else:
            assert words[key] == "Right answer"
            expected = f"✗ You chose {letters[tapped]}. The right answer is {letters[key]}."
            assert verdict(one) == expected
        assert sum(word.startswith("Right answer") for word in words) == 1


@every_client
def test_a_learner_may_change_their_mind(stage: Open, shapes: ShownDeck, client: str) -> None:
    one = stage(client)
    card = shapes.card("scenario-choice")
    one.show(card, "front")
    for number in (2, 0, 0, 3):
        options(one).nth(number).click()
        assert chosen(one) == [number]
    one.show(card, "back")
    assert chosen(one) == [3]


def test_without_a_choice_the_back_marks_the_key_alone(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    card = shapes.card("scenario-choice")
    one.keep(card, "front")
    one.keep(card, "back")
    assert chosen(one) == []
    assert verdict(one) == f"The right answer is {'ABCD'[key_of(one)]}."


def test_every_wrong_option_has_its_why_beside_it(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    one.keep(shapes.card("scenario-choice"), "back")
    notes = one.page.locator(".cps-distractor .cps-note").all_inner_texts()
    assert sorted(notes) == [
        "✗ Not this one: This hands her grief to someone else without asking her.",
        "✗ Not this one: This is kindly meant, but it pushes past the line that Yara has just "
        "drawn.",
        "✗ Not this one: This moves the talk to the peer specialist’s own story.",
    ]


def test_a_tap_on_any_part_of_an_option_counts(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    one.keep(shapes.card("six-numbers"), "front")
    for number in range(6):
        box = options(one).nth(number).bounding_box()
        assert box is not None
        one.page.mouse.click(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
        assert chosen(one) == [number]
        one.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 2)
        assert chosen(one) == [number]
    assert "tappable" in (options(one).first.get_attribute("class") or "")


@every_client
def test_the_keyboard_does_what_a_radio_group_does(
    stage: Open, shapes: ShownDeck, client: str
) -> None:
    one = stage(client)
    one.show(shapes.card("scenario-choice"), "front")
    press = one.page.keyboard.press
    press("Tab")
    expect(options(one).nth(0)).to_be_focused()
    assert chosen(one) == []
    press("Space")
    assert chosen(one) == [0]
    for key, number in (
        ("ArrowDown", 1), ("ArrowRight", 2), ("ArrowDown", 3), ("ArrowDown", 0),
        ("ArrowUp", 3), ("ArrowLeft", 2),
    ):  # fmt: skip
        press(key)
        assert chosen(one) == [number]
        expect(options(one).nth(number)).to_be_focused()
    stops = options(one).evaluate_all("(nodes) => nodes.map((node) => node.tabIndex)")
    assert stops == [-1, -1, 0, -1]
    press("Shift+Tab")
    press("Tab")
    expect(options(one).nth(2)).to_be_focused()


def test_enter_chooses_the_option_in_focus(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    one.keep(shapes.card("scenario-choice"), "front")
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    assert chosen(one) == [0]


def test_digits_choose_wherever_the_focus_is(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    one.keep(shapes.card("six-numbers"), "front")
    for number in (6, 1, 4):
        one.page.keyboard.press(str(number))
        assert chosen(one) == [number - 1]
    for key in ("7", "0", "Control+2", "Alt+2", "Meta+2", "x"):
        one.page.keyboard.press(key)
        assert chosen(one) == [3]
    one.keep(shapes.card("bare-choice"), "front")
    one.page.keyboard.press("4")
    assert chosen(one) == []


def test_digits_typed_into_a_box_are_text(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    one.keep(shapes.card("six-numbers"), "front")
    one.page.evaluate(
        "() => document.querySelector('main').append(document.createElement('input'))"
    )
    one.page.locator("input").fill("")
    one.page.locator("input").press("3")
    assert one.page.locator("input").input_value() == "3"
    assert chosen(one) == []


@every_client
def test_a_choice_never_reaches_another_card(stage: Open, shapes: ShownDeck, client: str) -> None:
    one = stage(client)
    first, second = shapes.card("scenario-choice"), shapes.card("bare-choice")
    one.show(first, "front")
    options(one).nth(1).click()
    one.show(first, "back")
    assert chosen(one) == [1]
    one.show(second, "front")
    assert chosen(one) == []
    one.show(second, "back")
    assert chosen(one) == []
    one.show(first, "front")
    assert chosen(one) == []
    one.show(first, "back")
    assert chosen(one) == []


@every_client
def test_a_card_skipped_before_it_was_turned_leaves_nothing(
    stage: Open, shapes: ShownDeck, client: str
) -> None:
    one = stage(client)
    first, second = shapes.card("scenario-choice"), shapes.card("six-numbers")
    one.show(first, "front")
    options(one).nth(0).click()
    one.show(second, "front")
    one.show(second, "back")
    assert chosen(one) == []
    assert one.page.evaluate("() => sessionStorage.length") == 0
    one.show(first, "back")
    assert chosen(one) == []


@every_client
@pytest.mark.parametrize("storage", ["", NO_REMOVING], ids=["usual", "no-removing"])
@pytest.mark.parametrize(
    ("between", "template"),
    [("bare", 0), ("both-ways", 1), ("hidden-words", 0), ("six-numbers", 0), ("bare-choice", 0)],
    ids=["basic", "reverse", "cloze", "ordered-choice", "mixed-choice"],
)
def test_the_front_of_any_card_forgets_the_choice_of_another(
    stage: Open, shapes: ShownDeck, client: str, storage: str, between: str, template: int
) -> None:
    one = stage(client, before=storage)
    card = shapes.card("scenario-choice")
    one.show(card, "front")
    options(one).nth(1).click()
    one.show(shapes.card(between, template), "front")
    kept = one.page.evaluate("() => Object.entries({ ...sessionStorage }).filter((one) => one[1])")
    if between == "bare-choice":
        [(name, order)] = kept
        assert name.endswith("/bare-choice")
        assert sorted(order) == [" ", "0", "1", "2"]
    else:
        assert kept == []
    one.show(card, "back")
    assert chosen(one) == []
    assert verdict(one).startswith("The right answer is")


def test_a_table_in_an_option_is_read_and_wraps_and_is_no_stop(
    stage: Open, shapes: ShownDeck
) -> None:
    """On the back, where the option is no control, the keyboard scrolls it as elsewhere."""
    one = stage("ankidroid-new", width=320)
    card = shapes.card("tables-as-options")
    one.keep(card, "front")
    tables = one.page.locator(".cps-table")
    assert tables.evaluate_all("(all) => all.map((one) => one.attributes.length)") == [1, 1]
    assert tables.evaluate_all("(all) => all.every((one) => one.scrollWidth <= one.clientWidth)")
    one.page.keyboard.press("Tab")
    expect(options(one).nth(0)).to_be_focused()
    one.page.keyboard.press("Tab")
    expect(one.page.locator(".cps-option *:focus")).to_have_count(0)
    one.keep(card, "back")
    expect(one.page.locator(".cps-option").get_by_role("group", name="Table")).to_have_count(3)


def test_the_same_card_of_another_deck_is_another_card(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    card = shapes.card("scenario-choice")
    one.keep(card, "front")
    options(one).nth(1).click()
    one.page.evaluate(
        """() => {
          const key = Object.keys(sessionStorage)[0];
          sessionStorage.setItem(key.replace("every-shape", "other"), sessionStorage.getItem(key));
          sessionStorage.removeItem(key);
        }"""
    )
    one.keep(card, "back")
    assert chosen(one) == []


@pytest.mark.parametrize(
    "stored",
    ["", "-1", "4", "1e0", "null", "<b>", "00", "3210", " 1", "321 1", "32104 1", "3211 1",
     "3214 1", "3,2,1,0 1", "3210 1 "],
)  # fmt: skip
def test_what_is_no_order_or_option_is_not_shown_as_one(
    stage: Open, shapes: ShownDeck, stored: str
) -> None:
    one = stage("ankidroid-new")
    card = shapes.card("scenario-choice")
    one.unscripted(card, "back")
    compiled = texts(one)
    one.keep(card, "front")
    options(one).nth(1).click()
    one.page.evaluate(
        "(value) => sessionStorage.setItem(Object.keys(sessionStorage)[0], value)", stored
    )
    one.keep(card, "back")
    assert texts(one) == compiled
    assert chosen(one) == []
    assert verdict(one).startswith("The right answer is")


@every_client
@pytest.mark.parametrize("storage", [FORBIDDEN_STORAGE, FULL_STORAGE, BROKEN_READING])
def test_where_storage_is_refused_only_the_memory_is_lost(
    stage: Open, shapes: ShownDeck, client: str, storage: str
) -> None:
    """The order is that of the package on both sides, for the back could know no other."""
    one = stage(client, before=storage)
    card = shapes.card("scenario-choice")
    one.unscripted(card, "back")
    compiled = texts(one)
    for _ in range(6):
        one.show(card, "front")
        assert texts(one) == compiled
        one.show(card, "back")
        assert texts(one) == compiled
    one.show(card, "front")
    options(one).nth(2).click()
    one.page.keyboard.press("ArrowDown")
    assert chosen(one) == [3]
    one.show(card, "back")
    assert chosen(one) == []
    assert verdict(one).startswith("The right answer is")


@every_client
def test_without_scripts_the_card_is_complete(stage: Open, shapes: ShownDeck, client: str) -> None:
    one = stage(client, scripts=False)
    card = shapes.card("scenario-choice")
    one.load(card, "front")
    assert one.page.locator("ol > li").count() == 4
    assert one.page.get_by_role("radio").count() == 0
    fronts = one.page.locator(".cps-option .cps-body").all_inner_texts()
    one.load(card, "back")
    assert one.page.locator(".cps-text").all_inner_texts() == fronts
    assert one.page.locator(".cps-key .cps-mark").inner_text() == "✓ Right answer"
    assert verdict(one) == f"The right answer is {'ABCD'[key_of(one)]}."


def test_other_entries_of_the_storage_stay(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    one.page.evaluate("() => sessionStorage.setItem('another add-on', 'mine')")
    one.keep(shapes.card("scenario-choice"), "front")
    options(one).nth(1).click()
    one.keep(shapes.card("six-numbers"), "front")
    assert one.page.evaluate("() => Object.keys(sessionStorage)") == ["another add-on"]


def test_a_kept_page_is_left_as_it_was(stage: Open, shapes: ShownDeck) -> None:
    """No globals, no timers, no listeners once another card is there."""
    one = stage("desktop-windows", before=LISTENERS)
    one.keep(shapes.card("bare"), "front")
    before = one.page.evaluate("() => Object.getOwnPropertyNames(window).sort()")
    for name in ("scenario-choice", "six-numbers", "scenario-choice"):
        card = shapes.card(name)
        one.keep(card, "front")
        assert one.page.evaluate("() => window.kept.length") == 1
        options(one).nth(1).click()
        one.keep(card, "back")
        assert one.page.evaluate("() => window.kept.length") == 0
    one.keep(shapes.card("bare"), "front")
    assert one.page.evaluate("() => Object.getOwnPropertyNames(window).sort()") == before
    assert one.page.evaluate("() => [window.kept.length, window.timers]") == [0, 0]


def test_a_hundred_cards_leave_no_more_than_one(stage: Open, shapes: ShownDeck) -> None:
    one = stage("desktop-windows", before=LISTENERS)
    for _ in range(50):
        one.keep(shapes.card("scenario-choice"), "front")
        one.page.keyboard.press("2")
        one.keep(shapes.card("six-numbers"), "front")
        one.page.keyboard.press("3")
        assert chosen(one) == [2]
    assert one.page.evaluate("() => window.kept.length") == 1
    assert one.page.evaluate("() => sessionStorage.length") == 1


def test_a_screen_reader_hears_question_options_and_verdict(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    card = shapes.card("six-numbers")
    one.keep(card, "front")
    group = one.page.get_by_role(
        "radiogroup", name="Within how many hours does the written report follow the oral one?"
    )
    expect(group).to_be_visible()
    expect(group.get_by_role("radio")).to_have_count(6)
    expect(group.get_by_role("radio", name="D 48")).to_have_attribute("aria-checked", "false")
    group.get_by_role("radio", name="D 48").click()
    expect(group.get_by_role("radio", name="D 48", checked=True)).to_have_count(1)
    one.keep(card, "back")
    status = one.page.get_by_role("status")
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_have_text("✓ Right: you chose D.")


def test_links_of_options_open_on_the_back_only(stage: Open, shapes: ShownDeck) -> None:
    one = stage("ankidroid-new")
    card = shapes.card("long-options")
    one.keep(card, "front")
    assert one.page.locator(".cps-option a").count() == 0
    assert "see the code" in options(one).nth(1).inner_text()
    one.keep(card, "back")
    link = one.page.locator(".cps-option a")
    assert link.get_attribute("href") == "https://example.org/code"


def test_a_player_inside_an_option_plays_and_does_not_choose(
    stage: Open, shapes: ShownDeck
) -> None:
    """Clients put a button where a sound stands."""
    one = stage("ankidroid-new")
    one.keep(shapes.card("six-numbers"), "front")
    options(one).nth(2).evaluate(
        """(option) => {
          const player = document.createElement("a");
          player.className = "replay-button soundLink";
          player.href = "#";
          player.textContent = "▶";
          option.querySelector(".cps-body").append(player);
        }"""
    )
    one.page.locator(".replay-button").click()
    assert chosen(one) == []


def test_both_sides_have_the_options_in_one_order(stage: Open, deck: ShownDeck) -> None:
    """With the script and without it."""
    one = stage("ankidroid-new")
    choices = [card for card in deck.cards if card.kind == "choice"]
    assert len(choices) > 200
    for card in choices:
        for show in (one.keep, one.unscripted):
            show(card, "front")
            front = texts(one)
            show(card, "back")
            assert texts(one) == front
