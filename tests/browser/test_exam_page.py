"""The page of an exam in Chromium: taken from start to result, kept, timed, read out, printed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from syrupy.assertion import SnapshotAssertion

from cps_cards.cli import group
from cps_cards.pipeline import open_deck
from tests import folders
from tests.browser.conftest import DECKS
from tests.cards.shown import shown
from tests.diff.anki_itself import Desktop
from tests.exam import decks, hostile
from tests.exam.decks import Entry

STATES = ("start", "question", "overview", "dialog", "result")
NO_STORE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied"); } });
"""
Open = Callable[..., Page]


def written(deck: Path, folder: Path, *args: str) -> Path:
    path = folder / f"exam{len(list(folder.iterdir()))}.html"
    result = CliRunner().invoke(group, ["exam", str(deck), "-o", str(path), *args])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve cards: nine of one topic, three of another, one with a scenario."""
    entries = [Entry(0)] * 9 + [Entry(1, more={"scenario": "It is Monday."})] + [Entry(1)] * 2
    files = decks.files(entries)
    about = json.loads(str(files["deck.yaml"])) | {"report_to": "https://example.org/?card={id}"}
    folder = tmp_path_factory.mktemp("exam") / "deck"
    return folders.write(folder, {**files, "deck.yaml": json.dumps(about)})


@pytest.fixture(scope="module")
def exam(deck: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(deck, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def timed(deck: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(deck, tmp_path_factory.mktemp("timed"), "--minutes", "15")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens a page from the disk; every console message and every request is a fault."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(
        path: Path,
        context: BrowserContext | None = None,
        before: str = "",
        clock: bool = False,
        **settings: Any,
    ) -> Page:
        if context is None:
            context = browser.new_context(offline=True, **settings)
            context.set_default_timeout(10_000)
            contexts.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((path.as_uri(), "data:"))
                else faults.append(request.url)
            ),
        )
        if clock:
            page.clock.install(time=1_800_000_000)
        page.goto(path.as_uri())
        if clock:
            page.clock.pause_at(1_800_000_100)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, exact=True)


def answer(page: Page, places: dict[int, int]) -> None:
    """From the first question to the last: the option at a place, where one is given."""
    total = len(json.loads(page.locator("#exam").inner_text())["questions"])
    for number in range(total):
        if number in places:
            page.get_by_role("radio").nth(places[number]).check()
        if number < total - 1:
            press(page, "Next")


def submit(page: Page) -> None:
    press(page, "Submit")
    page.get_by_role("dialog").get_by_role("button", name="Submit", exact=True).click()
    expect(heading(page, "Result")).to_be_focused()


def data(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.locator("#exam").inner_text())
    return found


def reach(page: Page, state: str) -> None:
    """To a state of the page, with some questions answered and one flagged."""
    if state == "start":
        return
    press(page, "Start")
    page.get_by_role("radio").nth(1).check()
    press(page, "Flag")
    if state in ("overview", "dialog"):
        press(page, "Overview")
    if state in ("dialog", "result"):
        press(page, "Submit")
    if state == "result":
        page.get_by_role("dialog").get_by_role("button", name="Submit", exact=True).click()


# Taking it


def test_from_start_to_result_with_the_keyboard_alone(visit: Open, exam: Path) -> None:
    page = visit(exam)
    right = [question["right"] for question in data(page)["questions"]]
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Start")).to_be_focused()
    page.keyboard.press("Enter")
    for number, place in enumerate(right, start=1):
        expect(heading(page, f"Question {number} of 12")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("radio").first).to_be_focused()
        page.keyboard.press("Space")
        for _ in range(place):
            page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio").nth(place)).to_be_checked()
        while page.evaluate("document.activeElement.textContent") != (
            "Next" if number < 12 else "Overview"
        ):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(heading(page, "Overview")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # nobody has to go through fifty questions to the button
    expect(page.locator("#overview .submit")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Submit your answers?")
    expect(dialog).to_contain_text("All 12 questions are answered.")
    page.keyboard.press("Escape")
    expect(page.locator("#overview .submit")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(heading(page, "Result")).to_be_focused()
    expect(page.locator("#score")).to_contain_text("12 of 12 right, 100 %")
    expect(page.locator("#missed")).to_have_text("No card was missed.")


def test_a_question_is_a_group_of_radio_buttons_named_by_it(visit: Open, exam: Path) -> None:
    page = visit(exam)
    press(page, "Start")
    for question in data(page)["questions"]:
        group_ = page.get_by_role("group")
        expect(group_).to_have_accessible_name(question["text"])
        assert page.evaluate("document.querySelector('fieldset').firstElementChild.tagName") == (
            "LEGEND"
        )
        if question["scenario"]:
            expect(group_).to_have_accessible_description("It is Monday.")
        for place, option in enumerate(question["answers"]):
            radio = page.get_by_role("radio").nth(place)
            expect(radio).to_have_accessible_name(f"{'ABCD'[place]}. {option['text']}")
            box = page.locator(".option").nth(place).bounding_box()
            assert box is not None
            assert box["height"] >= 44
        if page.get_by_role("button", name="Next").is_enabled():
            press(page, "Next")


def test_nothing_tells_right_from_wrong_before_the_end(visit: Open, exam: Path) -> None:
    page = visit(exam)
    questions = data(page)["questions"]
    press(page, "Start")
    for question in questions:
        page.get_by_role("radio").nth(0).check()
        shapes = page.locator(".option").evaluate_all(
            """rows => rows.map((row) => {
              row = row.cloneNode(true);
              for (const text of row.querySelectorAll(".text, .letter")) text.textContent = "";
              row.querySelector("input").removeAttribute("value");
              return row.outerHTML;
            })"""
        )
        assert len(set(shapes)) == 1
        page.locator(".option").first.hover()
        html = page.evaluate(
            """() => {
              const copy = document.documentElement.cloneNode(true);
              for (const script of copy.querySelectorAll("script, style")) script.remove();
              return copy.outerHTML;
            }"""
        )
        assert question["id"] not in html
        assert "wrong" not in html
        assert not any(a["why"] and a["why"] in html for a in question["answers"])
        assert question["why"] not in html
        if page.get_by_role("button", name="Next").is_enabled():
            press(page, "Next")


def test_flags_and_answers_stand_in_the_overview_and_lead_back(visit: Open, exam: Path) -> None:
    page = visit(exam)
    press(page, "Start")
    page.get_by_role("radio").nth(2).check()
    press(page, "Next")
    press(page, "Flag")
    expect(page.get_by_role("button", name="Flag")).to_have_attribute("aria-pressed", "true")
    press(page, "Next")
    page.get_by_role("radio").nth(1).check()
    press(page, "Flag")
    press(page, "Overview")
    expect(page.locator("#counts")).to_have_text(
        "10 of 12 questions are not answered. 2 are flagged."
    )
    names = page.locator("#tiles button").evaluate_all(
        "tiles => tiles.map((tile) => tile.getAttribute('aria-label'))"
    )
    assert names[:4] == [
        "Question 1: answered",
        "Question 2: not answered, flagged",
        "Question 3: answered, flagged",
        "Question 4: not answered",
    ]
    assert len(names) == 12
    press(page, "Question 1: answered")
    expect(heading(page, "Question 1 of 12")).to_be_focused()
    expect(page.get_by_role("radio").nth(2)).to_be_checked()


def test_submitting_asks_first(visit: Open, exam: Path) -> None:
    page = visit(exam)
    press(page, "Start")
    page.get_by_role("radio").nth(0).check()
    press(page, "Submit")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("11 of 12 questions are not answered.")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    dialog.get_by_role("button", name="Go on with the exam").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#question .submit")).to_be_focused()
    expect(heading(page, "Question 1 of 12")).to_be_visible()


# Result


def test_the_result_is_that_of_a_second_computation(visit: Open, exam: Path) -> None:
    page = visit(exam)
    questions = data(page)["questions"]
    press(page, "Start")
    places = {n: q["right"] for n, q in enumerate(questions[:7])}
    places |= {n: (q["right"] + 1) % 4 for n, q in enumerate(questions) if 7 <= n < 10}
    answer(page, places)
    submit(page)
    low, high = wilson(7, 12)
    expect(page.locator("#score p").nth(0)).to_have_text("7 of 12 right, 58 %")
    expect(page.locator("#score p").nth(1)).to_have_text(
        f"With other questions of this kind, expect {low} % to {high} %."
    )
    expect(page.locator("#score p").nth(2)).to_have_text("2 questions not answered.")
    rows = page.locator("#topics tr")
    expect(rows).to_have_count(2)
    for topic in range(2):
        own = [n for n, q in enumerate(questions) if q["topic"] == topic]
        right = sum(n < 7 for n in own)
        few = len(own) < 5
        expected = f"{right} of {len(own)}" + (
            "" if few else f", {math.floor(100 * right / len(own) + 0.5)} %"
        )
        told = "too few to tell" if few else "{} % to {} %".format(*wilson(right, len(own)))
        cells = rows.nth(topic).locator("td")
        expect(rows.nth(topic).locator("th")).to_have_text(f"Topic {topic}")
        expect(cells.nth(0)).to_have_text(expected)
        expect(cells.nth(1)).to_have_text(told)
    missed = "|".join(q["id"] for q in questions[7:])
    expect(page.get_by_role("textbox")).to_have_value(f'"Deck ID:tried" "Card ID:re:^({missed})$"')
    for number, question in enumerate(questions):
        check_review(page, number, question, places.get(number))


def wilson(right: int, asked: int) -> tuple[int, int]:
    """The ends as roots of the score equation, found by halving and not by the formula."""

    def end(low: float, high: float, sign: int) -> float:
        for _ in range(60):
            middle = (low + high) / 2
            error = math.sqrt(middle * (1 - middle) / asked)
            inside = abs(right / asked - middle) <= 1.959964 * error
            if inside is (sign > 0):
                low = middle
            else:
                high = middle
        return low

    share = right / asked
    return (
        0 if right == 0 else round(100 * end(0, share, -1)),
        100 if right == asked else round(100 * end(share, 1, 1)),
    )


def check_review(page: Page, number: int, question: dict[str, Any], chosen: int | None) -> None:
    right = chosen == question["right"]
    word = "right" if right else "not answered" if chosen is None else "wrong"
    details = page.locator("details").nth(number)
    expect(details.get_by_role("heading", name=f"Question {number + 1}: {word}")).to_be_visible()
    assert details.evaluate("one => one.open") is not right
    text = details.evaluate("one => one.textContent")
    for option in question["answers"]:
        assert option["why"] in text
    assert text.count(question["why"]) == 1
    assert "ABCD"[question["right"]] == re.findall(r"Right answer: (\w)\.", text)[0]
    assert text.count("Right answer") == 2  # in the line above the options, and at the option
    if chosen is not None:
        assert f"Your answer: {'ABCD'[chosen]}." in text
    link = details.get_by_role("link", name="Report", include_hidden=True)
    expect(link).to_have_attribute("href", f"https://example.org/?card={question['id']}")
    assert question["id"] in text


def test_what_a_screen_reader_is_told_in_order(
    visit: Open, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    entries = [Entry(0, more={"scenario": "It is Monday."}), Entry(0), Entry(1)]
    deck = folders.write(tmp_path / "deck", decks.files(entries))
    path = written(deck, tmp_path, "--minutes", "15")
    told = []
    for state in STATES:
        page = visit(path, clock=True)
        reach(page, state)
        told.append(f"{state}\n{page.locator('body').aria_snapshot()}")
    assert "\n\n".join(told) == snapshot


def test_signs_are_for_the_eyes_alone(visit: Open, exam: Path) -> None:
    page = visit(exam)
    press(page, "Start")
    answer(page, {0: 0, 1: 1, 2: 2})
    submit(page)
    tree = page.locator("main").aria_snapshot()
    assert not set("✓✗⚑–") & set(tree)
    signs = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((node) =>
          node.children.length === 0 && /[✓✗⚑]/.test(node.textContent) &&
          !node.closest("[aria-hidden=true]")).length"""
    )
    assert signs == 0


def test_the_search_finds_the_missed_cards_in_anki(
    visit: Open, deck: Path, exam: Path, tmp_path: Path
) -> None:
    page = visit(exam)
    questions = data(page)["questions"]
    press(page, "Start")
    answer(page, {0: questions[0]["right"], 5: questions[5]["right"]})
    submit(page)
    search = page.get_by_role("textbox").input_value()
    shown(deck, tmp_path)  # builds the package and imports it
    desktop = Desktop(tmp_path / "again")
    package = (tmp_path / "deck.apkg").read_bytes()
    import_package(desktop, package)
    found = {desktop.col.get_note(note)["Card ID"] for note in desktop.col.find_notes(search)}
    desktop.close()
    assert found == {q["id"] for n, q in enumerate(questions) if n not in (0, 5)}


def import_package(desktop: Desktop, package: bytes) -> None:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    desktop.package.write_bytes(package)
    desktop.col.import_anki_package(
        ImportAnkiPackageRequest(
            package_path=str(desktop.package), options=ImportAnkiPackageOptions()
        )
    )


def test_the_search_is_copied(visit: Open, exam: Path) -> None:
    page = visit(exam, permissions=["clipboard-read", "clipboard-write"])
    press(page, "Start")
    submit(page)
    press(page, "Copy")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    field = page.get_by_role("textbox")
    assert page.evaluate("navigator.clipboard.readText()") == field.input_value()
    expect(field).to_have_attribute("readonly", "")


def test_start_again_clears_all(visit: Open, exam: Path) -> None:
    page = visit(exam)
    press(page, "Start")
    answer(page, {0: 0})
    submit(page)
    press(page, "Start again")
    expect(heading(page, "Before you start")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0
    press(page, "Start")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)


# Kept


def test_a_reload_and_another_day_lose_nothing(visit: Open, exam: Path) -> None:
    page = visit(exam)
    press(page, "Start")
    page.get_by_role("radio").nth(2).check()
    press(page, "Flag")
    press(page, "Next")
    page.get_by_role("radio").nth(1).check()
    page.reload()
    expect(heading(page, "Question 2 of 12")).to_be_visible()
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    context = page.context
    page.close()
    page = visit(exam, context)
    press(page, "Previous")
    expect(page.get_by_role("radio").nth(2)).to_be_checked()
    expect(page.get_by_role("button", name="Flag")).to_have_attribute("aria-pressed", "true")
    press(page, "Overview")
    page.reload()
    expect(heading(page, "Overview")).to_be_visible()
    submit(page)
    score = page.locator("#score").inner_text()
    page.reload()
    expect(heading(page, "Result")).to_be_visible()
    assert page.locator("#score").inner_text() == score


def test_two_exams_side_by_side_know_nothing_of_each_other(
    visit: Open, deck: Path, exam: Path, tmp_path: Path
) -> None:
    one = visit(exam)
    other = visit(written(deck, tmp_path, "--seed", "7"), one.context)
    press(one, "Start")
    one.get_by_role("radio").nth(2).check()
    expect(heading(other, "Before you start")).to_be_visible()
    press(other, "Start")
    other.get_by_role("radio").nth(0).check()
    for page, place in ((one, 2), (other, 0)):
        page.reload()
        expect(page.get_by_role("radio").nth(place)).to_be_checked()


def test_the_same_exam_in_two_windows_shows_the_later_answer(visit: Open, exam: Path) -> None:
    one = visit(exam)
    press(one, "Start")
    other = visit(exam, one.context)
    one.get_by_role("radio").nth(1).check()
    expect(other.get_by_role("radio").nth(1)).to_be_checked()
    press(other, "Next")
    other.get_by_role("radio").nth(3).check()
    expect(heading(one, "Question 2 of 12")).to_be_visible()
    expect(one.get_by_role("radio").nth(3)).to_be_checked()


def test_without_a_store_the_page_works_and_says_so(visit: Open, exam: Path) -> None:
    page = visit(exam, before=NO_STORE)
    expect(page.locator("#start")).to_contain_text("a reload loses your answers")
    press(page, "Start")
    expect(page.locator("#question")).to_contain_text("A reload loses your answers")
    answer(page, {0: 0, 3: 1})
    submit(page)
    expect(page.locator("#score")).to_contain_text("10 questions not answered.")
    press(page, "Start again")
    expect(heading(page, "Before you start")).to_be_focused()


@pytest.mark.parametrize(
    "kept",
    [
        "null", "[]", "3", '{"view": "result"}', "{", '{"view":"__proto__"}',
        '{"view":"question","place":99,"answers":[],"flags":[],"time":""}',
    ],
)  # fmt: skip
def test_a_store_that_somebody_else_wrote_is_an_exam_not_begun(
    visit: Open, exam: Path, kept: str
) -> None:
    page = visit(exam)
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [data(page)["name"], kept])
    page.reload()
    expect(heading(page, "Before you start")).to_be_visible()
    press(page, "Start")
    expect(heading(page, "Question 1 of 12")).to_be_focused()


# Time


def test_the_clock_counts_and_speaks_at_ten_five_and_one(visit: Open, timed: Path) -> None:
    page = visit(timed, clock=True)
    expect(page.locator("#start")).to_contain_text("15 minutes")
    press(page, "Start")
    clock, spoken = page.locator("#clock"), page.locator("#spoken")
    expect(clock).to_have_text("Time left 15:00")
    assert not page.locator("#clock").evaluate("one => one.closest('[aria-live], [role=status]')")
    said = []
    for _ in range(14 * 60 + 55):
        page.clock.run_for(1000)
        text = spoken.text_content()
        if text and (not said or said[-1] != text):
            said.append(text)
    assert said == ["10 minutes left.", "5 minutes left.", "1 minute left."]
    expect(clock).to_have_text("Time left 0:05")


def test_a_reload_gives_no_time_back(visit: Open, timed: Path) -> None:
    page = visit(timed, clock=True)
    press(page, "Start")
    page.clock.run_for(61_000)
    page.reload()
    expect(page.locator("#clock")).to_have_text("Time left 13:59")
    page.clock.run_for(1000)
    expect(page.locator("#spoken")).to_be_empty()


def test_at_the_end_one_may_submit(visit: Open, timed: Path) -> None:
    page = visit(timed, clock=True)
    press(page, "Start")
    press(page, "Submit")  # an open question gives way
    page.clock.run_for(15 * 60_000 + 1000)
    dialog = page.get_by_role("dialog", name="Time is up")
    expect(dialog).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(1)
    dialog.get_by_role("button", name="Submit now").click()
    expect(heading(page, "Result")).to_be_focused()
    expect(page.locator("#score")).to_contain_text("Submitted when the 15 minutes were up.")
    page.reload()
    expect(page.locator("#score")).to_contain_text("Submitted when the 15 minutes were up.")


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_at_the_end_one_may_go_on_without_the_clock(visit: Open, timed: Path, how: str) -> None:
    page = visit(timed, clock=True)
    press(page, "Start")
    page.get_by_role("radio").nth(1).focus()
    page.clock.run_for(15 * 60_000 + 1000)
    expect(page.get_by_role("dialog", name="Time is up")).to_be_visible()
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        press(page, "Go on without the clock")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("radio").nth(1)).to_be_focused()
    expect(page.locator("#clock")).to_be_hidden()
    page.clock.run_for(5000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    expect(heading(page, "Question 1 of 12")).to_be_visible()
    submit(page)
    expect(page.locator("#score")).to_contain_text("Finished without the clock")


def test_a_page_opened_after_the_end_is_not_stuck(visit: Open, timed: Path) -> None:
    page = visit(timed, clock=True)
    press(page, "Start")
    page.get_by_role("radio").nth(1).check()
    context = page.context
    page.close()
    page = context.new_page()
    page.clock.install(time=1_800_100_000)
    page.goto(timed.as_uri())
    expect(page.get_by_role("dialog", name="Time is up")).to_be_visible()
    press(page, "Go on without the clock")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()


def test_within_the_time_the_result_says_so(visit: Open, timed: Path) -> None:
    page = visit(timed)
    press(page, "Start")
    submit(page)
    expect(page.locator("#score")).to_contain_text("Submitted within 15 minutes.")


def test_without_a_limit_there_is_no_word_of_time(visit: Open, exam: Path) -> None:
    page = visit(exam)
    press(page, "Start")
    expect(page.locator("#clock")).to_be_hidden()
    submit(page)
    expect(page.locator("#score p")).to_have_count(3)


# For everyone, everywhere


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_runs_over(
    visit: Open, timed: Path, axe_source: str, state: str, width: int, scheme: str
) -> None:
    page = visit(
        timed, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    reach(page, state)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe_source)
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, .option")].filter((node) => {
          const box = node.getBoundingClientRect();
          return box.height > 0 && box.height < 44;
        }).map((node) => node.textContent)"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_when_time_is_up(
    visit: Open, timed: Path, axe_source: str, scheme: str
) -> None:
    page = visit(
        timed,
        clock=True,
        viewport={"width": 320, "height": 800},
        color_scheme=scheme,
        bypass_csp=True,
    )
    reach(page, "question")
    page.clock.run_for(15 * 60_000 + 1000)
    expect(page.get_by_role("dialog", name="Time is up")).to_be_visible()
    page.clock.resume()  # axe waits by the clock
    page.evaluate(axe_source)
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("state", ["question", "result"])
def test_at_twice_the_size_nothing_runs_over(visit: Open, timed: Path, state: str) -> None:
    page = visit(timed, viewport={"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    reach(page, state)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("state", ["question", "overview", "result"])
@pytest.mark.parametrize("width", [320, 1280])
def test_texts_of_every_shape_are_shown(
    visit: Open, tmp_path: Path, axe_source: str, state: str, width: int
) -> None:
    deck = folders.write(tmp_path / "deck", hostile.FILES)
    page = visit(written(deck, tmp_path), viewport={"width": width, "height": 800}, bypass_csp=True)
    page.evaluate(axe_source)
    press(page, "Start")
    for number in range(1, 8):
        expect(heading(page, f"Question {number} of 7")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(
            "[...document.images].every((one) => one.complete && one.naturalWidth > 0)"
        )
        if state == "question":
            found = page.evaluate("axe.run(document).then(result => result.violations)")
            assert not found, [(one["id"], [n["html"] for n in one["nodes"]]) for one in found]
        if number < 7:
            press(page, "Next")
    if state == "overview":
        press(page, "Overview")
    if state == "result":
        submit(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = page.evaluate("axe.run(document).then(result => result.violations)")
        assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
        assert "alert(1)" in page.locator("main").inner_text()


def test_maths_is_shown_as_typed_and_said_to_be(visit: Open, tmp_path: Path) -> None:
    deck = folders.write(tmp_path / "deck", hostile.FILES)
    page = visit(written(deck, tmp_path))
    press(page, "Start")
    for question in data(page)["questions"]:
        has = "neq" in question["text"]
        expect(page.get_by_text("Maths is shown here as it is typed.")).to_be_visible(visible=has)
        if page.get_by_role("button", name="Next").is_enabled():
            press(page, "Next")


def test_sounds_are_played(visit: Open, tmp_path: Path) -> None:
    more = {"question": "Which bell is ![the bell](bell.mp3)?", "answer": "![it](bell.mp3)"}
    files = decks.files([Entry(more=more)])
    deck = folders.write(tmp_path / "deck", {**files, "media/bell.mp3": b"ID3 ding"})
    page = visit(written(deck, tmp_path))
    press(page, "Start")
    players = page.locator("audio")
    expect(players).to_have_count(2)
    for number in range(2):
        assert (players.nth(number).get_attribute("src") or "").startswith("data:audio/mpeg")
    expect(page.locator("label audio")).to_have_count(0)


def test_the_page_has_the_decks_language_and_direction(visit: Open, tmp_path: Path) -> None:
    files = decks.files(decks.mixed(3))
    about = json.loads(str(files["deck.yaml"])) | {"language": "ar"}
    deck = folders.write(tmp_path / "deck", {**files, "deck.yaml": json.dumps(about)})
    page = visit(written(deck, tmp_path))
    press(page, "Start")
    assert page.evaluate("document.documentElement.lang") == "ar"
    for node in (page.locator("legend"), page.locator(".option .text").first):
        assert node.evaluate("one => one.closest('[lang]').lang") == "ar"
        assert node.evaluate("one => one.dir") == "auto"
    assert page.locator("#asked").evaluate("one => getComputedStyle(one).direction") == "rtl"
    button = page.get_by_role("button", name="Next")
    assert button.evaluate("one => one.closest('[lang]').lang") == "en"


def test_without_javascript_a_line_says_that_it_is_needed(browser: Browser, exam: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(exam.as_uri())
    line = page.locator("noscript p")
    expect(line).to_be_visible()
    assert "needs JavaScript" in (line.text_content() or "")
    expect(page.get_by_role("button")).to_have_count(0)
    context.close()


def test_the_policy_lets_nothing_in_and_nothing_out(browser: Browser, exam: Path) -> None:
    text = exam.read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert "img-src" not in policy[1]
    json_text = text.split('data-deck="tried">')[1].split("</script>")[0]
    assert "<" not in json_text
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(exam.as_uri())
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    page.evaluate("fetch('https://example.org/').catch(() => 0)")
    assert sum("Content Security Policy" in line for line in said) >= 2
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_that_leads_to_it_is_open_to_everyone(
    visit: Open, axe_source: str, width: int, scheme: str
) -> None:
    path = Path(__file__).parents[2] / ".github" / "pages" / "index.html"
    page = visit(
        path, viewport={"width": width, "height": 700}, color_scheme=scheme, bypass_csp=True
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe_source)
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


# Paper, and the size


def test_printed_it_shows_reasons_only_after_the_end(visit: Open, exam: Path) -> None:
    page = visit(exam)
    press(page, "Start")
    page.emulate_media(media="print")
    assert "Because" not in page.locator("body").inner_text()
    page.emulate_media(media="screen")
    submit(page)
    page.emulate_media(media="print")
    assert page.locator("body").inner_text().count("Because") == 12


def test_fifty_questions_of_the_shipped_deck_are_small(tmp_path: Path) -> None:
    assert written(DECKS, tmp_path).stat().st_size < 100_000
    cards = decks.choices(open_deck(DECKS))
    assert written(DECKS, tmp_path, "--questions", str(len(cards))).stat().st_size < 400_000
