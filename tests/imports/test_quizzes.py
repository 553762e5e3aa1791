"""GIFT, Moodle XML and Markdown pairs."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from tests.imports.conftest import Bring
from tests.imports.kit import cards_in


def gift(text: str, deck: Path, bring: Bring) -> tuple[Any, list[dict[str, Any]]]:
    result = bring(text, "--topic", "reporting", name="q.gift")
    file = deck / "cards/q.yaml"
    found = cards_in(deck, "q.yaml") if file.exists() else []
    return result, [{k: v for k, v in card.items() if k != "id"} for card in found]


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("Which? {=right ~wrong ~worse #too bad ####All in all}",
         {"kind": "choice", "question": "Which?", "answer": "right",
          "distractors": ["wrong", {"text": "worse", "why": "too bad"}], "why": "All in all"}),
        ("::Title:: // no remark\n  Which?\n{\n=right #Yes\n~%0%wrong\n~%-50%worse\n}",
         {"kind": "choice", "question": "// no remark\\\nWhich?", "answer": "right",
          "distractors": ["wrong", "worse"], "why": "Yes"}),
        ("Water boils at 100 degrees.{T#No#Yes}",
         {"front": "Water boils at 100 degrees.", "back": "True", "why": "No\n\nYes"}),
        ("It is so. {FALSE}", {"front": "It is so.", "back": "False"}),
        ("How many? {#12:1}", {"front": "How many?", "back": "12 (± 1)"}),
        ("How many? {#3..5}", {"front": "How many?", "back": "3 to 5"}),
        ("Who? {=Ann =Annie}", {"front": "Who?", "back": "Ann", "why": "Also right: Annie"}),
        ("The {=moon ~sun ~star} is near.",
         {"kind": "choice", "question": "The _____ is near.", "answer": "moon",
          "distractors": ["sun", "star"]}),
        (r"What is \{x\} \= 3\: \\alpha\~? {=a\=b ~c ~d}",
         {"kind": "choice", "question": r"What is {x} = 3: \alpha~?", "answer": "a=b",
          "distractors": ["c", "d"]}),
        ("Time: 3:15 = now? {=a ~b ~c}",
         {"kind": "choice", "question": "Time: 3:15 = now?", "answer": "a",
          "distractors": ["b", "c"]}),
        ("[html]<p>A <b>b</b></p> {=<i>x</i> ~y ~z}",
         {"kind": "choice", "question": "A **b**", "answer": "*x*", "distractors": ["y", "z"]}),
        ("[markdown]A **b** {=x ~y ~z}",
         {"kind": "choice", "question": "A **b**", "answer": "x", "distractors": ["y", "z"]}),
    ],
)  # fmt: skip
def test_questions_in_gift(text: str, card: dict[str, Any], deck: Path, bring: Bring) -> None:
    result, found = gift(text, deck, bring)
    assert result.status == 0, result.out
    assert found == [card]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Match. {=a -> b =c -> d}", "asks to match things"),
        ("Write. {}", "asks for an essay"),
        ("Just a text.", "has no answers between { and }"),
        ("Which? {~%50%a ~%50%b ~c}", "has 2 right options"),
        ("Which? {=a ~b}", "has 1 wrong option"),
        ("Which? {=a ~b ~b}", "options that are alike"),
        ("Which? {=a ~b ~c ~d ~e ~f ~g}", "has 6 wrong options"),
    ],
)
def test_questions_that_no_card_can_be_are_told(
    text: str, why: str, deck: Path, bring: Bring
) -> None:
    result, found = gift(f"Fine? {{=a ~b ~c}}\n\n{text}\n", deck, bring)
    assert (result.status, len(found)) == (1, 1)
    assert "question 2 (line 3)" in result.out
    assert why in result.out


def test_categories_are_decks_and_remarks_are_nothing(deck: Path, bring: Bring) -> None:
    text = (
        "$CATEGORY: top/Listening\n\n// a remark\nOne? {=a ~b ~c}\n\n$CATEGORY: reporting\nTwo? {T}"
    )
    assert bring(text, "--topic-from", "deck", name="q.txt").status == 0
    assert len(cards_in(deck, "q-listening.yaml")) == len(cards_in(deck, "q-reporting.yaml")) == 1


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Reporting</text></category></question>
<question type="multichoice">
  <name><text>One</text></name>
  <questiontext format="html"><text><![CDATA[<p>Which <b>one</b>?
    <img src="@@PLUGINFILE@@/a%20b.png"></p>]]></text>
    <file name="a b.png" path="/" encoding="base64">PICTURE</file></questiontext>
  <generalfeedback format="html"><text>All in all</text></generalfeedback>
  <single>true</single>
  <answer fraction="100"><text>right</text><feedback><text>Yes</text></feedback></answer>
  <answer fraction="0"><text>wrong</text><feedback><text>No</text></feedback></answer>
  <answer fraction="-33.3"><text>worse</text></answer>
  <tags><tag><text>a tag</text></tag></tags>
</question>
<question type="truefalse"><questiontext format="html"><text>So?</text></questiontext>
  <answer fraction="0"><text>true</text></answer>
  <answer fraction="100"><text>false</text></answer></question>
<question type="numerical"><questiontext format="plain_text"><text>1 &lt; 2?</text></questiontext>
  <answer fraction="100"><text>12</text><tolerance>0.5</tolerance></answer></question>
<question type="shortanswer"><questiontext><text>Who?</text></questiontext>
  <answer fraction="100"><text>Ann</text></answer>
  <answer fraction="80"><text>Annie</text></answer></question>
<question type="essay"><questiontext><text>Write</text></questiontext></question>
<question type="multichoice"><questiontext><text>Many?</text></questiontext><single>false</single>
  <answer fraction="50"><text>a</text></answer><answer fraction="50"><text>b</text></answer>
  <answer fraction="0"><text>c</text></answer></question>
</quiz>
""".replace("PICTURE", base64.b64encode(b"\x89PNG\r\n\x1a\nx").decode())


def test_moodle_xml(deck: Path, bring: Bring) -> None:
    result = bring(MOODLE, "--topic-from", "deck", name="q.xml")
    assert result.status == 1
    found = [{k: v for k, v in card.items() if k != "id"} for card in cards_in(deck, "q.yaml")]
    assert found == [
        {"kind": "choice", "question": "Which **one**? ![](a-b.png)", "answer": "right",
         "distractors": [{"text": "wrong", "why": "No"}, "worse"], "why": "Yes\n\nAll in all",
         "tags": ["a-tag"]},
        {"front": "So?", "back": "False"},
        {"front": "1 < 2?", "back": "12 (± 0.5)"},
        {"front": "Who?", "back": "Ann", "why": "Also right: Annie"},
    ]  # fmt: skip
    assert (deck / "media/a-b.png").read_bytes() == b"\x89PNG\r\n\x1a\nx"
    assert 'question 5 "Write" asks for an essay' in result.out
    assert 'question 6 "Many?" has 2 right options' in result.out


def test_what_else_moodle_has_is_told(deck: Path, bring: Bring) -> None:
    text = (
        "<quiz><question type='shortanswer'><questiontext><text>R &amp;amp; <b>D</b>?</text>"
        "</questiontext><answer fraction='100'><text>x</text></answer>"
        "<hint><text>Think.</text></hint>"
        "<correctfeedback><text>Your answer is correct.</text></correctfeedback></question>"
        "<question type='shortanswer'><questiontext><text>Half?</text></questiontext>"
        "<answer fraction='50'><text>x</text></answer></question></quiz>"
    )
    result = bring(text, "--topic", "reporting", name="q.xml")
    assert result.status == 1
    assert cards_in(deck, "q.yaml")[0]["front"] == "R &amp;amp; **D**?"
    assert "shortanswer: hints for another try on 1 note" in result.out
    assert "What Moodle says to right, half right and wrong answers" in result.out
    assert 'question 2 "Half?" has no answer that is wholly right' in result.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><quiz></quiz>', "declares a DOCTYPE or entities"),
        ("<quiz><question>", "it is no XML"),
        ("<?xml version='1.0'?><other/>", "XML of another kind: <other>"),
        ('<quiz><question type="essay"><questiontext><text>a</text><file name="../../a.png" '
         'encoding="base64">AA==</file></questiontext></question></quiz>', "which is a path"),
        ('<quiz><question type="numerical"><answer fraction="x"><text>1</text></answer></question>'
         "</quiz>", "`x`, which is no number"),
    ],
)  # fmt: skip
def test_xml_of_strangers_is_refused(text: str, words: str, deck: Path, bring: Bring) -> None:
    result = bring(text, "--topic", "reporting", name="q.xml")
    assert (result.status, result.out) == (1, "")
    assert words in result.err


def test_pairs_in_markdown(deck: Path, bring: Bring) -> None:
    text = (
        "Q: What is *this*?\nA: A **card**,\nin two lines.\n\nQ: And?\n\nA: So.\n\nQ: No answer?\n"
    )
    result = bring(text, "--topic", "reporting", name="q.md")
    assert result.status == 1
    assert [{k: v for k, v in card.items() if k != "id"} for card in cards_in(deck, "q.yaml")] == [
        {"front": "What is *this*?", "back": "A **card**,\nin two lines."},
        {"front": "And?", "back": "So."},
    ]
    assert 'card 3 (line 9) "No answer?" has no answer behind `A:`' in result.out


def test_pairs_below_a_title_and_between_lines(deck: Path, bring: Bring) -> None:
    text = "# Ours\n\nQ: One\x0b?\nA: Uno.\x07\n\n---\n\nQ: Two?\nA: Dos.\n"
    result = bring(text, "--topic", "reporting", name="q.md")
    assert result.status == 1
    assert "line 1 stands before the first `Q:`: “# Ours”" in result.out
    assert [(card["front"], card["back"]) for card in cards_in(deck, "q.yaml")] == [
        ("One ?", "Uno."), ("Two?", "Dos."),
    ]  # fmt: skip
