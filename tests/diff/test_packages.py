"""Packages that others made: real Anki, in both of its formats, and genanki."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import genanki
import pytest

from cps_cards.diff.comparison import Comparison, compare
from cps_cards.diff.sides import from_package

pytest.importorskip("anki")

from anki.collection import ExportAnkiPackageOptions
from anki.utils import int_time

from tests.diff.anki_itself import Desktop


@pytest.fixture(params=[True, False], ids=["legacy", "current"])
def exported(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """Packages of an author who works in Anki itself, before and after some changes."""
    author = Desktop(tmp_path / "author")
    col: Any = author.col
    try:
        basic = col.models.by_name("Basic (and reversed card)")
        cloze = col.models.by_name("Cloze")
        deck = col.decks.id("Exam::01 Core")
        for number in range(4):
            note = col.new_note(basic)
            note.fields[:2] = [f"Question {number}?", f"The answer to question {number}."]
            col.add_note(note, deck)
        note = col.new_note(cloze)
        note.fields[0] = "{{c1::One}} and {{c2::two}}"
        col.add_note(note, deck)
        older, newer = tmp_path / "older.apkg", tmp_path / "newer.apkg"
        _export(col, older, legacy=request.param)
        _edit(col)
        _export(col, newer, legacy=request.param)
    finally:
        author.close()
    return older, newer


def _export(col: Any, path: Path, legacy: bool) -> None:
    options = ExportAnkiPackageOptions(
        with_deck_configs=True, with_media=True, with_scheduling=False, legacy=legacy
    )
    col.export_anki_package(out_path=str(path), options=options, limit=None)


def _edit(col: Any) -> None:
    first, second, third, fourth, gaps = sorted(col.find_notes(""))
    later = int_time() + 100
    note = col.get_note(first)
    note.fields[1] = "Another answer."
    note.tags = ["checked"]
    col.update_note(note)
    note = col.get_note(gaps)
    note.fields[0] = "{{c1::One}} and two"
    col.update_note(note)
    # Within one second, as it is here, Anki would see no newer version.
    col.db.execute(f"UPDATE notes SET mod = {later} WHERE id IN ({first}, {gaps})")
    col.remove_notes([second])
    col.set_deck(col.find_cards(f"nid:{third}"), col.decks.id("Exam::02 More"))
    entry = col.models.get(col.get_note(fourth).mid)
    entry["css"] += ".card { color: navy }"
    col.models.update_dict(entry)
    col.db.execute(f"UPDATE notetypes SET mtime_secs = {later} WHERE id = {entry['id']}")
    note = col.new_note(col.models.by_name("Cloze"))
    note.fields[0] = "{{c1::A new one}}"
    col.add_note(note, col.decks.id("Exam::02 More"))


def test_what_anki_exports(exported: tuple[Path, Path], tmp_path: Path) -> None:
    comparison = held(*exported)
    assert Counter(change.kind for change in comparison.changes) == {
        "added": 1,
        "changed": 2,
        "moved": 1,
        "removed": 1,
    }
    assert [one.empty_cards for one in comparison.impact.notes if one.empty_cards] == [(2,)]
    assert len(comparison.impact.left_behind) == 1
    assert len([one for one in comparison.impact.notes if one.stays_in]) == 1
    outcomes = {one.name: one.outcome for one in comparison.impact.note_types}
    assert outcomes["Basic (and reversed card)"] == "updated"
    assert log_of_anki(*exported, comparison, tmp_path) == log_of(comparison)


def test_genanki_with_guids_of_its_own_loses_the_history_of_an_edited_card(tmp_path: Path) -> None:
    older, newer = tmp_path / "older.apkg", tmp_path / "newer.apkg"
    write(older, ["Who decides?", "When is it due?"], timestamp=1_700_000_000)
    write(newer, ["Who decides in the end?", "When is it due?"], timestamp=1_700_000_100)
    comparison = held(older, newer)
    assert [one.card for one in comparison.impact.history_lost] == ["Who decides in the end?"]
    assert comparison.impact.count("updated") == 1
    assert [one.card for one in comparison.impact.notes if one.rewritten] == ["When is it due?"]
    assert log_of_anki(older, newer, comparison, tmp_path) == log_of(comparison)


def test_genanki_with_one_more_field_reaches_nobody(tmp_path: Path) -> None:
    older, newer = tmp_path / "older.apkg", tmp_path / "newer.apkg"
    write(older, ["Who decides?"], timestamp=1_700_000_000)
    write(newer, ["Who decides?"], timestamp=1_700_000_100, more=["Source"])
    comparison = held(older, newer)
    assert comparison.impact.falls_short
    # Its guid is made of the fields: with one more, it is another note.
    assert [one.card for one in comparison.impact.history_lost] == ["Who decides?"]
    assert comparison.impact.note_types[0].differences == ("field “Source” was added",)
    assert log_of_anki(older, newer, comparison, tmp_path) == log_of(comparison)


def write(path: Path, questions: list[str], timestamp: int, more: list[str] | None = None) -> None:
    names = ["Question", "Answer", *(more or [])]
    model = genanki.Model(
        1_700_000_001,
        "Plain",
        fields=[{"name": name} for name in names],
        templates=[{"name": "Card 1", "qfmt": "{{Question}}", "afmt": "{{Answer}}"}],
    )
    deck = genanki.Deck(1_700_000_002, "Course")
    for question in questions:
        answer = f"What number {len(deck.notes)} asks for, in a few words."
        fields = [question, answer, *(more or [])]
        deck.add_note(genanki.Note(model=model, fields=fields))
    genanki.Package(deck).write_to_file(str(path), timestamp=timestamp)


def held(older: Path, newer: Path) -> Comparison:
    return compare(from_package("older", older), from_package("newer", newer))


def log_of(comparison: Comparison) -> Counter[tuple[str, str]]:
    return Counter((note.verdict, note.guid) for note in comparison.impact.notes)


def log_of_anki(
    older: Path, newer: Path, comparison: Comparison, folder: Path
) -> Counter[tuple[str, str]]:
    desktop = Desktop(folder / "learner")
    try:
        desktop.import_bytes(older.read_bytes(), comparison.old.package)
        return desktop.import_bytes(newer.read_bytes(), comparison.new.package)
    finally:
        desktop.close()
