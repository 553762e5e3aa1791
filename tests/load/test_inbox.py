"""Cards that wait to be sorted: judged by the linter, passed over by all else."""

from __future__ import annotations

from collections.abc import Callable

from cps_cards.apkg.build import build
from cps_cards.faults import Faults
from cps_cards.lint import engine
from cps_cards.model.deck import Collection
from cps_cards.render.notes import render_all
from cps_cards.stats import stats
from tests import folders

Sound = Callable[[folders.Files], Collection]
Check = Callable[[folders.Files], str]
WAITING = "cards:\n  - id: waiting\n    front: Which one waits waits?\n    back: This one.\n"


def test_a_card_there_needs_neither_topic_nor_facts(sound: Sound) -> None:
    deck = sound({**folders.TAUGHT, "cards/inbox/mine.yaml": WAITING})
    assert [card.id.value for card in deck.inbox] == ["waiting"]
    assert [card.id.value for card in deck.cards] == ["first"]


def test_builds_and_counts_pass_it_over(sound: Sound) -> None:
    teaching = WAITING + "    teaches: [reporting.deadline.hours]\n"
    deck = sound({**folders.TAUGHT, "cards/inbox/a/mine.yaml": "topic: reporting\n" + teaching})
    notes = render_all(deck, Faults())
    built = build(deck, notes, "")
    assert [version.note.card.id.value for version in built.versions] == ["first"]
    figures = stats(deck)
    assert (figures.notes, figures.facts["extended"].covered) == (1, 0)


def test_the_linter_reads_it(sound: Sound) -> None:
    deck = sound({**folders.TAUGHT, "cards/inbox/mine.yaml": WAITING})
    found = engine.check(deck)
    assert ("repeated-word", "waiting") in {(one.name, one.card) for one in found}
    assert "uncovered-fact" in {one.name for one in found}


def test_its_faults_are_told_and_its_references_have_to_hold(findings: Check) -> None:
    card = WAITING + "    teaches: [listening.first.nobody]\n    sources: [nowhere]\n"
    told = findings({**folders.TAUGHT, "cards/inbox/mine.yaml": card + "    wy: Typo.\n"})
    assert "unknown key `wy`" in told
    assert "`teaches` is missing" not in told
    told = findings({**folders.TAUGHT, "cards/inbox/mine.yaml": card})
    assert "unknown fact or objective `listening.first.nobody`" in told
    assert "unknown source `nowhere`" in told
    shown = findings(
        {**folders.TAUGHT, "cards/inbox/mine.yaml": WAITING.replace("This one.", "'![](a.png)'")}
    )
    assert "there is no `a.png` in media/" in shown


def test_an_id_is_unique_there_too(findings: Check) -> None:
    told = findings({"cards/inbox/mine.yaml": WAITING.replace("waiting", "first")})
    assert "the id `first` stands here a second time" in told


def test_a_card_of_the_deck_cannot_wait_for_one_that_is_not_in_it(findings: Check) -> None:
    after = folders.CARDS + folders.CARD + "    after: [waiting]\n"
    told = findings({"cards/listening.yaml": after, "cards/inbox/mine.yaml": WAITING})
    assert "the card waits for `waiting`, which lies in the inbox" in told
    back = folders.CARD + "  - id: other\n    front: Q?\n    back: A.\n    after: [first]\n"
    assert findings({"cards/inbox/mine.yaml": "cards:\n" + back.replace("first", "new", 1)}) == ""


def test_a_published_card_cannot_be_put_back_there(findings: Check) -> None:
    entry = f'{{"guid": "KEY", "kind": "basic", "hash": "{"0" * 64}", "mod": 1}}'
    from cps_cards.model import ids

    ledger = f'{{"version": 1, "deck": "sample", "cards": {{"waiting": {entry}}}}}'
    ledger = ledger.replace("KEY", ids.guid("sample", "waiting"))
    told = findings({"published.json": ledger, "cards/inbox/mine.yaml": WAITING})
    assert "the published card `waiting` lies in the inbox, which is no part of the deck" in told
