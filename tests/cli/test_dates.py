"""How cards are dated: by the release, by commits, by files; and what is later than this."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest

from tests.apkg.kit import PICTURE, TIME, Folder, Learner, Log, sample
from tests.cli.conftest import Cps
from tests.diff.decks import commit, git

DAY = 86_400


def mods(folder: Folder) -> dict[str, int]:
    cards = json.loads((folder.path / "published.json").read_text())["cards"]
    return {key: entry["mod"] for key, entry in cards.items()}


def built(package: str) -> dict[str, int]:
    """The modification times of a package's notes by the ids of their cards."""
    from cps_cards.apkg.reader import read_package

    return {note.fields[0]: note.mod for note in read_package(Path(package)).notes}


@pytest.fixture
def repository(home: Path, decks: Folder) -> Folder:
    """The sample deck in a repository, committed at ``TIME + 100``; its files say ``TIME``."""
    git(home, "init", "--quiet", "--initial-branch=main")
    (home / ".gitignore").write_text("*.apkg\n")
    commit(home, TIME + 100)
    return decks


def clone(home: Path, name: str, *how: str) -> Folder:
    git(home, "clone", "--quiet", *how, home.as_uri(), name)
    return Folder(home / name / "decks")


def test_a_release_is_dated_now_however_old_the_files_are(cps: Cps, decks: Folder) -> None:
    started = int(time.time())
    cps("release")
    assert all(started <= mod <= time.time() for mod in mods(decks).values())


def test_a_correction_reaches_whoever_got_a_leech_tag_since_it_was_written(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    now = int(time.time())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(now - 90 * DAY))
    cps("release")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    learner = Learner(tmp_path / "learner")
    learner.take(Path("sample.apkg").read_bytes())
    note = learner.note("greeting")
    note.tags.append("leech")
    learner.col.update_note(note)
    learner.col.db.execute("update notes set mod = ? where id = ?", now - 30 * DAY, note.id)

    decks.edit("cards/respect.yaml", "By name.", "By their own name.", now - 60 * DAY)
    for file in decks.path.rglob("*.*"):
        os.utime(file, (now - 60 * DAY, now - 60 * DAY))
    cps("release")
    assert learner.take(Path("sample.apkg").read_bytes()) == Log(0, 1, 5, 0)
    assert learner.note("greeting")["Answer"] == "By their own name."
    learner.close()


def test_a_release_is_later_than_the_one_before_whatever_the_clock_says(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for epoch, old, new, mod in (
        (TIME, "By name.", "By their name.", TIME),
        (5, "A wheel.", "The wheel.", TIME + 1),
        (TIME + 1, "This.", "That.", TIME + 2),
    ):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        file = "cards/reporting.yaml" if "wheel" in old else "cards/respect.yaml"
        decks.edit(file, old, new)
        assert cps("release").status == 0
        assert max(mods(decks).values()) == mod


def test_two_fresh_clones_of_a_commit_give_the_same_bytes(
    cps: Cps, home: Path, repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = []
    for number in (1, 2):
        folder = clone(home, f"clone-{number}")
        for file in folder.path.rglob("*.*"):
            os.utime(file, (TIME + number, TIME + number))
        monkeypatch.chdir(folder.path.parent)
        result = cps("build")
        assert (result.status, result.err) == (0, "")
        packages.append(Path("sample.apkg").read_bytes())
    assert packages[0] == packages[1]
    assert set(built("sample.apkg").values()) == {TIME + 100}


@pytest.mark.parametrize(
    ("file", "moved"),
    [
        ("cards/reporting.yaml", {"which-one", "wheel"}),
        ("media/wheel.png", {"wheel"}),
        ("sources.yaml", None),
        ("curriculum.yaml", None),
        ("deck.yaml", None),
        ("published-by.txt", set()),
    ],
)
def test_a_card_is_as_new_as_the_last_commit_of_what_it_consists_of(
    cps: Cps, home: Path, repository: Folder, file: str, moved: set[str] | None
) -> None:
    path = repository.path / file
    before = path.read_bytes() if path.exists() else b""
    repository.write(file, before + (b"." if file.endswith("png") else b"\n"), 1)
    commit(home, TIME + 200)
    repository.write("cards/notes.txt", "Nothing of a card.", TIME + 900)
    assert cps("build").status == 0
    times = built("sample.apkg")
    assert {id for id, mod in times.items() if mod == TIME + 200} == (
        set(times) if moved is None else moved
    )
    assert set(times.values()) <= {TIME + 100, TIME + 200}


def test_what_is_not_committed_is_dated_by_its_file(cps: Cps, repository: Folder) -> None:
    repository.edit("cards/respect.yaml", "By name.", "By their name.", TIME + 300)
    repository.write("cards/more.yaml", "topic: respect\ncards:\n  - {id: more, front: More?, "
                     "back: Yes., teaches: [respect.words.person]}\n", TIME + 400)  # fmt: skip
    cps("build")
    times = built("sample.apkg")
    assert (times["greeting"], times["more"], times["wheel"]) == (
        TIME + 300,
        TIME + 400,
        TIME + 100,
    )
    git(repository.path, "add", "--all")
    cps("build")
    assert built("sample.apkg") == times


def test_a_file_that_two_branches_changed_is_as_new_as_their_merge(
    cps: Cps, home: Path, repository: Folder
) -> None:
    git(home, "switch", "--quiet", "--create", "other")
    repository.edit("cards/reporting.yaml", "A wheel.", "The wheel.")
    commit(home, TIME + 200)
    git(home, "switch", "--quiet", "main")
    repository.edit("cards/reporting.yaml", "It is Monday.", "It is Sunday.")
    commit(home, TIME + 300)
    git(home, "merge", "--quiet", "--no-edit", "other", time=TIME + 400)
    cps("build")
    assert built("sample.apkg")["wheel"] == TIME + 400
    assert built("sample.apkg")["greeting"] == TIME + 100


def test_a_linked_card_file_is_dated_by_what_it_leads_to(
    cps: Cps, home: Path, repository: Folder
) -> None:
    (repository.path / "cards/respect.yaml").rename(repository.path / "kept.yaml")
    (repository.path / "cards/respect.yaml").symlink_to("../kept.yaml")
    commit(home, TIME + 200)
    repository.write("kept.yaml", (repository.path / "kept.yaml").read_text() + "\n", TIME + 300)
    cps("build")
    assert built("sample.apkg")["greeting"] == TIME + 300


def test_a_shallow_clone_is_dated_by_its_files_and_says_so(
    cps: Cps, home: Path, repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clone(home, "shallow", "--depth=1")
    for file in folder.path.rglob("*.*"):
        os.utime(file, (TIME + 7, TIME + 7))
    monkeypatch.chdir(folder.path.parent)
    result = cps("build", "--quiet")
    assert (result.status, result.out) == (0, "")
    assert result.err.startswith("warning: only the newest commits were fetched here")
    assert result.err.count("\n") == 1
    assert set(built("sample.apkg").values()) == {TIME + 7}


def test_a_hook_of_another_repository_does_not_mislead(
    cps: Cps, home: Path, repository: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "gone"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "gone/index"))
    cps("build")
    assert set(built("sample.apkg").values()) == {TIME + 100}


def test_without_git_files_tell(
    cps: Cps, repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    result = cps("build")
    assert (result.status, result.err) == (0, "")
    assert set(built("sample.apkg").values()) == {TIME}


def test_a_repository_of_somebody_else_is_told_once(
    cps: Cps, repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    result = cps("build")
    assert result.status == 0
    assert result.err.count("git does not trust the owner of this folder") == 1
    assert set(built("sample.apkg").values()) == {TIME}


def test_what_git_ignores_is_dated_by_its_files(
    cps: Cps, home: Path, repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".gitignore").write_text("own\n")
    sample(home / "own/decks")
    monkeypatch.chdir(home / "own")
    assert cps("build").err == ""
    assert set(built("sample.apkg").values()) == {TIME}


def released_twice(cps: Cps, home: Path, decks: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two releases, each committed; in the second, the answer of ``greeting`` is another one."""
    for epoch, old, new in ((TIME + 200, "", ""), (TIME + 300, "By name.", "By their name.")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        decks.edit("cards/respect.yaml", old, new)
        assert "warning" not in cps("release").err
        commit(home, epoch)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")


@pytest.mark.parametrize("gone", ["reverted", "reset to a tag", "deleted", "on another branch"])
def test_a_ledger_that_went_back_is_told(
    cps: Cps, home: Path, repository: Folder, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    released_twice(cps, home, repository, monkeypatch)
    Path("sample.apkg").unlink()
    later = git(home, "rev-parse", "--short", "HEAD").strip()
    if gone == "reverted":
        git(home, "revert", "--no-edit", "HEAD", time=TIME + 400)
    elif gone == "deleted":
        repository.remove("published.json")
        commit(home, TIME + 400)
    else:
        git(home, "tag" if gone == "reset to a tag" else "branch", "later")
        git(home, "reset", "--quiet", "--hard", "HEAD~1")
    for name in ("build", "release"):
        result = cps(name, "-o", f"{name}.apkg")
        assert result.status == 0
        assert f"the ledger of commit {later} dates" in result.err
        assert "`greeting`" in result.err
        assert f"`git checkout {later} -- decks/published.json`" in result.err
        assert ("1 card (" in result.err) == (gone != "deleted")
        git(home, "checkout", "--quiet", "HEAD", "--", "decks")
    git(home, "checkout", "--quiet", later, "--", "decks/published.json")
    assert "warning" not in cps("release").err
    moved_on = mods(repository)["greeting"] > TIME + 300
    assert moved_on == (gone != "deleted")  # the cards themselves are still those of that release
    assert cps("build").err == ""


def test_a_deck_that_was_made_of_another_has_no_later_release(
    cps: Cps, home: Path, repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    released_twice(cps, home, repository, monkeypatch)
    repository.edit("deck.yaml", "id: sample", "id: other")
    repository.remove("published.json")
    assert cps("build").err == ""


def test_a_package_beside_that_is_newer_is_told(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(TIME))
    cps("release")
    ledger = (decks.path / "published.json").read_bytes()
    decks.edit("cards/respect.yaml", "By name.", "By their name.")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(TIME + 100))
    cps("release")
    later = Path("sample.apkg").read_bytes()
    decks.edit("cards/respect.yaml", "By their name.", "By name.")
    decks.write("published.json", ledger)
    for name in ("build", "release"):
        Path("sample.apkg").write_bytes(later)
        result = cps(name)
        assert result.status == 0
        assert re.match(
            r"warning: sample\.apkg of before holds 1 card \(`greeting`\) in another version",
            result.err,
        )
        assert "warning" not in cps(name).err  # the same bytes again


def test_of_the_package_of_before_no_more_is_read_than_its_notes(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To read and compare whole packages takes longer than to build one."""

    def whole(*_: object) -> None:
        raise AssertionError

    cps("build")
    decks.edit("cards/respect.yaml", "By name.", "By their name.", TIME + 100)
    monkeypatch.setattr("cps_cards.apkg.reader.read_database", whole)
    result = cps("build")
    assert (result.status, result.err) == (0, "")


def test_whatever_else_lies_in_the_place_of_the_package_is_no_release(
    cps: Cps, decks: Folder
) -> None:
    Path("sample.apkg").write_bytes(PICTURE)
    assert cps("build").err == ""
