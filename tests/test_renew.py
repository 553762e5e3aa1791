"""Everything that is generated is up to date."""

from __future__ import annotations

from tests import renew


def test_what_is_generated_is_what_the_tool_would_write() -> None:
    stale = [path for path, text in renew.pages() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "write them anew: .venv/bin/python -m tests.renew"
