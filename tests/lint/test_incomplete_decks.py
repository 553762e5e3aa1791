"""What a deck lacks is told of whole decks only: what cannot be read may hold it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cps_cards.lint import catalogue
from cps_cards.lint.rule import before_fix
from tests.lint.examples import example, lint, write

GAPS = [rule for rule in catalogue.rules() if rule.tells_gaps]
BROKEN = {
    "cards/broken.yaml": b"topic: ethics\ncards:\n  - id: a\n back: [\n",
    "cards/encoded.yaml": b"topic: \xff\xfe",
    "cards/faulty.yaml": b"topic: ethics\ncards:\n  - id: half\n    front: What is missing?\n",
}


@pytest.mark.parametrize("file", BROKEN)
@pytest.mark.parametrize("rule", GAPS, ids=lambda rule: rule.name)
def test_a_card_file_that_cannot_be_read_whole_brings_no_flood(
    rule: type[catalogue.Rule], file: str, tmp_path: Path
) -> None:
    root = write(example(before_fix(rule.bad[0])).files, tmp_path)
    assert {one.name for one in lint(root, rule.name)} == {rule.name}
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).write_bytes(BROKEN[file])
    found = {one.name for one in lint(root, rule.name)}
    assert found
    assert rule.name not in found


def test_rules_of_gaps_are_those_of_coverage_and_leftovers() -> None:
    assert {rule.name for rule in GAPS} >= {
        "uncovered-fact", "uncovered-objective", "thin-objective", "topic-balance",
        "unused-media", "unused-source",
    }  # fmt: skip
