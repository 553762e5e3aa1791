"""Safe fixes leave alone what is hidden, code, maths and the names of pictures."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_cards.model import clozes
from cps_cards.model.cards import Cloze
from cps_cards.yamlio import edits
from cps_cards.yamlio.load import load
from tests import folders
from tests.lint.examples import DECK, lint, write

KEPT = re.compile(r"`[^`]*`|\\\(.*?\\\)|\]\(<?[^)>]*>?\)")


def mended(text: str) -> str:
    """The text of a cloze card after every safe fix."""
    with tempfile.TemporaryDirectory() as folder:
        card = f"  - id: a\n    kind: cloze\n    text: {json.dumps(text, ensure_ascii=False)}\n"
        files = {"deck.yaml": DECK, "cards/a.yaml": f"topic: ethics\ncards:\n{card}"}
        root = write({**files, "media/a  b.png": folders.PNG}, Path(folder))
        safe = [one for one in lint(root) if one.fix and all(edit.safe for edit in one.fix)]
        if safe:
            made = edits.apply(safe[0].source, safe)
            (root / "cards" / "a.yaml").write_bytes(made.after.data)
        collection = load(root, "deck")[0]
        (cloze,) = collection.cards or collection.faulty
        assert isinstance(cloze, Cloze)
        return cloze.text.value


def hidden(text: str) -> list[str]:
    return [text[slice(*deletion.content)] for deletion in clozes.parse(text).deletions]


@pytest.mark.parametrize(
    "text",
    [
        "Every statement in the code uses {{c1::;}} between two related clauses.",
        "In Spanish the question opens with {{c1::¿}} and closes with {{c2::?}} in writing.",
        "Say {{c1::hope}} , and wait.",
        "Say {{c1:: hope}}  and wait.",
        "Type `a` , then {{c1::b}}.",
        "The sum \\(a\\) ; then {{c1::b}}.",
        "It shows ![a wheel](<a  b.png>) , then {{c1::b}}.",
        "Say **hope** , then {{c1::b}}.",
        " {{c1::Hope}} grows. {{c2::Always}} ",
    ],
)
def test_the_border_of_a_mark_stays_as_it_is(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("It {{c1::grows}} ,, they  say , here.", "It {{c1::grows}} , they say, here."),
        ("People {{c1::recieve}} support.", "People {{c1::receive}} support."),
        ("Whoever {{c1::asks  for}} it.", "Whoever {{c1::asks for}} it."),
    ],
)
def test_what_lies_apart_from_marks_is_mended(text: str, after: str) -> None:
    assert mended(text) == after


PARTS = st.sampled_from(
    [
        *("{{c1::hope}}", "{{c2::;}}", "{{c3::,,}}", "{{c4:: a  b }}", "`a  b`", "`;`"),
        *(
            "\\(x ,  y\\)",
            "![a  wheel](<a  b.png>)",
            "**so**",
            " ",
            "  ",
            ",",
            ",,",
            ";",
            "!!",
            ".",
        ),
        *("word", "recieve", "the", " ,", "? "),
    ]
)


@given(st.lists(PARTS, min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_whatever_stands_together_marks_hold_what_they_held(parts: list[str]) -> None:
    text = f"A {{{{c9::b}}}} {''.join(parts)}"
    after = mended(text)
    words = [re.sub(r"recieve", "receive", content) for content in hidden(text)]
    assert [" ".join(one.split()) for one in hidden(after)] == [" ".join(w.split()) for w in words]
    assert KEPT.findall(after) == KEPT.findall(text)
