"""What the linter says of itself: a rule that failed, a setting of a rule that went."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cps_cards import REPORT_BUGS_TO
from cps_cards.cli.explain import command as explain_command
from cps_cards.cli.lint import command
from cps_cards.diagnostics import Diagnostic
from cps_cards.lint import catalogue
from cps_cards.lint.rules.near_duplicate_card import NearDuplicateCard
from cps_cards.lint.rules.spelling import Spelling
from cps_cards.lint.views import CardView, DeckView
from tests.cli.conftest import Cps
from tests.lint.examples import DECK, SOURCES, write

CARD = "  - {{id: {0}, front: {2}, back: A client., sources: [handbook]{1}}}\n"
ASKED = {
    "a": "Who recieves the letter?",
    "b": "Whom does a peer specialist greet first?",
    "c": "Whose goals stand in the plan?",
}


def card(name: str, more: str = "") -> str:
    return CARD.format(name, more, ASKED[name])


def run(*args: object) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args])


def findings(result: Result) -> list[dict]:
    return json.loads(result.stdout)["findings"]


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    cards = "".join(map(card, ASKED))
    files = {"deck.yaml": DECK, "sources.yaml": SOURCES, "cards/x.yaml": "topic: ethics\ncards:\n"}
    files["cards/x.yaml"] += cards
    return write(files, tmp_path / "deck")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule on spelling fails on all cards but the first."""
    check = Spelling.check

    def fails(self: Spelling, card: CardView) -> Iterator[Diagnostic]:
        if card.id != "a":
            raise KeyError("no such\nword")
        yield from check(self, card)

    monkeypatch.setattr(Spelling, "check", fails)


@pytest.mark.usefixtures("failing")
def test_a_rule_that_fails_is_told_of_and_the_others_run_on(deck: Path) -> None:
    result = run(deck, "--format", "json")
    assert result.exit_code == 3
    found = findings(result)
    assert [(one["name"], one["card"]) for one in found if one["name"] != "rule-crashed"] == [
        ("spelling", "a"), ("status-label", "a"), ("status-label", "b"), ("status-label", "c"),
    ]  # fmt: skip
    (crash,) = [one for one in found if one["name"] == "rule-crashed"]
    assert (crash["code"], crash["severity"], crash["card"]) == ("LNT001", "error", "b")
    assert crash["path"].endswith("deck/cards/x.yaml")
    assert crash["line"] == 4
    assert "the rule spelling failed on the card b and 1 more: KeyError in" in crash["message"]
    assert "test_failures.py:" in crash["message"]
    assert REPORT_BUGS_TO in crash["help"]


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    "options", [["--level", "error"], ["--fail-on", "error"], ["--fix"], ["--statistics"]]
)
def test_it_is_told_of_whatever_was_asked_for(deck: Path, options: list[str]) -> None:
    result = run(deck, *options)
    assert result.exit_code == 3
    assert "rule-crashed" in result.stdout
    assert run(deck / "deck.yaml").exit_code == 3
    assert run(deck, "--ignore", "spelling").exit_code == 1


@pytest.mark.usefixtures("failing")
def test_an_ignore_of_a_rule_that_failed_is_not_called_unused(deck: Path) -> None:
    cards = card("a") + card("b", ", ignore: {spelling: quoted}")
    (deck / "cards/x.yaml").write_text(f"topic: ethics\ncards:\n{cards}")
    names = [one["name"] for one in findings(run(deck, "--format", "json"))]
    assert "rule-crashed" in names
    assert "unused-ignore" not in names


def test_a_rule_on_the_whole_deck_fails(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: NearDuplicateCard, deck: DeckView) -> Iterator[Diagnostic]:
        raise RecursionError

    monkeypatch.setattr(NearDuplicateCard, "check", fails)
    result = run(deck / "cards", "--format", "json")
    assert result.exit_code == 3
    (crash,) = [one for one in findings(result) if one["name"] == "rule-crashed"]
    assert crash["path"].endswith("deck/deck.yaml")
    assert "near-duplicate-card failed on the deck: RecursionError" in crash["message"]


@pytest.mark.usefixtures("failing")
def test_a_preview_is_written_all_the_same(deck: Path, cps: Cps) -> None:
    result = cps("preview", str(deck), "-o", "page.html")
    assert result.status == 3
    assert "rule-crashed" in result.err
    assert "status-label" in Path("page.html").read_text(encoding="utf-8")


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = catalogue.Gone("TXT099", "it was wrong more often than right", ("sobriety",))
    monkeypatch.setattr(catalogue, "GONE", {"sober-words": rule})


@pytest.mark.usefixtures("went")
def test_a_rule_that_went_is_told_of_and_fails_nothing(deck: Path, cps: Cps) -> None:
    settings = (
        "lint:\n  ignore: {sober-words: old}\n  levels: {txt099: error}\n  limits: {sobriety: 3}\n"
    )
    (deck / "deck.yaml").write_text(DECK + settings)
    good = card("b", ", ignore: {sober-words: old}").replace("client", "person")
    (deck / "cards/x.yaml").write_text(f"topic: ethics\ncards:\n{good}")
    result = run(deck, "--format", "json", "--fail-on", "info")
    assert result.exit_code == 0
    found = findings(result)
    assert [(one["name"], one["severity"]) for one in found] == [("rule-gone", "info")] * 4
    assert [one["line"] for one in found if one["path"].endswith("deck.yaml")] == [6, 7, 8]
    assert found[0]["message"] == (
        "the rule `sober-words` (TXT099) is gone: it was wrong more often than right"
    )
    assert "rule-gone" in run(deck).stdout
    assert cps("build", str(deck), "-o", "deck.apkg").status == 0


@pytest.mark.usefixtures("went")
def test_a_rule_that_went_can_be_named_on_the_command_line(deck: Path) -> None:
    result = run(deck, "--ignore", "sober-words,TXT002,LAN")
    assert result.exit_code == 0
    assert "`sober-words` (TXT099) is gone" in result.stderr
    for name in ("sober-words", "TXT099"):
        told = CliRunner().invoke(explain_command, [name])
        assert (told.exit_code, "is gone" in told.stdout) == (0, True)
    assert "is gone" not in CliRunner().invoke(explain_command, ["TXT"]).stdout


def test_codes_of_rules_that_went_are_no_others() -> None:
    codes = {rule.code for rule in catalogue.rules()}
    assert not codes & {rule.code for rule in catalogue.GONE.values()}
    assert not catalogue.GONE.keys() & catalogue.by_name().keys()
    assert not {key for rule in catalogue.GONE.values() for key in rule.settings} & {
        *catalogue.settings("limits"), *catalogue.settings("coverage")
    }  # fmt: skip
