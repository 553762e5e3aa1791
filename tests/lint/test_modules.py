"""Where things of the linter are: each module has a name that no other package uses."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "cps_cards"


def test_a_module_of_the_linter_is_found_by_its_name_alone() -> None:
    """A command in ``cli/`` may bear the name of what it shows."""
    here = {path.stem for path in (PACKAGE / "lint").glob("*.py")} - {"__init__"}
    elsewhere = {
        path.stem
        for path in PACKAGE.rglob("*.py")
        if not path.is_relative_to(PACKAGE / "lint") and path.parent.name != "cli"
    }
    assert here & elsewhere == set()
