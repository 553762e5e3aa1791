"""Cards that came from another deck keep the GUID that its learners know them by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cps_cards.yamlio import scalars
from tests import folders
from tests.apkg.kit import Folder, Learner, plain

Check = Callable[[folders.Files], str]
PINNED = '  - id: q-1\n    front: A?\n    back: B.\n    guid: "kq)2;x@f"\n'
ODD = (
    "null",
    "0123",
    "- x",
    "b$%#:{}[]",
    "a b",
    "'",
    '"',
    "\\",
    "~",
    "~ü€😀",
    "x" * 64,
    "#",
    "&a",
    "*",
)


@pytest.fixture
def pinned(tmp_path: Path) -> Folder:
    folder = plain(tmp_path / "deck", 2)
    folder.write("cards/t001.yaml", f"topic: t1\ncards:\n{PINNED}")
    return folder


def guids(folder: Folder) -> list[str]:
    return [note.guid for note in folder.package().notes]


@pytest.mark.parametrize("guid", ODD)
def test_a_guid_of_any_signs_reaches_learners_as_it_is(guid: str, pinned: Folder) -> None:
    pinned.edit("cards/t001.yaml", '"kq)2;x@f"', scalars.block(guid, 6, 10))
    assert guids(pinned) == [guid]
    pinned.publish()
    assert guids(pinned) == [guid]


def test_it_wins_over_a_former_id(pinned: Folder) -> None:
    pinned.edit("cards/t001.yaml", "id: q-1", "id: q-1\n    formerly: q-0")
    assert guids(pinned) == ["kq)2;x@f"]


def test_a_published_card_may_take_another_id_and_stays_the_same_note(pinned: Folder) -> None:
    pinned.publish()
    before = pinned.package().notes
    pinned.edit("cards/t001.yaml", "id: q-1", "id: better")
    pinned.publish()
    (note,) = pinned.package().notes
    assert note.guid == before[0].guid
    assert note.mod == before[0].mod + 1  # the id is shown on the card
    assert '"better"' in (pinned.path / "published.json").read_text()


@pytest.mark.parametrize(
    ("now", "way_out"),
    [
        ('guid: "other"', "write `guid: kq)2;x@f` on the card"),
        ("why: No GUID.", "write `guid: kq)2;x@f` on the card"),
    ],
)
def test_a_published_guid_is_never_another_one(now: str, way_out: str, pinned: Folder) -> None:
    pinned.publish()
    pinned.edit("cards/t001.yaml", 'guid: "kq)2;x@f"', now)
    found = folders.lines(pinned.load()[1])
    assert "`q-1` was published with the GUID `kq)2;x@f` and now has" in found[0]
    assert way_out in found[1]


def test_a_card_that_was_published_without_one_takes_none(tmp_path: Path) -> None:
    folder = plain(tmp_path / "deck", 1)
    folder.publish()
    folder.edit("cards/t001.yaml", "id: q-1", "id: q-1\n    guid: other")
    assert "take `guid` out" in folders.lines(folder.load()[1])[1]


def test_two_notes_cannot_have_one_guid(findings: Check) -> None:
    cards = "".join(
        f"  - id: {id}\n    front: Q {id}?\n    back: B.\n    guid: {guid}\n"
        for id, guid in (("one", "same"), ("two", "same"), ("three", "PbHNuWTQmTDf"))
    )
    told = findings({"cards/listening.yaml": folders.CARDS + cards})
    assert (
        "cards/listening.yaml:10:11 SCH006 duplicate-id: the card `one` has this GUID, too" in told
    )
    assert told.count("SCH006") == 1


def test_one_that_another_card_has_by_its_id_is_refused(findings: Check) -> None:
    from cps_cards.model import ids

    made = ids.guid("sample", "first")
    card = f"  - id: pinned\n    front: Q?\n    back: B.\n    guid: {made}\n"
    told = findings({"cards/listening.yaml": folders.CARDS + card + folders.CARD})
    assert "duplicate-id: the card `first` has this GUID, too" in told


@pytest.mark.parametrize("guid", ["x" * 65, '"a\\tb"', '"a\\u200bb"', '""', '" "'])
def test_what_is_no_guid_is_told(guid: str, findings: Check) -> None:
    told = findings({"cards/listening.yaml": f"{folders.CARDS}{folders.CARD}    guid: {guid}\n"})
    assert "`guid`" in told


def test_real_anki_updates_the_note_of_the_other_deck(pinned: Folder, tmp_path: Path) -> None:
    learner = Learner(tmp_path / "learner")
    assert learner.take(pinned.build().data).new == 1
    pinned.edit("cards/t001.yaml", "B.", "Better.", mtime=1_750_000_100)
    assert learner.take(pinned.build().data).updated == 1
    assert learner.rows("select guid from notes") == [["kq)2;x@f"]]
    learner.close()
