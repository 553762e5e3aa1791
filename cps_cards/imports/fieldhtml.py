"""A field's HTML, whoever wrote it, as Markdown: one of several ways to write what it shows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from cps_cards.imports.paragraphs import (
    CODE,
    OWN_SIGNS,
    Way,
    closing,
    escaped,
    inline,
    longest,
    opening,
    paragraphs,
)
from cps_cards.model.texts import short
from cps_cards.render.plain import TAG
from cps_cards.render.shelf import Shelf, formulas

Take = Callable[[str], tuple[str, str]]
"""The deck's name of a media file by that in a field; or nothing, and why it has none."""

_SPACES = re.compile(rf"[ \t\n\r\f\v\xa0\x00-\x1f\x7f-\x9f\u2028\u2029{OWN_SIGNS}]+")
_TOKEN = re.compile(
    r'<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<rest>[^<>"]*(?:"[^"]*"[^<>"]*)*)>|(?P<text>[^<]+)'
)
"""What well-formed HTML consists of."""
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_PLAIN_NAME = re.compile(r"[\w./-]+")
_OLD_MATHS = re.compile(
    r"\[(?P<mark>\$\$?|latex)\](?P<inside>.{1,5000}?)\[/(?P=mark)\]", re.DOTALL | re.IGNORECASE
)
_SOUND = re.compile(r"\[sound:([^\[\]]{1,1000})\]", re.IGNORECASE)
_STRANGE_LATEX = re.compile(
    r"\\(?:usepackage|includegraphics|begin\{(?:tikz|tabular|itemize|enum))"
)
_NETWORK = re.compile(r"(?:[a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)
_LINKED = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_MARKS = ("`", "**", "*", "~~")
_FORMATS: tuple[tuple[str, int | str], ...] = (
    (r"code|kbd|samp|tt", CODE),
    (r"b|strong|font-weight:(?:bold|[6-9]00).*", 1),
    (r"i|em|cite|dfn|var|font-style:(?:italic|oblique).*", 2),
    (r"s|strike|del|text-decoration[a-z-]*:.*line-through.*", 3),
    (r"u|ins|text-decoration[a-z-]*:.*underline.*", "underlining"),
    (r"color(?::.*)?", "colour"),
    (r"mark|bgcolor|background[a-z-]*:(?!none|transparent).*", "highlighting"),
    (r"big|small|face|size|font(?:-size|-family)?:.*", "fonts"),
    (r"center|text-align:(?:center|right|justify).*", "alignment"),
    (r"width|height", "picture sizes"),
    (r"ruby", "ruby"),
)
"""What tags, attributes and styles mean: a mark by its place, or what Markdown has not."""
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6".split())
_LINES = frozenset(
    "div dt dd dl address article aside center details figcaption figure footer header main nav "
    "section summary caption li".split()
)
_LISTS = ("ul", "ol")
_HOLDERS = frozenset("ul ol li blockquote table tr td th".split())
_SMALL = {
    "sub": ("subscripts", str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")),
    "sup": ("superscripts", str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")),
}


@lru_cache(maxsize=1000)
def _meanings(name: str) -> list[int | str]:
    return [what for pattern, what in _FORMATS if re.fullmatch(pattern, name)]


def put_away(body: str, lost: set[str]) -> tuple[str, Shelf]:
    """HTML in which marks stand for maths and sounds, and these on a shelf."""
    body = _OLD_MATHS.sub(lambda found: _as_mathjax(found, lost), body)
    shelf = Shelf(body)
    out, at = [], 0
    for start, end in formulas(body):
        out += [body[at:start], shelf.add("maths", _shown(body[start:end]))]
        at = end
    body = "".join((*out, body[at:]))
    return _SOUND.sub(lambda found: shelf.add("media", _shown(found[1])), body), shelf


def in_lines(body: str) -> str:
    """HTML whose lists, tables and paragraphs are lines."""
    body = re.sub(r"<pre\b[^>]*>(.*?)</pre>", _line_by_line, body, flags=re.DOTALL)
    body = re.sub(r"(<tr\b[^>]*>)\s*<t[dh]\b[^>]*>", r"\1", body)
    body = re.sub(r"<hr\b[^>]*>|</t[dh]>", "", re.sub(r"<t[dh]\b[^>]*>", " | ", body))
    return re.sub(r"(</?)(?:p|h[1-6]|ul|ol|li|blockquote|table|tr)\b[^>]*>", r"\1div>", body)


def _line_by_line(found: re.Match[str]) -> str:
    return "<div>" + found[1].strip("\n").replace("\n", "<br>") + "</div>"


def _shown(body: str) -> str:
    """What HTML inside a mark says, in one line."""
    text = html.unescape(TAG.sub("", re.sub(r"<br\b[^>]*>|</?div[^>]*>", " ", body)))
    return re.sub(r"^(\\[(\[]) | (?=\\[)\]]$)", r"\1", _SPACES.sub(" ", text).strip())


def _as_mathjax(found: re.Match[str], lost: set[str]) -> str:
    """Anki's older marks of maths as those of today; LaTeX says itself whether it is displayed."""
    text, is_display = found["inside"], found["mark"] == "$$"
    if found["mark"].lower() == "latex":
        if _STRANGE_LATEX.search(text):
            lost.add("LaTeX that MathJax may not show")
        is_display = text.startswith(("$$", "\\begin{displaymath}"))
        text = re.sub(r"^\$+|\$+$|\\(?:begin|end)\{(?:displaymath|math)\}", "", text)
    return f"\\[{text}\\]" if is_display else f"\\({text}\\)"


@dataclass
class _Holder:
    """An open element that holds blocks: what leads its first line (until that is written) and the
    others, and whether an empty line stands before it. ``mark`` is that of a list's items."""

    tag: str
    first: str = ""
    rest: str = ""
    apart: bool = True
    mark: str = ""
    number: int = 0
    is_begun: bool = False


class Writer:
    """Follows well-formed HTML and writes it; notes what is ``lost`` and what is ``gone``."""

    def __init__(self, way: Way, shelf: Shelf, take: Take) -> None:
        self.way, self.shelf, self.take = way, shelf, take
        self.fits = True
        """Whether Markdown's tables can hold those of the field."""
        self.lost: set[str] = set()
        self.gone: list[str] = []
        self._lines: list[str] = []
        self._marks = list(_MARKS)
        self._text: list[str] = []
        self._open: list[tuple[str, list[int]]] = []
        """The open tags with the formatting that each began."""
        self._held = [_Holder("", is_begun=True)]
        self._pre: list[str] | None = None
        self._rows: list[list[list[str]]] = []
        self._line_begins = True
        self._line_ends = False
        self._list_before = ""
        """The mark of a list that has just ended: one right behind it has another."""

    def markdown(self, body: str) -> str:
        for found in _TOKEN.finditer(body):
            if found["text"]:
                self._data(html.unescape(found["text"]))
            elif found["end"]:
                self._end_tag(found["tag"])
            else:
                values = {name: html.unescape(v) for name, v in _ATTRIBUTE.findall(found["rest"])}
                self._start_tag(found["tag"], values)
        self._paragraph()
        return "\n".join(self._lines)

    # --- what is met ------------------------------------------------------------------------------

    def _start_tag(self, tag: str, values: dict[str, str]) -> None:
        if tag == "br":
            self._words("\n") if self._pre is not None else self._add("\n")
        elif tag == "img":
            self._picture(values)
        elif tag in _HOLDERS and (tag != "li" or self._held[-1].tag in _LISTS):
            self._begin(tag, values)
        elif tag in _PARAGRAPHS or tag in ("hr", "pre"):
            self._paragraph()
            if tag == "hr":
                self._put(["---"])
            self._pre = [] if tag == "pre" else self._pre
        elif tag in _LINES:
            self._line_ends = True
        there = self._formats()
        fresh = sorted(self._marks_of(tag, values) - {*there})
        if fresh and CODE in there:
            self.lost.add("formatting inside code")
            fresh = []
        if tag not in ("br", "hr", "img"):
            self._open.append((tag, fresh))
            self._text += map(opening, fresh)

    def _end_tag(self, tag: str) -> None:
        if tag == "pre" and self._pre is not None:
            self._end_pre("".join(self._pre).strip("\n"))
        elif tag in _PARAGRAPHS:
            self._paragraph("" if tag == "p" else "## ")
        elif tag in _HOLDERS and any(one.tag == tag for one in self._held):
            while self._end() != tag:
                pass
        elif tag in _LINES:
            self._line_ends = True
        while self._open:
            ended, marks = self._open.pop()
            self._text += map(closing, reversed(marks))
            if ended == tag:
                break

    def _data(self, data: str) -> None:
        for at, part in enumerate(self.shelf.pattern.split(data)):
            kind, text = self.shelf.pieces[int(part)] if at % 2 else ("", part)
            if not kind:
                self._words(text)
            elif self._pre is not None:
                self._pre.append(text)
            elif kind == "media":
                self._media(text, "")
            else:
                self._piece(self.shelf.sign + part + self.shelf.sign)

    def _words(self, text: str) -> None:
        if self._pre is not None:
            self._pre.append(re.sub(r"[^\S\n]|[\x00-\x09\x0b-\x1f]", " ", text))
            return
        for name, (lost, signs) in _SMALL.items():
            if any(tag == name for tag, _ in self._open) and text.strip():
                if signs.keys() >= {*map(ord, text)}:
                    text = text.translate(signs)
                else:
                    self.lost.add(lost)
        self._add(_SPACES.sub(" ", text))

    def _add(self, text: str) -> None:
        if not text or (text == " " and (self._line_begins or self._line_ends)):
            return
        if self._line_ends and not self._line_begins:
            self._text.append("\n")
        self._line_ends = False
        self._line_begins = text == "\n"
        self._text.append(text)

    def _piece(self, text: str) -> None:
        """A formula or picture, which stands outside of formatting, but for that of a link."""
        marks = self._formats()
        if max(marks, default=0) < len(_MARKS):
            ends = "".join(map(closing, reversed(marks)))
            text = f"{ends}{text}{''.join(map(opening, marks))}"
        self._add(text)

    def _formats(self) -> list[int]:
        return [mark for _, marks in self._open for mark in marks]

    def _marks_of(self, tag: str, values: dict[str, str]) -> set[int]:
        marks = set()
        styles = values.get("style", "").lower().split(";")
        for name in (tag, *values, *(re.sub(r"\s", "", one) for one in styles)):
            for what in _meanings(name):
                if isinstance(what, int):
                    marks.add(what)
                else:
                    self.lost.add(what)
        if tag == "a" and _LINKED.match(values.get("href", "")):
            marks.add(len(self._marks))
            self._marks.append("[" + re.sub(r"\s", "%20", values["href"].strip()))
        elif tag == "a" and "href" in values:
            self.lost.add("links to what is no web page")
        return marks

    def _picture(self, values: dict[str, str]) -> None:
        name = values.get("src", "").strip()
        if _NETWORK.match(name):
            where = "written into the field" if name.startswith("data:") else "on the network"
            self.gone.append(f"the picture `{short(name, 40)}`, which is {where}")
        elif name:
            self._media(name, values.get("alt", ""))

    def _media(self, name: str, alt: str) -> None:
        taken, why = self.take(name)
        if taken:
            taken = taken if _PLAIN_NAME.fullmatch(taken) else f"<{taken}>"
            shown = f"![{escaped(' '.join(alt.split()), 2)}]({taken})"
            self._piece(self.shelf.add("shown", shown))
        else:
            self.gone.append(why)

    # --- blocks -----------------------------------------------------------------------------------

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        in_row = tag in ("td", "th")
        self._paragraph()
        above = self._held[-1]
        if any(values.get(name, "1") != "1" for name in ("colspan", "rowspan")):
            self.fits = False
        if above.tag in ("td", "th") or (self._rows and tag == "table"):
            self.fits = False
        self._held.append(self._holder(tag, values.get("start", "1"), above))
        if tag == "tr":
            self._rows.append([])
        elif in_row and self._rows:
            self._rows[-1].append([])

    def _holder(self, tag: str, start: str, above: _Holder) -> _Holder:
        if tag == "blockquote":
            return _Holder(tag, "> ", "> ")
        if tag == "li":
            self._list_before = ""
            first = f"{above.number}{above.mark} " if above.tag == "ol" else f"{above.mark} "
            return _Holder(tag, first, " " * len(first), apart=False)
        if tag == "ol":
            number = int(start) if re.fullmatch(r"[0-9]{1,9}", start) else 1
            mark = ")" if self._list_before == "." else "."
            return _Holder(tag, apart=above.tag != "li" or number != 1, mark=mark,
                           number=number)  # fmt: skip
        mark = "*" if self._list_before == "-" else "-"
        apart = above.tag != "li" or bool(self._list_before)
        return _Holder(tag, apart=apart, mark=mark if tag == "ul" else "")

    def _end(self) -> str:
        self._paragraph()
        done = self._held.pop()
        self._list_before = done.mark if done.is_begun and done.mark else self._list_before
        if done.tag == "table" and any(any(map(any, row)) for row in self._rows):
            width = max(map(len, self._rows))
            cells = [["".join(cell) for cell in row] for row in self._rows]
            lines = [
                "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in row) + " |"
                + "  |" * (width - len(row)) for row in cells
            ]  # fmt: skip
            self._rows = []
            self._put([lines[0], "|" + " --- |" * width, *lines[1:]])
        return done.tag

    def _put(self, lines: list[str]) -> None:
        """Write a block below those that are there, led by what holds it."""
        if self._held[-1].tag in ("td", "th") and self._rows:
            cell = self._rows[-1][-1]
            self.fits &= not cell and len(lines) == 1
            cell += lines
            return
        fresh = next((at for at, one in enumerate(self._held) if not one.is_begun), None)
        begun = self._held[:fresh]
        apart = self._held[fresh].apart if fresh is not None else True
        if self._lines and apart:
            self._lines.append("".join(one.rest for one in begun).rstrip())
        for line in lines:
            lead = "".join(one.rest if one.is_begun else one.first for one in self._held)
            self._lines.append((lead + line).rstrip() if not line else lead + line)
            for above, one in pairwise(self._held):
                above.number += not one.is_begun  # an item that shows nothing does not count
                one.is_begun = True
        self._list_before = ""

    def _end_pre(self, text: str) -> None:
        self._pre = None
        if not text.strip():
            return
        fence = "`" * max(3, longest(text) + 1)
        self._put([fence, *text.split("\n"), fence])

    def _paragraph(self, lead: str = "") -> None:
        """Write what was collected; cells and headings have no line breaks."""
        self._line_ends = False
        if not self._text:
            return
        marks = self._formats()
        text = "".join((*self._text, *map(closing, reversed(marks))))
        self._text = list(map(opening, marks))
        self._line_begins = True
        top = self._held[-1]
        is_cell = top.tag in ("td", "th")
        if lead or is_cell:
            if is_cell and "\n" in re.sub(f"[{OWN_SIGNS}]", "", text).strip():
                self.lost.add("line breaks in table cells")
            text = text.replace("\n", " ")
        found = list(paragraphs(text, self.way))
        if found and top.tag in _LISTS:
            self._held.append(self._holder("li", "", top))
        for paragraph in found:
            shown = inline(paragraph, self.way, self._marks)
            shown = self.shelf.pattern.sub(lambda found: self.shelf.pieces[int(found[1])][1], shown)
            self._put((lead + shown).split("\n"))
        if found and top.tag in _LISTS:
            self._held.pop()
