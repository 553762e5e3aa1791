"""Which cards a note makes, against what Anki's Empty Cards says of the same notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cps_cards.apkg.contents import Card, Field, Note, NoteType, Package, Template
from cps_cards.diff.generation import card_ords, cloze_ords

pytest.importorskip("anki")

from tests.diff.anki_itself import Desktop
from tests.diff.packages import TIME

FRONTS = [
    "{{Front}}",
    "text alone",
    "{{Tags}}",
    "{{#Tags}}{{Front}}{{/Tags}}",
    "{{^Tags}}{{Front}}{{/Tags}}",
    "{{#Front}}x{{/Front}}",
    "{{^Front}}{{Back}}{{/Front}}",
    "{{#Front}}{{Back}}{{/Front}}",
    "<!-- {{Front}} -->",
    "<!-- {{#Front}} -->{{Back}}",
    "<!-- {{never closed",
    "{{Front}} <!-- x",
    "{{text:Front}}",
    "{{hint:text:Front}}",
    "{{text: Front}}",
    "{{ Front }}",
    "{{front}}",
    "{{Nope}}",
    "{{Card}}",
    "{{#Deck}}{{Front}}{{/Deck}}",
    "{{^Type}}{{Front}}{{/Type}}",
    "{{FrontSide}}",
    "{{#Front}}{{Front}}",
    "{{/Front}}",
    "{{#Front}}{{^Back}}{{Front}}{{/Front}}{{/Back}}",
    "{{=<% %>=}}<%#Front%><%Back%><%/Front%>",
    "{{Front",
    "{{Front}}}",
    "{{{Front}}}",
    "{{}}",
    "{{:}}",
    "{{# Front }}{{Back}}{{/ Front }}",
    "{{Fr}}{{Fro}nt}} {{Front}}",
    "{{a:b{{Front}}",
    "{{&Front}}",
    "{{#Front}}<!-- {{/Front}} -->{{Back}}{{/Front}}",
    "{{^Nope}}{{Front}}{{/Nope}}",
    "{{Front}}{{c1::{{",
    "<!--}}{{Back}}",
    "{{Front}} x{{c2<!--",
]
VALUES = [
    ("a", "b"), ("", "b"), ("a", ""), ("<br> <div></div>", "b"), ("&nbsp;", ""), ("<p></p>", ""),
    (" \t\n", "b"), ("<BR/>", "b"), ("<br  />", ""), ("\u00a0", ""), ("<img>", ""),
]  # fmt: skip
CLOZES = [
    "{{c1::a}}", "{{c2::{{c1::x}}}}", "{{c0::a}}", "{{c1::a", "{{c1:a}}", "{{c3::}}", "none",
    "{{c01::x}}", r"\({{c1::x}}\)", "{{C1::x}}", "{{c1::a::h}}{{c 2::x}}", "{{c1-3::x}}",
    "{{c1:: {{c2::b}}", "<!--{{c2::b}}-->", "{{c501::x}}", "{{c500::x}}", "{{c999999::x}}",
    "{{c99999999999999::x}}", "{{c1,2,2::x}}", "{{c1, 2::x}}", "{{c1,::x}}", "{{c,1::x}}",
    "{{c1,0::b}}", "{{c1::a}}}}{{c2::b}}", "{{c1::a {{b}} c}} {{c2::x}}", "{{c1::a{{c2::b}}",
    "{{c3::" * 8 + "{{c2::x}}" + "}}" * 8, "{{c1::" * 8 + "x" + "}}" * 7,
]  # fmt: skip


def hold_against_anki(note_types: list[NoteType], notes: list[Note], folder: Path) -> None:
    """Give each note cards of many ordinals; those that Anki does not call empty are made."""
    ords = (0, 1, 2, 3, 4, 498, 499, 500)
    cards = [Card(note.id, ord, "Exam") for note in notes for ord in ords]
    types = {note_type.id: note_type for note_type in note_types}
    view = Package(tuple(notes), tuple(cards), types)
    desktop = Desktop(folder)
    try:
        desktop.import_view(view, {})
        empty = desktop.empty()
    finally:
        desktop.close()
    for note in notes:
        note_type = types[note.type_id]
        made = card_ords(note_type, note.fields, note.tags)
        anki = set(ords) - empty.get(note.id, set())
        assert made & set(ords) == anki, (note_type.templates[0].front, note.fields)


def note_type(number: int, front: str, cloze: bool = False) -> NoteType:
    fields = (Field("Front"), Field("Back"))
    template = Template("Card 1", front, "{{Back}} {{cloze:Front}}")
    return NoteType(10_000 + number, f"Type {number}", TIME, fields, (template,), "", cloze)


def test_every_shape_of_a_template(tmp_path: Path) -> None:
    types = [note_type(number, front) for number, front in enumerate(FRONTS)]
    notes = [
        Note(1_600_000_000_000 + n * 100 + m, f"{n}-{m}", one.id, TIME, values, ("t",) * (m % 2))
        for n, one in enumerate(types)
        for m, values in enumerate(VALUES)
    ]
    hold_against_anki(types, notes, tmp_path / "anki")


def test_every_shape_of_a_deletion(tmp_path: Path) -> None:
    one = note_type(0, "{{cloze:Front}}", cloze=True)
    notes = [
        Note(1_600_000_000_000 + n, str(n), one.id, TIME, (text, "{{c4::in another field}}"))
        for n, text in enumerate(CLOZES)
    ]
    hold_against_anki([one], notes, tmp_path / "anki")


PARTS = ["{{", "}}", "{{c1::", "{{c2,3::", "::", "x", " ", "{{#Front}}", "{{/Front}}", "{{Back}}",
         "{{^Back}}", "{{/Back}}", "{{Front}}", "<!--", "-->", "{{#Tags}}",
         "{{/Tags}}"]  # fmt: skip


@settings(max_examples=3, deadline=None, phases=(Phase.generate,))
@given(st.data())
def test_anything_at_all(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    texts = data.draw(
        st.lists(
            st.lists(st.sampled_from(PARTS), max_size=8).map("".join), min_size=60, max_size=60
        )
    )
    fronts = [note_type(number, front) for number, front in enumerate(texts)]
    cloze = note_type(999, "{{cloze:Front}}", cloze=True)
    notes = [
        Note(1_600_000_000_000 + n, f"f{n}", one.id, TIME, ("a", "" if n % 2 else "b"))
        for n, one in enumerate(fronts)
    ]
    notes += [
        Note(1_700_000_000_000 + n, f"c{n}", cloze.id, TIME, (text, ""))
        for n, text in enumerate(texts)
    ]
    hold_against_anki([*fronts, cloze], notes, tmp_path_factory.mktemp("anything") / "anki")


def test_a_number_of_any_length_is_read() -> None:
    assert cloze_ords("{{c" + "9" * 10_000 + "::x}} {{c" + "0" * 10_000 + "2::y}}") == {1}


def test_a_text_without_deletions_makes_none() -> None:
    assert cloze_ords("}} {{c}} {{c1:x}}") == set()
