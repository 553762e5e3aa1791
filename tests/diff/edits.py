"""What makes the newer package of the older one: a function for each case."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from cps_cards.apkg.contents import Card, Field, Note, NoteType, Preset, Template
from tests.diff.drafts import BASIC, CLOZE, DECKS, LATER_THAN_LEARNERS, ROOT, TAGS, Choices, Draft
from tests.diff.packages import TIME

Change = Callable[[Choices, Draft], None]

CHANGES: dict[str, Change] = {}
"""What makes the newer package of the older one, by the name of the case."""


def change(function: Change) -> Change:
    CHANGES[function.__name__.replace("_", " ")] = function
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
def template_front_makes_more_cards(pick: Choices, draft: Draft) -> None:
    """Notes without an extra text had one card; now they make two, though no card comes along."""
    _change_template(draft, draft.types[BASIC], pick.newer(TIME), front="{{Front}} {{Back}}")


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
