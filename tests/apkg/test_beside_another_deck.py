"""One's own cards beside the official deck, as the README tells instructors: in real Anki."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.apkg.kit import TIME, Folder, Learner, Log, sample
from tests.contribute.terminal import ROOT, run

OFFICIAL, AGENCY = "Sample Deck", "Sample Deck::Our agency"
AGENCYS = {"better-than-reading-again", "minutes-before-the-test", "spread-over-days"}
Packages = tuple[Folder, bytes, bytes]


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    """The folder of the official deck, its package, and that of an agency."""
    official = sample(tmp_path / "official")
    told = run("init", "agency", "--name", AGENCY, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    told = run("build", "agency", "-o", "agency.apkg", "-q", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    return official, official.publish().data, (tmp_path / "agency.apkg").read_bytes()


@pytest.mark.parametrize("boxes", [{}, {"with_deck_configs": True}], ids=["as it is", "presets"])
@pytest.mark.parametrize("first", ["official", "agency"])
def test_both_stand_beside_each_other_whichever_comes_first(
    first: str,
    boxes: dict[str, bool],
    packages: Packages,
    learner: Learner,
    new_learner: Callable[[], Learner],
) -> None:
    _, official, agency = packages
    logs = {
        name: learner.take(data, **boxes)
        for name, data in sorted({"official": official, "agency": agency}.items(),
                                 key=lambda one: one[0] != first)
    }  # fmt: skip
    assert logs == {"official": Log(6, 0, 0, 0), "agency": Log(3, 0, 0, 0)}
    assert learner.problems() == []
    assert learner.deck_of("greeting").startswith(f"{OFFICIAL}::01")
    assert learner.deck_of("better-than-reading-again") == f"{AGENCY}::01 Core"
    names = [one.name for one in learner.col.models.all_names_and_ids()]
    assert {"Basic (cps-cards)", "Cloze (cps-cards)", "Choice (cps-cards)"} <= {*names}
    assert not [name for name in names if name.endswith("+")]
    alone = new_learner()
    alone.take(official, **boxes)
    assert top_deck(learner) == top_deck(alone)
    for preset in learner.col.decks.all_config():
        preset["new"]["perDay"] = preset["rev"]["perDay"] = 9999
        learner.col.decks.update_config(preset)
    queue = learner.queue(OFFICIAL)
    assert len(queue) == 9
    if not boxes:  # with the deck's own options, both are mixed, core first
        assert {*queue[-3:]} == AGENCYS


def top_deck(learner: Learner) -> tuple[str, str]:
    """The official deck's description, and the name of its options."""
    deck = learner.col.decks.by_name(OFFICIAL)
    return deck["desc"], learner.col.decks.config_dict_for_deck_id(deck["id"])["name"]


def test_an_update_of_one_leaves_the_other_alone(packages: Packages, learner: Learner) -> None:
    folder, official, agency = packages
    learner.take(official)
    learner.take(agency)
    learner.answer(5)
    own = "select * from notes where tags like '%agency::%'"
    before, reviews = learner.rows(own), learner.rows("select * from revlog")
    assert len(before) == 3
    folder.edit("cards/respect.yaml", "By name.", "By the name that they use.", TIME + 60)
    assert learner.take(folder.build().data).updated == 1
    assert (learner.rows(own), learner.rows("select * from revlog")) == (before, reviews)
    assert learner.take(agency) == Log(0, 0, 3, 0)


def test_the_readme_says_it_as_it_was_tried() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(r"### Your agency's own cards\n(.*?)\n##", readme, re.DOTALL)
    assert section is not None
    assert 'init agency --name "Massachusetts CPS Exam::Our agency"' in section[1]
    name = re.search(r"^name: (.*)", (ROOT / "decks/deck.yaml").read_text(), re.MULTILINE)
    assert name is not None
    assert f'"{name[1]}::Our agency"' in section[1]
