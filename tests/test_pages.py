"""The page that welcomes whoever has nothing installed, and the workflow that puts it there."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

GITHUB = Path(__file__).parents[1] / ".github"
PAGE = (GITHUB / "pages" / "index.html").read_text("utf-8")
RELEASE = (GITHUB / "workflows" / "release.yml").read_text("utf-8")


def test_it_links_package_preview_and_exam_and_the_workflow_brings_them() -> None:
    (copied,) = re.findall(r"^ +cp (\.github/pages/index\.html .*) pages$", RELEASE, re.M)
    brought = {name.rpartition("/")[2] for name in copied.split()} - {"index.html"}
    assert brought == {"massachusetts-cps.apkg", "preview.html", "exam.html"}
    assert set(re.findall(r'href="(?!https:)([^"]+)"', PAGE)) == brought


def test_the_exam_is_there_when_the_preview_is_made() -> None:
    exam, preview = (RELEASE.index(f"cps-cards {name} decks --output") for name in
                     ("exam", "preview"))  # fmt: skip
    assert exam < preview


def test_its_policy_allows_its_style_and_nothing_else() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", PAGE, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', PAGE)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"<(?:script|img|iframe|link)\b", PAGE)
