from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.diff.compared import Piece, readable, word_changes

WORDS = st.lists(st.sampled_from(["a", "peer", "'s", " ", "\n", ".", "support", "é", "–"])).map(
    "".join
)


@given(WORDS | st.text(), WORDS | st.text())
def test_the_pieces_hold_both_texts(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "in") == before
    assert "".join(piece.text for piece in pieces if piece.change != "out") == after
    assert all(piece.text for piece in pieces)


@given(WORDS | st.text())
def test_what_is_the_same_has_no_mark(text: str) -> None:
    assert all(piece.change == "same" for piece in word_changes(text, text))


def test_a_changed_word_is_marked_whole() -> None:
    assert word_changes("People choose for themselves.", "People decide for themselves.") == (
        Piece("same", "People "),
        Piece("out", "choose"),
        Piece("in", "decide"),
        Piece("same", " for themselves."),
    )


def test_neighbors_become_a_phrase() -> None:
    assert word_changes("Ask the man now.", "Ask a person now.") == (
        Piece("same", "Ask "),
        Piece("out", "the man"),
        Piece("in", "a person"),
        Piece("same", " now."),
    )


def test_texts_of_any_length_come_back_at_once() -> None:
    before = "one two three\n" * 20_000
    after = before.replace("two", "2", 1) + "x" * 100_000
    pieces = word_changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "out") == after


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("shown to <strong>everyone</strong>.", "shown to everyone."),
        ("<li><span>✓ Right</span><div>Yes</div></li>", "✓ Right\nYes"),
        ("<td>a</td><td>b</td>", "a b"),
        ("a &lt; b &amp; c", "a < b & c"),
        ('<img src="wheel.png" alt="A wheel">', "[picture wheel.png: A wheel]"),
        ("<img src=wheel.png>", "[picture wheel.png]"),
        ("<script>alert(1)</script>Text<style>p{}</style>", "Text"),
        ("<script>never closed", ""),
    ],
)
def test_a_field_is_read_as_people_read_it(field: str, text: str) -> None:
    assert readable(field) == text
