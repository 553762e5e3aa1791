"""CONTRIBUTING.md: its cards can be copied, its commands and files are there."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from cps_cards.pipeline import open_deck

from .terminal import ROOT, run

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CARDS = [
    textwrap.dedent(block)
    for block in re.findall(r"^ *```yaml\n(.*?)^ *```", GUIDE, re.MULTILINE | re.DOTALL)
    if "teaches:" in block
]


def test_the_guide_shows_a_card_of_each_kind() -> None:
    assert len(CARDS) == 3
    assert [re.search("kind: (.*)", card) is not None for card in CARDS] == [False, True, True]


@pytest.mark.parametrize("card", CARDS, ids=["basic", "cloze", "choice"])
def test_a_card_of_the_guide_loads_and_is_clean(card: str, tmp_path: Path) -> None:
    deck = tmp_path / "decks"
    deck.mkdir()
    for name in ("deck.yaml", "curriculum.yaml", "sources.yaml", "language.yaml"):
        (deck / name).write_bytes((ROOT / "decks" / name).read_bytes())
    taught = re.search(r"teaches: \[(\w+)", card)
    assert taught is not None
    (deck / "cards").mkdir()
    text = f"topic: {taught[1]}\ncards:\n{textwrap.indent(card, '  ')}"
    (deck / "cards/a.yaml").write_text(text)
    found = open_deck(deck).findings()
    assert [one for one in found if one.source.path.endswith("a.yaml")] == []


def test_the_commands_of_the_contributing_guide_exist(tmp_path: Path) -> None:
    named = {
        tuple(match.split()) for match in re.findall(r"cps-cards ([a-z]+(?: --[a-z-]+)*)", GUIDE)
    }
    assert {("new",), ("lint",), ("release",)} <= named
    for name, *options in named:
        told = run(name, "--help", cwd=tmp_path)
        assert told.returncode == 0, name
        assert all(option in told.stdout for option in options), (name, options)


def test_the_files_that_it_names_are_there() -> None:
    for path in re.findall(r"`((?:decks|cps_cards|\.github|\.ci)/[\w./-]+)`", GUIDE):
        if path != "decks/published.json":  # made by the first release
            assert (ROOT / path).exists(), path
    for name in re.findall(r"template=([\w.-]+)", GUIDE):
        assert (ROOT / ".github/ISSUE_TEMPLATE" / name).is_file()
