"""Spreadsheets, pasted text and Anki's text exports, in the many ways in which they are written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_cards.apkg.reader import read_package
from tests.cli.conftest import Cps
from tests.imports.conftest import Bring
from tests.imports.kit import Anki, cards_in

TWO = [{"front": "one", "back": "uno"}, {"front": "two", "back": "dos"}]


def texts(deck: Path, file: str = "cards.yaml") -> list[dict[str, Any]]:
    return [{k: v for k, v in card.items() if k != "id"} for card in cards_in(deck, file)]


@pytest.mark.parametrize(
    ("table", "args"),
    [
        ("Front,Back\none,uno\ntwo,dos\n", ()),
        ("BACK;FRONT\nuno;one\ndos;two\n", ()),
        ("sep=;\nfront;back\none;uno\ntwo;dos", ()),
        ('\ufeff"sep=;";\nfront;back\none;uno\ntwo;dos', ()),
        ("\ufefffront,back\none,uno\ntwo,dos\n", ("--encoding", "utf-8")),
        ("\ufefffront,back\none,uno\ntwo,dos\n", ("--encoding", "cp1252")),
        ("front\tback\r\none\tuno\r\ntwo\tdos\r\n", ()),
        ("front|back\rone|uno\rtwo|dos\r", ()),
        ("\ufefffront,back\none,uno\ntwo,dos\n", ()),
        ("Front,Back\none,uno\ntwo,dos\n".encode("utf-16"), ()),
        ('"front","back"\n" one ","uno"\n\n,,\n"two","dos",,\n', ()),
        ("one,uno\ntwo,dos\n", ()),
        ("one\tuno\ntwo\tdos", ()),
        ("one::uno;;two::dos;;", ("--separator", "::", "--row-separator", ";;")),
        ("x,uno,one\ny,dos,two\n", ("--columns", "-,back,front")),
        ("Word,Meaning\none,uno\ntwo,dos\n", ("--map", "front=word, back=Meaning")),
        ("Question,Answer\none,uno\ntwo,dos\n", ()),
    ],
)
def test_a_table_in_any_of_its_ways(
    table: str | bytes, args: tuple[str, ...], deck: Path, bring: Bring
) -> None:
    result = bring(table, "--topic", "reporting", *args)
    assert result.status == 0, result.out + result.err
    assert texts(deck) == TWO


def test_kinds_by_columns(deck: Path, bring: Bring) -> None:
    result = bring(
        "id,topic,front,back,text,question,answer,distractor1,distractor2,why,scenario,tags\n"
        "my-one,reporting,F?,B.,,,,,,Because,Story,a b\n"
        ",Listening,,,The {{c1::moon}},,,,,,,\n"
        ",listening,,,,Which?,this,that,other,,,\n"
    )
    assert result.status == 0, result.out + result.err
    assert texts(deck, "cards-reporting.yaml") == [
        {"scenario": "Story", "front": "F?", "back": "B.", "why": "Because", "tags": ["a", "b"]}
    ]
    assert cards_in(deck, "cards-reporting.yaml")[0]["id"] == "my-one"
    assert texts(deck, "cards-listening.yaml") == [
        {"kind": "cloze", "text": "The {{c1::moon}}"},
        {
            "kind": "choice",
            "question": "Which?",
            "answer": "this",
            "distractors": ["that", "other"],
        },
    ]


def test_options_and_a_key(deck: Path, bring: Bring) -> None:
    table = "Question,Option 1,Option 2,Option 3,Answer\nWhich?,a b,c d,e f,B\nHow many?,1,2,3,2\n"
    assert bring(table, "--topic", "reporting").status == 0
    assert texts(deck) == [
        {"kind": "choice", "question": "Which?", "answer": "c d", "distractors": ["a b", "e f"]},
        {"kind": "choice", "question": "How many?", "answer": "2", "options": ["1", "2", "3"]},
    ]


@pytest.mark.parametrize(
    "text", ["=1+2", "1/2", "0119", "No", "2024-01-01", "null", "~", "- x", "<b>"]
)
def test_cells_stay_texts(text: str, deck: Path, bring: Bring) -> None:
    assert bring(f"front,back\nQ {text},{text} x\n", "--topic", "reporting").status == 0
    (card,) = texts(deck)
    assert card["back"].replace("\\", "") == f"{text} x"


def test_line_ends_and_control_characters_in_cells(deck: Path, bring: Bring) -> None:
    assert bring('front,back\na,"b\r\nc\x0bd"\n', "--topic", "reporting").status == 0
    assert texts(deck) == [{"front": "a", "back": "b\\\nc d"}]


def test_rows_are_counted_as_a_spreadsheet_shows_them(deck: Path, bring: Bring) -> None:
    result = bring('front,back\n"a\nb",c\n\n,d\ne,\n', "--topic", "reporting")
    assert result.status == 1
    assert 'row 4 "d" shows no question' in result.out
    assert 'row 5 "e" shows no answer' in result.out


def test_a_header_that_is_not_known_is_data(deck: Path, bring: Bring) -> None:
    result = bring("Term,Definition\none,uno\n", "--topic", "reporting")
    assert result.status == 0
    assert texts(deck)[0] == {"front": "Term", "back": "Definition"}
    assert "no row names its columns" in result.out
    assert "#html" not in result.out  # nothing in it looks like a tag


def test_a_mark_for_typing_ends_in_its_own_cell(deck: Path, bring: Bring) -> None:
    table = "#separator:tab\n[[type:Back]]What opens [[type: so?\tAn end ]] there\n"
    assert bring(table, "--topic", "reporting", name="cards.txt").status == 0
    (card,) = texts(deck)
    assert "opens" in card["front"]
    assert "type: so?" in card["front"].replace("\\", "")
    assert "end ]] there" in card["back"].replace("\\", "")
    assert "type:Back" not in card["front"]


def test_a_file_that_is_not_there_is_named(deck: Path, bring: Bring) -> None:
    missing = bring(Path("nope.csv"), "--topic", "reporting")
    assert (missing.status, "there is no file `nope.csv`" in missing.err) == (2, True)
    folder = bring(Path("decks"), "--topic", "reporting")
    assert (folder.status, "`decks` is a folder" in folder.err) == (2, True)


def test_what_a_table_has_beside_its_cards_goes_to_why(deck: Path, bring: Bring) -> None:
    assert bring("front,back,My notes\na,b,c\n", "--topic", "reporting").status == 0
    assert texts(deck) == [{"front": "a", "back": "b", "why": "**My notes:** c"}]


def test_a_table_is_html_where_its_first_line_says_so(deck: Path, bring: Bring) -> None:
    table = "front,back\na <b>b</b>,c &amp; d\n"
    plain = bring(table, "--topic", "reporting")
    assert plain.status == 0
    assert "read as plain text, not as HTML, for which a line with #html:true has to" in plain.out
    assert bring("#html:true\n" + table, "--topic", "reporting").status == 0
    assert texts(deck) == [{"front": "a <b>b</b>", "back": "c &amp;amp; d"}]
    assert texts(deck, "cards-2.yaml") == [{"front": "a **b**", "back": "c & d"}]


def test_what_is_lost_is_told_in_one_order(deck: Path, bring: Bring) -> None:
    body = "<u>a</u> <mark>b</mark> <font color=red>c</font> <big>d</big> <center>e</center>"
    result = bring(f"#html:true\nfront,back\nx,{body}\n", "--topic", "reporting")
    names = ("alignment", "colour", "fonts", "highlighting", "underlining")
    assert ", ".join(f"{name} on 1 note" for name in names) in result.out


def test_columns_that_a_rule_passes_over_are_told(deck: Path, bring: Bring) -> None:
    table = "guid,Country,Capital,Flag\ng1,France,Paris,<img src=a.png>\n"
    result = bring(table, "--topic", "reporting", "--map", "front=Country, back=Capital, guid=guid")
    assert result.status == 1
    assert texts(deck) == [{"front": "France", "back": "Paris", "guid": "g1"}]
    assert "the field `Flag`, which no card shows, on 1 note" in result.out


def test_columns_that_a_card_has_no_room_for_are_told(deck: Path, bring: Bring) -> None:
    result = bring("front,back,text\na,b,The {{c1::moon}}\nc,d,\n", "--topic", "reporting")
    assert result.status == 1
    assert texts(deck) == [
        {"kind": "cloze", "text": "The {{c1::moon}}"}, {"front": "c", "back": "d"}
    ]  # fmt: skip
    assert "cloze rows: the field `front`, which no card shows, on 1 note" in result.out


@pytest.mark.parametrize("head", ["#columns:front::back", "#html:false"])
def test_an_export_may_be_divided_by_several_signs(head: str, deck: Path, bring: Bring) -> None:
    table = f"#separator:tab\n{head}\none::uno\ntwo::dos\n"
    assert bring(table, "--topic", "reporting", "--separator", "::").status == 0
    assert texts(deck) == TWO


def test_an_export_may_hold_nothing_but_what_is_about_notes(deck: Path, bring: Bring) -> None:
    table = "#separator:tab\n#html:true\n#guid column:1\n#tags column:2\ng1\ta b\n"
    result = bring(table, "--topic", "reporting")
    assert (result.status, "its fields have no names here" in result.out) == (1, True)


def test_windows_1252_is_told_with_a_line_to_judge_by(deck: Path, bring: Bring) -> None:
    result = bring("front,back\nnaïve,café\n".encode("cp1252"), "--topic", "reporting")
    assert result.status == 0
    assert "read as Windows-1252. Is this right: “naïve,café”?" in result.out
    assert texts(deck) == [{"front": "naïve", "back": "café"}]
    named = bring("front,back\nżółć,x\n".encode("cp1250"), "--topic", "reporting",
                  "--encoding", "cp1250", name="b.csv")  # fmt: skip
    assert (named.status, texts(deck, "b.yaml")[0]["front"]) == (0, "żółć")


@pytest.mark.parametrize(
    ("data", "args", "words"),
    [
        (
            b"front,back\na,\x81b\n",
            (),
            "neither UTF-8 nor Windows-1252 (byte 14). Save it as UTF-8",
        ),
        (b"a\0b,c\n", (), "NUL bytes"),
        (b"\x89PNG\0\0", (), "NUL bytes"),
        ("a,ż\n".encode(), ("--encoding", "ascii"), "its characters are not ascii (byte 3)"),
        (b'front,back\na,b\n"c,d\ne,f\n', (), "row 3 opens a quotation mark that is never closed"),
        (b"a,b,c\nd,e,f\n", (), "name them with --columns"),
        (b"a,b\n", ("--encoding", "undefined"), "its characters are not undefined (byte 1)"),
        (
            b"Word,Meaning\na,b\n",
            ("--map", "front=Wort, back=Meaning"),
            "--map names wort, and its first row is “Word Meaning”",
        ),
        (b"", (), "holds no rows"),
        (b"#separator:tab\n#html:true\n#guid column:1\n", (), "holds no rows"),
        (b"a,b\n", ("--columns", "front,bak"), "`bak`, which is no column"),
        (b"a,b\n", ("--columns", "front,why"), "its columns make no card"),
    ],
)
def test_a_file_that_cannot_be_read_for_sure_is_refused(
    data: bytes, args: tuple[str, ...], words: str, deck: Path, bring: Bring
) -> None:
    result = bring(data, "--topic", "reporting", *args)
    assert result.status == 1
    assert words in result.err
    assert [path.name for path in (deck / "cards").iterdir()] == ["first.yaml"]


def test_a_set_of_quizlet_that_was_cut_is_told(deck: Path, bring: Bring) -> None:
    result = bring(
        "one\tuno\ntwo\tdos\nand more\nthree\ttres", "--topic", "reporting", name="a.txt"
    )
    assert result.status == 1
    assert "row 3 has one column only: “and more”" in result.out
    assert "row 2 stands before it, and may go on there" in result.out
    assert "choose `::` between term and definition and `;;` between cards" in result.out
    assert [card["front"] for card in texts(deck, "a.yaml")] == ["one", "three"]


def test_a_pasted_term_without_a_definition_is_whole(deck: Path, bring: Bring) -> None:
    result = bring("one\tuno\nempty\t\ntwo\tdos\n", "--topic", "reporting", name="a.txt")
    assert (result.status, texts(deck, "a.yaml")) == (1, TWO)
    assert 'row 2 "empty" shows no answer' in result.out


def test_quotes_in_pasted_text_are_quotes(deck: Path, bring: Bring) -> None:
    assert bring('"Yes"\ta "word"\nNo\t"x', "--topic", "reporting", name="a.txt").status == 0
    assert texts(deck, "a.yaml") == [
        {"front": '"Yes"', "back": 'a "word"'}, {"front": "No", "back": '"x'}
    ]  # fmt: skip


def test_what_is_pasted_comes_from_standard_input(deck: Path, cps: Cps, monkeypatch: Any) -> None:
    import io

    stream = io.TextIOWrapper(io.BytesIO(b"one\tuno\n"))
    monkeypatch.setattr("sys.stdin", stream)
    assert cps("import", "-", "--topic", "reporting").status == 0
    assert texts(deck, "pasted.yaml") == TWO[:1]


# --- Anki's text exports --------------------------------------------------------------------------


def test_notes_in_plain_text(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "a <b>x</b>", 'b "q"', deck="A::Reporting", tags=["t1", "t::2"], guid="g1")
    anki.add("Basic (and reversed card)", "two\nlines", "x<br>y &nbsp; z", guid="g2")
    anki.add("Cloze", "{{c1::x}} y", "extra", guid="g3")
    path = anki.text_export()
    result = bring(path, "--topic-from", "deck", "--topic", "listening")
    assert result.status == 0, result.out
    assert texts(deck, "notes-reporting.yaml") == [
        {"front": "a **x**", "back": 'b "q"', "tags": ["t1", "t::2"], "guid": "g1"}
    ]
    assert texts(deck, "notes-listening.yaml") == [
        {
            "front": "two lines",
            "back": "x\\\ny z",
            "reverse": "true",
            "term": "two lines",
            "guid": "g2",
        },
        {"kind": "cloze", "text": "{{c1::x}} y", "why": "extra", "guid": "g3"},
    ]


def test_deletions_with_signs_of_gift_are_no_gift(deck: Path, bring: Bring) -> None:
    text = 'The {{c1::<b class="x">sum = 2</b>}} is it\textra\n{{c1::~b}} two\t\n'
    head = "#separator:tab\n#html:true\n#notetype:Cloze\n"
    for name, table in (("export.txt", head + text), ("pasted.txt", text)):
        result = bring(table, "--topic", "reporting", name=name)
        assert (result.status, "GIFT" in result.out) == (0, False), result.out


def test_an_export_with_braces_in_its_questions_is_no_gift(deck: Path, bring: Bring) -> None:
    text = "#separator:tab\n#html:false\nWho {=x}?\tHe\nA {T} here\tShe\n"
    assert bring(text, "--topic", "reporting", name="a.txt").status == 0
    assert texts(deck, "a.yaml")[0] == {"front": "Who {=x}?", "back": "He"}


def test_rows_of_one_guid_are_cards_of_their_own(deck: Path, bring: Bring) -> None:
    text = "#separator:tab\n#html:true\n#guid column:1\nsame\tone\tuno\nsame\ttwo\tdos\n"
    result = bring(text, "--topic", "reporting", name="a.txt")
    assert result.status == 1
    assert 'row 5 "two dos" has the GUID of a note before it, and gets another' in result.out
    assert texts(deck, "a.yaml") == [{**TWO[0], "guid": "same"}, TWO[1]]


def test_a_guid_in_quotes_is_read_without_them(deck: Path, bring: Bring) -> None:
    head = "#separator:tab\n#html:true\n#guid column:1\n"
    assert bring(f'{head}"a#b"\tone\tuno\n', "--topic", "reporting", name="a.txt").status == 0
    assert texts(deck, "a.yaml") == [{**TWO[0], "guid": "a#b"}]


def test_notes_without_html_are_plain(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "1 &lt; 2 <b>b</b>", "[sound:a.mp3] x")
    media = anki.folder / "files"
    media.mkdir()
    (media / "a.mp3").write_bytes(b"ID3")
    path = anki.text_export(with_html=False)
    assert bring(path, "--topic", "reporting", "--media", str(media)).status == 0
    (card,) = texts(deck, "notes.yaml")
    assert card["front"] == "1 < 2 b"
    assert "read as" in bring(path, "--dry-run", "--topic", "reporting").out


def test_types_by_their_names_in_any_language_and_with_signs_behind(
    deck: Path, bring: Bring
) -> None:
    head = "#separator:tab,,,\n#html:false,,\n#notetype column:1\n"
    rows = [
        "Einfach (und die umgekehrte Richtung)\tone\tuno", "Basic+\ttwo\tdos",
        "Basic-1a2b3\tthree\ttres", "Texte à trous\t{{c1::four}}\tquatre", "Unbekannt\tfive\tcinco",
    ]  # fmt: skip
    assert bring(head + "\n".join(rows), "--topic", "reporting").status == 0
    found = texts(deck)
    assert [card.get("front") for card in found] == ["one", "two", "three", None, "five"]
    assert [card.get("reverse") for card in found] == ["true", None, None, None, None]
    assert found[3]["kind"] == "cloze"


def test_a_type_whose_fields_have_no_names_needs_a_rule(deck: Path, bring: Bring) -> None:
    text = "#separator:tab\n#html:true\n#notetype column:1\nOdd\tone\tuno\teins\n"
    result = bring(text, "--topic", "reporting")
    assert result.status == 1
    assert 'name them with --map "Odd: ' in result.out
    assert bring(text, "--topic", "reporting", "--map", "Odd: front=1, back=3").status == 1
    assert texts(deck) == [{"front": "one", "back": "eins"}]


def test_cards_in_plain_text(anki: Anki, deck: Path, bring: Bring) -> None:
    from anki import import_export_pb2 as messages

    anki.add("Basic", "a <b>x</b>", "y")
    anki.add("Cloze", "{{c1::x}} z", "extra")
    path = anki.folder / "cards.txt"
    anki.col.export_card_csv(
        out_path=str(path), limit=messages.ExportLimit(whole_collection={}), with_html=True
    )
    assert bring(path, "--topic", "reporting").status == 0
    assert texts(deck) == [
        {"front": "a **x**", "back": "y"}, {"front": "[...] z", "back": "x z\\\nextra"}
    ]  # fmt: skip


# --- properties -----------------------------------------------------------------------------------

CELL = st.text(
    st.one_of(
        st.sampled_from(list(",;\t\"'\n*_`[]<>&#-{}\\ aé1")),
        st.characters(exclude_categories=["Cs", "Cc", "Co"]),
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: any(char.isalnum() for char in text))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5, unique_by=lambda row: row[0]),
    separator=st.sampled_from(",;\t|"),
)
def test_any_cells_come_through_to_the_package(
    rows: list[tuple[str, str]], separator: str, deck: Path, bring: Bring, cps: Cps
) -> None:
    import csv
    import io

    from cps_cards.render.shown import shown_text

    (deck / "cards/cards.yaml").unlink(missing_ok=True)
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(
        [("front", "back"), *rows]
    )
    result = bring(stream.getvalue(), "--topic", "reporting")
    left = result.out.count("\n  row ") + result.out.count("said the same")
    assert cps("build", "-q", "-o", "out.apkg").status == 0
    notes = [note for note in read_package(Path("out.apkg")).notes if note.fields[0] != "first"]
    got = {_even(shown_text(note.fields[1])) for note in notes}
    wanted = {_even(front) for front, _ in rows}
    assert got <= wanted
    assert len(notes) + left >= len(wanted)


def _even(text: str) -> str:
    import unicodedata

    from cps_cards.model.texts import without_ignorable

    text = re.sub("[“”„]", '"', re.sub("[‘’‚]", "'", text))  # print's marks for a keyboard's
    return "".join(without_ignorable(unicodedata.normalize("NFC", text)).split())
