"""Which notes are new or changed since the last release, and the modification time of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from cps_cards.model.deck import Collection
from cps_cards.model.ledger import Published
from cps_cards.render.notes import RenderedNote

Change = Literal["new", "changed", "unchanged"]


class Version(NamedTuple):
    """A note with its identity: ``mod`` is its modification time in seconds since 1970."""

    note: RenderedNote
    guid: str
    mod: int
    change: Change

    def published(self) -> Published:
        note = self.note
        return Published(note.card.key, self.guid, note.kind, note.content_hash(), self.mod)


def versions(
    notes: Sequence[RenderedNote], collection: Collection, epoch: int | None = None
) -> list[Version]:
    """Hold the notes against the ledger.

    An unchanged note keeps its modification time; another one gets ``epoch`` (SOURCE_DATE_EPOCH),
    else the newest time of the files that its content comes from, and in any case a later one than
    the ledger's: Anki takes an update only if it is newer than what the learner has.
    """
    ledger = collection.ledger.cards if collection.ledger is not None else {}
    known: Mapping[str, Published] = {one.guid: one for one in ledger.values()}
    deck_id = collection.deck.id
    found = []
    for note in notes:
        guid = note.card.guid_in(deck_id)
        before = known.get(guid)
        if before is not None and before.hash == note.content_hash():
            found.append(Version(note, guid, before.mod, "unchanged"))
            continue
        mod = max(epoch if epoch is not None else _newest(note, collection), 1)
        if before is not None:
            mod = max(mod, before.mod + 1)
        change: Change = "new" if before is None else "changed"
        found.append(Version(note, guid, mod, change))
    return found


def _newest(note: RenderedNote, collection: Collection) -> int:
    """The newest modification time of the card's file, its media and, if it cites, the sources."""
    newest = collection.mtimes.get(note.card.source.path, 0)
    if note.fields["Sources"] and collection.sources_file is not None:
        newest = max(newest, collection.mtimes.get(collection.sources_file.path, 0))
    return max(newest, *(media.mtime for media in note.media)) if note.media else newest
