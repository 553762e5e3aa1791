"""Forms and keys as a browser prints them: read back page by page."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser
from pypdf import PdfReader

from cps_cards.cli import group
from tests import folders
from tests.browser.conftest import DECKS
from tests.exam import decks, hostile
from tests.exam.decks import Entry
from tests.exam.written import HtmlReader

LINES = [f"{word} line of a scenario that goes on for a while." for word in ("First", "Last")]

DIRECTION = "one => getComputedStyle(one).direction"


def written(deck: Path, folder: Path, *args: str) -> tuple[Path, Path]:
    form = folder / "exam.html"
    result = CliRunner().invoke(
        group, ["exam", str(deck), "-o", str(form), "--format", "print", *args]
    )
    assert result.exit_code == 0, result.output
    return form, folder / "exam-key.html"


def pages(browser: Browser, path: Path, size: str) -> list[str]:
    """The words of each page, as *Print › Save as PDF* makes it."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    data = page.pdf(format=size, prefer_css_page_size=True)
    context.close()
    read = [" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages]
    assert len(read) > 1
    return read


def long_deck(folder: Path) -> Path:
    """Questions of every length up to two thirds of a page."""
    entries = []
    for number in range(40):
        middle = " ".join(["And so on and so forth, word by word."] * (number * 7 % 40))
        more = {
            "scenario": f"{LINES[0]} {middle} {LINES[1]}",
            "question": f"Which is number {number}?",
            "answer": f"This ends card {number}.",
            "distractors": [f"Never card {number}.{off}" for off in range(number % 4 + 2)],
        }
        entries.append(Entry(number % 3, more=more))
    return folders.write(folder, decks.files(entries))


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_each_question_is_whole_on_one_page(browser: Browser, tmp_path: Path, size: str) -> None:
    form, _ = written(long_deck(tmp_path / "deck"), tmp_path)
    read = pages(browser, form, size)
    for number in range(40):
        (page,) = [text for text in read if f"Which is number {number}?" in text]
        assert f"This ends card {number}." in page
        for off in range(number % 4 + 2):
            assert f"Never card {number}.{off}" in page
    for page in read:
        assert page.count(LINES[0]) == page.count(LINES[1])


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_the_shipped_decks_form_and_key_print_well(
    browser: Browser, tmp_path: Path, size: str
) -> None:
    form, key = written(DECKS, tmp_path, "--minutes", "60")
    read = pages(browser, form, size)
    bare = ["".join(page.split()) for page in read]
    sections = form.read_text("utf-8").split('<section class="question"')[1:]
    assert len(sections) == 50
    at = 0
    for section in sections:
        texts = re.findall(r'<div class="text[^>]*>(.*?)</div>', section, re.S)
        words = ["".join(HtmlReader.read(text, tags=False).split()) for text in texts]
        (place,) = [n for n, page in enumerate(bare) if all(word in page for word in words)]
        assert place >= at
        at = place
    assert all(len(page) > 600 for page in read[:-1])  # none is nearly blank
    key_read = pages(browser, key, size)
    assert " ".join(key_read).count("Right answer") == 50
    assert all(len(page) > 500 for page in key_read[:-1])


@pytest.mark.parametrize("part", [0, 1])
def test_letters_are_black_on_white_and_large_enough(
    browser: Browser, tmp_path: Path, part: Literal[0, 1]
) -> None:
    deck = folders.write(tmp_path / "deck", hostile.FILES)
    path = written(deck, tmp_path)[part]
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((node) =>
          [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim()) &&
          !node.closest(".unseen")
        ).map((node) => [parseFloat(getComputedStyle(node).fontSize) * 0.75,
                         getComputedStyle(node).color, node.className])"""
    )
    assert not [one for one in sizes if one[0] < 10.99]
    if part == 0:
        assert {one[1] for one in sizes} == {"rgb(0, 0, 0)"}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    blocks = page.locator(".question").evaluate_all(
        """all => all.map((node) => {
          const inside = [];
          for (let at = node.parentElement; at; at = at.parentElement)
            inside.push(getComputedStyle(at).display);
          return [getComputedStyle(node).breakInside, inside.every((one) => one === "block")];
        })"""
    )
    assert all(block == ["avoid", True] for block in blocks)
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("part", [0, 1])
def test_axe_finds_nothing_on_the_screen(
    browser: Browser, tmp_path: Path, axe_source: str, part: int, scheme: str, width: int
) -> None:
    deck = folders.write(tmp_path / "deck", hostile.FILES)
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(written(deck, tmp_path)[part].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe_source)
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert said == []
    context.close()


def test_the_form_runs_as_its_deck_is_written(browser: Browser, tmp_path: Path) -> None:
    files = decks.files(decks.mixed(3))
    about = json.loads(str(files["deck.yaml"])) | {"language": "he"}
    deck = folders.write(tmp_path / "deck", {**files, "deck.yaml": json.dumps(about)})
    context = browser.new_context()
    page = context.new_page()
    page.goto(written(deck, tmp_path)[0].as_uri())
    assert page.locator(".question").first.evaluate(DIRECTION) == "rtl"
    assert page.evaluate("document.documentElement.lang") == "he"
    context.close()
