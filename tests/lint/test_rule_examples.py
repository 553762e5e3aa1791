"""Every rule's own examples: the good pass, the bad are found at the marked words, fixes hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from cps_cards.lint import catalogue
from cps_cards.lint import rules as rule_files
from cps_cards.lint.explain import MEASURED
from cps_cards.lint.rule import Rule, after_fix, before_fix
from cps_cards.yamlio import edits
from tests.lint.examples import example, lint, write

RULES = catalogue.rules()
GOOD = [(rule, good) for rule in RULES for good in rule.good]
BAD = [(rule, bad) for rule in RULES for bad in rule.bad]


def _ids(pairs: list[tuple[type[Rule], object]]) -> list[str]:
    return [f"{rule.name}-{at}" for at, (rule, _) in enumerate(pairs)]


def selection(rule: type[Rule], text: str) -> tuple[str, ...]:
    """The rule alone; with every other where the example is about what they find."""
    return (rule.name,) if "ignore" not in text else ("ALL",)


@pytest.mark.parametrize(("rule", "good"), GOOD, ids=_ids(GOOD))
def test_good_example_passes(rule: type[Rule], good: str, tmp_path: Path) -> None:
    deck = example(good)
    assert not deck.marks
    found = lint(write(deck.files, tmp_path), *selection(rule, good))
    other = ("YML", "SCH", "LNT")  # the example is at fault, or the rule crashed
    assert [d.message for d in found if d.name == rule.name or d.code[:3] in other] == []


@pytest.mark.parametrize(("rule", "bad"), BAD, ids=_ids(BAD))
def test_bad_example_is_found_at_its_marks(rule: type[Rule], bad: str, tmp_path: Path) -> None:
    deck = example(before_fix(bad))
    found = lint(write(deck.files, tmp_path), *selection(rule, bad))
    assert [d.message for d in found if d.code[:3] in ("YML", "SCH")] == []
    ours = [d for d in found if d.name == rule.name]
    places = sorted((d.source.path.removeprefix("deck/"), *d.span) for d in ours)
    words = [d.source.text[slice(*d.span)] for d in ours]
    assert places == deck.marks, f"« and » stand around what is found, here around {words}"
    for diagnostic in ours:
        assert diagnostic.code == rule.code
        assert diagnostic.help, "a finding says what to do: `help` of the rule"
        assert "!" not in diagnostic.message.replace("!?", "")


FIXED = [(rule, bad) for rule, bad in BAD if before_fix(bad) != after_fix(bad)]


@pytest.mark.parametrize(("rule", "bad"), FIXED, ids=_ids(FIXED))
def test_fix_gives_what_the_example_says_and_nothing_is_left(
    rule: type[Rule], bad: str, tmp_path: Path
) -> None:
    root = write(example(before_fix(bad)).files, tmp_path)
    found = [d for d in lint(root, *selection(rule, bad)) if d.name == rule.name]
    by_file: dict[str, list] = {}
    for one in found:
        by_file.setdefault(one.source.path, []).append(one)
    for path, those in by_file.items():
        result = edits.apply(those[0].source, those)
        assert result.fixed == those
        (root / path.removeprefix("deck/")).write_bytes(result.after.data)
    expected = example(after_fix(bad))
    for name, content in expected.files.items():
        assert (root / name).read_bytes().decode() == content
    assert [d for d in lint(root, *selection(rule, bad)) if d.name == rule.name] == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_rule_is_documented_tested_and_measured(rule: type[Rule]) -> None:
    documentation = catalogue.documentation(rule)
    first, _, rest = documentation.partition("\n\n")
    assert first.endswith(".")
    assert "\n" not in first, "the docstring begins with one line, then an empty one"
    assert len(first) <= 100
    assert len(rest.split()) >= 15, "why it matters, and how to mend it"
    assert rule.good
    assert rule.bad
    shown = any(one is rule for one, _ in FIXED)
    assert shown == bool(rule.fix), "a bad card shows ‹what the fix takes→what it puts›"
    rows = MEASURED.get(rule.name, ())
    found = [(row.right, row.right + row.wrong) for row in rows]
    if rule.level in ("warning", "error"):
        assert sum(right for right, _ in found) >= 0.8 * sum(told for _, told in found)
        assert all(right >= 0.8 * told for right, told in found if told >= 5)
    if rule.level != "off":
        assert sum(right for right, _ in found) > 0.5 * sum(told for _, told in found) or not rows


def clashes(rules: Sequence[type[Rule]]) -> list[str]:
    """Which rules share a code or a name, with one that went too, and the next code that is free
    in the family."""
    went = {rule.code: name for name, rule in catalogue.GONE.items()}

    def free(code: str) -> str:
        family = code[:3]
        used = [other for other in (*went, *(rule.code for rule in rules)) if other[:3] == family]
        return f"{family}{max(int(other[3:]) for other in used) + 1:03} is free"

    told = [
        f"{rule.name} is {rule.code}, as {went[rule.code]} was, which went: {free(rule.code)}"
        for rule in rules if rule.code in went
    ]  # fmt: skip
    for one, other in combinations(rules, 2):
        if one.code == other.code:
            told.append(f"{one.name} and {other.name} are both {one.code}: {free(one.code)}")
        if one.name == other.name:
            told.append(f"{one.code} and {other.code} are both called {one.name}")
    return told


def test_codes_and_names_are_unique() -> None:
    assert clashes(RULES) == []


def test_a_clash_of_codes_names_the_next_free_one() -> None:
    def rule(code: str, name: str) -> type[Rule]:
        return type(name, (Rule,), {"code": code, "name": name})

    made = [rule("LAN009", "a"), rule("LAN009", "b"), rule("LAN011", "c"), rule("TXT001", "c")]
    assert clashes(made) == [
        "a and b are both LAN009: LAN012 is free",
        "LAN011 and TXT001 are both called c",
    ]
    assert clashes([rule("CRD012", "a")]) == [
        "a is CRD012, as gratuitous-info was, which went: CRD013 is free"
    ]


def test_names_are_those_of_the_files() -> None:
    """Settings are judged by the names of files, without an import, where these will do."""
    assert rule_files.names() == set(catalogue.by_name())
