"""A package's database: JSON in ``col`` up to schema 14, tables of their own after that."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from cps_cards.apkg import wire
from cps_cards.apkg.contents import (
    BadPackageError,
    Card,
    Contents,
    Deck,
    Field,
    Note,
    NoteType,
    Preset,
    Template,
    json_object,
)

_JSON_UNTIL = 14
_NEWEST = 18
_SEPARATOR = "\x1f"


def read_tables(connection: sqlite3.Connection) -> Contents:
    """Everything in the database that can be compared."""
    read = _Reader(connection)
    (schema,) = read.only("col", (int,), "ver")
    if not 11 <= schema <= _NEWEST:
        raise BadPackageError(f"its database has version {schema}, which this version cannot read")
    notes = tuple(
        Note(id, guid, mid, mod, tuple(tags.split()), tuple(flds.split(_SEPARATOR)), str(sfld))
        for id, guid, mid, mod, tags, flds, sfld in read.rows(
            "notes", (int, str, int, int, str, str, None), "id", "guid", "mid", "mod", "tags",
            "flds", "sfld",
        )
    )  # fmt: skip
    cards = tuple(
        Card(*row)
        for row in read.rows("cards", (int,) * 7, "id", "nid", "did", "ord", "due", "type", "queue")
    )
    older = schema <= _JSON_UNTIL
    note_types, decks, presets = (_from_json if older else _from_tables)(read)
    contents = Contents(schema, notes, cards, note_types, decks, presets)
    _check_links(contents)
    return contents


class _Reader:
    """Reads rows of real tables, each value checked for its kind."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tables = {
            name
            for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master")
            if kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL")
        }

    def rows(
        self, table: str, kinds: tuple[type | None, ...], *columns: str, order: str = "1"
    ) -> Iterator[tuple[Any, ...]]:
        if table not in self.tables:
            raise BadPackageError(f"its database has no table {table}")
        # Names of tables and columns are this module's own.
        query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"  # noqa: S608
        for row in self.connection.execute(query):
            for value, kind in zip(row, kinds, strict=True):
                if kind is not None and not isinstance(value, kind):
                    raise BadPackageError(f"its database holds nonsense in the table {table}")
            yield row

    def only(self, table: str, kinds: tuple[type | None, ...], *columns: str) -> tuple[Any, ...]:
        """The row of a table that has one."""
        rows = list(self.rows(table, kinds, *columns))
        if len(rows) != 1:
            raise BadPackageError(
                f"its database has {len(rows)} rows in the table {table}, not one"
            )
        return rows[0]


_Parts = tuple[Mapping[int, NoteType], Mapping[int, Deck], Mapping[int, Preset]]
_Made = TypeVar("_Made", NoteType, Deck, Preset)


def _from_json(read: _Reader) -> _Parts:
    models, decks, presets = read.only("col", (str, str, str), "models", "decks", "dconf")
    return (
        _each(models, "list of note types", _json_type),
        _each(decks, "list of decks", _json_deck),
        _each(presets, "list of presets", _json_preset),
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
        found = self.optional(key)
        return 0 if found is None else found

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


def _each(text: str, what: str, make: Callable[[_Json], _Made]) -> dict[int, _Made]:
    made = [make(_Json(value, what)) for value in json_object(text, what).values()]
    return {one.id: one for one in made}


def _json_type(one: _Json) -> NoteType:
    return NoteType(
        id=one.number("id"),
        name=one.text("name"),
        mod=one.number("mod"),
        cloze=one.number("type") == 1,
        css=one.text("css"),
        sort_field=one.number("sortf"),
        fields=tuple(Field(f.text("name"), f.optional("id")) for f in one.each("flds")),
        templates=tuple(
            Template(t.text("name"), t.text("qfmt"), t.text("afmt"), t.optional("id"))
            for t in one.each("tmpls")
        ),
    )


def _json_deck(one: _Json) -> Deck:
    return Deck(
        id=one.number("id"),
        name=one.text("name"),
        description=one.text("desc"),
        markdown=bool(one.values.get("md")),
        preset_id=one.optional("conf"),
    )


def _json_preset(one: _Json) -> Preset:
    return Preset(one.number("id"), one.text("name"), one.values)


def _from_tables(read: _Reader) -> _Parts:
    return _types(read), _decks(read), _presets(read)


def _types(read: _Reader) -> dict[int, NoteType]:
    fields: dict[int, list[Field]] = {}
    kinds = (int, int, str, bytes)
    for type_id, _, name, config in read.rows("fields", kinds, "ntid", "ord", "name", "config",
                                              order="ntid, ord"):  # fmt: skip
        id = wire.number(wire.last(config), 9)
        fields.setdefault(type_id, []).append(Field(name, id))
    templates: dict[int, list[Template]] = {}
    for type_id, _, name, config in read.rows("templates", kinds, "ntid", "ord", "name", "config",
                                              order="ntid, ord"):  # fmt: skip
        found = wire.last(config)
        template = Template(name, wire.text(found, 1), wire.text(found, 2), wire.number(found, 8))
        templates.setdefault(type_id, []).append(template)
    types: dict[int, NoteType] = {}
    for id, name, mod, config in read.rows("notetypes", (int, str, int, bytes), "id", "name",
                                           "mtime_secs", "config"):  # fmt: skip
        found = wire.last(config)
        types[id] = NoteType(
            id=id,
            name=name,
            mod=mod,
            cloze=wire.number(found, 1) == 1,
            css=wire.text(found, 3),
            sort_field=wire.number(found, 2) or 0,
            fields=tuple(fields.get(id, ())),
            templates=tuple(templates.get(id, ())),
        )
    return types


def _decks(read: _Reader) -> dict[int, Deck]:
    decks: dict[int, Deck] = {}
    for id, name, kind in read.rows("decks", (int, str, bytes), "id", "name", "kind"):
        container = wire.last(kind)
        normal = wire.last(wire.data(container, 1))
        decks[id] = Deck(
            id=id,
            name=name.replace(_SEPARATOR, "::"),
            description=wire.text(normal, 4),
            markdown=bool(wire.number(normal, 5)),
            preset_id=wire.number(normal, 1) if 1 in container else None,
        )
    return decks


def _presets(read: _Reader) -> dict[int, Preset]:
    rows = read.rows("deck_config", (int, str, bytes), "id", "name", "config")
    return {
        id: Preset(id, name, {str(key): value for key, value in wire.last(config).items()})
        for id, name, config in rows
    }


def _check_links(contents: Contents) -> None:
    """Every note has its type and as many fields; every card has its note and its deck."""
    notes = set()
    for note in contents.notes:
        note_type = contents.note_types.get(note.type_id)
        if note_type is None:
            raise BadPackageError(f"the note {note.guid!r} is of a note type that is not there")
        if len(note.fields) != len(note_type.fields):
            raise BadPackageError(f"the note {note.guid!r} has not the fields of its note type")
        notes.add(note.id)
    for card in contents.cards:
        if card.note_id not in notes or card.deck_id not in contents.decks:
            raise BadPackageError(f"the card {card.id} is of a note or a deck that is not there")
