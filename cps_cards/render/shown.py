"""What a field shows: the HTML of a card of it, and the text of HTML, ours or another tool's."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cps_cards.model import clozes
from cps_cards.render.plain import TAG

MATHS = re.compile(r"(\\[(\[])(.*?)(\\[)\]])", re.DOTALL)
_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)
SOUND = re.compile(r"\[sound:([^\[\]\n]{0,1000})\]")

_WITHIN_WORDS = frozenset("a abbr b code em font i mark s small span strong sub sup u".split())
"""Tags that can begin and end in the middle of a word."""
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)"
    r'|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)\b(?P<rest>(?:[^<>"]|"[^"]*")*)>',
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = r"\b{}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))"
_ALT, _SRC = (re.compile(_ATTRIBUTE.format(name), re.IGNORECASE) for name in ("alt", "src"))

_DEEPEST_MARGIN = 10


class Line(NamedTuple):
    """A paragraph, item or row on one line; ``lead`` is what stands before it in a list."""

    lead: str
    text: str


class Shown(NamedTuple):
    """The lines of a text, and the descriptions of its pictures."""

    lines: tuple[Line, ...]
    pictures: tuple[str, ...]

    @property
    def words(self) -> str:
        """All lines as one."""
        return " ".join(line.text for line in self.lines)


def shown(
    body: str,
    picture: Callable[[str, str], str] = lambda name, alt: " ",
    sound: Callable[[str], str] = lambda name: " ",
) -> Shown:
    """What a field's HTML shows; letters in bold leave their word one word. ``picture`` and
    ``sound`` say what stands in the lines for one of a name and description."""
    lines: list[tuple[str, list[str]]] = [("", [])]
    alts: list[str] = []
    items = 0  # how many are open, one in another
    # A parser of HTML would take hours for what is made to be slow.
    for text, tag in _parts(SOUND.sub(lambda match: sound(match[1]), body)):
        lead, words = lines[-1]
        words.append(text)
        if tag is None or tag["name"] is None:
            continue
        name, ends = tag["name"].lower(), bool(tag["end"])
        if name == "li" and ends:
            items = max(items - 1, 0)
        margin = "  " * min(items, _DEEPEST_MARGIN)
        if name == "img" and not ends:
            src, alt = (_attribute(pattern, tag["rest"]) for pattern in (_SRC, _ALT))
            alts.append(alt)
            words.append(picture(src, alt))
        elif name == "li":
            lines.append((margin if ends else f"{margin}- ", []))
            items += 0 if ends else 1
        elif name in ("td", "th"):
            words.append("" if ends else " ")
        elif name not in _WITHIN_WORDS and "".join(words).strip():
            lines.append((margin, []))
        elif name not in _WITHIN_WORDS and not lead.endswith("- "):
            lines[-1] = margin, []  # an item's first block stands behind its dash
    even = (Line(lead, " ".join("".join(words).split())) for lead, words in lines)
    return Shown(tuple(line for line in even if line.text), tuple(filter(None, alts)))


def _parts(body: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """The texts between tags, each with the tag behind it."""
    at = 0
    for tag in _TAG.finditer(body):
        yield html.unescape(body[at : tag.start()]), tag
        at = tag.end()
    yield html.unescape(body[at:]), None


def _attribute(pattern: re.Pattern[str], attributes: str) -> str:
    found = pattern.search(attributes)
    value = next(filter(None, found.groups()), "") if found is not None else ""
    return " ".join(html.unescape(value).split())


def shown_text(body: str) -> str:
    """What a field's HTML shows, on one line, without its pictures: for sorting and lists."""
    if "<" in body or "&" in body or "[" in body:
        return shown(body).words
    return " ".join(body.split())


def has_maths(bodies: Iterable[str]) -> bool:
    """Whether there is a formula in HTML: no page typesets it, and each has to say so."""
    return any(MATHS.search(_CODE.sub("", body)) for body in bodies)


def cloze_html(text: str, number: int | None, *, hidden: bool = False) -> str:
    """What Anki makes of ``{{cloze:…}}`` for one card number; with None, every deletion is active.
    It differs from Anki in one attribute: the hidden words are not repeated in ``data-cloze``."""
    edits: list[tuple[int, int, str]] = []
    for deletion in clozes.parse(text).deletions:
        (begin, end), active = deletion.content, number is None or deletion.number == number
        kind = "cloze" if active else "cloze-inactive"
        opening = f'<span class="{kind}" data-ordinal="{deletion.number}">'
        if active and hidden:
            hint = text[slice(*deletion.hint)] if deletion.hint else "..."
            edits.append((deletion.start, deletion.end, f"{opening}[{hint}]</span>"))
        else:
            edits += (deletion.start, begin, opening), (end, deletion.end, "</span>")
    pieces: list[str] = []
    at = 0
    for start, end, instead in sorted(edits):
        if start >= at:  # else it stands in what is hidden, or in a hint
            pieces += text[at:start], instead
            at = end
    pieces.append(text[at:])
    # MathJax could not read tags: Anki takes them out of maths, and so the mark of a deletion too.
    return MATHS.sub(lambda m: m[1] + TAG.sub("", m[2]) + m[3], "".join(pieces))
