"""The page of a plan in Chromium: drawn, readable on a phone, and open to everyone."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from cps_cards.plan.request import PlanRequest
from cps_cards.plan.study import make_plan
from cps_cards.report import plan_html
from tests.plan.decks import collection, mixed

START = date(2027, 1, 4)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    request = PlanRequest(
        exam_date=START + timedelta(days=60),
        start=START,
        new_per_day=3,
        rest_days=frozenset({6}),
    )
    plan = make_plan(collection(mixed(90)), request, START)
    stream = io.StringIO()
    plan_html.write(plan, stream)
    path = tmp_path_factory.mktemp("page") / "plan.html"
    path.write_text(stream.getvalue(), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_axe_finds_nothing_and_nothing_runs_over(
    browser: Browser, address: str, axe_source: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address)
    page.eval_on_selector("details", "one => { one.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe_source)
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    context.close()


def test_the_policy_lets_the_page_draw_and_nothing_else(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    assert said == []
    bars = page.locator("rect.new")
    assert bars.count() > 30
    assert bars.first.evaluate("bar => getComputedStyle(bar).fill") == "rgb(29, 78, 216)"
    heights = bars.evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().height)")
    assert heights[30] > heights[0] > 1
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    page.wait_for_timeout(100)
    assert any("Content Security Policy" in line for line in said)
    context.close()
