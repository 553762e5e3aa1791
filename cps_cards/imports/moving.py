"""How learners of an old deck take their progress along: the steps that they do once, in Anki."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.imports.records import Told
from cps_cards.model.cards import Kind
from cps_cards.model.texts import counted

_USUAL: Mapping[Kind, str] = {
    "basic": "Question: what it asks, Answer: what it answers",
    "cloze": "Text: the text with deletions",
    "choice": "Question: what it asks",
}


def moving_steps(package: str, kinds: Counter[Kind], found: Told | None = None) -> str:
    """What people who learn the old deck do once, so that they keep their progress. ``kinds``
    counts the notes that keep their GUIDs; without what was ``found`` in the old deck, its names
    are left to them."""
    notes = kinds.total()
    decks = {deck.split("::")[0] for deck in found.decks} if found is not None else set()
    deck = _search("deck", decks.pop()) if len(decks) == 1 else 'deck:"NAME OF THE OLD DECK"'
    moves = [(name, *move) for name, move in found.moves.items()] if found is not None else [
        (f"OLD NOTE TYPE OF {counted(number, 'note')}", kind, _USUAL[kind])
        for kind, number in kinds.items()
    ]  # fmt: skip
    steps = [
        f"Import {package}, all boxes as they are. Anki says that {counted(notes, 'note')} "
        f'{"was" if notes == 1 else "were"} not updated. Do NOT tick "Merge note types", though '
        "Anki proposes it: no later version of the deck would arrive."
    ]
    for name, kind, fields in moves:
        names = (name, f"{name}+", f"{name}-*") if found is not None else (name,)
        types = " OR ".join(_search("note", one) for one in names)
        steps.append(
            f"Browse, search  {deck} ({types})  , Ctrl+A, Notes > Change Note Type, choose "
            f"{NOTE_TYPES[kind].name}; {fields}, Save. One note type at a time."
        )
    steps.append(
        'Import the file again, under "Updates" set "Update notes" to "Always". The next sync is '
        "one-way: choose Upload. Empty decks can be deleted."
    )
    lead = "People who learn the old deck keep their progress if they do this once, on a computer:"
    numbered = [f"  {number}. {step}" for number, step in enumerate(steps, 1)]
    last = "On a phone alone nobody can be sure of that: it takes a computer, or the old deck."
    return "\n".join([lead, *numbered, last])


def _search(what: str, name: str) -> str:
    """A search for a name, in the quotes that Anki asks for where it holds more than letters."""
    return f'"{what}:{name}"' if re.search(r"[^\w+*-]", name) else f"{what}:{name}"
