"""``cps-cards stats`` in its three formats."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cps_cards.report import tables
from tests.apkg.kit import Folder, plain
from tests.cli.conftest import Cps


@pytest.fixture
def full(decks: Folder) -> Folder:
    """The sample with a retired card, and fewer cards a day so that there are two weeks."""
    decks.edit("deck.yaml", "topics:", "schedule: {new_per_day: 1}\ntopics:")
    decks.edit("cards/respect.yaml", "    why: Names matter.", "    retired: {reason: Old.}")
    decks.edit("deck.yaml", "respect: Respect", "respect: Respect | all")
    decks.edit("curriculum.yaml", "title: Respect", "title: Respect | all")
    return decks


@pytest.mark.parametrize("format_name", ["text", "json", "markdown"])
def test_the_figures_in_each_format(
    cps: Cps, full: Folder, snapshot: SnapshotAssertion, format_name: str
) -> None:
    result = cps("stats", "--format", format_name)
    assert (result.status, result.err) == (0, "")
    assert result.out == snapshot


def test_json_has_the_shares(cps: Cps, full: Folder) -> None:
    figures = json.loads(cps("stats", "decks", "--format", "json").out)
    assert (figures["notes"], figures["cards"], figures["retired"]) == (5, 7, 1)
    assert figures["facts"]["core"] == {"covered": 1, "total": 1, "share": 1.0}
    assert figures["topics"][1]["objectives"] == {"covered": 1, "total": 1, "share": 1.0}
    assert [week["number"] for week in figures["weeks"]] == [1]


def test_a_deck_without_a_curriculum_covers_nothing(cps: Cps, home: Path) -> None:
    plain(home / "decks", 80, name="Näm*e", topics=2)
    figures = json.loads(cps("stats", "--format", "json").out)
    assert figures["facts"] == {}
    assert figures["topics"][0]["facts"] == {"covered": 0, "total": 0, "share": None}
    assert len(figures["weeks"]) == 2
    text = cps("stats").out
    assert "curriculum" not in text
    assert "Näm*e: 80 notes, 80 cards" in text
    assert "Näm\\*e" in cps("stats", "--format", "markdown").out


def test_an_unsound_deck_has_no_figures(cps: Cps, decks: Folder) -> None:
    decks.edit("cards/respect.yaml", "topic: respect", "topic: respekt")
    result = cps("stats")
    assert (result.status, result.out) == (1, "")
    assert "respekt" in result.err


class Terminal:
    """A terminal of 40 columns."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def test_numbers_are_never_cut_in_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    rows = [("A very long topic that has to be folded somewhere", "123456", "100%")]
    tables.write("Title", ("Topic", "Notes taken", "Share"), rows, terminal)  # type: ignore[arg-type]
    assert "123456" in terminal.text
    assert "Notes taken" in terminal.text
    assert "…" not in terminal.text
    lines = re.sub(r"\x1b\[[0-9;]*m", "", terminal.text).splitlines()
    assert max(len(line) for line in lines) <= 40
