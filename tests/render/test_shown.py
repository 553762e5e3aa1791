"""What HTML shows, as text: our fields and those of other tools."""

from __future__ import annotations

import pytest

from cps_cards.render.shown import cloze_html, shown, shown_text
from tests.patience import comes_to_an_end


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("plain  &amp; &lt;simple&gt;", ["plain & <simple>"]),
        ("h<strong>al</strong>f a <em>word</em>", ["half a word"]),
        ("<p>one</p>\n<p>two<br>three</p>", ["one", "two", "three"]),
        ("<ul><li>a</li><li><p>b</p><ol start='3'><li>c</li><li>d</li></ol></li></ul>e",
         ["- a", "- b", "  - c", "  - d", "e"]),
        ("<ol><li></li><li>b<p>c</p></li></ol>d", ["- b", "  c", "d"]),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>",
         ["a b", "c d"]),
        ("a<script>alert('<p>x')</script>b<style>p{}</style>c<!-- d -->e<!-- never", ["abce"]),
        ("<a title=\"a > b\">link</a> <IMG SRC=x ALT='y'> [sound:z.mp3]", ["link"]),
        ("a < b and <3, </ x> <", ["a < b and <3, </ x> <"]),
        ("", []),
    ],
)  # fmt: skip
def test_lines(body: str, lines: list[str]) -> None:
    assert [line.lead + line.text for line in shown(body).lines] == lines


def test_pictures_and_sounds_are_told_as_asked() -> None:
    body = 'a<img src="w&amp;1.png" alt="a &lt;wheel&gt;"> <img src=b.png>[sound:c.mp3]'
    read = shown(body, lambda name, alt: f"({name}: {alt})", lambda name: f"({name})")
    assert read.words == "a(w&1.png: a <wheel>) (b.png: )(c.mp3)"
    assert read.pictures == ("a <wheel>",)
    assert shown(body).words == shown_text(body) == "a"


@pytest.mark.parametrize("sign", ["<img ", '<a href="', "<!--", "<script>", "[sound:", "<li>",
                                  "<ol>", "<td>", "&", "<a <b ", '"<img alt="'])  # fmt: skip
def test_what_was_made_to_be_slow(sign: str) -> None:
    with comes_to_an_end():
        shown(sign * 50_000)


@pytest.mark.parametrize(
    ("number", "hidden", "html"),
    [
        (1, True, '<span class="cloze" data-ordinal="1">[who?]</span> asks '
         '<span class="cloze-inactive" data-ordinal="2">b</span>'),
        (2, True, '<span class="cloze-inactive" data-ordinal="1">A</span> asks '
         '<span class="cloze" data-ordinal="2">[...]</span>'),
        (None, False, '<span class="cloze" data-ordinal="1">A</span> asks '
         '<span class="cloze" data-ordinal="2">b</span>'),
    ],
)  # fmt: skip
def test_a_card_of_a_cloze(number: int | None, hidden: bool, html: str) -> None:
    assert cloze_html("{{c1::A::who?}} asks {{c2::b}}", number, hidden=hidden) == html
