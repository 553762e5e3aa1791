"""A real collection of a learner: real imports, the things learners do, and what is in it then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from cps_cards.apkg.contents import Deck, Field, Note, NoteType, Package, Template
from cps_cards.diff.importer import Learner
from tests.diff.packages import digests, legacy

_VERDICTS = {"new": "new", "updated": "updated", "duplicate": "skipped"}

Log = Counter[tuple[str, str]]
"""How often each pair of verdict and guid stands in Anki's log."""


class Desktop:
    """A learner's Anki, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.package = folder / "package.apkg"
        self.col = Collection(str(folder / "collection.anki2"))
        self.stock = {entry.id for entry in self.col.models.all_names_and_ids()}

    def close(self) -> None:
        self.col.close()

    def import_view(self, view: Package, files: Mapping[str, bytes]) -> Log:
        return self.import_bytes(legacy(view, files), view)

    def import_bytes(self, data: bytes, view: Package) -> Log:
        """Import, and read the log; Anki's errors go to the caller."""
        self.package.write_bytes(data)
        request = ImportAnkiPackageRequest(
            package_path=str(self.package), options=ImportAnkiPackageOptions()
        )
        log = self.col.import_anki_package(request).log
        # Python's cache of note types does not see what the backend imports.
        self.col.models._clear_cache()
        guids: dict[int, str] = dict(self.col.db.execute("SELECT id, guid FROM notes"))
        found: Log = Counter()
        for name, verdict in _VERDICTS.items():
            found.update((verdict, guids[entry.id.nid]) for entry in getattr(log, name))
        incoming = {note.id: note.guid for note in view.notes}
        found.update(("conflicting", incoming[entry.id.nid]) for entry in log.conflicting)
        others = (log.first_field_match, log.missing_notetype, log.missing_deck)
        assert not any((*others, log.empty_first_field)), "a part of the log that is not modeled"
        return found

    def schema_time(self) -> int:
        """When Anki last noted that only a full sync will do."""
        return int(self.col.db.scalar("SELECT scm FROM col"))

    def presets(self) -> set[int]:
        """The ids of the deck options that are there."""
        return {entry["id"] for entry in self.col.decks.all_config()}

    def reviews(self) -> list[Any]:
        return list(self.col.db.execute("SELECT * FROM revlog ORDER BY id"))

    def schedules(self) -> dict[int, Any]:
        rows = self.col.db.execute(
            "SELECT id, did, type, queue, due, ivl, factor, reps, lapses, flags, data FROM cards"
        )
        return {row[0]: row for row in rows}

    def empty(self) -> dict[int, set[int]]:
        """Note id to the ordinals of its empty cards, as Tools > Empty Cards lists them."""
        return {
            entry.note_id: {self.col.get_card(id).ord for id in entry.card_ids}
            for entry in self.col.get_empty_cards().notes
        }

    def learner(self) -> Learner:
        """What is in the collection, in the model's words."""
        decks = {entry.id: entry.name for entry in self.col.decks.all_names_and_ids()}
        cards: dict[int, dict[int, str]] = {}
        for note_id, ord, deck_id in self.col.db.execute(
            "SELECT nid, ord, did FROM cards ORDER BY ord"
        ):
            cards.setdefault(note_id, {})[ord] = decks[deck_id]
        notes = {}
        for id, guid, mid, mod, tags, fields in self.col.db.execute(
            "SELECT id, guid, mid, mod, tags, flds FROM notes"
        ):
            split = tuple(fields.split("\x1f"))
            notes[id] = Note(id, guid, mid, mod, split, tuple(tags.split()))
        own = [
            self.col.models.get(entry.id)
            for entry in self.col.models.all_names_and_ids()
            if entry.id not in self.stock
        ]
        folder = Path(self.col.media.dir())
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        return Learner(
            notes=notes,
            cards=cards,
            types={entry["id"]: self._type(entry) for entry in own},
            origins={entry["id"]: entry.get("originalId") or entry["id"] for entry in own},
            decks={name.lower(): self._deck(id, name) for id, name in decks.items()},
            media=digests(files),
        )

    def _deck(self, id: int, name: str) -> Deck:
        entry = self.col.decks.get(id)
        assert entry is not None
        return Deck(name, entry["desc"], entry["conf"])

    def _type(self, entry: Any) -> NoteType:
        return NoteType(
            id=entry["id"],
            name=entry["name"],
            mod=entry["mod"],
            fields=tuple(Field(f["name"], f.get("id")) for f in entry["flds"]),
            templates=tuple(
                Template(t["name"], t["qfmt"], t["afmt"], t.get("id")) for t in entry["tmpls"]
            ),
            css=entry["css"],
            cloze=entry["type"] == 1,
        )


def comparable(learner: Learner, now: int) -> dict[str, Any]:
    """A collection without what imports make up: the ids of copied note types, their times.

    Tags are held without case: Anki spells them as the collection has them already. The default
    deck is there whether or not anything is in it.
    """
    names = {id: note_type.name for id, note_type in learner.types.items()}
    return {
        "notes": {
            id: (note.guid, names[note.type_id], note.mod, note.fields,
                 frozenset(tag.lower() for tag in note.tags), learner.cards.get(id, {}))
            for id, note in learner.notes.items()
        },
        "types": {
            one.name: (learner.origins[id], _time(one.mod, now), one.fields, one.templates,
                one.css, one.cloze)
            for id, one in learner.types.items()
        },
        "decks": {name: deck for name, deck in learner.decks.items() if name != "default"},
        "media": dict(learner.media),
    }  # fmt: skip


def _time(mod: int, now: int) -> int | str:
    return "now" if abs(mod - now) < 10 else mod
