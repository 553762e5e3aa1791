"""Packages in Anki's legacy format, written from a view: any ids, times and shapes."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from typing import Any

from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from cps_cards.apkg.contents import NoteType, Package

TIME = 1_700_000_000


def legacy(view: Package, files: Mapping[str, bytes]) -> bytes:
    """The package as genanki would write it; ``files`` has the contents of ``view.media``."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(APKG_SCHEMA)
        connection.executescript(APKG_COL)
        _write_col(connection, view)
        for note in view.notes:
            tags = f" {' '.join(note.tags)} " if note.tags else ""
            row = (note.id, note.guid, note.type_id, note.mod, -1, tags)
            row += ("\x1f".join(note.fields), note.fields[0], 0, 0, "")
            connection.execute(f"INSERT INTO notes VALUES ({_marks(11)})", row)
        for number, card in enumerate(view.cards):
            id, deck = TIME * 1000 + number, _deck_id(card.deck)
            row = (id, card.note_id, deck, card.ord, TIME, -1, 0, 0, card.due, *[0] * 8, "")
            connection.execute(f"INSERT INTO cards VALUES ({_marks(18)})", row)
        connection.commit()
        database = connection.serialize()
    finally:
        connection.close()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("collection.anki2", database)
        names = sorted(files)
        archive.writestr("media", json.dumps({str(n): name for n, name in enumerate(names)}))
        for number, name in enumerate(names):
            archive.writestr(str(number), files[name])
    return buffer.getvalue()


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha1(data).hexdigest() for name, data in files.items()}


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _deck_id(name: str) -> int:
    if name == "Default":
        return 1
    return 1_500_000_000_000 + int(hashlib.sha1(name.encode()).hexdigest()[:8], 16)


def _write_col(connection: sqlite3.Connection, view: Package) -> None:
    decks, presets = connection.execute("SELECT decks, dconf FROM col").fetchone()
    decks, presets = json.loads(decks), json.loads(presets)
    for deck in view.decks:
        id = _deck_id(deck.name)
        decks[str(id)] = decks["1"] | {
            "id": id,
            "name": deck.name,
            "desc": deck.description,
            "conf": deck.preset_id,
        }
    for preset in view.presets:
        presets[str(preset.id)] = presets["1"] | {"id": preset.id, "name": preset.name}
    types = {str(id): _type(note_type) for id, note_type in view.note_types.items()}
    connection.execute(
        "UPDATE col SET crt=?, mod=?, scm=?, models=?, decks=?, dconf=?",
        (TIME, TIME * 1000, TIME * 1000, *map(json.dumps, (types, decks, presets))),
    )


def _type(note_type: NoteType) -> dict[str, Any]:
    return {
        "id": note_type.id,
        "name": note_type.name,
        "mod": note_type.mod,
        "usn": -1,
        "sortf": 0,
        "did": 1,
        "type": int(note_type.cloze),
        "css": note_type.css,
        "latexPre": "",
        "latexPost": "",
        "latexsvg": False,
        "vers": [],
        "tags": [],
        "req": [[ord, "all", [0]] for ord in range(len(note_type.templates))],
        "flds": [
            {"name": f.name, "ord": ord, "font": "Arial", "size": 20, "rtl": False,
             "sticky": False, "media": [], **({"id": f.id} if f.id is not None else {})}
            for ord, f in enumerate(note_type.fields)
        ],
        "tmpls": [
            {"name": t.name, "ord": ord, "qfmt": t.front, "afmt": t.back, "bqfmt": "",
             "bafmt": "", "did": None, **({"id": t.id} if t.id is not None else {})}
            for ord, t in enumerate(note_type.templates)
        ],
    }  # fmt: skip
