"""The values that a deck is made of."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from cps_cards.diagnostics import Severity
from cps_cards.model import ids
from cps_cards.model.cards import Choice
from cps_cards.model.deck import Collection
from cps_cards.model.ledger import Published, dump
from cps_cards.model.texts import did_you_mean, is_blank, name_list, near_words, short
from tests import folders
from tests.render.test_notes import FILES

Sound = Callable[[folders.Files], Collection]


def test_the_texts_of_a_card_come_in_the_order_of_reading(sound: Sound) -> None:
    cards = sound(FILES).by_id
    named = {id: [name for name, _ in card.named_texts()] for id, card in cards.items()}
    assert named == {
        "basic": ["scenario", "front", "back", "term", "why"],
        "cloze": ["text"],
        "choice": ["question", "answer", "distractor", "distractor", "option why"],
        "ordered": ["question", "answer", "distractor", "distractor", "option why"],
        "retired": ["front", "back"],
    }


def test_a_scenario_and_a_why_are_texts_of_every_kind(sound: Sound) -> None:
    text = """\
topic: listening
cards:
  - {id: a, kind: cloze, text: "{{c1::x}}", scenario: s, why: w}
  - {id: b, kind: choice, question: q, answer: r, distractors: [s, t], scenario: s, why: w}
"""
    first, second = sound({"cards/listening.yaml": text}).cards
    assert [name for name, _ in first.named_texts()] == ["scenario", "text", "why"]
    names = [name for name, _ in second.named_texts()]
    assert (names[0], names[-1]) == ("scenario", "why")
    assert isinstance(second, Choice)
    assert [option.text.value for option in second.distractors] == ["s", "t"]


def test_identities_hang_on_ids_alone() -> None:
    assert ids.guid("massachusetts-cps", "a") == ids.guid("massachusetts-cps", "a")
    assert len({ids.guid(deck, key) for deck in "ab" for key in "ab"}) == 4
    number = ids.anki_id("deck", "massachusetts-cps")
    assert 10**12 <= number < 1_500_000_000_000
    assert number != ids.anki_id("deck", "massachusetts")


def test_the_ledger_is_one_card_a_line_and_sorted() -> None:
    cards = [Published(key, ids.guid("d", key), "basic", "0" * 64, 1) for key in ("b", "a")]
    text = dump("d", cards)
    assert [line.split('"')[1] for line in text.splitlines() if "guid" in line] == ["a", "b"]
    assert json.loads(text)["cards"]["a"] == {
        "guid": ids.guid("d", "a"), "kind": "basic", "hash": "0" * 64, "mod": 1,
    }  # fmt: skip
    assert json.loads(dump("d", [])) == {"version": 1, "deck": "d", "cards": {}}


@pytest.mark.parametrize(
    ("text", "blank"),
    [("", True), (" \n\t", True), ("\u200b\u00ad\ufeff\u2060\u3164", True), ("a", False)],
)
def test_what_shows_nothing_is_blank(text: str, blank: bool) -> None:
    assert is_blank(text) == blank


def test_words_of_messages() -> None:
    assert name_list([]) == ""
    assert name_list(["a"]) == "a"
    assert name_list(["a", "b", "c"], "or") == "a, b or c"
    assert short("a\nb\x00 \u202ec") == "a b\ufffd \ufffdc"
    assert short("x" * 100) == "x" * 59 + "…"
    assert did_you_mean("bakc", ["front", "back"]) == "; did you mean `back`?"
    assert did_you_mean("colour", ["front", "back"]) == ""
    assert did_you_mean("photo.PNG", ["photo1.PNG", "Photo.png"]) == "; did you mean `Photo.png`?"
    many = [f"word-{number}" for number in range(5000)]
    assert near_words("wrod-4321", many) == ["word-4321"]
    assert near_words("word-12x4", many) == near_words("word-12x4", reversed(many))


def test_severities_have_names_and_an_order() -> None:
    assert Severity.ERROR > Severity.WARNING > Severity.INFO
    assert [one.label for one in Severity] == ["info", "warning", "error"]
