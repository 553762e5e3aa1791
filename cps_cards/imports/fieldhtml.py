"""A field's HTML, whoever wrote it, as Markdown: one of several ways to write what it shows."""

import html
import re
from collections.abc import Callable
from functools import lru_cache

from cps_cards.imports.ankimarks import put_away
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
from cps_cards.render.markdown import well_formed
from cps_cards.render.parsed import MAX_NESTING
from cps_cards.render.plain import TAG

Take = Callable[[str], tuple[str, str]]
"""The deck's name of a media file by that in a field; or nothing, and why it has none."""

_SPACES = re.compile(rf"[ \t\n\r\f\v\xa0\x00-\x1f\x7f-\x9f\u2028\u2029{OWN_SIGNS}]+")
_TOKEN = re.compile(
    r'<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<rest>[^<>"]*(?:"[^"]*"[^<>"]*)*)>|(?P<text>[^<]+)'
)
"""What well-formed HTML consists of."""
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_PLAIN_NAME = re.compile(r"[\w./-]+")
_NETWORK = re.compile(r"(?:[a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)
_LINKED = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_GONE = re.compile(
    r"<(script|iframe|object|embed|video|audio|canvas|svg|math|form|input|textarea|select)\b"
    r"|<[^<>]*\s(on[a-z]+)\s*=|(javascript:)",
    re.IGNORECASE,
)
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
_BLOCKS = _PARAGRAPHS | frozenset("ul ol li blockquote table tr td th pre hr".split())
_INNERMOST = re.compile(
    r"<(?P<tag>ul|ol|blockquote|table|pre)\b(?P<rest>[^>]*)>"
    r"(?P<inside>(?:(?!<(?:ul|ol|blockquote|table|pre)\b).)*?)</(?P=tag)>",
    re.DOTALL,
)
"""What holds lines, and nothing that holds others."""
_CELL = re.compile(r"<t[dh]\b([^>]*)>(.*?)(?=<t[dh]\b|\Z)", re.DOTALL)
_ITEM_MARK = re.compile(r"^(\d*)([-.])(?= )")
_OTHER_MARK = {"-": "*", ".": ")"}
_MOST_PUSHED = 20
"""So much formatting at once is taken into what it stands around."""
_SMALL = {
    "sub": ("subscripts", str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")),
    "sup": ("superscripts", str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")),
}


@lru_cache(maxsize=1000)
def _meaning(tag: str, attributes: str) -> tuple[frozenset[int], frozenset[str]]:
    """The marks that a tag with these attributes brings, and what it shows that Markdown cannot."""
    values = dict(_ATTRIBUTE.findall(attributes))
    styles = re.sub(r"\s", "", html.unescape(values.get("style", "")).lower()).split(";")
    names = (tag, *values, *styles)
    found = {what for pattern, what in _FORMATS for name in names if re.fullmatch(pattern, name)}
    marks = frozenset(what for what in found if isinstance(what, int))
    return marks, frozenset(what for what in found if isinstance(what, str))


def _in_lines(body: str) -> str:
    """HTML whose lists, tables and paragraphs are lines."""
    body = re.sub(r"<pre\b[^>]*>(.*?)</pre>", _line_by_line, body, flags=re.DOTALL)
    body = re.sub(r"(<tr\b[^>]*>)\s*<t[dh]\b[^>]*>", r"\1", body)
    body = re.sub(r"<hr\b[^>]*>|</t[dh]>", "", re.sub(r"<t[dh]\b[^>]*>", " | ", body))
    return re.sub(r"(</?)(?:p|h[1-6]|ul|ol|li|blockquote|table|tr)\b[^>]*>", r"\1div>", body)


def _line_by_line(found: re.Match[str]) -> str:
    return "<div>" + found[1].strip("\n").replace("\n", "<br>") + "</div>"


def _mended(body: str) -> str:
    """HTML that says in words what it would only show by its looks, and whose lists are in items of
    those that hold them."""
    body = re.sub(r"</li>\s*(?=<[uo]l\b)", "", body)
    body = re.sub(r"(<[uo]l\b[^>]*>)\s*(?=<[uo]l\b)", r"\1<li>", body)
    if "<rp" in body:
        return body
    return re.sub(r"(<rt\b[^>]*>)(.*?)(?=</rt>|<rt|</ruby>)", r"\1(\2)", body, flags=re.DOTALL)


def _pushed_down(body: str) -> str:
    """HTML whose formatting ends before each border of a block, and begins again behind it."""
    out: list[str] = []
    opened: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(body):
        tag = found["tag"]
        if tag in _BLOCKS:
            pushed = opened[-_MOST_PUSHED:]
            ends = "".join(f"</{name}>" for name, _ in reversed(pushed))
            out += [ends, found[0], *(written for _, written in pushed)]
            continue
        if found["end"]:
            while opened and opened.pop()[0] != tag:
                pass
        elif tag and tag not in ("br", "hr", "img"):
            opened.append((tag, found[0]))
        out.append(found[0])
    return "".join(out)


def _values(attributes: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}


class Field:
    """A field's HTML, to be written in several ways; ``lost`` is formatting that no way keeps,
    ``gone`` what is left out. This program's ``own`` HTML holds nothing that runs."""

    def __init__(self, body: str, take: Take, *, own: bool = False) -> None:
        self.lost: set[str] = set()
        self.take = take
        self.fits = True
        """Whether Markdown can hold the lists and tables of the field."""
        self.body, self.shelf = put_away(body, self.lost)
        found = _GONE.finditer(body) if not own else ()
        self.gone = dict.fromkeys(f"`{''.join(filter(None, one.groups()))}`" for one in found)
        if not own:
            self.body = well_formed(_mended(self.body))

    def markdown(self, way: Way) -> str:
        """The Markdown of the field: what holds lines goes to the shelf, the innermost first."""
        self.way, self._marks = way, list(_MARKS)
        body = _pushed_down(_in_lines(self.body) if way.flat else self.body)
        for _ in range(MAX_NESTING):
            body, number = _INNERMOST.subn(self._on_shelf, body)
            if not number:
                return "\n".join(self._lines(body))
        self.fits = False
        return ""

    # --- blocks -----------------------------------------------------------------------------------

    def _on_shelf(self, found: re.Match[str]) -> str:
        tag, rest, inside = found["tag"], found["rest"], found["inside"]
        match tag:
            case "pre":
                lines = self._code(inside)
            case "blockquote":
                lines = [f"> {line}".rstrip() for line in self._lines(inside)]
            case "table":
                lines = self._table(inside)
            case _:
                lines = self._list(tag, rest, inside)
        kind = "list" if tag in ("ul", "ol") else "block"
        return self.shelf.add(kind, "\n".join(lines)) if lines else ""

    def _code(self, inside: str) -> list[str]:
        body = re.sub(r"<br\b[^>]*>", "\n", inside)
        text = html.unescape(TAG.sub("", self._put_back(body))).strip("\n")
        text = re.sub(r"[^\S\n]|[\x00-\x09\x0b-\x1f]", " ", text)
        fence = "`" * max(3, longest(text) + 1)
        return [fence, *text.split("\n"), fence] if text.strip() else []

    def _put_back(self, text: str) -> str:
        return self.shelf.pattern.sub(lambda found: self.shelf.pieces[int(found[1])][1], text)

    def _list(self, tag: str, rest: str, inside: str) -> list[str]:
        start = re.search(r'\bstart="(\d{1,9})"', rest, re.ASCII)
        number = int(start[1]) if start is not None else 1
        out: list[str] = []
        for item in re.split(r"<li\b[^>]*>", inside):
            if lines := self._lines(item, is_item=True):  # one that shows nothing does not count
                lead = f"{number}. " if tag == "ol" else "- "
                margin = " " * len(lead)
                out += [lead + lines[0], *(margin + line if line else "" for line in lines[1:])]
                number += 1
        return out

    def _table(self, inside: str) -> list[str]:
        before, *parts = re.split(r"<tr\b[^>]*>", inside)
        rows = [[self._cell(*one) for one in _CELL.findall(part)] for part in parts]
        if not any(map(any, rows)):
            return []
        width = max(map(len, rows))
        lines = [f"| {' | '.join(row)} |" + "  |" * (width - len(row)) for row in rows]
        caption = self._lines(before)
        above = [*caption, ""] if caption else []
        return [*above, lines[0], "|" + " --- |" * width, *lines[1:]]

    def _cell(self, rest: str, inside: str) -> str:
        lines = self._lines(inside)
        spans = re.search(r'\b(?:col|row)span="(?!1")', rest)
        self.fits &= spans is None and [kind for kind, _ in self._blocks] in ([], ["paragraph"])
        self.lost.update(["line breaks in table cells"] if len(lines) > 1 else ())
        text = " ".join(line.removesuffix("\\") for line in lines)
        return re.sub(r"(?<!\\)\|", r"\|", text)

    def _lines(self, body: str, *, is_item: bool = False) -> list[str]:
        """The lines of HTML without what holds others, with empty ones between its blocks, but
        before a list in an item."""
        self._blocks: list[tuple[str, list[str]]] = []
        self._text: list[str] = []
        self._open: list[tuple[str, list[int]]] = []
        self._formats: list[int] = []
        self._line_begins, self._line_ends = True, False
        for found in _TOKEN.finditer(body):
            if found["text"]:
                self._data(html.unescape(found["text"]))
            elif found["end"]:
                self._end_tag(found["tag"])
            else:
                self._start_tag(found["tag"], found["rest"])
        self._paragraph()
        out: list[str] = []
        before, mark = "", ""
        for kind, lines in self._blocks:
            item = _ITEM_MARK.match(lines[0]) if kind == "list" else None
            own = item[2] if item is not None else ""
            if own and own == mark:  # a list right behind another has another mark
                own = _OTHER_MARK[own]
                lines = [_ITEM_MARK.sub(rf"\g<1>{own}", line) for line in lines]
            is_tight = is_item and before == "paragraph" and lines[0][:2] in ("- ", "* ", "1.")
            out += [*([""] if out and not is_tight else []), *lines]
            before, mark = kind, own
        return out

    def _paragraph(self, lead: str = "") -> None:
        """Write what was collected; a heading has no line breaks."""
        text, self._text = "".join(self._text), []
        self._line_begins, self._line_ends = True, False
        for paragraph in paragraphs(text.replace("\n", " ") if lead else text, self.way):
            shown = self._put_back(inline(paragraph, self.way, self._marks))
            self._blocks.append(("paragraph", (lead + shown).split("\n")))

    # --- what stands in them ----------------------------------------------------------------------

    def _start_tag(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self._add("\n")
        elif tag == "img":
            self._picture(_values(attributes))
        elif tag == "hr":
            self._paragraph()
            self._blocks.append(("rule", ["---"]))
        elif tag in _PARAGRAPHS:
            self._paragraph()
        elif tag in _LINES:
            self._line_ends = True
        marks, lost = _meaning(tag, attributes)
        self.lost |= lost
        if tag in ("br", "hr", "img"):
            return
        if tag == "a":
            marks |= self._link(_values(attributes))
        fresh = sorted(marks - {*self._formats})
        if fresh and CODE in self._formats:
            self.lost.add("formatting inside code")
            fresh = []
        self._open.append((tag, fresh))
        self._formats += fresh
        self._text += map(opening, fresh)

    def _end_tag(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._paragraph("" if tag == "p" else "## ")
        elif tag in _LINES:
            self._line_ends = True
        while self._open:
            ended, marks = self._open.pop()
            del self._formats[len(self._formats) - len(marks) :]
            self._text += map(closing, reversed(marks))
            if ended == tag:
                break

    def _data(self, data: str) -> None:
        if self.shelf.sign not in data:
            self._words(data)
            return
        for at, part in enumerate(self.shelf.pattern.split(data)):
            kind, text = self.shelf.pieces[int(part)] if at % 2 else ("", part)
            if kind in ("list", "block"):
                self._paragraph()
                self._blocks.append((kind, text.split("\n")))
            elif kind == "media":
                self._media(text, "")
            elif kind:
                self._piece(self.shelf.sign + part + self.shelf.sign)
            else:
                self._words(text)

    def _words(self, text: str) -> None:
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
        marks = self._formats
        if max(marks, default=0) < len(_MARKS):
            ends = "".join(map(closing, reversed(marks)))
            text = f"{ends}{text}{''.join(map(opening, marks))}"
        self._add(text)

    def _link(self, values: dict[str, str]) -> frozenset[int]:
        address = values.get("href", "").strip()
        if _LINKED.match(address):
            self._marks.append("[" + re.sub(r"\s", "%20", address))
            return frozenset((len(self._marks) - 1,))
        self.lost.update(["links to what is no web page"] if "href" in values else ())
        return frozenset()

    def _picture(self, values: dict[str, str]) -> None:
        name = values.get("src", "").strip()
        if _NETWORK.match(name):
            where = "written into the field" if name.startswith("data:") else "on the network"
            self.gone[f"the picture `{short(name, 40)}`, which is {where}"] = None
        elif name:
            self._media(name, values.get("alt", ""))

    def _media(self, name: str, alt: str) -> None:
        taken, why = self.take(name)
        if taken:
            taken = taken if _PLAIN_NAME.fullmatch(taken) else f"<{taken}>"
            shown = f"![{escaped(' '.join(alt.split()), 2)}]({taken})"
            self._piece(self.shelf.add("shown", shown))
        else:
            self.gone[why] = None
