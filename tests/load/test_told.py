"""What authors are told about each file: place, words and way out (``tests/load/told``)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from cps_cards.yamlio import nodes
from tests import folders, told

CASES = told.cases()
Findings = Callable[[folders.Files], str]


def name_of(case: told.Case) -> str:
    return f"{case.file}: {case.name}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_authors_are_told_what_and_where_and_what_to_do(case: told.Case) -> None:
    assert told.told(case) == case.told
    assert case.told


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is but one parser")
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_without_libyaml_they_are_told_the_same(
    case: told.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    assert told.told(case) == case.told


def test_every_kind_of_file_has_its_cases() -> None:
    assert {case.file for case in CASES} == set(told.BESIDE)
    assert len(CASES) > 150


@pytest.mark.parametrize("escape", [r"\ud800", r"\U00110000", r"\UFFFFFFFF", r"\\\udfff"])
@pytest.mark.parametrize("loader", [nodes.LOADER, yaml.SafeLoader])
def test_an_escape_that_is_no_character(
    loader: object, escape: str, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "LOADER", loader)
    card = f'  - id: a\n    front: "é {escape}"\n    back: r\n'
    column = 17 if escape.startswith("\\\\") else 15
    assert findings({"cards/a.yaml": folders.CARDS + card}).splitlines() == [
        f"cards/a.yaml:4:{column} YML001 syntax-error: this escape is no character, or half of one",
        "  write the character itself instead of its escape",
    ]


def test_an_error_of_the_parser_that_is_no_escape_is_our_bug(
    findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> object:
        raise ValueError(text)

    monkeypatch.setattr(nodes, "LOADER", broken)
    with pytest.raises(ValueError, match="id: sample"):
        findings({})


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("[" * 100_000, "lists are nested too deep here"),
        ('{"version": ' + "9" * 5000 + "}", "there is a number in it that no release wrote"),
    ],
    ids=["deep", "long"],
)
def test_a_ledger_that_no_parser_bears(written: str, message: str, findings: Findings) -> None:
    told = findings({"published.json": written})
    assert told.startswith(f"published.json:1:1 SCH023 bad-ledger: {message}")


def test_one_wrong_byte_is_told_and_the_rest_of_the_file_is_read(findings: Findings) -> None:
    written = folders.DECK.encode() + "description: café\nsubdeck: none\n".encode("latin-1")
    told = findings({"deck.yaml": written}).splitlines()
    assert told[0] == "deck.yaml:6:17 YML002 not-utf8: the byte 0xE9 here is not UTF-8"
    assert told[2].startswith("deck.yaml:7:1 SCH001 unknown-key: unknown key `subdeck`")
