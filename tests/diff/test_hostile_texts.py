"""Texts of a package that somebody else made: none of them takes for ever."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import pytest

from cps_cards.apkg.contents import Card
from cps_cards.diff.comparison import compare
from cps_cards.diff.sides import Side
from cps_cards.report import diff_html, diff_json, diff_markdown, diff_text
from tests.apkg.kit import sample
from tests.diff.drafts import BASIC, CLOZE, First, first_package
from tests.patience import comes_to_an_end

LONG = 100_000
PARTS = [
    "{{", "{{c1::", "}}", "::", "<!--", "<img ", "<script>", "[sound:", "<", "&", '<a href="', "`",
    "@someone #1 ", "x", "<p>", "\u202e", "[", "{{c1::a}}",
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_every_format_is_written(part: str) -> None:
    old, new = first_package(First()), first_package(First())
    text = part * (LONG // len(part))
    for number, note in enumerate(new.notes):
        new.replace(note, fields=(f"{text}{number}", text, text)[: len(note.fields)])
    for id in (BASIC, CLOZE):
        note_type = new.types[id]
        new.replace_type(note_type, css=text)
    new.cards[new.notes[0].id].append(Card(new.notes[0].id, 1, "Exam"))
    with comes_to_an_end():
        comparison = compare(Side("old", old.view()), Side("new", new.view()))
        for form in (diff_text, diff_markdown, diff_json, diff_html):
            stream = io.StringIO()
            form.write(comparison, stream)
            if form is diff_markdown:
                assert len(stream.getvalue()) <= diff_markdown.MOST_CHARACTERS


NESTED = 20_000


@pytest.mark.parametrize("text", [*PARTS, "{{c1::" * NESTED + "}}" * NESTED])
def test_a_package_that_calls_its_note_types_ours_is_drawn(tmp_path: Path, text: str) -> None:
    package = sample(tmp_path / "decks").package()
    text *= max(1, LONG // len(text))
    notes = tuple(
        dataclasses.replace(note, fields=(note.fields[0], text, *note.fields[2:]))
        for note in package.notes
    )
    old, new = Side("old", package), Side("new", dataclasses.replace(package, notes=notes))
    stream = io.StringIO()
    with comes_to_an_end():
        diff_html.write(compare(old, new), stream)
    assert stream.getvalue().endswith("</html>\n")


def test_markdown_speaks_to_nobody_and_marks_up_nothing() -> None:
    old, new = first_package(First()), first_package(First())
    text = "Ask @someone about #12, *now* <b>x</b> $a$ [y](https://example.org)"
    new.replace(new.notes[0], fields=(text, text, ""), mod=new.notes[0].mod + 1)
    stream = io.StringIO()
    diff_markdown.write(compare(Side("old", old.view()), Side("new", new.view())), stream)
    told = re.sub(r"`.*`", "", stream.getvalue())  # code mentions nobody
    assert "@someone" not in told
    assert "#12" not in told
    assert r"\*now\* x \$a\$ \[y\](https://example.org)" in told
