"""Texts as they are read: the same words as on the rendered card, and the way back to the file."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_cards.model import clozes
from cps_cards.render import reading
from cps_cards.render.markdown import render
from cps_cards.render.parsed import MOST_PARSED
from cps_cards.render.shown import MATHS, cloze_html, shown_text
from tests.render.test_markdown import MEDIA

CASES = [
    "Plain words, nothing else.",
    "Some **bold** and *slanted* and ***both*** words",
    "snake_case stays, _this_ goes, 2 * 3 * 4 stays, 2*3*4 does not",
    "half**bold**word and under_score_d",
    "# A heading ##\n\ntext below",
    "A heading\nof two lines\n===\n\n#no heading\n---",
    "- one\n- two\n  - three\n\n1. first\n2) second",
    "> quoted speech\n> on two lines\nand lazily on",
    "> - deep\n>   in **it**\n>\n>   more",
    "a [link](https://example.org/clients) here",
    "a [link with *emphasis*](https://example.org 'title') here",
    "a [link][1] and [1]\n\n[1]: https://example.org/clients 'title'",
    "escaped \\*stars\\* and \\_lines\\_",
    "entities &amp; &lt; &copy; &unknown; stay or go",
    "~~gone~~ but read",
    "| a | b |\n|---|---|\n| c \\| d | **e** |\n| | f |",
    "> | a | b |\n> |---|---|\n> | `c \\| d` | e |",
    "line one  \nline two\\\nline three\n   line four",
    "[not a link] and [also](not one",
    "an ![alt *text*](wheel.png) picture",
    "a < b and c > d",
    "1988\\. was a year",
    "\ta tab\n\n-\tanother tab\n\n\tmore",
    "  cafe\u0301 and **e\u0301te\u0301** ",
]
SIGNS = "ab *_`[]()<>\\&#-\n|~!{}c1:.+\t\u0301"


def read(value: str, cloze: bool = False) -> str:
    return reading.read(value, cloze).shown


@pytest.mark.parametrize("value", CASES)
def test_words_are_those_of_the_rendered_text(value: str) -> None:
    assert words(read(value)) == words(as_text(render(value, MEDIA).html))


@given(st.text(alphabet=SIGNS.replace("<", ""), max_size=60), st.booleans())
@settings(max_examples=1000)
def test_words_are_those_of_any_rendered_text(value: str, cloze: bool) -> None:
    rendered = render(value, MEDIA, cloze)
    if cloze and (rendered.problems or clozes.parse(value).faults):
        return  # what such a card shows is nobody's text
    html = cloze_html(rendered.html, None) if cloze else rendered.html
    assert words(read(value, cloze)) == words(as_text(html))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))


def as_text(html: str) -> str:
    """The words of HTML, those in a picture's description too, but not code and maths."""
    html = re.sub(r'<img [^>]*alt="([^"]*)">', r" \1 ", html)
    html = re.sub(r"<code>.*?</code>", " ", html, flags=re.DOTALL)
    return shown_text(MATHS.sub(" ", html))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("use `client` here", "use \ufffc here"),
        ("see https://example.org/ad_dic_ts.", "see \ufffc."),
        ("see <https://example.org/addicts>", "see \ufffc"),
        ("mail someone@clients.org now", "mail \ufffc now"),
        (r"the sum \(a_1 + b_1\) here", "the sum \ufffc here"),
        ("```\nclient\n```\nafter", "\ufffc\nafter"),
        ("before\n\n    client\n    client\n\nafter", "before\n\n\ufffc\n\nafter"),
        ("![](wheel.png)", "\ufffc"),
        ("<b>bold</b>", "bold"),
        (r"\<b> and &lt;b>", "<b> and <b>"),
        ("| a | b |\n|---|---|\n| c | `d` |", "a\nb\n\nc\n\ufffc"),
        ("  lead and **tail**  \n", "  lead and tail  \n"),
    ],
)
def test_code_maths_addresses_and_pictures_are_no_text(value: str, shown: str) -> None:
    assert read(value) == shown


@pytest.mark.parametrize(
    ("value", "alt", "name"),
    [
        ("see ![a wheel](wheel.png) here", "a wheel", "wheel.png"),
        ("![a \\*small\\* wheel](<my wheel.png> 'Title')", "a *small* wheel", "my wheel.png"),
        ("![a [small] wheel](my%20wheel.png)", "a [small] wheel", "my wheel.png"),
        ("![](./sub/a.svg)", "", "sub/a.svg"),
        ("![a wheel][w]\n\n[w]: <my wheel.png>", "a wheel", "my wheel.png"),
        ("![a `wheel`\n**too**](wheel(1).png)", "a wheel too", "wheel(1).png"),
        ("> - ![u\u0308ber](u\u0308ber.png)", "\u00fcber", "\u00fcber.png"),
        ("[![a wheel](wheel.png)](https://example.org)", "a wheel", "wheel.png"),
    ],
)
def test_pictures_are_those_of_the_renderer(value: str, alt: str, name: str) -> None:
    (picture,) = reading.read(value).pictures
    assert (picture.alt, picture.name) == (alt, name)
    assert value[picture.start : picture.end].startswith("![")
    assert value[picture.start : picture.end].endswith((")", "]"))


@pytest.mark.parametrize("value", ["`![a](b.png)`", "\\![a](b.png)", "    ![a](b.png)\n\nx",
                                   "![a](b c.png)", r"\(![a](b.png)\)", "![[b.png]]"])  # fmt: skip
def test_what_only_looks_like_a_picture_is_none(value: str) -> None:
    assert not reading.read("x\n\n" + value).pictures


def test_ranges_where_signs_are_meant_as_they_stand() -> None:
    value = "`a` **b** [c](https://x.org 'd') \\(e\\) ![f](<g 2.png>) <https://y.org> ![](h.png)"
    apart = [value[start:end] for start, end in reading.read(value).apart]
    assert sorted(apart) == sorted(
        ["`a`", "](https://x.org 'd')", "\\(e\\)", "](<g 2.png>)", "https://y.org", ">",
         "![](h.png)"]
    )  # fmt: skip


def test_deletions_are_filled_in_and_hints_read_apart() -> None:
    value = "A {{c1::health care **agent**::who?}} decid{{c2::es `x`::a *b*}}."
    read = reading.read(value, cloze=True)
    assert read.shown == "A health care agent decides \ufffc."
    assert [value[start:end] for start, end in read.hints] == ["who?", "a *b*"]


@given(st.text(alphabet=SIGNS, max_size=60), st.booleans())
@settings(max_examples=1000)
def test_every_piece_leads_back_into_the_text(value: str, cloze: bool) -> None:
    shown, pieces, hints, pictures, apart = reading.read(value, cloze)
    at = end = 0
    for piece in pieces if pieces is not None else []:
        assert (piece.shown, piece.start >= end) == (at, True)
        end = piece.end
        length = piece.end - piece.start
        if piece.verbatim:
            assert value[piece.start : piece.end] == shown[at : at + length]
        following = next((p.shown for p in pieces or [] if p.shown > at), len(shown))
        at = following
    assert at == (len(shown) if pieces is not None else 0)
    assert pieces is not None or shown == value
    for start, stop in (*hints, *apart, *((p.start, p.end) for p in pictures)):
        assert 0 <= start < stop <= len(value)


def test_bold_words_are_read_without_their_marks_however_letters_are_written() -> None:
    text = "cafe\u0301 and **e\u0301te\u0301** x"
    assert read(text) == text.replace("**", "")


def test_a_text_too_long_to_be_rendered_is_taken_as_typed() -> None:
    value = "*a* " * MOST_PARSED
    assert reading.read(value) == reading.Read(value)
