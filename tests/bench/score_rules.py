"""Hold rules against human labels: ``python tests/bench/score_rules.py "name=ITEMS.jsonl" ...``.

Each line of a file is a multiple-choice item: ``stem``, ``options``, ``correct`` (from 0), and the
names of flaws that people judged present (``flaws``) and absent (``clean``). Writes the table that
`cps-cards explain` shows, ``cps_cards/lint/measured.json``. The labelled items that were used have
no stated licence, so they are not part of the project.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from cps_cards.lint.explain import TABLE
from cps_cards.pipeline import open_deck

FLAWS = {
    "mcq-none-of-the-above": "none-of-the-above", "mcq-all-of-the-above": "all-of-the-above",
    "mcq-mid-stem-blank": "mid-stem-blank", "mcq-k-type": "k-type",
    "mcq-negative-stem-unemphasised": "negative-stem", "mcq-absolute-terms": "absolute-terms",
    "mcq-vague-frequency-option": "vague-terms", "mcq-options-out-of-order": "unordered-options",
    "mcq-longest-option-correct": "unequal-length",
    "mcq-word-repeat": "word-repeat", "mcq-convergence-cue": "convergence-cues",
    "mcq-unfocused-stem": "unfocused-stem",
}  # fmt: skip


def card(number: int, item: dict[str, Any]) -> str:
    quoted = [json.dumps(option, ensure_ascii=False) for option in item["options"]]
    lines = [
        f"  - id: item-{number}",
        "    kind: choice",
        f"    question: {json.dumps(item['stem'], ensure_ascii=False)}",
        f"    answer: {quoted[item['correct']]}",
        "    options:",
        *(f"      - {option}" for option in quoted),
        "    ignore: {missing-source: measured without sources}",
    ]
    return "\n".join(lines) + "\n"


def score(path: Path) -> dict[str, tuple[int, int, int]]:
    """For each rule: findings that were right, wrong, and flaws that were missed."""
    lines = path.read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    items = [item for item in items if 3 <= len(item.get("options") or ()) <= 6]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "cards").mkdir()
        deck = "id: score\nname: Score\ntopics:\n  items: Items\n"
        (root / "deck.yaml").write_text(deck, encoding="utf-8")
        cards = "".join(card(number, item) for number, item in enumerate(items))
        (root / "cards" / "items.yaml").write_text(f"topic: items\ncards:\n{cards}", "utf-8")
        opened = open_deck(root, shown="deck")
        read = {one.id.value for one in opened.collection.cards}
        found: dict[str, set[str]] = defaultdict(set)
        for one in opened.findings(select=("ALL",)):
            if one.card is not None:
                found[one.card].add(one.name)
    counts = {}
    for rule, flaw in FLAWS.items():
        right = wrong = missed = 0
        for number, item in enumerate(items):
            has, told = flaw in item["flaws"], rule in found[f"item-{number}"]
            if f"item-{number}" in read and (has or flaw in item["clean"]):
                right += has and told
                wrong += told and not has
                missed += has and not told
        counts[rule] = (right, wrong, missed)
    return counts


def main(arguments: list[str]) -> None:
    table: dict[str, list[tuple[str, int, int, int]]] = {rule: [] for rule in sorted(FLAWS)}
    for argument in arguments:
        name, _, path = argument.partition("=")
        for rule, counts in score(Path(path)).items():
            table[rule].append((name, *counts))
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
