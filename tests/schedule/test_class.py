"""Sub-decks by topic and the weeks of a class: what Anki hands out is what tags and texts say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_cards.schedule.order import describe, study_order
from cps_cards.schedule.weeks import Queue, Window
from tests.apkg.kit import Folder, Learner, sample

PRIORITIES = ("core", "important", "extended")


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    found = Learner(tmp_path / "learner")
    yield found
    found.close()


def curriculum(topics: str) -> str:
    lines = ["topics:"]
    for topic in topics:
        lines += [f"  - id: {topic}", f"    title: Topic {topic.upper()}", "    objectives:"]
        for priority in PRIORITIES:
            lines += [
                f"      - id: {topic}.{priority}",
                "        statement: Know it.",
                f"        priority: {priority}",
                "        facts: []",
            ]
    return "\n".join(lines) + "\n"


def class_deck(path: Path, weeks: str, each: int = 6, schedule: str = "") -> Folder:
    """Four topics of some cards, the first a third core and so on; the last card of each is first
    in the file, and waits for the second."""
    folder = Folder(path)
    settings = f"schedule: {{{schedule}weeks: {weeks}}}" if weeks else "subdecks: topic"
    folder.write("deck.yaml", f"id: taught\nname: Taught\n{settings}\ndescription: '{{order}}'\n")
    folder.write("curriculum.yaml", curriculum("abcd"))
    for topic in "abcd":
        lines = [f"topic: {topic}", "cards:"]
        for number in reversed(range(each)):
            priority = PRIORITIES[number * 3 // each]
            lines += [
                f"  - id: {topic}{number}",
                f"    front: What is {topic}{number}?",
                "    back: That.",
                f"    teaches: [{topic}.{priority}]",
            ]
            if number == each - 1:
                lines.append(f"    after: [{topic}1]")
        folder.write(f"cards/{topic}.yaml", "\n".join(lines) + "\n")
    return folder


def topics(ids: list[str]) -> str:
    """The topics in the order in which they come."""
    return "".join(dict.fromkeys(id[0] for id in ids))


def queue(learner: Learner) -> list[str]:
    """The ids of all cards in the order in which they come, whatever the daily limit."""
    preset = learner.col.decks.config_dict_for_deck_id(learner.col.decks.id_for_name("Taught"))
    preset["new"]["perDay"] = 9999
    learner.col.decks.update_config(preset)
    return learner.queue("Taught")


def weeks(learner: Learner, ids: list[str]) -> dict[str, set[int]]:
    """For each topic the weeks that its cards are tagged with."""
    found: dict[str, set[int]] = {}
    for id in ids:
        tags = [tag for tag in learner.note(id).tags if "::week::" in tag]
        found.setdefault(id[0], set()).update(int(tag.rpartition("::")[2]) for tag in tags)
    return found


@pytest.mark.parametrize("ticked", [False, True])
def test_by_topic_anki_hands_out_topic_by_topic_and_the_tags_say_so(
    tmp_path: Path, learner: Learner, ticked: bool
) -> None:
    folder = class_deck(tmp_path / "deck", "", each=30)
    collection = folder.load()[0]
    learner.take(folder.build().data, with_deck_configs=ticked)
    found = queue(learner)
    assert found == [card.id.value for card in study_order(collection)]
    assert topics(found) == "abcd"
    assert [learner.deck_of(f"{t}0") for t in "ad"] == ["Taught::01 Topic A", "Taught::04 Topic D"]
    # Ten cards a day: 30 cards of a topic are three days.
    tagged = weeks(learner, found)
    assert tagged == {"a": {1}, "b": {1}, "c": {1, 2}, "d": {2}}


@pytest.mark.parametrize("ticked", [False, True])
def test_a_class_meets_its_topics_in_its_weeks(
    tmp_path: Path, learner: Learner, ticked: bool
) -> None:
    folder = class_deck(tmp_path / "deck", "{2: [a], 1: [c, b]}")
    learner.take(folder.build().data, with_deck_configs=ticked)
    found = queue(learner)
    assert topics([id for id in found if id[0] not in "bc"]) == "ad"
    assert {id[0] for id in found[:12]} == {"b", "c"}
    # Within a week by priority, topics mixed.
    assert [int(id[1]) // 2 for id in found[:12]] == [0] * 4 + [1] * 4 + [2] * 4
    assert topics(found[:4]) in ("bc", "cb")
    assert weeks(learner, found) == {"b": {1}, "c": {1}, "a": {2}, "d": {3}}
    assert learner.deck_of("b0") == learner.deck_of("c5") == "Taught::01 Topic B, Topic C"
    assert learner.deck_of("a0") == "Taught::02 Topic A"
    assert learner.deck_of("d0") == "Taught::03 Topic D"


def test_the_daily_load_is_enough_for_the_fullest_week(tmp_path: Path, learner: Learner) -> None:
    folder = class_deck(
        tmp_path / "deck", "{1: [a], 2: [b, c]}", each=30, schedule="new_per_day: 3, "
    )
    learner.take(folder.build().data, with_deck_configs=True)
    preset = learner.col.decks.config_dict_for_deck_id(learner.col.decks.id_for_name("Taught"))
    assert preset["new"]["perDay"] == 9  # 60 cards in seven days
    tagged = weeks(learner, queue(learner))
    assert tagged == {"a": {1}, "b": {2}, "c": {2}, "d": {3}}


def test_a_card_that_topics_bring_too_early_is_told(tmp_path: Path) -> None:
    folder = class_deck(tmp_path / "deck", "")
    assert folder.build().early == []
    folder.edit("cards/b.yaml", "What is b0?", "What is b0?\n    after: [c0, a0]")
    assert folder.build().early == [("b0", "c0")]
    assert folder.build(subdecks="none").early == []


def test_a_week_without_topics_brings_nothing_new(tmp_path: Path) -> None:
    folder = class_deck(tmp_path / "deck", "{1: [a], 2: [], 4: [b]}")
    week_of = {v.note.card.id.value: None for v in folder.build().versions}
    contents = folder.package()
    for note in contents.notes:
        week_of[note.fields[0]] = next(int(t[-2:]) for t in note.tags if "::week::" in t)
    assert [week_of[f"{topic}0"] for topic in "abcd"] == [1, 4, 5, 5]


def test_a_card_that_waits_for_one_of_a_later_week_is_a_fault_that_names_both(
    tmp_path: Path,
) -> None:
    folder = class_deck(tmp_path / "deck", "{1: [a], 2: [b]}")
    for waits, named, told in (
        ("a0", "b0", "`a0` comes in week 1 of the class and waits for `b0`, which comes in week 2"),
        ("b0", "c0", "`b0` comes in week 2 of the class and waits for `c0`, which comes after the "
                     "last week"),
    ):  # fmt: skip
        folder.edit(
            f"cards/{waits[0]}.yaml",
            f"What is {waits}?",
            f"What is {waits}?\n    after: [{named}]",
        )
        _, faults = folder.load()
        (fault,) = [one for one in faults.found if one.card == waits]
        assert fault.message == told
        assert fault.name == "prerequisite-order"
        assert fault.related[0].source.path.endswith(f"{named[0]}.yaml")


def test_a_card_may_wait_for_one_of_the_same_week_or_an_earlier_one(tmp_path: Path) -> None:
    folder = class_deck(tmp_path / "deck", "{1: [a], 2: [b, c]}")
    for waits, named in (("b2", "a3"), ("c0", "b1"), ("d4", "a0")):
        asked = f"What is {waits}?"
        folder.edit(f"cards/{waits[0]}.yaml", asked, f"{asked}\n    after: [{named}]")
    collection, _, _ = folder.rendered()
    at = {card.id.value: place for place, card in enumerate(study_order(collection))}
    assert at["a3"] < at["b2"]
    assert at["b1"] < at["c0"]


def test_the_text_follows_the_sub_decks_built(tmp_path: Path) -> None:
    folder = sample(tmp_path / "deck")
    folder.edit("deck.yaml", "About *peers*.", "'**Order.** {order} So it is.'")
    said = {}
    for subdecks in ("priority", "topic", "none"):
        decks = folder.package(subdecks=subdecks).decks
        said[subdecks] = next(deck.description for deck in decks if deck.name == "Sample Deck")
    mixed = "<strong>Order.</strong> Core cards come first, all topics mixed. So it is."
    assert mixed in said["priority"]
    assert said["priority"] == said["none"]
    assert "New cards come topic by topic: Respect and Reporting. So it is." in said["topic"]
    folder.edit("deck.yaml", "topics:", "schedule: {weeks: {1: [reporting]}}\ntopics:")
    collection, _, _ = folder.rendered()
    assert describe(collection) == (
        "New cards come by the weeks of the class (week 1: Reporting; then the rest)."
    )


def test_few_days_ask_for_more_cards_on_each() -> None:
    """A load by which a note is never new in the days that there are is not enough."""
    week = Queue([1] * 5, [Window(0, 7)] * 5, [])
    assert week.class_load([0]) == 5
    assert week.class_load([0, 1]) == 3
