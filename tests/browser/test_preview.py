"""The preview page: it shows what Anki shows, offline, and does what its controls say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from cps_cards.cli.preview import command
from tests.browser import checks
from tests.browser.conftest import DECKS, SHAPES
from tests.cards.shown import ShownCard, ShownDeck

Open = Callable[..., Page]

NORMAL = """
(html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  for (const node of box.content.querySelectorAll("script")) node.remove();
  for (const node of box.content.querySelectorAll(".cloze")) node.removeAttribute("data-cloze");
  for (const node of box.content.querySelectorAll("a")) {
    node.removeAttribute("target");
    node.removeAttribute("rel");
  }
  for (const node of box.content.querySelectorAll("img")) node.removeAttribute("src");
  return box.innerHTML.replace(/\\s+/g, " ").trim();
}
"""
INSIDE = "() => document.getElementById('frame').contentDocument.getElementById('qa').innerHTML"


def written(deck: Path, folder: Path) -> Path:
    page = folder / "deck.html"
    result = CliRunner().invoke(command, [str(deck), "-o", str(page)])
    assert result.exit_code == 0, result.output
    return page


@pytest.fixture(scope="session")
def deck_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(DECKS, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="session")
def shapes_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(SHAPES, tmp_path_factory.mktemp("page"))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens a page from the disk; every console message and every request is a fault."""
    faults: list[str] = []
    contexts = []

    def open_page(path: Path, width: int = 1400, height: int = 900, **settings: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, **settings
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((path.as_uri(), "data:", "about:"))
                else faults.append(request.url)
            ),
        )
        page.goto(path.as_uri())
        expect(page.frame_locator("#frame").locator("main")).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def shown_id(page: Page) -> str:
    return page.frame_locator("#frame").locator(".cps-card-id, .cps-id code").first.inner_text()


def walk(page: Page, cards: int) -> list[tuple[str, str, str]]:
    """Id, front and back of every card, by the page's own buttons."""
    found = []
    for number in range(cards):
        if number:
            page.evaluate("() => document.getElementById('next').click()")
        front = page.evaluate(INSIDE)
        page.evaluate("() => document.getElementById('flip').click()")
        found.append((page.url.partition("#")[2], front, page.evaluate(INSIDE)))
    return found


def same_as_anki(page: Page, deck: ShownDeck) -> None:
    shown: dict[str, list[ShownCard]] = {}
    for card in deck.cards:
        shown.setdefault(card.id, []).append(card)
    seen: dict[str, int] = {}
    for card_id, front, back in walk(page, len(deck.cards)):
        card = shown[card_id][seen.get(card_id, 0)]
        seen[card_id] = seen.get(card_id, 0) + 1
        for ours, side in ((front, "front"), (back, "back")):
            theirs = page.evaluate(NORMAL, getattr(card, side))
            assert page.evaluate(NORMAL, unscripted(ours)) == unscripted(theirs), (card.name, side)
    assert {card_id: len(cards) for card_id, cards in shown.items()} == seen


def unscripted(html: str) -> str:
    """Without what the choice script adds to a front."""
    return re.sub(
        r' (?:role="radio(?:group)?"|role="list"|aria-checked="\w+"|tabindex="-?\d"'
        r'|aria-labelledby="cps-question")|(?: cps-live tappable)',
        "",
        html,
    )


def test_it_shows_every_card_of_the_deck_as_anki_does(
    visit: Open, deck_page: Path, deck: ShownDeck
) -> None:
    same_as_anki(visit(deck_page), deck)


def test_it_shows_every_shape_of_card_as_anki_does(
    visit: Open, shapes_page: Path, shapes: ShownDeck
) -> None:
    same_as_anki(visit(shapes_page), shapes)


def test_the_page_is_small_and_names_no_other_file(deck_page: Path) -> None:
    text = deck_page.read_text(encoding="utf-8")
    assert len(text.encode()) < 3_000_000
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]
    assert not re.search(r'<(?:link|img|script|iframe)[^>]* (?:src|href)="(?!data:)', text)


def test_what_got_into_a_field_can_neither_run_nor_load(
    visit: Open, shapes_page: Path, tmp_path: Path
) -> None:
    """Field HTML is sanitized before; here the policy is on its own."""
    text = shapes_page.read_text(encoding="utf-8")
    attack = (
        "\\u003cimg src=x onerror=\\u0022top.hit=1\\u0022\\u003e"
        "\\u003csvg onload=\\u0022top.hit=1\\u0022\\u003e\\u003c/svg\\u003eWho decides?"
    )
    assert '"Question": "Who decides?"' in text
    page_file = tmp_path / "attacked.html"
    page_file.write_text(
        text.replace('"Question": "Who decides?"', f'"Question": "{attack}"'), encoding="utf-8"
    )
    context = visit(shapes_page).context
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{page_file.as_uri()}#bare")
    expect(page.frame_locator("#frame").locator(".cps-question svg")).to_be_attached()
    assert page.evaluate("() => window.hit") is None
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


def test_a_card_flips_by_click_space_and_button(visit: Open, shapes_page: Path) -> None:
    page = visit(shapes_page)
    card = page.frame_locator("#frame")
    answer = card.locator("main.cps-back")
    page.locator("#list button", has_text="Dignity of risk").click()
    expect(answer).to_have_count(0)
    card.locator(".cps-question").click()
    expect(answer).to_have_count(1)
    page.keyboard.press("Space")
    expect(answer).to_have_count(0)
    page.locator("h1").click()
    page.keyboard.press("Space")
    expect(answer).to_have_count(1)
    page.get_by_role("button", name="Show the question").click()
    expect(answer).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(card.locator(".cps-task")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(card.locator(".cps-task")).to_have_count(0)


def test_a_choice_is_made_and_carried_to_the_back(visit: Open, shapes_page: Path) -> None:
    page = visit(shapes_page)
    card = page.frame_locator("#frame")
    for number in range(4):
        page.locator("#list button").first.click()
        card.get_by_role("radio").nth(number).click()
        expect(card.get_by_role("radio").nth(number)).to_be_checked()
        page.locator("#flip").click()
        expect(card.locator(".cps-option").nth(number)).to_have_class(re.compile("cps-chosen"))
    page.locator("#next").click()
    page.locator("#previous").click()
    page.locator("#flip").click()
    expect(card.locator(".cps-chosen")).to_have_count(0)


def count(page: Page) -> int:
    return int(page.locator("#count").inner_text().split()[0])


def test_filters_narrow_the_list(visit: Open, deck_page: Path, deck: ShownDeck) -> None:
    page = visit(deck_page)
    kinds = {"basic": 0, "cloze": 0, "choice": 0}
    for note in deck.notes:
        kinds[note.kind] += 1
    assert count(page) == len(deck.notes)
    for kind, number in kinds.items():
        page.locator("[name=kind]").select_option(kind)
        assert count(page) == number
    page.locator("[name=kind]").select_option("")
    for name, tag in (("topic", "topic"), ("priority", "priority")):
        values = page.locator(f"[name={name}] option").evaluate_all(
            "(all) => all.map((o) => o.value)"
        )
        total = 0
        for value in filter(None, values):
            page.locator(f"[name={name}]").select_option(value)
            expected = sum(f"cps::{tag}::{value}" in note.tags for note in deck.notes)
            assert count(page) == expected
            total += expected
        page.locator(f"[name={name}]").select_option("")
        assert total == len(deck.notes)
    page.locator("[name=week]").select_option("1")
    assert 0 < count(page) <= 70
    page.locator("[name=week]").select_option("")
    card_id = deck.notes[200].card.id.value
    page.locator("[name=text]").fill(f"  {card_id.upper()} ")
    assert count(page) == 1
    assert page.url.endswith(f"#{card_id}")
    page.locator("[name=text]").fill("no card has zzz in it")
    assert count(page) == 0


def test_words_are_searched_as_they_are_shown(visit: Open, shapes_page: Path) -> None:
    page = visit(shapes_page)
    for words, number in (("reported", 1), ("before the person", 1), ("x^2", 1), ("<b", 0)):
        page.locator("[name=text]").fill(words)
        assert count(page) == number, words


def test_a_long_list_is_written_in_parts(visit: Open, deck_page: Path) -> None:
    page = visit(deck_page)
    assert page.locator("#list li").count() == 100
    page.get_by_role("button", name="Show more").click()
    assert page.locator("#list li").count() == 200
    page.locator("[name=kind]").select_option("choice")
    assert page.locator("#list li").count() == 100


def test_night_turns_page_and_card(visit: Open, shapes_page: Path) -> None:
    page = visit(shapes_page)
    ground = "(node) => getComputedStyle(node).backgroundColor"
    inside = page.frame_locator("#frame").locator("body")
    assert inside.evaluate(ground) == "rgb(255, 255, 255)"
    page.get_by_role("button", name="Night").click()
    assert inside.evaluate(ground) == "rgb(30, 35, 41)"
    assert page.locator("body").evaluate(ground) == "rgb(21, 25, 30)"
    dark = visit(shapes_page, color_scheme="dark")
    expect(dark.get_by_role("button", name="Night")).to_have_attribute("aria-pressed", "true")


def test_a_link_to_a_card_opens_it(visit: Open, shapes_page: Path) -> None:
    page = visit(shapes_page)
    page.goto(f"{shapes_page.as_uri()}#six-numbers")
    page.reload()
    expect(page.frame_locator("#frame").get_by_role("radio")).to_have_count(6)


def test_findings_stand_beside_the_card(visit: Open, tmp_path: Path) -> None:
    deck = tmp_path / "deck"
    (deck / "cards").mkdir(parents=True)
    (deck / "deck.yaml").write_text("id: d\nname: A deck\ntopics: {t: A topic}\n")
    (deck / "cards" / "t.yaml").write_text(
        "topic: t\ncards:\n  - id: a\n    kind: choice\n    question: Which reply is best?\n"
        "    answer: None of the above\n    distractors: [One reply, Another reply]\n"
        "  - id: b\n    front: Who sets the goals of the plan?\n    back: The person.\n"
    )
    page = visit(written(deck, tmp_path))
    page.locator("[name=findings]").select_option("some")
    page.locator("#list button").first.click()
    expect(page.locator("#findings")).to_contain_text("mcq-none-of-the-above")
    expect(page.locator("#list .found").first).to_contain_text("finding")
    expect(page.locator("#facts")).to_contain_text("t.yaml:3")


def test_uncovered_objectives_are_listed(visit: Open, tmp_path: Path) -> None:
    deck = tmp_path / "deck"
    (deck / "cards").mkdir(parents=True)
    (deck / "deck.yaml").write_text("id: d\nname: A deck\n")
    (deck / "curriculum.yaml").write_text(
        "topics:\n  - id: t\n    title: A topic\n    objectives:\n"
        "      - {id: t.one, statement: Say <one> thing., priority: core, facts: "
        "[{id: t.one.a, text: One., sources: [s]}]}\n"
        "      - {id: t.two, statement: Say another., priority: extended, facts: "
        "[{id: t.two.a, text: Two., sources: [s]}]}\n"
    )
    (deck / "sources.yaml").write_text("sources: [{id: s, title: S, kind: page}]\n")
    (deck / "cards" / "t.yaml").write_text(
        "topic: t\ncards: [{id: a, front: Who?, back: Me., teaches: [t.two.a]}]\n"
    )
    page = visit(written(deck, tmp_path))
    missing = page.locator(".about li", has_text="Say <one> thing.")
    expect(missing).to_contain_text("Core, t.one")
    expect(page.locator(".about")).not_to_contain_text("Say another.")


def test_print_is_a_handout_of_what_the_filters_leave(visit: Open, shapes_page: Path) -> None:
    page = visit(shapes_page)
    page.locator("[name=topic]").select_option("empty")
    page.emulate_media(media="print")
    expect(page.locator(".desk")).to_be_hidden()
    expect(page.locator("#handout")).to_be_visible()
    expect(page.locator("#handout section")).to_have_count(3)
    text = page.locator("#handout").inner_text()
    assert "The person decides." in text
    assert "✓ Right answer" in text
    page.emulate_media(media="screen")
    page.locator("[name=topic]").select_option("")
    page.emulate_media(media="print")
    expect(page.locator("#handout section")).to_have_count(13)
    for image in page.locator("#handout img").all():
        assert image.evaluate("(node) => node.decode().then(() => node.naturalWidth)") > 0
    assert page.pdf()[:4] == b"%PDF"


@pytest.mark.parametrize("width", [320, 390, 900, 1400])
@pytest.mark.parametrize("night", [False, True], ids=["light", "night"])
def test_the_page_is_accessible_and_fits(
    visit: Open, shapes_page: Path, axe_source: str, width: int, night: bool
) -> None:
    page = visit(shapes_page, width=width, bypass_csp=True)
    if night:
        page.locator("#night").click()
    page.evaluate(axe_source)
    # Cards are looked at elsewhere, and pages from the disk cannot send each other messages.
    assert not checks.faults(page, checks.AXE.replace("preload:", "iframes: false, preload:"))
    assert page.evaluate(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_five_hundred_cards_stay_quick(visit: Open, deck_page: Path) -> None:
    """A generous bound, for a slow machine: it is a wait that a person feels which fails."""
    page = visit(deck_page)
    worst = page.evaluate(
        """() => {
          const input = document.querySelector("[name=text]");
          let worst = 0;
          for (const text of ["p", "pe", "peer", "peer s", ""]) {
            const started = performance.now();
            input.value = text;
            input.dispatchEvent(new Event("input", { bubbles: true }));
            document.body.getBoundingClientRect();
            worst = Math.max(worst, performance.now() - started);
          }
          return worst;
        }"""
    )
    assert worst < 500
