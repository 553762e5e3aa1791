"""Runs the rules over a deck; ignores and more specific rules have their say; none ends the run."""

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cps_cards import REPORT_BUGS_TO
from cps_cards.diagnostics import Diagnostic, Related, Severity, by_place
from cps_cards.faults import NOTICES
from cps_cards.lint import selection
from cps_cards.lint.card_view import CardView, DeckView
from cps_cards.lint.ignores import Ignored
from cps_cards.lint.rule import CardRule, DeckRule, Rule
from cps_cards.lint.selection import Plan
from cps_cards.model.deck import Collection
from cps_cards.source import Span, overlapping

Timed = Callable[[str], AbstractContextManager[object]]


def check(
    collection: Collection,
    plan: Plan,
    *,
    timed: Timed = nullcontext,
    wanted: Callable[[str], bool] | None = None,
) -> list[Diagnostic]:
    """All findings of the plan's rules, in the order of their places.

    A rule that fails is told of by a finding ``rule-crashed``, which nothing silences.
    Each rule runs within ``timed`` of its name. What belongs to two cards is told at the one whose
    file is ``wanted``.
    """
    if not collection.complete:
        plan = replace(plan, rules=tuple(rule for rule in plan.rules if not rule.tells_gaps))
    deck = DeckView(collection, wanted)
    ignored = Ignored(deck, plan)
    found: list[Diagnostic] = []
    crashed: dict[str, Diagnostic] = {}
    for rule in plan.rules:
        failures: list[_Failure] = []
        severity = plan.severities.get(rule.name)
        with timed(rule.name):
            for one in _run(rule, deck, failures):
                found.append(one if severity is None else one._replace(severity=severity))
        if failures:
            crashed[rule.name] = _crash(rule, failures, deck)
    found = _most_specific(found, plan.rules)
    left = [diagnostic for diagnostic in found if not ignored.silences(diagnostic)]
    left += ignored.unused(crashed)
    return by_place([*left, *crashed.values(), *selection.gone_settings(collection)])


class _Failure(NamedTuple):
    """What a rule raised, and on which card; None where it judges the deck as a whole."""

    error: Exception
    card: CardView | None


def _run(rule: Rule, deck: DeckView, failures: list[_Failure]) -> Iterator[Diagnostic]:
    """What a rule finds; where it fails on a card, the others are judged all the same."""
    if isinstance(rule, CardRule):
        for card in deck.cards:
            try:
                for one in rule.check(card):
                    yield one if one.card is not None else one._replace(card=card.id)
            except Exception as error:
                failures.append(_Failure(error, card))
    elif isinstance(rule, DeckRule):
        try:
            yield from rule.check(deck)
        except Exception as error:
            failures.append(_Failure(error, None))


_MOST_TOLD = 9


def _crash(rule: Rule, failures: Sequence[_Failure], deck: DeckView) -> Diagnostic:
    """One finding for all failures of a rule: it stands at the first card, and names others."""
    (error, card), *others = failures
    source, span = deck.collection.deck.source, deck.collection.deck.id_span
    where = "the deck"
    if card is not None:
        source, span = card.card.id.source, card.card.id.span
        where = f"the card {card.id}" + (f" and {len(others)} more" if others else "")
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return Diagnostic(
        code=NOTICES["rule-crashed"],
        name="rule-crashed",
        severity=Severity.ERROR,
        message=f"the rule {rule.name} failed on {where}: {type(error).__name__} in "
        f"{Path(frame.filename).name}:{frame.lineno}: {' '.join(str(error).split())}",
        source=source,
        span=span,
        help=f"this is our fault, not yours: please report it at {REPORT_BUGS_TO}",
        related=tuple(
            Related("it failed here, too", other.card.card.id.source, other.card.card.id.span)
            for other in others[:_MOST_TOLD]
            if other.card is not None
        ),
        card=card.id if card is not None else None,
    )


def _most_specific(found: Sequence[Diagnostic], rules: Iterable[Rule]) -> list[Diagnostic]:
    """Findings without those of rules that leave the word to another at the same place."""
    yielding = {rule.name: rule.yields_to for rule in rules if rule.yields_to}
    before = frozenset(name for names in yielding.values() for name in names)
    places: dict[tuple[str, str | None, str], list[Span]] = {}
    for one in found:
        if one.name in before:
            places.setdefault((one.source.path, one.card, one.name), []).append(one.span)
    apart = {place: _joined(spans) for place, spans in places.items()}

    def gives_way(one: Diagnostic) -> bool:
        return any(
            overlapping(apart.get((one.source.path, one.card, name), ()), *_widened(one.span))
            for name in yielding.get(one.name, ())
        )

    return [one for one in found if not gives_way(one)]


def _widened(span: Span) -> Span:
    """A span with the characters beside it: what touches it belongs to it."""
    return Span(span.start - 1, span.end + 1)


def _joined(spans: Sequence[Span]) -> Sequence[Span]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
