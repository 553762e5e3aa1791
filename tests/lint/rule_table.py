"""The table of rules in ``cps_cards/lint/rules/README.md``, made from the rules themselves."""

from __future__ import annotations

from cps_cards.faults import CODES, NOTICES
from cps_cards.lint import catalogue
from cps_cards.lint.explain import FAMILIES, FIXES, MEASURED, PAGES, Measured
from cps_cards.lint.rule import Rule

_HEAD = """\
# Lint rules

Written by `.venv/bin/python -m tests.renew` from the rules themselves; a test compares the two.
`cps-cards explain NAME` prints a rule's whole page: why it matters, how to mend a card, examples,
settings.

A rule is one file in this folder, named for the rule. The first line of its docstring stands in
the table; its `good` and `bad` cards are run as tests.

Levels: an **error** breaks a card or deceives a learner. A **warning** is shown, and fails the
check unless `--fail-on error` says otherwise. **info** is shown with `--level info` and never
fails by default. A rule that is **off** runs only when it is selected. `--fix` makes safe
changes, `--fix --unsafe-fixes` also those that should be read again.

Measured: precision is the share of findings that are right, recall the share of flaws that are
found, each with the counts behind it. "By construction" means that what a rule says holds by
definition. A dash means that no labels exist for the rule; its examples and the project's own
cards are what it was tried on.

"""


def page() -> str:
    """The whole text of the file."""
    parts = [_HEAD]
    for family, rules in _families().items():
        parts.append(f"## {FAMILIES[family]} (`{family}`)\n\n")
        parts.append("| code | name | what | level | fix | precision | recall | on |\n")
        parts.append("|---|---|---|---|---|---|---|---|\n")
        for rule in rules:
            parts += [_row(rule, row) for row in MEASURED.get(rule.name) or (None,)]
        parts.append("\n")
    parts.append(
        "## Found on loading (`YML`, `SCH`)\n\nAlways errors; they cannot be silenced.\n\n"
    )
    parts.append("| code | name | what |\n|---|---|---|\n")
    for name, code in CODES.items():
        parts.append(f"| {code} | `{name}` | {_cell(PAGES[name][0])} |\n")
    parts.append("\n## The linter itself (`LNT`)\n\nTold whatever was asked for.\n\n")
    parts.append("| code | name | what |\n|---|---|---|\n")
    for name, code in NOTICES.items():
        parts.append(f"| {code} | `{name}` | {_cell(PAGES[name][0])} |\n")
    return "".join(parts)


def _families() -> dict[str, list[type[Rule]]]:
    found: dict[str, list[type[Rule]]] = {}
    for rule in catalogue.rules():
        found.setdefault(rule.code[:3], []).append(rule)
    return found


def _row(rule: type[Rule], row: Measured | None) -> str:
    fix = f"`{FIXES[rule.fix]}`" if rule.fix else ""
    cells = [
        rule.code,
        f"[`{rule.name}`]({rule.__module__.rpartition('.')[2]}.py)",
        _cell(catalogue.summary(rule)),
        rule.level,
        fix,
        *_figures(rule, row),
    ]
    return f"| {' | '.join(cells)} |\n"


def _figures(rule: type[Rule], row: Measured | None) -> tuple[str, str, str]:
    if row is None:
        return ("by construction", "", "") if rule.by_construction else ("-", "-", "")
    found = row.right + row.wrong
    flaws = row.right + row.missed
    precision = f"{row.right / found:.2f} ({row.right}/{found})" if found else "-"
    recall = f"{row.right / flaws:.2f} ({row.right}/{flaws})" if flaws else "-"
    return precision, recall, _cell(row.on)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
