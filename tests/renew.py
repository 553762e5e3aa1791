"""``python -m tests.renew`` writes everything anew that is generated; read the difference then.

The tables of rules and of keys, the editors' schemas, the figures of the deck, what authors are
told in the cases, and the snapshots. (Pictures need a browser: ``python -m tests.pictures``.)
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_cards.contribute import json_schema
from cps_cards.yamlio.load import load
from tests import key_page, told
from tests.lint import rule_table
from tests.load import test_cases

ROOT = Path(__file__).parents[1]
DECK = ROOT / "decks"
_FIGURES = re.compile(r"(<!-- figures: [^\n]* -->\n).*?(<!-- /figures -->)", re.DOTALL)


def pages() -> Iterator[tuple[Path, str]]:
    """The files that are made of the tool and the deck, and what belongs into them."""
    yield ROOT / "cps_cards/lint/rules/README.md", rule_table.page()
    yield ROOT / "decks/KEYS.md", key_page.page()
    collection, _ = load(DECK)
    for kind in json_schema.FILES:
        made = json_schema.schema(kind, collection)
        yield json_schema.path_of(DECK, kind), json_schema.dump(made)
    yield DECK / "README.md", _with_figures((DECK / "README.md").read_text(encoding="utf-8"))


def _with_figures(page: str) -> str:
    """The page with the tables of ``cps-cards stats`` in their place."""
    command = [sys.executable, "-m", "cps_cards", "stats", "decks", "--format", "markdown"]
    tables = subprocess.run(
        command, capture_output=True, check=True, cwd=ROOT, encoding="utf-8"
    ).stdout
    return _FIGURES.sub(lambda match: f"{match[1]}\n{tables}\n{match[2]}", page)


class _OfSnapshots:
    """Leaves out the tests that take no snapshot: there is nothing in them to renew."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if "snapshot" in getattr(item, "fixturenames", ())]


def _write(path: Path, text: str) -> None:
    """Write a file that is not yet so, and say it."""
    data = text.encode()
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)
        print(f"Updated {path.relative_to(ROOT).as_posix()}", flush=True)


def main() -> int:
    cases = {case / "told.txt": test_cases.told(case) for case in test_cases.CASES}
    for path, text in [*pages(), *cases.items(), *told.renewed().items()]:
        _write(path, text)
    of_snapshots = [
        str(path) for path in sorted(ROOT.glob("tests/**/test_*.py"))
        if "SnapshotAssertion" in path.read_text(encoding="utf-8")
    ]  # fmt: skip
    options = ["-q", "--snapshot-update", "--snapshot-details"]
    return int(pytest.main([*options, *of_snapshots], [_OfSnapshots()]))


if __name__ == "__main__":
    sys.exit(main())
