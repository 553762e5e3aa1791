"""The table for sheets, read with ``csv``, cell by cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from cps_cards.pipeline import Opened
from tests import folders
from tests.apkg.kit import SHIPPED
from tests.cli.conftest import Cps
from tests.exam import decks, hostile
from tests.exam.decks import Entry

COLUMNS = (
    "id card topic priority scenario question option_a option_b option_c option_d option_e "
    "option_f answer answer_text why why_a why_b why_c why_d why_e why_f sources kahoot"
).split()


def rows(path: str = "x.csv") -> dict[str, dict[str, str]]:
    data = Path(path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    table = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    found = {row["card"]: row for row in table}
    assert table.fieldnames == COLUMNS
    return found


@pytest.fixture
def table(deck: Opened, cps: Cps) -> dict[str, dict[str, str]]:
    assert cps("exam", "-o", "x.csv", "--questions", "7").status == 0
    return rows()


def by_text(row: dict[str, str]) -> dict[str, str]:
    """The reason of each option that there is."""
    letters = [letter for letter in "abcdef" if row[f"option_{letter}"]]
    return {row[f"option_{letter}"]: row[f"why_{letter}"] for letter in letters}


def test_marks_come_back_and_no_cell_is_a_formula(table: dict[str, dict[str, str]]) -> None:
    row = table["all-marks"]
    assert row["scenario"] == hostile.MARKS
    assert row["question"] == f"::name:: {hostile.MARKS}?"
    assert by_text(row) == {
        f"'={hostile.MARKS}": "",
        f"~{hostile.MARKS}": f"#{hostile.MARKS}",
        "%50%half": "####general",
        "% of all": "// no comment",
    }
    assert row["why"] == "$CATEGORY: no category"
    assert row["sources"] == "The code: {x}, §2"


def test_each_row_names_its_answer(table: dict[str, dict[str, str]]) -> None:
    for row in table.values():
        assert row["answer_text"] == row[f"option_{row['answer'].lower()}"]
    assert table["all-brackets"]["answer_text"] == "Canada -> Ottawa"


def test_an_order_that_is_meant_and_a_first_id_stay(table: dict[str, dict[str, str]]) -> None:
    row = table["in-order"]
    assert row["id"] == "once-called"
    assert [row[f"option_{letter}"] for letter in "abcd"] == ["'-5", "'+7", "'@home", "'=1+2"]
    assert [row[f"why_{letter}"] for letter in "abcd"] == ["Less.", "More.", "Just so.", ""]
    assert row["answer"] == "C"


def test_markup_is_gone_and_every_cell_is_one_line(table: dict[str, dict[str, str]]) -> None:
    for row in table.values():
        assert not set("\n\r\t") & set("".join(row.values()))
    assert table["all-code"]["scenario"] == "// first }second{"
    assert table["all-code"]["question"] == r"Is \(a \neq b\) so, and \[ \nu = 1 \]?"
    assert by_text(table["all-code"]) == {
        "Yes, it is": "",
        "'- one - two": "'- first - second",
        "a b c d": "",
    }
    assert table["all-markup"]["question"] == (
        "<b>bold</b> & <script>alert(1)</script> ]]> {{c1::x}} [sound:x.mp3]"
    )
    assert table["all-markup"]["why"] == "bold and thin, a link"


def test_a_picture_is_its_words(table: dict[str, dict[str, str]]) -> None:
    row = table["all-pictures"]
    assert row["scenario"] == '[picture: A "dot" = {red}]'
    assert row["question"] == "What is [picture: it]?"
    assert by_text(row)["A dot"] == "See [picture: the wheel]."


def kahoot(home: Path, cps: Cps, **more: object) -> str:
    files = decks.files([Entry(more=more)])
    folders.write(home / "decks", {**files, "media/dot.png": hostile.DOT})
    assert cps("exam", "-o", "k.csv").status == 0
    (row,) = rows("k.csv").values()
    return row["kahoot"]


def test_kahoot_says_what_would_not_fit(home: Path, cps: Cps) -> None:
    fits = {"answer": "a" * 75, "distractors": ["b", "c", "d"], "question": "q" * 100}
    assert kahoot(home, cps, **fits, scenario="s" * 19) == "yes"
    assert kahoot(home, cps, **fits, scenario="s" * 20) == (
        "no: scenario and question have 121 characters, 120 fit"
    )
    assert kahoot(home, cps, **{**fits, "answer": "a" * 76}) == (
        "no: an option has 76 characters, 75 fit"
    )
    assert kahoot(home, cps, **{**fits, "distractors": ["b", "c", "d", "e"]}) == (
        "no: 5 options, 4 fit"
    )
    assert kahoot(home, cps, **{**fits, "question": "![q](dot.png)"}) == "no: a picture"
    assert kahoot(home, cps, **{**fits, "why": "![q](dot.png)"}) == "yes"


def test_what_kahoot_takes_of_the_shipped_deck_fits(home: Path, cps: Cps) -> None:
    cps("exam", str(SHIPPED), "-o", "x.csv", "--questions", "100")
    found = rows().values()
    for row in found:
        asked = " ".join(filter(None, (row["scenario"], row["question"])))
        fits = len(asked) <= 120 and all(len(row[f"option_{one}"]) <= 75 for one in "abcd")
        assert (row["kahoot"] == "yes") is fits
    assert 0 < sum(row["kahoot"] == "yes" for row in found) < 100
