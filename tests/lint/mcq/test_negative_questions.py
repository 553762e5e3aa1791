"""Which questions ask for what is not so, and which only mention a "not"."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.diagnostics import Severity
from cps_cards.lint.question_shapes import negative_in
from cps_cards.lint.views import view_texts
from cps_cards.source import Source, Text
from tests.lint.examples import example, lint, write

NEGATIVE = [
    "Which of these is «not» a duty of a peer specialist?",
    "Which statement about roles and rights is «not» true?",
    "Who «isn't» a mandated reporter?",
    "What may a peer specialist «not» promise?",
    "Which right «cannot» be taken away?",
    "In Massachusetts, which of these do peers «not» need?",
    "Sam asks for his record. Which of these does the law «not» let him see?",
    "Which reply is «least» likely to build trust?",
    "Which of these would be the «least» helpful reply?",
    "All of these belong to a plan «except»:",
    "All of the following are duties «except» which one?",
    "A plan holds each of these «except»",
    "Peer specialists do «not»:",
    "Choose the reply that does «not» respect Sam's choice.",
    "A peer keeps a promise so that trust is «not» what?",
    "Which of these is «not» one of the five stages? (Choose one.)",
]
DESCRIPTIVE = [
    "What do you do if the person does not want to talk?",
    "When a person does not return, what do you do?",
    "How do you show that you do not judge?",
    "Why is it not fine to share this?",
    "Sam says he does not sleep. What do you say?",
    "Which reply to “I do not want help” leaves the choice with Sam?",
    "What does a person who does not drive need?",
    "Which right holds whether or not a person agrees?",
    "Which setting is the least restrictive?",
    "Which of these takes at least two people?",
    "Which of these takes the least time?",
    "Which of these helps not only the person but the team?",
    "Who runs a not-for-profit clubhouse?",
    "Which note reminds staff not to judge?",
    "A peer cannot come on Monday. Which day is left?",
    "What comes first, hope or housing?",
    "Which of these excerpts mentions an exception?",
    "Each of these, except one, is a right. Which one stands apart?",
    "Which of these statements are true and which are false? I. Hope helps. II. Pity helps.",
]


def _view(question: str):  # type: ignore[no-untyped-def]
    source = Source("cards/example.yaml", question)
    return view_texts("question", Text(question, source, 0, len(question)))[0]


@pytest.mark.parametrize("question", NEGATIVE)
def test_question_that_asks_for_the_exception_is_negative(question: str) -> None:
    before, _, rest = question.partition("«")
    word, _, _ = rest.partition("»")
    found = negative_in(_view(question.replace("«", "").replace("»", "")))
    assert found == (len(before), len(before) + len(word))


@pytest.mark.parametrize("question", DESCRIPTIVE)
def test_question_that_only_mentions_a_negation_is_fine(question: str) -> None:
    assert negative_in(_view(question)) is None


@given(st.text(max_size=80))
def test_any_text_can_be_asked(question: str) -> None:
    found = negative_in(_view(question))
    assert found is None or 0 <= found[0] < found[1] <= len(question)


RULE = "mcq-negative-stem-unemphasised"
OPTIONS = "answer: A neighbor\ndistractors: [A nurse, A teacher]"


@pytest.mark.parametrize(
    ("question", "severity"),
    [
        ("Which of these is not a reporter?", Severity.WARNING),
        ("Which of these is *not* a reporter?", Severity.WARNING),
        ("**Which of these is not a reporter?**", Severity.WARNING),
        ("Which of these is NOT a reporter?", Severity.INFO),
        ("Which of these is **not** a reporter?", None),
        ("Which of these is __not__ a reporter?", None),
        ("Which of these **is not** a reporter?", None),
    ],
)
def test_bold_is_enough_and_capitals_nearly(
    question: str, severity: Severity | None, tmp_path: Path
) -> None:
    found = lint(write(example(f'question: "{question}"\n{OPTIONS}').files, tmp_path), RULE)
    assert [one.severity for one in found] == ([] if severity is None else [severity])
