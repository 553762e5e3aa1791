"""``cps-cards diff`` as people call it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.apkg.kit import TIME, Folder
from tests.cli.conftest import Cps, environment
from tests.diff.decks import LATER, before, change, commit, git, repository


@pytest.fixture
def repo(home: Path) -> Folder:
    return repository(home)


@pytest.fixture
def package(home: Path) -> Path:
    """The deck before the changes, as learners have it."""
    file = home / "old.apkg"
    file.write_bytes(before(home / "older").build().data)
    return file


@pytest.fixture
def changed(home: Path, package: Path) -> Folder:
    folder = before(home / "decks")
    folder.publish()
    folder.edit("cards/more.yaml", "This card.", "This very card.", LATER)
    return folder


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_what_people_read(repo: Folder, cps: Cps, snapshot: SnapshotAssertion, name: str) -> None:
    result = cps("diff", "HEAD~1", "HEAD", "--format", name)
    assert (result.status, result.err) == (0, "")
    # The rule's own words are not this command's.
    assert re.sub(r"(status-label: ).*", r"\1…", result.out) == snapshot


def test_what_programs_read(repo: Folder, cps: Cps) -> None:
    document = json.loads(cps("diff", "HEAD~1", "HEAD", "--format", "json").out)
    assert (document["version"], document["old"], document["new"]) == (1, "HEAD~1", "HEAD")
    (gaps,) = (one for one in document["cards"] if one["card"] == "three-gaps")
    (text,) = gaps["fields"]
    assert text["before"] == "{{c1::One}}, {{c2::two}} and {{c3::three::a number}}."
    assert text["after"] == "{{c1::One}} and {{c2::two}}."
    assert "".join(one["text"] for one in text["pieces"] if one["change"] != "in") == text["before"]
    learners = document["learners"]
    assert learners["counts"] == {"new": 2, "updated": 4, "skipped": 7, "conflicting": 0}
    assert (learners["safe"], learners["full_sync"], learners["refused"]) == (False, False, None)
    assert {one["schedule"] for one in learners["notes"]} == {"new", "kept"}
    assert document["lint"]["after"] == {"error": 0, "warning": 1, "info": 0}
    assert document["coverage"]["priorities"]["core"]["facts"] == {
        "before": {"covered": 1, "total": 1},
        "after": {"covered": 1, "total": 1},
    }


def test_a_change_of_every_kind_is_told(repo: Folder, cps: Cps) -> None:
    document = json.loads(cps("diff", "HEAD~1", "--format", "json").out)
    assert {(one["kind"], one["card"]) for one in document["cards"]} == {
        ("added", "brand-new"),
        ("added", "named-well"),
        ("changed", "three-gaps"),
        ("changed", "which-words"),
        ("changed", "moves-down"),
        ("retired", "grows-old"),
        ("removed", "taken-out"),
        ("removed", "named-badly"),
    }
    learners = document["learners"]
    assert [one["card"] for one in learners["history_lost"]] == ["named-well"]
    assert [one["card"] for one in learners["left_behind"]] == ["taken-out"]
    emptied = {one["card"]: one["empty_cards"] for one in learners["notes"] if one["empty_cards"]}
    assert emptied == {"three-gaps": [3]}
    staying = {one["card"] for one in learners["notes"] if one["stays_in"]}
    assert staying == {"moves-down", "grows-old"}
    assert [one["code"] for one in document["lint"]["new"]] == ["LAN003"]
    assert document["coverage"]["gained"] == []


def test_strict_fails_where_learners_would_lose_something(repo: Folder, cps: Cps) -> None:
    assert cps("diff", "HEAD~1").status == 0
    assert cps("diff", "HEAD~1", "--strict").status == 1


def test_strict_passes_where_all_arrives(changed: Folder, cps: Cps) -> None:
    result = cps("diff", "old.apkg", "--strict")
    assert (result.status, result.err) == (0, "")
    assert "Every review and schedule stays, and all that changed arrives." in result.out
    assert "This{+ very+} card." in result.out


def test_a_lost_ledger_is_found_out(changed: Folder, cps: Cps) -> None:
    """Without it, a build takes the time of the files, which can be older than the release."""
    package = Path("old.apkg")
    changed.publish(epoch=LATER + 100)
    package.write_bytes(changed.build().data)
    changed.remove("published.json")
    changed.edit("cards/more.yaml", "This very card.", "This one.", LATER + 50)
    result = cps("diff", "old.apkg", "--strict")
    assert result.status == 1
    assert "to Anki it is older than what learners have" in result.out


def test_a_deck_against_itself_has_no_change(repo: Folder, cps: Cps) -> None:
    result = cps("diff", "HEAD", "decks", "--strict")
    assert result.status == 0
    assert "No card changed" in result.out


def test_two_folders(home: Path, cps: Cps) -> None:
    before(home / "one")
    change(before(home / "two"))
    assert "2 cards added, 3 changed, 1 retired and 2 taken out" in cps("diff", "one", "two").out


def test_files_that_are_older_in_a_newer_commit_do_not_matter(home: Path, cps: Cps) -> None:
    """Two branches may have been written in any order: what is newer is what is built later."""
    folder = before(home / "decks")
    git(home, "init", "--quiet", "--initial-branch=main")
    commit(home, LATER)
    folder.edit("cards/more.yaml", "This card.", "Another card.", TIME)
    commit(home, TIME)
    result = cps("diff", "HEAD~1", "HEAD", "--strict")
    assert result.status == 0
    assert "1 updated" in result.out


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_nothing_of_the_repository_is_touched(
    repo: Folder, cps: Cps, home: Path, scratch: Path
) -> None:
    hook = home / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {home}/hook-ran\n")
    hook.chmod(0o755)
    folder = repo.path / "cards/more.yaml"
    folder.write_text(folder.read_text().replace("What stays?", "What stays with us?"))
    states = (git(home, "status", "--porcelain"), files(home))
    assert cps("diff", "HEAD~1", "HEAD").status == 0
    assert cps("diff", "HEAD~1", "nonsense").status == 2
    assert (git(home, "status", "--porcelain"), files(home)) == states
    assert list(scratch.iterdir()) == []
    assert git(home, "worktree", "list").count("\n") == 1


def files(home: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in sorted(home.rglob("*")) if p.is_file()}


def test_an_unsound_revision_says_where_and_leaves_nothing(
    repo: Folder, cps: Cps, home: Path, scratch: Path
) -> None:
    repo.edit("cards/more.yaml", "topic: respect", "topic: respekt")
    commit(home, LATER + 1)
    result = cps("diff", "HEAD~1", "HEAD")
    assert result.status == 1
    assert "HEAD:decks/cards/more.yaml:1:8: error" in result.err
    assert result.out == ""
    assert list(scratch.iterdir()) == []


def test_a_deck_that_lies_deeper(home: Path, cps: Cps) -> None:
    root = home / "courses" / "a deck ünd more"
    folder = before(root)
    git(home, "init", "--quiet", "--initial-branch=main")
    commit(home, TIME)
    change(folder)
    for deck in (str(root), os.path.relpath(root)):
        assert "1 retired" in cps("diff", "main", deck).out
        assert "1 retired" in cps("diff", "main", "--deck", deck).out


def test_a_deck_at_the_top_of_its_repository(home: Path, cps: Cps) -> None:
    folder = before(home)
    git(home, "init", "--quiet", "--initial-branch=main")
    commit(home, TIME)
    change(folder)
    assert "1 retired" in cps("diff", "main", ".").out


def at_the_top(home: Path) -> Path:
    """A repository whose two commits are a deck without a folder of its own."""
    home.mkdir(exist_ok=True)
    folder = before(home)
    git(home, "init", "--quiet", "--initial-branch=main")
    commit(home, TIME)
    change(folder)
    commit(home, LATER)
    return home


@pytest.mark.parametrize("arguments", [("HEAD~1",), ("HEAD~1", "HEAD"), ("HEAD~1", ".")])
def test_revisions_of_a_deck_at_the_top(home: Path, cps: Cps, arguments: tuple[str, ...]) -> None:
    at_the_top(home)
    assert "1 retired" in cps("diff", *arguments).out


def test_the_older_folder_tells_where_a_newer_revision_has_the_deck(home: Path, cps: Cps) -> None:
    at_the_top(home / "course")
    assert "From course to HEAD~1" in cps("diff", "course", "HEAD~1").out


def test_a_package_against_a_revision_of_a_deck_at_the_top(home: Path, cps: Cps) -> None:
    at_the_top(home)
    (home / "old.apkg").write_bytes(Folder(home).build().data)
    assert "From old.apkg to HEAD~1" in cps("diff", "old.apkg", "HEAD~1").out


@pytest.mark.parametrize("arguments", [("HEAD",), ("HEAD~1", "HEAD"), ("old.apkg",)])
def test_without_a_deck_here_none_is_made_up(
    home: Path, cps: Cps, arguments: tuple[str, ...]
) -> None:
    at_the_top(home / "mydeck")
    (home / "old.apkg").write_bytes(Folder(home / "mydeck").build().data)
    git(home, "init", "--quiet", "--initial-branch=main")
    commit(home, TIME)
    commit_empty(home)
    result = cps("diff", *arguments)
    assert (result.status, result.out) == (2, "")
    assert "there is no deck in ./decks; name it with --deck" in result.err


def commit_empty(home: Path) -> None:
    git(home, "commit", "--quiet", "--allow-empty", "--message", "Nothing")


def test_a_deck_folder_that_was_renamed(repo: Folder, home: Path, cps: Cps) -> None:
    repo.path.rename(home / "renamed")
    assert "No card changed" in cps("diff", "HEAD", "renamed", "--deck", "decks").out
    for nowhere in ("nope", "nope/deeper", str(home / "nope")):
        result = cps("diff", "HEAD", "renamed", "--deck", nowhere)
        assert (result.status, result.out) == (2, "")
        assert "at `HEAD` there is no deck folder `nope" in result.err


def test_in_a_hook_of_another_work_tree(
    repo: Folder, home: Path, cps: Cps, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Git tells a hook in its variables which repository and index it has at hand."""
    linked = tmp_path / "linked"
    git(home, "worktree", "add", "--quiet", "--detach", str(linked), "HEAD~1")
    hidden = Path(git(linked, "rev-parse", "--absolute-git-dir").strip())
    monkeypatch.chdir(linked)
    monkeypatch.setenv("GIT_DIR", str(hidden))
    monkeypatch.setenv("GIT_INDEX_FILE", str(hidden / "index"))
    monkeypatch.setenv("GIT_PREFIX", "decks/")
    monkeypatch.delenv("GIT_WORK_TREE", raising=False)
    result = cps("diff", "HEAD", "main")
    assert (result.status, result.err) == (0, "")
    assert "1 retired" in result.out
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "gone"))
    assert "No card changed" in cps("diff", "HEAD").out


def test_a_shallow_clone_says_how_to_get_more(
    repo: Folder, home: Path, cps: Cps, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    git(home, "clone", "--quiet", "--depth", "1", home.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    result = cps("diff", "HEAD~1")
    assert result.status == 2
    assert "`git fetch --unshallow` gets the rest" in result.err


def test_the_link_for_reports_is_not_told_of_a_renamed_card(home: Path, cps: Cps) -> None:
    folder = before(home / "decks")
    deck = (folder.path / "deck.yaml").read_text(encoding="utf-8")
    folder.write("deck.yaml", deck + "report_to: https://example.org/report?card={id}\n")
    git(home, "init", "--quiet", "--initial-branch=main")
    commit(home, TIME)
    renamed = "id: named-well\n    formerly: named-badly"
    folder.edit("cards/more.yaml", "id: named-badly", renamed, LATER)
    for format in ("text", "markdown", "json", "html"):
        result = cps("diff", "HEAD", "--format", format)
        assert result.status == 0, result.err
        told = result.out
        assert "named-well" in told
        # The cards that the page draws do have the link.
        assert "Report" not in re.sub(r"<script.*?</script>", "", told, flags=re.DOTALL)


def test_a_revision_from_before_the_deck(home: Path, cps: Cps) -> None:
    git(home, "init", "--quiet", "--initial-branch=main")
    (home / "README").write_text("Soon")
    commit(home, TIME)
    before(home / "decks")
    result = cps("diff", "main")
    assert result.status == 2
    assert "at `main` there is no deck folder `decks`" in result.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument 'OLD'"),
        (("nowhere",), "`nowhere` is no deck folder, no .apkg file, and no revision"),
        (("gone.apkg",), "there is no package `gone.apkg`"),
        (("--output", "x.html"), "Missing argument"),
        (("notes.txt",), "`notes.txt` is neither a deck folder nor a file that ends in .apkg"),
        (("HEAD", "decks", "-o", "nowhere/x.html"), "there is no folder `nowhere`"),
        (
            ("HEAD", "--format", "pdf"),
            "--format is `pdf`, and should be text, markdown, html or json",
        ),
        (("HEAD", "cards"), "`cards` is no deck folder"),
    ],
)
def test_wrong_usage(
    repo: Folder, cps: Cps, home: Path, arguments: tuple[str, ...], message: str
) -> None:
    (home / "notes.txt").write_text("notes")
    (home / "cards").mkdir()
    result = cps("diff", *arguments)
    assert result.status == 2
    assert message in result.err
    assert result.out == ""


def test_outside_of_a_repository(home: Path, cps: Cps) -> None:
    before(home / "decks")
    result = cps("diff", "main")
    assert result.status == 2
    assert "no revision that git knows here" in result.err


def test_without_git(
    repo: Folder, cps: Cps, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = cps("diff", "HEAD~1")
    assert result.status == 1
    assert "git is not installed" in result.err


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package(repo: Folder, cps: Cps, home: Path, data: bytes) -> None:
    (home / "bad.apkg").write_bytes(data)
    result = cps("diff", "bad.apkg")
    assert result.status == 1
    assert result.err.startswith("cps-cards: bad.apkg: ")
    assert "Traceback" not in result.err


def test_the_output_file_appears_whole(repo: Folder, cps: Cps, home: Path) -> None:
    for suffix, beginning in ((".html", "<!DOCTYPE html>"), (".md", "## "), (".json", "{")):
        file = home / f"out{suffix}"
        result = cps("diff", "HEAD~1", "-o", str(file))
        assert (result.status, result.out, result.err) == (0, "", f"Wrote {file}.\n")
        assert file.read_text(encoding="utf-8").startswith(beginning)
    assert not [path for path in home.iterdir() if path.name.endswith(".tmp")]


def test_the_examples_of_its_help_run(
    package: Path, command: Callable[..., subprocess.CompletedProcess[str]], home: Path
) -> None:
    repository(home)
    for name in ("one.apkg", "other.apkg"):
        (home / name).write_bytes(package.read_bytes())
    for _ in range(2):
        (home / "note").write_text(str(os.urandom(4)))
        commit(home, LATER + 1)
    shown = command("diff", "--help").stdout
    examples = re.findall(r"^ +cps-cards (diff .*?)(?:  .*)?$", shown, re.MULTILINE)
    assert len(examples) == 6
    for example in examples:
        done = command(*example.split())
        assert done.returncode in (0, 1), example
        assert done.stderr == ("Wrote diff.html.\n" if "-o diff.html" in example else "")


def test_colors_only_on_a_terminal_and_no_control_characters(
    home: Path, cps: Cps, package: Path
) -> None:
    folder = before(home / "decks")
    folder.write("cards/more.yaml", (folder.path / "cards/more.yaml").read_text(), LATER)
    folder.edit("deck.yaml", "Sample Deck", "Sample \u202eDeck", LATER)
    assert not re.search("[\x1b\u202e]", cps("diff", "old.apkg").out)


def test_an_interrupt_leaves_no_work_tree(repo: Folder, home: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    code = (
        "import os, signal, sys\n"
        "from cps_cards.diff import sides\n"
        "sides.from_folder = lambda *a, **more: os.kill(os.getpid(), signal.SIGTERM)\n"
        "from cps_cards.cli import main\n"
        "main(['diff', 'HEAD~1'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=home, env=environment({"TMPDIR": str(scratch)}),
        check=False, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 128 + 15
    assert list(scratch.iterdir()) == []
