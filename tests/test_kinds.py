"""What is kept for each kind of card is there for all of them; mypy holds the rest together, with
``assert_never`` behind every ``match`` on a card or a kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import pytest

from cps_cards.apkg.notetypes import NOTE_TYPES
from cps_cards.cli import interview
from cps_cards.model.cards import KINDS, Card, Kind
from cps_cards.yamlio import keys


@pytest.mark.parametrize("table", [NOTE_TYPES, interview.KINDS])
def test_a_table_by_kinds_has_all_of_them(table: Mapping[str, object]) -> None:
    assert tuple(table) == KINDS


def test_each_kind_has_a_class_and_keys_of_its_own() -> None:
    assert get_args(Kind) == KINDS == tuple(one.kind for one in get_args(Card))
    for kind in KINDS:
        assert any(one.required and one.kinds == (kind,) for one in keys.CARD.fields)
