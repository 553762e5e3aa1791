"""The model of Anki's importer, note by note against Anki's own importer."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cps_cards.apkg.contents import Card, Note, Template
from cps_cards.diff.impact import Impact, impact
from cps_cards.diff.importer import Learner, import_package, stored

pytest.importorskip("anki")

from anki.errors import BackendError

from tests.diff.anki_itself import Desktop, comparable
from tests.diff.drafts import BASIC, Choices, Draft, First, first_package
from tests.diff.packages import TIME
from tests.diff.pairs import CASES, Pair, pair

PAIRS_A_CASE = 5
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
        _import(desktop, pair.older)
        for act in pair.acts:
            act(pick, desktop)
        _import(desktop, pair.newer)
        if not pair.acts:
            _check_impact(desktop, impact(pair.older.view(), pair.newer.view()), pair)
        _import(desktop, pair.newer)
    finally:
        desktop.close()


def _import(desktop: Desktop, draft: Draft) -> None:
    """One import, into Anki and into a model of what the learner had before."""
    view, now = draft.view(), int(time.time())
    modeled = import_package(desktop.learner(), view, now)
    schema, reviews, schedules = desktop.schema_time(), desktop.reviews(), desktop.schedules()
    presets = desktop.presets()
    try:
        log = desktop.import_view(view, draft.files)
    except BackendError:
        assert modeled.refused
        return
    assert not modeled.refused
    assert Counter((one.verdict, one.note.guid) for one in modeled.notes) == log
    after = desktop.learner()
    assert comparable(modeled.learner, now) == comparable(after, now)
    modeled_empty = {
        id: set(found) for id, note in after.notes.items() if (found := after.empty_cards(note))
    }
    assert modeled_empty == desktop.empty()
    assert desktop.schema_time() == schema, "Anki wants a full sync"
    assert desktop.reviews() == reviews
    assert desktop.presets() == presets
    kept = desktop.schedules()
    assert {id: kept[id] for id in schedules} == schedules


def _check_impact(desktop: Desktop, told: Impact, pair: Pair) -> None:
    """What the report says of each note is what a learner of the older package sees."""
    learner = desktop.learner()
    if told.refused:
        assert comparable(learner, 0) == comparable(_after(pair.older), 0)
        return
    package = pair.newer.view()
    held = {note.guid: note for note in learner.notes.values()}
    cards = {n.guid: {c.ord: c.deck for c in package.cards_of.get(n.id, ())} for n in package.notes}
    empty = desktop.empty()
    twice = {guid for guid, count in Counter(n.guid for n in package.notes).items() if count > 1}
    for note, one in zip(sorted(package.notes, key=lambda note: note.id), told.notes, strict=True):
        if note.guid in twice:
            continue
        here = held[note.guid]
        if one.verdict != "conflicting":
            assert one.arrives == _says_the_same(note, here)
        assert {number - 1 for number in one.empty_cards} <= empty.get(here.id, set())
        moved = {
            deck
            for ord, deck in learner.cards.get(here.id, {}).items()
            if deck.lower() != cards[note.guid].get(ord, deck).lower()
        }
        assert bool(one.stays_in) == (bool(moved) and one.verdict != "new")
    kept = {note.guid for note in package.notes}
    gone = {one.guid for one in told.left_behind} | {one.old_guid for one in told.history_lost}
    assert gone == set(held) - kept


def _after(draft: Draft) -> Learner:
    return import_package(Learner(), draft.view()).learner


def _says_the_same(note: Note, held: Note) -> bool:
    """Whether a learner has what the package says; files may have got another name."""
    tags = {tag.lower() for tag in note.tags} - {"marked", "leech"}
    files = re.compile(r"-[0-9a-f]{40}(?=\.)")
    texts = tuple(files.sub("", text) for text in held.fields)
    return tags == {t.lower() for t in held.tags} and texts == tuple(map(stored, note.fields))


def test_cards_that_a_template_makes_go_where_the_others_are(tmp_path: Path) -> None:
    """Into the deck of the note's cards; if they lie in several, the default one; without, none."""
    older = first_package(First())
    fronts = [Template(name, "{{Front}}", "{{Back}}") for name in ("One", "Two", "Three")]
    older.replace_type(older.types[BASIC], templates=tuple(fronts))
    kept = older.of_type(BASIC)[0]
    older.notes = [
        dataclasses.replace(kept, id=kept.id + n, guid=f"guid-{n}", fields=("a", "b", "c"))
        for n in range(3)
    ]
    together, apart, without = older.notes
    older.cards = {
        together.id: [Card(together.id, 1, "Exam::01 Core")],
        apart.id: [Card(apart.id, 0, "Exam::01 Core"), Card(apart.id, 2, "Other")],
        without.id: [],
    }
    newer = copy.deepcopy(older)
    changed = tuple(dataclasses.replace(one, front="{{Front}}!") for one in fronts)
    newer.replace_type(newer.types[BASIC], templates=changed, mod=TIME + 1)
    compare(Pair(older, newer, ()), First(), tmp_path / "anki")
    learner = import_package(_after(older), newer.view()).learner
    assert list(learner.cards[together.id].values()) == ["Exam::01 Core"] * 3
    assert learner.cards[apart.id][1] == "Default"
    assert without.id not in learner.cards


def test_a_new_sub_deck_takes_the_letters_of_its_parent(tmp_path: Path) -> None:
    older = first_package(First())
    newer = copy.deepcopy(older)
    added = dataclasses.replace(newer.notes[0], id=1_650_000_000_000, guid="guid-added")
    newer.cards = {
        id: [dataclasses.replace(card, deck=card.deck.upper()) for card in cards]
        for id, cards in newer.cards.items()
    }
    newer.add(added, "EXAM::09 Fresh::Deeper")
    compare(Pair(older, newer, ()), First(), tmp_path / "anki")
    assert "Exam::09 Fresh::Deeper" in import_package(_after(older), newer.view()).new_decks


def test_an_update_of_a_guid_that_a_learner_has_twice(tmp_path: Path) -> None:
    """It goes to the note whose id is the highest."""
    older = first_package(First())
    older.add(dataclasses.replace(older.notes[0], id=1_650_000_000_000), "Exam")
    newer = first_package(First())
    newer.replace(newer.notes[0], fields=("Edited", "", ""), mod=TIME + 50)
    compare(Pair(older, newer, ()), First(), tmp_path / "anki")
