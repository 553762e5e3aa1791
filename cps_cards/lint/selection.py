"""Which rules run, at which level and with which options, and what is silenced: by the deck's
settings, its cards and the command line."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.faults import NOTICES, Faults
from cps_cards.lint import catalogue
from cps_cards.lint.rule import SEVERITIES, Rule
from cps_cards.model.deck import Collection
from cps_cards.model.texts import did_you_mean
from cps_cards.source import Text


class Ignore(NamedTuple):
    """An ``ignore`` as written, and the rules meant.

    ``places`` is where it holds: on its card, by the id and by the place of the id; None stands
    for the whole deck.
    """

    rule: Text
    reason: Text
    names: frozenset[str]
    card: str | None
    places: tuple[object, ...]


class Plan(NamedTuple):
    """The rules to run, with the levels and options that the deck gives them, and its ignores."""

    rules: tuple[Rule, ...]
    ignores: tuple[Ignore, ...]


def choose(
    collection: Collection,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    least: Severity = Severity.INFO,
) -> Plan:
    """What runs. ``select`` takes the place of the deck's; a rule named in it runs at any level.

    Rules whose findings would all be less than ``least`` are spared, and those that tell gaps of a
    deck that could be read in part.
    """
    settings, select = collection.deck.lint, tuple(select)
    chosen = select or [text.value for text in settings.select]
    named = catalogue.all_meant(filter(catalogue.is_specific, chosen))
    running = catalogue.all_meant(chosen or [catalogue.ALL]) - catalogue.all_meant(ignore)
    levels = {
        name: level.value for text, level in settings.levels for name in catalogue.meant(text.value)
    }
    options: dict[str, float] = {}
    for _, key, value in settings.numbers():
        with suppress(ValueError):  # reported on loading: it is no number
            options[key.value] = float(value.value)
    rules = []
    for rule in catalogue.rules():
        level = levels.get(rule.name, "" if chosen else rule.level)
        severity = Severity.__members__.get(levels.get(rule.name, "").upper())
        if (
            rule.name in running
            and (level != "off" or rule.name in named)
            and (severity or SEVERITIES[rule.level]) >= least
            and (collection.complete or not rule.tells_gaps)
        ):
            own = {o.name: options[o.name] for o in rule.options() if o.name in options}
            rules.append(rule(severity=severity, **own))
    return Plan(tuple(rules), tuple(_ignores(collection, named if select else frozenset())))


def _ignores(collection: Collection, wanted: frozenset[str]) -> Iterator[Ignore]:
    """The ignores of the deck but for rules ``wanted`` by their names, and those of its cards."""
    for rule, reason in collection.deck.lint.ignore:
        if names := catalogue.meant(rule.value) - wanted:
            yield Ignore(rule, reason, names, None, (None,))
    for card in collection.linted:
        for one in card.ignores:
            if catalogue.is_specific(one.rule.value):
                names, id = catalogue.meant(one.rule.value), card.id.value
                places = id, (card.source.path, card.id.start)
                yield Ignore(one.rule, one.reason, names, id, places)


def check_settings(collection: Collection, faults: Faults) -> None:
    """Report names of rules and limits that there are not, where the deck writes them.

    Those of rules that went are no fault; ``gone_settings`` tells of them.
    """
    for text, card in collection.rules_named():
        _check_rule(text, card, faults)
    for section, key, _ in collection.deck.lint.numbers():
        known = catalogue.settings(section)
        if key.value not in known and catalogue.gone_setting(key.value) is None:
            faults.at(
                "bad-setting",
                key,
                f"there is no `{key.value}` under `{section}`{did_you_mean(key.value, known)}",
                f"`{section}` has {', '.join(sorted(known))}",
            )


def gone_settings(collection: Collection) -> Iterator[Diagnostic]:
    """A notice wherever the deck still names a rule that went, or a number of such a rule."""
    named = [(t, card, catalogue.gone(t.value)) for t, card in collection.rules_named()]
    for _, key, _ in collection.deck.lint.numbers():
        named.append((key, None, catalogue.gone_setting(key.value)))
    help = "take it out here: it does nothing any more"
    for text, card, name in named:
        if name is not None:
            yield Diagnostic(
                NOTICES["rule-gone"], "rule-gone", Severity.INFO, catalogue.told_gone(name),
                text.source, text.span, help, card=card,
            )  # fmt: skip


def _check_rule(text: Text, card: str | None, faults: Faults) -> None:
    value = text.value
    # A card ignores rules one by one.
    if catalogue.meant(value) if card is None else catalogue.is_specific(value):
        return
    if catalogue.gone(value) is not None:
        return
    if catalogue.is_load_fault(value):
        message = f"`{value}` cannot be set or silenced: the deck cannot be built while it stands"
        help = "mend what it finds, and take this line out"
    elif catalogue.meant(value):
        message = f"`{value}` stands for many rules"
        help = "name each rule that you want to silence"
    else:
        message = f"there is no rule `{value}`{did_you_mean(value, catalogue.selectors())}"
        help = "`cps-cards explain` lists all rules"
    faults.at("bad-setting", text, message, help, card=card)
