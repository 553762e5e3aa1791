"""What a score tells, against published figures and a second way to compute them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.exam import score

SCORES = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("right", "asked", "low", "high"),
    [
        # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
        # Medicine 17, 1998, 857-872, table I, Wilson's interval without continuity correction.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(right: int, asked: int, low: float, high: float) -> None:
    assert score.interval(right, asked) == (round(100 * low), round(100 * high))


@pytest.mark.parametrize(
    ("right", "asked", "percent", "interval"),
    [
        (37, 50, 74, (60, 84)),
        (23, 32, 72, (55, 84)),
        (5, 5, 100, (57, 100)),
        (0, 5, 0, (0, 43)),
        (1, 1, 100, (21, 100)),
    ],
)
def test_scores_in_whole_percent(
    right: int, asked: int, percent: int, interval: tuple[int, int]
) -> None:
    assert score.percent(right, asked) == percent
    assert score.interval(right, asked) == interval


def test_halves_are_rounded_up() -> None:
    assert [score.percent(right, 8) for right in range(9)] == [0, 13, 25, 38, 50, 63, 75, 88, 100]


@given(SCORES)
def test_the_ends_are_where_the_score_test_just_fails(one: tuple[int, int]) -> None:
    """Wilson's interval holds the shares that a test at 5 % would not reject."""
    right, asked = one
    low, high = score.interval(right, asked)
    for share in range(low + 1, high):
        error = math.sqrt(share / 100 * (1 - share / 100) / asked)
        assert abs(right / asked - share / 100) <= score.Z * error + 1e-9
    for share in (low - 1, high + 1):
        if 0 < share < 100:
            error = math.sqrt(share / 100 * (1 - share / 100) / asked)
            assert abs(right / asked - share / 100) > score.Z * error


@given(SCORES)
def test_it_holds_the_score_and_stays_within_0_and_100(one: tuple[int, int]) -> None:
    low, high = score.interval(*one)
    assert 0 <= low <= score.percent(*one) <= high <= 100


def test_the_table_has_every_result() -> None:
    assert score.table(2) == [(0, 0, 66), (50, 9, 91), (100, 34, 100)]
