"""Pages about rules and load faults, as `cps-cards explain` prints them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from cps_cards.faults import CODES, NOTICES
from cps_cards.lint import catalogue, gone
from cps_cards.lint.fault_pages import PAGES
from cps_cards.lint.measured import Measured, measured
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
FIXES = {"": "", "safe": "--fix", "unsafe": "--fix --unsafe-fixes"}


def title(name: str) -> str:
    """What a rule or fault says, in one sentence; empty for one that there is not."""
    if name in PAGES:
        return PAGES[name][0]
    rule = catalogue.by_name().get(name)
    return catalogue.summary(rule) if rule is not None else ""


def find(selector: str) -> str | None:
    """The name of the rule or fault that a name or a code stands for; None where there is none."""
    low = selector.strip().lower()
    names = {code.lower(): name for name, code in _NO_RULES.items()}
    names |= {rule.code.lower(): rule.name for rule in catalogue.rules()}
    names |= {rule.code.lower(): name for name, rule in gone.RULES.items()}
    if low in names:
        return names[low]
    return low if low in PAGES or low in catalogue.by_name() or low in gone.RULES else None


def known() -> list[str]:
    """All names and codes that can be explained."""
    rules = catalogue.rules()
    return [*PAGES, *_NO_RULES.values(), *(r.name for r in rules), *(r.code for r in rules)]


def overview(prefix: str = "") -> str:
    """A list of what lint can find, family by family; empty where no code begins like this."""
    prefix = prefix.strip().upper()
    lines: list[str] = []
    rows: dict[str, list[tuple[str, str, str, str]]] = {family: [] for family in FAMILIES}
    for name, code in _NO_RULES.items():
        rows[code[:3]].append((code, name, _level(name), PAGES[name][0]))
    for rule in catalogue.rules():
        rows[rule.code[:3]].append((rule.code, rule.name, rule.level, catalogue.summary(rule)))
    rows = {
        family: [row for row in found if row[0].startswith(prefix)]
        for family, found in rows.items()
    }
    if not any(rows.values()):
        return ""
    width = max(len(name) for family in rows.values() for _, name, _, _ in family)
    for family, found in rows.items():
        if found:
            lines.append(f"{FAMILIES[family]} ({family})")
            lines += [f"  {c}  {n:{width}}  {lv:7}  {t}" for c, n, lv, t in sorted(found)]
            lines.append("")
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
    page = f"{_NO_RULES[name]} {name} ({_level(name)})\n\n{first}\n\n{_wrapped(text)}\n"
    if name in CODES:
        page += (
            "\nFound on loading: the deck cannot be built while it stands, and it cannot be "
            "silenced.\n"
        )
    return page


def _level(name: str) -> str:
    """How grave a fault or notice is."""
    return "info" if name == "rule-gone" else "error"


def _wrapped(text: str) -> str:
    import textwrap

    return textwrap.fill(text, 90)


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
        ("Found", rule.bad),
        ("Not found", rule.good),
    ):
        if examples:
            yield ""
            yield f"{heading} (the words between « and »):" if heading == "Found" else f"{heading}:"
            for example in examples:
                yield ""
                yield _indented(before_fix(example))
                if before_fix(example) != after_fix(example):
                    yield "  becomes"
                    yield _indented(after_fix(example))
    yield ""
    yield from measured_lines(rule)
    yield f"To silence it on a card: ignore: {{{rule.name}: the reason}}"
    yield ""


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.strip("\n").split("\n"))


def measured_lines(rule: type[Rule]) -> Iterator[str]:
    if rule.by_construction:
        yield "What it finds holds by construction: there is nothing to measure."
    for row in measured(rule.name):
        yield f"Measured on {row.on}: {figures(row)}"


def figures(row: Measured) -> str:
    """Precision and recall with the counts behind them."""
    text = f"{row.right} of {row.right + row.wrong} findings right"
    if row.precision is not None:
        text += f" (precision {row.precision:.2f})"
    if row.recall is not None:
        text += f", {row.missed} missed (recall {row.recall:.2f})"
    return text
