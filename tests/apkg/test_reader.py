"""Packages from anywhere are read, or refused with a reason; nothing in them is trusted."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import genanki
import pytest
import zstandard
from anki.collection import ExportAnkiPackageOptions
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_cards.apkg import reader
from cps_cards.apkg.contents import BadPackageError
from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.apkg.reader import read_package
from cps_cards.apkg.wire import Message, fields
from tests.apkg.kit import Folder, Learner

NewLearner = Callable[[], Learner]


@pytest.fixture
def package(folder: Folder, tmp_path: Path) -> Path:
    file = tmp_path / "ours.apkg"
    file.write_bytes(folder.build().data)
    return file


@pytest.fixture
def newer(folder: Folder, tmp_path: Path, learner: Learner) -> Path:
    """The sample as real Anki exports it today."""
    learner.take(folder.build().data, with_deck_configs=True)
    file = tmp_path / "newer.apkg"
    options = ExportAnkiPackageOptions(with_deck_configs=True, with_media=True)
    learner.col.export_anki_package(out_path=str(file), options=options, limit=None)
    return file


def entries(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(file: Path, **changed: bytes | None) -> None:
    """Write the zip file anew with entries changed, added or (None) taken out."""
    kept = entries(file)
    for name, data in changed.items():
        name = {"database": "collection.anki2", "latest": "collection.anki21b"}.get(name, name)
        if data is None:
            del kept[name]
        else:
            kept[name] = data
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)


def altered(file: Path, *statements: str) -> bytes:
    """The database of a package after some SQL."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(entries(file)["collection.anki2"])
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def rows(file: Path, query: str) -> list[Any]:
    """What a query finds in the database of a package."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(entries(file)["collection.anki2"])
        return connection.execute(query).fetchall()


def with_col(file: Path, column: str, change: Callable[[Any], Any]) -> None:
    """Change one of the JSON columns of ``col``."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(entries(file)["collection.anki2"])
        ((text,),) = connection.execute(f"select {column} from col")
        found = change(json.loads(text))
        connection.execute(f"update col set {column} = ?", (json.dumps(found),))
        connection.commit()
        rewrite(file, database=connection.serialize())
    finally:
        connection.close()


def refused(file: Path) -> str:
    with pytest.raises(BadPackageError) as caught:
        read_package(file)
    return str(caught.value)


def test_what_was_written_is_read_back(folder: Folder, package: Path) -> None:
    read = read_package(package)
    notes = {note.fields[0]: note for note in read.notes}
    assert set(notes) == {"greeting", "both-ways", "hidden-words", "late", "which-one", "wheel"}
    greeting = notes["greeting"]
    assert greeting.tags == (
        "cps::kind::basic", "cps::objective::respect.words", "cps::priority::core",
        "cps::topic::respect", "cps::week::01",
    )  # fmt: skip
    sorted_by = dict(rows(package, "select flds, sfld from notes"))
    assert sorted_by["\x1f".join(greeting.fields)] == "How do you greet a person?"
    assert sorted_by["\x1f".join(notes["wheel"].fields)] == "wheel"
    names = {deck.name for deck in read.decks}
    assert names == {
        "Default", "Sample Deck", "Sample Deck::01 Core", "Sample Deck::02 Important",
        "Sample Deck::03 Extended",
    }  # fmt: skip
    by_note = {note.id: note.fields[0] for note in read.notes}
    cards = sorted((card.due, by_note[card.note_id], card.ord) for card in read.cards)
    assert [card[1:] for card in cards] == [
        ("greeting", 0), ("both-ways", 0), ("both-ways", 1), ("hidden-words", 0),
        ("hidden-words", 1), ("which-one", 0), ("wheel", 0), ("late", 0),
    ]  # fmt: skip
    assert rows(package, "select distinct type, queue from cards") == [(0, 0)]
    assert len(rows(package, "select id from cards union select id from notes")) == 14
    assert [preset.name for preset in read.presets] == [
        "Default", "Sample Deck (10 a day)"
    ]  # fmt: skip
    (name,) = read.media
    assert name.startswith("wheel-")
    ((models,),) = rows(package, "select models from col")
    sorted_by_field = {
        one["id"]: one["flds"][one["sortf"]]["name"] for one in json.loads(models).values()
    }
    assert sorted_by_field == {str(one.id): one.sort_field for one in NOTE_TYPES.values()}


def test_a_package_of_genanki_is_read(tmp_path: Path) -> None:
    model = genanki.Model(
        1607392319, "Simple", fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "One", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
    )  # fmt: skip
    deck = genanki.Deck(2059400110, "Theirs")
    deck.add_note(genanki.Note(model=model, fields=["a", "b"], tags=["x"]))
    picture = tmp_path / "pic.png"
    picture.write_bytes(b"picture")
    file = tmp_path / "theirs.apkg"
    genanki.Package(deck, media_files=[str(picture)]).write_to_file(str(file))
    read = read_package(file)
    (note,) = read.notes
    assert (note.fields, note.tags) == (("a", "b"), ("x",))
    note_type = read.note_types[1607392319]
    assert [field.id for field in note_type.fields] == [None, None]
    assert note_type.templates[0].front == "{{Front}}"
    assert list(read.media) == ["pic.png"]


def test_a_package_of_todays_anki_is_read(newer: Path) -> None:
    read = read_package(newer)
    assert "collection.anki21b" in entries(newer)
    assert len(read.notes) == 6
    assert len(read.media) == 1


def test_a_filtered_deck_has_no_preset(
    folder: Folder, new_learner: NewLearner, tmp_path: Path
) -> None:
    learner = new_learner()
    learner.take(folder.build().data)
    learner.col.sched.rebuild_filtered_deck(learner.col.decks.new_filtered("Cram"))
    for legacy in (True, False):
        file = tmp_path / f"cram-{legacy}.apkg"
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, legacy=legacy
        )
        learner.col.export_anki_package(out_path=str(file), options=options, limit=None)
        decks = {deck.name: deck.preset_id for deck in read_package(file).decks}
        assert decks["Sample Deck"] == 1
        assert decks["Cram"] is None


def test_no_zip_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "text.apkg"
    file.write_text("no zip")
    assert "no zip file" in refused(file)
    file.write_bytes(b"")
    assert "no zip file" in refused(file)


def test_another_zip_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.apkg"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "no Anki package" in refused(file)


def test_a_missing_file_is_the_systems_to_tell(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_package(tmp_path / "none.apkg")


@pytest.mark.parametrize("which", ["package", "newer"])
def test_a_package_cut_short_anywhere_is_refused(
    which: str, request: pytest.FixtureRequest
) -> None:
    file = request.getfixturevalue(which)
    data = file.read_bytes()
    for size in range(0, len(data), max(1, len(data) // 40)):
        file.write_bytes(data[:size])
        assert refused(file)


@pytest.mark.parametrize("which", ["package", "newer"])
def test_a_damaged_byte_is_refused_or_does_no_harm(
    which: str, request: pytest.FixtureRequest
) -> None:
    file = request.getfixturevalue(which)
    data = file.read_bytes()
    for at in range(0, len(data), max(1, len(data) // 150)):
        file.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        try:
            read_package(file)
        except BadPackageError:
            continue


def test_a_file_that_begins_before_the_package_is_refused(package: Path) -> None:
    data = bytearray(package.read_bytes())
    data[data.rfind(b"PK\x05\x06") + 18] ^= 0x55  # where the list of files begins
    package.write_bytes(data)
    assert "begins outside" in refused(package)


def test_an_unknown_format_is_refused(package: Path) -> None:
    rewrite(package, meta=b"\x08\x04")
    assert "format 4" in refused(package)
    rewrite(package, meta=b"")
    assert "format None" in refused(package)
    rewrite(package, meta=b"\x08")
    assert "damaged" in refused(package)
    rewrite(package, meta=b"\x08\x03")
    assert "collection.anki21b" in refused(package)


def test_two_entries_of_one_name_are_refused(package: Path) -> None:
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(package, "a") as archive,
    ):
        archive.writestr("media", "{}")
    assert "two files of one name" in refused(package)


def test_an_encrypted_package_is_refused(package: Path) -> None:
    data = bytearray(package.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    package.write_bytes(data)
    assert "packed in a way" in refused(package)


@pytest.mark.parametrize(
    "name", ["../evil.png", "a/b.png", "C:\\evil.png", "", "..", "/etc/x", "a\0b", "x\n", 7, None]
)
def test_a_media_name_that_is_a_path_is_refused(package: Path, name: object) -> None:
    rewrite(package, media=json.dumps({"0": name}).encode())
    assert "a path and no name" in refused(package)


def test_a_bad_list_of_media_is_refused(package: Path) -> None:
    for listed in (b"[]", b"nonsense", b"\xff", b"[" * 100_000):
        rewrite(package, media=listed)
        assert "list of media" in refused(package)
    rewrite(package, media=b'{"0": "a.png", "1": "b.png"}')
    assert "b.png is listed and not there" in refused(package)
    rewrite(package, media=b'{"0": "a.png", "9": "a.png"}', **{"9": b"x"})
    assert "two media files named a.png" in refused(package)
    rewrite(package, media=None)
    assert "no list of media" in refused(package)


def test_a_zip_bomb_is_refused(package: Path) -> None:
    rewrite(package, database=b"SQLite format 3\0" + bytes(40_000_000))
    assert "zip bomb" in refused(package)
    bomb = zstandard.ZstdCompressor().compress(bytes(40_000_000))
    rewrite(package, database=b"", meta=b"\x08\x03", latest=bomb)
    assert "zip bomb" in refused(package)


def test_too_much_is_refused(package: Path, newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reader, "MAX_ENTRIES", 2)
        assert "more than any" in refused(package)
    for limit, word in (
        ("MAX_DATABASE", "collection"),
        ("MAX_INDEX", "media"),
        ("MAX_META", "meta"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(reader, limit, 0)
            assert word in refused(newer)
            if word != "meta":
                assert word in refused(package)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "MAX_MEDIA_FILE", 3)
        assert "unpacks to more" in refused(package)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "MAX_MEDIA", 3)
        assert "media unpack to more" in refused(package)


def test_a_damaged_database_is_refused(package: Path) -> None:
    database = entries(package)["collection.anki2"]
    rewrite(package, database=b"not a database")
    assert "its database is none" in refused(package)
    rewrite(package, database=database[:4096])
    assert "its database is damaged" in refused(package)
    page = database.find(b"How do you greet")
    start = page - page % 4096
    rewrite(package, database=database[:start] + bytes(4096) + database[start + 4096 :])
    assert "its database is damaged" in refused(package)


def test_a_write_ahead_log_in_the_header_is_no_matter(package: Path) -> None:
    database = entries(package)["collection.anki2"]
    rewrite(package, database=database[:18] + b"\2\2" + database[20:])
    assert len(read_package(package).notes) == 6


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("drop table notes", "no table notes"),
        ("delete from col", "0 rows in the table col"),
        ("insert into col select 2, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, "
         "tags from col", "2 rows in the table col"),
        ("update col set ver = 10", "version 10"),
        ("update col set ver = 19", "version 19"),
        ("update col set ver = 'x'", "nonsense in the table col"),
        ("update col set models = 'x'", "list of note types is no JSON"),
        ("update col set decks = '[]'", "list of decks is not what it should be"),
        ("update col set dconf = '{\"1\": 5}'", "list of presets is not what it should be"),
        ("update col set ver = 18", "no table fields"),
        ("update notes set flds = flds || char(31)", "fields of its note type"),
        ("update notes set mid = 5", "note type that is not there"),
        ("update notes set guid = x'00ff'", "nonsense in the table notes"),
        ("update cards set nid = 5", "a note or a deck that is not there"),
        ("update cards set did = 5", "a note or a deck that is not there"),
        ("update cards set due = 'soon'", "nonsense in the table cards"),
    ],
)  # fmt: skip
def test_a_database_with_nonsense_is_refused(package: Path, statement: str, words: str) -> None:
    rewrite(package, database=altered(package, statement))
    assert words in refused(package)


def test_a_view_in_the_place_of_a_table_is_refused(package: Path) -> None:
    looping = (
        "create view cards as with recursive r(n) as (select 1 union all select n + 1 from r) "
        "select n as id, n as nid, n as did, 0 as ord, 0 as due, 0 as type from r"
    )
    rewrite(package, database=altered(package, "drop table cards", looping))
    assert "no table cards" in refused(package)


def test_a_column_that_makes_a_giant_of_each_row_is_refused(package: Path) -> None:
    giant = "create table cards (id, nid, did, odid, ord, due as (hex(zeroblob(400000000))))"
    row = "insert into cards (id, nid, did, odid, ord) values (1, 1, 1, 0, 0)"
    rewrite(package, database=altered(package, "drop table cards", giant, row))
    assert "damaged" in refused(package)


def test_bad_text_in_the_database_is_refused(package: Path) -> None:
    rewrite(package, database=altered(package, "update notes set tags = cast(x'ff' as text)"))
    assert "damaged" in refused(package)


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("models", lambda found: {k: v | {"id": "many"} for k, v in found.items()}),
        ("models", lambda found: {k: v | {"mod": [1]} for k, v in found.items()}),
        ("models", lambda found: {k: v | {"flds": 7} for k, v in found.items()}),
        ("models", lambda found: {k: v | {"tmpls": ["x"]} for k, v in found.items()}),
        ("decks", lambda found: {k: v | {"conf": 1e400} for k, v in found.items()}),
    ],
)
def test_strange_json_is_refused(package: Path, column: str, change: Callable[[Any], Any]) -> None:
    with_col(package, column, change)
    assert "its list of" in refused(package)


def test_json_that_lacks_a_part_has_what_anki_would_take(package: Path) -> None:
    with_col(package, "decks", lambda found: {k: {"id": v["id"]} for k, v in found.items()})
    with_col(package, "models", lambda found: {k: v | {"css": None} for k, v in found.items()})
    assert {deck.preset_id for deck in read_package(package).decks} == {None}


def test_damaged_media_of_todays_anki_are_refused(newer: Path) -> None:
    other = zstandard.ZstdCompressor().compress(b"another picture")
    rewrite(newer, **{"0": other})
    assert "is damaged" in refused(newer)
    rewrite(newer, **{"0": b"not packed"})
    assert "cannot be unpacked" in refused(newer)
    rewrite(newer, media=zstandard.ZstdCompressor().compress(b"\x0a\xff"))
    assert "is damaged" in refused(newer)


def test_media_of_the_newer_format_may_be_numbered(newer: Path) -> None:
    def message(number: int, data: bytes) -> bytes:
        return bytes([number << 3 | 2, len(data)]) + data

    entry = message(1, b"wheel.png") + b"\xf8\x0f\x07"  # field 255, the number 7
    index = message(1, entry) + b"\x10\x01"
    picture = zstandard.ZstdCompressor().compress(b"picture")
    rewrite(newer, media=zstandard.ZstdCompressor().compress(index), **{"7": picture})
    assert list(read_package(newer).media) == ["wheel.png"]


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        for number, value in fields(data):
            assert number > 0
            assert isinstance(value, int | bytes)
    except BadPackageError:
        return


@pytest.mark.parametrize(
    "data",
    [b"\x08", b"\x08" + b"\xff" * 10 + b"\1", b"\x0a\x05ab", b"\x09ab", b"\x0b", b"\x00\x01"],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(BadPackageError):
        list(fields(data))


def test_fields_are_read_as_anki_writes_them() -> None:
    from anki.notetypes_pb2 import Notetype

    config = Notetype.Field.Config(id=-5, description="naïve", font_size=20, sticky=True)
    found = Message(config.SerializeToString() + b"\x71" + bytes(8) + b"\x7d" + bytes(4))
    assert found.number(9) == -5
    assert found.text(5) == "naïve"
    assert found.number(99) is None
    assert (found.text(99), found.data(99)) == ("", b"")
    assert found.data(14) == bytes(8)
    assert found.data(15) == bytes(4)
    with pytest.raises(BadPackageError):
        found.number(5)
    with pytest.raises(BadPackageError):
        found.text(9)
    with pytest.raises(BadPackageError):
        Message(b"\x0a\x01\xff").text(1)


def test_the_database_of_newer_anki_sorts_as_anki_does(newer: Path, package: Path) -> None:
    with (
        zipfile.ZipFile(package) as archive,
        closing(reader._database(reader._Parts(archive))) as db,
    ):
        found = db.execute("select 'É' = 'é' collate unicase, 'a' < 'B' collate unicase")
        assert found.fetchone() == (1, 1)


def test_the_parts_are_packed_and_dated_the_same_in_every_package(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        assert archive.namelist() == ["collection.anki2", "media", "0"]
        for entry in archive.infolist():
            assert entry.date_time == (2024, 3, 27, 12, 0, 0)
            assert entry.compress_type == zipfile.ZIP_DEFLATED
            assert zlib.crc32(archive.read(entry)) == entry.CRC
        assert json.load(io.BytesIO(archive.read("media"))).keys() == {"0"}
