"""Findings mark one word: where each character of a scalar was written, whatever its style."""

from __future__ import annotations

from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.faults import Faults
from cps_cards.source import Source, Text
from cps_cards.yamlio import nodes
from cps_cards.yamlio.align import align

STYLES = ["", "'", '"', "|", ">"]
words = st.text(st.sampled_from("ab é😀:#'\"\\-|>{}[]&*!%@`\t,?~.\u2028"), max_size=12)
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60),
    st.lists(words, max_size=6).map("\n".join),
)


def scalar(source: str) -> Text | None:
    """The value of the key `a` of a mapping, as the loader reads it."""
    root = nodes.parse(Source("a.yaml", source, align=align), Faults())
    if not isinstance(root, nodes.MapNode) or not root.pairs:
        return None
    value = root.pairs[0][1]
    return value if isinstance(value, Text) else None


def check(text: Text) -> None:
    """Each part of the value lies at its place, or else the whole scalar is marked."""
    aligned = text.alignment()
    if aligned is None:
        assert text.slice(0, 1) == text.span
        return
    written = text.source.text
    assert len(aligned.starts) == len(aligned.ends) == len(text.value)
    for at, char in enumerate(text.value):
        start, end = text.slice(at, at + 1)
        assert text.start <= start < end <= text.end
        raw = written[start:end]
        if char not in " \n" and not (text.style == '"' and raw[0] == "\\"):
            assert raw == char or (char == "'" and raw == "''")
    for before, after in pairwise(zip(aligned.starts, aligned.ends, strict=True)):
        # Line breaks that were folded into several share one place.
        assert before == after or before[1] <= after[0]


@given(
    texts,
    st.sampled_from(STYLES),
    st.booleans(),
    st.sampled_from([12, 80]),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 3),
)
def test_slices_of_any_scalar_point_at_what_was_written(
    value: str, style: str, unicode: bool, width: int, line_end: str, level: int
) -> None:
    dumped = yaml.dump(
        {"a": value}, default_style=style or None, allow_unicode=unicode, width=width
    )
    shown = "\n".join(" " * level + line for line in dumped.split("\n"))
    text = scalar(shown.replace("\n", line_end))
    if text is not None:
        check(text)


@given(st.text(st.sampled_from("ab '\"\\\n\r\t|>-+0x1:#é"), max_size=40), st.sampled_from(STYLES))
def test_slices_of_scalars_as_nobody_would_write_them(raw: str, style: str) -> None:
    header = {"|": "|\n  ", ">": ">\n  "}.get(style, style)
    body = raw.replace("\n", "\n  ") if header[1:] else raw
    text = scalar(f"a: {header}{body}{style if style in ('', chr(39), chr(34)) else ''}")
    if text is not None and "\r" not in raw.replace("\r\n", ""):
        check(text)


@pytest.mark.parametrize(
    ("source", "part", "marked"),
    [
        ("a: ask the client now", "client", "client"),
        ("a: 'it''s the client'", "client", "client"),
        ("a: 'it''s'", "'", "''"),
        ('a: "caf\\u00e9 client"', "client", "client"),
        ('a: "caf\\u00e9 client"', "é", "\\u00e9"),
        ('a: "a\\tb \\x41\\U0001F600z"', "z", "z"),
        ('a: "one \\\n   two"', "two", "two"),
        ('a: "one\n\n  two"', "two", "two"),
        ("a: one\n  two three", "three", "three"),
        ("a: one\n  two", " ", "\n  "),
        ("a: |\n  one\n  two\n", "two", "two"),
        ("a: |2-\n    one\n   two\n", "two", "two"),
        ("a: >\n  one\n  two\n\n  three\n", "three", "three"),
        ("a: >-\n  one\n    two\n  three\n", "three", "three"),
        ("a: >+ # note\n  one\n\n", "one", "one"),
        ("a: |\r\n  one\r\n  two\r\n", "two", "two"),
    ],
)
def test_a_word_is_marked_alone(source: str, part: str, marked: str) -> None:
    text = scalar(source)
    assert text is not None
    at = text.value.index(part)
    start, end = text.slice(at, at + len(part))
    assert source[start:end] == marked


def test_an_empty_part_marks_the_whole_scalar() -> None:
    text = scalar("a: word")
    assert text is not None
    assert text.slice(2, 2) == text.span


def test_a_text_of_no_file_has_no_places() -> None:
    text = Text("word", Source("a.json", '"word"'), 0, 6, '"')
    assert text.slice(1, 2) == (0, 6)


def test_a_long_run_of_spaces_is_looked_at_once() -> None:
    text = scalar(f"a: 'x{' ' * 100_000}y'\n")
    assert text is not None
    check(text)
    assert text.slice(100_001, 100_002) == (100_005, 100_006)
