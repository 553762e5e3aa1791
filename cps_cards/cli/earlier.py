"""Warnings before a package is written: what learners may have that is later than this."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cps_cards.git import History
from cps_cards.model.texts import counted
from cps_cards.source import shown_path

if TYPE_CHECKING:
    from cps_cards.apkg.build import Built
    from cps_cards.model.deck import Collection

_SHOWN = 3


def warn(collection: Collection, history: History, built: Built, output: Path) -> None:
    """Tell on stderr what would not reach learners who have a later release, and what ``history``
    had to guess. ``output`` is still the package of before, if it is there; raises OSError where it
    cannot be read."""
    deck = collection.deck
    guids = {card.guid_in(deck.id) for card in collection.cards}
    later = history.later(deck.id, collection.ledger, guids)
    ledger = shown_path(collection.root / "published.json")
    if later is not None:
        _say(
            f"a later release is in git: the ledger of commit {later.commit} dates "
            f"{_named(later.cards)} later than {ledger} does. Whoever has that release keeps its "
            f"version. Take its ledger first: `git checkout {later.commit} -- {ledger}`"
        )
    kept = _kept(output, built)
    if kept:
        _say(
            f"{output} of before holds {_named(kept)} in another version that is newer. "
            f"Whoever imported that file keeps its version. If it was released, take the {ledger} "
            "of that release first"
        )
    for notice in history.notices:
        _say(notice)


def _kept(output: Path, built: Built) -> tuple[str, ...]:
    """The cards that somebody keeps who has the package of before."""
    if not output.is_file():
        return ()
    data = output.read_bytes()
    if data == built.data:
        return ()

    from cps_cards.apkg.contents import BadPackageError
    from cps_cards.apkg.notetypes import NOTE_TYPES
    from cps_cards.apkg.reader import read_notes
    from cps_cards.diff.compared import lasting_tags
    from cps_cards.diff.importer import stored

    try:
        before = {row[0]: row for row in read_notes(io.BytesIO(data))}
    except BadPackageError:  # whatever it is, nobody has a deck from it
        return ()
    found = []
    for one in built.versions:
        _, mod, fields, tags = before.get(one.guid, ("", 0, "", ""))
        if mod > one.mod:
            note = one.note
            now = [note.fields.get(name, "") for name in NOTE_TYPES[note.kind].field_names]
            differs = list(map(stored, fields.split("\x1f"))) != list(map(stored, now))
            if differs or lasting_tags(tags.split()) != lasting_tags(note.tags):
                found.append(note.card.id.value)
    return tuple(found)


def _named(cards: tuple[str, ...]) -> str:
    names = ", ".join(f"`{card}`" for card in cards[:_SHOWN])
    more = ", …" if len(cards) > _SHOWN else ""
    return f"{counted(len(cards), 'card')} ({names}{more})"


def _say(message: str) -> None:
    click.echo(f"warning: {message}.", err=True)
