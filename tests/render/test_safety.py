"""No live markup reaches a learner's device, whatever stands in the YAML."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cps_cards.model import clozes
from cps_cards.model.deck import MediaFile
from cps_cards.render import markdown
from cps_cards.render.markdown import render
from cps_cards.render.plain import escape, simple_html

MEDIA = {
    "a.png": MediaFile("a.png", Path("a.png"), "a-123456.png"),
    "s.mp3": MediaFile("s.mp3", Path("s.mp3"), "s-123456.mp3"),
}
PIECES = [
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>", "<!--"),
    *("-->", "<b", "<", ">", '"', "'", "&", "&lt;", "&#60;", "&#x3c;", "&amp;lt;", "&lbrace;", "`"),
    *(
        "&#123;",
        "&#91;",
        "{",
        "{{",
        "}}",
        "}",
        "{{c1::",
        "{{c2::",
        "{{c10::",
        "::",
        ":",
        "c1",
        "[[",
    ),
    *("[sound:", "[latex]", "[$]", "[/$]", "[anki:tts]", "[[type:", "[", "]", "](", ")", "(", "<%"),
    *(
        "javascript:",
        "JAVASCRIPT:",
        "java&#115;cript:",
        "data:text/html,",
        "vbscript:",
        "https://x/",
    ),
    *(
        "![",
        "![x](a.png)",
        "![x](s.mp3)",
        "![x](http://x/a.png)",
        "[x](https://x.org)",
        "<https://",
    ),
    *("[x](javascript:alert(1))", "[x]: javascript:y\n", "\\(", "\\)", "\\[", "\\]", "\\", "\\\\"),
    *("*", "**", "_", "~~", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "|", "|---|\n", "```\n"),
    *(
        "a",
        "b c",
        "é",
        "😀",
        "\u200b",
        "\u0308",
        "\ue000",
        "\ue0000\ue000",
        "0",
        "\ufeff",
        "\u2028",
    ),
    *(
        "&#xE000;",
        "%EE%80%80",
        "\t",
        "=",
        "+",
        "^",
        "\xa0",
        "&nbsp;",
        "on",
        "style",
        "<svg/onload=x>",
    ),
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=40),
)


class Page(HTMLParser):
    """What a browser would see of a field."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


ALLOWED = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}}
ELEMENTS = {
    *("a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li"),
    *("ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ANKI = re.compile(r"\{\{|\}\}|<%|%>|\[/?(?:latex\]|\$|anki:|\[type:)|\[sound:", re.IGNORECASE)


def check(field: str) -> None:
    page = Page()
    page.feed(field)
    page.close()
    assert page.strange == []
    for tag, attributes in page.elements:
        assert tag in ELEMENTS
        assert set(attributes) <= ALLOWED.get(tag, set())
        if "href" in attributes:
            assert re.match(r"(?:https?|mailto):", attributes["href"] or "", re.IGNORECASE)
        if "src" in attributes:
            assert attributes["src"] in ("a-123456.png",)


@given(texts)
def test_a_field_holds_no_live_markup_and_no_mark_of_anki(text: str) -> None:
    rendered = render(text, MEDIA)
    check(rendered.html)
    assert not ANKI.search(rendered.html.replace("[sound:s-123456.mp3]", "♪"))


@given(texts)
def test_a_cloze_field_holds_the_deletions_that_were_written_and_no_more(text: str) -> None:
    rendered = render(text, MEDIA, cloze=True)
    parsed = clozes.parse(text.strip())
    bare = rendered.html.replace("[sound:s-123456.mp3]", "♪")
    if parsed.faults or rendered.problems:
        return
    found = clozes.parse(bare)
    assert not found.faults
    assert [one.number for one in found.deletions] == [one.number for one in parsed.deletions]
    assert bare.count("{{") == bare.count("}}") == len(parsed.deletions)
    assert bare.count("::") == len(parsed.marks) - len(parsed.deletions)
    check(clozes.without_marks(bare))
    for deletion in found.deletions:
        for start, end in filter(None, (deletion.content, deletion.hint)):
            check_whole(bare[start:end])
    assert not ANKI.search(clozes.without_marks(bare))


def check_whole(part: str) -> None:
    """A deletion is taken out of the page: what it holds must open and close its own elements."""
    depth = 0
    for tag in re.findall(r'<(/?)([a-z0-9]+)(?:[^<>"]|"[^"]*")*>', clozes.without_marks(part)):
        if tag[1] not in ("br", "img", "hr"):
            depth += -1 if tag[0] else 1
        assert depth >= 0
    assert depth == 0


@given(texts, st.booleans())
def test_the_short_way_gives_what_the_long_way_gives(text: str, cloze: bool) -> None:
    value = unicodedata.normalize("NFC", text.strip())
    simple = simple_html(value, cloze)
    if simple is not None and value:
        assert markdown._render(value, {}, cloze).html == simple


plain = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("ab 1.):-+='\"!()")),
    min_size=1,
    max_size=30,
)


@given(
    plain, st.sampled_from(["{}", "a {} b", "{{{{c1::{}}}}}", "a {{{{c1::{}::b}}}}", "**{}** c"])
)
def test_the_short_way_for_texts_that_mostly_take_it(text: str, frame: str) -> None:
    value = unicodedata.normalize("NFC", frame.format(text).strip())
    simple = simple_html(value, "c1" in frame)
    if simple is not None and value:
        assert markdown._render(value, {}, "c1" in frame).html == simple


@given(texts)
def test_plain_values_of_other_fields_are_escaped(text: str) -> None:
    field = escape(text)
    check(field)
    assert not ANKI.search(field)
    page = Page()
    page.feed(field)
    page.close()
    assert page.elements == []


@given(texts, st.booleans())
def test_problems_lie_within_the_text(text: str, cloze: bool) -> None:
    for problem in render(text, MEDIA, cloze).problems:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.message.isprintable()
