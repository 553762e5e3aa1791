"""A deck that cannot be compiled is refused by every command alike, with the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cps_cards import cli
from tests.apkg.kit import Folder
from tests.cli.conftest import Cps, listed

COMMANDS = {
    "build": (),
    "exam": (),
    "release": (),
    "lint": ("--select", "LAN"),
    "preview": (),
    "stats": (),
    "plan": ("--exam-date", "2099-01-01"),
}
OTHERS = {"diff", "new", "import", "explain", "init", "schema"}
"""Commands that are asked in another way, or read no cards."""

TERM = "terms:\n- {id: a, category: x, term: a, why: because, severity: error, pattern: '%s'}\n"
UNSOUND = {
    "a pattern that is none": ("language.yaml", TERM % "a(b", "bad-value"),
    "a pattern that cannot be compiled": ("language.yaml", TERM % "(?<=a+)b", "bad-value"),
    "a term without a severity": ("language.yaml", "terms:\n- {id: a}\n", "missing-key"),
    "a limit that no rule has": ("deck.yaml", "lint: {limits: {nope: 1}}\n", "bad-setting"),
    "a rule that there is not": ("deck.yaml", "lint: {select: [nope]}\n", "bad-setting"),
    "a level for a fault": ("deck.yaml", "lint: {levels: {no-cards: off}}\n", "bad-setting"),
    "an ignore of a rule that there is not": ("deck.yaml", "lint: {ignore: {nope: why}}\n",
                                              "bad-setting"),
}  # fmt: skip


def test_each_command_stands_here() -> None:
    assert OTHERS.isdisjoint(COMMANDS)
    assert {*COMMANDS, *OTHERS} == {*cli.COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", UNSOUND)
def test_every_command_refuses(case: str, command: str, cps: Cps, decks: Folder) -> None:
    name, text, fault = UNSOUND[case]
    path = Path("decks") / name
    path.write_text((path.read_text() if path.exists() else "") + text)
    result = cps(command, "decks", *COMMANDS[command])
    assert result.status == 1
    told = result.out if command == "lint" else result.err
    assert f"decks/{name}:" in told
    assert f" {fault}: " in told
    assert listed() == ["decks"]
    assert not Path("decks/published.json").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_an_ignore_of_no_rule_on_a_card(
    command: str, cps: Cps, decks: Folder
) -> None:
    decks.edit("cards/reporting.yaml", "A wheel.", "A wheel.\n    ignore: {nope: because}")
    result = cps(command, "decks", *COMMANDS[command])
    assert result.status == 1
    assert "there is no rule `nope`" in (result.out if command == "lint" else result.err)


@pytest.mark.parametrize("command", ["build", "release", "stats"])
def test_settings_that_hold_are_taken(command: str, cps: Cps, decks: Folder) -> None:
    Path("decks/language.yaml").write_text(TERM % "clients?")
    decks.edit(
        "deck.yaml",
        "id: sample",
        "lint: {levels: {LAN003: info, typography: off}, limits: {question_words: 40}}\nid: sample",
    )
    decks.edit("cards/reporting.yaml", "A wheel.", "A wheel.\n    ignore: {vague-answer: short}")
    assert cps(command, "decks").status == 0
