"""Notes to the bytes of an ``.apkg``: genanki writes the notes, the rest is fixed here.

genanki's own ``write_to_file`` stores the date of a temporary file and one modification time for
all notes; here every byte comes from the deck, so that the same deck gives the same package.
"""

import errno
import hashlib
import io
import itertools
import json
import sqlite3
import time
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from cps_cards.apkg.decks import FROZEN_TIME, Preset, anki_deck_id, deck_json, with_parents
from cps_cards.apkg.notetypes import MODIFIED, NOTE_TYPES, NoteType, css, template_html
from cps_cards.apkg.versions import Version
from cps_cards.model import ids
from cps_cards.model.cards import Kind, ords_of
from cps_cards.model.deck import Collection, MediaFile
from cps_cards.render.shown import shown_text

_ZIP_LEVEL = 2
"""A third of the time of the default, for a sixth more bytes."""
_PAGE_BYTES = 16_384
"""A note with its options fills such a page better than SQLite's own of 4,096: the database is a
tenth smaller."""
_TABLES, _INDEX, _INDEXES = APKG_SCHEMA.partition("CREATE INDEX")
"""Indexes are made when all rows are there, which is quicker than row by row."""
_IDS_A_NOTE = 512
"""Room for a note's id and those of its cards: a cloze has at most 500."""


class Shipped(NamedTuple):
    """A note as it goes into the package: where it stands, and all its tags."""

    version: Version
    position: int
    deck: str
    tags: tuple[str, ...]


def package(
    shipped: Sequence[Shipped], collection: Collection, preset: Preset, description: str
) -> bytes:
    """The bytes of the package; the same input gives the same bytes.

    ``description`` is the HTML of the top deck's overview. Raises OSError where a media file cannot
    be read, or has changed since the deck was read.
    """
    used = {one.version.note.kind for one in shipped}
    models = {kind: _model(NOTE_TYPES[kind]) for kind in NOTE_TYPES if kind in used}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.executescript(_TABLES)
        connection.executescript(APKG_COL)
        _write_notes(connection, shipped, collection, models)
        _write_col(connection, shipped, collection, models, preset, description)
        connection.commit()
        connection.executescript(_INDEX + _INDEXES)
        database = memoryview(connection.serialize())
    media = {m.packaged: m for one in shipped for m in one.version.note.media}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # SQLite stamps its own version into bytes 96 to 99; that is no part of the deck.
        _add(archive, "collection.anki2", b"".join((database[:96], bytes(4), database[100:])))
        del database
        index = {str(number): name for number, name in enumerate(sorted(media))}
        _add(archive, "media", json.dumps(index, ensure_ascii=False).encode())
        for number, name in index.items():
            _add(archive, number, _read(media[name]))
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, time.gmtime(FROZEN_TIME)[:6])
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, data, zipfile.ZIP_DEFLATED, _ZIP_LEVEL)


def _read(media: MediaFile) -> bytes:
    data = media.data()
    if hashlib.sha256(data).hexdigest() != media.digest:
        reason = "the file changed while the package was being written; build it again"
        raise OSError(errno.EAGAIN, reason, str(media.path))
    return data


class _Rows:
    """Stands in for a cursor while genanki writes notes: inserts rows by the thousand. One at a
    time takes twice as long; all at once would hold every field a second time."""

    _MOST = 5_000

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.waiting: dict[str, list[tuple[Any, ...]]] = {}
        self.lastrowid = 0

    def execute(self, statement: str, row: tuple[Any, ...]) -> None:
        rows = self.waiting.setdefault(statement, [])
        rows.append(row)
        self.lastrowid = row[0]
        if len(rows) >= self._MOST:
            self.flush()

    def flush(self) -> None:
        while self.waiting:
            self.connection.executemany(*self.waiting.popitem())


def _model(note_type: NoteType) -> Any:
    """A genanki model with the constant ids of fields and templates, which Anki matches them by."""
    fields = [
        {
            "name": field.name,
            "id": field.id,
            "description": field.description,
            "font": "Arial",
            "size": 20,
            "plainText": False,
            "collapsed": field.name.startswith("Reserved"),
            "excludeFromSearch": False,
            "tag": None,
            "preventDeletion": False,
        }
        for field in note_type.fields
    ]
    templates = [
        {
            "name": template.name,
            "id": template.id,
            "qfmt": template_html(template.front),
            "afmt": template_html(template.back),
        }
        for template in note_type.templates
    ]
    model = genanki.Model(
        note_type.id,
        note_type.name,
        fields=fields,
        templates=templates,
        css=css(),
        model_type=genanki.Model.CLOZE if note_type.kind == "cloze" else genanki.Model.FRONT_BACK,
        sort_field_index=note_type.place_of(note_type.sort_field),
    )
    # genanki would find these by rendering every template once for every field.
    model._req = [
        [number, "all", [note_type.place_of(template.requires)]]
        for number, template in enumerate(note_type.templates)
    ]
    return model


def _write_notes(
    connection: sqlite3.Connection,
    shipped: Sequence[Shipped],
    collection: Collection,
    models: Mapping[Kind, Any],
) -> None:
    deck_id = collection.deck.id
    first_id = ids.anki_id("notes", deck_id)
    deck_ids = {name: anki_deck_id(name, deck_id) for name in {one.deck for one in shipped}}
    names = {kind: NOTE_TYPES[kind].field_names for kind in models}  # more than a note fills
    rows = _Rows(connection)
    for one in shipped:
        note = one.version.note
        sort_field = NOTE_TYPES[note.kind].sort_field
        written = genanki.Note(
            model=models[note.kind],
            fields=list(map(note.fields.get, names[note.kind], itertools.repeat(""))),
            sort_field=shown_text(note.fields[sort_field]) or note.card.id.value,
            tags=one.tags,
            guid=one.version.guid,
            due=one.position,
        )
        # genanki would find the cards by rendering templates, and misses nested clozes.
        written.cards = [genanki.Card(ord) for ord in ords_of(note.card)]
        # The sanitiser has settled that; looking again for torn tags takes a fifth of the time.
        written._check_invalid_html_tags_in_fields = lambda: None
        numbers = itertools.count(first_id + one.position * _IDS_A_NOTE)
        written.write_to_db(rows, one.version.mod, deck_ids[one.deck], numbers)
    rows.flush()


def _write_col(
    connection: sqlite3.Connection,
    shipped: Sequence[Shipped],
    collection: Collection,
    models: Mapping[Kind, Any],
    preset: Preset,
    description: str,
) -> None:
    """The one row of ``col``: decks with their parents, note types, preset, version-2 scheduler."""
    deck = collection.deck
    conf, decks, dconf = connection.execute("SELECT conf, decks, dconf FROM col").fetchone()
    decks, dconf = json.loads(decks), json.loads(dconf)
    conf = json.loads(conf) | {"schedVer": 2, "nextPos": len(collection.cards) + 1}
    preset_id = preset.id(deck.id)
    for name in with_parents({deck.name, *(one.deck for one in shipped)}):
        shown = description if name == deck.name else ""
        # A deck above this one is somebody else's: Anki leaves its options, where these are 1.
        own = name == deck.name or name.startswith(f"{deck.name}::")
        entry = deck_json(name, deck.id, preset_id if own else ids.DEFAULT_PRESET, shown)
        decks[str(entry["id"])] = entry
    dconf[str(preset_id)] = preset.json(collection)
    types = {
        str(model.model_id): model.to_json(MODIFIED, anki_deck_id(deck.name, deck.id))
        for model in models.values()
    }
    times = FROZEN_TIME, FROZEN_TIME * 1000, FROZEN_TIME * 1000  # the last two in milliseconds
    texts = (json.dumps(value, ensure_ascii=False) for value in (conf, types, decks, dconf))
    statement = "UPDATE col SET crt=?, mod=?, scm=?, conf=?, models=?, decks=?, dconf=?"
    connection.execute(statement, (*times, *texts))
