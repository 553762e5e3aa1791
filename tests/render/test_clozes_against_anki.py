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


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (r"Is {{c1::std\::vector}} one?", "Is [...] one?", "Is std::vector one?"),
        (r"`{{c1::std\::map}}` and {{c2::x::a \:: b}}", "[...] and x", "std::map and x"),
        (r"a \:: {{c1::b}}", "a :: [...]", "a :: b"),
        ("{{c1::{}} opens and } closes", "[...] opens and } closes", "{ opens and } closes"),
        ("f() { return {{c1::x}}}", "f() { return [...]}", "f() { return x}"),
        (r"{{c1::\frac{1}{2} }}", "[...]", r"\frac{1}{2}"),
    ],
)
def test_what_the_way_out_of_a_fault_shows(
    text: str, question: str, answer: str, collection: object
) -> None:
    assert not clozes.parse(text).faults
    test_what_anki_shows_of_a_field(text, question, answer, collection)


BRACES = {
    "{{c1::r^{2«}}}» for": r"r^{2}",
    "{{c1::{a, b«}}}» in maths": "{a, b}",
    r"{{c1::\(\frac{a}{\text{b«}}»\)}} of {{c2::it}}": r"\(\frac{a}{\text{b}}\)",
    "`f = {{c1::function() {«}}}»` done": "function() {}",
    r"{{c1::\{a\«}}}»": r"\{a\}",
    "{{c1::a {{c2::{b«}}}» }} c": "a {{c2::{b}}} ",
    "{{c1::«}}}»": "}",
    "{{c1::x«}}}» y": "x}",
    "```\n{{c1::if (a) { b(«}}}»\n```": "if (a) { b(}",
    "{{c1::std«::»vector}}": "std",
    "{{c1::std«::»vector::a class}}": "std",
    "{{c1::MyClass«::»method()}}": "MyClass",
    "see `{{c1::a«::»b}}`": "a",
    "{{c1::fe80«::»1}}": "fe80",
}


@pytest.mark.parametrize("marked", BRACES)
def test_braces_and_colons_that_anki_would_misread(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    parsed = clozes.parse(text)
    start = marked.index("«")
    assert [(one.start, one.end) for one in parsed.faults] == [(start, marked.index("»") - 1)]
    assert text[slice(*parsed.deletions[0].content)] == BRACES[marked]


@pytest.mark.parametrize(
    "text",
    [
        "{{c1::48::number}} hours", "{{c1::hope::noun}}", "{{c1::nine::time: hh::mm}}",
        "{{c1::a {{c2::b}}}}", "{{c1::a {{c2::b}} c}}", r"\(\sqrt{ {{c1::x}}}\)",
        r"{{c1::\(\frac{a}{\text{b} }\)}}", "{{c1::Boston:: City}}", "{{c1::{}}",
        "{{c1::{}::a brace}}",
    ],
)  # fmt: skip
def test_hints_and_braces_that_are_sound(text: str) -> None:
    assert not clozes.parse(text).faults
