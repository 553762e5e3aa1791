"""What an update does to learners, for the smallest example of every kind of change."""

from __future__ import annotations

import dataclasses

import pytest

from cps_cards.apkg.contents import Preset
from cps_cards.diff.impact import Impact, impact
from cps_cards.report.diff_json import View, learners
from tests.diff.drafts import BASIC, First, first_package
from tests.diff.edits import CHANGES
from tests.diff.pairs import plain_pair

SAFE = {
    "text edited and newer": "0 new, 1 updated, 2 skipped, 0 conflicting",
    "untouched and newer": "0 new, 3 updated, 0 skipped, 0 conflicting",
    "nothing changed": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "tags replaced": "0 new, 1 updated, 2 skipped, 0 conflicting",
    "note added": "1 new, 0 updated, 3 skipped, 0 conflicting",
    "retired": "0 new, 1 updated, 2 skipped, 0 conflicting",
    "note id changed": "0 new, 1 updated, 2 skipped, 0 conflicting",
    "first field of another note": "1 new, 0 updated, 3 skipped, 0 conflicting",
    "card left out": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "card of no template": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "moved to another sub deck": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "moved and newer": "0 new, 1 updated, 2 skipped, 0 conflicting",
    "deck renamed": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "deck in other letters": "1 new, 0 updated, 3 skipped, 0 conflicting",
    "deck put below another": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "description changed": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "preset changed": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "preset taken out": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "field ids added": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "field ids dropped": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "css changed and newer": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "template front makes more cards": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "note type without notes": "0 new, 0 updated, 3 skipped, 0 conflicting",
    "file added": "0 new, 1 updated, 2 skipped, 0 conflicting",
}
LOSES_HISTORY = {
    "guid changed": "1 card starts anew",
    "note id of another note": "1 card starts anew",
    "cloze dropped": "1 card shows nothing any more",
    "field emptied": "1 card shows nothing any more",
}
FALLS_SHORT = {
    "text edited at the same time": "1 card changed, but to Anki it is not newer",
    "text edited and older": "1 card changed, but to Anki it is older",
    "tags replaced at the same time": "1 card changed, but to Anki it is not newer",
    "note removed": "1 card is gone from the deck and stays with learners",
    "guid twice": "1 guid stands on more than one note",
    "kind changed under one guid": "1 card has another note type now",
    "cloze added": "1 card changed, but to Anki it is not newer",
    "field added": "“S Basic” has another shape (field “Added” was added)",
    "field added and notes too": "as “S Basic+”",
    "field removed": "(field “Extra” is gone)",
    "field renamed": "(field “Renamed” was added and field “Extra” is gone)",
    "fields reordered": "(the fields stand in another order)",
    "template added": "(template “Added” was added)",
    "template removed": "(template “Back to front” is gone)",
    "template renamed": "(template “Renamed” was added and template “Back to front” is gone)",
    "templates reordered": "(the templates stand in another order)",
    "template front changed": "the styling of “S Basic” changed, but not its time",
    "template back changed": "the styling of “S Basic” changed, but not its time",
    "css changed at the same time": "the styling of “S Basic” changed, but not its time",
    "css changed and older": "the styling of “S Basic” changed, but not its time",
    "note type renamed": "the styling of “S Other” changed, but not its time",
    "note type becomes cloze": "the styling of “S Basic” changed, but not its time",
    "note type id changed": "2 cards have another note type now",
    "wrong number of fields": "1 card changed, but to Anki it is not newer",
    "file changed under one name": "1 card changed, but to Anki it is not newer",
    "file of templates changed": "1 file changed under its old name",
}


def test_every_change_has_its_verdict() -> None:
    assert {*SAFE, *LOSES_HISTORY, *FALLS_SHORT} == set(CHANGES)


@pytest.mark.parametrize("case", SAFE)
def test_an_update_that_is_safe(case: str) -> None:
    found = told(case)
    assert found.safe
    stays = any(note.stays_in for note in found.notes)
    assert learners(found)["level"] == ("note" if stays or found.presets else "good")
    assert not [point for point in points(found) if point["level"] == "bad"]
    assert log_of(found) == SAFE[case]


@pytest.mark.parametrize("case", LOSES_HISTORY)
def test_an_update_that_loses_history(case: str) -> None:
    found = told(case)
    assert found.loses_history
    assert not found.falls_short
    assert LOSES_HISTORY[case] in bad(found)


@pytest.mark.parametrize("case", FALLS_SHORT)
def test_an_update_that_does_not_arrive(case: str) -> None:
    found = told(case)
    assert found.falls_short
    assert not found.loses_history
    assert FALLS_SHORT[case] in bad(found)


def told(case: str) -> Impact:
    older, newer = plain_pair(case)
    return impact(older.view(), newer.view())


def points(found: Impact) -> list[View]:
    return list(learners(found)["points"])


def verdict(found: Impact) -> str:
    return str(learners(found)["verdict"])


def log_of(found: Impact) -> str:
    counts = learners(found)["counts"].items()
    return ", ".join(f"{number} {verdict}" for verdict, number in counts)


def bad(found: Impact) -> str:
    return "\n".join(point["text"] for point in points(found) if point["level"] == "bad")


def known(found: Impact) -> str:
    return "\n".join(
        f"{point['text']} {' '.join(point['cards'])}"
        for point in points(found)
        if point["level"] == "note"
    )


def test_a_card_that_moved_stays_where_it_is_and_the_new_deck_is_empty() -> None:
    text = known(told("moved and newer"))
    assert "1 card stays in the old sub-deck" in text
    assert "Exam, not Exam::03 Fresh" in text
    assert "1 deck appears with nothing in it" in text


def test_the_verdict_does_not_say_that_all_arrives_where_moves_do_not() -> None:
    found = told("moved and newer")
    assert found.safe
    assert learners(found)["level"] == "note"
    assert verdict(found) == (
        "Every review and schedule stays, and every text arrives; 1 move does not"
    )


def test_an_edit_over_a_learners_own_is_told() -> None:
    text = known(told("text edited and newer"))
    assert "On the card that is updated, a learner's own edits and tags are replaced" in text


def test_a_note_written_anew_without_a_change_is_told() -> None:
    assert "3 cards are written anew without a change of text or tags" in known(
        told("untouched and newer")
    )


def test_advice_on_packages_of_others_names_nothing_of_this_program() -> None:
    for case in CHANGES:
        older, newer = plain_pair(case)
        for point in points(impact(older.view(), newer.view())):
            for word in ("`", "published.json", "retire"):
                assert word not in point["help"], (case, point)


def test_a_new_deletion_brings_a_card() -> None:
    older, newer = plain_pair("cloze added")
    newer.notes = [dataclasses.replace(note, mod=note.mod + 1) for note in newer.notes]
    found = impact(older.view(), newer.view())
    assert found.safe
    assert "1 card gets a further card to study" in known(found)
    assert "card 7" in known(found)


def test_a_newer_template_brings_cards_though_none_is_in_the_package() -> None:
    found = told("template front makes more cards")
    assert "1 card gets a further card to study" in known(found)
    assert {note.more_cards for note in found.notes} == {(), (2,)}


def test_newer_styling_replaces_a_learners_own() -> None:
    assert "The newer templates and styling of “S Basic” replace" in known(
        told("css changed and newer")
    )


def test_a_preset_waits_for_its_box() -> None:
    older, newer = plain_pair("nothing changed")
    newer.preset = Preset(1_400_000_000_009, "Thirty a day")
    found = impact(older.view(), newer.view())
    assert "“Thirty a day” arrive only" in known(found)
    assert verdict(found).endswith(
        "every text arrives; deck options only where a learner ticks the box for them"
    )


def test_a_package_that_anki_refuses_changes_nothing() -> None:
    older, newer = plain_pair("note added")
    added = newer.notes[-1]
    newer.replace(added, fields=added.fields[:1])
    found = impact(older.view(), newer.view())
    assert verdict(found).startswith("Anki takes nothing of it: the note guid-added-3 has 1")
    assert not found.safe
    assert not found.notes


def test_a_picture_that_changed_under_its_name_is_told_where_its_note_did_not() -> None:
    older = first_package(First())
    note = older.notes[0]
    older.replace(note, fields=('<img src="picture.png">', "", ""))
    newer = first_package(First())
    newer.notes = list(older.notes)
    newer.files["picture.png"] = b"second"
    found = impact(older.view(), newer.view())
    assert found.old_files == ("picture.png",)
    newer.replace(newer.notes[0], mod=note.mod + 1)
    assert impact(older.view(), newer.view()).old_files == ()


def test_guids_from_texts_lose_the_history_of_an_edited_card() -> None:
    older = first_package(First())
    note = older.notes[0]
    older.replace(note, fields=("Who decides?", "The person decides, with support.", ""))
    newer = first_package(First())
    newer.notes = list(older.notes)
    newer.replace(
        newer.notes[0],
        guid="made-of-the-new-text",
        fields=("Who decides in the end?", "The person decides, with support.", ""),
    )
    found = impact(older.view(), newer.view())
    assert [one.new_guid for one in found.history_lost] == ["made-of-the-new-text"]
    assert found.left_behind == ()


def test_another_card_in_place_of_one_that_is_gone_is_no_rebirth() -> None:
    older = first_package(First())
    older.replace(older.notes[0], fields=("Who decides?", "The person.", ""))
    newer = first_package(First())
    newer.notes = list(older.notes)
    newer.replace(
        newer.notes[0], guid="other", fields=("When is a report due?", "Within 48 hours.", "")
    )
    found = impact(older.view(), newer.view())
    assert not found.history_lost
    assert [one.guid for one in found.left_behind] == ["guid-0"]


def test_a_note_type_with_other_ids_of_fields_says_so() -> None:
    older, newer = plain_pair("field ids added")
    for draft, first in ((older, 500), (newer, 600)):
        note_type = draft.types[BASIC]
        fields = tuple(
            dataclasses.replace(field, id=first + n) for n, field in enumerate(note_type.fields)
        )
        draft.replace_type(note_type, fields=fields)
    assert "the ids of its fields changed" in bad(impact(older.view(), newer.view()))
