"""``cps-cards preview`` on the command line, and its reading of deletions beside Anki's."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from anki.collection import Collection as AnkiCollection
from click.testing import CliRunner, Result

from cps_cards.cli.preview import command
from cps_cards.render.lettering import direction
from cps_cards.render.shown import cloze_html

CARDS = "topic: t\ncards:\n  - id: a\n    front: Who decides?\n    back: The person.\n"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    folder = tmp_path / "deck"
    (folder / "cards").mkdir(parents=True)
    (folder / "deck.yaml").write_text("id: small\nname: A small deck\ntopics: {t: A topic}\n")
    (folder / "cards" / "t.yaml").write_text(CARDS)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_without_a_name_the_page_is_called_after_the_deck(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("deck")
    assert result.exit_code == 0
    assert re.fullmatch(r"Wrote small\.html \(\d+ kB\)\.\n", result.output)
    assert "Who decides?" in (tmp_path / "small.html").read_text(encoding="utf-8")


def test_the_same_deck_gives_the_same_page(deck: Path, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        assert run(str(deck), "-o", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_a_deck_with_faults_is_told_and_leaves_the_page_alone(deck: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("the old page")
    (deck / "cards" / "t.yaml").write_text(CARDS.replace("back:", "bck:"))
    result = run(str(deck), "-o", str(page))
    assert result.exit_code == 1
    assert "t.yaml:5:5" in result.output
    assert page.read_text() == "the old page"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deck", "page.html"]


@pytest.mark.parametrize("name", ["page.apkg", "page", "nowhere/page.html"])
def test_a_page_that_cannot_be_written_there_is_wrong_usage(
    deck: Path, tmp_path: Path, name: str
) -> None:
    assert run(str(deck), "-o", str(tmp_path / name)).exit_code == 2


def test_what_a_deck_says_is_text_and_no_markup_of_the_page(deck: Path, tmp_path: Path) -> None:
    (deck / "deck.yaml").write_text(
        'id: small\nname: "</title><script>alert(1)</script>"\n'
        'topics: {t: "</script><b>t</b>"}\nlanguage: en\n'
    )
    page = tmp_path / "page.html"
    assert run(str(deck), "-o", str(page)).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "</script><b>" not in text


def test_watch_writes_the_page_again_until_it_is_stopped(deck: Path) -> None:
    """The page may lie in the deck folder: it is no reason to write it again."""
    page = deck / "page.html"
    cards = deck / "cards" / "t.yaml"
    process = subprocess.Popen(
        [sys.executable, "-m", "cps_cards", "preview", str(deck), "-o", str(page), "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        assert "Wrote" in process.stdout.readline()
        assert "Watching" in process.stdout.readline()
        cards.write_text(CARDS.replace("The person.", "Nobody else."))
        assert "Wrote" in process.stdout.readline()
        assert "Nobody else." in page.read_text(encoding="utf-8")
        cards.write_text(CARDS.replace("back:", "bck:"))
        time.sleep(1.5)
        assert "Nobody else." in page.read_text(encoding="utf-8")
        cards.write_text(CARDS.replace("The person.", "The person, always."))
        assert "Wrote" in process.stdout.readline()
        assert "The person, always." in page.read_text(encoding="utf-8")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert out.splitlines() == ["Stopped."]
    assert "t.yaml:5:5" in err
    assert "Traceback" not in err


CLOZES = [
    "A {{c1::hidden}} word",
    "A {{c1::hidden::hint}} and {{c2::another}} word",
    "{{c1::first}}, {{c1::again::<em>why</em>}}",
    "Nested {{c1::outer {{c2::inner::in}} rest::out}} end",
    "Nested {{c2::outer {{c1::inner}} rest}} and {{c1::next}}",
    "Three {{c1::a {{c2::b {{c3::c}} b}} a}}",
    "Maths \\({{c1::x}} + y\\), \\[ {{c2::\\frac{1}{2} }} \\] and {{c1::words}}",
    "<ul><li>{{c1::one <strong>bold</strong>}}</li><li>{{c2::two}}</li></ul>",
    "{{c1::}} empty",
    "{{c10::ten}} and {{c1::one}}",
]


@pytest.mark.parametrize("text", CLOZES)
def test_deletions_are_shown_as_anki_shows_them(tmp_path: Path, text: str) -> None:
    anki = AnkiCollection(str(tmp_path / "c.anki2"))
    try:
        model = anki.models.by_name("Cloze")
        assert model is not None
        model["tmpls"][0]["afmt"] = model["tmpls"][0]["qfmt"] = "{{cloze:Text}}"
        anki.models.update_dict(model)
        note = anki.new_note(model)
        note["Text"] = text
        anki.add_note(note, anki.decks.id("Default"))  # type: ignore[arg-type]
        cards = note.cards()
        assert cards
        for card in cards:
            shown = card.render_output()
            number = card.ord + 1
            question = re.sub(r' data-cloze="[^"]*"', "", shown.question_text)
            assert cloze_html(text, number, hidden=True) == question
            assert cloze_html(text, number) == shown.answer_text
    finally:
        anki.close()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        *((tag, "rtl") for tag in ("ar", "ar-EG", "AR", "fa", "he", "ur-PK", "ckb", "ku-Arab")),
        *((tag, "ltr") for tag in ("en", "es-MX", "zh-Hant", "ar-Latn", "pt-BR", "ku")),
        *((tag, "ltr") for tag in ("en-x-arab", "de-1996")),
    ],
)
def test_the_direction_of_a_language_is_known(language: str, expected: str) -> None:
    assert direction(language) == expected
