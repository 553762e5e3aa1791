"""Learners who have the old deck: their progress after the move that `import` and `build` print."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cps_cards.apkg.notetypes import NOTE_TYPES
from tests.cli.conftest import Cps
from tests.imports.conftest import Bring
from tests.imports.kit import Anki

DAY = 86_400


def studied(anki: Anki, days: int = 2) -> None:
    """Review everything on some days; then one card is suspended, another flagged."""
    anki.col.decks.set_current(anki.col.decks.id("Foreign deck"))
    for _ in range(days):
        while (card := anki.col.sched.getCard()) is not None:
            anki.col.sched.answerCard(card, 3)
        anki.col.db.execute("update revlog set id = id - ?", DAY * 1000)
        anki.col.db.execute("update cards set due = due - 1 where queue = 2")
        anki.col.db.execute("update cards set due = due - ? where queue in (1, 3)", DAY)
        anki.col.db.execute("update notes set mod = mod - ?", DAY)
        anki.col.db.execute("update col set crt = crt - ?", DAY)
        anki.col.close()
        anki.col.reopen()
    ids = list(anki.col.find_cards(""))
    anki.col.sched.suspend_cards(ids[:1])
    anki.col.set_user_flag_for_cards(2, ids[1:2])


def history(anki: Anki) -> tuple[list[Any], list[Any]]:
    cards = "select id, nid, ord, type, queue, ivl, factor, reps, lapses, flags, data from cards"
    return anki.col.db.all(f"{cards} order by id"), anki.col.db.all("select * from revlog")


def move(anki: Anki, steps: str) -> int:
    """Play the steps about note types as they are printed; how many notes were moved."""
    models, moved = anki.col.models, 0
    pattern = r"search  (.+?)  , Ctrl\+A, Notes > Change Note Type, choose (.+?); (.+?), Save"
    for search, target, fields in re.findall(pattern, steps):
        notes = anki.col.find_notes(search)
        old = anki.col.get_note(notes[0]).note_type()
        new = models.by_name(target)
        change = models.change_notetype_info(
            old_notetype_id=old["id"], new_notetype_id=new["id"]
        ).input
        for ours, theirs in re.findall(r"(?:^|, )([A-Z][a-z]+): ([^,]+)", fields):
            at = [field["name"] for field in new["flds"]].index(ours)
            change.new_fields[at] = [field["name"] for field in old["flds"]].index(theirs)
        for ours, theirs in re.findall(r'card "([^"]+)": ([^,]+)', fields):
            at = [one["name"] for one in new["tmpls"]].index(ours)
            assert change.new_templates[at] == [one["name"] for one in old["tmpls"]].index(theirs)
        change.note_ids.extend(notes)
        models.change_notetype_of_notes(change)
        moved += len(notes)
    return moved


@pytest.mark.parametrize("fsrs", [False, True])
def test_the_printed_move_keeps_every_cards_history(
    fsrs: bool,
    anki: Anki,
    deck: Path,
    bring: Bring,
    cps: Cps,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anki.new_type(
        "MC", ["Question", "A", "B", "C", "Key"], ("{{Question}} {{A}} {{B}} {{C}}", "{{Key}}")
    )
    for name in ("one", "two", "three"):
        anki.add("Basic", f"What is {name}?", f"It is {name}", deck="Foreign deck")
    anki.add("Basic (and reversed card)", "term", "meaning", deck="Foreign deck")
    anki.add("Cloze", "The {{c1::moon}} and the {{c2::sun}}", "", deck="Foreign deck")
    anki.add("MC", "Which?", "a", "b", "c", "B", deck="Foreign deck")
    package = anki.package()

    learner = Anki(tmp_path / "learner")
    learner.col.set_config("fsrs", fsrs)
    learner.take(package)
    own = learner.add("Basic", "my own", "note", deck="Foreign deck")
    studied(learner)
    before = history(learner)
    assert len(before[1]) >= 9

    result = bring(package, "--topic", "reporting")
    assert result.status == 0, result.out
    (deck / "cards/first.yaml").unlink()
    file = deck / "cards/foreign.yaml"
    file.write_text(file.read_text().replace("It is one", "It is one, better said"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) - 60))
    built = cps("build", "-o", "new.apkg")
    assert cps("release", "-o", "new.apkg").status == 0
    log = learner.take(Path("new.apkg"))
    assert (len(log.new), len(log.conflicting)) == (0, 6)
    assert "Anki says that 6 notes were not updated" in result.out
    assert 'Do NOT tick "Merge note types"' in result.out
    assert history(learner) == before

    assert move(learner, result.out) == 7
    log = learner.take(Path("new.apkg"), update_notes=1)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 6, 0)
    assert history(learner) == before
    texts = {note_fields(learner, id)["Answer"] for id in learner.col.find_notes("note:Basic*")}
    assert {"It is one, better said", "It is two", "note"} <= texts
    assert note_fields(learner, own.id)["Question"] == "my own"
    assert "People who learn the old deck keep their progress" in built.out

    # A later release arrives as any does.
    file.write_text(file.read_text().replace("It is two", "It is two, better said"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) + 60))
    assert cps("release", "-o", "later.apkg").status == 0
    log = learner.take(Path("later.apkg"))
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 1, 0)
    assert history(learner) == before
    learner.close()


def note_fields(anki: Anki, id: int) -> dict[str, str]:
    note = anki.col.get_note(id)
    return dict(note.items())


def test_with_guids_of_their_own_they_are_other_cards(
    anki: Anki, deck: Path, bring: Bring, cps: Cps, tmp_path: Path
) -> None:
    anki.add("Basic", "one", "1")
    package = anki.package()
    result = bring(package, "--topic", "reporting", "--new-guids")
    assert "People who learn the old deck" not in result.out
    assert "guid" not in (deck / "cards/foreign.yaml").read_text()
    assert "People who learn the old deck" not in cps("build", "-o", "new.apkg").out
    learner = Anki(tmp_path / "learner")
    learner.take(package)
    assert len(learner.take(Path("new.apkg")).new) == 2
    learner.close()
    again = bring(package, "--topic", "reporting", "--new-guids")
    assert "1 card is there already" in again.out


def test_two_notes_of_one_guid(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "one", "1", guid="same")
    anki.col.db.execute("update notes set guid = 'other'")
    anki.add("Basic", "two", "2", guid="same")
    anki.col.db.execute("update notes set guid = 'same'")
    result = bring(anki.package(), "--topic", "reporting")
    assert "has the GUID of a note before it, and gets another" in result.out
    assert (deck / "cards/foreign.yaml").read_text().count("guid: same") == 1


def test_the_steps_count_the_notes_that_came(anki: Anki, deck: Path, bring: Bring) -> None:
    anki.add("Basic", "one", "1")
    anki.add("Cloze", "two {{c501::2}}")
    result = bring(anki.package(), "--topic", "reporting")
    assert "there is no deletion c501" in result.out
    assert "Anki says that 1 note was not updated" in result.out


def test_the_steps_name_the_note_types_of_today() -> None:
    from cps_cards.imports.telling import moving_steps

    steps = moving_steps("x.apkg", Counter({"basic": 3, "cloze": 1}))
    assert "Anki says that 4 notes were not updated" in steps
    assert '"note:OLD NOTE TYPE OF 3 notes"' in steps
    assert f"choose {NOTE_TYPES['basic'].name}; Question: " in steps
    assert f"choose {NOTE_TYPES['cloze'].name}; Text: " in steps
    assert NOTE_TYPES["choice"].name not in steps
