"""What the shipped deck promises its learners, card by card and as a whole."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from cps_cards.model.cards import Card, Choice, anki_cards
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Collection
from cps_cards.render.notes import render_all, shuffled
from cps_cards.yamlio.load import load

ROOT = Path(__file__).parents[2]
JUDGEMENT = re.compile(r"\b(first|best|next|better|most|serves?|fits?)\b", re.IGNORECASE)
PLACES_AND_BODIES = {
    "Massachusetts", "Wisconsin", "Georgia", "California", "Health", "Help", "Line", "Behavioral",
    "Department", "Adult", "Protective", "Services", "Wellness", "Recovery", "Action", "Plan",
    "Peer", "Fundamental", "Rights", "English", "Spanish", "Friday", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Saturday", "Sunday", "January", "March", "April", "June", "July",
    "August", "September", "October", "November", "December", "Commission", "Children", "Families",
    "Public", "Mental", "Certified", "Specialist", "Committee", "Code", "Good", "American",
    "National", "Association", "Americans", "States", "House", "Protection", "Persons", "Disabled",
    "Care", "Facility", "Executive", "Office",
}  # fmt: skip
OPTIONS = {"answer", "distractor", "option", "option why"}
COMMERCIAL = {"ma-practice-bank", "ma-study-games"}
LAW = {"statute", "regulation", "court-decision"}
MIRRORS = re.compile(
    r"vdocument|pdfslide|docslib|docsbay|scribd|studylib|paperzz|5y1\.org|estudarpara|blogarama|"
    r"brainscape|slideshare|dokumen"
)


@lru_cache(maxsize=1)
def deck() -> Collection:
    collection, faults = load(ROOT / "decks", "decks")
    render_all(collection, faults)
    assert faults.found == []
    return collection


def curriculum() -> Curriculum:
    found = deck().curriculum
    assert found is not None
    return found


def choices() -> list[Choice]:
    return [card for card in deck().live if isinstance(card, Choice)]


def words(card: Card) -> str:
    return "\n".join(text.value for _, text in card.named_texts())


def bank(card: Card) -> frozenset[str]:
    """The options of a choice card; cards of a matched set have the same ones."""
    return (
        frozenset(o.text.value for o in card.options) if isinstance(card, Choice) else frozenset()
    )


def test_most_choice_cards_stand_in_sets_with_more_than_one_key() -> None:
    """A reader who sees options without questions cannot tell which of them is meant."""
    sets: dict[frozenset[str], set[str]] = {}
    for card in choices():
        sets.setdefault(bank(card), set()).add(card.answer.value)
    in_sets = [card for card in choices() if len(sets[bank(card)]) > 1]
    assert len(in_sets) >= 120
    assert len(in_sets) / len(choices()) >= 0.9


def test_the_deck_is_small_and_half_of_it_are_choice_cards() -> None:
    live = deck().live
    assert len(live) <= 470
    assert sum(anki_cards(card) for card in live) <= 620
    assert len(choices()) * 2 >= len(live)


def test_no_fact_is_on_more_than_four_notes() -> None:
    counts = Counter(named.value for card in deck().live for named in card.teaches)
    assert {fact: n for fact, n in counts.items() if n > 4} == {}


def test_every_choice_card_has_four_options_and_a_reason_for_each_distractor() -> None:
    for card in choices():
        assert len(card.options) == 4, card.id
        assert card.why is not None, card.id
        assert all(option.why is not None for option in card.distractors), card.id


def test_every_core_and_important_fact_is_taught() -> None:
    taught = {named.value for card in deck().live for named in card.teaches}
    missing = [
        fact.id.value
        for _, objective in curriculum().objectives()
        if objective.priority != "extended"
        for fact in objective.teachable
        if fact.id.value not in taught
    ]
    assert missing == []


def test_every_core_objective_has_two_kinds_and_a_choice_or_a_scenario() -> None:
    for _, objective in curriculum().objectives():
        if objective.priority != "core":
            continue
        cards = [card for card in deck().live if objective in deck().objectives_of(card)]
        assert len({card.kind for card in cards}) >= 2, objective.id
        assert any(card.kind == "choice" or card.scenario for card in cards), objective.id


def test_the_id_of_a_fact_begins_with_that_of_its_objective() -> None:
    for topic, objective in curriculum().objectives():
        assert objective.id.value.startswith(f"{topic.id}."), objective.id
        for fact in objective.facts:
            assert fact.id.value.startswith(f"{objective.id}."), fact.id


def test_what_study_texts_alone_support_is_core_only_as_an_articles_own_claim() -> None:
    sources = deck().sources
    for _, objective in curriculum().objectives():
        for fact in objective.facts:
            cited = [citation.source_id for citation in fact.sources]
            assert cited, fact.id
            articles = [id for id in cited if sources[id].kind == "seed"]
            if objective.priority == "core" and len(articles) + len(COMMERCIAL & {*cited}) == len(
                cited
            ):
                assert articles, fact.id
                assert fact.caution is not None, fact.id
                assert re.search("study article|exam-preparation", fact.caution.value), fact.id


def test_what_speaks_of_a_law_cites_it() -> None:
    for _, objective in curriculum().objectives():
        for fact in objective.facts:
            kinds = {deck().sources[citation.source_id].kind for citation in fact.sources}
            if re.search(r"\b(M\.G\.L\.|CMR|section \d|HIPAA allows|The law)", fact.text.value):
                assert kinds & LAW, fact.id


def test_sources_say_whose_they_are_and_lead_to_no_copies_of_documents() -> None:
    for source in deck().sources.values():
        assert source.publisher is not None, source.id
        assert source.url is None or not MIRRORS.search(source.url.value), source.id


def test_the_share_of_each_topic_is_near_its_weight() -> None:
    live = deck().live
    counts = Counter(card.topic for card in live)
    for topic in deck().deck.topics:
        assert abs(counts[topic.id] / len(live) - topic.weight) <= 0.04, topic.id


def test_the_key_is_seldom_the_longest_option() -> None:
    longest = [
        card
        for card in choices()
        if len(card.answer.value) > max(len(option.text.value) for option in card.distractors)
    ]
    assert len(longest) / len(choices()) <= 0.30


def test_the_place_of_the_key_gives_nothing_away() -> None:
    """Within three standard deviations of what chance gives for four places."""
    places = Counter(shuffled(card)[1] for card in choices())
    total = sum(places.values())
    deviation = (total * 0.25 * 0.75) ** 0.5
    for place in range(4):
        assert abs(places[place] - total / 4) <= 3 * deviation, places


def test_most_choice_cards_ask_for_a_judgement() -> None:
    asking = [card for card in choices() if card.scenario or JUDGEMENT.search(card.question.value)]
    assert len(asking) / len(choices()) >= 0.70


def test_no_first_name_is_used_more_than_six_times() -> None:
    """A name is a capitalized word inside a sentence that the deck never writes small.

    In a matched set the person stays the same and one fact moves the key: a set counts once.
    """
    text = "\n".join(words(card) for card in deck().live)
    small = set(re.findall(r"\b[a-z]+\b", text))
    places: dict[str, set[object]] = {}
    for card in deck().live:
        for word in set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b", words(card))):
            if word.lower() not in small and word not in PLACES_AND_BODIES:
                places.setdefault(word, set()).add(bank(card) or card.id.value)
    assert {name: len(seen) for name, seen in places.items() if len(seen) > 6} == {}


def test_no_text_stands_on_more_than_one_card() -> None:
    """Questions are told apart by their scenarios; options and their reasons come back in sets."""
    seen: dict[str, Card] = {}
    repeated = []
    for card in deck().live:
        scenario = card.scenario.value if card.scenario is not None else ""
        for name, text in card.named_texts():
            shown = " ".join(text.value.lower().split())
            if len(shown.split()) < 4:
                continue
            key = f"{scenario}|{shown}" if name in ("question", "front") else shown
            first = seen.setdefault(key, card)
            if first is not card and not (name in OPTIONS and isinstance(first, Choice)):
                repeated.append((first.id.value, card.id.value, shown))
    assert repeated == []


def test_cautions_of_substance_never_lose_the_policy_or_the_caveat() -> None:
    """Suicide cards name both help lines; no card prints a principle number.

    A card is about suicide where more than a distractor speaks of it.
    """
    for card in deck().live:
        assert not re.search(r"\bGA-\d", words(card)), card.id
        wrong = (
            {o.text for o in card.distractors} | {o.why for o in card.distractors}
            if isinstance(card, Choice)
            else set()
        )
        text = "\n".join(text.value for _, text in card.named_texts() if text not in wrong)
        if re.search(r"\bsuicide\b", text, re.IGNORECASE):
            assert "988" in text, card.id
            assert "833-773-2445" in text, card.id


@pytest.mark.parametrize("priority", ["core", "important", "extended"])
def test_every_priority_has_cards(priority: str) -> None:
    assert any(deck().priority_of(card) == priority for card in deck().live)


def grade(text: str) -> float:
    """Flesch-Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = max(1, len(re.findall(r"[.!?:](?=\s|$|[\"'])", text)))
    found = re.findall(r"[A-Za-z']+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e(?=s?$)", "", word.lower()))))
        for word in found
    )
    return 0.39 * len(found) / sentences + 11.8 * syllables / len(found) - 15.59


def test_reading_is_easy() -> None:
    shown = [re.sub(r"\{\{c\d+::|::[^{}]*(?=\}\})|\}\}", "", words(card)) for card in deck().live]
    assert statistics.median(grade(text) for text in shown) <= 8


def test_the_linter_finds_nothing_to_warn_of_and_no_text_that_reads_too_hard() -> None:
    for args in ([], ["--select", "reading-level", "--level", "info", "--fail-on", "info"]):
        done = subprocess.run(
            [sys.executable, "-m", "cps_cards", "lint", str(ROOT / "decks"), *args],
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout


def test_few_cards_silence_a_rule() -> None:
    silencing = [card for card in deck().live if card.ignores]
    assert len(silencing) / len(deck().live) <= 0.03
