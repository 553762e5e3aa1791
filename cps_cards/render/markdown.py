"""Markdown to the HTML of a note field: safe on a learner's device, whatever stands in the YAML.

The order matters. Maths and cloze marks are taken out first, for CommonMark would eat their
backslashes; then Markdown, with raw HTML off; then the sanitiser, though nothing should be left for
it; then Anki's own marks as entities, which has to come after the sanitiser, for that turns
entities back into characters; last, maths, clozes and sounds are put back.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cps_cards.model import clozes
from cps_cards.model.deck import MediaFile
from cps_cards.model.texts import did_you_mean, is_blank

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SOUNDS = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac")

_TAGS = frozenset(
    "a blockquote br code em h1 h2 h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th thead "
    "tr ul".split()
)
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
_SCHEMES = frozenset(("http", "https", "mailto"))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PACKAGED_NAME = re.compile(r"[A-Za-z0-9-]+\.[a-z0-9]+")

_MARKUP = re.compile("[\\\\`*_{}\\[\\]<>&~|#\n\t\xa0]")
"""Without one of these, a text is the same in CommonMark and in HTML, but for its beginning."""
_BLOCK_START = re.compile(r"[-+=>]|\d{1,9}[.)]")

_CLOZE_MARK = re.compile(r"\{\{c\d+::|\}\}")
_BOLD = re.compile(r"(?<!\S)\*\*([^\W_](?:[^\W_]| (?=[^\W_]))*)\*\*(?=[\s.,;:?!]|$)")

_MATHS = re.compile(r"\\\\|(\\\((?:(?!\n[ \t]*\n).)+?\\\))|(\\\[.+?\\\])", re.DOTALL)
_ANKI_MARK = re.compile(r"\{\{|\}\}|<%|%>|\[(?=/?(?:sound:|latex\]|\$|anki:))", re.IGNORECASE)
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_TYPED_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z!?][^<>]*>", re.DOTALL)
_EMPHASIS = re.compile(r"[*_~`#>]+")
_VOID = ("<br", "<img", "<hr")


@dataclass(frozen=True, slots=True)
class Problem:
    """What must not reach a learner: the name of the fault, and where in the text it stands."""

    name: str
    start: int
    end: int
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Html:
    """A rendered text: its HTML, the media files that it shows, and what is wrong with it."""

    html: str
    media: tuple[MediaFile, ...] = ()
    problems: tuple[Problem, ...] = ()


def render(text: str, media: Mapping[str, MediaFile], cloze: bool = False) -> Html:
    """The HTML of one text. With ``cloze``, Anki's deletions stay marks; elsewhere they are text."""
    value = text.strip()
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    simple = simple_html(value, cloze)
    return Html(simple) if simple is not None else _render(value, media, cloze)


def simple_html(value: str, cloze: bool) -> str | None:
    """The HTML of a text (stripped, composed) that needs no parser; None where it needs one.

    Nine texts of ten have no markup at all, or only cloze marks or a few words in bold: for them
    this gives the same as the parser and the sanitiser (a property test holds the two together),
    and saves both, and importing them.
    """
    if cloze:
        bare = _CLOZE_MARK.sub("", value)
        return value if is_plain(bare) and _only_hints(bare, value) else None
    if is_plain(value):
        return value
    if "**" in value and is_plain(_BOLD.sub("", value)):
        return _BOLD.sub(r"<strong>\1</strong>", value)
    return None


def _only_hints(bare: str, value: str) -> bool:
    """Whether the deletions are sound and each ``::`` outside their opening marks begins a hint."""
    parsed = clozes.parse(value)
    hints = sum(mark.kind == "hint" for mark in parsed.marks)
    return not parsed.faults and bare.count("::") == hints


def is_plain(text: str) -> bool:
    """Whether a text (stripped, composed) is its own HTML, so that no parser need look at it."""
    return _MARKUP.search(text) is None and _BLOCK_START.match(text) is None


def _render(value: str, media: Mapping[str, MediaFile], cloze: bool) -> Html:
    parsed = clozes.parse(value) if cloze else None
    shelf = _Shelf(value)
    markdown = shelf.put_away(value, parsed)
    walk = _Walk(value, media, shelf)
    tokens = _markdown().parse(markdown)
    walk.visit(tokens)
    body = _sanitise(_to_html(tokens))
    problems = [*walk.problems]
    if parsed is not None:
        problems += _deletions_cut(body, shelf, parsed)
    if not problems and _shows_nothing(body, shelf):
        problems.append(
            Problem("empty-field", 0, len(value), "this shows nothing: it is only markup",
                    f"write a text; to show `{value.splitlines()[0][:20]}` as it stands, put a "
                    "backslash before its mark (`988\\.` for a number with a full stop)")
        )  # fmt: skip
    return Html(shelf.put_back(body, cloze), tuple(walk.media), tuple(problems))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # Every address becomes a token, so that a forbidden one is reported and not shown as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _to_html(tokens: Sequence[Token]) -> str:
    """HTML of the tokens; a text of one paragraph stands without its ``<p>``."""
    parser = _markdown()
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    return str(parser.renderer.render(tokens, parser.options, {})).strip()


def _sanitise(body: str) -> str:
    import nh3

    return nh3.clean(
        body,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures come from the package, under the names that it gives; nothing else is fetched."""
    if tag == "img" and name == "src":
        return value if _PACKAGED_NAME.fullmatch(value) else None
    if tag == "a":
        scheme = _SCHEME.match(value)
        return value if scheme is not None and scheme[1].lower() in _SCHEMES else None
    return value


class _Shelf:
    """Pieces of a text that Markdown must not see, kept under marks that no text can forge."""

    def __init__(self, text: str) -> None:
        taken = text + html.unescape(text)
        self.sign = next(chr(code) for code in range(0xE000, 0xF900) if chr(code) not in taken)
        self.pattern = re.compile(f"{self.sign}(\\d+){self.sign}")
        self.pieces: list[tuple[str, str]] = []

    def add(self, kind: str, piece: str) -> str:
        self.pieces.append((kind, piece))
        return f"{self.sign}{len(self.pieces) - 1}{self.sign}"

    def put_away(self, text: str, parsed: clozes.ClozeText | None) -> str:
        """The text with maths and cloze marks replaced; a mark inside maths divides it."""
        marks = parsed.marks if parsed is not None else ()
        maths = [
            (match.start(), match.end())
            for match in _MATHS.finditer(text)
            if match[1] is not None or match[2] is not None
        ]
        out: list[str] = []
        at = 0
        for start, end, kind in _pieces(maths, marks):
            out.append(text[at:start])
            out.append(self.add(kind, text[start:end]))
            at = end
        out.append(text[at:])
        return "".join(out)

    def put_back(self, body: str, cloze: bool) -> str:
        """The pieces again, maths escaped, and Anki's marks as entities wherever they are text."""

        def maths(match: re.Match[str]) -> str:
            kind, piece = self.pieces[int(match[1])]
            return html.escape(piece, quote=False) if kind == "maths" else match[0]

        def rest(match: re.Match[str]) -> str:
            return self.pieces[int(match[1])][1]

        body = escape_marks(self.pattern.sub(maths, body))
        if cloze:
            body = body.replace("::", "&#58;&#58;")
        return self.pattern.sub(rest, body)


def _pieces(
    maths: Sequence[tuple[int, int]], marks: Sequence[clozes.Mark]
) -> Iterator[tuple[int, int, str]]:
    """Ranges to put away, in order: cloze marks whole, maths in the gaps between them."""
    left = list(marks)
    for start, end in maths:
        while left and left[0].end <= start:
            mark = left.pop(0)
            yield mark.start, mark.end, "mark"
        at = start
        while left and left[0].start < end:
            mark = left.pop(0)
            if at < mark.start:
                yield at, mark.start, "maths"
            yield mark.start, mark.end, "mark"
            at = mark.end
        if at < end:
            yield at, end, "maths"
    for mark in left:
        yield mark.start, mark.end, "mark"


def escape_marks(body: str) -> str:
    """HTML in which Anki sees no mark of its own: no field, cloze, sound, speech or LaTeX."""
    return _ANKI_MARK.sub(lambda match: "".join(f"&#{ord(char)};" for char in match[0]), body)


def escape(text: str) -> str:
    """Plain text as the HTML of a field."""
    return escape_marks(html.escape(unicodedata.normalize("NFC", text.strip()), quote=True))


class _Walk:
    """Looks at every link and picture, and puts the names of the package into the tokens."""

    def __init__(self, text: str, media: Mapping[str, MediaFile], shelf: _Shelf) -> None:
        self.text = text
        self.known = media
        self.shelf = shelf
        self.media: list[MediaFile] = []
        self.problems: list[Problem] = []
        self._searched = 0

    def visit(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "link_open":
                self._link(str(token.attrs.get("href", "")))
            elif token.type == "image":
                self._image(token)
            elif token.type in ("td_open", "th_open"):
                style = str(token.attrs.pop("style", ""))
                if style:
                    token.attrs["align"] = style.removeprefix("text-align:")
            if token.children and token.type != "image":
                self.visit(token.children)

    def _link(self, href: str) -> None:
        scheme = _SCHEME.match(href)
        if scheme is None or scheme[1].lower() not in _SCHEMES:
            self._report(
                "link-address",
                href,
                f"a link to `{unquote(href)}` cannot be opened from a card",
                "links go to https:, http: or mailto: addresses",
            )
        elif self.shelf.sign in unquote(href):
            self._report(
                "cloze-braces",
                href,
                "a deletion or maths stands inside a link's address",
                "hide the words of the link, not its address",
            )

    def _image(self, token: Token) -> None:
        src = str(token.attrs.get("src", ""))
        name = unicodedata.normalize("NFC", unquote(src))
        if self.shelf.sign in name or self.shelf.sign in token.content:
            self._report(
                "cloze-braces",
                src,
                "a deletion or maths stands inside a picture's name or description",
                "put it beside the picture",
            )
            return
        media = self.known.get(name.removeprefix("./"))
        fault = _media_fault(name, media, self.known)
        if fault is not None or media is None:
            self._report("media-file", src, *(fault or ("", "")))
            return
        self.media.append(media)
        if media.path.suffix.lower() in SOUNDS:
            token.type, token.tag, token.children = "text", "", None
            token.content = self.shelf.add("sound", f"[sound:{media.packaged}]")
        else:
            token.attrs["src"] = media.packaged

    def _report(self, name: str, address: str, message: str, help: str) -> None:
        """Report a problem where its address stands in the text, each one once."""
        for written in (unquote(address), address):
            at = self.text.find(written, self._searched) if written else -1
            if at >= 0:
                self._searched = at + len(written)
                self.problems.append(Problem(name, at, at + len(written), message, help))
                return
        self.problems.append(Problem(name, 0, len(self.text), message, help))


def _media_fault(
    name: str, media: MediaFile | None, known: Mapping[str, MediaFile]
) -> tuple[str, str] | None:
    """What is wrong with the address of a picture or sound, and what to do."""
    if _SCHEME.match(name) or name.startswith("//"):
        return (
            f"`{name}` would come from the network",
            "put the file into media/ and name it there: a card must work without a network",
        )
    if name.startswith(("/", "\\", "~")) or "\\" in name or ".." in name.split("/"):
        return (
            f"`{name}` leads out of media/",
            "put the file into media/ and write its name alone",
        )
    if media is None:
        return (
            f"there is no `{name}` in media/{did_you_mean(name, known)}" if name
            else "a picture without a name",
            "put the file into media/, or mend its name",
        )  # fmt: skip
    if media.fault:
        return f"`{name}` {media.fault}", "put a picture or a sound itself into media/"
    return None


def _deletions_cut(body: str, shelf: _Shelf, parsed: clozes.ClozeText) -> Iterator[Problem]:
    """Deletions that would tear the HTML: they end inside other formatting than they begin in."""
    pieces = iter(re.finditer(f"{_TAG.pattern}|{shelf.pattern.pattern}", body))
    stack: list[tuple[str, int]] = []
    torn: set[int] = set()
    seen = 0
    for piece in pieces:
        if piece[1] is None:
            _step(piece[0], stack, torn)
            continue
        kind, written = shelf.pieces[int(piece[1])]
        if kind != "mark":
            continue
        if written == "}}":
            if stack and stack[-1][0] == "{{":
                stack.pop()
            else:
                torn.update(index for tag, index in stack if tag == "{{")
        elif written != "::":
            stack.append(("{{", seen))
            seen += 1
    opens = sorted((m for m in parsed.marks if m.kind == "open"), key=lambda mark: mark.start)
    torn.update(range(seen, len(opens)))
    for index in sorted(torn):
        mark = opens[index]
        yield Problem(
            "cloze-braces",
            mark.start,
            mark.end,
            f"the deletion c{mark.number} ends inside other formatting than it begins in",
            "begin and end it in the same paragraph, list item or bold text",
        )


def _step(tag: str, stack: list[tuple[str, int]], torn: set[int]) -> None:
    """Follow one HTML tag; deletions opened inside an element that ends are torn."""
    if tag.startswith(_VOID):
        return
    if not tag.startswith("</"):
        stack.append((tag, -1))
        return
    while stack and stack[-1][0] == "{{":
        torn.add(stack.pop()[1])
    if stack:
        stack.pop()


def _shows_nothing(body: str, shelf: _Shelf) -> bool:
    if "<img" in body:
        return False
    kinds = {shelf.pieces[int(match[1])][0] for match in shelf.pattern.finditer(body)}
    if "sound" in kinds or "maths" in kinds:
        return False
    shown = html.unescape(_TAG.sub("", shelf.pattern.sub("", body)))
    return is_blank(_EMPHASIS.sub("", _TYPED_TAG.sub("", shown)))


def shown_text(body: str) -> str:
    """What is left of a field's HTML when its tags are gone, on one line: for sorting and lists."""
    return " ".join(html.unescape(_TAG.sub(" ", body)).split())


__all__: Any = ["Html", "Problem", "escape", "escape_marks", "is_plain", "render", "shown_text"]
