"""``cps-cards build``: what it writes, prints and refuses, and with which exit status."""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cps_cards import lookup
from cps_cards.apkg.reader import read_package
from tests.apkg.kit import PICTURE, TIME, Folder, plain, sample
from tests.cli.conftest import Cps, listed

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions or pipes")


def steady(text: str) -> str:
    """A summary without the size, which hangs on zlib's version, and the time it took."""
    return re.sub(r"\(\d+ kB\) in \d+\.\d s", "(SIZE kB) in SECONDS s", text)


def ids(file: Path) -> set[str]:
    return {note.fields[0] for note in read_package(file).notes}


def test_it_builds_the_deck_in_decks(cps: Cps, decks: Folder, snapshot: SnapshotAssertion) -> None:
    result = cps("build")
    assert (result.status, result.err) == (0, "")
    assert steady(result.out) == snapshot
    assert listed() == ["decks", "sample.apkg"]
    assert len(ids(Path("sample.apkg"))) == 6


def test_after_a_release_it_tells_what_changed(
    cps: Cps, decks: Folder, snapshot: SnapshotAssertion
) -> None:
    decks.publish()
    decks.edit("cards/reporting.yaml", "A wheel.", "The wheel.")
    result = cps("build", "decks", "--topic", "reporting", "-o", "part.apkg")
    assert steady(result.out) == snapshot
    assert ids(Path("part.apkg")) == {"which-one", "wheel"}


def test_without_decks_it_builds_the_deck_that_came_along(cps: Cps, home: Path) -> None:
    result = cps("build")
    assert result.status == 0
    assert "Massachusetts CPS Exam" in result.out
    told = f"There is no deck here: this is the one that came along, {lookup.shipped()}.\n"
    assert result.err.startswith(told)
    assert listed() == ["massachusetts-cps.apkg"]
    for named in (["-q"], [str(lookup.shipped())]):
        assert "came along" not in cps("build", *named).err


def test_the_deck_in_the_wheel_comes_before_the_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, beside = tmp_path / "site/cps_cards", tmp_path / "site"
    sample(beside / "decks")
    inside.mkdir()
    monkeypatch.setattr(lookup, "__file__", str(inside / "lookup.py"))
    assert lookup.shipped() == beside / "decks"
    sample(inside / "decks")
    assert lookup.shipped() == inside / "decks"


def test_without_any_deck_it_says_so(cps: Cps, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "__file__", str(home / "site" / "lookup.py"))
    result = cps("build")
    assert result.status == 2
    assert "no deck came with the package" in result.err


def test_topics_are_named_with_commas_and_in_any_case(cps: Cps, decks: Folder) -> None:
    assert cps("build", "--topic", "Reporting,RESPECT").status == 0
    assert len(ids(Path("sample.apkg"))) == 6


def test_quiet_prints_nothing(cps: Cps, decks: Folder) -> None:
    result = cps("build", "--quiet")
    assert (result.status, result.out, result.err) == (0, "", "")
    assert Path("sample.apkg").exists()


def test_parts_are_chosen_by_topic_and_priority(cps: Cps, decks: Folder) -> None:
    for args, wanted in (
        (["--topic", "reporting"], {"which-one", "wheel"}),
        (["--priority", "extended"], {"late"}),
        (["--priority", "extended", "--priority", "important"], {"late", "which-one", "wheel"}),
        (["--topic", "respect", "--topic", "reporting", "--priority", "extended"], {"late"}),
    ):
        assert cps("build", "-o", "part.apkg", *args).status == 0
        assert ids(Path("part.apkg")) == wanted


@pytest.mark.parametrize(
    ("subdecks", "wanted"),
    [
        ("topic", {"01 Respect", "02 Reporting"}),
        ("priority", {"01 Core", "02 Important", "03 Extended"}),
        ("none", set()),
    ],
)
def test_subdecks_as_asked_for(cps: Cps, decks: Folder, subdecks: str, wanted: set[str]) -> None:
    assert cps("build", "--subdecks", subdecks).status == 0
    found = {deck.name for deck in read_package(Path("sample.apkg")).decks}
    assert found == {"Default", "Sample Deck", *(f"Sample Deck::{name}" for name in wanted)}


def test_a_link_in_the_place_of_the_package_leads_to_the_file(cps: Cps, decks: Folder) -> None:
    Path("real").mkdir()
    Path("link.apkg").symlink_to("real/deck.apkg")
    assert cps("build", "-o", "link.apkg").status == 0
    assert Path("link.apkg").is_symlink()
    assert len(ids(Path("real/deck.apkg"))) == 6


@POSIX
def test_a_package_that_is_there_keeps_its_permissions(cps: Cps, decks: Folder) -> None:
    umask = os.umask(0o027)
    try:
        cps("build")
        assert Path("sample.apkg").stat().st_mode & 0o777 == 0o640
        Path("sample.apkg").chmod(0o604)
        cps("build")
        assert Path("sample.apkg").stat().st_mode & 0o777 == 0o604
    finally:
        os.umask(umask)


USAGE = [
    (["build", "--frobnicate"], "No such option"),
    (["bild"], "did you mean `build`?"),
    (["build", "nowhere"], "there is no deck folder `nowhere`"),
    (["build", "decks/deck.yaml"], "is a file"),
    (["build", "media"], "holds no deck.yaml"),
    (["build", "."], "did you mean `decks`?"),
    (["build", "-o", "media"], "`media` is a folder"),
    (["build", "-o", "deck.zip"], "has to end in .apkg"),
    (["build", "-o", ".apkg"], "has to end in .apkg"),
    (["build", "-o", "deck"], "has to end in .apkg"),
    (["build", "-o", "collection.apkg"], "a whole collection"),
    (["build", "-o", "Collection.APKG"], "a whole collection"),
    (["build", "-o", "backup-x.apkg"], "a whole collection"),
    (["build", "-o", "backup-.apkg"], "a whole collection"),
    (["build", "-o", "linked.apkg"], "a whole collection"),
    (["build", "-o", "nowhere/deck.apkg"], "there is no folder `nowhere`"),
    (["build", "-o", "pipe.apkg"], "is not a file that can be replaced"),
    (["build", "--topic", "reportin"], "did you mean `reporting`?"),
    (["build", "--topic", "zzz"], "no topic `zzz`. It has respect and reporting."),
    (["build", "--priority", "urgent"], "core, important or extended"),
    (["build", "--subdecks", "week"], "should be priority, topic or none"),
    (["build", "--topic", "reporting", "--priority", "core"], "nothing was built"),
    (["build", "decks", "decks"], "unexpected extra argument"),
    (["stats", "--format", "xml"], "should be text, json or markdown"),
    (["release", "-o", "backup-2.apkg"], "a whole collection"),
    (["release", "nowhere"], "there is no deck folder `nowhere`"),
]


@POSIX
@pytest.mark.parametrize(("args", "words"), USAGE, ids=lambda value: " ".join(value)[:40])
def test_wrong_usage_is_2(cps: Cps, decks: Folder, args: list[str], words: str) -> None:
    Path("media").mkdir()
    os.mkfifo("pipe.apkg")
    Path("linked.apkg").symlink_to("collection.apkg")
    result = cps(*args)
    assert result.status == 2
    assert words in result.err
    assert result.out == ""
    assert listed() == ["decks", "linked.apkg", "media", "pipe.apkg"]


def test_a_deck_whose_name_anki_would_misread_needs_another_file_name(
    cps: Cps, decks: Folder
) -> None:
    decks.edit("deck.yaml", "id: sample", "id: collection")
    result = cps("build")
    assert result.status == 2
    assert "another name with `-o`" in result.err
    assert cps("build", "-o", "mine.apkg").status == 0


@pytest.mark.parametrize("value", ["yesterday", "-5", "1.5", "٣", "9" * 12])
def test_a_bad_source_date_epoch_is_2(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    for name in ("build", "release"):
        result = cps(name)
        assert result.status == 2
        assert f"SOURCE_DATE_EPOCH is `{value}`" in result.err


def test_source_date_epoch_dates_what_is_new(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value, wanted in (("1234567890", 1234567890), ("  ", TIME)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
        cps("build")
        mods = {note.mod for note in read_package(Path("sample.apkg")).notes}
        assert mods == {wanted}


def test_an_unsound_deck_is_1_and_leaves_the_old_package(cps: Cps, decks: Folder) -> None:
    cps("build")
    before = Path("sample.apkg").read_bytes()
    decks.edit("cards/respect.yaml", "front: How", "frunt: How")
    decks.edit("cards/reporting.yaml", "wheel.png", "whel.png")
    result = cps("build", "--topic", "nonsense")
    assert result.status == 1
    assert "decks/cards/respect.yaml:4:5" in result.err
    assert "frunt" in result.err
    assert "decks/cards/reporting.yaml:" in result.err
    assert "whel.png" in result.err
    assert result.out == ""
    assert Path("sample.apkg").read_bytes() == before


def test_a_deck_without_deck_yaml_in_decks_is_not_taken_for_the_shipped_one(
    cps: Cps, decks: Folder
) -> None:
    decks.remove("deck.yaml")
    (decks.path / "deck.yaml").symlink_to("gone.yaml")
    result = cps("build")
    assert result.status == 1
    assert "decks/deck.yaml" in result.err


def test_a_picture_that_changes_meanwhile_is_told_of(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cps_cards.render import notes

    render_all = notes.render_all

    def changing(*args: object) -> object:
        found = render_all(*args)  # type: ignore[arg-type]
        decks.write("media/wheel.png", PICTURE + b"!")
        return found

    monkeypatch.setattr(notes, "render_all", changing)
    result = cps("build")
    assert result.status == 1
    assert "wheel.png: the file changed while" in result.err
    assert listed() == ["decks"]


def test_a_bug_is_3_and_asks_to_report_it(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cps_cards.apkg import build

    def broken(*args: object, **more: object) -> None:
        raise KeyError("what is this")

    monkeypatch.setattr(build, "package", broken)
    result = cps("build")
    assert result.status == 3
    assert "Please report it" in result.err
    assert "KeyError in test_build.py" in result.err
    assert "Traceback" not in result.err
    monkeypatch.setenv("CPS_CARDS_TRACEBACK", "1")
    assert "Traceback" in cps("build").err
    assert listed() == ["decks"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "sample.apkg: there is no space left (No space left on device); nothing"),
        (errno.EACCES, "sample.apkg: permission denied"),
        (errno.EROFS, "sample.apkg: read-only file system"),
    ],
)
def test_a_system_that_refuses_is_1(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refusing(path: Path, target: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "replace", refusing)
    result = cps("build")
    assert result.status == 1
    assert words in result.err
    assert listed() == ["decks"]


def test_a_long_deck_shows_a_bar_on_a_terminal_alone(
    cps: Cps, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cps_cards.cli import run

    plain(home / "decks", 250)
    monkeypatch.setattr(run, "BAR_AFTER", -1.0)
    assert cps("build").err == ""
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda self: True, raising=False)
    assert cps("build", "--quiet").err == ""
    assert "100%" in cps("build").err


def test_a_short_deck_shows_no_bar(
    cps: Cps, decks: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda self: True, raising=False)
    assert cps("build").err == ""


def test_it_tells_of_cards_that_topics_bring_too_early(cps: Cps, decks: Folder) -> None:
    decks.edit("cards/respect.yaml", "    back: This.", "    back: This.\n    after: [wheel]")
    assert "too early" not in cps("build").out
    told = cps("build", "--subdecks", "topic").out
    assert "so some cards come too early: late waits for wheel." in told
