"""Which notes are new or changed since the last release, and the modification time of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from cps_cards.history import History
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
    notes: Sequence[RenderedNote],
    collection: Collection,
    epoch: int | None = None,
    history: History | None = None,
) -> list[Version]:
    """Hold the notes against the ledger.

    An unchanged note keeps its modification time; another one gets ``epoch`` (of the release, or
    SOURCE_DATE_EPOCH), else the newest time of the files that it consists of: of their last commits
    as far as ``history`` knows these. In any case it is later than the ledger's: Anki takes an
    update only if it is newer than what the learner has.
    """
    ledger = collection.ledger.cards if collection.ledger is not None else {}
    known: Mapping[str, Published] = {one.guid: one for one in ledger.values()}
    deck_id = collection.deck.id
    files = _Times(collection, history)
    found = []
    for note in notes:
        guid = note.card.guid_in(deck_id)
        before = known.get(guid)
        if before is not None and before.hash == note.content_hash():
            found.append(Version(note, guid, before.mod, "unchanged"))
            continue
        mod = max(epoch if epoch is not None else files.newest(note), 1)
        if before is not None:
            mod = max(mod, before.mod + 1)
        change: Change = "new" if before is None else "changed"
        found.append(Version(note, guid, mod, change))
    return found


class _Times:
    """When the files of a deck last changed, each asked for once."""

    def __init__(self, collection: Collection, history: History | None) -> None:
        self._collection = collection
        self._history = history
        self._known: dict[str, int] = {}

    def newest(self, note: RenderedNote) -> int:
        """The newest time of what a card consists of: its file, its media, the sources if it
        cites, the curriculum, and what the deck itself says."""
        collection = self._collection
        files = [note.card.source, collection.deck.source]
        if collection.curriculum is not None:
            files.append(collection.curriculum.source)
        if note.fields["Sources"] and collection.sources_file is not None:
            files.append(collection.sources_file)
        times = [self._of(file.path, collection.mtimes.get(file.path, 0)) for file in files]
        times += [self._of(f"media/{one.name}", one.mtime, one.path) for one in note.media]
        return max(times)

    def _of(self, name: str, mtime: int, path: Path | None = None) -> int:
        time = self._known.get(name)
        if time is None:
            committed = None
            if self._history is not None:
                committed = self._history.committed(path or self._collection.path_of(name))
            time = self._known[name] = mtime if committed is None else committed
        return time
