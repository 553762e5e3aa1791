"""The pictures of the README: ``python -m tests.pictures`` writes them into ``.github/images``.

Cards of the deck that ships, rendered by Anki, on a client's page in Chromium; then each screen is
set into a frame. Run it after a change of the templates, and look at what it wrote.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright

from cps_cards.cli import group
from tests.browser import chromium, stage
from tests.browser.stage import Stage
from tests.cards.shown import ShownDeck, shown

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / ".github" / "images"

FRAME = """<!doctype html><meta charset="utf-8"><style>
  body {{ margin: 0; background: transparent; }}
  img {{ display: block; width: {width}px; border: {border}px solid {color};
    border-radius: {radius}px; background: {color}; }}
</style><img id="picture" src="data:image/png;base64,{data}" alt="">"""


ONE_ORDER = "Math.random = () => 0.4;"
"""Options in the same order in each picture of a card."""


@dataclass(frozen=True, slots=True)
class Picture:
    """``choose`` tells which option a learner taps before the card is turned: right or wrong."""

    name: str
    card: str
    side: str
    client: str = "ankidroid-new"
    night: bool = False
    width: int = 390
    height: int = 780
    choose: str = ""


PICTURES = (
    Picture("choice-front", "june-is-61", "front"),
    Picture("choice-back", "june-is-61", "back", choose="wrong"),
    Picture("cloze-night", "policy-adds-but-cannot", "back", night=True),
    Picture("basic-desktop", "bo-wants-to-learn-to-drive", "back", "desktop-windows", width=1000,
            height=620),
)  # fmt: skip


def take(browser: Browser, deck: ShownDeck, picture: Picture) -> bytes:
    stage.HEIGHT = picture.height
    one = Stage.open(
        browser,
        picture.client,
        media=deck.media,
        night=picture.night,
        width=picture.width,
        scale=2,
        before=ONE_ORDER,
    )
    try:
        card = deck.card(picture.card)
        one.keep(card, "back")
        right = one.page.locator(".cps-key .cps-text").all_inner_texts()
        one.keep(card, "front")
        if picture.choose:
            options = one.page.locator(".cps-option .cps-body")
            texts = options.all_inner_texts()
            wanted = [(text in right) == (picture.choose == "right") for text in texts]
            options.nth(wanted.index(True)).click()
            one.page.mouse.move(0, 0)
        if picture.side == "back":
            one.keep(card, "back")
        return one.page.screenshot()
    finally:
        one.page.context.close()


def framed(page: Page, picture: Picture, screen: bytes) -> bytes:
    """A phone has a thick frame and round corners, a window a thin one."""
    phone = picture.width < 500
    page.set_content(
        FRAME.format(
            width=picture.width if phone else picture.width * 0.9,
            border=10 if phone else 1,
            radius=38 if phone else 10,
            color="#3b444f" if phone else "#b8c1ca",
            data=base64.b64encode(screen).decode(),
        )
    )
    return page.locator("#picture").screenshot(omit_background=True)


def exam_result(browser: Browser, folder: Path) -> bytes:
    """The result of an exam in which three questions of four were answered right."""
    page_file = folder / "exam.html"
    CliRunner().invoke(group, ["exam", str(ROOT / "decks"), "-o", str(page_file)])
    context = browser.new_context(
        viewport={"width": 760, "height": 620}, device_scale_factor=2, offline=True
    )
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.get_by_role("button", name="Start").click()
    for number, question in enumerate(json.loads(page.locator("#exam").inner_text())["questions"]):
        if number:
            page.get_by_role("button", name="Next").click()
        wrong = (number % 4 == 3 and number < 49) or number == 25
        page.get_by_role("radio").nth((question["right"] + wrong) % 3 if wrong else
                                      question["right"]).check()  # fmt: skip
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    screen = page.screenshot()
    context.close()
    return screen


def main(tell: Callable[[str], object] = print) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        deck = shown(ROOT / "decks", Path(folder))
        browser = chromium.launch(playwright)
        frame = browser.new_context(
            device_scale_factor=1.25, viewport={"width": 1100, "height": 900}
        ).new_page()
        for picture in PICTURES:
            data = framed(frame, picture, take(browser, deck, picture))
            path = IMAGES / f"{picture.name}.png"
            path.write_bytes(data)
            tell(f"{path.relative_to(ROOT)}: {len(data) / 1024:.0f} kB")
        result = Picture("exam-result", "", "", width=760)
        path = IMAGES / "exam-result.png"
        path.write_bytes(framed(frame, result, exam_result(browser, Path(folder))))
        tell(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1024:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
