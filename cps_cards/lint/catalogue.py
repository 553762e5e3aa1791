"""The rules there are: found by looking into ``rules/``, chosen by code, prefix or name."""

import dataclasses
from functools import lru_cache
from importlib import import_module
from inspect import cleandoc
from typing import Any

from cps_cards.faults import CODES
from cps_cards.lint import rules as rule_files
from cps_cards.lint.rule import Rule

ALL = "ALL"


@lru_cache(maxsize=1)
def rules() -> tuple[type[Rule], ...]:
    """Every rule, in the order of codes."""
    files = [f"{rule_files.__name__}.{name.replace('-', '_')}" for name in rule_files.names()]
    found = [value for file in files for value in vars(import_module(file)).values()]
    classes = {value for value in found if isinstance(value, type) and issubclass(value, Rule)}
    return tuple(sorted((r for r in classes if r.__module__ in files), key=lambda rule: rule.code))


@lru_cache(maxsize=1)
def by_name() -> dict[str, type[Rule]]:
    return {rule.name: rule for rule in rules()}


def matching(selector: str) -> list[type[Rule]]:
    """The rules that a name, a code, the beginning of a code or ``ALL`` stands for."""
    if selector.upper() == ALL:
        return list(rules())
    if selector.lower() in by_name():
        return [by_name()[selector.lower()]]
    if not selector:
        return []
    return [rule for rule in rules() if rule.code.startswith(selector.upper())]


def is_specific(selector: str) -> bool:
    """Whether a selector names one rule, and is no prefix."""
    found = matching(selector)
    return len(found) == 1 and selector.lower() in (found[0].name, found[0].code.lower())


def is_load_fault(selector: str) -> bool:
    """Whether a selector names what loading finds: those are always errors."""
    begun = any(code.startswith(selector.upper()) for code in CODES.values())
    return selector.lower() in CODES or (begun and selector != "")


def selectors() -> list[str]:
    """Whatever may be selected by its full name."""
    return [ALL, *(rule.name for rule in rules()), *(rule.code for rule in rules())]


def settings(section: str) -> dict[str, dataclasses.Field[Any]]:
    """The options of all rules that stand in a section of ``lint:``, by their names."""
    return {
        option.name: option
        for rule in rules()
        for option in dataclasses.fields(rule)
        if option.metadata.get("section") == section
    }


def summary(rule: type[Rule]) -> str:
    """The first line of a rule's documentation: the rule in a sentence."""
    return documentation(rule).partition("\n")[0]


def documentation(rule: type[Rule]) -> str:
    return cleandoc(import_module(rule.__module__).__doc__ or "")
