"""Long texts and many findings: twice the text is twice the work, counted in calls, not seconds."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from tests.lint.examples import DECK, lint, write


def calls_for(text: str, root: Path) -> tuple[int, int]:
    """How many functions are called to lint a card with this back, and how much is found."""
    body = text.replace("\n", "\n      ")
    card = f"  - id: a\n    front: What is it that stands here?\n    back: |\n      {body}\n"
    root.mkdir()
    deck = write({"deck.yaml": DECK, "cards/a.yaml": f"topic: ethics\ncards:\n{card}"}, root)
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        found = lint(deck)
    finally:
        sys.setprofile(before)
    return calls, len(found)


@pytest.mark.parametrize(
    "words",
    [
        "the ",
        "the client and ",
        "a service user may and ",
        "go ,, on ;; ",
        'He said "go" to the client. ',
        "recieve it. ",
        "QWZT and ",
        "A. b. ",
    ],
)
def test_work_grows_with_the_length_of_a_text(words: str, tmp_path: Path) -> None:
    calls_for(words, tmp_path / "warm")
    short, few = calls_for(words * 50, tmp_path / "short")
    long, many = calls_for(words * 400, tmp_path / "long")
    assert many >= few
    assert long < 12 * short
