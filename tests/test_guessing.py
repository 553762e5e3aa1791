"""How often answers can be picked from their options alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cps_cards.guessing import guess
from cps_cards.model.cards import Choice
from cps_cards.yamlio.load import load

WORDS = "ask bring call draw eat find give hold invite join keep lend make name open pack".split()
DECK = "id: example\nname: Example\ntopics: {ethics: Ethics}\n"


def cards(root: Path, rows: list[tuple[str, list[str]]]) -> list[Choice]:
    """A deck of cards: the answer of each, and its distractors."""
    lines = ["topic: ethics\ncards:\n"]
    for number, (answer, wrong) in enumerate(rows):
        options = ", ".join(f'"{text}"' for text in wrong)
        lines.append(
            f"  - {{id: card-{number}, kind: choice, question: What is {number}?, "
            f'answer: "{answer}", distractors: [{options}]}}\n'
        )
    (root / "cards").mkdir(parents=True)
    (root / "deck.yaml").write_text(DECK, encoding="utf-8")
    (root / "cards" / "a.yaml").write_text("".join(lines), encoding="utf-8")
    collection, faults = load(root, "deck")
    assert not faults.found
    return [card for card in collection.live if isinstance(card, Choice)]


def rows(rng: random.Random, count: int, mark: str = "") -> list[tuple[str, list[str]]]:
    """Options of three words drawn at random; the answer of each begins with ``mark``."""
    found = []
    for number in range(count):
        marks = rng.sample("abcdefgh", 4)
        first, *others = (f"{' '.join(rng.sample(WORDS, 3))} {number} {x}" for x in marks)
        found.append((f"{mark}{first}", others))
    return found


@pytest.mark.parametrize("count", [40, 100, 250])
def test_answers_at_random_are_told_of_at_most_once_in_twenty(tmp_path: Path, count: int) -> None:
    rng = random.Random(f"random keys {count}")
    told = sum(
        guess(cards(tmp_path / str(turn), rows(rng, count))).is_telling for turn in range(60)
    )
    assert told <= 3


def test_a_word_that_marks_the_answers_is_told(tmp_path: Path) -> None:
    found = guess(cards(tmp_path, rows(random.Random(1), 100, "together ")))
    assert found.is_telling
    assert found.share > 0.9
    first = found.tells[0]
    assert first.name in ('"together"', '"together" at the beginning')
    assert (first.keys, first.options, round(first.by_chance)) == (100, 100, 25)
    assert all("together" in (name or "") for _, name in found.picked)


def test_the_length_of_the_answers_is_a_mark_too(tmp_path: Path) -> None:
    drawn = [(f"{answer} and more of it", others) for answer, others in rows(random.Random(2), 60)]
    found = guess(cards(tmp_path, drawn))
    assert found.is_telling
    assert any("longest" in tell.name and tell.lean > 3 for tell in found.tells[:8])


def test_sets_of_cards_with_the_same_options_are_guessed_no_better_than_by_chance(
    tmp_path: Path,
) -> None:
    """The last option of a set that was no answer yet would give itself away to whoever learned
    from the set."""
    rng = random.Random(3)
    drawn = []
    for number in range(30):
        options = [f"{' '.join(rng.sample(WORDS, 2))} {number} {x}" for x in "abcd"]
        drawn += [(key, [o for o in options if o != key]) for key in options]
    found = guess(cards(tmp_path, drawn))
    assert abs(found.share - 0.25) < 0.05


def test_the_order_of_cards_changes_nothing(tmp_path: Path) -> None:
    drawn = rows(random.Random(4), 80, "kindly ")
    there = guess(cards(tmp_path / "there", drawn))
    back = guess(cards(tmp_path / "back", drawn[::-1]))
    assert there.share == pytest.approx(back.share)
    assert there.tells == back.tells
    assert [part for part, _ in there.picked] == [part for part, _ in back.picked][::-1]


def test_no_cards_and_few_cards_say_nothing(tmp_path: Path) -> None:
    assert not guess([]).is_telling
    assert not guess(cards(tmp_path, rows(random.Random(5), 12, "together "))).is_telling
