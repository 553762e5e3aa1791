"""Where PyYAML came without libyaml, authors are told the same, more slowly."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cps_cards.yamlio import nodes
from tests import folders
from tests.load.test_card_faults import CASES
from tests.load.test_other_file_faults import CURRICULUM, DECK

FILES = {
    **{name: {"cards/a.yaml": folders.CARDS + text} for name, (text, _) in CASES.items()},
    **{f"deck: {name}": {"deck.yaml": text} for name, (text, _) in DECK.items()},
    **{f"curriculum: {name}": {"curriculum.yaml": text} for name, (text, _) in CURRICULUM.items()},
}


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is but one parser")
@pytest.mark.parametrize("name", FILES)
def test_both_parsers_tell_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folders.write(tmp_path, {**folders.PLAIN, **FILES[name]})
    with_libyaml = folders.lines(folders.read(root)[1])
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    assert folders.lines(folders.read(root)[1]) == with_libyaml


@pytest.mark.parametrize("escape", [r"\ud800", r"\U00110000", r"\UFFFFFFFF", r"\\\udfff"])
def test_an_escape_that_is_no_character(escape: str, tmp_path: Path) -> None:
    for loader in {nodes.LOADER, yaml.SafeLoader}:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(nodes, "LOADER", loader)
            text = f'{folders.CARDS}  - id: a\n    front: "é {escape}"\n    back: r\n'
            root = folders.write(tmp_path, {**folders.PLAIN, "cards/a.yaml": text})
            (place, _) = folders.lines(folders.read(root)[1])
            column = 17 if escape.startswith("\\\\") else 15
            assert place == (
                f"cards/a.yaml:4:{column} YML001 syntax-error: "
                "this escape is no character, or half of one"
            )
