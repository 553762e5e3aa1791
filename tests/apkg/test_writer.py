"""Fields that are hard to write: genanki's own check and Anki's agree that they are sound."""

from __future__ import annotations

import io
import json
import sqlite3
import warnings
import zipfile
from contextlib import closing
from pathlib import Path

import genanki
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_cards.apkg.build import build
from cps_cards.render.markdown import render
from tests.apkg.kit import PICTURE, Folder, Learner, plain

HARD = (
    "![two\nlines](wheel.png)",
    '![a > b "quoted" < c](wheel.png)',
    "a < b > c & d",
    r"\(a < b\) and \[x > y\]",
    "<https://example.org/?a=1&b=2>",
    "[a\nlink](https://example.org 'with\na title')",
    "`<script>alert(1)</script>`",
    "Run <script>alert(1)</script>",
    "| a | b |\n|--:|---|\n| <c> | d |",
    "1 <2> 3",
    "{{c1::not a cloze}} <% x %> [sound:x.mp3] [latex]y[/latex]",
    "See <!-- comment --> <![CDATA[ x ]]>",
    "line\\\nbreak and ~~gone~~",
    "3. third\n4. fourth",
    "all </div></main>",
    "1984",
)


@pytest.fixture
def hard(tmp_path: Path) -> Folder:
    folder = plain(tmp_path / "hard", 1)
    folder.write("media/wheel.png", PICTURE)
    cards = "".join(
        f"  - id: h-{n}\n    front: {json.dumps(text)}\n    back: {json.dumps(text)}\n"
        for n, text in enumerate(HARD)
    )
    folder.write("cards/hard.yaml", f"topic: t1\ncards:\n{cards}")
    return folder


def test_hard_fields_arrive_whole(hard: Folder, learner: Learner) -> None:
    collection, notes, description = hard.rendered()
    data = build(collection, notes, description).data
    assert learner.take(data).new == len(notes)
    assert learner.problems() == []
    for note in notes:
        written = learner.note(note.card.id.value)
        assert written["Question"] == note.fields["Question"]
        assert written.cards()[0].question()


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_genanki_finds_no_fault_with_any_text(text: str) -> None:
    assert genanki.Note._find_invalid_html_tags_in_field(render(text, {}).html) == []


def test_the_collection_has_the_settings_that_anki_reads(hard: Folder, tmp_path: Path) -> None:
    connection = sqlite3.connect(":memory:")
    with closing(connection), zipfile.ZipFile(io.BytesIO(hard.build().data)) as archive:
        connection.deserialize(archive.read("collection.anki2"))
        row = "select ver, crt, mod, conf, decks, dconf from col"
        ver, crt, mod, conf, decks, dconf = connection.execute(row).fetchone()
    assert (ver, crt, mod) == (11, 1_711_540_800, 1_711_540_800_000)
    settings_ = json.loads(conf)
    assert (settings_["schedVer"], settings_["nextPos"]) == (2, len(HARD) + 2)
    (preset,) = set(json.loads(dconf)) - {"1"}
    for id, deck in json.loads(decks).items():
        assert deck["id"] == int(id)
        assert str(deck["conf"]) == ("1" if id == "1" else preset)


def test_no_warning_reaches_the_author(hard: Folder) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        hard.build()
