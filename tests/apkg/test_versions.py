"""Modification times, the ledger and the changelog: what moves a note, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cps_cards.apkg.build import Built, Part
from cps_cards.apkg.versions import Version
from cps_cards.report.changelog import changelog
from tests.apkg.kit import PICTURE, TIME, Folder, plain, sample


def by_id(built: Built) -> dict[str, Version]:
    return {version.note.card.id.value: version for version in built.versions}


def mods(built: Built) -> dict[str, int]:
    return {id: version.mod for id, version in by_id(built).items()}


def test_a_new_card_has_the_newest_time_of_what_it_is_made_of(folder: Folder) -> None:
    folder.write("sources.yaml", (folder.path / "sources.yaml").read_bytes(), TIME + 10)
    folder.write(
        "cards/reporting.yaml", (folder.path / "cards/reporting.yaml").read_bytes(), TIME + 20
    )
    folder.write("media/wheel.png", PICTURE, TIME + 30)
    found = mods(folder.build())
    assert found["greeting"] == TIME + 10
    assert found["which-one"] == TIME + 20
    assert found["wheel"] == TIME + 30


def test_sources_are_no_part_of_a_card_that_cites_none(tmp_path: Path) -> None:
    folder = plain(tmp_path / "plain", 2)
    folder.write("sources.yaml", "sources:\n  - {id: a, title: A, kind: page}\n", TIME + 100)
    assert set(mods(folder.build()).values()) == {TIME}


def test_source_date_epoch_is_the_time_of_what_is_new(folder: Folder) -> None:
    assert set(mods(folder.build(epoch=5)).values()) == {5}
    assert set(mods(folder.build(epoch=0)).values()) == {1}


def test_no_time_is_ever_zero_or_less(tmp_path: Path) -> None:
    folder = plain(tmp_path / "plain", 1)
    for name in ("deck.yaml", "cards/t001.yaml"):
        folder.write(name, (folder.path / name).read_bytes(), mtime=0)
    assert mods(folder.build()) == {"q-1": 1}
    folder.write("cards/t001.yaml", (folder.path / "cards/t001.yaml").read_bytes(), mtime=-5)
    assert mods(folder.build()) == {"q-1": 1}


@pytest.mark.parametrize("epoch", [None, 0, 7, TIME - 1, TIME + 9])
def test_a_changed_card_is_later_than_before_and_the_others_stay(
    folder: Folder, epoch: int | None
) -> None:
    before = mods(folder.publish())
    folder.edit("cards/respect.yaml", "By name.", "By their name.", mtime=1)
    built = folder.build(epoch=epoch)
    after = mods(built)
    assert after.pop("greeting") == max(before.pop("greeting") + 1, epoch or 0)
    assert after == before
    assert {v.change for v in built.versions} == {"changed", "unchanged"}


def test_a_card_changed_back_is_later_still(folder: Folder) -> None:
    seen = [mods(folder.publish())["greeting"]]
    for old, new in (("By name.", "Hello."), ("Hello.", "By name.")):
        folder.edit("cards/respect.yaml", old, new)
        seen.append(mods(folder.publish())["greeting"])
    assert seen == [TIME, TIME + 1, TIME + 2]


def test_a_clone_with_other_times_builds_the_same_bytes_after_a_release(
    folder: Folder, tmp_path: Path
) -> None:
    folder.publish()
    clone = Folder(tmp_path / "clone")
    for file in folder.path.rglob("*"):
        if file.is_file():
            name = file.relative_to(folder.path).as_posix()
            clone.write(name, file.read_bytes(), TIME + len(name))
    assert clone.build().data == folder.build().data


def test_two_releases_of_one_deck_write_one_ledger(folder: Folder) -> None:
    first = folder.publish()
    text = (folder.path / "published.json").read_bytes()
    assert folder.publish().data == first.data
    assert (folder.path / "published.json").read_bytes() == text


def test_what_learners_do_not_see_moves_nothing(folder: Folder) -> None:
    before = mods(folder.publish())
    folder.edit("cards/respect.yaml", "By name.", "By name. # nobody sees this", TIME + 50)
    folder.edit("deck.yaml", "topics:", "schedule: {new_per_day: 1}\ntopics:", TIME + 50)
    fresh = "  - {id: first, front: New?, back: Yes., teaches: [respect.words.person]}\n"
    folder.edit("cards/respect.yaml", "cards:\n", f"cards:\n{fresh}", TIME + 50)
    built = folder.build()
    after = mods(built)
    assert after.pop("first") == TIME + 50
    assert after == before
    assert (built.count("new"), built.count("changed"), built.count("unchanged")) == (1, 0, 6)


def test_a_title_that_every_card_shows_moves_them_all(folder: Folder) -> None:
    folder.publish()
    folder.edit("deck.yaml", "respect: Respect", "respect: Respect for people")
    folder.edit("curriculum.yaml", "title: Respect", "title: Respect for people")
    assert folder.build().count("changed") == 4


def test_a_part_has_the_versions_of_the_whole(folder: Folder) -> None:
    folder.publish()
    folder.edit("cards/reporting.yaml", "A wheel.", "The wheel.")
    whole = by_id(folder.build())
    part = by_id(folder.build(part=Part(priorities=frozenset({"important"}))))
    assert set(part) == {"which-one", "wheel"}
    for id, version in part.items():
        assert (version.mod, version.guid) == (whole[id].mod, whole[id].guid)


def retire(folder: Folder, teaches: bool) -> None:
    kept = "    teaches: [respect.words.person]\n" if teaches else ""
    folder.edit(
        "cards/respect.yaml",
        "    why: Names matter.\n    teaches: [respect.words.person]\n",
        f"    why: Names matter.\n{kept}    retired: {{reason: Old., see: [late]}}\n",
    )


@pytest.mark.parametrize(
    ("teaches", "core", "important"), [(True, True, False), (False, True, True)]
)
def test_a_retired_card_is_in_the_parts_that_may_have_had_it(
    folder: Folder, teaches: bool, core: bool, important: bool
) -> None:
    retire(folder, teaches)
    assert ("greeting" in by_id(folder.build(part=Part(priorities=frozenset({"core"}))))) == core
    part = Part(priorities=frozenset({"important"}))
    assert ("greeting" in by_id(folder.build(part=part))) == important
    assert "greeting" not in by_id(folder.build(part=Part(topics=frozenset({"reporting"}))))


def test_a_part_by_priority_of_a_deck_without_priorities_is_empty(tmp_path: Path) -> None:
    folder = plain(tmp_path / "plain", 2)
    folder.edit("cards/t001.yaml", "Answer 1.", "Answer 1.\n    retired: {reason: Old.}")
    assert not folder.build(part=Part(priorities=frozenset({"core"}))).versions


def log_of(folder: Folder) -> str:
    collection, _, _ = folder.rendered()
    return changelog(folder.build(), collection)


def test_the_first_changelog_is_a_count(folder: Folder, snapshot: SnapshotAssertion) -> None:
    assert log_of(folder) == snapshot


def test_a_changelog_of_nothing_says_so(folder: Folder) -> None:
    folder.publish()
    assert log_of(folder).endswith("Nothing has changed.\n")


def test_the_changelog_tells_learners_what_is_new(
    folder: Folder, snapshot: SnapshotAssertion
) -> None:
    folder.publish()
    retire(folder, teaches=False)
    folder.edit("cards/reporting.yaml", "A wheel.", "The wheel.")
    folder.edit("cards/respect.yaml", "what we bring", "what it is that we bring")
    folder.edit("deck.yaml", "name: Sample Deck", "name: Sample *Deck*")
    long = "Is " + "a rather long `question` " * 8 + "shortened?"
    fresh = f"""\
  - {{id: long, front: "{long}", back: Yes., teaches: [reporting.when.soon]}}
  - {{id: marks, front: "Is a < b & _c_ [d](https://e.org)?", back: Yes.,
     teaches: [reporting.when.soon]}}
  - {{id: nested, kind: cloze, teaches: [reporting.when.soon],
     text: "{{{{c1::outer {{{{c2::inner}}}}}}}} and {{{{c3::last::hint}}}}."}}
"""
    folder.edit("cards/reporting.yaml", "cards:\n", f"cards:\n{fresh}")
    assert log_of(folder) == snapshot


def test_the_same_deck_makes_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    assert sample(tmp_path / "a").build().data == sample(tmp_path / "b/c d/é").build().data
