"""Texts of other programs as the deck's Markdown: as few signs as may be, proved by rendering."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from cps_cards.imports.fieldhtml import Take, Writer, in_lines, put_away
from cps_cards.imports.paragraphs import Way
from cps_cards.model.deck import MediaFile
from cps_cards.model.texts import without_ignorable
from cps_cards.render.markdown import render, well_formed
from cps_cards.render.plain import simple_html
from cps_cards.render.shown import shown_text

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_GONE = re.compile(
    r"<(script|iframe|object|embed|video|audio|canvas|svg|math|form|input|textarea|select)\b"
    r"|<[^<>]*\s(on[a-z]+)\s*=|(javascript:)",
    re.IGNORECASE,
)
_NO_MARKS = "bold, italics or links that Markdown cannot write there"
_WAYS = (
    Way(0),
    Way(1),
    Way(1, apart=True),
    Way(2, apart=True, emphasis="_"),
    Way(2, marks=False, lost=_NO_MARKS),
    Way(2, marks=False, flat=True, lost="lists, tables or paragraphs, now line by line"),
)


class UnwritableError(Exception):
    """Why Markdown cannot say what a field shows, in words that follow the field's name."""


class Prose(NamedTuple):
    """A text of the deck; ``lost`` is formatting whose words stay, ``gone`` what is left out."""

    text: str
    lost: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()


class Files(NamedTuple):
    """The media that a field may show: ``take`` gives the deck's name for one, ``known`` are
    those of the deck and those taken, ``named`` has their names by those in packages."""

    take: Take = lambda name: (name, "")
    known: Mapping[str, MediaFile] = MappingProxyType({})
    named: Mapping[str, str] = MappingProxyType({})


_NO_FILES = Files()


def written(body: str, *, cloze: bool = False, files: Files = _NO_FILES) -> Prose:
    """Markdown that shows what a field's HTML shows; nothing where that is nothing.

    Raises :class:`UnwritableError` where no way of writing shows all the words again.
    """
    body = _CONTROL.sub(" ", body.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if "\n" not in body and simple_html(body, cloze) == body:
        return Prose(body)
    field = _Field(body, files.take)
    markdown = field.write(_WAYS[0])
    if not markdown.strip("-\n"):  # nothing, or lines that divide nothing
        return field.prose("", _WAYS[0])
    problem = "cannot be written in Markdown so that all of its words are shown"
    for way in _WAYS if field.fits else _WAYS[-1:]:
        markdown = markdown if way is _WAYS[0] else field.write(way)
        rendered = render(markdown, files.known, cloze)
        if rendered.problems:
            problem = f"cannot be carried: {rendered.problems[0].message}"
        else:
            own = _Field(rendered.html, lambda name: (files.named.get(name, name), ""), own=True)
            if field.is_shown_by(own, way):
                return field.prose(markdown, way)
    raise UnwritableError(problem)


class _Field:
    """A field's HTML, to be written in several ways."""

    def __init__(self, body: str, take: Take, *, own: bool = False) -> None:
        self.lost: set[str] = set()
        self.gone: list[str] = []
        self.take = take
        self.fits = True
        self.body, self.shelf = put_away(body, self.lost)
        if not own:
            self.gone += (f"`{''.join(filter(None, m.groups()))}`" for m in _GONE.finditer(body))
            self.body = well_formed(_mended(self.body))

    def write(self, way: Way) -> str:
        writer = Writer(way, self.shelf, self.take)
        markdown = writer.markdown(in_lines(self.body) if way.flat else self.body)
        self.lost |= writer.lost
        self.fits &= writer.fits
        self.gone += [one for one in writer.gone if one not in self.gone]
        return markdown

    def is_shown_by(self, shown: _Field, way: Way) -> bool:
        """Whether rendered HTML shows the same: it is written alike where all signs are escaped,
        and has the same letters by another way of reading."""
        strict = way._replace(escapes=2, apart=True, emphasis="*")
        return shown.letters() == self.letters() and _even(shown.write(strict)) == _even(
            self.write(strict)
        )

    def letters(self) -> str:
        """All letters that the HTML shows, without the names of media."""
        words = [html.escape(text) if kind == "maths" else "" for kind, text in self.shelf.pieces]
        body = self.body.replace("[", "&#91;")  # what is left of Anki's marks is text
        body = self.shelf.pattern.sub(lambda found: words[int(found[1])], body)
        return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", shown_text(body)))

    def prose(self, markdown: str, way: Way) -> Prose:
        lost = {*self.lost, way.lost} - {""}
        return Prose(markdown, frozenset(lost), tuple(self.gone))


def _mended(body: str) -> str:
    """HTML that says in words what it would only show by its looks, and whose lists are in items of
    those that hold them."""
    body = re.sub(r"</li>\s*(?=<[uo]l\b)", "", body)
    body = re.sub(r"(<[uo]l\b[^>]*>)\s*(?=<[uo]l\b)", r"\1<li>", body)
    if "<rp" in body:
        return body
    return re.sub(r"(<rt\b[^>]*>)(.*?)(?=</rt>|<rt|</ruby>)", r"\1(\2)", body, flags=re.DOTALL)


def _even(markdown: str) -> str:
    """A text without what readers do not see: how accents and addresses are written."""
    return without_ignorable(unicodedata.normalize("NFC", unquote(markdown)))
