"""Fixes of wording: only what a table names, and only where the sentence says the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.wording import builtin, plain
from cps_cards.yamlio import edits
from cps_cards.yamlio.load import load
from tests.lint.examples import DECK, lint, write


def deck(texts: list[str], root: Path, language: str = "") -> Path:
    """A deck with each text as the back of a card."""
    cards = "".join(
        f"  - id: c-{at}\n    front: What does it say?\n"
        f"    back: {json.dumps(text, ensure_ascii=False)}\n"
        for at, text in enumerate(texts)
    )
    files = {"deck.yaml": DECK, "cards/a.yaml": f"topic: ethics\ncards:\n{cards}"}
    if language:
        files["language.yaml"] = language
    return write(files, root)


def fixed(texts: list[str], root: Path, language: str = "") -> tuple[list[str], list[Diagnostic]]:
    """What becomes of texts when all their findings are fixed, and what is found then."""
    where = deck(texts, root, language)
    found = [one for one in lint(where, "LAN") if one.fix]
    if found:
        made = edits.apply(found[0].source, found)
        (where / "cards" / "a.yaml").write_bytes(made.after.data)
    cards = load(where, "deck")[0].live
    backs = [dict(card.named_texts())["back"].value for card in cards]
    return backs, lint(where, "LAN")


REFUSED = [
    # what is no person
    "Her caseload is 20.",
    "The caseload is high.",
    "A psych case.",
    "They are just like us.",
    # whose
    'The CPS says, "I always ask my client before I share."',
    "Her clients trust her.",
    "Ana’s two clients trust her.",
    "Meet with my peers weekly.",
    # before an apostrophe, or a part of a word
    "Clients' goals matter.",
    "Clients’ goals matter.",
    "A drug user's rights matter.",
    "Non-clients may come.",
    # who is meant would change
    "Former clients may come.",
    "Ex-mental patients spoke.",
    "Those people never listen.",
    "All patients have rights.",
    "No patients came.",
    "Heroin addicts spoke.",
    "Opioid abuse hurts.",
    # a person among persons says nothing
    "He was a client in 1990.",
    "As a client, she had no say.",
    "They are clients.",
    "People are not clients.",
    "Ask the person, not the client.",
    "The word client hurts.",
    # grammar
    "Clients of the center vote.",
    "Other consumers with pets vote.",
    "The elderly man left.",
    "The plan suffers from delays.",
    "Work suffers from stress.",
    "He was refused medication.",
    "He abuses alcohol.",
    # names and capitals
    "The Substance Abuse Bureau helped.",
    "CLIENTS choose.",
]


def test_where_the_meaning_could_change_there_is_no_fix(tmp_path: Path) -> None:
    found = [one for one in lint(deck(REFUSED, tmp_path), "LAN") if one.card]
    texts = {REFUSED[int(str(one.card).removeprefix("c-"))]: one for one in found}
    assert {text for text, one in texts.items() if one.fix} == set()
    assert all(one.help for one in found)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Ask a service user.", "Ask a person using services."),
        ("Service users decide.", None),  # before another word than "and", "may", "with" …
        ("Service users may decide.", "People using services may decide."),
        ("An addict and a nurse.", "A person with a substance use disorder and a nurse."),
        ("He was an addict.", "He was a person with a substance use disorder."),
        ("He is an ex-con.", "He is a person with a conviction."),
        ("Recovering alcoholics may come.", "People in recovery may come."),
        ("Drug abuse rose.", "Drug use rose."),
        ("Substance abuse treatment helps.", "Substance use treatment helps."),
        ("He had committed suicide.", "He had died by suicide."),
    ],
)
def test_a_fix_is_what_the_table_names_for_these_words(
    text: str, after: str | None, tmp_path: Path
) -> None:
    backs, left = fixed([text], tmp_path)
    assert backs == [after or text]
    assert bool(left) is (after is None)


def test_a_deck_names_replacements_of_its_own(tmp_path: Path) -> None:
    language = (
        "terms:\n  - {id: utilise, category: tone, term: utilise, why: it is longer,\n"
        "     pattern: '\\butili[sz]e[sd]?\\b', severity: info, suggest: [use],\n"
        "     replace: {utilise: use, utilises: uses}}\n"
    )
    texts = ["Utilise the form.", "She utilises an idea.", "She utilised it."]
    backs, _ = fixed(texts, tmp_path, language)
    assert backs == ["Use the form.", "She uses an idea.", "She utilised it."]


def test_the_table_finds_what_it_replaces_and_not_what_it_writes(tmp_path: Path) -> None:
    pairs = [
        (old.value, new.value)
        for term in builtin("person-first").terms
        for old, new in term.replace
    ]
    found = lint(deck([f"One {old}." for old, _ in pairs], tmp_path / "old"), "LAN")
    assert len({one.card for one in found if one.fix}) == len(pairs)
    assert lint(deck([f"One {new}." for _, new in pairs], tmp_path / "new"), "LAN") == []


@pytest.mark.parametrize(
    "text",
    [
        "Attention‑seeking helps nobody.",
        "A low‑functioning group.",
        "Non‑compliant people.",
        "A wheelchair‐bound man.",
        "They’re bipolar.",
        "Theyʼre bipolar.",
    ],
)
def test_hyphens_and_apostrophes_of_word_processors_hide_nothing(text: str, tmp_path: Path) -> None:
    found = lint(deck([text], tmp_path), "LAN")
    assert len(found) == 1
    assert found[0].message.partition('"')[2].partition('"')[0] in text


@given(st.text(alphabet="a ‐‑’ʼ'-é", max_size=20))
def test_offsets_stay_when_marks_are_made_plain(text: str) -> None:
    assert len(plain(text)) == len(text)
