"""What real Anki makes of a package: the promises to learners, each on a collection of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from cps_cards.apkg.build import Part
from cps_cards.model.cards import anki_cards
from cps_cards.schedule import order
from tests.apkg.kit import (
    PICTURE,
    SHIPPED,
    TIME,
    Folder,
    Learner,
    Log,
    plain,
    plain_card,
    sample,
)

NewLearner = Callable[[], Learner]


def test_a_clean_import_is_all_new_and_leaves_nothing_to_repair(
    folder: Folder, learner: Learner
) -> None:
    assert learner.take(folder.build().data) == Log(6, 0, 0, 0)
    assert learner.problems() == []
    assert learner.col.card_count() == 8


def test_the_shipped_deck_imports_clean_and_comes_in_study_order(learner: Learner) -> None:
    shipped = Folder(SHIPPED)
    collection, notes, _ = shipped.rendered()
    assert learner.take(shipped.build().data) == Log(len(notes), 0, 0, 0)
    assert learner.problems() == []
    wanted = [card.id.value for card in order.study_order(collection)]
    assert learner.queue(collection.deck.name) == wanted
    counts = {card.id.value: anki_cards(card) for card in collection.cards}
    made = {
        learner.col.get_note(note_id).fields[0]: count  # type: ignore[arg-type]
        for note_id, count in learner.generated().items()
    }
    assert made == counts


def test_an_identical_package_changes_nothing_whatever_box_is_ticked(
    folder: Folder, learner: Learner
) -> None:
    data = folder.build().data
    learner.take(data)
    learner.answer(5)
    before = learner.everything()
    for options in ({}, {"with_scheduling": True}, {"update_notes": 1}, {"update_notetypes": 1}):
        assert learner.take(data, **options) == Log(0, 0, 6, 0)
        assert learner.everything() == before


def test_an_edited_card_is_updated_alone_and_keeps_its_schedule(
    tmp_path: Path, learner: Learner
) -> None:
    folder = plain(tmp_path / "plain", 30)
    learner.take(folder.publish().data)
    learner.answer(20)
    own = learner.note("q-7")
    own.tags.append("mine")
    learner.col.update_note(own)
    cards, reviews = learner.rows("select * from cards"), learner.rows("select * from revlog")
    others = learner.rows("select * from notes where sfld != 'Question 3?'")
    assert len(reviews) == 20

    folder.edit("cards/t001.yaml", "Answer 3.", "A better answer.", TIME + 60)
    assert learner.take(folder.build().data) == Log(0, 1, 29, 0)

    assert learner.note("q-3")["Answer"] == "A better answer."
    assert learner.rows("select * from cards") == cards
    assert learner.rows("select * from revlog") == reviews
    assert learner.rows("select * from notes where sfld != 'Question 3?'") == others
    assert "mine" in learner.note("q-7").tags


def test_a_second_edit_in_the_same_second_still_reaches_learners(
    folder: Folder, learner: Learner
) -> None:
    learner.take(folder.publish().data)
    for answer in ("By their name.", "With a smile."):
        folder.edit("cards/respect.yaml", "    back: By", f"    back: {answer} # By")
        assert learner.take(folder.publish().data).updated == 1
        assert learner.note("greeting")["Answer"] == answer


def test_a_rename_and_a_move_keep_the_history(folder: Folder, learner: Learner) -> None:
    learner.take(folder.publish().data)
    learner.answer(8)
    before = learner.rows("select * from cards")
    folder.edit("cards/respect.yaml", "id: greeting", "id: hello\n    formerly: greeting")
    moved = folder.path / "cards/reporting.yaml"
    (folder.path / "cards/deep").mkdir()
    moved.rename(folder.path / "cards/deep/all-of-it.yml")

    assert learner.take(folder.build().data) == Log(0, 1, 5, 0)
    assert learner.rows("select * from cards") == before
    assert learner.note("hello")["Answer"] == "By name."


def test_cards_put_in_front_leave_the_others_alone(tmp_path: Path, learner: Learner) -> None:
    folder = plain(tmp_path / "plain", 300)
    learner.take(folder.publish().data)
    learner.answer(20)
    before = learner.rows("select id, nid, ord, due, ivl, reps from cards")
    notes = dict(learner.rows("select id, flds from notes"))
    fresh = "".join(plain_card(n) for n in range(1001, 1041))
    folder.write("cards/t000.yaml", f"topic: t1\ncards:\n{fresh}")

    assert learner.take(folder.build().data) == Log(40, 0, 300, 0)
    after = learner.rows("select id, nid, ord, due, ivl, reps from cards")
    assert set(map(tuple, before)) <= set(map(tuple, after))
    assert len(after) == 340
    assert notes.items() <= dict(learner.rows("select id, flds from notes")).items()
    assert learner.problems() == []


def test_the_preset_arrives_with_its_box_ticked(folder: Folder, learner: Learner) -> None:
    schedule = "schedule: {new_per_day: 7, desired_retention: 0.85}\n"
    folder.edit("deck.yaml", "topics:", f"{schedule}topics:")
    learner.take(folder.build().data, with_deck_configs=True)
    for name in ("Sample Deck", "Sample Deck::01 Core"):
        deck = learner.col.decks.by_name(name)
        assert deck is not None
        preset = learner.col.decks.config_dict_for_deck_id(deck["id"])
        assert preset["name"] == "Sample Deck (7 a day)"
        assert preset["new"]["perDay"] == 7
        assert preset["desiredRetention"] == pytest.approx(0.85)
        assert (preset["newGatherPriority"], preset["newSortOrder"]) == (1, 1)
        assert preset["new"]["bury"]
        assert preset["rev"]["bury"]
        assert preset["buryInterdayLearning"]
    assert learner.queue("Sample Deck")


def test_without_its_box_no_preset_arrives(folder: Folder, learner: Learner) -> None:
    before = learner.rows("select * from deck_config")
    learner.take(folder.build().data)
    assert learner.rows("select * from deck_config") == before
    deck = learner.col.decks.by_name("Sample Deck::01 Core")
    assert deck is not None
    assert learner.col.decks.config_dict_for_deck_id(deck["id"])["name"] == "Default"


def test_a_new_schedule_comes_as_a_new_preset(folder: Folder, learner: Learner) -> None:
    learner.take(folder.build().data, with_deck_configs=True)
    folder.edit("deck.yaml", "topics:", "schedule: {new_per_day: 3}\ntopics:")
    learner.take(folder.build().data, with_deck_configs=True)
    presets = {entry["name"]: entry["new"]["perDay"] for entry in learner.col.decks.all_config()}
    assert presets["Sample Deck (3 a day)"] == 3


def test_a_retired_card_says_so_and_comes_last_for_newcomers(
    folder: Folder, new_learner: NewLearner
) -> None:
    holder, newcomer = new_learner(), new_learner()
    holder.take(folder.publish().data)
    holder.answer(8)
    cards = holder.rows("select * from cards")
    folder.edit(
        "cards/respect.yaml",
        "    why: Names matter.\n    teaches: [respect.words.person]\n",
        "    retired: {reason: The law has changed., see: [both-ways]}\n",
        TIME + 1,
    )
    data = folder.publish().data

    assert holder.take(data) == Log(0, 1, 5, 0)
    assert holder.rows("select * from cards") == cards
    note = holder.note("greeting")
    assert "cps::retired" in note.tags
    assert not [tag for tag in note.tags if "week" in tag or "priority" in tag]
    assert "The law has changed." in note.cards()[0].question()
    assert "both-ways" in note.cards()[0].answer()

    newcomer.take(data)
    assert newcomer.deck_of("greeting") == "Sample Deck::99 Retired"
    assert newcomer.queue("Sample Deck")[-1] == "greeting"
    assert newcomer.problems() == []


@pytest.mark.parametrize("part_first", [True, False])
def test_a_part_and_the_whole_go_together_in_either_order(
    folder: Folder, learner: Learner, part_first: bool
) -> None:
    part = folder.build(part=Part(topics=frozenset({"reporting"}))).data
    whole = folder.build().data
    if part_first:
        assert learner.take(part) == Log(2, 0, 0, 0)
        assert learner.take(whole) == Log(4, 0, 2, 0)
    else:
        assert learner.take(whole) == Log(6, 0, 0, 0)
        assert learner.take(part) == Log(0, 0, 2, 0)
    collection, _ = folder.load()
    assert learner.queue("Sample Deck") == [c.id.value for c in order.study_order(collection)]
    due = {learner.note(id).cards()[0].due for id in ("which-one", "wheel")}
    at = {card.id.value: n for n, card in enumerate(order.study_order(collection), start=1)}
    assert due == {at["which-one"], at["wheel"]}
    assert learner.problems() == []


def test_a_changed_picture_reaches_learners(folder: Folder, learner: Learner) -> None:
    learner.take(folder.publish().data)
    folder.write("media/wheel.png", PICTURE + b", but a better one", TIME + 5)
    assert learner.take(folder.build().data) == Log(0, 1, 5, 0)
    name = learner.note("wheel")["Question"].split('src="')[1].split('"')[0]
    shown = Path(learner.col.media.dir()) / name
    assert shown.read_bytes().endswith(b"a better one")


def test_an_unpublished_deck_built_twice_updates_what_changed(
    folder: Folder, learner: Learner
) -> None:
    learner.take(folder.build().data)
    folder.edit("cards/reporting.yaml", "A wheel.", "The wheel.", TIME + 1)
    # Both cards of the file are newer, and Anki counts a note that is newer as updated.
    assert learner.take(folder.build().data) == Log(0, 2, 4, 0)
    assert learner.note("wheel")["Answer"] == "The wheel."


def test_the_description_is_shown_as_html(folder: Folder, learner: Learner) -> None:
    learner.take(folder.build().data)
    deck = learner.col.decks.by_name("Sample Deck")
    assert deck is not None
    assert deck["desc"] == "<p>About <em>peers</em>.</p><p>Version: unreleased.</p>"
    assert not deck.get("md")


@pytest.mark.parametrize(
    ("name", "deck"),
    [
        ("Default", "Default"),
        ("default", "Default"),
        ("Default::Exam", "Default::Exam"),
        ("A::B::C", "A::B::C"),
        ("x" * 3000, "x" * 3000),
        ("Prüfung 試験 🎓", "Prüfung 試験 🎓"),
        ("Cafe\u0301", "Café"),
        ("<b>&amp; co</b>", "<b>&amp; co</b>"),
        ("50% * _ \\", "50% * _ \\"),
    ],
)
def test_any_deck_name_arrives(tmp_path: Path, learner: Learner, name: str, deck: str) -> None:
    folder = plain(tmp_path / "plain", 3)
    folder.write("deck.yaml", f"id: plain\nname: '{name}'\ntopics: {{t1: One}}\nsubdecks: none\n")
    assert learner.take(folder.build().data) == Log(3, 0, 0, 0)
    assert learner.deck_of("q-1") == deck
    assert learner.problems() == []


def test_topics_with_colons_and_quotes_make_one_deck_each(tmp_path: Path, learner: Learner) -> None:
    folder = plain(tmp_path / "plain", 3, topics=3)
    titles = ("'A::B'", "'\"quoted\"'", "'::'")
    topics = "".join(f"  t{n}: {title}\n" for n, title in enumerate(titles, 1))
    folder.write("deck.yaml", f"id: plain\nname: Deck\ntopics:\n{topics}")
    learner.take(folder.build().data)
    assert learner.deck_of("q-1") == "Deck::01 A: B"
    assert learner.deck_of("q-2") == "Deck::02 'quoted'"
    assert learner.deck_of("q-3").startswith("Deck::03")
    assert len(learner.queue("Deck")) == 3


@pytest.mark.parametrize("count", [98, 99, 101])
def test_many_topics_are_studied_in_their_order_and_retired_cards_last(
    tmp_path: Path, learner: Learner, count: int
) -> None:
    folder = plain(tmp_path / "plain", count, topics=count)
    folder.edit("cards/t001.yaml", "Answer 1.", "Answer 1.\n    retired: {reason: Old.}")
    learner.take(folder.build().data)
    wanted = [f"q-{n}" for n in range(2, count + 1)]
    assert learner.queue("Plain") == [*wanted, "q-1"]


def test_a_cloze_of_five_hundred_has_room_for_its_cards(tmp_path: Path, learner: Learner) -> None:
    folder = plain(tmp_path / "plain", 2)
    text = " ".join(f"{{{{c{n}::w{n}}}}}" for n in range(1, 501))
    folder.write(
        "cards/a.yaml", f"topic: t1\ncards:\n  - {{id: big, kind: cloze, text: '{text}'}}\n"
    )
    assert learner.take(folder.build().data) == Log(3, 0, 0, 0)
    assert learner.col.card_count() == 502
    assert learner.problems() == []


def test_a_deck_without_priorities_has_no_subdecks_of_them(
    tmp_path: Path, learner: Learner
) -> None:
    folder = plain(tmp_path / "plain", 3)
    learner.take(folder.build(subdecks="priority").data)
    assert {learner.deck_of(f"q-{n}") for n in (1, 2, 3)} == {"Plain"}


def test_siblings_share_a_position(folder: Folder) -> None:
    package = folder.package()
    due = {card.note_id: set[int]() for card in package.cards}
    for card in package.cards:
        due[card.note_id].add(card.due)
    assert sorted(min(found) for found in due.values()) == [1, 2, 3, 4, 5, 6]
    assert all(len(found) == 1 for found in due.values())


def test_a_package_goes_through_anki_and_comes_back_the_same(
    tmp_path: Path, new_learner: NewLearner
) -> None:
    from anki.collection import ExportAnkiPackageOptions

    from cps_cards.apkg.reader import read_package

    folder = sample(tmp_path / "again")
    ours = folder.package()
    learner = new_learner()
    learner.take(folder.build().data, with_deck_configs=True)
    for legacy in (True, False):
        file = tmp_path / f"export-{legacy}.apkg"
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
        )
        learner.col.export_anki_package(out_path=str(file), options=options, limit=None)
        theirs = read_package(file)
        assert ("collection.anki21b" in ZipFile(file).namelist()) == (not legacy)
        assert theirs.note_types == ours.note_types
        assert {(n.guid, n.mod, n.tags, n.fields) for n in theirs.notes} == {
            (n.guid, n.mod, n.tags, n.fields) for n in ours.notes
        }
        assert Counter(c.ord for c in theirs.cards) == Counter(c.ord for c in ours.cards)
        names = {deck.name: deck.description for deck in theirs.decks}
        assert names == {deck.name: deck.description for deck in ours.decks}
        presets = {preset.id: preset.name for preset in theirs.presets}
        assert (
            presets.items()
            >= {preset.id: preset.name for preset in ours.presets if preset.id != 1}.items()
        )
        used = {deck.preset_id for deck in theirs.decks if deck.name != "Default"}
        assert used == {preset.id for preset in ours.presets if preset.id != 1}
        assert theirs.media == ours.media


@pytest.mark.parametrize(
    ("boxes", "log"),
    [({}, Log(0, 0, 0, 3)), ({"update_notes": 1}, Log(0, 0, 0, 3)),
     ({"update_notes": 1, "merge_notetypes": True}, Log(0, 3, 0, 0))],
)  # fmt: skip
def test_a_field_of_the_learners_own_stops_updates_or_is_lost_with_them(
    tmp_path: Path, learner: Learner, boxes: dict[str, int], log: Log
) -> None:
    """What the README says of notes of one's own: no place on our cards keeps them."""
    folder = plain(tmp_path / "plain", 3)
    learner.take(folder.publish().data)
    models = learner.col.models
    kind = models.get(learner.note("q-1").mid)
    assert kind is not None
    models.add_field(kind, models.new_field("My notes"))
    models.update_dict(kind)
    own = learner.note("q-1")
    own["My notes"] = "mine"
    learner.col.update_note(own)

    for number in range(1, 4):
        folder.edit("cards/t001.yaml", f"Answer {number}.", "A better one.", 2_000_000_000)
    assert learner.take(folder.build().data, **boxes) == log
    after = learner.note("q-1")
    kept = "My notes" in after and after["My notes"] == "mine"
    assert kept == (after["Answer"] == "Answer 1.")


def renamed(learner: Learner, old: str, new: str) -> None:
    learner.col.decks.rename(learner.col.decks.id_for_name(old), new)


def one_more(folder: Folder) -> bytes:
    """The package of a release with a correction of ``greeting`` and a new card, ``fresh``."""
    folder.edit("cards/respect.yaml", "By name.", "By their name.", TIME + 1)
    fresh = "  - {id: fresh, front: New?, back: Yes., teaches: [respect.words.person]}\n"
    folder.edit("cards/respect.yaml", "cards:\n", f"cards:\n{fresh}", TIME + 1)
    return folder.publish().data


def test_a_moved_deck_gets_new_cards_elsewhere_until_they_change_decks(
    folder: Folder, learner: Learner
) -> None:
    learner.take(folder.publish().data)
    renamed(learner, "Sample Deck", "Exams::Sample Deck")
    learner.take(one_more(folder))
    assert learner.note("greeting")["Answer"] == "By their name."
    assert learner.deck_of("greeting") == "Exams::Sample Deck::01 Core"
    assert learner.deck_of("fresh") == "Sample Deck::01 Core"

    # README: in the browser, Cards > Change Deck, then delete what is empty.
    cards = learner.col.find_cards('deck:"Sample Deck::01 Core"')
    assert [learner.col.get_card(card).note()["Card ID"] for card in cards] == ["fresh"]
    learner.col.set_deck(cards, learner.col.decks.id_for_name("Exams::Sample Deck::01 Core"))
    learner.col.decks.remove([learner.col.decks.id_for_name("Sample Deck")])
    assert learner.col.card_count() == 9
    assert learner.deck_of("fresh") == "Exams::Sample Deck::01 Core"


def test_a_deck_moved_back_for_the_import_stays_one(folder: Folder, learner: Learner) -> None:
    learner.take(folder.publish().data)
    renamed(learner, "Sample Deck", "Mine")
    renamed(learner, "Mine", "Sample Deck")
    learner.take(one_more(folder))
    renamed(learner, "Sample Deck", "Mine")
    assert learner.deck_of("fresh") == learner.deck_of("greeting") == "Mine::01 Core"
    assert learner.col.decks.by_name("Sample Deck") is None


@pytest.mark.parametrize("how", ["edited", "leech"])
def test_a_note_that_is_newer_than_the_release_is_cured_by_updating_always(
    folder: Folder, learner: Learner, how: str
) -> None:
    learner.take(folder.publish().data)
    own = learner.note("greeting")
    if how == "edited":
        own["Why"] = "My own words."
    else:
        own.tags.append("leech")
    learner.col.update_note(own)  # now, long after TIME
    data = one_more(folder)
    cards = learner.rows("select * from cards where nid = (select id from notes limit 1)")
    assert learner.take(data) == Log(1, 0, 6, 0)
    assert learner.note("greeting")["Answer"] == "By name."
    assert learner.take(data, update_notes=1).updated == 1
    assert learner.note("greeting")["Answer"] == "By their name."
    assert learner.note("greeting")["Why"] == "Names matter."
    assert learner.rows("select * from cards where nid = (select id from notes limit 1)") == cards


def test_a_note_type_with_a_plus_is_cured_by_merging_and_updating_always(
    folder: Folder, learner: Learner
) -> None:
    learner.take(folder.publish().data)
    learner.answer(3)
    before = learner.rows("select * from cards")
    basic = learner.note("greeting").note_type()
    learner.col.models.add_field(basic, learner.col.models.new_field("My notes"))
    learner.col.models.update_dict(basic)
    own = learner.note("wheel")
    own["My notes"] = "Mine."
    learner.col.update_note(own)
    data = one_more(folder)
    assert learner.take(data).conflicting > 0
    assert learner.note("greeting")["Answer"] == "By name."
    assert f"{basic['name']}+" in [entry.name for entry in learner.col.models.all_names_and_ids()]

    learner.take(data, merge_notetypes=True, update_notes=1)
    assert learner.note("greeting")["Answer"] == "By their name."
    assert learner.note("wheel")["My notes"] == ""  # README: these notes have no safe place
    assert set(map(tuple, before)) <= set(map(tuple, learner.rows("select * from cards")))
