"""Markdown to the HTML of a note field: safe on a learner's device, whatever stands in the YAML.

The order matters. Maths and cloze marks are taken out first, for CommonMark would eat their
backslashes; then Markdown, with raw HTML off; then the sanitiser, though nothing should be left for
it; then Anki's own marks as entities, which has to come after the sanitiser, for that turns
entities back into characters; last, maths, clozes and sounds are put back.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from cps_cards.media_kinds import is_sound
from cps_cards.model import clozes
from cps_cards.model.deck import MediaFile
from cps_cards.model.texts import did_you_mean, is_blank, short
from cps_cards.render.parsed import MAX_NESTING, MOST_PARSED, media_name, parse, parser, place
from cps_cards.render.plain import TAG, simple_html
from cps_cards.render.shelf import Problem, Shelf, deletions_cut, formulas_cut

if TYPE_CHECKING:
    from cps_cards.render.parsed import Parsed, Token


_TAGS = frozenset(
    (
        *("a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img"),
        *("li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
_ATTRIBUTES_OF_CARDS = {
    "aria-hidden", "aria-label", "class", "dir", "lang", "role", "tabindex"
}  # fmt: skip
_SCHEMES = frozenset(("http", "https", "mailto"))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_PACKAGED_NAME = re.compile(r"[A-Za-z0-9-]+\.[a-z0-9]+")

_TYPED_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_EMPHASIS = re.compile(r"[*_`]+|~~+")
_WITH_SPACE = re.compile(r"!\[[^\[\]]*\]\(([^()<>\"]*[^()<>\"\s] [^()<>\"]*\.\w+)\)")
_BEFORE_ADDRESS = re.compile(r"\]\(\s*")
_MOST_PROBLEMS = 50


class Html(NamedTuple):
    """A rendered text: its HTML, the media files that it shows, and what is wrong with it."""

    html: str
    media: tuple[MediaFile, ...] = ()
    problems: tuple[Problem, ...] = ()


def render(text: str, media: Mapping[str, MediaFile], cloze: bool = False) -> Html:
    """The HTML of one text. With ``cloze``, deletions stay marks; elsewhere they are text."""
    simple = simple_html(text, cloze)
    if simple is not None:
        return Html(simple)
    if len(text) > MOST_PARSED:
        told = f"this text has {len(text):,} characters; with markup, {MOST_PARSED:,} are the most"
        help = "a card holds one idea: divide it"
        return Html("", problems=(Problem("bad-value", 0, len(text), told, help),))
    return _render(text, media, cloze)


def _render(text: str, media: Mapping[str, MediaFile], cloze: bool) -> Html:
    parsed = parse(text, cloze)
    value, shelf, tokens = parsed.value, parsed.shelf, parsed.tokens
    walk = _Walk(parsed, media)
    _order_headings(tokens)
    walk.visit(tokens)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        walk.problems.append(
            Problem("too-deep", 0, len(value), "quotations and lists are nested too deep here",
                    "a card can show no more than a few levels")
        )  # fmt: skip
    body = _sanitise(_to_html(tokens))
    problems = [*walk.problems]
    if parsed.deletions is not None and not problems:
        problems += formulas_cut(parsed.deletions.deletions, shelf.maths)
        problems += deletions_cut(body, shelf) if not problems else ()
        problems += _empty_deletions(body, shelf) if not problems else ()
    # Signs that only mark something up (`**`) show nothing, but for those that mean themselves.
    meant = "\\" in value or "<code>" in body
    if not problems and _shows_nothing(body, shelf, meant):
        problems.append(
            Problem("empty-field", 0, len(value),
                    "no word, picture or formula stands here, only signs of Markdown's own",
                    f"write what learners are to see; to show `{short(value, 20)}` as it stands, "
                    "put a backslash before its mark (`988\\.` for a number with a full stop)")
        )  # fmt: skip
    written = parsed.written
    return Html(
        shelf.put_back(body, cloze),
        tuple(walk.media),
        tuple(p._replace(start=written[p.start], end=written[p.end]) for p in problems),
    )


def _order_headings(tokens: Sequence[Token]) -> None:
    """Headings below that of the card, the first at level 2, and no level left out on the way down.

    Whoever goes from heading to heading with a screen reader would look for what is missing.
    """
    above: list[str] = []
    tag = ""
    for token in tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
            tag = f"h{min(len(above) + 1, 6)}"
        if token.type in ("heading_open", "heading_close"):
            token.tag = tag


def _to_html(tokens: Sequence[Token]) -> str:
    """HTML of the tokens; a text of one paragraph stands without its ``<p>``."""
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    return str(parser().renderer.render(tokens, parser().options, {})).strip()


def harmless(body: str) -> str:
    """The HTML of a field from a package of anybody: nothing in it runs, or is fetched.

    Of fields that this program wrote, all stays, options and tables too.
    """
    tags = _TAGS | {"details", "div", "span", "summary"}
    return _sanitise(body, tags, _ATTRIBUTES | {"*": _ATTRIBUTES_OF_CARDS})


def _sanitise(
    body: str,
    tags: frozenset[str] = _TAGS,
    attributes: Mapping[str, set[str]] = _ATTRIBUTES,
) -> str:
    import nh3

    return nh3.clean(
        body,
        tags=set(tags),
        attributes=dict(attributes),
        attribute_filter=_filter_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


_READ_TAGS = _TAGS | frozenset(
    "address article aside b big blockquote caption center cite dd del details dfn div dl dt "
    "figcaption figure font footer header i ins kbd main mark nav rp rt ruby s samp section small "
    "span strike sub summary sup tfoot tt u var".split()
)
_READ_ATTRIBUTES = {
    "*": {"style"},
    "a": {"href"},
    "font": {"color", "face", "size"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "bgcolor"},
    "th": {"colspan", "rowspan", "bgcolor"},
}
_WITHOUT_WORDS = frozenset(
    "audio canvas embed iframe math noscript object script select style svg template textarea "
    "title video".split()
)


def well_formed(body: str) -> str:
    """Anybody's HTML as a browser reads it, every element closed; what runs or plays is gone."""
    import nh3

    return nh3.clean(
        body,
        tags=set(_READ_TAGS),
        attributes=_READ_ATTRIBUTES,
        clean_content_tags=set(_WITHOUT_WORDS),
        url_schemes={*_SCHEMES, "data", "file", "ftp"},
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


class _Walk:
    """Looks at every link and picture, and puts the names of the package into the tokens."""

    def __init__(self, parsed: Parsed, media: Mapping[str, MediaFile]) -> None:
        self.parsed = parsed
        self.shelf = parsed.shelf
        self.known = media
        self.media: list[MediaFile] = []
        self.problems: list[Problem] = []

    def visit(self, tokens: Sequence[Token]) -> None:
        opened: list[Token] = []
        for token in tokens:
            if token.type == "link_open":
                opened.append(token)
            elif token.type == "link_close":
                self._link(opened.pop(), token)
            elif token.type == "image":
                self._image(token)
            elif token.type in ("td_open", "th_open"):
                style = str(token.attrs.pop("style", ""))
                if style:
                    token.attrs["align"] = style.removeprefix("text-align:")
            elif token.type == "text" and "![" in token.content:
                self._spaces(token)
            if token.children and token.type != "image":
                self.visit(token.children)

    def _spaces(self, token: Token) -> None:
        """A picture whose name holds a space is, for Markdown, none: learners would see signs."""
        start, end = place(token)
        for found in _WITH_SPACE.finditer(self.parsed.value, start, end):
            self._report(
                "media-file",
                found.span(1),
                f"`{short(found[1])}` holds a space, so that this is no picture",
                "put the name between < and >, or take the space out of it",
            )

    def _link(self, opened: Token, closed: Token) -> None:
        href = str(opened.attrs.get("href", ""))
        whole = place(opened)[0], place(closed)[1]
        where = _address_place(self.parsed.value, href, place(closed)[0], whole)
        scheme = _SCHEME.match(href)
        if scheme is None or scheme[1].lower() not in _SCHEMES:
            self._report(
                "link-address",
                where,
                f"a link to `{short(unquote(href))}` cannot be opened from a card"
                if href
                else "a link without an address",
                "links go to https:, http: or mailto: addresses",
            )
        elif self.shelf.sign in unquote(href):
            self._report(
                "cloze-braces",
                where,
                "a deletion or maths stands inside a link's address",
                "hide the words of the link, not its address",
            )

    def _image(self, token: Token) -> None:
        src, name = str(token.attrs.get("src", "")), media_name(token)
        whole = place(token)
        label_end = place(token.children[-1])[1] if token.children else whole[0] + len("![")
        where = _address_place(self.parsed.value, src, label_end, whole)
        if self.shelf.sign in name or self.shelf.sign in token.content:
            self._report(
                "cloze-braces",
                where,
                "a deletion or maths stands inside a picture's name or description",
                "put it beside the picture",
            )
            return
        media = self.known.get(name)
        fault = _media_fault(name, media, self.known)
        if fault is not None or media is None:
            self._report("media-file", where, *(fault or ("", "")))
            return
        self.media.append(media)
        if is_sound(media.name):
            token.type, token.tag, token.children = "text", "", None
            token.content = self.shelf.add("sound", f"[sound:{media.packaged}]")
        else:
            token.attrs["src"] = media.packaged
            for child in token.children or ():
                if child.type in ("softbreak", "hardbreak"):  # a description is one line
                    child.type, child.tag, child.content = "text", "", " "

    def _report(self, name: str, where: tuple[int, int], message: str, help: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(name, *where, message, help))


def _address_place(
    value: str, address: str, label_end: int, whole: tuple[int, int]
) -> tuple[int, int]:
    """Where the address of a link or picture was written, behind its words or in a definition."""
    inline = _BEFORE_ADDRESS.match(value, label_end)
    if inline is None:
        written = filter(None, (unquote(address), address))
        defined = re.search(rf"(?:\]:\s*<?|<)({'|'.join(map(re.escape, written))})", value)
        return defined.span(1) if defined is not None and address else whole
    found = parser().helpers.parseLinkDestination(value, inline.end(), whole[1])
    start, end = inline.end(), found.pos
    if value[start:end].startswith("<"):
        start, end = start + 1, end - 1
    return (start, end) if found.ok and start < end else whole


def _media_fault(
    name: str, media: MediaFile | None, known: Mapping[str, MediaFile]
) -> tuple[str, str] | None:
    """What is wrong with the address of a picture or sound, and what to do."""
    if _SCHEME.match(name) or name.startswith("//"):
        return (
            f"`{short(name)}` would come from the network",
            "put the file into media/ and name it there: a card must work without a network",
        )
    if name.startswith(("/", "~")) or "\\" in name or name[1:2] == ":" or ".." in name.split("/"):
        return (
            f"`{short(name)}` leads out of media/",
            "put the file into media/ and write its name alone",
        )
    if media is None:
        media = next((known[a] for a in _folders(name) if a in known and known[a].fault), None)
    if media is None:
        return (
            f"there is no `{short(name)}` in media/{did_you_mean(name, known)}" if name
            else "a picture without a name",
            "put the file into media/, or mend its name",
        )  # fmt: skip
    if media.fault:
        return f"`{short(media.name)}` {media.fault}", media.way_out
    return None


def _folders(name: str) -> Iterator[str]:
    """The folders that a name leads through: one of them may be a link out of ``media/``."""
    for match in re.finditer("/", name):
        yield name[: match.start()]


def _empty_deletions(body: str, shelf: Shelf) -> Iterator[Problem]:
    """Deletions of a sound text whose hidden words show nothing when they are rendered."""
    open_: list[tuple[clozes.Mark, int]] = []
    for piece in shelf.pattern.finditer(body):
        mark = shelf.marks.get(int(piece[1]))
        if mark is None:
            continue
        if mark.kind == "open":
            open_.append((mark, piece.end()))
            continue
        opened, at = open_[-1]
        if at >= 0 and _shows_nothing(body[at : piece.start()], shelf, signs_are_meant=True):
            yield Problem(
                "cloze-braces",
                opened.start,
                opened.end,
                f"the deletion c{opened.number} hides nothing",
                "write the hidden words behind the two colons",
            )
        open_[-1] = (opened, -1)  # what follows is its hint
        if mark.kind == "close":
            open_.pop()


def _shows_nothing(body: str, shelf: Shelf, signs_are_meant: bool) -> bool:
    """Whether HTML shows nothing; ``signs_are_meant`` says whether a `**` in it shows itself."""
    if "<img" in body:
        return False
    kinds = {shelf.pieces[int(match[1])][0] for match in shelf.pattern.finditer(body)}
    if kinds - {"mark"}:
        return False
    shown = _TYPED_TAG.sub("", html.unescape(TAG.sub("", shelf.pattern.sub("", body))))
    return is_blank(shown if signs_are_meant else _EMPHASIS.sub("", shown))
