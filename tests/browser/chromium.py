"""Chromium for the tests: Debian's, or the one that ``CPS_CARDS_CHROMIUM`` names."""

from __future__ import annotations

import os

from playwright.sync_api import Browser, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def launch(playwright: Playwright) -> Browser:
    path = os.environ.get("CPS_CARDS_CHROMIUM", "/usr/bin/chromium")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
