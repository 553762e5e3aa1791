"""Deletions are read as the real Anki reads them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.model import clozes
from cps_cards.render.markdown import render

anki = pytest.importorskip("anki.collection")

PIECES = [
    *("{{c1::", "{{c2::", "{{c3::", "{{c500::", "}}", "}}", "}}", "::", "a", "b ", "{", "}", "{{"),
    *("{{c01::", "{{C1::", "{{c::", "{{c1:", "{{c\u0661::", "{{c0::", "{{c501::", "\\(", "\\)"),
    *("**", "`", "&#123;", "[sound:x]", "{{c1,2::"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    opened = anki.Collection(str(tmp_path_factory.mktemp("anki") / "c.anki2"))
    yield opened
    opened.close()


def cards_of(collection: object, field: str) -> list[int]:
    """The numbers of the cards that Anki makes of a cloze note with this text."""
    note = collection.new_note(collection.models.by_name("Cloze"))  # type: ignore[attr-defined]
    note["Text"] = field
    return sorted(collection._backend.cloze_numbers_in_note(note._to_backend_note()))  # type: ignore[attr-defined]


@given(texts)
def test_a_sound_text_has_the_cards_that_anki_makes(collection: object, text: str) -> None:
    parsed = clozes.parse(text)
    if not parsed.faults:
        assert cards_of(collection, text) == list(parsed.numbers)


@given(texts)
def test_so_has_its_field(collection: object, text: str) -> None:
    rendered = render(text, {}, cloze=True)
    parsed = clozes.parse(text.strip())
    if not parsed.faults and not rendered.problems:
        assert cards_of(collection, rendered.html) == list(parsed.numbers)


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("At 1::2 {{c1::a::b}}.", "At 1::2 [b].", "At 1::2 a."),
        ("{{c1::a::b::c}}", "[b::c]", "a"),
        (r"{{c1::\(x_1\)}} of **{{c2::two}}**", "[...] of two", r"\(x_1\) of two"),
        ("{{c1::a {{c2::b}} c}}", "[...]", "a b c"),
    ],
)
def test_what_anki_shows_of_a_field(
    text: str, question: str, answer: str, collection: object
) -> None:
    note = collection.new_note(collection.models.by_name("Cloze"))  # type: ignore[attr-defined]
    note["Text"] = render(text, {}, cloze=True).html
    collection.add_note(note, 1)  # type: ignore[attr-defined]
    card = note.cards()[0]
    assert shown(card.question()) == question
    assert shown(card.answer()) == answer


def shown(page: str) -> str:
    import html
    import re

    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())
