"""The page of keys names all of them, with examples that hold."""

from __future__ import annotations

import re

import pytest
import yaml

from cps_cards.contribute.json_schema import example
from cps_cards.lint import catalogue
from cps_cards.yamlio import keys
from cps_cards.yamlio.keys import Table
from tests import key_page
from tests.contribute.terminal import ROOT

TABLES = [value for value in vars(keys).values() if isinstance(value, Table)]


def test_every_table_has_its_section() -> None:
    assert {table.what for _, table, _ in key_page._SECTIONS} == {one.what for one in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.what)
def test_every_key_has_an_example_that_can_be_copied(table: Table) -> None:
    for one in table.fields:
        assert bool(one.example) is (one.shape != "list"), one.name
        if one.example:
            read = yaml.load(f"{one.name}: {example(one)}", Loader=yaml.BaseLoader)
            assert list(read) == [one.name]
            assert isinstance(read[one.name], str) is not example(one).startswith(("[", "{"))


def test_settings_of_the_linter_in_examples_are_there() -> None:
    for key in ("ignore", "levels"):
        name = keys.LINT.by_name[key].example.partition(":")[0]
        assert name in catalogue.by_name()
    assert keys.CARD.by_name["ignore"].example.partition(":")[0] in catalogue.by_name()
    page = key_page.page()
    for section in ("limits", "coverage"):
        settings = catalogue.settings(section)
        assert keys.LINT.by_name[section].example.partition(":")[0] in settings
        for name in settings:
            row = rf"^\| `{name}` \| .* \| `{section}: \{{{name}: "
            assert re.search(row, page, re.MULTILINE)


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md", "decks/README.md"])
def test_those_who_write_cards_are_led_to_the_page(path: str) -> None:
    assert "KEYS.md)" in (ROOT / path).read_text(encoding="utf-8")
