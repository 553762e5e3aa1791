"""Runs the rules over a deck, lets ignores and more specific rules have their say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cps_cards.diagnostics import Diagnostic, by_place
from cps_cards.lint.cards import DeckView
from cps_cards.lint.ignores import Ignored
from cps_cards.lint.rule import CardRule, DeckRule, Rule
from cps_cards.lint.selection import Plan
from cps_cards.model.deck import Collection

Clock = Callable[[], float]


def check(
    collection: Collection,
    plan: Plan,
    *,
    clock: Clock | None = None,
    seconds: dict[str, float] | None = None,
    asked: Callable[[str], bool] | None = None,
) -> list[Diagnostic]:
    """All findings of the plan's rules, in the order of their places.

    ``seconds`` gets the time that each rule took, where a ``clock`` is given. What belongs to two
    cards is told at the one whose file is ``asked`` for.
    """
    deck = DeckView(collection, asked)
    ignored = Ignored(deck, plan)
    found: list[Diagnostic] = []
    for rule in plan.rules:
        started = clock() if clock is not None else 0.0
        for diagnostic in _run(rule, deck):
            severity = plan.severities.get(rule.name)
            found.append(diagnostic if severity is None else diagnostic._replace(severity=severity))
        if clock is not None and seconds is not None:
            seconds[rule.name] = seconds.get(rule.name, 0.0) + clock() - started
    found = _most_specific(found, plan.rules)
    left = [diagnostic for diagnostic in found if not ignored.silences(diagnostic)]
    left += ignored.unused()
    return by_place(left)


def _run(rule: Rule, deck: DeckView) -> Iterable[Diagnostic]:
    if isinstance(rule, CardRule):
        for card in deck.cards:
            for diagnostic in rule.check(card):
                yield (
                    diagnostic if diagnostic.card is not None else diagnostic._replace(card=card.id)
                )
    elif isinstance(rule, DeckRule):
        yield from rule.check(deck)


def _most_specific(found: Sequence[Diagnostic], rules: Iterable[Rule]) -> list[Diagnostic]:
    """Findings without those of rules that leave the word to another at the same place."""
    yielding = {rule.name: frozenset(rule.yields_to) for rule in rules if rule.yields_to}
    places: dict[tuple[str, str | None], list[Diagnostic]] = {}
    for diagnostic in found:
        places.setdefault((diagnostic.source.path, diagnostic.card), []).append(diagnostic)

    def gives_way(diagnostic: Diagnostic) -> bool:
        before = yielding.get(diagnostic.name)
        if not before:
            return False
        return any(
            other.name in before
            and other.span.start <= diagnostic.span.end
            and diagnostic.span.start <= other.span.end
            for other in places[diagnostic.source.path, diagnostic.card]
        )

    return [diagnostic for diagnostic in found if not gives_way(diagnostic)]
