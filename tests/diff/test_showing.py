"""Cards as the page of a diff shows them, against what Anki shows of the same cards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cps_cards.diff.showing import harmless, show
from cps_cards.diff.view import Card, Field, Note, NoteType, PackageView, Template
from cps_cards.diff.words import readable

pytest.importorskip("anki")

from tests.diff.anki_itself import Desktop
from tests.diff.packages import TIME

FRONTS = [
    "{{Front}}", "<p>Ask:</p>{{Front}} {{text:Back}}", "{{#Back}}{{Front}}{{/Back}}",
    "{{^Back}}nothing{{/Back}}{{Front}}", "{{#Front}}{{^Back}}x{{/Back}}{{/Front}}{{Front}}",
    "{{Front}} {{Tags}} {{Type}} {{Card}}", "<!-- {{Front}} -->{{Front}}",
    "{{=<% %>=}}<% Front %>", "{{Front}} &amp; more", "{{#Tags}}tagged{{/Tags}} {{Front}}",
]  # fmt: skip
CLOZES = [
    "{{c1::one}} and {{c2::two::a hint}}", "{{c2::outer {{c1::inner}} rest}}", "{{c1::a}}{{c1::b}}",
    "{{c1,2::both}} rest", "plain {{c1::<b>bold</b>::hint <i>x</i>}}", "{{c1::a::h}} {{b}} }}",
]  # fmt: skip


def test_both_sides_read_as_anki_shows_them(tmp_path: Path) -> None:
    back = "{{FrontSide}}<hr id=answer>{{Back}}"
    types = [
        _note_type(number, Template("Card 1", front, back)) for number, front in enumerate(FRONTS)
    ]
    cloze = _note_type(
        90, Template("Cloze", "{{cloze:Front}}", "{{cloze:Front}}<br>{{Back}}"), True
    )
    notes = [
        Note(
            1_600_000_000_000 + n, f"n{n}", one.id, TIME, ("a <b>bold</b> one", "the back"), ("t",)
        )
        for n, one in enumerate(types)
    ]
    notes += [
        Note(1_700_000_000_000 + n, f"c{n}", cloze.id, TIME, (text, "the back"))
        for n, text in enumerate(CLOZES)
    ]
    cards = [Card(note.id, 0, "Exam::01 Core") for note in notes]
    view = PackageView(tuple(notes), tuple(cards), {t.id: t for t in (*types, cloze)})
    desktop = Desktop(tmp_path / "anki")
    try:
        desktop.import_view(view, {})
        for note, card in zip(notes, cards, strict=True):
            (id,) = desktop.col.find_cards(f"nid:{note.id}")
            anki, shown = desktop.col.get_card(id), show(note, card, view, {})
            assert readable(shown.front) == readable(_without_style(anki.question())), note
            assert readable(shown.back) == readable(_without_style(anki.answer())), note
    finally:
        desktop.close()


def _note_type(number: int, template: Template, cloze: bool = False) -> NoteType:
    fields = (Field("Front"), Field("Back"))
    return NoteType(10_000 + number, f"Type {number}", TIME, fields, (template,), "", cloze)


def _without_style(side: str) -> str:
    return re.sub(r"<style>.*?</style>", "", side, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("side", "left"),
    [
        ("a<script>b</script>c", "ac"),
        ('<p onclick="x()" class="k" style="color:red">a</p>', '<p class="k">a</p>'),
        ("<p ONLOAD=x>a</p>", "<p>a</p>"),
        ("<iframe src=x></iframe>a", "a"),
        ('<img src="a.png" alt="A wheel">', "<span>[picture a.png: A wheel]</span>"),
        ("[sound:a.mp3]", "<span>🔊 a.mp3</span>"),
    ],
)
def test_what_runs_or_loads_is_taken_out(side: str, left: str) -> None:
    assert harmless(side, {}) == left


def test_a_picture_at_hand_is_shown() -> None:
    shown = harmless(
        '<img src="a.png" alt="A &quot;wheel&quot;">', {"a.png": "data:image/png;base64,AA"}
    )
    assert shown == '<img src="data:image/png;base64,AA" alt="A &quot;wheel&quot;">'
