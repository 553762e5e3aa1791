"""Pairs of packages, an older and a newer one, and what learners do in between: by named cases."""

from __future__ import annotations

import copy
import dataclasses
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from cps_cards.diff.generation import card_ords
from cps_cards.diff.importer import Options
from cps_cards.diff.view import Card, Deck, Field, Note, NoteType, PackageView, Preset, Template
from tests.diff.anki_itself import Desktop
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

    def view(self) -> PackageView:
        used = {card.deck for cards in self.cards.values() for card in cards}
        names = sorted(used if any(ROOT.lower() in name.lower() for name in used) else {ROOT, *used})
        preset_id = self.preset.id if self.preset is not None else 1
        return PackageView(
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
            Template("Cloze", "{{cloze:Text}}", "{{cloze:Text}} {{Back}}", 40 if with_ids else None),
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
            fields=pick.fields(note_type),
            tags=tuple(pick.some(TAGS)),
        )
        draft.add(note, pick.one(DECKS))
    return draft


def _fields(names: tuple[str, ...], first: int, with_ids: bool) -> tuple[Field, ...]:
    return tuple(Field(name, first + n if with_ids else None) for n, name in enumerate(names))


def _template(name: str, front: str, id: int, with_id: bool) -> Template:
    return Template(name, front, "{{FrontSide}}<hr>{{Back}}", id if with_id else None)


Change = Callable[[Choices, Draft], None]
Act = Callable[[Choices, Desktop], None]

CHANGES: dict[str, Change] = {}
"""What makes the newer package of the older one, by the name of the case."""

ACTS: dict[str, Act] = {}
"""What a learner does between the two imports."""

BOXES: dict[str, Options] = {
    "update always": Options("always", "always"),
    "update never": Options("never", "never"),
    "notes always": Options("always", "if-newer"),
    "note types never": Options("if-newer", "never"),
    "learning progress": Options(with_scheduling=True),
    "deck presets": Options(with_presets=True),
}


def change(function: Change) -> Change:
    CHANGES[function.__name__.replace("_", " ")] = function
    return function


def act(function: Act) -> Act:
    ACTS["learner " + function.__name__.replace("_", " ")] = function
    return function


# Notes


def _edit(pick: Choices, draft: Draft, mod: Callable[[int], int]) -> None:
    note = pick.one(draft.notes)
    fields = (note.fields[0] + " edited", *note.fields[1:])
    draft.replace(note, fields=fields, mod=mod(note.mod))


@change
def text_edited_and_newer(pick: Choices, draft: Draft) -> None:
    _edit(pick, draft, pick.newer)


@change
def text_edited_at_the_same_time(pick: Choices, draft: Draft) -> None:
    _edit(pick, draft, lambda mod: mod)


@change
def text_edited_and_older(pick: Choices, draft: Draft) -> None:
    _edit(pick, draft, lambda mod: mod - 1)


@change
def untouched_and_newer(pick: Choices, draft: Draft) -> None:
    mod = pick.newer(TIME)
    draft.notes = [dataclasses.replace(note, mod=note.mod - TIME + mod) for note in draft.notes]


@change
def nothing_changed(pick: Choices, draft: Draft) -> None:
    pass


@change
def tags_replaced(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.replace(note, tags=tuple(pick.some(TAGS)), mod=pick.newer(note.mod))


@change
def tags_replaced_at_the_same_time(pick: Choices, draft: Draft) -> None:
    draft.replace(pick.one(draft.notes), tags=("quite", "other"))


@change
def note_removed(pick: Choices, draft: Draft) -> None:
    draft.notes.remove(pick.one(draft.notes[1:]))


@change
def note_added(pick: Choices, draft: Draft) -> None:
    note_type = draft.types[pick.one((BASIC, CLOZE))]
    number = len(draft.notes)
    note = Note(
        id=1_650_000_000_000 + number,
        guid=f"guid-added-{number}",
        type_id=note_type.id,
        mod=TIME,
        fields=pick.fields(note_type),
    )
    draft.add(note, pick.one((*DECKS, "Quite::New")))


@change
def retired(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.replace(note, tags=(*note.tags, "cps::retired"), mod=pick.newer(note.mod))
    _move(draft, note, f"{ROOT}::99 Retired")


@change
def guid_changed(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.replace(note, guid="guid-changed")


@change
def note_id_changed(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.replace(note, id=note.id + 500, mod=note.mod + 1)
    draft.cards[note.id + 500] = [
        dataclasses.replace(card, note_id=note.id + 500) for card in draft.cards[note.id]
    ]


@change
def note_id_of_another_note(pick: Choices, draft: Draft) -> None:
    note = draft.notes[-1]
    fresh = dataclasses.replace(note, guid="guid-fresh")
    draft.replace(note, guid=fresh.guid)


@change
def first_field_of_another_note(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.add(dataclasses.replace(note, id=1_660_000_000_000, guid="guid-twin"), ROOT)


@change
def guid_twice(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    twin = dataclasses.replace(
        note,
        id=note.id + pick.one((-500, 500)),
        fields=("twin {{c1::x}}", *note.fields[1:]),
        mod=pick.newer(note.mod),
    )
    draft.add(twin, ROOT)


@change
def kind_changed_under_one_guid(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    other = draft.types[CLOZE if note.type_id == BASIC else BASIC]
    new = dataclasses.replace(
        note, type_id=other.id, fields=pick.fields(other), mod=pick.newer(note.mod)
    )
    draft.notes[draft.notes.index(note)] = new
    draft.make_cards(new, ROOT)


@change
def cloze_added(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.of_type(CLOZE))
    fields = (note.fields[0] + " {{c7::seven}}", *note.fields[1:])
    draft.replace(note, fields=fields, mod=pick.one((note.mod, note.mod + 1, LATER_THAN_LEARNERS)))
    draft.cards[note.id].append(Card(note.id, 6, pick.one(DECKS)))


@change
def cloze_dropped(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.of_type(CLOZE))
    new = dataclasses.replace(note, fields=("{{c9::nine}}", ""), mod=pick.newer(note.mod))
    draft.notes[draft.notes.index(note)] = new
    draft.make_cards(new, ROOT)


@change
def field_emptied(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.of_type(BASIC))
    draft.replace(note, fields=("", "", ""), mod=pick.newer(note.mod))


@change
def card_left_out(pick: Choices, draft: Draft) -> None:
    draft.cards[pick.one(draft.notes).id] = []


@change
def card_of_no_template(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.cards[note.id].append(Card(note.id, 8, ROOT))


# Decks


def _move(draft: Draft, note: Note, deck: str) -> None:
    draft.cards[note.id] = [dataclasses.replace(c, deck=deck) for c in draft.cards[note.id]]


def _rename_decks(draft: Draft, rename: Callable[[str], str]) -> None:
    for note in draft.notes:
        if draft.cards[note.id]:
            _move(draft, note, rename(draft.cards[note.id][0].deck))


@change
def moved_to_another_sub_deck(pick: Choices, draft: Draft) -> None:
    _move(draft, pick.one(draft.notes), pick.one((*DECKS, f"{ROOT}::03 Fresh", "Default")))


@change
def moved_and_newer(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.replace(note, mod=pick.newer(note.mod))
    _move(draft, note, f"{ROOT}::03 Fresh")


@change
def deck_renamed(pick: Choices, draft: Draft) -> None:
    _rename_decks(draft, lambda name: name.replace(ROOT, "Examination"))


@change
def deck_in_other_letters(pick: Choices, draft: Draft) -> None:
    note_added(pick, draft)
    _rename_decks(draft, lambda name: name.replace(ROOT, ROOT.upper()))


@change
def deck_put_below_another(pick: Choices, draft: Draft) -> None:
    _rename_decks(draft, lambda name: f"Courses::{name}")


@change
def description_changed(pick: Choices, draft: Draft) -> None:
    draft.descriptions[ROOT] = pick.one(("", "Other words"))


@change
def preset_changed(pick: Choices, draft: Draft) -> None:
    draft.preset = Preset(1_400_000_000_002, "Other options")


@change
def preset_taken_out(pick: Choices, draft: Draft) -> None:
    draft.preset = None


# Note types


def _versions(pick: Choices, draft: Draft) -> tuple[NoteType, int]:
    """A note type, and the time of its next version: later, later than learners, or the same."""
    note_type = draft.types[pick.one((BASIC, CLOZE))]
    if pick.chance():
        for note in draft.of_type(note_type.id):
            draft.replace(note, mod=note.mod + pick.one((0, 1, LATER_THAN_LEARNERS)))
    return note_type, pick.one((TIME, TIME + 1, LATER_THAN_LEARNERS))


def _change_fields(draft: Draft, note_type: NoteType, mod: int, fields: tuple[Field, ...]) -> None:
    draft.replace_type(note_type, fields=fields, mod=mod)
    for note in draft.of_type(note_type.id):
        values = (*note.fields, *("" for _ in fields))[: len(fields)]
        draft.replace(note, fields=values)


@change
def field_added(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    id = 99 if note_type.fields[0].id is not None else None
    _change_fields(draft, note_type, mod, (*note_type.fields, Field("Added", id)))


@change
def field_added_and_notes_too(pick: Choices, draft: Draft) -> None:
    field_added(pick, draft)
    note_added(pick, draft)


@change
def field_removed(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    _change_fields(draft, note_type, mod, note_type.fields[:-1])


@change
def field_renamed(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    last = dataclasses.replace(note_type.fields[-1], name="Renamed")
    _change_fields(draft, note_type, mod, (*note_type.fields[:-1], last))
    renamed = draft.types[note_type.id]
    old, new = note_type.fields[-1].name, last.name
    templates = tuple(
        dataclasses.replace(t, front=_with(t.front, old, new), back=_with(t.back, old, new))
        for t in renamed.templates
    )
    draft.replace_type(renamed, templates=templates)


def _with(template: str, old: str, new: str) -> str:
    return template.replace(f"{old}}}}}", f"{new}}}}}")


@change
def fields_reordered(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    _change_fields(draft, note_type, mod, (*note_type.fields[1:], note_type.fields[0]))


@change
def field_ids_added(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    fields = tuple(dataclasses.replace(f, id=70 + n) for n, f in enumerate(note_type.fields))
    _change_fields(draft, note_type, mod, fields)


@change
def field_ids_dropped(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    fields = tuple(dataclasses.replace(field, id=None) for field in note_type.fields)
    _change_fields(draft, note_type, mod, fields)


@change
def template_added(pick: Choices, draft: Draft) -> None:
    note_type, mod = draft.types[BASIC], pick.one((TIME, LATER_THAN_LEARNERS))
    id = 98 if note_type.templates[0].id is not None else None
    added = Template("Added", "{{Back}}", "{{Front}}", id)
    draft.replace_type(note_type, templates=(*note_type.templates, added), mod=mod)
    for note in draft.of_type(BASIC):
        draft.cards[note.id].append(Card(note.id, 2, ROOT))


@change
def template_removed(pick: Choices, draft: Draft) -> None:
    note_type, mod = draft.types[BASIC], pick.one((TIME, LATER_THAN_LEARNERS))
    draft.replace_type(note_type, templates=note_type.templates[:1], mod=mod)
    for note in draft.of_type(BASIC):
        draft.cards[note.id] = [card for card in draft.cards[note.id] if card.ord == 0]


def _change_template(draft: Draft, note_type: NoteType, mod: int, **changes: Any) -> None:
    last = dataclasses.replace(note_type.templates[-1], **changes)
    draft.replace_type(note_type, templates=(*note_type.templates[:-1], last), mod=mod)


@change
def template_renamed(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    _change_template(draft, note_type, mod, name="Renamed")


@change
def templates_reordered(pick: Choices, draft: Draft) -> None:
    note_type = draft.types[BASIC]
    draft.replace_type(note_type, templates=note_type.templates[::-1], mod=TIME + 1)


@change
def template_front_changed(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    front = "{{cloze:Text}}!" if note_type.cloze else pick.one(
        ("{{Back}}", "{{^Extra}}{{Front}}{{/Extra}}", "{{#Back}}{{text:Front}}{{/Back}}", "none")
    )  # fmt: skip
    _change_template(draft, note_type, mod, front=front)


@change
def template_back_changed(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    _change_template(draft, note_type, mod, back="{{Back}} again {{cloze:Text}}")


@change
def css_changed_and_newer(pick: Choices, draft: Draft) -> None:
    draft.replace_type(draft.types[BASIC], css="new", mod=pick.newer(TIME))


@change
def css_changed_at_the_same_time(pick: Choices, draft: Draft) -> None:
    draft.replace_type(draft.types[BASIC], css="new")


@change
def css_changed_and_older(pick: Choices, draft: Draft) -> None:
    draft.replace_type(draft.types[BASIC], css="new", mod=TIME - 1)


@change
def note_type_renamed(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    draft.replace_type(note_type, name="S Other", mod=mod)


@change
def note_type_id_changed(pick: Choices, draft: Draft) -> None:
    note_type, mod = _versions(pick, draft)
    del draft.types[note_type.id]
    moved = dataclasses.replace(note_type, id=note_type.id + 50, mod=mod)
    draft.types[moved.id] = moved
    for note in draft.of_type(note_type.id):
        draft.replace(note, type_id=moved.id)


@change
def note_type_becomes_cloze(pick: Choices, draft: Draft) -> None:
    draft.replace_type(draft.types[BASIC], cloze=True, mod=pick.one((TIME, LATER_THAN_LEARNERS)))


@change
def note_type_without_notes(pick: Choices, draft: Draft) -> None:
    draft.types[77] = dataclasses.replace(draft.types[BASIC], id=77, name="S Unused")


@change
def wrong_number_of_fields(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.replace(note, fields=pick.one((note.fields[:-1], (*note.fields, "too many"))))


# Files


@change
def file_changed_under_one_name(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    shown = '<img src="picture.png"> [sound:tone.mp3] {{c1::x}}'
    draft.replace(note, fields=(shown, *note.fields[1:]), mod=pick.one((note.mod, note.mod + 1)))
    draft.files |= {"picture.png": b"second", "tone.mp3": b"second", "a b.png": b"second"}


@change
def file_of_templates_changed(pick: Choices, draft: Draft) -> None:
    draft.files["_style.css"] = b"second"
    draft.files["_new.js"] = b"new"


@change
def file_added(pick: Choices, draft: Draft) -> None:
    note = pick.one(draft.notes)
    draft.files["new.jpg"] = b"new"
    draft.replace(note, fields=("<img src=new.jpg>", *note.fields[1:]), mod=note.mod + 1)


# Learners


def _any_note(pick: Choices, desktop: Desktop) -> Any:
    return desktop.col.get_note(pick.one(sorted(desktop.col.find_notes(""))))


@act
def edits_a_note(pick: Choices, desktop: Desktop) -> None:
    note = _any_note(pick, desktop)
    note.fields[0] = "my own words {{c1::here}}"
    desktop.col.update_note(note)


@act
def tags_a_note(pick: Choices, desktop: Desktop) -> None:
    note = _any_note(pick, desktop)
    note.tags = [*note.tags, "difficult", "marked"]
    desktop.col.update_note(note)


@act
def has_a_leech(pick: Choices, desktop: Desktop) -> None:
    ids = list(desktop.col.find_cards(""))
    if ids:
        card = desktop.col.get_card(pick.one(sorted(ids)))
        note = card.note()
        note.tags = [*note.tags, "leech"]
        desktop.col.update_note(note)
        desktop.col.sched.suspend_cards([card.id])


@act
def deletes_a_note(pick: Choices, desktop: Desktop) -> None:
    desktop.col.remove_notes([_any_note(pick, desktop).id])


@act
def studies(pick: Choices, desktop: Desktop) -> None:
    decks = desktop.col.decks
    for name in (ROOT, "Other"):
        id = decks.id_for_name(name)
        if id is None:
            continue
        decks.select(id)
        for _ in range(3):
            card = desktop.col.sched.getCard()
            if card is not None:
                desktop.col.sched.answerCard(card, pick.one((1, 3, 4)))


@act
def moves_cards(pick: Choices, desktop: Desktop) -> None:
    ids = list(desktop.col.find_cards(""))
    deck = desktop.col.decks.id("My own deck")
    if ids and deck is not None:
        desktop.col.set_deck([pick.one(sorted(ids))], deck)


@act
def renames_the_deck(pick: Choices, desktop: Desktop) -> None:
    id = desktop.col.decks.id_for_name(ROOT)
    if id is not None:
        desktop.col.decks.rename(id, "My exam")


@act
def changes_the_css(pick: Choices, desktop: Desktop) -> None:
    _change_type(desktop, lambda note_type: note_type.update(css="my own"))


@act
def adds_a_field(pick: Choices, desktop: Desktop) -> None:
    models = desktop.col.models
    _change_type(desktop, lambda entry: models.add_field(entry, models.new_field("My notes")))


@act
def renames_a_field(pick: Choices, desktop: Desktop) -> None:
    models = desktop.col.models
    _change_type(desktop, lambda entry: models.rename_field(entry, entry["flds"][1], "Mine"))


@act
def changes_a_template(pick: Choices, desktop: Desktop) -> None:
    def edit(entry: Any) -> None:
        entry["tmpls"][-1]["qfmt"] = "{{Front}} mine"

    _change_type(desktop, edit)


@act
def has_a_note_of_their_own(pick: Choices, desktop: Desktop) -> None:
    entry = _basic(desktop)
    if entry is not None:
        note = desktop.col.new_note(entry)
        note.fields[0] = "Who decides?"
        desktop.col.add_note(note, desktop.col.decks.id("My own deck"))  # type: ignore[arg-type]


@act
def deletes_empty_cards(pick: Choices, desktop: Desktop) -> None:
    found = desktop.col.get_empty_cards().notes
    desktop.col.remove_cards_and_orphaned_notes([id for entry in found for id in entry.card_ids])


def _basic(desktop: Desktop) -> Any:
    return desktop.col.models.get(BASIC)  # type: ignore[arg-type]


def _change_type(desktop: Desktop, edit: Callable[[Any], object]) -> None:
    entry = _basic(desktop)
    if entry is not None:
        edit(entry)
        desktop.col.models.update_dict(entry)


@dataclass(frozen=True)
class Pair:
    older: Draft
    newer: Draft
    acts: tuple[Act, ...]
    options: Options


def pair(pick: Choices, case: str) -> Pair:
    """A pair that has the case in it, and up to two other things as well."""
    older = first_package(pick)
    newer = copy.deepcopy(older)
    changes = [CHANGES[case]] if case in CHANGES else [CHANGES[pick.one(sorted(CHANGES))]]
    acts = [ACTS[case]] if case in ACTS else []
    if case != "nothing changed" and pick.chance():
        changes.append(CHANGES[pick.one(sorted(SMALL))])
        acts.extend(ACTS[name] for name in pick.some(sorted(ACTS))[:1])
    for apply in changes:
        apply(pick, newer)
    options = BOXES.get(case) or Options()
    return Pair(older, newer, tuple(acts), options)


SMALL = (
    "text edited and newer", "text edited at the same time", "tags replaced", "untouched and newer", "css changed and newer", "description changed",
    "file added",
)  # fmt: skip
"""Changes that can follow any other one."""

CASES = (*CHANGES, *ACTS, *BOXES)
