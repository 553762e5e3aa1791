"""What rules ask of a text as it is read, and the way back to where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_cards.lint.views import view_texts
from cps_cards.source import Source, Text


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
