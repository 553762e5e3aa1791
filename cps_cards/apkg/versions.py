"""Which notes are new or changed since the last release, and the modification time of each."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from cps_cards.git import History
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
    known = {one.guid: one for one in ledger.values()}
    newest = _newest(collection, history)
    found = []
    for note in notes:
        guid = note.card.guid_in(collection.deck.id)
        before = known.get(guid)
        if before is not None and before.hash == note.content_hash():
            found.append(Version(note, guid, before.mod, "unchanged"))
            continue
        mod = max(epoch if epoch is not None else newest(note), before.mod + 1 if before else 1)
        found.append(Version(note, guid, mod, "changed" if before else "new"))
    return found


def _newest(collection: Collection, history: History | None) -> Callable[[RenderedNote], int]:
    """Gives the newest time of what a card consists of: its file, its media, the sources if it
    cites, the curriculum, and what the deck itself says."""

    @cache
    def time(path: Path, mtime: int) -> int:
        committed = history.committed(path) if history is not None else None
        return mtime if committed is None else committed

    @cache
    def time_of_source(name: str) -> int:
        return time(collection.path_of(name), collection.mtimes.get(name, 0))

    def newest(note: RenderedNote) -> int:
        files = [note.card.source, collection.deck.source]
        if collection.curriculum is not None:
            files.append(collection.curriculum.source)
        if note.fields["Sources"] and collection.sources_file is not None:
            files.append(collection.sources_file)
        times = [time_of_source(file.path) for file in files]
        return max([*times, *(time(one.path, one.mtime) for one in note.media)])

    return newest
