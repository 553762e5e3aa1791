"""The page of ``cps-cards diff``: it reads well by day and night, and runs nothing of a card."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cps_cards.apkg.contents import Package
from cps_cards.diff.comparison import compare
from cps_cards.diff.sides import Side, from_folder
from cps_cards.report import diff_html
from tests.apkg.kit import sample
from tests.browser import checks
from tests.diff.decks import before, change

Open = Callable[..., Page]


def write(old: Side, new: Side, folder: Path) -> Path:
    path = folder / "diff.html"
    with path.open("w", encoding="utf-8") as stream:
        diff_html.write(compare(old, new), stream)
    return path


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diff")
    older, newer = before(folder / "older"), before(folder / "newer")
    change(newer)
    old = from_folder("main", older.path)
    return write(old, from_folder("decks", newer.path, old), folder)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a page; at the end, none may have asked for anything or said a word of error."""
    faults: list[str] = []
    pages: list[Page] = []

    def run(path: Path, width: int = 1000, **settings: Any) -> Page:
        page = browser.new_context(viewport={"width": width, "height": 900}, **settings).new_page()
        # Frames that run nothing do not answer axe, which asks them; and Chromium says so where it
        # keeps a sandboxed frame from taking the focus.
        expected = ("postMessage", "Blocked autofocusing")
        page.on(
            "console",
            lambda m: any(one in m.text for one in expected) or faults.append(m.text),
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.append(request.url))
        page.goto(path.as_uri())
        faults.remove(path.as_uri())
        pages.append(page)
        return page

    yield run
    for page in pages:
        page.context.close()
    assert not faults


def draw_all(page: Page) -> None:
    """Scroll past every card, so that each is drawn."""
    for article in page.locator("article").all():
        article.scroll_into_view_if_needed()
    page.locator(".phones:not(.shown)").first.wait_for(state="detached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
def test_it_is_accessible(
    every_kind: Path, open_page: Open, axe_source: str, scheme: str, width: int
) -> None:
    page = open_page(every_kind, width, color_scheme=scheme, bypass_csp=True)
    draw_all(page)
    checks.load_axe(page, axe_source)
    assert checks.faults(page, checks.AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_change_is_on_it(every_kind: Path, open_page: Open, scheme: str) -> None:
    page = open_page(every_kind, color_scheme=scheme)
    draw_all(page)
    for kind in ("added", "changed", "retired", "removed"):
        assert page.locator(f"article.{kind} iframe").count()
    gaps = page.locator("article", has_text="three-gaps")
    assert gaps.locator("del").first.inner_text() == ","
    assert gaps.locator("figcaption").all_inner_texts() == [
        "Before",
        "After",
        "Before only: card 3",
    ]
    frame = gaps.frame_locator("iframe").first
    assert "One, two and three." in " ".join(frame.locator("body").inner_text().split())
    night = "nightMode" in (frame.locator("body").get_attribute("class") or "")
    assert night == (scheme == "dark")


def test_question_and_answer_day_and_night(every_kind: Path, open_page: Open) -> None:
    page = open_page(every_kind, color_scheme="light")
    draw_all(page)
    body = (
        page.locator("article", has_text="three-gaps").frame_locator("iframe").first.locator("body")
    )
    page.get_by_role("button", name="Question").click()
    body.get_by_text("[...]").wait_for()
    page.get_by_role("button", name="Night").click()
    page.locator("iframe.night").first.wait_for()
    assert page.get_by_role("button", name="Night").get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="Day").get_attribute("aria-pressed") == "false"


def test_on_paper_every_card_is_drawn(every_kind: Path, open_page: Open) -> None:
    """Whoever prints has not looked at every card before; what is not there in time is white."""
    page = open_page(every_kind)
    assert page.locator(".phones:not(.shown)").count()
    drawn = page.evaluate(
        """() => {
          window.dispatchEvent(new Event("beforeprint"));
          return [...document.querySelectorAll(".phones figure")].map((figure) => {
            const body = figure.querySelector("iframe").contentDocument.body;
            return body.classList.contains("card") ? body.innerText.trim() : "";
          });
        }"""
    )
    assert drawn
    assert all(drawn)
    page.wait_for_timeout(300)
    bodies = [frame.locator("body").inner_text() for frame in page.frames[1:]]
    assert len(bodies) == len(drawn)
    assert all(body.strip() for body in bodies)


def test_it_reads_without_scripts(every_kind: Path, open_page: Open) -> None:
    page = open_page(every_kind, java_script_enabled=False)
    assert page.locator("iframe").count() == 0
    assert page.get_by_text("Learners lose history").is_visible()
    assert page.locator("article.changed ins").first.is_visible()
    assert not page.get_by_role("button", name="Night").is_visible()


def test_a_hostile_package_can_do_nothing(tmp_path: Path, open_page: Open) -> None:
    package = sample(tmp_path / "decks").package()
    nasty = (
        '<script>parent.hit=1</script><img src=x onerror="top.hit=1"><svg onload=parent.hit=1>'
        '<iframe src="https://example.org"></iframe><a href="javascript:parent.hit=1">go</a>'
        '<link rel=stylesheet href="https://example.org/a.css"><style>@import "https://a.b";</style>'
        '<form action="https://example.org"><button autofocus onfocus=parent.hit=1>x</button>'
        '</form><meta http-equiv=refresh content="0;url=https://example.org"></script></iframe>{{Front}}'
        '<img src="https://example.org/a.png" style="background:url(https://example.org/b)">'
    )
    notes = tuple(
        dataclasses.replace(
            note,
            fields=(note.fields[0], *[nasty for _ in note.fields[1:]]),
            tags=('"><script>hit=1</script>',),
        )
        for note in package.notes
    )
    hostile = Side("<script>hit=1</script>", dataclasses.replace(package, notes=notes))
    page = open_page(write(Side("old", package), hostile, tmp_path))
    draw_all(page)
    page.wait_for_timeout(300)
    assert page.evaluate("typeof hit") == "undefined"
    assert page.frames[0].url.startswith("file:")
    assert all(frame.url == "about:srcdoc" for frame in page.frames[1:])
    assert len(page.frames) > 1
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    assert page.evaluate("typeof hit") == "undefined"
    assert page.url.startswith("file:")


def test_nothing_to_show_is_a_page_too(tmp_path: Path, open_page: Open) -> None:
    empty = Package((), (), {})
    page = open_page(write(Side("old", empty), Side("new", empty), tmp_path))
    assert page.locator("h1").inner_text() == "No card changed"
