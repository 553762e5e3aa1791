"""Decks that somebody wrote to do harm, or that a merge or a slip made odd."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cps_cards.model.deck import Collection
from tests import folders
from tests.patience import comes_to_an_end

Sound = Callable[[folders.Files], Collection]


def told(tmp_path: Path, files: folders.Files) -> list[str]:
    root = folders.write(tmp_path / "deck", {**folders.PLAIN, **files})
    return folders.lines(folders.read(root)[1])


def cloze(text: str) -> str:
    return f'{folders.CARDS}  - id: one\n    kind: cloze\n    text: "{text}"\n'


@pytest.mark.parametrize(
    "piece", ["'}} ", "{{c0::a}} ", "{{c1::{ }}}", "{{c1::}} ", "{{c1::&nbsp;}} "]
)
def test_a_text_with_thousands_of_faults_has_some_of_them_told(tmp_path: Path, piece: str) -> None:
    with comes_to_an_end():
        lines = told(tmp_path, {"cards/listening.yaml": cloze(piece * 20_000)})
    assert 1 <= len([line for line in lines if line.startswith("cards")]) <= 50


@pytest.mark.parametrize("line", ["<<<<<<< a\n", "<<<<<<< a\n=======\n>>>>>>> b\n"])
def test_a_file_of_conflict_marks_comes_to_an_end(tmp_path: Path, line: str) -> None:
    text = folders.CARDS + line * (400_000 // len(line))
    with comes_to_an_end():
        assert told(tmp_path, {"cards/listening.yaml": text})
        assert told(tmp_path, {"published.json": line * (100_000 // len(line))})


def test_of_retired_cards_only_the_syntax_is_checked(sound: Sound) -> None:
    retired = (
        "  - id: old\n    front: Who?\n    back: You.\n    sources: [gone]\n"
        "    after: [gone, older]\n"
        "    retired: {reason: It is over.}\n"
        "  - id: older\n    front: Why?\n    back: So.\n    after: [old]\n"
        "    retired: {reason: It is over.}\n"
    )
    collection = sound({"cards/listening.yaml": folders.CARDS + folders.CARD + retired})
    assert sum(card.retired is not None for card in collection.cards) == 2


@pytest.mark.parametrize("name", ["Base:", ":Base", "A:::B", "A::B:", "A:: :B"])
def test_colons_that_anki_would_take_out_of_a_deck_name(tmp_path: Path, name: str) -> None:
    line, *_ = told(
        tmp_path, {"deck.yaml": folders.DECK.replace("name: Sample", f'name: "{name}"')}
    )
    assert "begins or ends with a colon" in line


def test_a_colon_inside_a_deck_name_is_kept(sound: Sound) -> None:
    files = {"deck.yaml": folders.DECK.replace("name: Sample", 'name: "CPS: Exam::Part 1: Law"')}
    assert sound(files).deck.name == "CPS: Exam::Part 1: Law"


@pytest.mark.parametrize(
    ("twin", "words"),
    [
        ('"No!\u200b"', "a second time"),
        ('"N\U0001d173o!"', "a second time"),
        ('" No! "', "a second time"),
        (r"'No\!'", "looks the same"),
        ("'&#78;o!'", "looks the same"),
    ],
)
def test_options_that_look_alike(tmp_path: Path, twin: str, words: str) -> None:
    card = (
        f"{folders.CARDS}  - id: one\n    kind: choice\n    question: Who?\n    answer: You\n"
        f"    distractors: ['No!', {twin}, Both]\n"
    )
    line, *_ = told(tmp_path, {"cards/listening.yaml": card})
    assert words in line


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are UTF-8 in any locale")
def test_media_names_are_read_as_utf8_in_an_ascii_locale(tmp_path: Path) -> None:
    root = folders.write(tmp_path / "deck", {**folders.PLAIN, "media/bïld.png": folders.PNG})
    card = folders.CARDS + '  - id: one\n    front: "![p](bïld.png)"\n    back: It.\n'
    (root / "cards" / "listening.yaml").write_text(card, encoding="utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for number, locale in enumerate(({}, ascii_only)):
        output = str(tmp_path / f"{number}.apkg")
        subprocess.run(
            [sys.executable, "-m", "cps_cards", "build", "-q", "-o", output, str(root)],
            check=True, env=os.environ | locale | {"SOURCE_DATE_EPOCH": "1700000000"},
        )  # fmt: skip
    assert (tmp_path / "0.apkg").read_bytes() == (tmp_path / "1.apkg").read_bytes()
