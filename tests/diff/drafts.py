"""Packages that can be changed, and the choices that hypothesis makes about them."""

from __future__ import annotations

import dataclasses
import time
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from cps_cards.apkg.contents import Card, Deck, Field, Note, NoteType, Package, Preset, Template
from cps_cards.diff.generation import card_ords
from tests.diff.packages import TIME, digests

BASIC, CLOZE = 1_711_540_801_001, 1_711_540_801_002
LATER_THAN_LEARNERS = int(time.time()) + 1_000_000
ROOT = "Exam"
DECKS = (ROOT, f"{ROOT}::01 Core", f"{ROOT}::02 More", "Other::Deep::Deeper")
TEXTS = (
    "Who decides?", "The person.", "", "  ", "<br>", "naïve", unicodedata.normalize("NFD", "naïve"),
    "a\x01b\x7fc", "tab\tand\nline", "a & b < c", '<img src="picture.png">', "[sound:tone.mp3]",
    "<img src='a%20b.png'> &amp; <object data=picture.png></object>", "{{c1::not a cloze}}",
)  # fmt: skip
CLOZES = (
    "{{c1::one}}", "{{c1::one}} {{c2::two}}", "{{c2::two::hint}}", "{{c1::a {{c2::b}} c}}",
    "{{c1,3::both}}", "no cloze", "{{c1::not closed", "{{c4::four}} {{c2::<b>two</b>}}",
    "{{c0::none}}", "{{c501::far}}", '{{c1::<img src="picture.png">}}',
)  # fmt: skip
TAGS = ("cps::topic::respect", "cps::kind::basic", "Own", "marked", "leech", "ünsere", "own")
FILES = ("picture.png", "tone.mp3", "a b.png", "_style.css", "unused.png")


@dataclass
class Draft:
    """A package that can still be changed. ``cards`` are by the note's id."""

    types: dict[int, NoteType] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    cards: dict[int, list[Card]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    preset: Preset | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    def view(self) -> Package:
        used = {card.deck for cards in self.cards.values() for card in cards}
        names = sorted(
            used if any(ROOT.lower() in name.lower() for name in used) else {ROOT, *used}
        )
        preset_id = self.preset.id if self.preset is not None else 1
        return Package(
            notes=tuple(self.notes),
            cards=tuple(card for note in self.notes for card in self.cards[note.id]),
            note_types=dict(self.types),
            decks=tuple(Deck(name, self.descriptions.get(name, ""), preset_id) for name in names),
            presets=(self.preset,) if self.preset is not None else (),
            media=digests(self.files),
        )

    def replace(self, note: Note, **changes: Any) -> None:
        self.notes[self.notes.index(note)] = dataclasses.replace(note, **changes)

    def replace_type(self, note_type: NoteType, **changes: Any) -> None:
        self.types[note_type.id] = dataclasses.replace(note_type, **changes)

    def add(self, note: Note, deck: str) -> None:
        self.notes.append(note)
        self.make_cards(note, deck)

    def make_cards(self, note: Note, deck: str) -> None:
        ords = card_ords(self.types[note.type_id], note.fields, note.tags) or {0}
        self.cards[note.id] = [Card(note.id, ord, deck) for ord in sorted(ords)]

    def of_type(self, id: int) -> list[Note]:
        return [note for note in self.notes if note.type_id == id]


class Choices:
    """Draws of hypothesis, by what is wanted."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def one(self, options: Any) -> Any:
        return self.data.draw(st.sampled_from(list(options)))

    def chance(self) -> bool:
        return bool(self.data.draw(st.booleans()))

    def number(self, low: int, high: int) -> int:
        return self.data.draw(st.integers(low, high))

    def some(self, options: Any) -> list[Any]:
        return self.data.draw(st.lists(st.sampled_from(list(options)), max_size=3, unique=True))

    def fields(self, note_type: NoteType) -> tuple[str, ...]:
        first = self.one(CLOZES if note_type.cloze else TEXTS)
        return (first, *(self.one(TEXTS) for _ in note_type.fields[1:]))

    def newer(self, than: int) -> int:
        return self.one((than + 1, than + 5, LATER_THAN_LEARNERS))


class First(Choices):
    """No draws: always the first of what there is, and the smallest number."""

    def __init__(self) -> None:
        pass

    def one(self, options: Any) -> Any:
        return next(iter(options))

    def chance(self) -> bool:
        return False

    def number(self, low: int, high: int) -> int:
        return low

    def some(self, options: Any) -> list[Any]:
        return list(options)[:2]


def first_package(pick: Choices) -> Draft:
    """Two note types, as genanki or as this project writes them, and up to seven notes."""
    draft = Draft(descriptions={ROOT: pick.one(("", "Study cards"))})
    with_ids = pick.chance()
    draft.types[BASIC] = NoteType(
        id=BASIC,
        name="S Basic",
        mod=TIME,
        fields=_fields(("Front", "Back", "Extra"), 10, with_ids),
        templates=(
            _template("Ask", "{{Front}}", 20, with_ids),
            _template("Back to front", "{{#Extra}}{{Back}}{{/Extra}}", 21, with_ids),
        ),
        css=".card { color: black }",
    )
    draft.types[CLOZE] = NoteType(
        id=CLOZE,
        name="S Cloze",
        mod=TIME,
        fields=_fields(("Text", "Back"), 30, with_ids),
        templates=(
            Template(
                "Cloze", "{{cloze:Text}}", "{{cloze:Text}} {{Back}}", 40 if with_ids else None
            ),
        ),
        cloze=True,
    )
    draft.files = {name: f"first {name}".encode() for name in FILES}
    if pick.chance():
        draft.preset = Preset(1_400_000_000_001, "Exam options")
    for number in range(pick.number(3, 7)):
        note_type = draft.types[CLOZE if number == 1 else BASIC if number == 0 else
                                pick.one((BASIC, CLOZE))]  # fmt: skip
        note = Note(
            id=1_600_000_000_000 + 1_000 * number,
            guid=f"guid-{number}",
            type_id=note_type.id,
            mod=TIME + pick.number(0, 3),
            fields=pick.fields(note_type) if number else ("Who decides?", "The person.", ""),
            tags=tuple(pick.some(TAGS)),
        )
        draft.add(note, pick.one(DECKS))
    return draft


def _fields(names: tuple[str, ...], first: int, with_ids: bool) -> tuple[Field, ...]:
    return tuple(Field(name, first + n if with_ids else None) for n, name in enumerate(names))


def _template(name: str, front: str, id: int, with_id: bool) -> Template:
    return Template(name, front, "{{FrontSide}}<hr>{{Back}}", id if with_id else None)
