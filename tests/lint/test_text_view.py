"""Texts as they are read: the same words as on the rendered card, and the way back to the file."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_cards.lint import reading
from cps_cards.lint.text_view import view_texts
from cps_cards.render.markdown import render
from cps_cards.render.plain import shown_text
from cps_cards.source import Source, Text

CASES = [
    "Plain words, nothing else.",
    "Some **bold** and *slanted* and ***both*** words",
    "snake_case stays, _this_ goes, 2 * 3 * 4 stays",
    "half**bold**word and under_score_d",
    "# A heading\n\ntext below",
    "- one\n- two\n  - three\n\n1. first\n2) second",
    "> quoted speech\n> on two lines",
    "a [link](https://example.org/clients) here",
    "a [link with *emphasis*](https://example.org 'title') here",
    "escaped \\*stars\\* and \\_lines\\_",
    "entities &amp; &lt; &copy; &unknown; stay or go",
    "~~gone~~ but read",
    "| a | b |\n|---|---|\n| c | d |",
    "line one\nline two",
    "[not a link] and [also](not one",
    "an ![alt text](x.png) picture",
    "a < b and c > d",
    "1988\\. was a year",
]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def read(value: str, cloze: bool = False) -> str:
    return reading.read(value, cloze).shown


@pytest.mark.parametrize("value", CASES)
def test_words_are_those_of_the_rendered_text(value: str) -> None:
    rendered = shown_text(re.sub("</?(?:strong|em|s|a)(?: [^>]*)?>", "", render(value, {}).html))
    shown = read(value)
    if "![" in value:  # the picture is not in this deck, so only its description is compared
        assert "alt text" in shown
        assert "png" not in shown
        return
    assert words(shown) == words(rendered)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("use `client` here", "use \ufffc here"),
        ("see https://example.org/addicts.", "see \ufffc."),
        ("see <https://example.org/addicts>", "see \ufffc"),
        ("mail someone@clients.org now", "mail \ufffc now"),
        (r"the sum \(a_1 + b_1\) here", "the sum \ufffc here"),
        ("```\nclient\n```\nafter", "\ufffc\n\ufffc\n\ufffc\nafter"),
        ("![](wheel.png)", "\ufffc"),
        ("<b>bold</b>", "bold"),
    ],
)
def test_code_maths_addresses_and_pictures_are_no_text(value: str, shown: str) -> None:
    assert read(value) == shown


def test_deletions_are_filled_in_and_hints_read_apart() -> None:
    value = "A {{c1::health care **agent**::who?}} decid{{c2::es}}."
    text = Text(value, Source("a.yaml", value), 0, len(value))
    whole, hint = view_texts("text", text, cloze=True)
    assert whole.shown == "A health care agent decides."
    assert (hint.key, hint.shown) == ("hint", "who?")
    start = whole.shown.index("decides")
    assert value[slice(*whole.place(start, start + 7))] == "decid{{c2::es"
    assert value[slice(*hint.place(0, 3))] == "who"


@given(st.text(alphabet="ab *_`[]()<>\\&#-\n|~!{}c1:", max_size=60))
@settings(max_examples=400)
def test_every_range_leads_back_into_the_text(value: str) -> None:
    for cloze in (False, True):
        text = Text(value, Source("a.yaml", value), 0, len(value))
        for view in view_texts("text", text, cloze):
            for token in view.tokens:
                start, end = view.place(token.start, token.end)
                assert 0 <= start < end <= len(value)
                if view.is_verbatim(token.start, token.end):
                    assert value[start:end].lower() == token.word


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ('He says, "I am here." Then he goes.', ['"I am here."']),
        ("He says, “I don’t know.”", ["“I don’t know.”"]),
        ("It's Ana's, isn't it?", []),
        ("The word 'peer' and ‘client’.", ["'peer'", "‘client’"]),
        ('An open " mark', []),
    ],
)
def test_quotations(value: str, quoted: list[str]) -> None:
    text = Text(value, Source("a.yaml", value), 0, len(value))
    (view,) = view_texts("back", text)
    assert [value[q.start : q.end] for q in view.quotations] == quoted


def test_sentences_know_abbreviations() -> None:
    value = "Ask Dr. Lee, e.g. today. M.G.L. c. 119 says so! Does it? Yes"
    text = Text(value, Source("a.yaml", value), 0, len(value))
    (view,) = view_texts("back", text)
    assert [value[s:e] for s, e in view.sentences] == [
        "Ask Dr. Lee, e.g. today.", "M.G.L. c. 119 says so!", "Does it?", "Yes",
    ]  # fmt: skip
