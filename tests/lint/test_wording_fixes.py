"""Fixes of wording: the sentence says the same as before, or there is no fix."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.card_view import DeckView
from cps_cards.lint.wording import hits_of, plain, wording_of
from cps_cards.yamlio import edits
from cps_cards.yamlio.load import load
from tests.lint.examples import DECK, lint, write

DECKS = Path(__file__).parents[2] / "decks"
OWN = (DECKS / "language.yaml").read_text()


def deck(texts: list[str], root: Path, *, own_table: bool) -> Path:
    """A deck with each text as the back of a card."""
    cards = "".join(
        f"  - id: c-{at}\n    front: What does it say?\n"
        f"    back: {json.dumps(text, ensure_ascii=False)}\n"
        for at, text in enumerate(texts)
    )
    files = {"deck.yaml": DECK, "cards/a.yaml": f"topic: ethics\ncards:\n{cards}"}
    if own_table:
        files["language.yaml"] = OWN
    return write(files, root)


def fixed(texts: list[str], root: Path, *, own_table: bool) -> tuple[list[str], list[Diagnostic]]:
    """What becomes of texts when all their findings are fixed, and what is found then."""
    where = deck(texts, root, own_table=own_table)
    found = [one for one in lint(where, "LAN") if one.fix]
    if found:
        made = edits.apply(found[0].source, found)
        (where / "cards" / "a.yaml").write_bytes(made.data)
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


@pytest.mark.parametrize("own_table", [True, False], ids=["deck", "builtin"])
def test_where_the_meaning_could_change_there_is_no_fix(own_table: bool, tmp_path: Path) -> None:
    found = [one for one in lint(deck(REFUSED, tmp_path, own_table=own_table), "LAN") if one.card]
    texts = {REFUSED[int(str(one.card).removeprefix("c-"))]: one for one in found}
    assert {text for text, one in texts.items() if one.fix} == set()
    assert all(one.help for one in found)
    if own_table:
        assert set(REFUSED) - set(texts) == {"He abuses alcohol."}  # no term of the deck's table


@pytest.mark.parametrize(
    ("own_table", "text", "after"),
    [
        (True, "A client may say no.", "A person may say no."),
        (True, "A client’s choice counts.", "A person’s choice counts."),
        (True, "A client-led plan.", "A person-led plan."),
        (True, "Clients choose.", "People supported choose."),
        (True, "Ask a consumer.", "Ask a person using services."),
        (True, "He was an addict.", "He was a person with a substance use disorder."),
        (True, "A drug user may ask.", "A person who uses drugs may ask."),
        (True, "He is an ex-con.", "He is a person with a conviction."),
        (True, "Today Ana suffers from anxiety.", "Today Ana lives with anxiety."),
        (True, "Drug abuse rose.", "Substance use rose."),
        (True, "He had committed suicide.", "He had died by suicide."),
        (False, "Consumers decide.", "People decide."),
        (False, "Former alcoholics spoke.", "People in recovery spoke."),
        (False, "He refused treatment.", "He declined treatment."),
    ],
)
def test_a_fix_fits_into_the_sentence(
    own_table: bool, text: str, after: str, tmp_path: Path
) -> None:
    backs, left = fixed([text], tmp_path, own_table=own_table)
    assert backs == [after]
    assert [one.message for one in left] == []


def test_no_fix_gives_a_new_finding(tmp_path: Path) -> None:
    table = load(DECKS, "decks")[0].language
    assert table is not None
    texts = [text.value for term in table.terms for text in term.flags_examples]
    for own_table in (True, False):
        root = tmp_path / str(own_table)
        root.mkdir()
        before = lint(deck(texts, root, own_table=own_table), "LAN")
        backs, left = fixed(texts, root, own_table=own_table)
        assert backs != texts
        assert len(left) == len([one for one in before if not one.fix])


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
    found = lint(deck([text], tmp_path, own_table=True), "LAN")
    assert len(found) == 1
    assert found[0].message.partition('"')[2].partition('"')[0] in text


@given(st.text(alphabet="a ‐‑’ʼ'-é", max_size=20))
def test_offsets_stay_when_marks_are_made_plain(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_a_text_by_itself_is_judged_as_on_its_card(tmp_path: Path) -> None:
    table = load(DECKS, "decks")[0].language
    assert table is not None
    texts = [text.value for term in table.terms for text in term.flags_examples]
    view = DeckView(load(deck(texts, tmp_path, own_table=True), "deck")[0])
    for card in view.cards:
        alone = [hit for text in card.texts for hit in view.once(wording_of).hits_in(text)]
        assert alone == card.once(hits_of)
