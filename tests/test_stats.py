"""Counts of a deck: cards, coverage and weeks."""

from __future__ import annotations

from collections.abc import Callable

from cps_cards.model.deck import Collection
from cps_cards.stats import Coverage, Waiting, stats
from tests import folders
from tests.render.test_notes import FILES

Sound = Callable[[folders.Files], Collection]


def test_retired_cards_are_counted_apart_and_cover_nothing(sound: Sound) -> None:
    found = stats(sound(FILES))
    assert (found.notes, found.cards, found.retired) == (4, 6, 1)
    assert found.kinds == {"basic": 1, "cloze": 1, "choice": 2}
    assert found.priorities == {"core": 4, "important": 0, "extended": 0}
    assert found.with_scenario == 1
    assert found.facts == {
        "core": Coverage(2, 2),
        "important": Coverage(0, 1),
        "extended": Coverage(0, 1),
    }
    assert found.objectives == {
        "core": Coverage(1, 1),
        "important": Coverage(1, 1),
        "extended": Coverage(0, 1),
    }
    listening, reporting = found.topics
    assert (listening.share, listening.weight) == (1.0, 0.75)
    assert listening.facts == Coverage(2, 3)
    assert reporting.objectives.share == 0
    assert [(week.number, week.notes, week.cards) for week in found.weeks] == [(1, 4, 6)]


def test_facts_that_wait_are_listed_and_count_nowhere(sound: Sound) -> None:
    curriculum = FILES["curriculum.yaml"]
    assert isinstance(curriculum, str)
    waiting = "            pending: A bill may have\n              changed it.\n"
    found = stats(sound({**FILES, "curriculum.yaml": curriculum + waiting}))
    assert found.pending == (Waiting("reporting.deadline.hours", "A bill may have changed it."),)
    assert found.facts["extended"] == found.objectives["extended"] == Coverage(0, 0)
    assert stats(sound(FILES)).pending == ()


def test_without_a_curriculum_nothing_is_to_be_covered(sound: Sound) -> None:
    found = stats(sound({}))
    assert found.objectives == found.facts == found.priorities == {}
    assert found.topics[0].objectives.share == 1
    assert found.topics[1].share == 0
    assert found.weeks[0].priorities == {}


def test_a_deck_without_live_cards_has_no_shares(sound: Sound) -> None:
    text = folders.CARDS + folders.CARD + "    retired: {reason: Old.}\n"
    found = stats(sound({"cards/listening.yaml": text}))
    assert (found.notes, found.retired, found.topics[0].share, found.weeks) == (0, 1, 0, ())
