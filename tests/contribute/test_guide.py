"""CONTRIBUTING.md: its cards can be copied, its commands and files are there."""

from __future__ import annotations

import importlib
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


TOOL = GUIDE[GUIDE.index("## Changing the tool") : GUIDE.index("## Releases")]
PACKAGE = ROOT / "cps_cards"
PLACE = re.compile(r"`([a-z_/]+\.py)`(?:: ((?:`[A-Za-z_.]+(?:\(\))?`(?:, (?=`)| or (?=`))?)+))?")
"""A module, and behind a colon what is in it."""


def named() -> list[tuple[str, str]]:
    """Each module that the map names, with each name in it."""
    return [
        (path, name.strip("`()")) for path, names in PLACE.findall(TOOL)
        for name in re.split(r", | or ", names) if not path.startswith("tests/")
    ]  # fmt: skip


def test_the_map_names_modules_and_functions_that_there_are() -> None:
    found = named()
    assert len([one for one in found if one[1]]) > 40
    for path, name in found:
        assert (PACKAGE / path).is_file(), path
        module = importlib.import_module(
            f"cps_cards.{path[:-3].replace('/', '.')}".removesuffix(".__init__")
        )
        assert not name or hasattr(module, name), (path, name)
    for path in re.findall(r"`(tests/[\w/]+\.py)`", TOOL):
        assert (ROOT / path).is_file(), path


def test_the_map_has_every_room() -> None:
    rooms = {path.name + "/" for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    rooms |= {path.name for path in PACKAGE.glob("*.py") if not path.name.startswith("__")}
    table = TOOL[TOOL.index("| room |") : TOOL.index("**From YAML to a package**")]
    listed = {
        name
        for row in table.splitlines()[2:]
        for name in re.findall(r"`([a-z_]+(?:/|\.py))`", row.split(" | ")[0])
    }
    assert listed == rooms, "CONTRIBUTING: each room has its row, and says what is in it"


def test_each_way_has_ten_stops() -> None:
    for way in re.findall(r"\*\*From YAML to a \w+\*\*.*?\n\n((?:\d+\. .*\n)+)", TOOL):
        assert re.findall(r"^\d+", way, re.MULTILINE) == [str(n) for n in range(1, 11)]


def test_every_place_that_tells_kinds_apart_is_listed() -> None:
    table = TOOL[TOOL.index("| place |") :]
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"assert_never\((?:kind|card|self\.card|card\.card|note\.card)\)", text):
            assert f"`{path.relative_to(PACKAGE).as_posix()}`" in table, path
