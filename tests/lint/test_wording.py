"""Wording tables: the one that comes along, a deck's own beside it, and the choice between them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.views import WORD
from cps_cards.lint.wording import Wording, builtin, needed_literals
from cps_cards.model.language import LanguageTable
from cps_cards.model.settings import WORDINGS
from cps_cards.yamlio.load import load
from tests.lint.examples import DECK, example, lint, write

DECKS = Path(__file__).parents[2] / "decks"
PERSON_FIRST = builtin("person-first")
CARDS = "topic: ethics\ncards:\n"


@pytest.fixture(scope="module")
def own() -> LanguageTable:
    found = load(DECKS, "decks")[0].language
    assert found is not None
    return found


def judged(texts: list[str], root: Path, **files: str) -> list[list[Diagnostic]]:
    """What is found in each text, as the back of a card."""
    cards = "".join(
        f"  - id: c-{at}\n    front: What does it say?\n"
        f"    back: {json.dumps(text, ensure_ascii=False)}\n"
        for at, text in enumerate(texts)
    )
    named = {f"{name}.yaml": content for name, content in files.items()}
    found: dict[str | None, list[Diagnostic]] = defaultdict(list)
    root.mkdir(exist_ok=True)
    for one in lint(write({"deck.yaml": DECK, **named, "cards/a.yaml": CARDS + cards}, root)):
        if one.code.startswith(("LAN", "TXT004", "YML", "SCH")):
            found[one.card].append(one)
    assert found[None] == []
    return [found[f"c-{at}"] for at in range(len(texts))]


def flagged(table: LanguageTable) -> list[str]:
    return [text.value for term in table.terms for text in term.flags_examples]


def passed(table: LanguageTable) -> list[str]:
    return [text.value for term in table.terms for text in term.passes_examples]


def test_the_examples_of_the_table_that_comes_along_hold(tmp_path: Path) -> None:
    for text, found in zip(
        flagged(PERSON_FIRST), judged(flagged(PERSON_FIRST), tmp_path / "flags"), strict=True
    ):
        assert found, f"not found: {text}"
    for text, found in zip(
        passed(PERSON_FIRST), judged(passed(PERSON_FIRST), tmp_path / "passes"), strict=True
    ):
        assert not found, f"found: {text}"


def test_the_examples_of_the_deck_hold_beside_it(own: LanguageTable, tmp_path: Path) -> None:
    texts = flagged(own) + flagged(PERSON_FIRST)
    found = judged(texts, tmp_path / "flags", language=own.source.text)
    assert [text for text, those in zip(texts, found, strict=True) if not those] == []
    texts = passed(own) + passed(PERSON_FIRST)
    found = judged(texts, tmp_path / "passes", language=own.source.text)
    assert [text for text, those in zip(texts, found, strict=True) if those] == []


def test_each_term_stands_once(own: LanguageTable) -> None:
    theirs = {term.id.value for term in PERSON_FIRST.terms}
    assert [term.id.value for term in own.terms if term.id.value in theirs] == []
    assert {key.value for key, _ in own.acronyms}.isdisjoint(
        k.value for k, _ in PERSON_FIRST.acronyms
    )


OBVIOUSLY = (
    "terms:\n  - {id: obviously, category: tone, term: obviously, pattern: '\\bobviously\\b',\n"
    "     why: it is not, severity: warning}\n"
)


@pytest.mark.parametrize(
    ("deck", "language", "names"),
    [
        ("", "", ["status-label"]),
        ("wording: [person-first]\n", "", ["status-label"]),
        ("wording: []\n", "", []),
        ("wording:\n", "", []),
        ("", OBVIOUSLY, ["stigmatising-term", "status-label"]),
        ("wording: []\n", OBVIOUSLY, ["stigmatising-term"]),
        ("", "acronyms: {XYZ: An Office}\n", ["status-label"]),
    ],
)
def test_a_deck_adds_to_the_wording_that_it_chooses(
    deck: str, language: str, names: list[str], tmp_path: Path
) -> None:
    files = {"deck": DECK + deck, **({"language": language} if language else {})}
    (found,) = judged(["Obviously, a client decides."], tmp_path, **files)
    assert [one.name for one in found] == names


def test_a_term_of_the_deck_takes_the_place_of_one_with_its_id(tmp_path: Path) -> None:
    language = (
        "terms:\n  - {id: client, category: people-and-roles, term: clients of banks,\n"
        "     pattern: '\\bbank clients\\b', why: they are customers, severity: error}\n"
    )
    found = judged(["A client and a patient.", "Our bank clients."], tmp_path, language=language)
    assert [[one.message for one in those] for those in found] == [
        ['"a patient": it names a clinical status; peer roles are not clinical'],
        ['"bank clients": they are customers'],
    ]


def test_a_wording_that_there_is_not_is_told_where_it_stands(tmp_path: Path) -> None:
    files = {"deck.yaml": DECK + "wording: [persons-first]\n", "cards/a.yaml": CARDS}
    found = lint(write(files, tmp_path), "LAN")
    (told,) = [one for one in found if one.name == "bad-value"]
    assert told.message == "`wording` cannot be `persons-first`; did you mean `person-first`?"
    assert told.position.line == DECK.count("\n") + 1


def test_acronyms_of_the_deck_stand_beside_those_of_the_table(tmp_path: Path) -> None:
    text = "The CPS calls the XYZ office."
    (found,) = judged([text], tmp_path / "none")
    assert [one.message.partition('"')[2][:3] for one in found] == ["XYZ"]
    (found,) = judged([text], tmp_path / "own", language="acronyms: {XYZ: An Office}\n")
    assert found == []
    (found,) = judged([text], tmp_path / "other", deck=DECK + "wording: []\n")
    assert len(found) == 2


def test_every_table_that_a_deck_may_name_comes_along() -> None:
    for name in WORDINGS:
        assert builtin(name).terms


def test_a_card_without_the_needed_words_has_no_match() -> None:
    wording = Wording([PERSON_FIRST])
    for text in flagged(PERSON_FIRST):
        near = wording.near(WORD.findall(text.lower()))
        there = [t for t in wording.terms if re.search(t.pattern.value, text, re.IGNORECASE)]
        assert [term for term in there if term not in near] == []


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bclients?\b", [{"client"}]),
        (r"\b(?:cat|dog)s?\s+food\b", [{"cat", "dog"}, {"food"}]),
        (r"a?b*", []),
        (r"(?:x|y?)z+", [{"z"}]),
    ],
)
def test_needed_literals(pattern: str, needed: list[set[str]]) -> None:
    assert [set(strings) for strings in needed_literals(pattern)] == needed


def test_a_pattern_that_is_none_is_reported_where_it_stands(tmp_path: Path) -> None:
    language = (
        "terms:\n  - {id: a, category: x, term: a, why: because, severity: error,\n"
        "     pattern: 'a(b'}\n"
        "  - {id: b, category: x, term: b, why: because, severity: error,\n"
        "     pattern: '(?<=a+)b', exempt_patterns: ['(?i)of b', b]}\n"
        "global_exempt_patterns: ['[']\n"
    )
    cards = "topic: ethics\ncards:\n  - {id: a, front: What helps people?, back: Company.}\n"
    files = {"deck.yaml": DECK, "language.yaml": language, "cards/a.yaml": cards}
    found = [one for one in lint(write(files, tmp_path)) if one.code.startswith("SCH")]
    assert [(one.name, one.source.path, one.position.line) for one in found] == [
        ("bad-value", "deck/language.yaml", line) for line in (3, 5, 5, 6)
    ]


def test_what_authors_are_told_is_for_authors(own: LanguageTable) -> None:
    """A suggestion is wording and nothing besides; a reason names no papers of this project."""
    for term in (*PERSON_FIRST.terms, *own.terms):
        for text in (*term.suggest, *(new for _, new in term.replace)):
            assert not set(text.value) & set("();:"), f"{term.id}: {text}"
        assert not {"seed", "seeds", "card", "cards"} & set(term.why.value.lower().split())


def test_what_is_not_promised_may_be_named_in_the_answer(tmp_path: Path) -> None:
    card = "front: What does a CPS {0}promise?\nback: Total secrecy."
    assert lint(write(example(card.format("not ")).files, tmp_path / "not"), "LAN") == []
    assert lint(write(example(card.format("")).files, tmp_path / "yes"), "LAN") != []
