"""A field's HTML, whoever wrote it, read as blocks of words in their formats."""

import html
import re
from collections.abc import Callable
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from cps_cards.imports.blocks import CODE, Block, Run, escaped
from cps_cards.model.texts import is_blank, short
from cps_cards.render.markdown import well_formed
from cps_cards.render.plain import TAG
from cps_cards.render.shelf import Shelf

Take = Callable[[str], tuple[str, str]]
"""The deck's name of a media file by that in a field; or nothing, and why it has none."""

_SPACE = re.compile("[\xa0\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PLAIN_NAME = re.compile(r"[\w./-]+")
_NETWORK = re.compile(r"(?:[a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)
_LINKED = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_GONE = re.compile(
    r"<(script|iframe|object|embed|video|audio|canvas|svg|math|form|input|textarea|select)\b"
    r"|<[^<>]*\s(on[a-z]+)\s*=|(javascript:)",
    re.IGNORECASE,
)
_FORMATS = (
    (r"code|kbd|samp|tt|pre", CODE),
    (r"b|strong|font-weight:(?:bold|[6-9]00).*", "**"),
    (r"i|em|cite|dfn|var|font-style:(?:italic|oblique).*", "*"),
    (r"s|strike|del|text-decoration[a-z-]*:.*line-through.*", "~~"),
    (r"u|ins|text-decoration[a-z-]*:.*underline.*", "underlining"),
    (r"color(?::.*)?", "colour"),
    (r"mark|bgcolor|background[a-z-]*:(?!none|transparent).*", "highlighting"),
    (r"big|small|face|size|font(?:-size|-family)?:.*", "fonts"),
    (r"center|text-align:(?:center|right|justify).*", "alignment"),
    (r"width|height", "picture sizes"),
    (r"ruby", "ruby"),
)
"""What tags, attributes and styles mean: Markdown's sign, or the name of what it has not."""
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_SECTIONS = {"ul": ("li",), "ol": ("li",), "table": ("tr", "td", "th"), "blockquote": ()}
_BLOCKS = _HEADINGS | _SECTIONS.keys() | {"p", "pre", "hr"}
_LINES = frozenset(
    "div dt dd dl address article aside center details figcaption figure footer header main nav "
    "section summary caption li tr".split()
)
_SMALL = {
    "sub": ("subscripts", str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")),
    "sup": ("superscripts", str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")),
}
_DEEPEST = 100
_OLD_MATHS = re.compile(
    r"\[(?P<mark>\$\$?|latex)\](?P<inside>.{1,5000}?)\[/(?P=mark)\]", re.DOTALL | re.IGNORECASE
)
_LATEX_MARK = re.compile(r"^\$+|\$+$|\\(?:begin|end)\{(?:displaymath|math)\}")
_SOUND = re.compile(r"\[sound:([^\[\]]{1,1000})\]", re.IGNORECASE)
_STRANGE_LATEX = re.compile(
    r"\\(?:usepackage|includegraphics|begin\{(?:tikz|tabular|itemize|enum))"
)


class _Place(NamedTuple):
    """Where the reader stands: in which formats, in ``sub`` or ``sup``, in which kind of text, and
    in what holds blocks."""

    marks: tuple[str, ...]
    small: str
    kind: str
    holder: Block


class Field(HTMLParser):
    """A field's HTML as ``blocks``; ``lost`` is formatting that Markdown has not, ``gone`` what is
    left out, ``fits`` tells whether Markdown can hold the lists and tables."""

    def __init__(self, body: str, take: Take) -> None:
        super().__init__()
        self.take = take
        self.lost: set[str] = set()
        self.fits = True
        self.gone = {f"`{one[one.lastindex or 0]}`": None for one in _GONE.finditer(body)}
        self.body, self.shelf = self._put_away(body)
        root = Block("", [("", [])])
        self.blocks = root.sections[0][1]
        self._open = [_Place((), "", "p", root)]
        self._runs: list[Run] = []
        self._breaks = 0
        """How many line breaks stand before the next words; two divide paragraphs."""
        self.feed(self.body)
        self.close()
        self._paragraph()

    def _put_away(self, body: str) -> tuple[str, Shelf]:
        """HTML in which marks stand for maths and sounds, and these on a shelf."""
        body = _OLD_MATHS.sub(_as_mathjax, body)
        shelf = Shelf(body)
        body = shelf.put_away(body, None)
        shelf.pieces = [(kind, _in_line(html.unescape(piece))) for kind, piece in shelf.pieces]
        if any(_STRANGE_LATEX.search(piece) for _, piece in shelf.pieces):
            self.lost.add("LaTeX that MathJax may not show")
        body = _SOUND.sub(lambda found: shelf.add("media", _in_line(found[1])), body)
        return well_formed(body), shelf

    # --- tags -------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        now = self._open[-1]
        pieces = self.shelf.pieces  # of marks that stand in attributes, too
        values = {
            name: self.shelf.pattern.sub(lambda found: pieces[int(found[1])][1], value or "")
            for name, value in attrs
        }
        marks, lost = _meaning(tag, *values.items())
        self.lost |= lost
        marks += self._link(values) if tag == "a" else ()
        fresh = tuple(mark for mark in marks if mark not in now.marks)
        if fresh and CODE in now.marks:
            self.lost.add("formatting inside code")
            fresh = ()
        new = now._replace(marks=now.marks + fresh, small=tag if tag in _SMALL else now.small)
        if tag == "br":
            self._breaks += 1
        elif tag == "img":
            self._picture(values)
        elif now.kind != "pre" and tag in (*_BLOCKS, *_SECTIONS.get(now.holder.tag, ())):
            new = self._block(tag, values, new)
        else:
            self._line(tag)
        if tag not in ("br", "img", "hr"):
            self._open.append(new)
        if tag == "rt":
            self._words("(")

    def _block(self, tag: str, values: dict[str, str], new: _Place) -> _Place:
        self._paragraph()
        if tag == "hr":
            new.holder.sections[-1][1].append(Block("hr", []))
        elif tag in _SECTIONS and len(self._open) > _DEEPEST:
            self.fits = False
        elif tag in _SECTIONS:
            start = values.get("start", "")
            number = int(start) if re.fullmatch(r"\d{1,9}", start, re.ASCII) else 1
            holder = Block(tag, [(tag, [])], start=number)
            return new._replace(kind="p", holder=holder)
        elif tag in ("li", "tr", "td", "th"):
            new.holder.sections.append((tag, []))
            self.fits &= {values.get("colspan", "1"), values.get("rowspan", "1")} == {"1"}
        elif tag == "pre" or (tag in _HEADINGS and new.holder.tag != "table"):
            return new._replace(kind="pre" if tag == "pre" else "h2")
        return new

    def handle_endtag(self, tag: str) -> None:
        if tag == "rt":
            self._words(")")
        if tag in _BLOCKS and self._open[-2].kind != "pre":
            self._paragraph()
        else:
            self._line(tag)
        place = self._open.pop()
        outer, sections = self._open[-1].holder, place.holder.sections
        if outer is not place.holder and any(blocks for _, blocks in sections):
            outer.sections[-1][1].append(place.holder)
            cells = [blocks for tag, blocks in sections if tag in ("td", "th")]
            self.fits &= all([block.tag for block in cell] in ([], ["p"]) for cell in cells)
            if any(run.text == "\n" for cell in cells for block in cell for run in block.runs):
                self.lost.add("line breaks in table cells")

    def _line(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _LINES:
            self._breaks = max(self._breaks, 1)

    def _paragraph(self) -> None:
        place = self._open[-1]
        if not is_blank("".join(run.text for run in self._runs)):
            place.holder.sections[-1][1].append(Block(place.kind, [], self._runs))
        self._runs, self._breaks = [], 0

    # --- what stands in them ----------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        for at, part in enumerate(self.shelf.pattern.split(data)):
            kind, piece = self.shelf.pieces[int(part)] if at % 2 else ("", part)
            if kind == "media":
                self._media(piece, "")
            elif kind:
                self._add(piece, ready=True)
            else:
                self._words(part)

    def _words(self, text: str) -> None:
        place = self._open[-1]
        if place.small and text.strip():
            lost, signs = _SMALL[place.small]
            if signs.keys() >= {*map(ord, text)}:
                text = text.translate(signs)
            else:
                self.lost.add(lost)
        for at, line in enumerate(text.split("\n") if place.kind == "pre" else [text]):
            self._breaks += bool(at)
            self._add(_SPACE.sub(" ", line))

    def _add(self, text: str, *, ready: bool = False) -> None:
        """Words, or a formula or picture, which stands outside of formatting, but for a link's."""
        place = self._open[-1]
        if place.kind == "h2" and self._breaks:  # it is one line
            text, self._breaks = f" {text}", 0
        if place.kind != "pre":
            text = re.sub(" {2,}", " ", text)
            if self._breaks or not self._runs or self._runs[-1].text[-1] == " ":
                text = text.removeprefix(" ")
        if not text:
            return
        if self._breaks > 1 and place.kind == "p":
            self._paragraph()
        elif self._breaks and self._runs:
            self._runs.append(Run("\n" * self._breaks))
        self._breaks = 0
        marks = [mark for mark in place.marks if mark[0] == "]"] if ready else place.marks
        self._runs.append(Run(text, tuple(marks), ready))

    def _link(self, values: dict[str, str]) -> tuple[str, ...]:
        address = re.sub(r"\s", "%20", values.get("href", "").strip())
        if _LINKED.match(address):
            address = address.replace("<", "%3C").replace(">", "%3E")
            address = f"<{address}>" if re.search(r"[()\\*_]", address) else address
            return (f"]({address})",)
        self.lost.update(["links to what is no web page"] if "href" in values else ())
        return ()

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
            self.fits &= self._open[-1].kind != "pre"
            self._add(f"![{escaped(' '.join(alt.split()), 2)}]({taken})", ready=True)
        else:
            self.gone[why] = None


def _as_mathjax(found: re.Match[str]) -> str:
    """Anki's older marks of maths as today's; LaTeX says itself whether it is displayed."""
    text = found["inside"]
    is_display = found["mark"] == "$$" or text.startswith(("$$", "\\begin{displaymath}"))
    text = _LATEX_MARK.sub("", text)
    return f"\\[{text}\\]" if is_display else f"\\({text}\\)"


def _in_line(body: str) -> str:
    """What HTML inside one of Anki's marks says, in one line."""
    text = html.unescape(TAG.sub("", re.sub(r"<br\b[^>]*>|</?div[^>]*>", " ", body)))
    return re.sub(r"^(\\[(\[]) | (?=\\[)\]]$)", r"\1", " ".join(text.split()))


@lru_cache(maxsize=1000)
def _meaning(tag: str, *attrs: tuple[str, str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The marks that a tag with these attributes brings, and what it shows that Markdown cannot."""
    styles = re.sub(r"\s", "", dict(attrs).get("style", "").lower()).split(";")
    names = (tag, *dict(attrs), *styles)
    found = [what for form, what in _FORMATS if any(re.fullmatch(form, name) for name in names)]
    marks = tuple(what for what in found if not what[0].isalpha())
    return marks, frozenset(found) - {*marks}
