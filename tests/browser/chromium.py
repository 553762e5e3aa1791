"""Chromium for the tests: Debian's, or the one that ``CPS_CARDS_CHROMIUM`` names.

The headless shell is the same engine without a window's parts, and takes half the time of the
browser; where it is not installed, the browser serves.
"""

from __future__ import annotations

import os
import shutil

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
    path = (
        os.environ.get("CPS_CARDS_CHROMIUM")
        or shutil.which("chromium-headless-shell")
        or shutil.which("chromium")
    )
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
