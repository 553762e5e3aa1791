"""Cards to notes: what stands in which field, the tags, the media and the hash of it all."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cps_cards.faults import Faults
from cps_cards.model.cards import Choice
from cps_cards.model.deck import Collection
from cps_cards.render.notes import (
    RenderedNote,
    overview,
    render_all,
    render_description,
    shuffled,
    unfolded,
)
from tests import folders

Sound = Callable[[folders.Files], Collection]

CARDS = """\
topic: listening
cards:
  - id: basic
    front: What **helps**?
    back: "![wheel](wheel.png)"
    reverse: true
    term: Helping
    scenario: Ana is *sad*.
    why: Because.
    teaches: [listening.first.hear, listening.later]
    sources: [law §3, code §2, law]
    tags: [zeal, "a::b"]
  - id: cloze
    kind: cloze
    text: Ask {{c1::first}}, {{c3::then}} share.
    teaches: [listening.first.wait]
    formerly: old-cloze
  - id: choice
    kind: choice
    question: Which one?
    answer: Alpha
    distractors: [Beta, {text: "[Gamma](https://x.org)", why: "Not *this*."}]
    teaches: [listening.first]
  - id: ordered
    kind: choice
    question: How soon?
    answer: 24 hours
    options: [12 hours, {text: 24 hours, why: The law says so.}, 48 hours]
    teaches: [listening.first]
  - id: retired
    front: Old?
    back: Old.
    teaches: [listening.first]
    retired: {reason: The law **changed**., see: [basic]}
"""
DECK = """\
id: sample
name: Sample
description: |
  About *it*.
tag_prefix: x
report_to: https://example.org/?a="b"&card={id}
"""
FILES: folders.Files = {
    **folders.TAUGHT,
    "deck.yaml": DECK.replace('"b"', "b"),
    "media/wheel.png": folders.PNG,
    "cards/listening.yaml": CARDS,
}


@pytest.fixture
def collection(sound: Sound) -> Collection:
    return sound(FILES)


@pytest.fixture
def notes(collection: Collection) -> dict[str, RenderedNote]:
    return {note.card.id.value: note for note in render_all(collection, Faults())}


def test_a_basic_card(notes: dict[str, RenderedNote]) -> None:
    note = notes["basic"]
    shown = {name: value for name, value in note.fields.items() if value}
    assert shown == {
        "Card ID": "basic",
        "Deck ID": "sample",
        "Language": "en",
        "Topic": "Listening",
        "Priority": "Core",
        "Scenario": "Ana is <em>sad</em>.",
        "Question": "What <strong>helps</strong>?",
        "Answer": '<img src="wheel-4c4b6a.png" alt="wheel">',
        "Ask back to front": "Helping",
        "Why": "Because.",
        "Sources": '<details class="cps-fold">'
        '<summary class="tappable" lang="en">3 sources</summary>'
        '<ul><li><a href="https://example.org/code">Code of ethics</a>, §2</li>'
        "<li>The law, §3</li><li>The law</li></ul></details>",
        "Report": '<a href="https://example.org/?a=b&amp;card=basic">'
        "Report a mistake in this card</a>",
    }
    assert note.tags == (
        "a::b",
        "x::kind::basic",
        "x::objective::listening.first",
        "x::objective::listening.later",
        "x::priority::core",
        "x::topic::listening",
        "zeal",
    )
    assert [media.name for media in note.media] == ["wheel.png"]


def test_a_cloze_card(notes: dict[str, RenderedNote]) -> None:
    note = notes["cloze"]
    assert note.fields["Text"] == "Ask {{c1::first}}, {{c3::then}} share."
    assert note.card.key == "old-cloze"
    assert not note.fields["Why"]


def test_a_choice_card_says_which_option_is_the_key_and_why_others_are_not(
    notes: dict[str, RenderedNote],
) -> None:
    fields = notes["choice"].fields
    assert fields["Answer"] == "Alpha"
    at = "ABC".index(fields["Key"])
    items = fields["Options"].split("<li")[1:]
    assert [("Alpha" in item) for item in items] == [n == at for n in range(3)]
    assert "<a " not in fields["Options"]
    assert '<a href="https://x.org">Gamma</a>' in fields["Options explained"]
    assert "Not <em>this</em>." in fields["Options explained"]
    explained = fields["Options explained"].split("<li")[1:]
    assert [("cps-key" in item) for item in explained] == [n == at for n in range(3)]


def test_ordered_options_stand_as_written(notes: dict[str, RenderedNote]) -> None:
    fields = notes["ordered"].fields
    order = [fields["Options"].index(hours) for hours in ("12", "24", "48")]
    assert order == sorted(order)
    assert fields["Key"] == "B"


def test_a_retired_card_says_why_and_where_to_look(notes: dict[str, RenderedNote]) -> None:
    note = notes["retired"]
    assert "The law <strong>changed</strong>." in note.fields["Notice"]
    assert "<code>basic</code>" in note.fields["Notice"]
    assert not note.fields["Priority"]
    assert note.tags == ("x::kind::basic", "x::retired", "x::topic::listening")


def test_the_order_of_options_hangs_on_the_card_and_not_on_its_words(
    collection: Collection,
) -> None:
    choice = collection.by_id["choice"]
    assert isinstance(choice, Choice)
    options, key = shuffled(choice)
    assert options[key].text.value == "Alpha"
    edited = dataclasses.replace(choice, options=tuple(reversed(choice.options)), key_index=2)
    assert [choice.options.index(one) for one in options] == [
        edited.options.index(one) for one in shuffled(edited)[0]
    ]


def test_options_are_mixed_over_the_deck(collection: Collection) -> None:
    choice = collection.by_id["choice"]
    assert isinstance(choice, Choice)
    keys = set()
    for number in range(30):
        id = dataclasses.replace(choice, id=type(choice.id)(f"c{number}", choice.source, 0, 0))
        keys.add(shuffled(id)[1])
    assert keys == {0, 1, 2}


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("Because.", "Because so.", {"basic"}),
        ("back: Old.", "back: Old. ", set()),
        ("zeal", "seal", {"basic"}),
        ("reason: The", "reason: A", {"retired"}),
        ("formerly: old-cloze", "formerly: other", set()),
        ("law §3, ", "", {"basic"}),
        ("reverse: true\n    term: Helping", "reverse: false", {"basic"}),
    ],
)
def test_the_hash_changes_with_what_is_shown_and_only_with_it(
    before: str, after: str, changes: set[str], sound: Sound, collection: Collection
) -> None:
    def hashes(of: Collection) -> dict[str, str]:
        return {n.card.id.value: n.content_hash() for n in render_all(of, Faults())}

    first = hashes(collection)
    second = hashes(sound({**FILES, "cards/listening.yaml": CARDS.replace(before, after, 1)}))
    assert {id for id in first if first[id] != second[id]} == changes


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("title: Code, publisher: Kiva & others", "Code, §2 · Kiva &amp; others"),
        ("title: Code, url: 'https://example.org/c', publisher: State of Georgia",
         '<a href="https://example.org/c">Code</a>, §2 · State of Georgia'),
        ("title: The code of Kiva Centers, publisher: kiva centers",
         "The code of Kiva Centers, §2"),
    ],
)  # fmt: skip
def test_a_source_says_whose_it_is(sound: Sound, source: str, shown: str) -> None:
    sources = f"sources: [{{id: code, kind: page, {source}}}]\n"
    cards = "topic: listening\ncards: [{id: a, front: Q?, back: A, sources: [code §2]}]\n"
    deck = sound({
        "deck.yaml": "id: d\nname: D\ntopics: {listening: Listening}\n",
        "sources.yaml": sources,
        "cards/listening.yaml": cards,
    })  # fmt: skip
    (note,) = render_all(deck, Faults())
    assert note.fields["Sources"] == f"<ul><li>{shown}</li></ul>"


@pytest.mark.parametrize("number", [0, 1, 2, 3, 6])
def test_more_than_two_sources_are_folded(sound: Sound, number: int) -> None:
    ids = [f"s{n}" for n in range(number)]
    lines = "".join(f"  - {{id: {id}, kind: page, title: T {id}}}\n" for id in ids)
    deck = sound({
        "deck.yaml": "id: d\nname: D\ntopics: {listening: Listening}\n",
        "sources.yaml": f"sources:\n{lines or '  []'}\n",
        "cards/listening.yaml": "topic: listening\ncards: [{id: a, front: Q?, back: A, "
        f"sources: [{', '.join(ids)}]}}]\n",
    })  # fmt: skip
    (note,) = render_all(deck, Faults())
    folded = note.fields["Sources"]
    assert folded.count("<details") == (number > 2)
    assert f"{number} sources" in folded or number < 3
    items = "".join(f"<li>T {id}</li>" for id in ids)
    assert unfolded(folded) == (f"<ul>{items}</ul>" if ids else "")


def test_the_description_is_markdown(collection: Collection) -> None:
    version = "<p>Version: unreleased.</p>"
    assert render_description(collection, Faults()) == f"<p>About <em>it</em>.</p>{version}"
    without = dataclasses.replace(collection, deck=collection.deck._replace(description=None))
    assert render_description(without, Faults()) == version


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("One\nline.", "<p>One line.</p>"),
        ("A\nline.\n\n**Two**\n*words*",
         "<p>A line.</p><p><strong>Two</strong> <em>words</em></p>"),
        ("- a\n- b\n  c", "<ul><li>a</li><li>b c</li></ul>"),
        ("a\\\nb", "<p>a<br>b</p>"),
        ("a\n\n```\nb\n  c\n```\n\nd", "<p>a</p><pre><code>b\n  c\n</code></pre><p>d</p>"),
        ("a |  b\n--|---\nc | d", "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
         "<tbody><tr><td>c</td><td>d</td></tr></tbody></table>"),
        ("two  spaces, a\xa0fixed one", "<p>two spaces, a&nbsp;fixed one</p>"),
    ],
)  # fmt: skip
def test_the_overview_has_no_line_breaks_for_anki_shows_them(
    sound: Sound, written: str, shown: str
) -> None:
    text = json.dumps(written, ensure_ascii=False)
    deck = sound({**FILES, "deck.yaml": FILES["deck.yaml"].replace("|\n  About *it*.", text)})
    assert render_description(deck, Faults()) == f"{shown}<p>Version: unreleased.</p>"


def test_parts_of_the_overview_are_paragraphs() -> None:
    plan = "<strong>Plan.</strong> Ten\na day."
    assert overview("", plan) == "<strong>Plan.</strong> Ten a day."
    assert overview("About <em>it</em>.", plan) == (
        "<p>About <em>it</em>.</p><p><strong>Plan.</strong> Ten a day.</p>"
    )
    assert overview("<p>a</p>\n<p>b</p>", plan).startswith("<p>a</p><p>b</p><p><strong>Plan")
    assert overview("<pre>a\n</pre>", "b") == "<pre>a\n</pre><p>b</p>"


def test_progress_is_told_card_by_card(collection: Collection) -> None:
    told: list[int] = []
    render_all(collection, Faults(), lambda: told.append(1))
    assert len(told) == len(collection.cards)


def test_cards_without_a_priority_come_first(sound: Sound) -> None:
    (note,) = render_all(sound({}), Faults())
    assert note.fields["Priority"] == ""
    assert note.fields["Report"] == ""
    assert note.tags == ("cps::kind::basic", "cps::topic::listening")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://x.org/new?card={id}", "https://x.org/new?card=first"),
        ("https://forms.x.org/f", "https://forms.x.org/f"),
        ("cards@x.org", "mailto:cards@x.org?subject=Card%20first"),
        ("mailto:cards@x.org", "mailto:cards@x.org?subject=Card%20first"),
        ("mailto:a@x.org?cc=b@x.org", "mailto:a@x.org?cc=b@x.org&amp;subject=Card%20first"),
        ("mailto:a@x.org?subject=Mistake", "mailto:a@x.org?subject=Mistake"),
    ],
)
def test_mistakes_are_reported_to_a_page_or_by_mail(
    sound: Sound, written: str, address: str
) -> None:
    deck = {"deck.yaml": f"{folders.DECK}report_to: {written}\n"}
    faults = Faults()
    (note,) = render_all(sound(deck), faults)
    assert not faults.found
    assert note.fields["Report"].startswith(f'<a href="{address}">')


def test_texts_of_the_deck_have_marks_and_direction_of_its_language(sound: Sound) -> None:
    deck = {
        "deck.yaml": "id: t\nname: T\nlanguage: he\ntopics: {one: CPS נושא}\n"
        "description: CPS הוא\n",
        "cards/listening.yaml": "topic: one\ncards:\n  - id: a\n"
        "    front: CPS הוא תפקיד\n    back: שלום\n",
    }
    collection, faults = sound(deck), Faults()
    (note,) = render_all(collection, faults)
    assert note.fields["Question"] == "&rlm;CPS הוא תפקיד"
    assert note.fields["Topic"] == "&rlm;CPS נושא"
    assert note.fields["Answer"] == "שלום"
    assert render_description(collection, faults).startswith("<p>&rlm;CPS הוא</p><p>")


@pytest.mark.parametrize("before", ["  ", "cafe\u0301 ", " e\u0301 **e\u0301** "])
def test_a_fault_is_told_where_it_stands_in_what_was_written(tmp_path: Path, before: str) -> None:
    """Blanks around a text are not shown, and letters are composed: neither moves the place."""
    written = f'front: "{before}![x](no.png) end"'
    card = folders.CARD.replace("front: What helps most?", written)
    folders.write(tmp_path, folders.PLAIN | {"cards/listening.yaml": folders.CARDS + card})
    _, faults = folders.read(tmp_path)
    (fault,) = faults.found
    assert fault.source.text[fault.span.start : fault.span.end] == "no.png"
