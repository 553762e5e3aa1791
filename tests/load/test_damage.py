"""Whatever stands in the files: findings in the author's words or a sound deck, never an error."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cps_cards.diagnostics import Diagnostic, by_place
from cps_cards.faults import CODES
from cps_cards.model import clozes
from cps_cards.schedule.order import study_order
from cps_cards.stats import stats
from cps_cards.yamlio import nodes
from tests import folders

GOOD: dict[str, str] = {
    **{name: str(text) for name, text in folders.TAUGHT.items()},
    "deck.yaml": "# A deck.\nid: sample\nname: Sample::Deck\ndescription: |\n  About *it*.\n"
    "report_to: https://example.org/?card={id}\nsubdecks: topic\nschedule: {new_per_day: 5}\n"
    "lint:\n  levels: {long-answer: off}\n  ignore: {other: 'we know'}\n",
    "language.yaml": "acronyms:\n  CPS: Certified Peer Specialist\nterms:\n  - id: client\n"
    "    category: status\n    term: client\n    pattern: '\\bclients?\\b'\n    why: It labels.\n"
    "    severity: warning\n    suggest: [person]\n",
    "published.json": '{\n  "version": 1,\n  "deck": "sample",\n  "cards": {}\n}\n',
    "cards/listening.yaml": r"""topic: listening
cards:
  - id: first
    front: "What \u00e9 helps?"
    back: 'It''s **listening**.'
    scenario: >-
      Ana says é 😀
      little.
    why: |
      - one
      - \(x_1\)
    teaches: [listening.first.hear]
    sources: ["code §1"]
    tags: [a, b::c]
    reverse: true
    term: The maths
  - id: second
    kind: cloze
    text: "Ask {{c1::before}} you {{c2::share::verb}}."
    teaches:
      - listening.first.wait
    after: [first]
  - id: third
    kind: choice
    question: Which one?
    answer: A
    distractors:
      - text: B
        why: No.
      - C
    teaches: [listening.first]
    ignore: {mcq: "it is fine: really"}
  - id: fourth
    formerly: older
    front: x
    back: y
    retired: {reason: Old., see: [first]}
""",
}

PIECES = [
    *('"', "'", ":", " ", "\n", "  ", "- ", "#", "&a ", "*a", "!x ", "<<: ", "---\n", "...\n"),
    *(
        "[",
        "]",
        "{",
        "}",
        "|\n",
        ">\n",
        "\t",
        "\r",
        "\0",
        "\x1f",
        "\\",
        "\ufeff",
        "\u2028",
        "%",
        "@",
    ),
    *("`", "{{c1::", "}}", "::", "é", "😀", "? ", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "0"),
    *("![x](a.png)", "[x](javascript:y)", "<b>", "~", "null", "\\ud800", "\ud800", "cards:\n"),
]


def check(root: Path) -> None:
    """Load, render, order and count: an exception fails the test, and so does a finding that is no
    sound one."""
    collection, faults = folders.read(root)
    for found in faults.found:
        check_finding(found)
    ids = [card.id.value for card in collection.cards]
    assert len(ids) == len(set(ids))
    if not faults.found:
        assert sorted(card.id.value for card in study_order(collection)) == sorted(ids)
        assert stats(collection).notes == len(collection.live)


def check_finding(found: Diagnostic) -> None:
    text = found.source.text
    assert CODES[found.name] == found.code
    for span, source in [(found.span, found.source), *((r.span, r.source) for r in found.related)]:
        assert 0 <= span.start <= span.end <= len(source.text)
    line, column = found.position
    assert 1 <= column <= len(found.source.line(line)) + 2
    assert 1 <= line <= text.count("\n") + text.count("\r") + 1
    for words in (found.message, found.help):
        assert words
        assert words.isprintable()
        assert "\n" not in words
        assert len(words) < 600


damage = st.lists(
    st.tuples(
        st.sampled_from(["insert", "cut", "flip", "end", "double"]),
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(PIECES),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=4,
)


def damaged(text: str, hits: list[tuple[str, float, str, int]]) -> bytes:
    data = text.encode()
    for what, where, piece, length in hits:
        at = int(where * len(data))
        match what:
            case "insert":
                data = data[:at] + piece.encode("utf-8", "surrogatepass") + data[at:]
            case "cut":
                data = data[:at] + data[at + length :]
            case "flip" if data:
                data = data[:at] + bytes([data[at] ^ (1 << length % 8)]) + data[at + 1 :]
            case "end":
                data = data[:at]
            case "double":
                data = data[:at] + data[max(0, at - length) : at] + data[at:]
    return data


@pytest.mark.parametrize("loader", [nodes.LOADER, yaml.SafeLoader])
@given(name=st.sampled_from(sorted(GOOD)), hits=damage)
def test_any_damage_of_any_file(
    loader: object, name: str, hits: list[tuple[str, float, str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "LOADER", loader)
        files: folders.Files = {**GOOD, name: damaged(GOOD[name], hits)}
        check(folders.write(Path(folder), files))


def test_the_deck_to_be_damaged_is_sound(tmp_path: Path) -> None:
    assert folders.lines(folders.read(folders.write(tmp_path, {**GOOD}))[1]) == []


any_text = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from([*PIECES, "a", "* ", "**", "| a | b |\n|---|---|\n"]), max_size=8).map(
        "".join
    ),
)


@given(
    st.sampled_from(["front", "back", "why", "scenario", "text", "question", "answer", "id"]),
    any_text,
    st.sampled_from(["'", '"', "|", ""]),
)
def test_any_text_in_any_field(key: str, text: str, style: str) -> None:
    kind = {"text": "cloze", "question": "choice", "answer": "choice"}.get(key, "basic")
    rest = {
        "basic": {"front": "q", "back": "r"},
        "cloze": {"text": "{{c1::x}}"},
        "choice": {"question": "q", "answer": "r", "distractors": ["s", text, "t"]},
    }[kind]
    card = {"id": "a", "kind": kind, **rest, key: text}
    dumped = yaml.dump(
        {"topic": "listening", "cards": [card]}, default_style=style or None, allow_unicode=True
    )
    with tempfile.TemporaryDirectory() as folder:
        data = dumped.encode("utf-8", "surrogatepass")
        check(folders.write(Path(folder), {**folders.PLAIN, "cards/a.yaml": data}))


@given(st.binary(max_size=200), st.sampled_from(sorted(GOOD)))
def test_any_bytes_in_any_file(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(folders.write(Path(folder), {**GOOD, name: data}))


@given(any_text)
def test_deletions_lie_within_their_text_and_apart(text: str) -> None:
    parsed = clozes.parse(text)
    for deletion in parsed.deletions:
        assert text[deletion.start : deletion.end].startswith("{{c")
        assert text[deletion.start : deletion.end].endswith("}}")
        assert deletion.start < deletion.content[0] <= deletion.content[1] < deletion.end
        if deletion.hint is not None:
            assert deletion.content[1] + 2 == deletion.hint[0] <= deletion.hint[1]
    for fault in parsed.faults:
        assert 0 <= fault.start < fault.end <= len(text)
    assert list(parsed.deletions) == sorted(parsed.deletions, key=lambda one: one.start)


def test_findings_are_told_once_and_in_order(tmp_path: Path) -> None:
    _, faults = folders.read(
        folders.write(
            tmp_path, {**GOOD, "cards/a.yaml": "topic: x\ncards:\n  - id: A\n  - id: B\n"}
        )
    )
    told = by_place([*faults.found, *reversed(faults.found)])
    places = [(one.source.path, one.span.start) for one in told]
    assert places == sorted(places)
    assert len(told) == len(faults.found)
