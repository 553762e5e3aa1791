"""Cards as the page of a diff draws them, against what Anki shows of the same cards."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cps_cards.apkg.contents import Package
from cps_cards.diff.compared import readable
from cps_cards.diff.comparison import compare
from cps_cards.diff.sides import Side, from_folder, from_package
from cps_cards.render.markdown import harmless
from cps_cards.report import diff_html
from tests.apkg.kit import SHIPPED, Folder, sample
from tests.diff.drafts import First, first_package

pytest.importorskip("anki")

from tests.diff.anki_itself import Desktop

NOTHING = Side("nothing", Package((), (), {}))


def page(old: Side, new: Side) -> str:
    stream = io.StringIO()
    diff_html.write(compare(old, new), stream)
    return stream.getvalue()


def data(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found is not None else None


def test_both_sides_read_as_anki_shows_them(tmp_path: Path) -> None:
    folder = sample(tmp_path / "decks")
    new = from_folder("new", folder.path)
    drawn = data(page(NOTHING, new))["cards"]
    guids = [change.guid for change in compare(NOTHING, new).changes]
    assert len(drawn) == len(guids) == 6
    desktop = Desktop(tmp_path / "anki")
    try:
        desktop.import_bytes(folder.build().data, new.package)
        for guid, card in zip(guids, drawn, strict=True):
            (id,) = desktop.col.db.list("SELECT id FROM notes WHERE guid = ?", guid)
            anki = desktop.col.get_note(id).cards()[0]
            for shown, side in ((anki.question(), card["front"]), (anki.answer(), card["back"])):
                # Anki asks for the file of a picture; the page has it in itself.
                assert words(shown) == words(side)
    finally:
        desktop.close()


def words(side: str) -> str:
    return re.sub(r"\[picture \S+", "[picture", readable(side))


def test_a_package_of_ours_is_drawn_without_its_files(tmp_path: Path) -> None:
    folder = sample(tmp_path / "decks")
    file = tmp_path / "old.apkg"
    file.write_bytes(folder.build().data)
    drawn = data(page(from_package("old", file), NOTHING))["cards"]
    assert any('<img src="data:," alt="the wheel">' in card["front"] for card in drawn)


def test_a_picture_at_hand_is_shown(tmp_path: Path) -> None:
    drawn = data(page(NOTHING, from_folder("new", sample(tmp_path / "decks").path)))["cards"]
    assert any('<img src="data:image/png;base64,' in card["front"] for card in drawn)


def test_cards_of_other_programs_are_told_by_their_fields() -> None:
    told = page(NOTHING, Side("new", first_package(First()).view()))
    assert data(told) is None
    assert "note types that other programs made are told by their fields" in told
    assert "Who decides?" in told


def test_fields_of_our_own_are_harmless_as_they_are(tmp_path: Path) -> None:
    for folder in (Folder(SHIPPED), sample(tmp_path / "decks")):
        _, notes, _ = folder.rendered()
        for note in notes:
            for value in note.fields.values():
                assert readable(harmless(value)) == readable(value)
                assert classes(harmless(value)) == classes(value)


def classes(body: str) -> list[str]:
    return re.findall(r'class="[^"]*"', body)


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("a<script>b</script>c", "ac"),
        ('<p onclick="x()" class="k" style="color:red">a</p>', '<p class="k">a</p>'),
        ("<p ONLOAD=x>a</p>", "<p>a</p>"),
        ("<iframe src=x></iframe>a", "a"),
        ("<style>p{}</style><link rel=stylesheet href=x><meta http-equiv=refresh>a", "a"),
        ('<form action="x"><button autofocus onfocus=x>a</button></form>', "a"),
        ('<a href="javascript:x">a</a>', "<a>a</a>"),
        ('<img src="https://example.org/a.png" srcset="b 2x" alt="A">', '<img alt="A">'),
    ],
)
def test_what_runs_or_loads_is_taken_out(body: str, left: str) -> None:
    assert harmless(body) == left
