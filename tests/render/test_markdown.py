"""Texts as authors write them, and the HTML that learners get."""

from __future__ import annotations

from pathlib import Path

import pytest

from cps_cards.model.deck import MediaFile
from cps_cards.render.markdown import MOST_PARSED, render
from cps_cards.render.shown import shown_text
from tests.patience import comes_to_an_end

MEDIA = {
    name: MediaFile(name, Path(name), packaged)
    for name, packaged in {
        "wheel.png": "wheel-3fa9c1.png",
        "my wheel.png": "my-wheel-3fa9c2.png",
        "über.png": "uber-3fa9c3.png",
        "sub/a.svg": "a-3fa9c4.svg",
        "50%.png": "50-3fa9c5.png",
        "hello.mp3": "hello-3fa9c6.mp3",
        "Wheel.PNG": "Wheel-3fa9c7.png",
    }.items()
} | {"out": MediaFile("out", Path("out"), fault="is a link that leads out of `media/`")}

SHOWN = {
    "plain words": "plain words",
    '"quoted" & so, 3 > 2 < 4': '"quoted" &amp; so, 3 &gt; 2 &lt; 4',
    "a **b** *c* ~~d~~ `e`": "a <strong>b</strong> <em>c</em> <s>d</s> <code>e</code>",
    "one\ntwo": "one\ntwo",
    "one\\\ntwo": "one<br>\ntwo",
    "one\n\ntwo": "<p>one</p>\n<p>two</p>",
    "- a\n- b": "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
    "3. a\n4. b": '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>',
    "# Title\ntext": "<h2>Title</h2>\n<p>text</p>",
    # A text of one line is no heading, list, quotation, rule, or definition of an address.
    "# 5": "# 5",
    "> 35 hours": "&gt; 35 hours",
    ">= 5": "&gt;= 5",
    "+ 40 hours": "+ 40 hours",
    "- 5 **degrees**": "- 5 <strong>degrees</strong>",
    "* once": "* once",
    "988. Call.": "988. Call.",
    "1) & > 2": "1) &amp; &gt; 2",
    "-": "-",
    "988.": "988.",
    "#": "#",
    "---": "---",
    "| 5 |": "| 5 |",
    "    5": "5",
    "[Note]: later": "[Note]: later",
    # The card has its first heading already, and none may be missing between two levels.
    "### a\n\n##### b\n\n#### c\n\n## d\n\n### e": "<h2>a</h2>\n<h3>b</h3>\n<h3>c</h3>\n"
    "<h2>d</h2>\n<h3>e</h3>",
    "# a\n## b\n### c\n#### d\n##### e\n###### f": "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n"
    "<h5>d</h5>\n<h6>e</h6>\n<h6>f</h6>",
    "> ### a\n\n# b": "<blockquote>\n<h2>a</h2>\n</blockquote>\n<h2>b</h2>",
    "> they\n> said": "<blockquote>\n<p>they\nsaid</p>\n</blockquote>",
    "a\n\n---\n\nb": "<p>a</p>\n<hr>\n<p>b</p>",
    "```python\nx = 1 < 2\n```": "<pre><code>x = 1 &lt; 2\n</code></pre>",
    "| a | b |\n|:-:|---|\n| c | d |": '<table>\n<thead>\n<tr>\n<th align="center">a</th>\n'
    '<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="center">c</td>\n<td>d</td>\n</tr>\n'
    "</tbody>\n</table>",
    "[law](https://x.org/a?b=1&c=2)": '<a href="https://x.org/a?b=1&amp;c=2">law</a>',
    "<https://x.org> [m](mailto:a@b.c)": '<a href="https://x.org">https://x.org</a> '
    '<a href="mailto:a@b.c">m</a>',
    '[law](HTTPS://x.org "a title")': '<a href="HTTPS://x.org">law</a>',
    "[law][1]\n\n[1]: https://x.org": '<a href="https://x.org">law</a>',
    # Raw HTML is shown as typed.
    "a <b>bold</b> move": "a &lt;b&gt;bold&lt;/b&gt; move",
    "<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<img src="x" onerror="alert(1)"> y': '&lt;img src="x" onerror="alert(1)"&gt; y',
    "&lt;script&gt; &copy; &#60;b&#62;": "&lt;script&gt; © &lt;b&gt;",
    # Maths is kept as typed.
    r"Let \(x_1 * y_2 * z\) be": r"Let \(x_1 * y_2 * z\) be",
    r"\[\frac{a}{b} < c\]": r"\[\frac{a}{b} &lt; c\]",
    r"\[a \\ b\]": r"\[a \\ b\]",
    "\\[a\n\nb\\]": "\\[a\n\nb\\]",
    "\\(a\n\nb\\)": "<p>(a</p>\n<p>b)</p>",
    r"\\(not maths\\)": "\\\u2060(not maths\\\u2060)",
    r"\(a \(b\) c": r"\(a \(b\) c",
    r"\[open, \(x_1\) and **b**": r"[open, \(x_1\) and <strong>b</strong>",
    r"\(\)": "()",
    r"\(|x|\) in `\(x_1\)`": r"\(|x|\) in <code>\(x_1\)</code>",
    r"| a |" "\n" r"|---|" "\n" r"| \(|x|\) |": "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n"
    "</thead>\n<tbody>\n<tr>\n<td>\\(|x|\\)</td>\n</tr>\n</tbody>\n</table>",
    # Anki's own marks are entities, wherever they come from.
    "{{Front}} [sound:a.mp3]": "&#123;&#123;Front&#125;&#125; &#91;sound:a.mp3]",
    "[latex]x[/latex] [$]x[/$] [$$]x[/$$]": "&#91;latex]x&#91;/latex] &#91;$]x&#91;/$] "
    "&#91;$$]x&#91;/$$]",
    "[[type:Back]] [anki:tts lang=en]x[/anki:tts]": "&#91;[type:Back]] "
    "&#91;anki:tts lang=en]x&#91;/anki:tts]",
    "{{c1::not here}}": "&#123;&#123;c1::not here&#125;&#125;",
    "&#123;&lbrace;c1::x}&rbrace;": "&#123;&#123;c1::x&#125;&#125;",
    r"\(\{{x}}\)": r"\(\&#123;&#123;x&#125;&#125;\)",
    "<% a %>": "&lt;% a %&gt;",
    # Media.
    "![The wheel](wheel.png)": '<img src="wheel-3fa9c1.png" alt="The wheel">',
    "![a](./wheel.png) ![b](Wheel.PNG)": '<img src="wheel-3fa9c1.png" alt="a"> '
    '<img src="Wheel-3fa9c7.png" alt="b">',
    "![w](<my wheel.png>) ![w](my%20wheel.png)": '<img src="my-wheel-3fa9c2.png" alt="w"> '
    '<img src="my-wheel-3fa9c2.png" alt="w">',
    "![u](u\u0308ber.png) ![u](%C3%BCber.png)": '<img src="uber-3fa9c3.png" alt="u"> '
    '<img src="uber-3fa9c3.png" alt="u">',
    "![p](50%.png) ![s](sub/a.svg)": '<img src="50-3fa9c5.png" alt="p"> '
    '<img src="a-3fa9c4.svg" alt="s">',
    "![*a* `b` <i>](wheel.png)": '<img src="wheel-3fa9c1.png" alt="a b &lt;i&gt;">',
    "Hear ![hello](hello.mp3).": "Hear [sound:hello-3fa9c6.mp3].",
    "[![w](wheel.png)](https://x.org)": '<a href="https://x.org">'
    '<img src="wheel-3fa9c1.png" alt="w"></a>',
    # What is meant as it stands.
    r"988\.": "988.",
    r"\*": "*",
    "`*`": "<code>*</code>",
    "~": "~",
    "*hey": "*hey",
}

CLOZE = {
    "Ask {{c1::first}}.": "Ask {{c1::first}}.",
    "{{c1::a}} **{{c2::b::a letter}}**": "{{c1::a}} <strong>{{c2::b::a letter}}</strong>",
    "{{c1::*a* and **b**}}": "{{c1::<em>a</em> and <strong>b</strong>}}",
    "- {{c1::a}}\n- {{c2::b}}": "<ul>\n<li>{{c1::a}}</li>\n<li>{{c2::b}}</li>\n</ul>",
    "`{{c1::x}}`": "<code>{{c1::x}}</code>",
    "```\n{{c1::x < y}}\n```": "<pre><code>{{c1::x &lt; y}}\n</code></pre>",
    "[{{c1::law}}](https://x.org)": '<a href="https://x.org">{{c1::law}}</a>',
    "| a |\n|---|\n| {{c1::x}} |": "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n"
    "<tr>\n<td>{{c1::x}}</td>\n</tr>\n</tbody>\n</table>",
    r"\(x_{{c1::1}} + y_1\)": r"\(x_{{c1::1}} + y_1\)",
    r"{{c1::\(x_1 < 2\)}}": r"{{c1::\(x_1 &lt; 2\)}}",
    "{{c1::a {{c2::b}} c}}": "{{c1::a {{c2::b}} c}}",
    "at 1::2 {{c1::a}} ::": "at 1&#58;&#58;2 {{c1::a}} &#58;&#58;",
    "{{c1::a::b::c}}": "{{c1::a::b&#58;&#58;c}}",
    "{{c1::a}} &lbrace;&#123;c2::b [sound:x]": "{{c1::a}} &#123;&#123;c2&#58;&#58;b &#91;sound:x]",
}

FAULTS = {
    "[a](javascript:alert(1))": "link-address `javascript:alert(1)`",
    "[a](JaVaScRiPt:alert)": "link-address `JaVaScRiPt:alert`",
    "[a](vbscript:x)": "link-address `vbscript:x`",
    "[a](data:text/html;base64,x)": "link-address `data:text/html;base64,x`",
    "[a](java&#115;cript:x)": "link-address `java&#115;cript:x`",
    "[a](&#x6A;avascript:x)": "link-address `&#x6A;avascript:x`",
    "[a](&#1;javascript:x)": "link-address `&#1;javascript:x`",
    "[a](java%73cript:x)": "link-address `java%73cript:x`",
    "<javascript:x>": "link-address `javascript:x`",
    "[a][b]\n\n[b]: javascript:x": "link-address `javascript:x`",
    "[a](file:///etc/passwd)": "link-address `file:///etc/passwd`",
    "[a](page.html)": "link-address `page.html`",
    "[a](//x.org)": "link-address `//x.org`",
    "see x [see x](x)": "link-address `x` at 14",
    "[a]()": "link-address whole",
    "![a](https://x.org/a.png)": "media-file `https://x.org/a.png`",
    "![a](//x.org/a.png)": "media-file `//x.org/a.png`",
    "![a](data:image/png;base64,AA)": "media-file `data:image/png;base64,AA`",
    "![a](/etc/passwd)": "media-file `/etc/passwd`",
    "![a](../wheel.png)": "media-file `../wheel.png`",
    "![a](sub/../../x.png)": "media-file `sub/../../x.png`",
    "![a](%2e%2e/wheel.png)": "media-file `%2e%2e/wheel.png`",
    "![a](C:/x.png)": "media-file `C:/x.png`",
    "![a](~/x.png)": "media-file `~/x.png`",
    "![a](sub%5Ca.svg)": "media-file `sub%5Ca.svg`",
    "![a](gone.png)": "media-file `gone.png`",
    "![a](out/x.png)": "media-file `out/x.png`",
    "![a](out)": "media-file `out`",
    "![a](my wheel.png)": "media-file `my wheel.png`",
    "![a]()": "media-file whole",
    "<b></b>": "empty-field whole",
    "<!-- later -->": "empty-field whole",
    "**": "empty-field whole",
    "***": "empty-field whole",
    "-\n-": "empty-field whole",
    "#\n##": "empty-field whole",
    "> \n>": "empty-field whole",
    "&nbsp;&#8203;": "empty-field whole",
    "[ ](https://x.org)": "empty-field whole",
    "[x]: https://x.org\n[y]: https://x.org": "empty-field whole",
    "`\u200b`": "empty-field whole",
    "> " * 80 + "x\ny": "too-deep whole",
}

CLOZE_FAULTS = {
    "**a {{c1::b** c}}": ["{{c1::"],
    "*{{c1::a*}} {{c2::b}}": ["{{c1::"],
    "{{c1::*a::b*}}": ["{{c1::"],
    "{{c1::a\n\nb}}": ["{{c1::"],
    "- {{c1::a\n- b}}": ["{{c1::"],
    "| a |\n|---|\n| {{c1::x | y}} |": ["{{c1::"],
    "[x]: {{c1::a}}\n\nb {{c2::c}}": ["{{c1::"],
    "{{c1::a}} *{{c2::b {{c3::c*}} d}}": ["{{c2::", "{{c3::"],
    r"\(a {{c1::b\) c}}": [r"{{c1::b\) c}}"],
    r"{{c1::x \(a}} b\)": [r"{{c1::x \(a}}"],
    r"{{c1::\(a::b\)}} c": [r"{{c1::\(a::b\)}}"],
    "{{c1::&nbsp;}} w": ["{{c1::"],
    "{{c1::` `}} w": ["{{c1::"],
    "{{c1::[](https://x.org)}} w": ["{{c1::"],
}


@pytest.mark.parametrize("text", SHOWN)
def test_what_learners_get(text: str) -> None:
    rendered = render(text, MEDIA)
    assert rendered.problems == ()
    assert rendered.html == SHOWN[text]


@pytest.mark.parametrize("text", CLOZE)
def test_deletions_stay_marks(text: str) -> None:
    rendered = render(text, MEDIA, cloze=True)
    assert rendered.problems == ()
    assert rendered.html == CLOZE[text]


@pytest.mark.parametrize("text", FAULTS)
def test_what_no_learner_may_get_is_refused_at_its_place(text: str) -> None:
    name, _, place = FAULTS[text].partition(" ")
    (problem,) = render(text, MEDIA).problems
    assert problem.name == name
    if place == "whole":
        assert (problem.start, problem.end) == (0, len(text.strip()))
    else:
        marked, _, at = place.partition(" at ")
        assert f"`{text[problem.start : problem.end]}`" == marked
        assert not at or problem.start == int(at)


@pytest.mark.parametrize("text", CLOZE_FAULTS)
def test_deletions_that_would_tear_the_page_are_refused(text: str) -> None:
    problems = render(text, MEDIA, cloze=True).problems
    assert [text[one.start : one.end] for one in problems] == CLOZE_FAULTS[text]
    assert {one.name for one in problems} == {"cloze-braces"}


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://x.org/{{c1::b}})",
        "[a](<https://x.org/\\(b\\)> )",
        "![{{c1::a}}](wheel.png)",
        "![a]({{c1::wheel}}.png)",
    ],
)
def test_deletions_and_maths_have_no_place_in_addresses(text: str) -> None:
    (problem,) = render(text, MEDIA, cloze=True).problems
    assert problem.name == "cloze-braces"


def test_each_of_two_equal_faults_is_told_at_its_own_place() -> None:
    text = "![a](gone.png) and ![a](gone.png)"
    assert [one.start for one in render(text, MEDIA).problems] == [5, 24]


def test_a_text_of_a_thousand_bad_links_is_told_some_of_them() -> None:
    assert len(render("[a](b) " * 1000, MEDIA).problems) == 50


def test_a_text_that_names_every_private_character_is_rendered() -> None:
    text = "".join(map(chr, range(0xE000, 0xF900))) + r" \(x_1\) *a*"
    assert render(text, MEDIA).html.endswith(r" \(x_1\) <em>a</em>")


def test_a_mark_of_ours_cannot_be_forged() -> None:
    text = "\ue0000\ue000 &#xE000;0&#xE000; [a](https://x.org/%EE%80%800%EE%80%80) \\(x\\)"
    assert render(text, MEDIA).html == (
        '\ue0000\ue000 \ue0000\ue000 <a href="https://x.org/%EE%80%800%EE%80%80">a</a> \\(x\\)'
    )


@pytest.mark.parametrize("piece", [r"\(", r"\[", "x<!--", "{{c1::a *", r"\({{c1::a}} ", "[a](b) "])
def test_the_longest_texts_that_are_parsed_come_to_an_end(piece: str) -> None:
    with comes_to_an_end():
        render(f"**{piece * ((MOST_PARSED - 2) // len(piece))}", MEDIA, cloze=True)


def test_the_text_of_a_page_is_shown_on_one_line() -> None:
    assert shown_text("<p>a &lt; <b>b</b></p>\n<p>c</p>") == "a < b c"


def test_a_text_that_is_far_too_long_is_refused_before_a_parser_sees_it() -> None:
    rendered = render("*[" * 2_000_000, {})
    assert [problem.name for problem in rendered.problems] == ["bad-value"]
    assert "divide it" in rendered.problems[0].help
    assert render("plain " * 100_000, {}).problems == ()
