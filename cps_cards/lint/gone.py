"""Rules that went: settings may name them still, which is told and fails nothing."""

from collections.abc import Mapping
from typing import NamedTuple


class Gone(NamedTuple):
    """A rule that there was: its code, which no other gets, why it went, and its settings."""

    code: str
    why: str
    settings: tuple[str, ...] = ()


RULES: Mapping[str, Gone] = {
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
"""By name."""


def find(selector: str) -> str | None:
    """The name of the rule that went which a name, a code or the beginning of one stood for."""
    for name, rule in RULES.items():
        if selector.lower() == name or (selector and rule.code.startswith(selector.upper())):
            return name
    return None


def find_setting(key: str) -> str | None:
    """The name of the rule that went to which a number of the settings belonged."""
    return next((name for name, rule in RULES.items() if key in rule.settings), None)


def told(name: str) -> str:
    """What to say of a rule that went."""
    return f"the rule `{name}` ({RULES[name].code}) is gone: {RULES[name].why}"
