"""Texts as YAML, and cards added to files: the loader reads back what was meant, and no other byte
of the file changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_cards.contribute import append, json_schema
from cps_cards.faults import Faults
from cps_cards.source import Source
from cps_cards.yamlio import nodes, scalars
from cps_cards.yamlio.align import align
from cps_cards.yamlio.load import load

from . import decks

ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1),
    st.text(" \n\t'\":#-?[]{},&*!|>%@`\\abN0.~=<é\u2028\u2029\ufeff\xa0\u3000", min_size=1),
    st.lists(
        st.sampled_from(["word", "a b", '"q"', "it's", "x: y", "# c", "- d", "  ", "\n", "w" * 40]),
        min_size=1, max_size=60,
    ).map(" ".join),
)  # fmt: skip
SHOWN_TEXT = ANY_TEXT.map(str.strip).filter(lambda text: any(c.isalnum() for c in text))


def scalars_of(document: str) -> list[str]:
    events = yaml.parse(document, Loader=nodes.LOADER)
    return [event.value for event in events if isinstance(event, yaml.ScalarEvent)]


@settings(max_examples=600, deadline=None)
@given(ANY_TEXT, st.integers(2, 12), st.sampled_from(["\n", "\r\n"]))
def test_any_text_is_read_back(text: str, indent: int, newline: str) -> None:
    lead = " " * (indent - 2)
    document = f"{lead}front: {scalars.block(text, indent, indent + 5)}\n{lead}back: b\n"
    assert scalars_of(document.replace("\n", newline)) == ["front", text, "back", "b"]


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_any_text_is_read_back_in_brackets(text: str) -> None:
    written = scalars.flow(text)
    assert "\n" not in written
    assert scalars_of(f"sources: [{written}, {written}]") == ["sources", text, text]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("At the start.", "At the start."),
        ("988", '"988"'),
        ("No", '"No"'),
        ("null", '"null"'),
        ("1:30", '"1:30"'),
        ("2024-01-01", '"2024-01-01"'),
        ("It is this: that", '"It is this: that"'),
        ("A #1", '"A #1"'),
        ('"Hello," she says.', "'\"Hello,\" she says.'"),
        ("It's done", "It's done"),
        ("{{c1::a}}", '"{{c1::a}}"'),
        ("- item", '"- item"'),
        ("one\ntwo", "|-\n    one\n    two"),
        (" lead\ntwo", '" lead\\ntwo"'),
        ("zero\u200bwidth", "zero\u200bwidth"),
        ("mark\ufeffed", '"mark\\uFEFFed"'),
    ],
)
def test_a_text_is_written_as_an_author_would(text: str, written: str) -> None:
    assert scalars.block(text, 4, 8) == written


def test_a_long_text_is_folded_within_the_width() -> None:
    text = "Reviews are spread over days: that is what counts, " * 6 + "in the end."
    lines = scalars.block(text, 6, 10).split("\n")
    assert lines[0] == ">-"
    assert max(map(len, lines)) <= scalars.WIDTH
    assert all(line.startswith("      ") for line in lines[1:])


# --- adding a card --------------------------------------------------------------------------------

CARD: append.CardKeys = {
    "id": "new-one", "kind": "choice", "question": "What: now?", "answer": "This",
    "distractors": [{"text": "a", "why": "No"}, "b c"], "teaches": ["a.b"], "sources": ["x §1, 2"],
}  # fmt: skip

FILES = {
    "plain": "topic: a\ncards:\n  - id: x\n    front: f\n    back: b\n",
    "no indentation": "topic: a\ncards:\n- id: x\n  front: f\n  back: b\n",
    "wide": "topic: a\ncards:\n    -   id: x\n        front: f\n        back: b\n",
    "no final line end": "topic: a\ncards:\n  - id: x\n    front: f\n    back: b",
    "no final line end behind a block":
        "topic: a\ncards:\n  - id: x\n    front: f\n    back: |\n      b",
    "blank lines at the end": "topic: a\ncards:\n  - id: x\n    front: f\n    back: b\n\n\n",
    "a kept block": "topic: a\ncards:\n  - id: x\n    front: f\n    back: |+\n      b\n\n\n",
    "a comment at the end": "topic: a\ncards:\n  - id: x\n    front: f\n    back: b\n# end",
    "blank lines between": "topic: a\ncards:\n\n  - id: x\n    front: f\n    back: b\n\n  - id: y\n"
                           "    front: f\n    back: b\n",
    "cards first": "cards:\n  - id: x\n    front: f\n    back: b\n\n# the topic\ntopic: a\n",
    "cards first, a block last":
        "cards:\n  - id: x\n    front: f\n    back: |+\n      b\n      # no comment\n\ntopic: a\n",
    "none yet": "topic: a\ncards:\n",
    "none yet, no line end": "topic: a\ncards:",
    "none yet, cards first": "cards:\n# none\ntopic: a\n",
    "an empty list": "topic: a\ncards: []\n",
    "brackets": "topic: a\ncards: [{id: x, front: f, back: b}]\n",
    "brackets over lines": "topic: a\ncards: [\n  {id: x, front: f, back: b}, # first\n]\n",
    "JSON": '{"topic": "a",\n "cards": [\n  {"id": "x", "front": "f", "back": "b"}\n ]}\n',
    "a flow card": "topic: a\ncards:\n  - {id: x, front: f, back: b}\n",
    "a dash alone": "topic: a\ncards:\n  -\n    id: x\n    front: f\n    back: b\n",
    "document marks": "---\ntopic: a\ncards:\n  - id: x\n    front: f\n    back: b\n...\n",
    "quoted keys": '"topic": a\n"cards":\n  - "id": x\n    front: f\n    back: "b"\n',
    "a first line for editors":
        "# yaml-language-server: $schema=x.json\ntopic: a\ncards:\n  - id: x\n    back: b\n",
}  # fmt: skip


def values(text: str) -> Any:
    faults = Faults()
    node = nodes.parse(Source("f", text), faults)
    assert faults.found == []

    def plain(node: Any) -> Any:
        if isinstance(node, nodes.MapNode):
            return {key.value: plain(value) for key, value in node.pairs}
        if isinstance(node, nodes.SeqNode):
            return [plain(item) for item in node.items]
        return node.value

    return plain(node)


@pytest.mark.parametrize("bom", [False, True], ids=["", "BOM"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("name", FILES)
def test_a_card_is_added_and_nothing_else_changes(name: str, newline: str, bom: bool) -> None:
    text = FILES[name].replace("\n", newline)
    after, _, _ = append.add(Source("f", text, bom, align), [CARD])
    added = len(after) - len(text)
    assert any(  # the file is the old one with one piece put in
        after[:at] + after[at + added :] == text for at in range(len(text) + 1)
    )
    before, now = values(text), values(after)
    assert now.pop("cards")[-1] == CARD
    before.pop("cards")
    assert now == before
    if name == "JSON":
        json.loads(after)
    if newline == "\r\n":
        assert after.count("\n") == after.count("\r\n")
    if text.endswith("\n") or name.startswith("JSON"):
        assert after.endswith("\n")


def test_the_style_of_the_file_is_kept() -> None:
    text = (
        "topic: a\ncards:\n-   id: x\n    kind: choice\n    distractors:\n    - a\n    - b\n\n"
        "-   id: y\n    front: f\n    back: b\n"
    )
    after, _, _ = append.add(Source("f", text, False, align), [CARD])
    assert after == text + (
        '\n-   id: new-one\n    kind: choice\n    question: "What: now?"\n    answer: This\n'
        "    distractors:\n    - text: a\n      why: \"No\"\n    - b c\n    teaches: [a.b]\n"
        '    sources: ["x §1, 2"]\n'
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "mend them first"),
        ("topic: a\n", "no list under `cards:`"),
        ("topic: a\ncards: none\n", "no list under `cards:`"),
        ("topic: a\ncards: {x: y}\n", "no list under `cards:`"),
        ("topic: a\ncards:\n  - id: [x\n", "mend them first"),
        ("topic: a\ncards:\n  - id: x\n---\ntopic: b\n", "mend them first"),
    ],
)
def test_a_file_that_cannot_take_a_card_is_left_alone(text: str, words: str) -> None:
    with pytest.raises(append.CannotAddError, match=words):
        append.add(Source("f", text, False, align), [CARD])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"front": SHOWN_TEXT, "back": SHOWN_TEXT}, optional={"why": SHOWN_TEXT}
        ),
        min_size=1, max_size=4,
    ),
    st.sampled_from(sorted(FILES)),
)  # fmt: skip
def test_cards_with_any_texts_follow_each_other(cards: list[dict[str, str]], name: str) -> None:
    text = FILES[name]
    for number, card in enumerate(cards):
        text, _, _ = append.add(Source("f", text, False, align), [{"id": f"n-{number}", **card}])
    wanted = [{"id": f"n-{number}", **card} for number, card in enumerate(cards)]
    assert values(text)["cards"][-len(cards) :] == wanted
    at_once, _, _ = append.add(Source("f", FILES[name], False, align), wanted)
    assert values(at_once) == values(text)


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize(
    "value",
    [{}, [], [[]], [{}], [["a"], "b"], {"a": {}}, {"a": ["b: c", {"d": [""]}]}, [{"a": {"b": []}}]],
    ids=repr,
)
def test_whatever_shape_a_value_has_it_is_read_back(value: append.Value, name: str) -> None:
    """An author who changes a draft by hand is told of it by the loader."""
    card: append.CardKeys = {"id": "n", "tags": value, "colour": value}
    after, _, _ = append.add(Source("f", FILES[name], False, align), [card])
    assert values(after)["cards"][-1] == card


def test_a_new_file_loads(tmp_path: Path) -> None:
    text = append.new_file("ethics", [{"id": "n", "front": "f: g", "back": "1",
                                       "teaches": ["ethics.limits.when"]}], "# yaml")  # fmt: skip
    decks.write(tmp_path, {**decks.WHOLE, "cards/deep/new.yaml": text})
    collection, faults = load(tmp_path)
    assert faults.found == []
    assert collection.by_id["n"].topic == "ethics"


# --- first lines ----------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.text("a:#\n\r\ufeff é", max_size=30).map(str.encode))
def test_a_first_line_is_put_before_all_and_found_again(data: bytes) -> None:
    line = "# yaml-language-server: $schema=../x.json"
    once = json_schema.pointed(data, line)
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    assert once == bom + line.encode() + newline + data.removeprefix(bom)
    assert json_schema.pointed(once, line) == once
    other = json_schema.pointed(once, "# yaml-language-server: $schema=y.json")
    assert other == once.replace(b"../x.json", b"y.json")
