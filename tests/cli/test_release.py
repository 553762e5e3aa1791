"""``cps-cards release``: the package and the ledger, both or neither, and the changelog."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cps_cards.apkg.reader import read_package
from cps_cards.source import shown_path
from tests.apkg.kit import TIME, Folder, plain
from tests.cli.conftest import Cps, listed


def test_a_first_release_writes_package_and_ledger(
    cps: Cps, decks: Folder, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(TIME))
    result = cps("release")
    told = f"Wrote sample.apkg and {Path('decks', 'published.json')}.\n"
    assert (result.status, result.err) == (0, told)
    assert result.out == snapshot(name="changelog")
    ledger = (decks.path / "published.json").read_text()
    assert re.sub(r"[0-9a-f]{64}", "HASH", ledger) == snapshot(name="ledger")
    assert Path("sample.apkg").exists()
    assert listed("decks") == [
        "cards", "curriculum.yaml", "deck.yaml", "media", "published.json", "sources.yaml",
    ]  # fmt: skip


def test_a_second_release_changes_nothing(cps: Cps, decks: Folder) -> None:
    cps("release")
    ledger, package = decks.path / "published.json", Path("sample.apkg")
    os.utime(ledger, (TIME, TIME))
    before = ledger.read_bytes(), package.read_bytes(), ledger.stat().st_mtime_ns
    result = cps("release")
    assert result.out == "## Sample Deck\n\nNothing has changed.\n"
    assert (ledger.read_bytes(), package.read_bytes(), ledger.stat().st_mtime_ns) == before


def test_a_package_carries_license_and_version(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    decks.edit("deck.yaml", "topics:", "imprint: By us, CC BY 4.0 & unofficial\ntopics:")

    def overview() -> str:
        decks = read_package(Path("sample.apkg")).decks
        return next(deck.description for deck in decks if deck.name == "Sample Deck")

    cps("build")
    said = "<p>By us, CC BY 4.0 &amp; unofficial. Version: "
    assert overview() == f"<p>About <em>peers</em>.</p>{said}unreleased.</p>"
    for epoch, answer, version in (
        (TIME, "A wheel.", "2025-06-15"),
        (TIME + 7 * 86_400, "A wheel.", "2025-06-15"),  # nothing has changed
        (TIME + 9 * 86_400, "The wheel.", "2025-06-24"),
    ):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        decks.edit("cards/reporting.yaml", "A wheel.", answer)
        for command in ("release", "build"):
            cps(command)
            assert overview() == f"<p>About <em>peers</em>.</p>{said}{version}.</p>"


def test_build_after_release_writes_the_released_bytes(cps: Cps, decks: Folder) -> None:
    cps("release")
    released = Path("sample.apkg").read_bytes()
    for file in decks.path.rglob("*.yaml"):
        os.utime(file, (TIME + 99, TIME + 99))
    cps("build", "-o", "again.apkg")
    assert Path("again.apkg").read_bytes() == released


def test_an_update_is_told_to_learners(
    cps: Cps, decks: Folder, snapshot: SnapshotAssertion
) -> None:
    cps("release")
    decks.edit("cards/reporting.yaml", "A wheel.", "The wheel.")
    fresh = "  - {id: fresh, front: Is *this* new?, back: Yes., teaches: [reporting.when.soon]}\n"
    decks.edit("cards/reporting.yaml", "cards:\n", f"cards:\n{fresh}")
    assert cps("release").out == snapshot
    assert set(json.loads((decks.path / "published.json").read_text())["cards"]) >= {"fresh"}


def test_an_unsound_deck_is_not_released(cps: Cps, decks: Folder) -> None:
    cps("release")
    before = (decks.path / "published.json").read_bytes(), Path("sample.apkg").read_bytes()
    decks.edit("cards/respect.yaml", "back: By name.", "")
    result = cps("release")
    assert (result.status, result.out) == (1, "")
    assert "decks/cards/respect.yaml:3" in result.err
    assert before == (
        (decks.path / "published.json").read_bytes(),
        Path("sample.apkg").read_bytes(),
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("deck.yaml", "id: sample", "id: other", "write `id: sample` again"),
        ("cards/respect.yaml", "id: late", "id: later", "formerly: late"),
        ("cards/respect.yaml", "  - id: greeting\n    front:", "  - id: greeting\n    kind: cloze\n"
         "    text: '{{c1::x}}'\n    teaches: [respect.words.person]\n  - id: g2\n    front:",
         "Anki cannot change the kind"),
        ("published.json", '"mod": 1', '"mod": -1', "modification time"),
        ("published.json", '"version": 1', '"version": 2', "it says no"),
    ],
)  # fmt: skip
def test_what_would_cost_learners_their_history_is_refused(
    cps: Cps, decks: Folder, file: str, old: str, new: str, words: str
) -> None:
    cps("release")
    decks.edit(file, old, new)
    before = (decks.path / "published.json").read_bytes()
    for name in ("release", "build"):
        result = cps(name)
        assert result.status == 1
        assert words in result.err
    assert (decks.path / "published.json").read_bytes() == before


def test_a_ledger_that_is_a_link_stays_one(cps: Cps, decks: Folder) -> None:
    Path("ledgers").mkdir()
    Path("ledgers/real.json").write_text('{"version": 1, "deck": "sample", "cards": {}}\n')
    (decks.path / "published.json").symlink_to("../ledgers/real.json")
    assert cps("release").status == 0
    assert (decks.path / "published.json").is_symlink()
    assert "greeting" in Path("ledgers/real.json").read_text()


@pytest.mark.parametrize("first", [True, False])
def test_a_package_that_cannot_be_put_in_place_leaves_the_old_ledger(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    if not first:
        cps("release")
    decks.edit("cards/reporting.yaml", "A wheel.", "The wheel.")
    before = listed("decks"), listed()
    ledger = decks.path / "published.json"
    text = ledger.read_bytes() if ledger.exists() else None
    replace = Path.replace

    def refusing(path: Path, target: Path) -> Path:
        if target.suffix == ".apkg":
            raise PermissionError(13, "Permission denied", str(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refusing)
    result = cps("release")
    assert result.status == 1
    assert result.err == "cps-cards: sample.apkg: permission denied\n"
    assert (listed("decks"), listed()) == before
    assert (ledger.read_bytes() if ledger.exists() else None) == text


def test_a_ledger_that_cannot_be_put_in_place_leaves_the_old_package(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    cps("release")
    before = Path("sample.apkg").read_bytes()
    decks.edit("cards/reporting.yaml", "A wheel.", "The wheel.")
    replace = Path.replace

    def refusing(path: Path, target: Path) -> Path:
        if target.suffix == ".json":
            raise PermissionError(13, "Permission denied", str(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refusing)
    result = cps("release")
    assert result.err == "cps-cards: decks/published.json: permission denied\n"
    assert Path("sample.apkg").read_bytes() == before
    assert listed() == ["decks", "sample.apkg"]


def test_the_deck_that_came_along_is_not_released_by_accident(cps: Cps, home: Path) -> None:
    result = cps("release")
    assert result.status == 2
    assert "name the deck folder" in result.err
    assert listed() == []


def test_a_deck_of_ones_own_is_released_where_it_lies(cps: Cps, home: Path) -> None:
    mine = plain(home / "mine", 3)
    assert cps("release", "mine", "-o", "mine/out.apkg").status == 0
    assert (mine.path / "published.json").exists()
    assert (mine.path / "out.apkg").exists()


def test_paths_are_shown_as_one_would_type_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "decks") == "decks"
    assert shown_path(tmp_path) == "."
    assert shown_path(tmp_path.parent / "else") == (tmp_path.parent / "else").as_posix()

    def other_drive(path: Path) -> str:
        raise ValueError

    monkeypatch.setattr(os.path, "relpath", other_drive)
    assert shown_path(Path("decks")) == "decks"
