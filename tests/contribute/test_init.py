"""`cps-cards init`: a deck of one's own, ready to build, lint and push; and nothing overwritten."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cps_cards.apkg.reader import read_package
from cps_cards.contribute import json_schema, scaffold
from cps_cards.yamlio.load import load

from . import decks
from .terminal import ROOT, Terminal, run
from .test_github import git


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


@pytest.mark.parametrize("language", [False, True], ids=["", "language"])
def test_a_new_deck_is_clean_and_builds(language: bool, tmp_path: Path) -> None:
    told = run("init", "first-aid", *(["--language"] if language else []), cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    deck = tmp_path / "first-aid"
    lint = run("lint", "first-aid", "--level", "info", "--fail-on", "info", cwd=tmp_path)
    assert (lint.returncode, lint.stdout) == (0, "Nothing to mend.\n")
    build = run("build", cwd=deck)
    assert build.returncode == 0, build.stderr
    assert (deck / "first-aid.apkg").is_file()
    collection, faults = load(deck)
    assert faults.found == []
    assert {card.kind for card in collection.cards} == {"basic", "cloze", "choice"}
    assert collection.deck.name == "First Aid"
    assert (collection.language is not None) is language
    assert run("stats", cwd=deck).returncode == 0


def test_a_new_deck_may_be_about_anything(tmp_path: Path) -> None:
    """The wording for mental health and recovery is there for whoever chooses it."""
    run("init", "notary", cwd=tmp_path)
    cards = tmp_path / "notary" / "cards" / "studying.yaml"
    text = cards.read_text(encoding="utf-8")
    asked = "What makes a text stay"
    assert asked in text
    cards.write_text(text.replace(asked, "What makes a client stay"), encoding="utf-8")
    assert "LAN" not in run("lint", "notary", "--level", "info", cwd=tmp_path).stdout
    deck = tmp_path / "notary" / "deck.yaml"
    settings = deck.read_text(encoding="utf-8")
    assert "\nwording: []\n" in settings
    deck.write_text(settings.replace("wording: []", "wording: [person-first]"), encoding="utf-8")
    assert "LAN003" in run("lint", "notary", "--level", "info", cwd=tmp_path).stdout


def test_every_file_validates_and_points_at_its_schema(tmp_path: Path) -> None:
    run("init", "mine", "--language", cwd=tmp_path)
    root = tmp_path / "mine"
    for path in [*root.glob("*.yaml"), *root.rglob("cards/**/*.yaml")]:
        text = path.read_text(encoding="utf-8")
        first = text.partition("\n")[0]
        assert first == json_schema.line_for(path, root)
        schema = json.loads((path.parent / first.partition("$schema=")[2]).read_text("utf-8"))
        jsonschema.Draft202012Validator(schema).validate(decks.typed(text))
    assert run("schema", "--check", cwd=root).returncode == 0


def test_the_first_card_of_the_new_deck(tmp_path: Path) -> None:
    run("init", "mine", cwd=tmp_path)
    told = run("new", "--from-fact", "studying.spacing.apart", "--front", "What outlasts cramming?",
               "--back", "Learning over several days.", cwd=tmp_path / "mine")  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "Added to cards/studying.yaml" in told.stdout


def test_samples_are_built_and_never_released(tmp_path: Path) -> None:
    run("init", "mine", cwd=tmp_path)
    deck = tmp_path / "mine"
    assert run("build", cwd=deck).returncode == 0
    (deck / "mine.apkg").unlink()
    told = run("release", cwd=deck)
    assert told.returncode == 1
    assert "cards/studying.yaml:7:9: error SCH028 sample-card" in told.stderr
    assert "3 errors in 1 file" in told.stderr
    assert not (deck / "mine.apkg").exists()
    assert not (deck / "published.json").exists()
    cards = deck / "cards/studying.yaml"
    cards.write_text(cards.read_text().replace("    sample: true\n", ""))
    assert run("release", cwd=deck).returncode == 0


PEER_SUPPORT = re.compile(r"(?i:peer|mgl-|massachusetts|confidential|recovery|dmh\b)|\bCPS\b")


def test_nothing_of_the_deck_that_came_along_is_in_a_new_one(tmp_path: Path) -> None:
    """But for the remark on the wording table that may be switched on, and what explains its key
    and rules in the schemas."""
    run("init", "mine", "--language", cwd=tmp_path)
    deck = tmp_path / "mine"
    run("build", cwd=deck)
    texts = {path: data.decode("utf-8", "ignore") for path, data in contents(deck).items()
             if not path.endswith(".apkg")}  # fmt: skip
    remark = next(line for line in texts["deck.yaml"].splitlines() if "recovery services" in line)
    for path, text in texts.items():
        assert PEER_SUPPORT.search(text.replace(remark, "")) is None, path
    package = read_package(deck / "mine.apkg")
    assert {one.name for one in package.note_types.values()} == {
        "Basic (cps-cards)", "Cloze (cps-cards)", "Choice (cps-cards)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "No license has been chosen yet"),
        (["--license", "cc-by-sa"], "ShareAlike 4.0 International, https://creativecommons.org/"),
        (["--license", "cc0"], "CC0 1.0 Universal"),
    ],
)
def test_a_license_is_chosen_or_named_as_a_choice(
    args: list[str], words: str, tmp_path: Path
) -> None:
    assert run("init", "mine", *args, cwd=tmp_path).returncode == 0
    text = (tmp_path / "mine/LICENSE").read_text()
    assert words in text
    assert text.count("is licensed under") == (1 if args else 3)


def test_a_clone_on_windows_changes_no_picture(tmp_path: Path) -> None:
    """Its git writes CRLF into texts, and an SVG is one."""
    run("init", "mine", cwd=tmp_path)
    deck = tmp_path / "mine"
    picture = b'<svg xmlns="http://www.w3.org/2000/svg">\n<path d="M0 0"/>\n</svg>\n'
    decks.write(deck, {"media/a.svg": picture.decode(), "media/b.png": b"\x89PNG\r\n\x1a\n\0\n"})
    git(deck, "init", "-q")
    git(deck, "add", ".")
    git(deck, "commit", "-q", "-m", "Deck")
    git(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", str(deck), "clone")
    for name in ("media/a.svg", "media/b.png", "cards/studying.yaml"):
        assert (tmp_path / "clone" / name).read_bytes() == (deck / name).read_bytes(), name
    assert (ROOT / ".gitattributes").read_text() == (deck / ".gitattributes").read_text()


def test_the_readme_says_how_to_look_before_a_release(tmp_path: Path) -> None:
    """What it says can be typed: the second release is looked at with the tag of the first."""
    run("init", "mine", cwd=tmp_path)
    deck = tmp_path / "mine"
    readme = (deck / "README.md").read_text()
    assert readme.index("`cps-cards diff v1.0.0 --strict`") < readme.index(
        "`cps-cards release` builds"
    )
    cards = deck / "cards/studying.yaml"
    cards.write_text(cards.read_text().replace("    sample: true\n", ""))
    git(deck, "init", "-q")
    assert run("release", cwd=deck).returncode == 0
    git(deck, "add", ".")
    git(deck, "commit", "-q", "-m", "First release")
    git(deck, "tag", "v1.0.0")
    first = cards.read_text()
    cards.write_text(first.replace("id: spread-over-days", "id: another"))
    assert run("diff", "v1.0.0", "--strict", cwd=deck).returncode == 1
    cards.write_text(
        first.replace("id: spread-over-days", "id: another\n    formerly: spread-over-days")
    )
    told = run("diff", "v1.0.0", "--strict", cwd=deck)
    assert told.returncode == 0, told.stdout + told.stderr


def test_what_is_next_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    told = run("init", "my deck", "--id", "mine", cwd=tmp_path)
    lines = told.stdout.partition("Next:\n")[2].splitlines()
    assert lines[:2] == ["  cps-cards lint 'my deck'", "  cps-cards build 'my deck'"]


def test_a_name_that_looks_like_an_option(tmp_path: Path) -> None:
    told = run("init", "--id", "x", "--", "-x", cwd=tmp_path)
    assert "  cps-cards lint ./-x\n" in told.stdout
    assert run("lint", "./-x", cwd=tmp_path).returncode == 0


def test_a_deck_inside_a_repository_is_told_where_workflows_run(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    told = run("init", "courses", cwd=tmp_path).stdout
    assert "GitHub runs the workflows at its top alone" in told
    assert "  move the files of courses/.github/workflows to ./.github/workflows\n" in told
    assert "write courses for the dot" in told
    (tmp_path / "own").mkdir()
    subprocess.run(["git", "init", "-q", str(tmp_path / "own")], check=True)
    assert "GitHub runs" not in run("init", "own", cwd=tmp_path).stdout


def test_a_deck_that_git_ignores_nothing_of(tmp_path: Path) -> None:
    run("init", "mine", cwd=tmp_path)
    deck = tmp_path / "mine"
    run("build", cwd=deck)
    git = ["git", "-c", "core.excludesFile=", "-C", str(deck)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    listed = subprocess.run([*git, "ls-files"], check=True, capture_output=True, text=True)
    tracked = set(listed.stdout.split())
    assert tracked == {p for p in contents(deck) if not p.startswith(".git/")} - {"mine.apkg"}
    assert {".schema/card.json", ".github/workflows/deck.yml", ".gitignore"} <= tracked


@pytest.mark.parametrize("name", ["", "README.md", "notes/a.txt"])
def test_a_folder_that_holds_something_is_refused_and_left_alone(name: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    if not name:
        assert run("init", "mine", cwd=tmp_path).returncode == 0
        return
    decks.write(mine, {name: "mine"})
    told = run("init", "mine", cwd=tmp_path)
    assert told.returncode == 2
    assert "is not empty: it holds" in told.stderr
    assert "--keep" in told.stderr
    assert contents(mine) == {name: b"mine"}


def test_keep_adds_what_is_missing_and_keeps_what_is_there(tmp_path: Path) -> None:
    decks.write(tmp_path / "mine", {"README.md": "mine", ".gitignore": "*.txt\n", "a.txt": "a"})
    told = run("init", ".", "--keep", cwd=tmp_path / "mine")
    assert told.returncode == 0, told.stderr
    assert "README.md was there and was left as it is" in told.stdout
    after = contents(tmp_path / "mine")
    assert (after["README.md"], after[".gitignore"], after["a.txt"]) == (b"mine", b"*.txt\n", b"a")
    assert run("build", cwd=tmp_path / "mine").returncode == 0


@pytest.mark.parametrize("name", ["deck.yaml", "cards/a.yaml", "published.json", "sources.yaml"])
def test_a_deck_is_never_begun_inside_another(name: str, tmp_path: Path) -> None:
    decks.write(tmp_path / "mine", {name: "x"})
    told = run("init", "mine", "--keep", cwd=tmp_path)
    assert told.returncode == 2
    assert "there is a deck in it already" in told.stderr
    assert contents(tmp_path / "mine") == {name: b"x"}


def test_a_clone_without_files_counts_as_empty(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path / "mine")], check=True)
    assert run("init", "mine", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "Missing argument"),
        (["no/such/mine"], "there is no folder `no"),
        (["file"], "is a file"),
        (["link"], "`link` is a link that leads nowhere"),
        ([""], "name the folder to make"),
        (["mine", "--id", "My Deck"], "`my-deck`"),
        (["mine", "--name", 'A "B"'], "holds a double quote"),
        (["mine", "--name", " "], "`name` is empty"),
        (["mine", "--name", "A::"], "the deck's name has an empty part"),
        (["mine", "--name", "A:: :B"], "a part of the deck's name begins or ends with a colon"),
        (["mine", "--name", "A\udcffB"], "bytes that are not UTF-8"),
        (["mine", "--id", "a\udcffb"], "single hyphens: `a-b`"),
        (["mine", "--id", "marked"], "Anki itself uses the tag `marked`"),
        (["日本"], "give --id"),
    ],
)
def test_wrong_usage_makes_nothing(args: list[str], words: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("nowhere")
    told = run("init", *args, cwd=tmp_path)
    assert told.returncode == 2
    assert words in " ".join(told.stderr.split())
    assert contents(tmp_path) == {"file": b"x"}
    assert not (tmp_path / "mine").exists()


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(str.isprintable))
def test_any_name_stands_in_the_files_as_it_is(name: str) -> None:
    try:
        made = scaffold.files("x", name, with_language=False)
    except ValueError:
        assume(False)
    assert yaml.load(made["deck.yaml"].decode(), Loader=yaml.BaseLoader)["name"] == name
    assert "@" not in made["deck.yaml"].decode().replace(name, "").replace("# ", "")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_on_a_terminal(tmp_path: Path) -> None:
    with Terminal("init", "mine", cwd=tmp_path) as terminal:
        assert terminal.wait() == 0
        assert "Made Mine in mine:" in terminal.screen
    with Terminal("init", "mine", cwd=tmp_path) as terminal:
        assert terminal.wait() == 2
        assert "there is a deck in it already" in terminal.screen


def test_the_workflow_installs_this_version(tmp_path: Path) -> None:
    from cps_cards import __version__

    run("init", "mine", cwd=tmp_path)
    text = (tmp_path / "mine/.github/workflows/deck.yml").read_text()
    assert f'"cps-cards=={__version__}"' in text
    shutil.rmtree(tmp_path / "mine")
