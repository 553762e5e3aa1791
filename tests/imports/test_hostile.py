"""Files of strangers: refused with a sentence, or carried with nothing that runs or leads out."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Cps
from tests.imports.conftest import Bring
from tests.imports.kit import Anki, cards_in


def tampered(package: Path, **parts: bytes) -> Path:
    """A legacy package with other parts."""
    path = package.with_name("tampered.apkg")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name.replace(".", "_"), None) or old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return path


@pytest.fixture
def package(anki: Anki) -> Path:
    name = anki.media("a.png", b"\x89PNG\r\n\x1a\na")
    anki.add("Basic", f'one <img src="{name}">', "1")
    return anki.package(legacy=True)


def refused(result: object, deck: Path, words: str) -> None:
    assert (result.status, result.out) == (1, "")  # type: ignore[attr-defined]
    assert words in result.err  # type: ignore[attr-defined]
    assert result.err.count("\n") <= 2  # type: ignore[attr-defined]
    assert [path.name for path in (deck / "cards").iterdir()] == ["first.yaml"]
    assert not (deck / "media").exists()


@pytest.mark.parametrize(
    "name", ["../a.png", "/etc/passwd", "a\\b.png", "C:a.png", "..", "a\nb.png"]
)
def test_names_of_media_that_are_paths(name: str, package: Path, deck: Path, bring: Bring) -> None:
    path = tampered(package, media=json.dumps({"0": name}).encode())
    refused(bring(path, "--topic", "reporting"), deck, "which is a path and no name")


def test_bombs(package: Path, deck: Path, bring: Bring) -> None:
    path = tampered(package, **{"0": b"\0" * 40_000_000})
    refused(bring(path, "--topic", "reporting"), deck, "as in a zip bomb")


def test_damage(package: Path, deck: Path, bring: Bring) -> None:
    data = package.read_bytes()
    for at in range(0, len(data), max(len(data) // 12, 1)):
        broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        result = bring(broken, "--topic", "reporting", "--dry-run", name="x.apkg")
        assert result.status in (0, 1)
        assert "our fault" not in result.err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is no Anki package"),
        (b"front,back\n", "it is no Anki package"),
        (b"PK\x03\x04 and no more", "it is no zip file"),
    ],
)
def test_files_that_only_look_like_packages(
    data: bytes, words: str, deck: Path, bring: Bring
) -> None:
    refused(bring(data, "--topic", "reporting", name="x.apkg"), deck, words)


def test_odd_guids_and_fields_of_a_database(anki: Anki, deck: Path, bring: Bring, cps: Cps) -> None:
    odd = ["null", "0123", "- x", "b$%#:{}[]", "'", '"', "\\", "a\tb", "x" * 65, "\u200b", "", "ü"]
    for number, guid in enumerate(odd):
        anki.add("Basic", f"question {number}", "an answer", guid=guid or "empty")
    anki.col.db.execute("update notes set guid = '' where guid = 'empty'")
    result = bring(anki.package(), "--topic", "reporting")
    cards = cards_in(deck, "foreign.yaml")
    assert [card.get("guid") for card in cards] == [*odd[:7], None, None, None, None, "ü"]
    assert "the GUID, which holds signs that cannot be seen," in result.out
    assert cps("build", "-q").status == 0


def test_scripts_in_fields_do_not_come_along(
    anki: Anki, deck: Path, bring: Bring, cps: Cps
) -> None:
    for number, body in enumerate(
        (
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
            '<a href="javascript:alert(1)">x</a>', "<iframe src=//x.org></iframe>",
            "<style>*{display:none}</style>", "{{FrontSide}} {{c1::x}} [sound:../x.mp3] <% x %>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
        )
    ):  # fmt: skip
        anki.add("Basic", f"q{number} {body}", f"a{number} {body}")
    result = bring(anki.package(), "--topic", "reporting")
    assert result.status == 1
    text = (deck / "cards/foreign.yaml").read_text()
    assert text.count("alert(") == text.count("<script>alert(1)</script>") == 2
    assert cps("build", "-o", "out.apkg").status == 0
    with zipfile.ZipFile("out.apkg") as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
        fields = " ".join(row[0] for row in connection.execute("select flds from notes"))
    assert not any(sign in fields for sign in ("<script", "onerror", "<iframe"))


def test_a_quote_that_is_never_closed_in_a_large_table(deck: Path, bring: Bring) -> None:
    table = 'front,back\na,"b\n' + "c,d\n" * 2_100_000
    refused(bring(table, "--topic", "reporting"), deck, "row 2 opens a quotation mark")


@pytest.mark.parametrize("number", ["99999999999", "0", "-1", "²", "x"])
def test_columns_that_no_export_has(number: str, deck: Path, bring: Bring) -> None:
    text = f"#separator:tab\n#html:true\n#guid column:{number}\nx\ty\n"
    assert bring(text, "--topic", "reporting", name="a.txt").status == 0
    assert len(cards_in(deck, "a.yaml")) == 1


def test_thousands_of_marks_end_soon(deck: Path, bring: Bring) -> None:
    stream = io.StringIO()
    stream.write("front,back\n")
    for body in (
        "*" * 15_000,
        "[" * 15_000,
        "<b>" * 5_000,
        "`" * 15_000,
        "\\(" * 7_000,
        "{{c1::" * 3_000,
    ):
        stream.write(f"q,{body} x\n")
    assert bring(stream.getvalue(), "--topic", "reporting").status in (0, 1)


def test_deep_html_ends_soon(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "q1", "<div>" * 3_000 + "x" + "</div>" * 3_000)
    anki.add("Basic", "q2", "<ul><li>" * 300 + "x")
    anki.add("Basic", "q3", "<b><i>" * 2_000 + "x")
    result = bring(anki.package(), "--topic", "reporting")
    assert result.status in (0, 1), result.err
    assert len(cards_in(deck, "foreign.yaml")) >= 2
