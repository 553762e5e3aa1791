"""``cps-cards exam`` as people call it: files, notes, wrong usage, and bytes that stay."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests import folders
from tests.apkg.kit import SHIPPED
from tests.cli.conftest import Cps, bound_by_permissions, listed
from tests.exam import decks, hostile
from tests.exam.decks import Entry

FORMATS = {"html": ".html", "print": ".html", "moodle": ".xml", "gift": ".txt", "qti": ".zip"}
FORMATS |= {"csv": ".csv"}


def write(home: Path, entries: list[Entry], weights: list[float] | None = None) -> None:
    folders.write(home / "decks", decks.files(entries, weights))


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_goes_to_a_file_named_for_the_deck(home: Path, cps: Cps, name: str) -> None:
    write(home, decks.mixed(60))
    result = cps("exam", "--format", name)
    assert (result.status, result.err) == (0, "")
    files = [f"tried-exam{FORMATS[name]}"]
    if name == "print":
        files.append("tried-exam-key.html")
    assert listed() == sorted(["decks", *files])
    for file in files:
        assert re.search(rf"^Wrote {re.escape(file)} \(.*50 questions, seed 42, ", result.out, re.M)


@pytest.mark.parametrize(
    ("output", "sign"),
    [
        ("x.html", b"<!DOCTYPE html>"),
        ("x.xml", b"<?xml"),
        ("x.txt", b"$CATEGORY"),
        ("x.gift", b"$CATEGORY"),
        ("x.zip", b"PK"),
        ("X.CSV", b"\xef\xbb\xbfid,card"),
    ],
)
def test_the_ending_says_the_format(home: Path, cps: Cps, output: str, sign: bytes) -> None:
    write(home, decks.mixed(60))
    assert cps("exam", "-o", output).status == 0
    assert Path(output).read_bytes().startswith(sign)


@pytest.mark.parametrize("name", FORMATS)
def test_forms_go_to_files_by_their_letters(home: Path, cps: Cps, name: str) -> None:
    write(home, decks.mixed(60))
    end = FORMATS[name]
    result = cps("exam", "--format", name, "-o", f"my.exam{end}", "--forms", "3", "--seed", "9")
    assert result.status == 0
    files = [f"my.exam-{letter}{end}" for letter in "abc"]
    if name == "print":
        files += [f"my.exam-{letter}-key{end}" for letter in "abc"]
    assert listed() == sorted(["decks", *files])
    assert "form B, 20 questions, seed 9" in result.out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["--questions", "33"],
            "33 questions need 33 choice cards; there are 32: ask for 32 quest",
        ),
        (
            ["--questions", "12", "--forms", "3"],
            "3 forms of 12 need 36 choice cards; there are 32: ask for 10 questions, or 2 forms",
        ),
        (["--questions", "40", "--forms", "2"], "there are 32: ask for 16 questions\n"),
        (["--questions", "0"], "--questions is `0`, and should be a whole number from 1 to 500"),
        (["--questions", "ten"], "--questions is `ten`"),
        (["--questions", "501"], "from 1 to 500"),
        (["--forms", "9"], "--forms is `9`, and should be a whole number from 1 to 8"),
        (["--minutes", "601"], "--minutes is `601`, and should be a whole number from 1 to 600"),
        (["--seed", "-1"], "--seed is `-1`, and should be a whole number from 0"),
        (["--seed", "1.5"], "--seed is `1.5`"),
        (["--topic", "topic1"], "the deck has no topic `topic1`. It has t0, t1 and t2."),
        (["--priority", "cor"], "--priority is `cor`, and should be core, important or extended"),
        (["--format", "htm"], "--format is `htm`, and should be html, print, moodle, gift, qti or"),
        (
            ["--minutes", "5", "--format", "moodle"],
            "moodle files hold no clock: set it in the quiz",
        ),
        (["--minutes", "5", "-o", "x.gift"], "gift files hold no clock"),
        (["--minutes", "5", "-o", "x.csv"], "csv files hold no clock"),
        (["-o", "x.csv", "--format", "qti"], "--format is qti: let the name `x.csv` end in .zip"),
        (["-o", "x.pdf"], "end in .html, .xml, .txt, .gift, .zip or .csv"),
        (["-o", "x"], "does not say what to write"),
        (["-o", "nowhere/x.html"], "there is no folder `nowhere`"),
        (["-o", "decks"], "`decks` is a folder; name a file in it: `decks/deck.html`"),
        (["-o", "-"], "--output is `-`, and should name a file"),
        (["-o", "-", "--format", "csv"], "--output is `-`, and should name a file"),
        (["-o", "collection.apkg"], "does not say what to write"),
    ],
)
def test_wrong_usage_says_what_to_do(home: Path, cps: Cps, args: list[str], words: str) -> None:
    write(home, decks.mixed(32))
    result = cps("exam", *args)
    assert (result.status, result.out) == (2, "")
    assert words in result.err
    assert listed() == ["decks"]


def test_a_key_that_cannot_be_written_is_told_before_anything_is(home: Path, cps: Cps) -> None:
    write(home, decks.mixed(9))
    (home / "x-key.html").mkdir()
    result = cps("exam", "--format", "print", "-o", "x.html")
    assert result.status == 2
    assert "`x-key.html` is a folder" in result.err
    assert not Path("x.html").exists()


@pytest.mark.parametrize("args", [[], ["--topic", "t1"], ["--priority", "extended"]])
def test_exams_are_made_of_choice_cards(home: Path, cps: Cps, args: list[str]) -> None:
    entries = [Entry(0)] * 3 if args else []
    files = decks.files(entries, [0.5, 0.5])
    basic = {"cards/basic.yaml": "topic: t0\ncards:\n  - {id: b, front: Q?, back: A., "
             "teaches: [t0.core]}\n"}  # fmt: skip
    folders.write(home / "decks", {**files, **basic})
    result = cps("exam", *args)
    assert result.status == 2
    assert "exams are made of choice cards" in result.err


def test_an_unsound_deck_gives_its_faults(home: Path, cps: Cps) -> None:
    folders.write(home / "decks", {**decks.files(decks.mixed(9)), "cards/bad.yaml": "topic: x\n"})
    result = cps("exam")
    assert (result.status, result.out) == (1, "")
    assert re.search(r"^decks/cards/bad\.yaml:1:8: error", result.err, re.M)
    assert listed() == ["decks"]


def test_what_the_system_refuses_leaves_files_as_they_were(
    home: Path, command: Callable[..., CompletedProcess[str]]
) -> None:
    write(home, decks.mixed(9))
    (home / "closed").mkdir()
    (home / "closed" / "x.html").write_text("before")
    (home / "closed").chmod(0o500)
    result = command("exam", "-o", "closed/x.html", before=bound_by_permissions())
    (home / "closed").chmod(0o700)
    assert result.returncode == 1
    assert "x.html: permission denied" in result.stderr
    assert (home / "closed" / "x.html").read_text() == "before"


def test_a_full_disk_changes_no_file(home: Path, cps: Cps, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home, decks.mixed(9))
    assert cps("exam", "--format", "print", "-o", "x.html").status == 0
    before = {name: Path(name).read_bytes() for name in ("x.html", "x-key.html")}
    replaced: list[Path] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        replaced.append(self)
        if len(replaced) == 2:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    result = cps("exam", "--format", "print", "-o", "x.html", "--seed", "5")
    assert result.status == 1
    assert "no space left" in result.err
    assert {name: Path(name).read_bytes() for name in before} == before
    assert listed() == ["decks", "x-key.html", "x.html"]


# Notes


def notes(cps: Cps, *args: str) -> str:
    result = cps("exam", *args)
    assert result.status == 0, result.err
    assert all(line.startswith("note: ") for line in result.err.splitlines())
    return result.err


def test_a_small_pool_gives_what_it_has_and_says_so(home: Path, cps: Cps) -> None:
    write(home, decks.mixed(32))
    assert "fewer than 50 questions: there are 32 choice cards\n" in notes(cps)
    assert "there are 32 choice cards, 10 for each form" in notes(cps, "--forms", "3")
    assert notes(cps, "--questions", "10") == ""


def test_a_topic_with_too_few_cards_is_named_and_who_got_its_seats(home: Path, cps: Cps) -> None:
    write(home, [Entry(0)] * 2 + [Entry(1)] * 20 + [Entry(2)] * 20, [0.5, 0.25, 0.25])
    told = notes(cps, "--questions", "20")
    assert told == (
        "note: Topic 0 has 2 choice cards for 10 seats; what is left over went to Topic 1 (4) and "
        "Topic 2 (4)\n"
    )


def test_pictures_in_gift_are_noted(home: Path, cps: Cps) -> None:
    folders.write(home / "decks", hostile.FILES)
    assert "pictures" in notes(cps, "--format", "gift", "--questions", "7")
    assert notes(cps, "--format", "moodle", "--questions", "7") == ""


@pytest.mark.parametrize("name", FORMATS)
def test_sounds_are_played_or_carried_or_left_out(home: Path, cps: Cps, name: str) -> None:
    more = {"question": "Which bell is ![the bell](bell.mp3)?"}
    files = decks.files([Entry(more=more), *decks.mixed(8)])
    folders.write(home / "decks", {**files, "media/bell.mp3": b"ID3 ding"})
    told = notes(cps, "--format", name)
    carried = name in ("html", "moodle", "qti")
    assert ("1 card with sounds left out" in told) is not carried
    assert f"there are {9 if carried else 8} choice cards" in told


def test_matched_sets_that_have_no_room_are_noted(home: Path, cps: Cps) -> None:
    same = {"answer": "Yes", "distractors": ["No", "Perhaps"]}
    write(home, [Entry(more=same)] * 3 + [Entry(1)])
    assert "1 question follows one with the same options" in notes(cps, "--questions", "4")
    write(home, [Entry(more=same)] * 2 + [Entry(1)])
    assert notes(cps, "--questions", "3") == ""


# Bytes


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_exam_is_the_same_bytes(
    home: Path, command: Callable[..., CompletedProcess[str]], tmp_path: Path, name: str
) -> None:
    """In another process, folder, zone and locale, with other file times and hash seed."""
    folders.write(home / "decks", hostile.FILES)
    shutil.copytree(SHIPPED, home / "shipped")
    other = tmp_path / "elsewhere"
    for deck in ("decks", "shipped"):
        shutil.copytree(home / deck, other / deck)
    for path in other.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/New_York", "LC_ALL": "C"},
    ]
    for deck in ("decks", "shipped"):
        args = ("exam", deck, "--format", name, "--forms", "2", "--questions", "3")
        made = []
        for folder, env in zip((home, other), worlds, strict=True):
            assert command(*args, env=env, cwd=folder).returncode == 0
            made.append({p.name: p.read_bytes() for p in folder.glob("*-exam-*")})
            if name == "qti" and folder is home:
                time.sleep(2.1)  # zip files count in steps of two seconds
        assert len(made[0]) == (4 if name == "print" else 2)
        assert made[0] == made[1]
        for folder in (home, other):
            for path in folder.glob("*-exam-*"):
                path.unlink()


@pytest.mark.parametrize("name", FORMATS)
def test_another_seed_gives_another_exam(home: Path, cps: Cps, name: str) -> None:
    write(home, decks.mixed(60))
    for seed in ("1", "2"):
        cps("exam", "--format", name, "--questions", "10", "--seed", seed, "-o",
            f"{seed}{FORMATS[name]}")  # fmt: skip
    one, two = (Path(f"{seed}{FORMATS[name]}").read_bytes() for seed in "12")
    assert one != two


def test_a_retired_card_is_not_asked(home: Path, cps: Cps) -> None:
    retired = {"retired": {"reason": "No longer so."}, "teaches": None}
    write(home, [Entry(more=retired), *decks.mixed(8)])
    cps("exam", "-o", "x.csv")
    assert "card-0," not in Path("x.csv").read_text("utf-8-sig")


def test_the_preview_links_an_exam_that_was_made_beside_it(home: Path, cps: Cps) -> None:
    write(home, decks.mixed(9))
    link = '<a href="{}">Practice exam</a>'

    def preview() -> str:
        assert cps("preview", "-o", "preview.html").status == 0
        return Path("preview.html").read_text("utf-8")

    assert "Practice exam" not in preview()
    Path("exam.html").write_text("something else")
    assert "Practice exam" not in preview()
    cps("exam", "--format", "print", "-o", "exam.html")
    assert "Practice exam" not in preview()
    cps("exam", "-o", "exam.html")
    assert link.format("exam.html") in preview()
    cps("exam")
    assert link.format("tried-exam.html") in preview()
    folders.write(
        home / "decks", {"deck.yaml": "id: other\nname: O\ntopics: {t0: A, t1: B, t2: C}"}
    )
    assert "Practice exam" not in preview()
