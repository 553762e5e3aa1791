"""The figures in ``decks/README.md``; ``python -m tests.deck.figures --write`` renews them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "decks" / "README.md"
_BLOCK = re.compile(r"(<!-- figures: [^\n]* -->\n).*?(<!-- /figures -->)", re.DOTALL)


def expected(text: str) -> str:
    """The page with the tables of ``cps-cards stats`` in their place."""
    tables = subprocess.run(
        [sys.executable, "-m", "cps_cards", "stats", "decks", "--format", "markdown"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
    ).stdout
    return _BLOCK.sub(lambda match: f"{match[1]}\n{tables}\n{match[2]}", text)


if __name__ == "__main__":
    page = README.read_text(encoding="utf-8")
    if "--write" in sys.argv:
        README.write_text(expected(page), encoding="utf-8", newline="\n")
    elif page != expected(page):
        sys.exit("decks/README.md is out of date: python -m tests.deck.figures --write")
