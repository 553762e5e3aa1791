"""A package's database: JSON in ``col`` up to schema 14, tables of their own after that."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from cps_cards.apkg import wire
from cps_cards.apkg.contents import (
    BadPackageError,
    Card,
    Deck,
    Field,
    Note,
    NoteType,
    Package,
    Preset,
    Template,
)

_JSON_UNTIL = 14
_NEWEST = 18
_SEPARATOR = "\x1f"
_Columns = Mapping[str, type | None]
"""The columns that are read, each with the type that its values must have; None for any."""


def read_database(connection: sqlite3.Connection) -> Package:
    """All that the database holds; media are beside it.

    Raises :class:`BadPackageError` where a part is missing or is not what it should be,
    :class:`wire.WireError` or sqlite3.Error where it is damaged.
    """
    rows = _Rows(connection)
    (schema,) = rows.only("col", {"ver": int})
    if not 11 <= schema <= _NEWEST:
        raise BadPackageError(f"its database has version {schema}, which this version cannot read")
    note_types, decks, presets = (_from_json if schema <= _JSON_UNTIL else _from_tables)(rows)
    notes = tuple(_notes(rows, note_types))
    cards = tuple(_cards(rows, {note.id for note in notes}, decks))
    return Package(
        notes, cards, note_types, tuple(decks.values()), tuple(presets.values()), schema=schema
    )


def note_rows(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str, str]]:
    """Guid, modification time, fields and tags of each note, as they are stored; raises as
    :func:`read_database`."""
    return _Rows(connection).each("notes", {"guid": str, "mod": int, "flds": str, "tags": str})


def json_object(text: str, what: str) -> dict[str, Any]:
    """A JSON object of a package; ``what`` names it in the :class:`BadPackageError` otherwise."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPackageError(f"its {what} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadPackageError(f"its {what} is not what it should be")
    return found


class _Rows:
    """Reads rows of real tables, each value checked for its type."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tables = {
            name
            for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master")
            if kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL")
        }

    def each(self, table: str, columns: _Columns, order: str = "1") -> Iterator[tuple[Any, ...]]:
        if table not in self.tables:
            raise BadPackageError(f"its database has no table {table}")
        # Names of tables and columns are this module's own.
        query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"  # noqa: S608
        for row in self.connection.execute(query):
            for value, kind in zip(row, columns.values(), strict=True):
                if kind is not None and not isinstance(value, kind):
                    raise BadPackageError(f"its database holds nonsense in the table {table}")
            yield row

    def only(self, table: str, columns: _Columns) -> tuple[Any, ...]:
        """The row of a table that has one."""
        rows = list(self.each(table, columns))
        if len(rows) != 1:
            raise BadPackageError(
                f"its database has {len(rows)} rows in the table {table}, not one"
            )
        return rows[0]


def _notes(rows: _Rows, note_types: Mapping[int, NoteType]) -> Iterator[Note]:
    columns: _Columns = {
        "id": int, "guid": str, "mid": int, "mod": int, "flds": str, "tags": str, "sfld": None
    }  # fmt: skip
    for id, guid, type_id, mod, values, tags, sort_text in rows.each("notes", columns):
        fields = tuple(values.split(_SEPARATOR))
        note_type = note_types.get(type_id)
        if note_type is None:
            raise BadPackageError(f"the note {guid!r} is of a note type that is not there")
        if len(fields) != len(note_type.fields):
            raise BadPackageError(f"the note {guid!r} has not the fields of its note type")
        yield Note(id, guid, type_id, mod, fields, tuple(tags.split()), str(sort_text))


def _cards(rows: _Rows, notes: set[int], decks: Mapping[int, Deck]) -> Iterator[Card]:
    columns = dict.fromkeys(("id", "nid", "did", "odid", "ord", "due", "type"), int)
    for id, note_id, deck_id, home, ord, due, stage in rows.each("cards", columns):
        deck_id = home if home in decks else deck_id  # it is only lent to a filtered deck
        if note_id not in notes or deck_id not in decks:
            raise BadPackageError(f"the card {id} is of a note or a deck that is not there")
        yield Card(note_id, ord, decks[deck_id].name, due, stage, id)


_Parts = tuple[dict[int, NoteType], dict[int, Deck], dict[int, Preset]]
_Made = TypeVar("_Made", NoteType, Deck, Preset)


def _from_json(rows: _Rows) -> _Parts:
    models, decks, presets = rows.only("col", dict.fromkeys(("models", "decks", "dconf"), str))
    return (
        _by_id(models, "list of note types", _json_type),
        _by_id(decks, "list of decks", _json_deck),
        _by_id(presets, "list of presets", _json_preset),
    )


class _Json:
    """An entry of one of the lists; what it lacks has a value that Anki would take it to have."""

    def __init__(self, values: Any, what: str) -> None:
        if not isinstance(values, dict):
            raise BadPackageError(f"its {what} is not what it should be")
        self.values: dict[str, Any] = values
        self.what = what

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        return value if isinstance(value, str) else str(value)

    def number(self, key: str) -> int:
        return self.optional(key) or 0

    def optional(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            raise BadPackageError(f"its {self.what} says {key}: {value!r:.40}") from None

    def each(self, key: str) -> list[_Json]:
        values = self.values.get(key, [])
        if not isinstance(values, list):
            raise BadPackageError(f"its {self.what} is not what it should be")
        return [_Json(value, self.what) for value in values]


def _by_id(text: str, what: str, make: Callable[[_Json], _Made]) -> dict[int, _Made]:
    entries = [_Json(value, what) for value in json_object(text, what).values()]
    return {entry.number("id"): make(entry) for entry in entries}


def _json_type(entry: _Json) -> NoteType:
    return NoteType(
        id=entry.number("id"),
        name=entry.text("name"),
        mod=entry.number("mod"),
        fields=tuple(Field(f.text("name"), f.optional("id")) for f in entry.each("flds")),
        templates=tuple(
            Template(t.text("name"), t.text("qfmt"), t.text("afmt"), t.optional("id"))
            for t in entry.each("tmpls")
        ),
        css=entry.text("css"),
        cloze=entry.number("type") == 1,
        sort_field=entry.number("sortf"),
    )


def _json_deck(entry: _Json) -> Deck:
    return Deck(entry.text("name"), entry.text("desc"), entry.optional("conf"))


def _json_preset(entry: _Json) -> Preset:
    return Preset(entry.number("id"), entry.text("name"), entry.values)


def _from_tables(rows: _Rows) -> _Parts:
    return dict(_types(rows)), dict(_decks(rows)), dict(_presets(rows))


def _types(rows: _Rows) -> Iterator[tuple[int, NoteType]]:
    fields: dict[int, list[Field]] = defaultdict(list)
    templates: dict[int, list[Template]] = defaultdict(list)
    part: _Columns = {"ntid": int, "name": str, "config": bytes}
    for type_id, name, config in rows.each("fields", part, order="ntid, ord"):
        fields[type_id].append(Field(name, wire.number(wire.last(config), 9)))
    for type_id, name, config in rows.each("templates", part, order="ntid, ord"):
        found = wire.last(config)
        sides = wire.text(found, 1), wire.text(found, 2)
        templates[type_id].append(Template(name, *sides, wire.number(found, 8)))
    whole: _Columns = {"id": int, "name": str, "mtime_secs": int, "config": bytes}
    for id, name, mod, config in rows.each("notetypes", whole):
        found = wire.last(config)
        yield (
            id,
            NoteType(
                id=id,
                name=name,
                mod=mod,
                fields=tuple(fields[id]),
                templates=tuple(templates[id]),
                css=wire.text(found, 3),
                cloze=wire.number(found, 1) == 1,
                sort_field=wire.number(found, 2) or 0,
            ),
        )


def _decks(rows: _Rows) -> Iterator[tuple[int, Deck]]:
    for id, name, kind in rows.each("decks", {"id": int, "name": str, "kind": bytes}):
        container = wire.last(kind)
        normal = wire.last(wire.data(container, 1))
        preset_id = wire.number(normal, 1) if 1 in container else None
        yield id, Deck(name.replace(_SEPARATOR, "::"), wire.text(normal, 4), preset_id)


def _presets(rows: _Rows) -> Iterator[tuple[int, Preset]]:
    for id, name, config in rows.each("deck_config", {"id": int, "name": str, "config": bytes}):
        settings = {str(key): value for key, value in wire.last(config).items()}
        yield id, Preset(id, name, settings)
