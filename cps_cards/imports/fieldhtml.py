"""A field's HTML, whoever wrote it, as Markdown: one of several ways to write what it shows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html.parser import HTMLParser

from cps_cards.imports.paragraphs import Run, Way, divided, inline, longest, tidy
from cps_cards.model.texts import short
from cps_cards.render.plain import TAG
from cps_cards.render.shelf import formulas

Take = Callable[[str], tuple[str, str]]
"""The deck's name of a media file by that in a field; or nothing, and why it has none."""

_SPACES = re.compile(r"[ \t\n\r\f\v\xa0\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_OLD_MATHS = re.compile(
    r"\[(?P<mark>\$\$?|latex)\](?P<inside>.{1,5000}?)\[/(?P=mark)\]", re.DOTALL | re.IGNORECASE
)
_SOUND = re.compile(r"\[sound:([^\[\]]{1,1000})\]", re.IGNORECASE)
_STRANGE_LATEX = re.compile(
    r"\\(?:usepackage|includegraphics|begin\{(?:tikz|tabular|itemize|enum))"
)
_NETWORK = re.compile(r"(?:[a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)
_LINKED = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("s", "strike", "del"), "~~"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "`"),
}
_STYLES = (
    (r"font-weight:\s*(?:bold|[6-9]00)", "**", ""),
    (r"font-style:\s*(?:italic|oblique)", "*", ""),
    (r"text-decoration[a-z-]*:[^;]*line-through", "~~", ""),
    (r"text-decoration[a-z-]*:[^;]*underline", "", "underlining"),
    (r"(?:^|[;\s])color:", "", "colour"),
    (r"background[a-z-]*:(?!\s*(?:none|transparent))", "", "highlighting"),
    (r"font(?:-size|-family)?:", "", "fonts"),
    (r"text-align:\s*(?:center|right|justify)", "", "alignment"),
)
_LOST = {
    **dict.fromkeys(("u", "ins"), "underlining"),
    **dict.fromkeys(("big", "small", "face", "size"), "fonts"),
    **dict.fromkeys(("mark", "bgcolor"), "highlighting"),
    **dict.fromkeys(("width", "height"), "picture sizes"),
    "ruby": "ruby",
    "center": "alignment",
    "color": "colour",
}
"""What tags and attributes bring that Markdown has not."""
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6".split())
_LINES = frozenset(
    "div dt dd dl address article aside center details figcaption figure footer header main nav "
    "section summary caption li".split()
)
_HOLDERS = frozenset("ul ol li blockquote table tr td th".split())
_SMALL = {
    "sub": ("subscripts", dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))),
    "sup": ("superscripts", dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))),
}


def put_away(body: str, lost: set[str]) -> tuple[str, re.Pattern[str], list[Run]]:
    """HTML in which signs of the pattern stand for maths and sounds, and these."""
    sign = next(chr(code) for code in range(0xE000, 0xF900) if chr(code) not in body)
    pieces: list[Run] = []

    def mark(piece: Run) -> str:
        pieces.append(piece)
        return f"{sign}{len(pieces) - 1}{sign}"

    body = _OLD_MATHS.sub(lambda found: _as_mathjax(found, lost), body)
    out, at = [], 0
    for start, end in formulas(body):
        out += [body[at:start], mark(Run("maths", _shown(body[start:end])))]
        at = end
    body = "".join((*out, body[at:]))
    body = _SOUND.sub(lambda found: mark(Run("media", _shown(found[1]))), body)
    return body, re.compile(f"{sign}([0-9]+){sign}"), pieces


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


class _Holder:
    """An element that holds blocks and is not closed yet; ``runs`` are of its last paragraph.

    A block is its kind and the lines of its Markdown.
    """

    def __init__(self, tag: str, start: int | None = None) -> None:
        self.tag = tag
        self.start = start
        self.blocks: list[tuple[str, list[str]]] = []
        self.runs: list[Run] = []


class Writer(HTMLParser):
    """Follows well-formed HTML and writes it; notes what is ``lost`` and what is ``gone``."""

    def __init__(
        self, way: Way, pattern: re.Pattern[str], pieces: Sequence[Run], take: Take
    ) -> None:
        super().__init__()
        self.way, self.pattern, self.pieces, self.take = way, pattern, pieces, take
        self.fits = True
        """Whether Markdown's tables can hold those of the field."""
        self.lost: set[str] = set()
        self.gone: list[str] = []
        self._held = [_Holder("")]
        self._marks: list[tuple[str, frozenset[str]]] = []
        self._pre: list[str] | None = None
        self._line_ends = False
        self._done = False

    def markdown(self, body: str) -> str:
        self.feed(body)
        self.close()
        self._done = True
        self._flush()
        return "\n".join(_joined(self._held[0].blocks))

    # --- what the parser meets --------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.lost.update(_LOST[name] for name in (tag, *values) if name in _LOST)
        if tag not in ("br", "hr", "img"):
            self._marks.append((tag, self._marks_of(tag, values)))
        if tag == "br":
            self._words("\n") if self._pre is not None else self._add(Run("break"))
        elif tag == "img":
            self._picture(values)
        elif tag in _HOLDERS and (tag != "li" or self._held[-1].tag in ("ul", "ol", "~")):
            self._begin(tag, values)
        elif tag in _PARAGRAPHS or tag in ("hr", "pre"):
            self._flush()
            if tag == "hr":
                self._held[-1].blocks.append(("rule", ["---"]))
            self._pre = [] if tag == "pre" else self._pre
        elif tag in _LINES:
            self._line_ends = True

    def handle_endtag(self, tag: str) -> None:
        while self._marks and self._marks.pop()[0] != tag:
            pass
        if tag == "pre" and self._pre is not None:
            self._end_pre("".join(self._pre).strip("\n"))
        elif tag in _PARAGRAPHS:
            self._flush("" if tag == "p" else "## ")
        elif tag in _HOLDERS and any(one.tag == tag for one in self._held):
            while self._end() != tag:
                pass
        elif tag in _LINES:
            self._line_ends = True

    def handle_data(self, data: str) -> None:
        at = 0
        for found in self.pattern.finditer(data):
            self._words(data[at : found.start()])
            piece = self.pieces[int(found[1])]
            if self._pre is not None:
                self._pre.append(piece.text)
            elif piece.kind == "media":
                self._media(piece.text, "")
            else:
                self._add(piece)
            at = found.end()
        self._words(data[at:])

    def _words(self, text: str) -> None:
        if self._pre is not None:
            self._pre.append(re.sub(r"[^\S\n]|[\x00-\x09\x0b-\x1f]", " ", text))
            return
        for name, (lost, signs) in _SMALL.items():
            if any(tag == name for tag, _ in self._marks) and text.strip():
                if set(text) <= set(signs):
                    text = "".join(signs[char] for char in text)
                else:
                    self.lost.add(lost)
        marks = frozenset[str]().union(*(marks for _, marks in self._marks))
        if text:
            kind = "code" if "`" in marks else "text"
            self._add(Run(kind, _SPACES.sub(" ", text), marks - {"`"}))

    def _add(self, run: Run) -> None:
        runs = self._held[-1].runs
        begins = not runs or runs[-1].kind == "break"
        if run.text == " " and (begins or self._line_ends):
            return
        if self._line_ends and not begins:
            runs.append(Run("break"))
        self._line_ends = False
        runs.append(run)

    def _marks_of(self, tag: str, values: dict[str, str]) -> frozenset[str]:
        marks = {_MARKS.get(tag, "")}
        for pattern, mark, lost in _STYLES if "style" in values else ():
            if re.search(pattern, values["style"].lower()):
                marks.add(mark)
                self.lost.add(lost)
        if tag == "a" and _LINKED.match(values.get("href", "")):
            marks.add("[" + re.sub(r"\s", "%20", values["href"].strip()))
        elif tag == "a" and "href" in values:
            self.lost.add("links to what is no web page")
        self.lost.discard("")
        return frozenset(marks - {""})

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
            links = {mark for _, marks in self._marks for mark in marks if mark[0] == "["}
            self._add(Run("media", taken, frozenset(links), " ".join(alt.split())))
        else:
            self.gone.append(why)

    # --- blocks -----------------------------------------------------------------------------------

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        if self.way.flat:
            if tag in ("td", "th") and self._held[-1].runs and not self._line_ends:
                self._add(Run("text", " | "))
            self._line_ends = self._line_ends or tag not in ("td", "th")
            return
        self._flush()
        if tag == "li" and self._held[-1].tag == "~":
            self._end()
        if tag in ("ul", "ol") and self._held[-1].tag in ("ul", "ol"):
            # A list right inside a list belongs to the item before it.
            item, outer = _Holder("~"), self._held[-1].blocks
            item.blocks = [("item", outer.pop()[1])] if outer else []
            self._held.append(item)
        if any(values.get(name, "1") != "1" for name in ("colspan", "rowspan")):
            self.fits = False
        start = values.get("start", "1")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 1
        self._held.append(_Holder(tag, number if tag == "ol" else None))

    def _end(self) -> str:
        self._flush()
        done = self._held.pop()
        into = self._held[-1].blocks
        lines = list(_joined(done.blocks, item=done.tag in ("li", "~")))
        if done.tag in ("ul", "ol") and lines:
            before = into[-1][1][0][:2] if into and into[-1][0] == "list" else ""
            into.append(("list", _list(done, before)))
        elif done.tag == "table":
            into += self._table(done)
        elif done.tag in ("td", "th"):
            self.fits &= [kind for kind, _ in done.blocks] in ([], ["para"])
            into.append(("cell", lines))
        elif done.tag == "tr":
            into.append(("row", ["".join(cell) for _, cell in done.blocks]))
        elif lines and done.tag == "blockquote":
            into.append(("quote", [f"> {line}".rstrip() for line in lines]))
        elif lines:
            into.append(("item", lines))
        return done.tag

    def _table(self, table: _Holder) -> Iterator[tuple[str, list[str]]]:
        """The rows of a table; what else stands in it comes before."""
        rows = [cells for kind, cells in table.blocks if kind == "row"]
        yield from (block for block in table.blocks if block[0] != "row")
        if not any(map(any, rows)):
            return
        width = max(map(len, rows))
        lines = [
            "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in row) + " |"
            + "  |" * (width - len(row)) for row in rows
        ]  # fmt: skip
        yield "table", [lines[0], "|" + " --- |" * width, *lines[1:]]

    def _end_pre(self, text: str) -> None:
        self._pre = None
        if not text.strip():
            return
        fence = "`" * max(3, longest(text) + 1)
        if self.way.flat:
            for line in text.split("\n"):
                self._line_ends = True
                self._add(Run("text", line))
        else:
            self._held[-1].blocks.append(("pre", [fence, *text.split("\n"), fence]))

    def _flush(self, lead: str = "") -> None:
        """End the paragraph; two line breaks have divided it, which cells and headings cannot."""
        if self.way.flat and not self._done:
            self._line_ends = True
            return
        self._line_ends = False
        top = self._held[-1]
        runs, top.runs = tidy(top.runs), []
        if (lead or top.tag in ("td", "th")) and any(run.kind == "break" for run in runs):
            self.lost.update(() if lead else ["line breaks in table cells"])
            runs = tidy(Run("text", " ") if run.kind == "break" else run for run in runs)
        kind = "item" if top.tag in ("ul", "ol") else "para"
        for paragraph in divided(runs, self.way):
            top.blocks.append((kind, (lead + inline(paragraph, self.way)).split("\n")))


def _joined(blocks: Iterable[tuple[str, list[str]]], *, item: bool = False) -> Iterator[str]:
    """The lines of blocks, with empty ones between them, but before a list in an item."""
    before = ""
    for kind, lines in blocks:
        tight = item and kind == "list" and lines[0][:2] in ("- ", "* ", "1.", "1)")
        if before and not (tight and before in ("para", "item")):
            yield ""
        yield from lines
        before = kind


def _list(held: _Holder, before: str) -> list[str]:
    """The lines of a list; ``before`` begins the list right above it, which has another sign."""
    sign = (")" if before.endswith(".") else ".") if held.start is not None else ""
    lead = ("*" if before == "- " else "-") if held.start is None else ""
    loose = any("" in item for _, item in held.blocks)
    lines: list[str] = []
    for number, (_, item) in enumerate(held.blocks, held.start or 0):
        lines += [""] if loose and lines else []
        first = f"{lead or number}{sign} "
        lines += [
            (" " * len(first) if at else first) + one if one else "" for at, one in enumerate(item)
        ]
    return lines
