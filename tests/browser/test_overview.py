"""The overview of the deck as Anki's desktop program draws it: the button is in sight."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from click.testing import CliRunner
from playwright.sync_api import Browser

from cps_cards.cli import group
from tests.browser.conftest import DECKS

BARS = 115
"""Pixels that the window's menu, tool bar and buttons take."""
PAGE = """<!doctype html><meta charset="utf-8"><style>
  body {{ margin: 2em; font: 15px "DejaVu Sans", sans-serif; }}
  .descfont {{ padding: 1em; }}
  .description {{ white-space: pre-wrap; }}
  .descmid {{ width: 70%; margin: 0 auto 0; text-align: left; }}
</style><center><h3>{name}</h3><div class="descfont descmid description">{description}</div>
<table width=400 cellpadding=5><tr><td><table cellspacing=5><tr><td>New:</td></tr>
<tr><td>Learning:</td></tr><tr><td>To Review:</td></tr></table></td>
<td><button id="study">Study Now</button></td></tr></table></center>"""
"""What `aqt.overview` puts on its page, with the rules of its style sheet that set the height."""


@pytest.mark.parametrize(("width", "planned"), [(900, False), (600, False), (900, True)])
def test_study_now_is_seen_without_scrolling(
    browser: Browser, tmp_path: Path, width: int, planned: bool
) -> None:
    package = tmp_path / "deck.apkg"
    exam = (date.today() + timedelta(days=90)).isoformat()
    plan = ["--exam-date", exam, "--rest-days", "sat,sun"] if planned else []
    done = CliRunner().invoke(group, ["build", str(DECKS), "-q", "-o", str(package), *plan])
    assert done.exit_code == 0, done.output
    anki = Collection(str(tmp_path / "c.anki2"))
    anki.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    )
    name = "Massachusetts CPS Exam"
    deck = anki.decks.by_name(name)
    anki.close()
    assert deck is not None
    assert "\n" not in deck["desc"]
    assert deck["desc"].count("<p>") == 3 + planned
    page = browser.new_page(viewport={"width": width, "height": 600 - BARS})
    page.set_content(PAGE.format(name=name, description=deck["desc"]))
    button = page.locator("#study").bounding_box()
    page.close()
    assert button is not None
    assert button["y"] + button["height"] <= 600 - BARS
