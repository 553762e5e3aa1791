"""Pairs of cards: what says the same, what contradicts, and what only looks alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lint.examples import DECK, SOURCES, lint, write

PAIRS = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text(encoding="utf-8"))
FOUND = {"same": ["near-duplicate-card"], "contradict": ["contradicting-cards"], "alike": []}


def found(cards: list[dict[str, Any]], root: Path) -> list[str]:
    named = []
    for number, card in enumerate(cards):
        kind = "cloze" if "text" in card else "choice" if "question" in card else "basic"
        named.append(json.dumps({"id": f"card-{number}", "kind": kind, **card}))
    text = "topic: ethics\ncards:\n" + "".join(f"  - {card}\n" for card in named)
    files = {"deck.yaml": DECK, "sources.yaml": SOURCES, "cards/a.yaml": text}
    return [one.name for one in lint(write(files, root), "DUP")]


@pytest.mark.parametrize(
    ("kind", "pair"),
    [(kind, pair) for kind, pairs in PAIRS.items() for pair in pairs],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_pair(kind: str, pair: list[dict[str, Any]], tmp_path: Path) -> None:
    assert found(pair, tmp_path / "there") == FOUND[kind]
    assert found(pair[::-1], tmp_path / "back") == FOUND[kind]


def test_cards_that_only_send_to_a_text_teach_nothing_twice(tmp_path: Path) -> None:
    read = "Read the scenario, and then answer the questions that follow."
    cards = [{"front": f"What comes {when}?", "back": read} for when in ("first", "then")]
    assert found(cards, tmp_path) == []


def test_what_many_cards_ask_is_told_apart_by_something_else(tmp_path: Path) -> None:
    answers = ["Hope", "Trust", "Choice", "Dignity", "Respect"]
    cards = [{"front": "Which value does this picture show?", "back": word} for word in answers]
    assert found(cards, tmp_path / "many") == []
    assert found(cards[:2], tmp_path / "two") == ["contradicting-cards"]


def test_cards_of_a_set_are_judged_by_scenario_and_question(tmp_path: Path) -> None:
    options = ["DCF", "DPPC", "APS", "DPH"]

    def card(scenario: str, answer: str) -> dict[str, Any]:
        wrong = [option for option in options if option != answer]
        return {
            "scenario": scenario, "question": "Which agency takes this report?",
            "answer": answer, "distractors": wrong,
        }  # fmt: skip

    young, old = "Omar is 17, lives at home and is hit.", "Omar is 61, lives at home and is hit."
    assert found([card(young, "DCF"), card(old, "APS")], tmp_path / "set") == []
    same = [card(young, "DCF"), card(young, "DPPC")]
    assert found(same, tmp_path / "same") == ["contradicting-cards"]
