"""Fixes: only the intended values change, everything else stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_cards.cli.lint import command
from cps_cards.diagnostics import Diagnostic, Edit, Severity
from cps_cards.faults import Faults
from cps_cards.model.ids import guid
from cps_cards.model.ledger import Published, dump
from cps_cards.source import Span
from cps_cards.yamlio import edits
from cps_cards.yamlio.decode import decode_file
from tests.lint.examples import DECK, SOURCES, write

CARD = "topic: ethics\ncards:\n  - id: a\n    front: What helps people?\n    sources: [handbook]\n"


def fix(root: Path, *options: str) -> int:
    return CliRunner().invoke(command, [str(root), "--fix", *options]).exit_code


def deck(root: Path, cards: str) -> Path:
    write({"deck.yaml": DECK, "sources.yaml": SOURCES}, root)
    (root / "cards").mkdir(exist_ok=True)
    (root / "cards" / "a.yaml").write_bytes(cards.encode())
    return root / "cards" / "a.yaml"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("back: They recieve it.  # a note", "back: They receive it.  # a note"),
        ("back: 'It''s recieved  well.'", "back: 'It''s received well.'"),
        (
            'back: "A \\"thing\\" recieved \\u2014 well ."',
            'back: "A \\"thing\\" received \\u2014 well."',
        ),
        (
            "back: >-\n      They recieve\n      it  all.",
            "back: >-\n      They receive\n      it all.",
        ),
        (
            "back: |\n      They recieve\n      it  all.\n",
            "back: |\n      They receive\n      it all.\n",
        ),
        ("back: They **recieve** it.", "back: They **receive** it."),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_the_rest_stays_byte_for_byte(
    before: str, after: str, end: str, bom: str, tmp_path: Path
) -> None:
    text = "# kept\n" + CARD + f"    {before}\n    tags: [ 'x' , \"y\" ]\n"
    path = deck(tmp_path, bom + text.replace("\n", end))
    assert fix(tmp_path) == 0
    expected = text.replace(before, after)
    assert path.read_bytes().decode() == bom + expected.replace("\n", end)
    once = path.read_bytes()
    assert fix(tmp_path) == 0
    assert path.read_bytes() == once


def test_unsafe_fixes_are_made_only_on_request(tmp_path: Path) -> None:
    path = deck(tmp_path, CARD + "    back: He committed suicide.\n")
    before = path.read_bytes()
    assert fix(tmp_path) == 1
    assert path.read_bytes() == before
    assert fix(tmp_path, "--unsafe-fixes") == 0
    assert b"back: He died by suicide." in path.read_bytes()


def test_diff_shows_the_change_and_changes_nothing(tmp_path: Path) -> None:
    path = deck(tmp_path, CARD + "    back: They recieve it.\n")
    before = path.read_bytes()
    result = CliRunner().invoke(command, [str(tmp_path), "--diff"])
    assert result.exit_code == 1
    assert "-    back: They recieve it.\n+    back: They receive it.\n" in result.stdout
    assert path.read_bytes() == before


def test_a_published_card_keeps_its_numbers(tmp_path: Path) -> None:
    cloze = (
        "topic: ethics\ncards:\n  - id: a\n    kind: cloze\n    sources: [handbook]\n"
        "    text: People {{c1::choose}} and {{c3::decide}} for themselves in life.\n"
    )
    path = deck(tmp_path, cloze)
    released = Published("a", guid("example", "a"), "cloze", "0" * 64, 1_700_000_000)
    for ledger in (dump("example", [released]), "cut off {"):
        (tmp_path / "published.json").write_text(ledger)
        assert fix(tmp_path) == 1
        assert path.read_text() == cloze
    (tmp_path / "published.json").unlink()
    assert fix(tmp_path) == 0
    assert "{{c2::decide}}" in path.read_text()


def finding(path: Path, *changes: tuple[str, str]) -> Diagnostic:
    got = decode_file(path, "a.yaml", Faults())
    assert got is not None
    source = got[0]
    fixes = tuple(
        Edit(Span(source.text.index(old), source.text.index(old) + len(old)), new)
        for old, new in changes
    )
    return Diagnostic("X001", "x", Severity.WARNING, "", source, fixes[0].span, fix=fixes)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What helps people?", "What: helps people?"),
        ("What helps people?", "What helps # people?"),
        ("What", "&What"),
        ("people?", "people?\n    extra: key"),
        ("front", "back"),
        ("    front: What helps people?\n    sources", "    sources"),
    ],
)
def test_a_change_of_anything_else_is_refused(old: str, new: str, tmp_path: Path) -> None:
    path = deck(tmp_path, CARD)
    one = finding(path, (old, new))
    result = edits.apply(one.source, [one])
    assert (result.after.text, [*result.fixed], result.refused) == (CARD, [], [one])


def test_one_refused_fix_does_not_stop_the_others(tmp_path: Path) -> None:
    path = deck(tmp_path, CARD)
    bad, good = finding(path, ("What helps", "What: helps")), finding(path, ("people?", "us?"))
    good = Diagnostic("X002", "y", Severity.WARNING, "", bad.source, good.span, fix=good.fix)
    result = edits.apply(bad.source, [bad, good])
    assert result.fixed == [good]
    assert result.refused == [bad]
    assert "What helps us?" in result.after.text


PIECES = [
    "recieve",
    "teh",
    "the the",
    "  ",
    " ,",
    "!!",
    "client",
    "it's",
    '"said"',
    "**b**",
    "a\nb",
    "—",
]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join),
    st.sampled_from(["plain", "'", '"', "|", ">"]),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_fixing_twice_equals_once_and_the_file_parses(
    tmp_path: Path, text: str, style: str
) -> None:
    back = yaml.dump(f"Start {text} end", default_style=None if style == "plain" else style)
    back = back.removesuffix("...\n").replace("\n", "\n        ").rstrip()
    path = deck(tmp_path, CARD + f"    back: {back}\n")
    before = yaml.safe_load(path.read_text())
    fix(tmp_path, "--unsafe-fixes")
    once = path.read_bytes()
    after = yaml.safe_load(once)
    fix(tmp_path, "--unsafe-fixes")
    assert path.read_bytes() == once
    for card in (before["cards"][0], after["cards"][0]):
        card.pop("back")
    assert before == after
