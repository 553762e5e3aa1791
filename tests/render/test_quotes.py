"""Quotation marks, apostrophes and directions of the texts on cards."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.render.lettering import led, typographic

ENGLISH = {
    '"Hope" is a word': "“Hope” is a word",
    "don't, it's \"Ana's\" own": "don’t, it’s “Ana’s” own",
    "He said, \"She told me 'no' twice.\"": "He said, “She told me ‘no’ twice.”",
    "the parents' rights": "the parents’ rights",
    "the '90s and rock 'n' roll": "the ’90s and rock ’n’ roll",
    '("x") and—"y"': "(“x”) and—“y”",
    '"<strong>word</strong>"': "“<strong>word</strong>”",
    '<strong>"</strong>x"': "<strong>“</strong>x”",
    '<p>"a"</p>\n<p>b\'s</p>': "<p>“a”</p>\n<p>b’s</p>",
    '&nbsp;"x"&nbsp;&quot;y&quot; it&#x27;s': "&nbsp;“x”&nbsp;“y” it’s",
    '{{c1::"x"}} and "{{c2::y::"h"}}"': "{{c1::“x”}} and “{{c2::y::“h”}}”",
    "{{c1::person}}'s and don{{c2::'t}}": "{{c1::person}}’s and don{{c2::’t}}",
    # What is no quotation stays as it was typed.
    '5\' 2" tall, a 5"x7" card': '5\' 2" tall, a 5"x7" card',
    'an "open mark': 'an "open mark',
    '<p>"a</p>\n<p>b"</p>': '<p>"a</p>\n<p>b"</p>',
    "“done” and ‘so’ isn’t": "“done” and ‘so’ isn’t",
    "<code>\"a's\"</code> <pre><code>'b'\n\"</code></pre>": (
        "<code>\"a's\"</code> <pre><code>'b'\n\"</code></pre>"
    ),
    r"\(f'(x) = \"a\"\) and \[g'\]": r"\(f'(x) = \"a\"\) and \[g'\]",
    '<img src="a.png" alt="a \'b\'">': '<img src="a.png" alt="a \'b\'">',
    "[sound:it's.mp3]": "[sound:it's.mp3]",
}


@pytest.mark.parametrize("body", ENGLISH)
def test_english(body: str) -> None:
    assert typographic(body, "en-US") == ENGLISH[body]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Ja“, sagte er, ‚nein‘"), ("fr", "«&nbsp;Ja&nbsp;», sagte er, “nein”"),
        ("pl", "„Ja”, sagte er, ‚nein’"), ("ru", "«Ja», sagte er, „nein“"),
        ("sv", "”Ja”, sagte er, ’nein’"), ("he", "\"Ja\", sagte er, 'nein'"),
        ("xx", "\"Ja\", sagte er, 'nein'"),
    ],
)  # fmt: skip
def test_each_language_has_its_own_marks(language: str, text: str) -> None:
    assert typographic("\"Ja\", sagte er, 'nein'", language) == text


@given(st.text(alphabet="ab1 \"'().-\n", max_size=40))
def test_only_quotes_change_and_doubles_in_pairs(text: str) -> None:
    shown = typographic(text, "en")
    assert re.sub("[“”]", '"', re.sub("[‘’]", "'", shown)) == text
    assert shown.count("“") == shown.count("”")


@pytest.mark.parametrize(
    ("language", "body", "mark"),
    [
        ("he", "CPS הוא תפקיד: מה עושה אדם?", "&rlm;"),
        ("he", "<p>WRAP היא תוכנית</p>\n<p>x</p>", "&rlm;"),
        ("he", "{{c1::CPS}} הוא מילה", "&rlm;"),
        ("he", "{{c1::שלום}} הוא CPS.", ""),
        ("he", "What is CPS?", ""),
        ("he", "5 של", ""),
        ("ar-Latn", "CPS و", ""),
        ("en", "שלום is a word", "&lrm;"),
        ("en", "the word שלום", ""),
        ("en", "שלום", ""),
        ("en", "سأخبرك كيف تجاوزت خسارتي (CPS).", ""),
        ("ja", "漢字は何ですか", ""),
    ],
)
def test_a_text_runs_as_its_deck_does_whatever_its_first_word(
    language: str, body: str, mark: str
) -> None:
    assert led(body, language) == mark + body
