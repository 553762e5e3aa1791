"""Texts of other programs as the deck's Markdown: as few signs as may be, proved by rendering."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from cps_cards.imports.blocks import Way, markdown
from cps_cards.imports.fieldhtml import Field, Take
from cps_cards.model.deck import MediaFile
from cps_cards.model.texts import without_ignorable
from cps_cards.render.markdown import Html, render
from cps_cards.render.plain import simple_html
from cps_cards.render.shown import shown_text

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NO_MARKS = "bold, italics or links that Markdown cannot write there"
_NO_BLOCKS = "lists, tables or paragraphs, now line by line"
_WAYS = (
    Way(0),
    Way(1),
    Way(1, apart=True),
    Way(2, apart=True),
    Way(2, marks=False, lost=_NO_MARKS),
    Way(1, apart=True, flat=True, lost=_NO_BLOCKS),
    Way(2, marks=False, flat=True, lost=_NO_BLOCKS),
)


class UnwritableError(Exception):
    """Why Markdown cannot say what a field shows, in words that follow the field's name."""


class Prose(NamedTuple):
    """A text of the deck; ``lost`` is formatting whose words stay, ``gone`` what is left out."""

    text: str
    lost: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()


def written(
    body: str,
    *,
    cloze: bool = False,
    take: Take = lambda name: (name, ""),
    known: Mapping[str, MediaFile] = MappingProxyType({}),
) -> Prose:
    """Markdown that shows what a field's HTML shows; nothing where that is nothing.

    ``take`` gives the deck's name of a file by that in the field; ``known`` are the deck's files,
    with those taken. Raises :class:`UnwritableError` where no way of writing shows all the words
    again.
    """
    body = CONTROL.sub(" ", body.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if "\n" not in body and simple_html(body, cloze) == body:
        return Prose(body)
    field = Field(body, take)
    problem = "cannot be written in Markdown so that all of its words are shown"
    for way in _WAYS if field.fits else _WAYS[-2:]:
        text = markdown(field.blocks, way)
        if not text.strip("-\n"):  # nothing, or lines that divide nothing
            return Prose("", frozenset(field.lost), tuple(field.gone))
        rendered = render(text, known, cloze)
        if rendered.problems:
            problem = f"cannot be carried: {rendered.problems[0].message}"
        elif _seen(field, way) == _seen(Field(rendered.html, own_take(rendered)), way):
            lost = frozenset({*field.lost, way.lost} - {""})
            return Prose(text, lost, tuple(field.gone))
    raise UnwritableError(problem)


def own_take(rendered: Html) -> Take:
    """The deck's names of files that a text of the deck shows, by those in packages."""
    names = {file.packaged: file.name for file in rendered.media}
    return lambda name: (names.get(name, name), "")


def _seen(field: Field, way: Way) -> tuple[str, str]:
    """What fields that show the same have in common: how they are written where all signs are
    escaped, but for how accents and addresses are; and the letters of their words, by another way
    of reading."""
    strict = way._replace(escapes=2, apart=True)
    text = unicodedata.normalize("NFC", unquote(markdown(field.blocks, strict)))
    text = text.replace("&#58;", ":").replace("&#125;", "}")  # they may stand beside a deletion's
    body = field.shelf.pattern.sub("", field.body.replace("[", "&#91;"))  # Anki's marks are text
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", shown_text(body)))
    return without_ignorable(text), letters
