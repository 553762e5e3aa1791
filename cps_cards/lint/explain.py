"""Pages about rules and load faults, as `cps-cards explain` prints them, with what was measured."""

import dataclasses
import json
import textwrap
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cps_cards.faults import CODES, NOTICES
from cps_cards.lint import catalogue, gone
from cps_cards.lint.fault_pages import PAGES
from cps_cards.lint.rule import Rule, after_fix, before_fix

FAMILIES = {
    "YML": "Reading YAML",
    "SCH": "What a deck may hold",
    "LAN": "Words about people",
    "CRD": "Cards",
    "CLZ": "Cloze cards",
    "MCQ": "Choice cards",
    "TXT": "Spelling, typography, reading",
    "SRC": "Sources",
    "DUP": "Between cards",
    "COV": "Coverage",
    "DCK": "The deck as a whole",
    "LNT": "The linter itself",
}
_NO_RULES = CODES | NOTICES
TABLE = Path(__file__).with_name("measured.json")
"""How rules did on labelled exam items, as the scorer writes it."""

FIXES = {"": "", "safe": "--fix", "unsafe": "--fix --unsafe-fixes"}


class Measured(NamedTuple):
    """Findings of a rule that were right and wrong on a set of items, and flaws that it missed."""

    on: str
    right: int
    wrong: int
    missed: int


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Measured, ...]]:
    rows = json.loads(TABLE.read_text(encoding="utf-8"))
    return {name: tuple(Measured(*row) for row in found) for name, found in rows.items()}


def measured(rule_name: str) -> Sequence[Measured]:
    """What was measured of a rule, a row for each set of items; nothing where nobody did."""
    return _table().get(rule_name, ())


def title(name: str) -> str:
    """What a rule or fault says, in one sentence; empty for one that there is not."""
    rule = catalogue.by_name().get(name)
    return catalogue.summary(rule) if rule is not None else PAGES.get(name, ("",))[0]


def find(selector: str) -> str | None:
    """The name of the rule or fault that a name or a code stands for; None where there is none."""
    low = selector.strip().lower()
    codes = _NO_RULES | {rule.name: rule.code for rule in catalogue.rules()}
    codes |= {name: rule.code for name, rule in gone.RULES.items()}
    return next((name for name, code in codes.items() if low in (name, code.lower())), None)


def known() -> list[str]:
    """All names and codes that can be explained."""
    rules = catalogue.rules()
    return [*PAGES, *_NO_RULES.values(), *(r.name for r in rules), *(r.code for r in rules)]


def overview(prefix: str = "") -> str:
    """A list of what lint can find, family by family; empty where no code begins like this."""
    prefix = prefix.strip().upper()
    rows = [(code, name, _level(name), PAGES[name][0]) for name, code in _NO_RULES.items()]
    rows += [(r.code, r.name, r.level, catalogue.summary(r)) for r in catalogue.rules()]
    found = sorted(row for row in rows if row[0].startswith(prefix))
    if not found:
        return ""
    width = max(len(name) for _, name, _, _ in found)
    lines: list[str] = []
    for family, title in FAMILIES.items():
        listed = [row for row in found if row[0].startswith(family)]
        lines += [f"{title} ({family})"] if listed else []
        lines += [f"  {code}  {name:{width}}  {level:7}  {t}" for code, name, level, t in listed]
        lines += [""] if listed else []
    lines.append("cps-cards explain NAME tells more about one of them.")
    return "\n".join(lines)


def page(name: str) -> str:
    """All there is to know about a rule or fault."""
    if name in PAGES:
        return _fault_page(name)
    if name in gone.RULES:
        return f"{gone.told(name)}.\n"
    return "\n".join(_rule_page(catalogue.by_name()[name]))


def _fault_page(name: str) -> str:
    first, text = PAGES[name]
    page = f"{_NO_RULES[name]} {name} ({_level(name)})\n\n{first}\n\n{textwrap.fill(text, 90)}\n"
    if name in CODES:
        page += "\nFound on loading: the deck cannot be built while it stands, and it cannot be "
        page += "silenced.\n"
    return page


def _level(name: str) -> str:
    """How grave a fault or notice is."""
    return "info" if name == "rule-gone" else "error"


def _rule_page(rule: type[Rule]) -> Iterator[str]:
    fix = f", mended by {FIXES[rule.fix]}" if rule.fix else ""
    level = "off unless selected" if rule.level == "off" else rule.level
    yield f"{rule.code} {rule.name} ({level}{fix})"
    yield ""
    yield catalogue.documentation(rule)
    options = [o for o in dataclasses.fields(rule) if "section" in o.metadata]
    if options:
        yield ""
        yield "Settings, in deck.yaml:"
        for option in options:
            section, doc = option.metadata["section"], option.metadata["doc"]
            yield f"  lint: {section}: {option.name}: {option.default:g}   {doc}"
    for heading, examples in (
        ("Found (the words between « and »):", rule.bad),
        ("Not found:", rule.good),
    ):
        yield ""
        yield heading
        for example in examples:
            yield ""
            yield _indented(before_fix(example))
            if before_fix(example) != after_fix(example):
                yield "  becomes"
                yield _indented(after_fix(example))
    yield ""
    if rule.by_construction:
        yield "What it finds holds by construction: there is nothing to measure."
    for on, right, wrong, missed in measured(rule.name):
        precision = f" (precision {right / (right + wrong):.2f})" if right + wrong else ""
        recall = f", {missed} missed (recall {right / (right + missed):.2f})"
        told = f"{right} of {right + wrong} findings right{precision}"
        yield f"Measured on {on}: {told}{recall if right + missed else ''}"
    yield f"To silence it on a card: ignore: {{{rule.name}: the reason}}"
    yield ""


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.strip("\n").split("\n"))
