"""Pages about rules and load faults, as `cps-cards explain` prints them, with what was measured."""

import json
import textwrap
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cps_cards.faults import CODES, NOTICES
from cps_cards.lint import catalogue
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
TABLE = Path(__file__).with_name("measured.json")
"""How rules did on labelled exam items, as the scorer writes it."""

FIXES = {"": "", "safe": "--fix", "unsafe": "--fix --unsafe-fixes"}


class Measured(NamedTuple):
    """Findings of a rule that were right and wrong on a set of items, and flaws that it missed."""

    on: str
    right: int
    wrong: int
    missed: int


MEASURED: dict[str, list[Measured]] = {
    name: [Measured(*row) for row in rows]
    for name, rows in json.loads(TABLE.read_text(encoding="utf-8")).items()
}
"""What was measured of a rule, by its name: a row for each set of items."""


class Entry(NamedTuple):
    """What can be found, in a line: code, name, level, and what it says in one sentence."""

    code: str
    name: str
    level: str
    title: str


@lru_cache(maxsize=1)
def entries() -> dict[str, Entry]:
    """All faults, notices and rules that there are, by name."""
    found = [
        Entry(code, name, "info" if name == "rule-gone" else "error", PAGES[name][0])
        for name, code in (CODES | NOTICES).items()
    ]
    found += [Entry(r.code, r.name, r.level, catalogue.summary(r)) for r in catalogue.rules()]
    return {one.name: one for one in found}


def title(name: str) -> str:
    """What a rule or fault says, in one sentence; empty for one that there is not."""
    return entries()[name].title if name in entries() else ""


def known() -> list[str]:
    """All names and codes that can be explained."""
    return [known for entry in entries().values() for known in entry[:2]]


def find(selector: str) -> str | None:
    """The name of the rule or fault that a name or a code stands for; None where there is none."""
    low = selector.strip().lower()
    found = (e.name for e in entries().values() if low in (e.name, e.code.lower()))
    return next(found, catalogue.gone(low))


def overview(prefix: str = "") -> str:
    """A list of what lint can find, family by family; empty where no code begins like this."""
    prefix = prefix.strip().upper()
    found = sorted(entry for entry in entries().values() if entry.code.startswith(prefix))
    if not found:
        return ""
    width = max(len(entry.name) for entry in found)
    lines: list[str] = []
    for family, heading in FAMILIES.items():
        listed = [entry for entry in found if entry.code.startswith(family)]
        if listed:
            lines.append(f"{heading} ({family})")
            lines += [
                f"  {code}  {name:{width}}  {level:7}  {t}" for code, name, level, t in listed
            ]
            lines.append("")
    return "\n".join([*lines, "cps-cards explain NAME tells more about one of them."])


def page(name: str) -> str:
    """All there is to know about a rule or fault."""
    if name in catalogue.GONE:
        return f"{catalogue.told_gone(name)}.\n"
    if name not in PAGES:
        return "\n".join(_rule_page(catalogue.by_name()[name]))
    entry = entries()[name]
    text = textwrap.fill(PAGES[name][1], 90)
    page = f"{entry.code} {name} ({entry.level})\n\n{entry.title}\n\n{text}\n"
    if name in CODES:
        page += "\nFound on loading: the deck cannot be built while it stands, and it cannot be "
        page += "silenced.\n"
    return page


def _rule_page(rule: type[Rule]) -> Iterator[str]:
    fix = f", mended by {FIXES[rule.fix]}" if rule.fix else ""
    level = "off unless selected" if rule.level == "off" else rule.level
    yield f"{rule.code} {rule.name} ({level}{fix})\n\n{catalogue.documentation(rule)}\n"
    if options := rule.options():
        yield "Settings, in deck.yaml:"
        for option in options:
            section, doc = option.metadata["section"], option.metadata["doc"]
            yield f"  lint: {section}: {option.name}: {option.default:g}   {doc}"
        yield ""
    for heading, examples in (
        ("Found (the words between « and »):", rule.bad),
        ("Not found:", rule.good),
    ):
        yield f"{heading}\n"
        for example in examples:
            before, after = before_fix(example), after_fix(example)
            yield _indented(before)
            yield f"  becomes\n{_indented(after)}\n" if before != after else ""
    if rule.by_construction:
        yield "What it finds holds by construction: there is nothing to measure."
    for on, right, wrong, missed in MEASURED.get(rule.name, ()):
        precision = f" (precision {right / (right + wrong):.2f})" if right + wrong else ""
        recall = f", {missed} missed (recall {right / (right + missed):.2f})"
        told = f"{right} of {right + wrong} findings right{precision}"
        yield f"Measured on {on}: {told}{recall if right + missed else ''}"
    yield f"To silence it on a card: ignore: {{{rule.name}: the reason}}\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.strip("\n").split("\n"))
