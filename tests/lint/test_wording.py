"""The wording tables: the deck's own examples, and the built-in table beside it."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.wording import compile_wording, needed_literals
from cps_cards.model.language import LanguageTable
from cps_cards.yamlio.load import load
from tests.lint.examples import DECK, lint, write

DECKS = Path(__file__).parents[2] / "decks"


@pytest.fixture(scope="module")
def table() -> LanguageTable:
    found = load(DECKS, "decks")[0].language
    assert found is not None
    return found


def judged(table: LanguageTable, root: Path, *, own_table: bool) -> dict[str, list[Diagnostic]]:
    """What is found in each example of the table, each judged as the text of a back."""
    cards = ["topic: ethics\ncards:\n"]
    for term in table.terms:
        for kind, examples in (("flag", term.flags_examples), ("pass", term.passes_examples)):
            for at, text in enumerate(examples):
                cards.append(f"  - id: {kind}-{term.id.value}-{at}\n    front: What does it say?\n")
                cards.append(f"    back: {json.dumps(text.value, ensure_ascii=False)}\n")
    files = {"deck.yaml": DECK, "cards/a.yaml": "".join(cards)}
    if own_table:
        files["language.yaml"] = table.source.text
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in lint(write(files, root), "LAN"):
        if one.card is not None:
            found[one.card].append(one)
    return found


def test_examples_of_the_deck_hold(table: LanguageTable, tmp_path: Path) -> None:
    found = judged(table, tmp_path, own_table=True)
    for term in table.terms:
        for at, text in enumerate(term.flags_examples):
            severities = {one.severity for one in found[f"flag-{term.id.value}-{at}"]}
            assert severities, f"not found: {text.value}"
        for at, text in enumerate(term.passes_examples):
            messages = [one.message for one in found[f"pass-{term.id.value}-{at}"]]
            assert not messages, f"found: {text.value}"


def test_builtin_table_passes_what_the_deck_passes(table: LanguageTable, tmp_path: Path) -> None:
    found = judged(table, tmp_path, own_table=False)
    assert [id for id in found if id.startswith("pass-")] == []
    flagged = [id for id in found if id.startswith("flag-")]
    total = sum(len(term.flags_examples) for term in table.terms)
    assert len(flagged) >= 0.8 * total


def test_a_card_without_the_needed_words_has_no_match(table: LanguageTable) -> None:
    wording = compile_wording(table)
    texts = [text.value for term in table.terms for text in term.flags_examples]
    for term in wording.terms:
        for text in texts:
            if term.pattern.search(text):
                assert all(any(n in text.lower() for n in strings) for strings in term.needs)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bclients?\b", [{"client"}]),
        (r"\b(?:cat|dog)s?\s+food\b", [{"cat", "dog"}, {"food"}]),
        (r"a?b*", []),
        (r"(?:x|y?)z+", [{"z"}]),
    ],
)
def test_needed_literals(pattern: str, needed: list[set[str]]) -> None:
    assert [set(strings) for strings in needed_literals(pattern)] == needed


def test_a_pattern_that_is_none_is_reported_where_it_stands(tmp_path: Path) -> None:
    language = (
        "terms:\n  - {id: a, category: x, term: a, why: because, severity: error,\n"
        "     pattern: 'a(b'}\n"
        "  - {id: b, category: x, term: b, why: because, severity: error,\n"
        "     pattern: '(?<=a+)b', exempt_patterns: ['(?i)of b', b]}\n"
        "global_exempt_patterns: ['[']\n"
    )
    cards = "topic: ethics\ncards:\n  - {id: a, front: What helps people?, back: Company.}\n"
    files = {"deck.yaml": DECK, "language.yaml": language, "cards/a.yaml": cards}
    found = [one for one in lint(write(files, tmp_path)) if one.code.startswith("SCH")]
    assert [(one.name, one.source.path, one.position.line) for one in found] == [
        ("bad-value", "deck/language.yaml", line) for line in (3, 5, 5, 6)
    ]
