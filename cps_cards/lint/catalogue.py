"""The rules there are, found by looking into ``rules/``, those that went, and who is meant."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field
from functools import lru_cache
from importlib import import_module
from inspect import cleandoc
from typing import Any, NamedTuple

from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.faults import CODES, NOTICES, Faults
from cps_cards.lint import rules as rule_files
from cps_cards.lint.rule import Rule
from cps_cards.model.deck import Collection
from cps_cards.model.texts import did_you_mean

ALL = "ALL"


class Gone(NamedTuple):
    """A rule that there was: its code, which no other gets, why it went, and its settings."""

    code: str
    why: str
    settings: tuple[str, ...] = ()


GONE: Mapping[str, Gone] = {
    "gratuitous-info": Gone("CRD012", "on labelled items none of its findings was right"),
    "mcq-grammatical-cue": Gone(
        "MCQ013", "on labelled items one of its four findings was right, and 50 cues were missed"
    ),
    "mcq-option-length-outlier": Gone(
        "MCQ007",
        "long distractors were no flaw on labelled items; `mcq-longest-option-correct` stays",
        ("option_length_ratio",),
    ),
}
"""By name. Settings may name them still, which is told and fails nothing."""


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


@lru_cache(maxsize=256)
def meant(selector: str) -> frozenset[str]:
    """The names of the rules that a name, a code, the beginning of a code or ``ALL`` stands for."""
    if selector.upper() == ALL:
        return frozenset(by_name())
    if selector.lower() in by_name():
        return frozenset((selector.lower(),))
    begun = (rule.name for rule in rules() if rule.code.startswith(selector.upper()))
    return frozenset(begun if selector else ())


def all_meant(selectors: Iterable[str]) -> frozenset[str]:
    """The names of the rules that any of the selectors stands for."""
    return frozenset().union(*map(meant, selectors))


@lru_cache(maxsize=256)
def is_specific(selector: str) -> bool:
    """Whether a selector names one rule, and is no prefix."""
    return any(selector.lower() in (rule.name, rule.code.lower()) for rule in rules())


def is_load_fault(selector: str) -> bool:
    """Whether a selector names what loading finds: those are always errors."""
    codes = CODES.values() if selector else ()
    return selector.lower() in CODES or any(code.startswith(selector.upper()) for code in codes)


def gone(selector: str) -> str | None:
    """The name of the rule that went which a name or a code stood for."""
    low = selector.lower()
    return next((name for name, rule in GONE.items() if low in (name, rule.code.lower())), None)


def gone_setting(key: str) -> str | None:
    """The name of the rule that went to which a number of the settings belonged."""
    return next((name for name, rule in GONE.items() if key in rule.settings), None)


def told_gone(name: str) -> str:
    """What to say of a rule that went."""
    return f"the rule `{name}` ({GONE[name].code}) is gone: {GONE[name].why}"


def selectors() -> list[str]:
    """Whatever may be selected by its full name."""
    return [ALL, *(rule.name for rule in rules()), *(rule.code for rule in rules())]


def settings(section: str) -> dict[str, Field[Any]]:
    """The options of all rules that stand in a section of ``lint:``, by their names."""
    return {
        option.name: option
        for rule in rules()
        for option in rule.options()
        if option.metadata["section"] == section
    }


def summary(rule: type[Rule]) -> str:
    """The first line of a rule's documentation: the rule in a sentence."""
    return documentation(rule).partition("\n")[0]


def documentation(rule: type[Rule]) -> str:
    return cleandoc(import_module(rule.__module__).__doc__ or "")


def check_settings(collection: Collection, faults: Faults) -> None:
    """Report names of rules and limits that there are not, where the deck writes them.

    Those of rules that went are no fault; ``gone_settings`` tells of them.
    """
    for text, card in collection.rules_named():
        value = text.value
        # A card ignores rules one by one.
        if gone(value) or (meant(value) if card is None else is_specific(value)):
            continue
        if is_load_fault(value):
            message = (
                f"`{value}` cannot be set or silenced: the deck cannot be built while it stands"
            )
            help = "mend what it finds, and take this line out"
        elif meant(value):
            message = f"`{value}` stands for many rules"
            help = "name each rule that you want to silence"
        else:
            message = f"there is no rule `{value}`{did_you_mean(value, selectors())}"
            help = "`cps-cards explain` lists all rules"
        faults.at("bad-setting", text, message, help, card=card)
    for section, key, _ in collection.deck.lint.numbers():
        known = settings(section)
        if key.value not in known and gone_setting(key.value) is None:
            near = did_you_mean(key.value, known)
            message = f"there is no `{key.value}` under `{section}`{near}"
            faults.at("bad-setting", key, message, f"`{section}` has {', '.join(sorted(known))}")


def gone_settings(collection: Collection) -> Iterator[Diagnostic]:
    """A notice wherever the deck still names a rule that went, or a number of such a rule."""
    named = [(t, card, gone(t.value)) for t, card in collection.rules_named()]
    for _, key, _ in collection.deck.lint.numbers():
        named.append((key, None, gone_setting(key.value)))
    help = "take it out here: it does nothing any more"
    for text, card, name in named:
        if name is not None:
            yield Diagnostic(
                NOTICES["rule-gone"], "rule-gone", Severity.INFO, told_gone(name),
                text.source, text.span, help, card=card,
            )  # fmt: skip
