"""A plan followed in real Anki: the new cards come on its days, in its order."""

from __future__ import annotations

import json
import subprocess
import sys
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


@pytest.mark.parametrize("rest_days", ["", "sat,sun", "wed"])
def test_three_weeks_in_anki_go_as_planned(tmp_path: Path, rest_days: str) -> None:
    deck = written(tmp_path / "deck", mixed(120), f"schedule:\n  new_per_day: {NEW}")
    exam = date.today() + timedelta(days=60)
    rest = ["--rest-days", rest_days] if rest_days else []
    asked = [deck, "--exam-date", exam.isoformat(), "--new", NEW, *rest]
    plan: dict[str, Any] = json.loads(cps_cards("plan", *asked, "--format", "json"))
    package = tmp_path / "deck.apkg"
    cps_cards("build", deck, "-o", package)

    weeks: dict[str, int] = {}
    order: list[str] = []
    with Desktop(tmp_path, package, "Tried & <true>") as anki:
        assert len(anki.log.new) == plan["deck"]["notes"]
        for day in plan["days"][:DAYS]:
            if day["rest"]:
                anki.no_new_cards_today()
            new = anki.study()
            assert len(new) == day["new_cards"], day
            for id, ordinal in new:
                if ordinal == 0:
                    weeks[id] = day["week"]
                    order.append(id)
            anki.sleep()
    assert weeks == {id: week for id, week in plan["cards"].items() if week <= DAYS // 7}
    assert order == list(plan["cards"])[: len(order)]
