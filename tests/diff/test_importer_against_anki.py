"""The model of Anki's importer, note by note against Anki's own importer."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cps_cards.diff.importer import Options, empty_cards, import_package

pytest.importorskip("anki")

from anki.errors import BackendError  # noqa: E402

from tests.diff.anki_itself import Desktop, comparable  # noqa: E402
from tests.diff.pairs import CASES, Choices, Draft, Pair, pair  # noqa: E402

PAIRS_A_CASE = 6
_NUMBERS = itertools.count()


def test_there_are_at_least_three_hundred_pairs() -> None:
    assert len(CASES) * PAIRS_A_CASE >= 300


@pytest.mark.parametrize("case", CASES)
def test_the_model_says_what_anki_does(case: str, tmp_path: Path) -> None:
    tried = 0

    @settings(
        max_examples=PAIRS_A_CASE,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        nonlocal tried
        tried += 1
        pick = Choices(data)
        compare(pair(pick, case), pick, tmp_path / str(next(_NUMBERS)))

    check()
    assert tried >= PAIRS_A_CASE


def compare(pair: Pair, pick: Choices, folder: Path) -> None:
    """Import both packages, the second one twice, into Anki and into the model."""
    desktop = Desktop(folder)
    try:
        _import(desktop, pair.older, Options())
        for act in pair.acts:
            act(pick, desktop)
        _import(desktop, pair.newer, pair.options)
        _import(desktop, pair.newer, pair.options)
    finally:
        desktop.close()


def _import(desktop: Desktop, draft: Draft, options: Options) -> None:
    """One import, into Anki and into a model of what the learner had before."""
    view, now = draft.view(), int(time.time())
    modeled = import_package(desktop.learner(), view, options, now=now)
    schema, reviews, schedules = desktop.schema_time(), desktop.reviews(), desktop.schedules()
    try:
        log = desktop.import_view(view, draft.files, options)
    except BackendError:
        assert modeled.refused
        return
    assert not modeled.refused
    assert Counter((one.verdict, one.note.guid) for one in modeled.notes) == log
    after = desktop.learner()
    assert comparable(modeled.learner, now) == comparable(after, now)
    modeled_empty = {
        id: {card.ord for card in found}
        for id, note in after.notes.items()
        if (found := empty_cards(after, note))
    }
    assert modeled_empty == desktop.empty()
    assert desktop.schema_time() == schema, "Anki wants a full sync"
    assert desktop.reviews() == reviews
    kept = desktop.schedules()
    assert {id: kept[id] for id in schedules} == schedules
