"""Markdown to the HTML of a note field: safe on a learner's device, whatever stands in the YAML.

The order matters. Maths and cloze marks are taken out first, for CommonMark would eat their
backslashes; then Markdown, with raw HTML off; then the sanitiser, though nothing should be left for
it; then Anki's own marks as entities, which has to come after the sanitiser, for that turns
entities back into characters; last, maths, clozes and sounds are put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from cps_cards.media_kinds import is_sound
from cps_cards.model.deck import MediaFile
from cps_cards.model.texts import did_you_mean, short
from cps_cards.render.parsed import MAX_NESTING, MOST_PARSED, media_name, parse, parser, place
from cps_cards.render.plain import simple_html
from cps_cards.render.shelf import Problem, deletions_spoilt, formulas_cut

if TYPE_CHECKING:
    import nh3

    from cps_cards.render.parsed import Parsed, Token


_SCHEMES = {"http", "https", "mailto"}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_PACKAGED_NAME = re.compile(r"[A-Za-z0-9-]+\.[a-z0-9]+")

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
    _order_headings(tokens)
    shown: list[MediaFile] = []
    problems = [*_problems(tokens, parsed, media, shown)][:_MOST_PROBLEMS]
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        told = "quotations and lists are nested too deep here"
        help = "a card can show no more than a few levels"
        problems.append(Problem("too-deep", 0, len(value), told, help))
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]  # a text of one paragraph stands without its <p>
    html = parser().renderer.render(tokens, parser().options, {})
    body = _cleaner("ours").clean(html.strip())
    if parsed.deletions is not None:
        deletions = parsed.deletions.deletions
        problems = problems or [*formulas_cut(value, deletions)]
        problems = problems or deletions_spoilt(body, shelf, deletions)
    # Signs that only mark something up (`**`) show nothing, but for those that mean themselves.
    if not problems and shelf.shows_nothing(body, "\\" in value or "<code>" in body):
        told = "no word, picture or formula stands here, only signs of Markdown's own"
        help = (
            f"write what learners are to see; to show `{short(value, 20)}` as it stands, "
            "put a backslash before its mark (`988\\.` for a number with a full stop)"
        )
        problems.append(Problem("empty-field", 0, len(value), told, help))
    written = parsed.written.there
    return Html(
        shelf.put_back(body, cloze),
        tuple(shown),
        tuple(p._replace(start=written(p.start), end=written(p.end)) for p in problems),
    )


def _order_headings(tokens: Sequence[Token]) -> None:
    """Headings below that of the card, the first at level 2, and no level left out on the way down.
    Whoever goes from heading to heading with a screen reader would look for what is missing."""
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


def _can_be_opened(address: str) -> bool:
    scheme = _SCHEME.match(address)
    return scheme is not None and scheme[1].lower() in _SCHEMES


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures come from the package, under the names that it gives; nothing else is fetched."""
    if tag == "img" and name == "src":
        return value if _PACKAGED_NAME.fullmatch(value) else None
    return None if tag == "a" and not _can_be_opened(value) else value


_OURS: dict[str, Any] = {
    "tags": set(
        "a blockquote br code em h1 h2 h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th "
        "thead tr ul".split()
    ),
    "attributes": {
        "a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}
    },
    "attribute_filter": _kept_attribute,
    "url_schemes": _SCHEMES,
}  # fmt: skip
"""What Markdown may become, in the words of nh3."""

_OF_CARDS = _OURS | {
    "tags": _OURS["tags"] | {"details", "div", "span", "summary"},
    "attributes": _OURS["attributes"]
    | {"*": {"aria-hidden", "aria-label", "class", "dir", "lang", "role", "tabindex"}},
}
"""What whole fields hold, with options and tables that scroll."""

_READ: dict[str, Any] = {
    "tags": _OURS["tags"]
    | set(
        "address article aside b big caption center cite dd del details dfn div dl dt figcaption "
        "figure font footer header i ins kbd main mark nav rt ruby samp section small span "
        "strike sub summary sup tfoot tt u var".split()
    ),
    "attributes": {
        "*": {"style"}, "a": {"href"}, "font": {"color", "face", "size"},
        "img": {"src", "alt", "width", "height"}, "ol": {"start"},
        "td": {"colspan", "rowspan", "bgcolor"}, "th": {"colspan", "rowspan", "bgcolor"},
    },
    "clean_content_tags": set(
        "audio canvas embed iframe math noscript object rp script select style svg template "
        "textarea title video".split()
    ),
    "url_schemes": {*_SCHEMES, "data", "file", "ftp"},
}  # fmt: skip
"""What is read of fields that others wrote."""


def harmless(body: str) -> str:
    """The HTML of a field from a package of anybody: nothing in it runs, or is fetched. Of fields
    that this program wrote, all stays, options and tables too."""
    return _cleaner("cards").clean(body)


def well_formed(body: str) -> str:
    """Anybody's HTML as a browser reads it, every element closed; what runs or plays is gone."""
    return _cleaner("anybody").clean(body)


@cache
def _cleaner(whose: str) -> nh3.Cleaner:
    """It takes ten times as long to make one as to clean a text."""
    import nh3

    kept = {"ours": _OURS, "cards": _OF_CARDS, "anybody": _READ}
    return nh3.Cleaner(link_rel=None, **kept[whose])


def _problems(
    tokens: Sequence[Token], parsed: Parsed, known: Mapping[str, MediaFile], shown: list[MediaFile]
) -> Iterator[Problem]:
    """What is wrong with links and pictures; names of the package are put into the tokens.
    ``shown`` takes the files that the text shows."""
    opened: list[Token] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append(token)
        elif token.type == "link_close":
            yield from _link(opened.pop(), token, parsed)
        elif token.type == "image":
            yield from _picture(token, parsed, known, shown)
        elif token.type in ("td_open", "th_open"):
            style = str(token.attrs.pop("style", ""))
            if style:
                token.attrs["align"] = style.removeprefix("text-align:")
        elif token.type == "text" and "![" in token.content:
            # A picture whose name holds a space is, for Markdown, none: learners would see signs.
            for found in _WITH_SPACE.finditer(parsed.value, *place(token)):
                told = f"`{short(found[1])}` holds a space, so that this is no picture"
                help = "put the name between < and >, or take the space out of it"
                yield Problem("media-file", *found.span(1), told, help)
        if token.children and token.type != "image":
            yield from _problems(token.children, parsed, known, shown)


def _link(opened: Token, closed: Token, parsed: Parsed) -> Iterator[Problem]:
    href = str(opened.attrs.get("href", ""))
    whole = place(opened)[0], place(closed)[1]
    where = _address_place(parsed.value, href, place(closed)[0], whole)
    if not _can_be_opened(href):
        link = f"a link to `{short(unquote(href))}` cannot be opened from a card"
        told = link if href else "a link without an address"
        help = "links go to https:, http: or mailto: addresses"
        yield Problem("link-address", *where, told, help)
    elif parsed.shelf.sign in unquote(href):
        told = "a deletion or maths stands inside a link's address"
        yield Problem("cloze-braces", *where, told, "hide the words of the link, not its address")


def _picture(
    token: Token, parsed: Parsed, known: Mapping[str, MediaFile], shown: list[MediaFile]
) -> Iterator[Problem]:
    src, name = str(token.attrs.get("src", "")), media_name(token)
    whole = place(token)
    label_end = place(token.children[-1])[1] if token.children else whole[0] + len("![")
    where = _address_place(parsed.value, src, label_end, whole)
    if parsed.shelf.sign in name or parsed.shelf.sign in token.content:
        told = "a deletion or maths stands inside a picture's name or description"
        yield Problem("cloze-braces", *where, told, "put it beside the picture")
        return
    fault = _media_fault(name, known)
    if fault is not None:
        yield Problem("media-file", *where, *fault)
        return
    media = known[name]
    shown.append(media)
    if is_sound(media.name):
        token.type, token.tag, token.children = "text", "", None
        token.content = parsed.shelf.add("sound", f"[sound:{media.packaged}]")
    else:
        token.attrs["src"] = media.packaged
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):  # a description is one line
                child.type, child.tag, child.content = "text", "", " "


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


def _media_fault(name: str, known: Mapping[str, MediaFile]) -> tuple[str, str] | None:
    """What is wrong with the address of a picture or sound, and what to do."""
    if _SCHEME.match(name) or name.startswith("//"):
        help = "put the file into media/ and name it there: a card must work without a network"
        return f"`{short(name)}` would come from the network", help
    if name.startswith(("/", "~")) or "\\" in name or name[1:2] == ":" or ".." in name.split("/"):
        help = "put the file into media/ and write its name alone"
        return f"`{short(name)}` leads out of media/", help
    media = known.get(name)
    if media is None:
        # One of the folders that the name leads through may be a link out of media/.
        folders = (known.get(name[: slash.start()]) for slash in re.finditer("/", name))
        media = next((folder for folder in folders if folder is not None and folder.fault), None)
    if media is None:
        missing = f"there is no `{short(name)}` in media/{did_you_mean(name, known)}"
        help = "put the file into media/, or mend its name"
        return missing if name else "a picture without a name", help
    return (f"`{short(media.name)}` {media.fault}", media.way_out) if media.fault else None
