"""The project's own good and bad cards: what is found on each, at which words, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cps_cards.diagnostics import Severity
from tests.lint.examples import example, lint, write

FOLDER = Path(__file__).parent / "cards"
LAW = "  - id: law\n    title: A law\n    kind: statute\n"


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{at}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for at, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
    ]


@pytest.mark.parametrize("case", cases())
def test_card(case: dict[str, Any], tmp_path: Path) -> None:
    files = example(case["card"]).files
    files["sources.yaml"] += LAW
    found = [
        one
        for one in lint(write(files, tmp_path))
        if one.severity >= Severity.WARNING and one.name != "unused-source"
    ]
    marked = {one.name: one.source.text[one.span.start : one.span.end] for one in found}
    expected = case["finds"]
    if case.get("part"):  # the words around belong to the finding, or not, as the table has them
        assert marked.keys() == expected.keys()
        assert all(
            words in marked[name] or marked[name] in words for name, words in expected.items()
        )
    elif case.get("block"):
        unindented = {
            k: "\n".join(line.strip() for line in v.splitlines()) for k, v in marked.items()
        }
        assert unindented == expected
    else:
        assert marked == expected
    assert len(found) == len(expected)


def test_there_are_enough_cards() -> None:
    assert len(cases()) >= 150


def test_an_id_in_quotes_is_marked_without_them(tmp_path: Path) -> None:
    root = write(example('id: "hope"\nfront: What is hope?\nsources: []').files, tmp_path)
    (found,) = lint(root, "missing-source")
    assert found.source.text[found.span.start : found.span.end] == "hope"


def test_french_has_a_space_before_a_mark_but_not_two(tmp_path: Path) -> None:
    files = example("front: Qui aide ?\nback: Une  amie,, ou un ami  !").files
    files["deck.yaml"] += "language: fr\n"
    found = sorted(lint(write(files, tmp_path), "typography"), key=lambda one: one.span)
    marked = [one.source.text[one.span.start : one.span.end] for one in found]
    assert marked == ["  ", ",,", "  "]


def test_a_choice_card_without_a_sound_distractor_is_judged(tmp_path: Path) -> None:
    files = example("question: How many hours?\nanswer: 48 hours\noptions: [24, 48, &72]").files
    found = {one.name for one in lint(write(files, tmp_path))}
    assert "anchor-or-alias" in found
    assert "rule-crashed" not in found


@pytest.mark.parametrize(
    ("stem", "told"), [("Hope… people", True), ("Hope __ people", False), ("Hope is…", False)]
)
def test_a_stem_with_a_gap_at_its_end_states_its_problem(
    stem: str, told: bool, tmp_path: Path
) -> None:
    files = example(f"question: {stem}\nanswer: aaa\ndistractors: [bbb, ccc]").files
    found = lint(write(files, tmp_path), "mcq-unfocused-stem")
    assert bool(found) == told


def test_a_space_behind_a_table_is_taken_out_as_any_other(tmp_path: Path) -> None:
    text = '"What | b |\\n|---|---|\\n| c | d |\\n "'
    files = example(f"front: What is it?\nback: {text}").files
    (found,) = lint(write(files, tmp_path), "typography")
    assert found.is_fixable
