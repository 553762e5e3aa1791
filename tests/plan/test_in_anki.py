"""A plan followed in real Anki: the new cards come on its days, in its order."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.plan.decks import mixed, written
from tests.plan.learner import Desktop

DAYS = 21
NEW = 6


def cps_cards(*arguments: object) -> str:
    command = [sys.executable, "-m", "cps_cards", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("subdecks", "more"),
    [
        ("priority", ["--retention", "0.8"]),
        ("none", ["--rest-days", "sat,sun"]),
        ("topic", ["--rest-days", "wed"]),
    ],
)
def test_three_weeks_in_anki_go_as_planned(tmp_path: Path, subdecks: str, more: list[str]) -> None:
    follow_for_three_weeks(tmp_path, written(tmp_path / "deck", mixed(120)), subdecks, more)


@pytest.mark.parametrize("ticked", [True, False])
def test_three_weeks_of_a_class_in_anki_go_as_planned(tmp_path: Path, ticked: bool) -> None:
    weeks = "schedule: {weeks: {1: [t2], 2: [t0, t1]}}"
    entries = mixed(75)
    if not ticked:  # without the preset, siblings are not buried
        entries = [replace(entry, cards=1) for entry in entries]
    deck = written(tmp_path / "deck", entries, weeks)
    plan = follow_for_three_weeks(tmp_path, deck, "topic", [], ticked)
    assert plan["weeks"][0]["topics"].keys() == {"Topic 2"}
    assert plan["weeks"][1]["topics"].keys() >= {"Topic 0", "Topic 1"}
    assert plan["weeks"][0]["new_cards"] < 7 * NEW  # Anki has to be held back, as the plan advises


def follow_for_three_weeks(
    folder: Path, deck: Path, subdecks: str, more: list[str], ticked: bool = True
) -> dict[str, Any]:
    """Do what the plan says, day by day; without the preset, with its number set by hand."""
    exam = date.today() + timedelta(days=60)
    asked = [deck, "--exam-date", exam.isoformat(), "--new", NEW, "--subdecks", subdecks, *more]
    plan: dict[str, Any] = json.loads(cps_cards("plan", *asked, "--format", "json"))
    package = folder / "deck.apkg"
    cps_cards("build", *asked, "-o", package)

    weeks: dict[str, int] = {}
    order: list[str] = []
    with Desktop(folder, package, "Tried & <true>", ticked) as anki:
        tagged = anki.weeks()
        assert len(anki.log.new) == plan["deck"]["notes"]
        for day in plan["days"][:DAYS]:
            if not ticked or day["rest"] or day["new_cards"] < NEW:
                anki.new_cards_today(min(NEW, day["new_cards"]))
            new = anki.study()
            assert len(new) == day["new_cards"], day
            for id, ordinal in new:
                if ordinal == 0:
                    weeks[id] = day["week"]
                    order.append(id)
            anki.sleep()
    assert weeks == {id: week for id, week in plan["cards"].items() if week <= DAYS // 7}
    assert tagged == plan["cards"]
    assert order == list(plan["cards"])[: len(order)]
    return plan


def test_a_plan_and_the_ordinary_build_update_each_other_without_a_fight(tmp_path: Path) -> None:
    """The same notes with the same times: whichever comes second changes nothing on the first."""
    deck = written(tmp_path / "deck", mixed(40))
    ordinary, planned, other = (tmp_path / f"{name}.apkg" for name in ("a", "b", "c"))
    soon, late = (date.today() + timedelta(days=days) for days in (30, 90))
    cps_cards("build", deck, "-o", ordinary)
    cps_cards("build", deck, "--exam-date", soon.isoformat(), "--new", 3, "-o", planned)
    cps_cards("build", deck, "--exam-date", late.isoformat(), "--new", 1, "-o", other)
    with Desktop(tmp_path, planned, "Tried & <true>") as anki:
        before = anki.notes()
        for package in (ordinary, other):
            log = anki.take(package)
            assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 0, 0)
            assert anki.notes() == before


def test_the_overview_in_anki_tells_the_plan(tmp_path: Path) -> None:
    deck = written(tmp_path / "deck", mixed(40))
    package = tmp_path / "deck.apkg"
    exam = date.today() + timedelta(days=45)
    cps_cards("build", deck, "--exam-date", exam.isoformat(), "--new", 3, "-o", package)
    with Desktop(tmp_path, package, "Tried & <true>") as anki:
        said = f"<strong>Study plan for the exam on {exam:%B} {exam.day}, {exam.year}.</strong>"
        assert f"</p><p>{said} 3 new cards a day" in anki.overview()
        assert "\n" not in anki.overview()


def test_plan_options_without_an_exam_date_are_wrong_usage(tmp_path: Path) -> None:
    deck = written(tmp_path / "deck", mixed(10))
    package = tmp_path / "deck.apkg"
    done = subprocess.run(
        [sys.executable, "-m", "cps_cards", "build", deck, "--goal", "0.5", "-o", package],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "--goal belongs to a plan: give --exam-date too" in done.stderr
    assert not package.exists()
