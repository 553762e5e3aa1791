"""Which rules run over a deck, at which level; what they find, and what of it is silenced."""

import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

from cps_cards import REPORT_BUGS_TO
from cps_cards.diagnostics import Diagnostic, Related, Severity, by_place
from cps_cards.faults import NOTICES
from cps_cards.lint import catalogue
from cps_cards.lint.rule import SEVERITIES, CardRule, Rule
from cps_cards.lint.rules.unused_ignore import UnusedIgnore
from cps_cards.lint.views import CardView, DeckView
from cps_cards.model.deck import Collection
from cps_cards.source import Text

Timed = Callable[[str], AbstractContextManager[object]]
Failure = tuple[Exception, CardView | DeckView]
"""What a rule raised, and on what."""


def check(
    collection: Collection,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    least: Severity = Severity.INFO,
    wanted: Callable[[str], bool] | None = None,
    timed: Timed = nullcontext,
) -> list[Diagnostic]:
    """All findings of the rules that are asked for, in the order of their places.

    ``select`` takes the place of the deck's; a rule named in it runs at any level, and the deck
    cannot silence it. A rule that fails is told of by a finding ``rule-crashed``, which nothing
    silences. What belongs to two cards is told at the one whose file is ``wanted``. Each rule runs
    within ``timed`` of its name.
    """
    rules = list(_chosen(collection, select, ignore, least))
    deck = DeckView(collection, wanted)
    found: list[Diagnostic] = []
    crashed: dict[str, Diagnostic] = {}
    for rule in rules:
        failures: list[Failure] = []
        with timed(rule.name):
            found += _run(rule, deck, failures)
        if failures:
            crashed[rule.name] = _crash(rule, failures)
    ignores = _Ignores(collection, _one_by_one(select))
    left = [one for one in _most_specific(found, rules) if not ignores.silence(one)]
    for rule in rules:
        if isinstance(rule, UnusedIgnore):
            ran = {other.name for other in rules} - {rule.name, *crashed}
            unused = [rule.unused(i.rule, i.reason, i.card) for i in ignores.idle(ran)]
            left += [one for one in unused if not ignores.silence(one)]
    return by_place([*left, *crashed.values(), *catalogue.gone_settings(collection)])


def _one_by_one(selectors: Iterable[str]) -> frozenset[str]:
    """The rules that are named by themselves, not by the beginning of a code."""
    return catalogue.all_meant(filter(catalogue.is_specific, selectors))


def _chosen(
    collection: Collection, select: Sequence[str], ignore: Sequence[str], least: Severity
) -> Iterator[Rule]:
    """The rules that run, with the levels and options that the deck gives them.

    Those whose findings would all be less than ``least`` are spared, and those that tell gaps of a
    deck that could be read in part.
    """
    settings = collection.deck.lint
    chosen = select or [text.value for text in settings.select]
    running = catalogue.all_meant(chosen or [catalogue.ALL]) - catalogue.all_meant(ignore)
    levels = {
        name: level.value for text, level in settings.levels for name in catalogue.meant(text.value)
    }
    options: dict[str, float] = {}
    for _, key, value in settings.numbers():
        with suppress(ValueError):  # reported on loading: it is no number
            options[key.value] = float(value.value)
    one_by_one = _one_by_one(chosen)
    for rule in catalogue.rules():
        level = levels.get(rule.name, "" if chosen else rule.level)
        severity = Severity.__members__.get(levels.get(rule.name, "").upper())
        if (
            rule.name in running
            and (level != "off" or rule.name in one_by_one)
            and (severity or SEVERITIES[rule.level]) >= least
            and (collection.complete or not rule.tells_gaps)
        ):
            own = {o.name: options[o.name] for o in rule.options() if o.name in options}
            yield rule(severity=severity, **own)


def _run(rule: Rule, deck: DeckView, failures: list[Failure]) -> Iterator[Diagnostic]:
    """What a rule finds; where it fails on a card, the others are judged all the same."""
    views: Iterable[CardView | DeckView] = (deck,)
    if isinstance(rule, CardRule):
        views = (card for card in deck.cards if isinstance(card, rule.sees))
    for view in views:
        try:
            for one in rule.check(view):
                yield one if one.card is not None else one._replace(card=view.id)
        except Exception as error:
            failures.append((error, view))


_MOST_TOLD = 9


def _crash(rule: Rule, failures: Sequence[Failure]) -> Diagnostic:
    """One finding for all failures of a rule: it stands at the first card, and names others."""
    (error, view), *others = failures
    where = "the deck" if view.id is None else f"the card {view.id}"
    more = f" and {len(others)} more" if others else ""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(frame.filename).name}:{frame.lineno}: {' '.join(str(error).split())}"
    return Diagnostic(
        NOTICES["rule-crashed"],
        "rule-crashed",
        Severity.ERROR,
        f"the rule {rule.name} failed on {where}{more}: {type(error).__name__} in {at}",
        *view.place,
        help=f"this is our fault, not yours: please report it at {REPORT_BUGS_TO}",
        related=tuple(Related("it failed here, too", *o.place) for _, o in others[:_MOST_TOLD]),
        card=view.id,
    )


class _Ignore(NamedTuple):
    """An ``ignore`` as written, and the rules meant: of one card, or of the deck without one."""

    rule: Text
    reason: Text
    names: frozenset[str]
    card: str | None = None


class _Ignores:
    """The ignores of cards and deck, and which of them have silenced something."""

    def __init__(self, collection: Collection, anyway: Set[str]) -> None:
        self._all: list[_Ignore] = []
        self._used: set[Text] = set()
        self._by_place: dict[tuple[str, object], list[_Ignore]] = defaultdict(list)
        for rule, reason in collection.deck.lint.ignore:
            if names := catalogue.meant(rule.value) - anyway:
                self._add(_Ignore(rule, reason, names), [None])
        for card in collection.linted:
            id, at = card.id.value, (card.source.path, card.id.start)
            for one in card.ignores:
                if catalogue.is_specific(one.rule.value):
                    names = catalogue.meant(one.rule.value)
                    self._add(_Ignore(one.rule, one.reason, names, id), [id, at])

    def _add(self, ignore: _Ignore, places: Sequence[object]) -> None:
        self._all.append(ignore)
        for name, place in product(ignore.names, places):
            self._by_place[name, place].append(ignore)

    def silence(self, found: Diagnostic) -> bool:
        """Whether an author silenced it: on its card, on another that it names, or at all."""
        places = [(related.source.path, related.span.start) for related in found.related]
        keys = [(found.name, place) for place in (None, found.card, *places)]
        naming = [one.rule for key in keys if key in self._by_place for one in self._by_place[key]]
        self._used.update(naming)
        return bool(naming)

    def idle(self, ran: Set[str]) -> list[_Ignore]:
        """The ignores of rules that ran, to their end, and found nothing there."""
        return [one for one in self._all if one.rule not in self._used and one.names <= ran]


def _most_specific(found: Sequence[Diagnostic], rules: Iterable[Rule]) -> list[Diagnostic]:
    """Findings without those of rules that leave the word to another at the same place."""
    yielding = {rule.name: rule.yields_to for rule in rules}
    closer = frozenset(chain.from_iterable(yielding.values()))
    spoken: dict[tuple[str, str | None, str], set[int]] = defaultdict(set)
    for one in found:
        if one.name in closer:
            spoken[one.source.path, one.card, one.name].update(range(*one.span))

    def gives_way(one: Diagnostic) -> bool:
        near = range(one.span.start - 1, one.span.end + 1)  # what touches it belongs to it
        places = ((one.source.path, one.card, name) for name in yielding[one.name])
        return not all(spoken[place].isdisjoint(near) for place in places)

    return [one for one in found if not gives_way(one)]
