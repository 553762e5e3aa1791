"""Texts of other programs as the deck's Markdown: as few signs as may be, proved by rendering."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from cps_cards.imports.fieldhtml import Take, Writer, put_away
from cps_cards.imports.paragraphs import Way
from cps_cards.imports.records import Form
from cps_cards.model.deck import MediaFile
from cps_cards.model.texts import without_ignorable
from cps_cards.render.markdown import render, well_formed
from cps_cards.render.plain import simple_html
from cps_cards.render.shown import shown_text

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ANKI_MARK = re.compile(r"\[(?=/?(?:sound:|latex\]|\$))", re.IGNORECASE)
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


def as_html(text: str, form: Form) -> str:
    """A text in any form but Markdown as HTML that shows it; a line end is a line break."""
    if form == "html":
        return text
    body = html.escape(text.strip(), quote=False).replace("\n", "<br>")
    return body if form == "anki" else _ANKI_MARK.sub("&#91;", body)


def written(
    text: str,
    form: Form = "html",
    *,
    cloze: bool = False,
    files: Files = Files(),  # noqa: B008 - it is immutable
) -> Prose:
    """Markdown that shows what a field shows; nothing where that is nothing.

    Raises :class:`UnwritableError` where no way of writing shows all the words again.
    """
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if "\n" not in text and simple_html(text, cloze) == text:
        return Prose(text)
    field = _Field(as_html(text, form), files.take)
    markdown = field.write(_WAYS[0])
    if not markdown:
        return field.prose("", _WAYS[0])
    problem = "cannot be written in Markdown so that all of its words are shown"
    for way in _WAYS if field.fits else _WAYS[-1:]:
        markdown = markdown if way is _WAYS[0] else field.write(way)
        rendered = render(markdown, files.known, cloze)
        if rendered.problems:
            problem = f"cannot be carried: {rendered.problems[0].message}"
        elif field.is_shown_by(
            _Field(rendered.html, lambda name: (files.named.get(name, name), "")), way
        ):
            return field.prose(markdown, way)
    raise UnwritableError(problem)


class _Field:
    """A field's HTML, to be written in several ways; all that ``take`` says is said once."""

    def __init__(self, body: str, take: Take) -> None:
        self.lost: set[str] = set()
        self.gone = [f"`{''.join(filter(None, one.groups()))}`" for one in _GONE.finditer(body)]
        body, self.shelf = put_away(body, self.lost)
        if "<rt" in body and "<rp" not in body:
            body = re.sub(
                r"(<rt\b[^>]*>)(.*?)(?=</rt>|<rt|</ruby>)", r"\1(\2)", body, flags=re.DOTALL
            )
        self.body = well_formed(body)
        self.take = take
        self.fits = True
        self.taken: dict[str, tuple[str, str]] = {}

    def write(self, way: Way) -> str:
        writer = Writer(way, self.shelf, self._take)
        markdown = writer.markdown(self.body)
        self.lost |= writer.lost
        self.fits = writer.fits
        self.gone += [one for one in writer.gone if one not in self.gone]
        return markdown

    def _take(self, name: str) -> tuple[str, str]:
        if name not in self.taken:
            self.taken[name] = self.take(name)
        return self.taken[name]

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
        body = self.shelf.pattern.sub(lambda found: words[int(found[1])], self.body)
        return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", shown_text(body)))

    def prose(self, markdown: str, way: Way) -> Prose:
        lost = {*self.lost, way.lost} - {""}
        return Prose(markdown, frozenset(lost), tuple(self.gone))


def _even(markdown: str) -> str:
    """A text without what readers do not see: how accents and addresses are written."""
    return without_ignorable(unicodedata.normalize("NFC", unquote(markdown)))
