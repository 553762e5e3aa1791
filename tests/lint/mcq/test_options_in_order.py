"""Amounts as authors write them: which options can be compared, and how they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.lint.quantities import amounts_of, order_of, quantity_of
from cps_cards.yamlio import edits
from tests.lint.examples import example, lint, write

IN_ORDER = [
    ["12 hours", "24 hours", "2 days", "1 week"],
    ["1 week", "2 days", "24 hours"],
    ["Immediately", "Within 24 hours", "Within 48 hours", "Within ten days"],
    ["half an hour", "an hour", "90 minutes"],
    ["5%", "10 percent", "25%", "none of the above"],
    ["$50", "$500", "$5,000"],
    ["50 cents", "2 dollars", "ten dollars"],
    ["At 14", "At 16", "At 18"],
    ["Under 18", "18 to 59", "60 and over"],
    ["10-20 years", "20-30 years", "more than 30 years"],
    ["January 5", "March 3", "June 7"],
    ["March 3, 2019", "January 5, 2020", "January 2, 2021"],
    ["3/3/2019", "1/5/2020", "1/2/2021"],
    ["2019-03-03", "2020-01-05", "2020-11-02"],
    ["8:30 a.m.", "9 a.m.", "noon", "1:15 p.m."],
    ["10 p.m.", "midnight", "2 a.m."],
    ["Sunday", "Monday", "Tuesday"],
    ["Monday", "Wednesday", "Sunday"],
    ["Daily", "Weekly", "Yearly"],
    ["once a week", "twice a week", "three times a week"],
    ["1/4", "1/3", "1/2"],
    ["1 1/2 cups", "2 cups", "2 1/4 cups"],
    ["Stage I", "Stage II", "Stage IV"],
    ["first", "second", "third"],
    ["twenty-one days", "thirty days", "six weeks"],
    ["-2", "0", "+3"],
    ["1970s", "1980s", "1990s"],
    ["two thousand people", "3,000 people", "1.5 million people"],
    ["12 or older", "16 or older", "18 or older"],
    ["7 days", "a week", "10 days"],
    ["nine thousand people", "twenty-one thousand people", "1 million people"],
    ["-10 to -4", "-3 to 2", "3 to 5"],
    ["400/250,000", "600/250,000", "1,000/250,000"],
]
OUT_OF_ORDER = [
    ["24 hours", "12 hours", "2 days"],
    ["Within three days", "Within 24 hours", "Within a week"],
    ["$500", "$50", "$5,000"],
    ["5%", "50 percent", "20%"],
    ["10 to 20%", "40 to 60%", "20 to 40%"],
    ["At 14", "At 18", "At 16"],
    ["1990", "2012", "2001"],
    ["June 7", "January 5", "March 3"],
    ["January 2, 2021", "January 5, 2020", "March 3, 2022"],
    ["9 a.m.", "noon", "8:30 a.m."],
    ["Tuesday", "Friday", "Wednesday"],
    ["Weekly", "Daily", "Monthly"],
    ["1/3", "1/4", "1/2"],
    ["Stage II", "Stage I", "Stage III"],
    ["second", "first", "third"],
    ["two", "four", "three", "none of these"],
    ["Within 48 hours", "Immediately", "Within 24 hours"],
    ["2 feet", "1 yard", "10 inches"],
    ["18 to 59", "under 18", "60 and over"],
    [
        "The report is due in 10 days.",
        "The report is due in 2 days.",
        "The report is due in 5 days.",
    ],
]
NOT_COMPARABLE = [
    ["Ask", "Listen", "Wait"],
    ["Call two friends", "Wait an hour", "Ask once"],
    ["(3, 2)", "(-7, 3)", "(0, 0)"],
    ["24 hours", "$50", "16 years"],
    ["I would wait", "I would ask 2 people", "I would go"],
    ["A nurse", "A teacher", "A neighbor"],
    ["§ 12(b)", "§ 12(a)", "§ 35"],
    ["The 988 line", "The warmline", "911"],
    ["2 days, then 5", "5 days, then 2", "3 days, then 1"],
    ["16", "older", "never"],
]


@pytest.mark.parametrize("options", IN_ORDER, ids=" | ".join)
def test_options_that_rise_or_fall_are_in_order(options: list[str]) -> None:
    assert order_of(options) in ("up", "down")


@pytest.mark.parametrize("options", OUT_OF_ORDER, ids=" | ".join)
def test_options_that_turn_back_are_out_of_order(options: list[str]) -> None:
    assert order_of(options) == "neither"


@pytest.mark.parametrize("options", NOT_COMPARABLE, ids=" | ".join)
def test_options_that_differ_in_more_than_one_amount_have_no_order(options: list[str]) -> None:
    assert order_of(options) is None


def test_units_are_converted_before_amounts_are_compared() -> None:
    assert (
        amounts_of(["2 days", "48 hours", "7 days"])[0]
        == amounts_of(["2 days", "48 hours", "7 days"])[1]
    )


@given(st.lists(st.text(max_size=40), min_size=3, max_size=6))
def test_any_text_can_be_asked_for_its_order(options: list[str]) -> None:
    assert order_of(options) in ("up", "down", "neither", None)
    assert len(amounts_of(options)) == len(options)


@given(st.text(alphabet="0123456789 -/.,:%$<>+$IVXabdhmosy'’¼٣²", max_size=30))
def test_any_amount_can_be_read(text: str) -> None:
    quantity = quantity_of(text)
    assert quantity is None or quantity.amounts


@pytest.mark.parametrize("digits", [400, 5000])
def test_numbers_that_are_too_long_for_arithmetic_are_read(digits: int) -> None:
    assert order_of([f"{'9' * digits}/3", "2/3", "1/3"]) in ("up", "down", "neither", None)


@given(st.lists(st.integers(-999, 9999), min_size=3, max_size=6, unique=True))
def test_sorted_numbers_are_in_order_whatever_they_are(numbers: list[int]) -> None:
    assert order_of([str(number) for number in sorted(numbers)]) == "up"
    assert order_of([str(number) for number in sorted(numbers, reverse=True)]) == "down"


RULE = "mcq-options-out-of-order"


@pytest.mark.parametrize(
    ("answer", "distractors"),
    [
        ("24 hours", "48 hours, 12 hours"),
        ("12 hours", "24 hours, 48 hours"),
        ("March 3", "'January 5', 'June 7'"),
        ("2019", "'2012', '2027', none of these"),
    ],
)
def test_amounts_are_no_distractors_for_those_come_in_any_order(
    answer: str, distractors: str, tmp_path: Path
) -> None:
    card = f"question: By when?\nanswer: '{answer}'\ndistractors: [{distractors}]"
    (found,) = lint(write(example(card).files, tmp_path), RULE)
    assert "new order each time" in found.message
    assert "write all of them as options" in found.help
    assert found.fix == ()


@pytest.mark.parametrize("options", NOT_COMPARABLE, ids=" | ".join)
def test_distractors_that_cannot_be_compared_may_be_mixed(
    options: list[str], tmp_path: Path
) -> None:
    answer, *distractors = (f"'{option}'" for option in options)
    card = f"question: By when?\nanswer: {answer}\ndistractors: [{', '.join(distractors)}]"
    assert lint(write(example(card).files, tmp_path), RULE) == []


@pytest.mark.parametrize(
    "options",
    [
        "options: [{text: 9 days, why: too long}, 2 days, {text: 5 days, why: close}]",
        "options: [9 days, '**2** days', 5 days]",
    ],
)
def test_no_fix_where_an_option_is_tied_to_its_place(options: str, tmp_path: Path) -> None:
    card = f"question: By when?\nanswer: 9 days\n{options}"
    (found,) = lint(write(example(card).files, tmp_path), RULE)
    assert found.fix == ()
    assert "sort them" in found.help


def test_fix_sorts_rising_and_keeps_quotes_and_the_rest_of_the_file(tmp_path: Path) -> None:
    card = (
        "question: What does it cost?\nanswer: $20\n"
        "options:\n  - \"$50\"  # high\n  - '$20'\n  - $35\n  - none of these\n"
    )
    root = write(example(card).files, tmp_path)
    found = lint(root, RULE)
    text = edits.apply(found[0].source, found).after.text
    assert "- \"$20\"  # high\n      - '$35'\n      - $50\n      - none of these\n" in text
    write({"cards/example.yaml": text}, root)
    assert lint(root, RULE) == []
