"""HTML and typed text as Markdown: what is shown is what was shown."""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.imports import prose
from cps_cards.imports.records import as_html
from cps_cards.model.deck import MediaFile
from cps_cards.model.texts import without_ignorable
from cps_cards.render.markdown import render

FILES = {name: MediaFile(name, Path(name), name, "0") for name in ("a.png", "x.mp3")}
SAME = {
    "a line each": ("<div>a</div><div>b</div>", "a\\\nb"),
    "an empty line": ("a<div><br></div>b", "a\n\nb"),
    "two breaks": ("a<br><br>b", "a\n\nb"),
    "breaks at the ends": ("<br>a<br>", "a"),
    "spaces of a paste": ("a&nbsp;b&nbsp; c", "a b c"),
    "an entity typed out": ("&amp;lt;b&amp;gt;", "&amp;lt;b&amp;gt;"),
    "less than": ("5 &lt; 6 &amp; 7 &gt; 2", "5 < 6 & 7 > 2"),
    "stars": ("2*3*4", r"2\*3\*4"),
    "names of code": ("__init__", r"\_\_init\_\_"),
    "a hash": ("a<br># 5 hours", "a\\\n\\# 5 hours"),
    "a quotation mark of mail": ("&gt; 35 hours", r"\> 35 hours"),
    "a plus": ("a<br>+ 40 hours", "a\\\n\\+ 40 hours"),
    "a year": ("1986. It began.", "1986. It began."),
    "brackets are no maths": ("see [a] and [b](c)", "see &#91;a] and &#91;b](c)"),
    "brackets alone": ("see [a]", "see [a]"),
    "maths": (r"\(a &lt; b_1\) and \[x^2\]", r"\(a < b_1\) and \[x^2\]"),
    "maths with marks inside": (r"\(a &amp; <b>b</b>&nbsp;<br>c\)", r"\(a & b c\)"),
    "old maths": ("[$]x^2[/$] [$$]y[/$$] [latex]$z$[/latex]", r"\(x^2\) \[y\] \(z\)"),
    "bold before a word": ("<b>Note:</b>text", "**Note**:text"),
    "bold in a word": ("un<b>believ</b>able", "un**believ**able"),
    "bold twice": ("<b>a</b><b>b</b>", "**ab**"),
    "spaces in bold": ("a<b> b </b>c", "a **b** c"),
    "bold over lines": ("<b>a<br>b</b>", "**a**\\\n**b**"),
    "bold by style": ('<span style="font-weight: 700">a</span> b', "**a** b"),
    "a space where other formats end": ("<s><i>a </i></s> <i>b</i>", "~~*a*~~ *b*"),
    "bold of signs": ("<b>(a)</b>b", "**(a**)b"),
    "water": ("H<sub>2</sub>O, x<sup>2</sup>", "H₂O, x²"),
    "code": ("<code>a*b`c</code>", "``a*b`c``"),
    "code in lines": ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
    "a list": ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    "a list that begins at three": ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
    "a list in a list": ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
    "a list right in a list": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    "a list with an item that shows nothing": (
        '<ol start="3"><li><div><br></div></li><li>a</li><li>b</li></ol>',
        "3. a\n4. b",
    ),
    "an empty list before another": (
        "<ol><li></li></ol><ol><li>a</li><li>b</li></ol>", "1. a\n2. b",
    ),
    "a formula in bold": (r"<b>a \(x\) b</b>", r"**a** \(x\) **b**"),
    "two lists": ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    "a quotation": ("<blockquote>a<br>b</blockquote>", "> a\\\n> b"),
    "a heading": ("<h1>A</h1>b", "## A\n\nb"),
    "a heading of lines": ("<h1>A <br>B<div>C</div></h1>b", "## A B C\n\nb"),
    "a table": (
        "<table><tr><td>a|</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "| a\\| | b |\n| --- | --- |\n| c |  |",
    ),
    "a link": ('<a href="https://x.org/a(b)">x</a>', "[x](<https://x.org/a(b)>)"),
    "tags that were typed": ("&lt;b&gt; a", "<b> a"),
    "a backslash": ("C:\\dir", "C:\\dir"),
    "a table that has a caption alone": ("<table><caption>a</caption></table>", "a"),
    "a heading in a table": ("<table><tr><td><h3>a</h3></td></tr></table>", "| a |\n| --- |"),
    "bold before a formula": (r"<b>a:</b>\(x\)", r"**a**:\(x\)"),
    "bold with a symbol before a word": ("a<b>$5 b</b>", "a$**5 b**"),
    "an accent of its own": ("<b>o\u0328\u0302</b>b", "**o\u0328\u0302**b"),
    "a picture": ('<img src="a.png" alt="the a">', "![the a](a.png)"),
    "a formula as a description": (
        r'<img src="a.png" alt="\(x\)">', "![&#92;&#40;x&#92;&#41;](a.png)",
    ),
    "a line that begins with a number": ("a<br>2) b", "a\\\n2\\) b"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_html_becomes_readable_markdown(name: str) -> None:
    body, markdown = SAME[name]
    made = prose.written(body, known=FILES)
    assert made == prose.Prose(markdown)


@pytest.mark.parametrize(
    ("body", "markdown", "lost"),
    [
        ("<u>a</u>", "a", {"underlining"}),
        ('<font color="red">a</font>', "a", {"colour"}),
        ('<span style="color: red; font-size: 9px">a</span>', "a", {"colour", "fonts"}),
        ("<mark>a</mark>", "a", {"highlighting"}),
        ("x<sup>2y</sup>", "x2y", {"superscripts"}),
        ("<code>a <b>b</b></code>", "`a b`", {"formatting inside code"}),
        ("<pre>a <b>b</b></pre>", "```\na b\n```", {"formatting inside code"}),
        ("<b>a</b>b<b>+</b>c", "ab&#43;c",
         {"bold, italics or links that Markdown cannot write there"}),
        ('<pre>a\n<img src="a.png"></pre>', "`a`\\\n![](a.png)",
         {"lists, tables or paragraphs, now line by line"}),
        ("<blockquote>" * 400 + "a" + "</blockquote>" * 400, "a",
         {"lists, tables or paragraphs, now line by line"}),
        ("<ruby>漢<rt>kan</rt></ruby>", "漢(kan)", {"ruby"}),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)", {"ruby"}),
        ("<table><tr><td>a<br>b</td></tr></table>", "| a b |\n| --- |",
         {"line breaks in table cells"}),
        ('<a href="x.html">a</a>', "a", {"links to what is no web page"}),
        ('<img src="a.png" width="9">', "![](a.png)", {"picture sizes"}),
        (r"[latex]\begin{tikzpicture}x[/latex]", r"\(\begin{tikzpicture}x\)",
         {"LaTeX that MathJax may not show"}),
        ('<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>',
         "a\\\nb &#124; c", {"lists, tables or paragraphs, now line by line"}),
    ],
)  # fmt: skip
def test_what_markdown_has_not_is_told_and_the_words_are_kept(
    body: str, markdown: str, lost: set[str]
) -> None:
    assert prose.written(body, known=FILES) == prose.Prose(markdown, frozenset(lost))


@pytest.mark.parametrize(
    ("body", "markdown", "gone"),
    [
        ("a<script>b</script>", "a", "`script`"),
        ('<b onclick="x()">a</b>', "**a**", "`onclick`"),
        ('<a href="javascript:x">a</a>', "a", "`javascript:`"),
        ("a<iframe src=x></iframe>", "a", "`iframe`"),
        ('a<img src="https://x.org/a.png">', "a",
         "the picture `https://x.org/a.png`, which is on the network"),
        ('a<img src="data:image/png;base64,AA">', "a",
         "the picture `data:image/png;base64,AA`, which is written into the field"),
    ],
)  # fmt: skip
def test_what_runs_or_comes_from_elsewhere_is_gone_and_told(
    body: str, markdown: str, gone: str
) -> None:
    made = prose.written(body)
    assert (made.text, made.gone) == (markdown, (gone,))


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("The {{c1::moon::what}} and {{c3::sun}}", "The {{c1::moon::what}} and {{c3::sun}}"),
        ("<b>{{c1::a}}</b> b", "**{{c1::a}}** b"),
        ("<b>{{c1::a</b> b}} c", "{{c1::**a** b}} c"),
        (r"{{c1::\(x^{2}\)}} y", r"{{c1::\(x^{2}\)}} y"),
        ("{{c1::2*3*4::a_b_c}} x", r"{{c1::2\*3\*4::a\_b\_c}} x"),
        ("{{c1::a<br><br>b}}", "{{c1::a\\\nb}}"),
        ("{{c1::<ul><li>a</li><li>b</li></ul>}}", "{{c1::a\\\nb}}"),
        ("<b>a.</b> {{c1::<ul><li>b</li><li>c</li></ul>}}", "**a.** {{c1::b\\\nc}}"),
        ("<ul><li>{{c1::a}}</li><li>{{c2::b}}</li></ul>", "- {{c1::a}}\n- {{c2::b}}"),
    ],
)
def test_deletions_go_through_as_they_are(body: str, markdown: str) -> None:
    assert prose.written(body, cloze=True).text == markdown


def test_a_cloze_that_cannot_be_carried_says_why() -> None:
    with pytest.raises(prose.UnwritableError, match="cuts through a formula"):
        prose.written(r"{{c1::\(a}} b\)", cloze=True)


def test_plain_text_is_shown_as_it_was_typed() -> None:
    text = "a <b> &amp; c\n[sound:x.mp3]\n\n\n    d"
    made = prose.written(as_html(text))
    assert made.text == "a &lt;b> &amp;amp; c\\\n&#91;sound:x.mp3]\n\nd"
    assert prose.written(as_html("[sound:x.mp3]", marks=True), known=FILES).text == "![](x.mp3)"


# --- properties -----------------------------------------------------------------------------------


TYPED = st.text(
    st.one_of(
        st.sampled_from(list("*_`~[](){}<>#+-.!\\|&:;\"'=^$ \n\n1aAé€")),
        st.characters(exclude_categories=["Cs", "Cc", "Co"]),
    ),
    max_size=60,
)


class _Read(HTMLParser):
    """What a reader sees of HTML: lines without spaces at their ends; nothing of it is ours."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.shown += "\n" if tag in ("br", "p", "li", "tr", "div") else ""

    def handle_data(self, data: str) -> None:
        self.shown += data.replace("\n", " ")


def shown(body: str) -> str:
    read = _Read()
    read.feed(body)
    read.close()
    return even(read.shown)


def even(text: str) -> str:
    text = unicodedata.normalize("NFC", without_ignorable(text))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(filter(None, lines))


@given(TYPED)
def test_any_typed_text_is_shown_again(text: str) -> None:
    try:
        made = prose.written(as_html(text))
    except prose.UnwritableError:
        return  # a tag alone, or other signs that show nothing
    assert shown(render(made.text, {}).html) == even(text)
    assert made.gone == ()


INLINE = st.deferred(
    lambda: st.one_of(
        TYPED.map(html.escape),
        st.tuples(st.sampled_from(["b", "i", "s", "code", "u", "span"]), INLINE).map(
            lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"
        ),
        st.tuples(INLINE, INLINE).map("".join),
        st.just("<br>"),
        st.just(r"\(x_1\)"),
    )
)
BLOCKS = st.lists(
    st.one_of(
        INLINE,
        INLINE.map(lambda one: f"<div>{one}</div>"),
        INLINE.map(lambda one: f"<p>{one}</p>"),
        st.lists(INLINE, min_size=1, max_size=3).map(
            lambda items: f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>"
        ),
        st.lists(INLINE, min_size=1, max_size=3).map(
            lambda cells: f"<table><tr>{''.join(f'<td>{one}</td>' for one in cells)}</tr></table>"
        ),
        INLINE.map(lambda one: f"<blockquote>{one}</blockquote>"),
    ),
    max_size=4,
).map("".join)


def letters(body: str) -> str:
    text = html.unescape(re.sub(r"<[^>]*>", "", body))
    return re.sub(r"\s", "", without_ignorable(unicodedata.normalize("NFC", text)))


@given(BLOCKS)
def test_no_word_of_any_html_is_lost(body: str) -> None:
    try:
        made = prose.written(body)
    except prose.UnwritableError:
        return
    got = letters(render(made.text, {}).html)
    assert got.replace("|", "") == letters(body).replace("|", "")


@given(BLOCKS)
def test_html_of_the_renderer_comes_back_as_it_was(body: str) -> None:
    try:
        first = prose.written(body)
    except prose.UnwritableError:
        return
    rendered = render(first.text, {}).html
    again = prose.written(rendered)
    assert render(again.text, {}).html == rendered
    assert again.lost == frozenset()
