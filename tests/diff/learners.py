"""What learners do between two imports: a function for each case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.diff.anki_itself import Desktop
from tests.diff.drafts import BASIC, ROOT, Choices

Act = Callable[[Choices, Desktop], None]

ACTS: dict[str, Act] = {}
"""What a learner does between the two imports."""


def act(function: Act) -> Act:
    ACTS["learner " + function.__name__.replace("_", " ")] = function
    return function


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
