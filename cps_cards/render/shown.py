"""What a field shows: the HTML of a card of it, and the text of HTML, ours or another tool's."""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cps_cards.model import clozes
from cps_cards.render.plain import TAG

MATHS = re.compile(r"(\\[(\[])(.*?)(\\[)\]])", re.DOTALL)
_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)
SOUND = re.compile(r"\[sound:([^\[\]\n]{0,1000})\]")

_WITHIN_WORDS = frozenset(
    (
        *("a", "abbr", "b", "code", "em", "font", "i", "mark", "s", "small", "span", "strong"),
        *("sub", "sup", "u"),
    )
)
"""Tags that can begin and end in the middle of a word."""
_CELLS = frozenset(("td", "th"))
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
    """What a field's HTML shows; letters in bold leave their word one word.

    ``picture`` and ``sound`` say what stands in the lines for one of a name and description.
    """
    reader = _Reader(picture)
    reader.feed(SOUND.sub(lambda match: sound(match[1]), body))
    lines = ((lead, " ".join("".join(pieces).split())) for lead, pieces in reader.lines)
    return Shown(tuple(Line(*line) for line in lines if line[1]), tuple(filter(None, reader.alts)))


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

    It differs from Anki in one attribute: the hidden words are not repeated in ``data-cloze``.
    """
    pieces: list[str] = []

    def span(start: int, end: int, deletions: Sequence[clozes.Deletion]) -> None:
        at = start
        for index, deletion in enumerate(deletions):
            if deletion.start < at or deletion.end > end:
                continue  # inside another one, which has shown it
            pieces.append(text[at : deletion.start])
            active = number is None or deletion.number == number
            kind = "cloze" if active else "cloze-inactive"
            pieces.append(f'<span class="{kind}" data-ordinal="{deletion.number}">')
            if active and hidden:
                hint = text[slice(*deletion.hint)] if deletion.hint else "..."
                pieces.append(f"[{hint}]")
            else:
                span(*deletion.content, deletions[index + 1 :])
            pieces.append("</span>")
            at = deletion.end
        pieces.append(text[at:end])

    span(0, len(text), clozes.parse(text).deletions)
    # MathJax could not read tags: Anki takes them out of maths, and so the mark of a deletion too.
    return MATHS.sub(lambda m: m[1] + TAG.sub("", m[2]) + m[3], "".join(pieces))


class _Reader:
    """Follows the tags of a text. A parser of HTML would take hours for what is made to be slow."""

    def __init__(self, picture: Callable[[str, str], str]) -> None:
        self.picture = picture
        self.lines: list[tuple[str, list[str]]] = [("", [])]
        self.alts: list[str] = []
        self._items = 0
        """How many items are open, one in another."""

    def feed(self, body: str) -> None:
        at = 0
        for tag in _TAG.finditer(body):
            self._words(html.unescape(body[at : tag.start()]))
            at = tag.end()
            if tag["name"] is not None:
                self._tag(tag["name"].lower(), tag["rest"], ends=bool(tag["end"]))
        self._words(html.unescape(body[at:]))

    def _tag(self, name: str, attributes: str, ends: bool) -> None:
        if name == "img" and not ends:
            src, alt = (_attribute(pattern, attributes) for pattern in (_SRC, _ALT))
            self.alts.append(alt)
            self._words(self.picture(src, alt))
        elif name == "li" and ends:
            self._items = max(self._items - 1, 0)
            self.lines.append((self._margin(), []))
        elif name == "li":
            self.lines.append((f"{self._margin()}- ", []))
            self._items += 1
        elif name in _CELLS:
            self._words("" if ends else " ")
        elif name not in _WITHIN_WORDS:
            self._begin_line()

    def _words(self, text: str) -> None:
        self.lines[-1][1].append(text)

    def _margin(self) -> str:
        return "  " * min(self._items, _DEEPEST_MARGIN)

    def _begin_line(self) -> None:
        lead, words = self.lines[-1]
        if "".join(words).strip():
            self.lines.append((self._margin(), []))
        elif not lead.endswith("- "):  # an item's first block stands behind its dash
            self.lines[-1] = self._margin(), []


def _attribute(pattern: re.Pattern[str], attributes: str) -> str:
    found = pattern.search(attributes)
    value = next(filter(None, found.groups()), "") if found is not None else ""
    return " ".join(html.unescape(value).split())
