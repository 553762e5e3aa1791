"""A package's database: JSON in ``col`` up to schema 14, tables of their own after that."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

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
from cps_cards.apkg.wire import Message

_NEWEST = 18
_SEPARATOR = "\x1f"
_Columns = Mapping[str, type]
"""The columns that are read, each with the type that its values must have."""
_Made = TypeVar("_Made", dict[str, Any], list[Any])
_Parts = tuple[dict[int, NoteType], dict[int, Deck], dict[int, Preset]]


def read_database(connection: sqlite3.Connection) -> Package:
    """All that the database holds; media are beside it. Raises :class:`BadPackageError` where a
    part is missing or is not what it should be, or sqlite3.Error where it is damaged."""
    rows = _Rows(connection)
    (schema,) = rows.only("col", {"ver": int})
    if not 11 <= schema <= _NEWEST:
        raise BadPackageError(f"its database has version {schema}, which this version cannot read")
    note_types, decks, presets = (_from_json if schema <= 14 else _from_tables)(rows)
    notes = tuple(_notes(rows, note_types))
    cards = tuple(_cards(rows, {note.id for note in notes}, decks))
    return Package(notes, cards, note_types, tuple(decks.values()), tuple(presets.values()))


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
    return _of_kind(dict, found, what)


def _of_kind(kind: type[_Made], found: Any, what: str) -> _Made:
    if not isinstance(found, kind):
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
                if not isinstance(value, kind):
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
    columns = {"id": int, "guid": str, "mid": int, "mod": int, "flds": str, "tags": str}
    for id, guid, type_id, mod, values, tags in rows.each("notes", columns):
        fields = tuple(values.split(_SEPARATOR))
        note_type = note_types.get(type_id)
        if note_type is None:
            raise BadPackageError(f"the note {guid!r} is of a note type that is not there")
        if len(fields) != len(note_type.fields):
            raise BadPackageError(f"the note {guid!r} has not the fields of its note type")
        yield Note(id, guid, type_id, mod, fields, tuple(tags.split()))


def _cards(rows: _Rows, notes: set[int], decks: Mapping[int, Deck]) -> Iterator[Card]:
    columns = dict.fromkeys(("id", "nid", "did", "odid", "ord", "due"), int)
    for id, note_id, deck_id, home, ord, due in rows.each("cards", columns):
        deck_id = home if home in decks else deck_id  # it is only lent to a filtered deck
        if note_id not in notes or deck_id not in decks:
            raise BadPackageError(f"the card {id} is of a note or a deck that is not there")
        yield Card(note_id, ord, decks[deck_id].name, due)


class _Json:
    """An entry of one of the lists; what it lacks has a value that Anki would take it to have."""

    def __init__(self, values: Any, what: str) -> None:
        self.values: dict[str, Any] = _of_kind(dict, values, what)
        self.what = what

    def text(self, key: str) -> str:
        return str(self.values.get(key, ""))

    def number(self, key: str) -> int | None:
        value = self.values.get(key)
        try:
            return None if value is None else int(value)
        except (TypeError, ValueError, OverflowError):
            raise BadPackageError(f"its {self.what} says {key}: {value!r:.40}") from None

    def each(self, key: str) -> list["_Json"]:
        values = _of_kind(list, self.values.get(key, []), self.what)
        return [_Json(value, self.what) for value in values]


def _from_json(rows: _Rows) -> _Parts:
    def by_id(text: str, what: str) -> list[tuple[int, _Json]]:
        entries = [_Json(value, what) for value in json_object(text, what).values()]
        return [(entry.number("id") or 0, entry) for entry in entries]

    models, decks, presets = rows.only("col", dict.fromkeys(("models", "decks", "dconf"), str))
    return (
        {id: _json_type(id, one) for id, one in by_id(models, "list of note types")},
        {
            id: Deck(one.text("name"), one.text("desc"), one.number("conf"))
            for id, one in by_id(decks, "list of decks")
        },
        {
            id: Preset(id, one.text("name"), one.values)
            for id, one in by_id(presets, "list of presets")
        },
    )


def _json_type(id: int, entry: _Json) -> NoteType:
    name, mod = entry.text("name"), entry.number("mod") or 0
    fields = tuple(Field(f.text("name"), f.number("id")) for f in entry.each("flds"))
    templates = tuple(
        Template(t.text("name"), t.text("qfmt"), t.text("afmt"), t.number("id"))
        for t in entry.each("tmpls")
    )
    is_cloze = entry.number("type") == 1
    return NoteType(id, name, mod, fields, templates, entry.text("css"), is_cloze)


def _from_tables(rows: _Rows) -> _Parts:
    """In messages, the fields of Anki's own definitions are known by their numbers."""
    fields: dict[int, list[Field]] = defaultdict(list)
    templates: dict[int, list[Template]] = defaultdict(list)
    part = {"ntid": int, "name": str, "config": bytes}
    for type_id, name, config in rows.each("fields", part, order="ntid, ord"):
        fields[type_id].append(Field(name, Message(config).number(9)))
    for type_id, name, config in rows.each("templates", part, order="ntid, ord"):
        said = Message(config)
        templates[type_id].append(Template(name, said.text(1), said.text(2), said.number(8)))
    note_types: dict[int, NoteType] = {}
    whole = {"id": int, "name": str, "mtime_secs": int, "config": bytes}
    for id, name, mod, config in rows.each("notetypes", whole):
        said, parts = Message(config), (tuple(fields[id]), tuple(templates[id]))
        note_types[id] = NoteType(id, name, mod, *parts, said.text(3), said.number(1) == 1)
    decks: dict[int, Deck] = {}
    for id, name, kind in rows.each("decks", {"id": int, "name": str, "kind": bytes}):
        container = Message(kind)
        normal = Message(container.data(1))
        preset_id = normal.number(1) if 1 in container.values else None
        decks[id] = Deck(name.replace(_SEPARATOR, "::"), normal.text(4), preset_id)
    presets: dict[int, Preset] = {}
    for id, name, config in rows.each("deck_config", {"id": int, "name": str, "config": bytes}):
        settings = {str(key): value for key, value in Message(config).values.items()}
        presets[id] = Preset(id, name, settings)
    return note_types, decks, presets
