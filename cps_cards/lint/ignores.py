"""Findings that an author silenced, with a reason; and ignores that silence nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint import catalogue
from cps_cards.lint.card_view import DeckView
from cps_cards.lint.selection import Plan
from cps_cards.source import Text


@dataclasses.dataclass(eq=False)
class _Entry:
    """An ``ignore`` entry: of one card, or of the deck where ``card`` is None."""

    text: Text
    reason: Text
    names: frozenset[str]
    card: str | None
    used: bool = False


class Ignored:
    """The ignores of cards and deck, and which of them have silenced something."""

    def __init__(self, deck: DeckView, plan: Plan) -> None:
        self._plan = plan
        self._by_card: dict[str, list[_Entry]] = {}
        self._card_at: dict[tuple[str, int], str] = {}
        reasons = {id(text): reason for text, reason in deck.collection.deck.lint.ignore}
        self._of_deck = [_Entry(t, reasons[id(t)], names, None) for t, names in plan.ignores]
        for card in deck.collection.linted:
            for ignore in card.ignores:
                names = frozenset(rule.name for rule in catalogue.matching(ignore.rule.value))
                if catalogue.is_specific(ignore.rule.value):
                    entry = _Entry(ignore.rule, ignore.reason, names, card.id.value)
                    self._by_card.setdefault(card.id.value, []).append(entry)
                    self._card_at[card.source.path, card.id.start] = card.id.value

    def silences(self, found: Diagnostic) -> bool:
        """Whether an author silenced it: on its card, on another that it names, or at all."""
        cards = [found.card] if found.card is not None else []
        cards += [
            self._card_at[place]
            for related in found.related
            if (place := (related.source.path, related.span.start)) in self._card_at
        ]
        entries = [entry for card in cards for entry in self._by_card.get(card, ())]
        silenced = False
        for entry in [*entries, *self._of_deck]:
            if found.name in entry.names:
                entry.used = True
                silenced = True
        return silenced

    def unused(self, crashed: Iterable[str]) -> list[Diagnostic]:
        """A finding for each ignore of a rule that ran, to its end, and found nothing there."""
        from cps_cards.lint.rules.unused_ignore import UnusedIgnore

        rule = next((r for r in self._plan.rules if isinstance(r, UnusedIgnore)), None)
        if rule is None:
            return []
        ran = {r.name for r in self._plan.rules}.difference(crashed)
        entries = [*self._of_deck, *(e for es in self._by_card.values() for e in es)]
        found = [
            rule.unused(entry.text, entry.reason, entry.card)
            for entry in entries
            if not entry.used and entry.names <= ran and rule.name not in entry.names
        ]
        severity = self._plan.severities.get(rule.name)
        if severity is not None:
            found = [one._replace(severity=severity) for one in found]
        return [one for one in found if not self.silences(one)]
