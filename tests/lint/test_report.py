"""What people and programs see: each format, with every sign that could break it."""

from __future__ import annotations

import importlib
import io
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from cps_cards.diagnostics import Diagnostic, Edit, Related, Severity, by_place
from cps_cards.pipeline import open_deck
from cps_cards.report import base, sarif, text
from cps_cards.source import Source, Span
from tests.lint.examples import example, write

SCHEMA = json.loads((Path(__file__).parent / "sarif_subset.json").read_text())
HOSTILE = "a%b,c:d\r\ne\x1b[31m\u202e \"<&>' 😀\ud83d"


def findings() -> list[Diagnostic]:
    source = Source("decks/cards/a b:c,d%.yaml", "front: Wer grüßt\tdie 東京 clients?\nback: x\n")
    at = source.text.index("clients")
    fix = (Edit(Span(at, at + 7), "people", safe=False),)
    related = (Related("the other one", source, Span(0, 5)),)
    return [
        Diagnostic("LAN003", "status-label", Severity.ERROR, '"clients": a status', source,
                   Span(at, at + 7), "consider \"people\"", related, fix, "card-1"),
        Diagnostic("TXT005", "typography", Severity.WARNING, HOSTILE, source, Span(0, 0), HOSTILE,
                   fix=(Edit(Span(0, 1), ""),)),
        Diagnostic("SCH024", "no-cards", Severity.ERROR, "no cards", Source("d/deck.yaml",
            ""), Span(0, 0)),
        Diagnostic("TXT001", "reading-level", Severity.INFO, "long", source,
                   Span(0, len(source.text))),
    ]  # fmt: skip


def written(format_name: str, found: list[Diagnostic]) -> str:
    stream = io.StringIO()
    base.FINDINGS[format_name].writer.write(found, stream)
    return stream.getvalue()


@pytest.mark.parametrize("format_name", base.FINDINGS)
def test_snapshot(format_name: str, snapshot: SnapshotAssertion) -> None:
    found = [one for one in findings() if one.message != HOSTILE]
    assert written(format_name, found) == snapshot


def test_json_holds_what_the_contract_says() -> None:
    document = json.loads(written("json", findings()))
    assert document["version"] == 1
    assert document["findings"][0] == {
        "path": "decks/cards/a b:c,d%.yaml",
        "line": 1, "column": 25, "end_line": 1, "end_column": 32,
        "code": "LAN003", "name": "status-label", "severity": "error",
        "message": '"clients": a status', "help": 'consider "people"',
        "card": "card-1", "fixable": False,
    }  # fmt: skip
    assert document["findings"][1]["fixable"] is True
    assert document["findings"][1]["message"] == HOSTILE
    assert document["summary"] == {
        "findings": 4, "errors": 2, "warnings": 1, "infos": 1, "files": 2,
        "fixable": 1, "fixable_unsafe": 1,
    }  # fmt: skip


def test_sarif_is_valid() -> None:
    for document in (written("sarif", findings()), written("sarif", [])):
        jsonschema.validate(json.loads(document), SCHEMA)
    stream = io.StringIO()
    sarif.write_failure("no such path", stream)
    document = json.loads(stream.getvalue())
    jsonschema.validate(document, SCHEMA)
    assert document["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_sarif_points_at_rules_and_places() -> None:
    run = json.loads(written("sarif", findings()))["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["artifactLocation"]["uri"] == "decks/cards/a%20b%3Ac%2Cd%25.yaml"
    assert first["region"] == {"startLine": 1, "startColumn": 25, "endLine": 1, "endColumn": 32}


def test_github_escapes_what_would_end_a_command() -> None:
    lines = written("github", findings()).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(
        "::error file=decks/cards/a b%3Ac%2Cd%25.yaml,line=1,endLine=1,title=LAN003 status-label,"
        "col=25,endColumn=32::"
    )
    assert "a%25b,c:d%0D%0Ae" in lines[1]
    assert "col=" not in lines[3]  # a range of lines has no columns


def test_text_cannot_move_the_cursor_and_underlines_the_words() -> None:
    shown = written("text", findings())
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    lines = shown.splitlines()
    under = next(line for line in lines if "^" in line)
    assert under.count("^") == 7
    # "東京" takes four columns and the tab is shown as four spaces.
    assert under.index("^") == len("1 | front: Wer grüßt    die 東京 ") + 2


@pytest.mark.parametrize(
    ("severities", "line"),
    [
        ([], "Nothing to mend."),
        ([Severity.WARNING], "1 warning in 1 file"),
        ([Severity.WARNING] * 3 + [Severity.ERROR], "1 error and 3 warnings in 1 file"),
    ],
)
def test_last_line_sums_up(severities: list[Severity], line: str) -> None:
    source = Source("a", "x")
    found = [Diagnostic("A001", "a", s, "m", source, Span(0, 1)) for s in severities]
    assert text.summary(found) == line


def test_messages_of_all_rules(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    """How each rule speaks: the first bad example of each, as it is printed."""
    from cps_cards.lint import catalogue
    from cps_cards.lint.rule import before_fix

    for rule in catalogue.rules():
        bad = before_fix(rule.bad[0])
        root = write(example(bad).files, tmp_path / rule.name)
        select = (rule.name,) if "ignore" not in bad else ("ALL",)
        found = open_deck(root, shown="deck").findings(select)
        shown = written("text", by_place(one for one in found if one.name == rule.name))
        assert shown == snapshot(name=rule.name)


def test_a_new_format_is_one_module_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tally.py").write_text(
        "def write(found, stream):\n    stream.write(f'{len(found)} found\\n')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(base.FINDINGS, "tally", base.Format("tally"))  # type: ignore[misc]
    deck = write(example("front: Who recieves the letter?").files, tmp_path / "deck")
    command = importlib.reload(importlib.import_module("cps_cards.cli.lint")).command
    result = CliRunner().invoke(command, [str(deck), "--format", "tally"])
    assert (result.exit_code, result.stdout) == (1, "1 found\n")
    monkeypatch.undo()
    importlib.reload(importlib.import_module("cps_cards.cli.lint"))
