"""Which rules run, with which options and levels: the deck's settings and the command line's."""

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import suppress

from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.faults import NOTICES, Faults
from cps_cards.lint import catalogue, gone
from cps_cards.lint.rule import SEVERITIES, Rule
from cps_cards.model.deck import Collection
from cps_cards.model.settings import LintSettings
from cps_cards.model.texts import did_you_mean
from cps_cards.source import Text


@dataclasses.dataclass(frozen=True)
class Plan:
    """The rules to run, the severities that the deck gives them, and the deck's ignores: as
    written, the reason, and the rules meant."""

    rules: tuple[Rule, ...]
    severities: dict[str, Severity]
    ignores: tuple[tuple[Text, Text, frozenset[str]], ...]


def choose(
    settings: LintSettings,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    least: Severity = Severity.INFO,
) -> Plan:
    """What runs. ``select`` takes the place of the deck's; a rule named in it runs at any level.

    Rules whose findings would all be less than ``least`` are spared.
    """
    select = tuple(select)
    levels = {
        rule.name: level.value
        for text, level in settings.levels
        for rule in catalogue.matching(text.value)
    }
    severities = {name: Severity[v.upper()] for name, v in levels.items() if v != "off"}
    chosen = select or tuple(text.value for text in settings.select)
    if chosen:
        running = _names(chosen)
    else:
        running = {r.name for r in catalogue.rules() if levels.get(r.name, r.level) != "off"}
    one_by_one = _names(filter(catalogue.is_specific, chosen))
    running -= {name for name in running if levels.get(name) == "off" and name not in one_by_one}
    running -= _names(ignore)
    named = _names(filter(catalogue.is_specific, select))
    ignores = tuple(
        (text, reason, names)
        for text, reason in settings.ignore
        if (names := frozenset(_names([text.value]) - named))
    )
    options = _options(settings)
    rules = tuple(
        rule(**{o.name: options[o.name] for o in dataclasses.fields(rule) if o.name in options})
        for rule in catalogue.rules()
        if rule.name in running and severities.get(rule.name, SEVERITIES[rule.level]) >= least
    )
    return Plan(rules, severities, ignores)


def _names(selectors: Iterable[str]) -> set[str]:
    return {rule.name for selector in selectors for rule in catalogue.matching(selector)}


def _options(settings: LintSettings) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in (*settings.limits, *settings.coverage):
        with suppress(ValueError):  # reported on loading: it is no number
            found[key.value] = float(value.value)
    return found


def check_settings(collection: Collection, faults: Faults) -> None:
    """Report names of rules and limits that there are not, where the deck writes them.

    Those of rules that went are no fault; ``gone_settings`` tells of them.
    """
    for text, card in _rules_named(collection):
        _check_rule(text, card, faults)
    for section, key in _numbers_named(collection):
        known = catalogue.settings(section)
        if key.value not in known and gone.find_setting(key.value) is None:
            faults.at(
                "bad-setting",
                key,
                f"there is no `{key.value}` under `{section}`{did_you_mean(key.value, known)}",
                f"`{section}` has {', '.join(sorted(known))}",
            )


def gone_settings(collection: Collection) -> Iterator[Diagnostic]:
    """A notice wherever the deck still names a rule that went, or a number of such a rule."""
    named = [(t, c, gone.find(t.value)) for t, c in _rules_named(collection)]
    named = [(t, c, name) for t, c, name in named if not catalogue.matching(t.value)]
    named += [(key, None, gone.find_setting(key.value)) for _, key in _numbers_named(collection)]
    for text, card, name in named:
        if name is not None:
            yield Diagnostic(
                code=NOTICES["rule-gone"],
                name="rule-gone",
                severity=Severity.INFO,
                message=gone.told(name),
                source=text.source,
                span=text.span,
                help="take it out here: it does nothing any more",
                card=card,
            )


def _rules_named(collection: Collection) -> Iterator[tuple[Text, str | None]]:
    """Where deck.yaml and cards name rules; with the id of the card that ignores one."""
    settings = collection.deck.lint
    pairs = (*settings.ignore, *settings.levels)
    for text in (*settings.select, *(rule for rule, _ in pairs)):
        yield text, None
    for card in collection.linted:
        for ignored in card.ignores:
            yield ignored.rule, card.id.value


def _numbers_named(collection: Collection) -> Iterator[tuple[str, Text]]:
    settings = collection.deck.lint
    for section, pairs in (("limits", settings.limits), ("coverage", settings.coverage)):
        for key, _ in pairs:
            yield section, key


def _check_rule(text: Text, card: str | None, faults: Faults) -> None:
    value = text.value
    # A card ignores rules one by one.
    if catalogue.matching(value) if card is None else catalogue.is_specific(value):
        return
    if not catalogue.matching(value) and gone.find(value) is not None:
        return
    if catalogue.is_load_fault(value):
        message = f"`{value}` cannot be set or silenced: the deck cannot be built while it stands"
        help = "mend what it finds, and take this line out"
    elif value.upper() == catalogue.ALL or catalogue.matching(value):
        message = f"`{value}` stands for many rules"
        help = "name each rule that you want to silence"
    else:
        message = f"there is no rule `{value}`{did_you_mean(value, catalogue.selectors())}"
        help = "`cps-cards explain` lists all rules"
    faults.at("bad-setting", text, message, help, card=card)
