"""The note types: frozen, for learners hold their ids, fields and templates for ever.

Adding, dropping or reordering a field or a template makes Anki skip every note of the type, or
asks learners for a full sync. So the shape never changes: what a later version needs goes into a
reserve field. Templates and CSS may change; then :data:`MODIFIED` has to move, as a test checks.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from cps_cards.model.cards import Kind

MODIFIED: Final = 1_795_656_400
"""When names, templates, CSS or descriptions changed last (seconds since 1970); never put back."""


class FieldType(NamedTuple):
    """A field of a note type; ``description`` is what Anki's editor shows while it is empty."""

    id: int
    name: str
    description: str


class TemplateType(NamedTuple):
    """A template: ``front`` and ``back`` name files, ``requires`` the field that makes a card."""

    id: int
    name: str
    front: str
    back: str
    requires: str


class NoteType(NamedTuple):
    id: int
    kind: Kind
    name: str
    fields: tuple[FieldType, ...]
    templates: tuple[TemplateType, ...]
    sort_field: str

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def place_of(self, name: str) -> int:
        return self.field_names.index(name)


_SHARED: Final[tuple[tuple[str, str], ...]] = (
    ("Scenario", "A short vignette, shown above the question"),
    ("Why", "Why the answer is right, shown under it"),
    ("Sources", "What the card rests on, shown small at the foot of the back"),
    ("Notice", "Shown first; says why a retired card is no longer taught"),
    ("Topic", "The topic, shown at the head of the card"),
    ("Priority", "Core, Important or Extended, shown at the head of the card"),
    ("Report", "Where to report a mistake in the card"),
    ("Deck ID", "The deck that the card belongs to"),
    ("Language", "The language of the card, for screen readers"),
)
_RESERVED: Final = tuple((f"Reserved {n}", "Left empty for later versions") for n in range(1, 6))
_CARD_ID: Final = ("Card ID", "The card's name for ever; tell it when you report a mistake")


def _fields(first_id: int, *own: tuple[str, str]) -> tuple[FieldType, ...]:
    rows = (_CARD_ID, *own, *_SHARED)
    named = tuple(FieldType(first_id + n, *row) for n, row in enumerate(rows))
    # Reserve fields count from a number of their own, so that no table above can move their ids.
    spare = tuple(FieldType(first_id + 90 + n, *row) for n, row in enumerate(_RESERVED))
    return named + spare


BASIC: Final = NoteType(
    id=1_711_540_800_101,
    kind="basic",
    name="Basic (cps-cards)",
    fields=_fields(
        1_711_540_810_000,
        ("Question", "The question"),
        ("Answer", "The answer"),
        ("Ask back to front", "A term here makes a second card that shows the answer and asks "
         "which term it describes"),
    ),
    templates=(
        TemplateType(1_711_540_820_001, "Question to answer", "basic.front.html",
                     "basic.back.html", "Question"),
        TemplateType(1_711_540_820_002, "Back to front", "reverse.front.html",
                     "reverse.back.html", "Ask back to front"),
    ),
    sort_field="Question",
)  # fmt: skip
CLOZE: Final = NoteType(
    id=1_711_540_800_102,
    kind="cloze",
    name="Cloze (cps-cards)",
    fields=_fields(
        1_711_540_830_000, ("Text", "A sentence with hidden words: {{c1::hidden::hint}}")
    ),
    templates=(
        TemplateType(1_711_540_840_001, "Cloze", "cloze.front.html", "cloze.back.html", "Text"),
    ),
    sort_field="Text",
)
CHOICE: Final = NoteType(
    id=1_711_540_800_103,
    kind="choice",
    name="Choice (cps-cards)",
    fields=_fields(
        1_711_540_850_000,
        ("Question", "The question"),
        ("Options", "The options as a list, shown on the front"),
        ("Options explained", "The options with the right one marked, and what is wrong with "
         "the others, shown on the back"),
        ("Key", "The letter of the right option"),
        ("Answer", "The right option"),
    ),
    templates=(
        TemplateType(1_711_540_860_001, "Choice", "choice.front.html", "choice.back.html",
                     "Question"),
    ),
    sort_field="Question",
)  # fmt: skip
NOTE_TYPES: Final[Mapping[Kind, NoteType]] = {"basic": BASIC, "cloze": CLOZE, "choice": CHOICE}

_FOLDER = Path(__file__).parent / "templates"
_PART = re.compile(r"<!-- ([a-z]+\.(?:html|js)) -->")
_SCRIPTS: Final = {"choice.js": ("forget.js", "choice.js"), "forget.js": ("forget.js",)}


@cache
def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8").strip()


@cache
def template_html(name: str) -> str:
    """A template as Anki gets it: the parts that cards share, and the script, are put in."""
    return _PART.sub(_part, _file(name))


def _part(match: re.Match[str]) -> str:
    return script(match[1]) if match[1] in _SCRIPTS else _file(match[1])


def script(name: str) -> str:
    """The script of choice cards (``choice.js``) or of the other cards' fronts (``forget.js``),
    with its element. Nothing of a note stands in it; all fronts forget what was chosen before."""
    code = "\n\n".join(_file(part) for part in _SCRIPTS[name])
    return f"<script>\n{code}\n</script>"


def css() -> str:
    """The style sheet of all note types."""
    return _file("card.css")
