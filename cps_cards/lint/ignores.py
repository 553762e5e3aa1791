"""Findings that an author silenced, with a reason; and ignores that silence nothing."""

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
        self._of_deck = [_Entry(*ignored, card=None) for ignored in plan.ignores]
        for card in deck.collection.linted:
            for ignore in card.ignores:
                names = frozenset(rule.name for rule in catalogue.matching(ignore.rule.value))
                if catalogue.is_specific(ignore.rule.value):
                    entry = _Entry(ignore.rule, ignore.reason, names, card.id.value)
                    self._by_card.setdefault(card.id.value, []).append(entry)
                    self._card_at[card.source.path, card.id.start] = card.id.value

    def silences(self, found: Diagnostic) -> bool:
        """Whether an author silenced it: on its card, on another that it names, or at all."""
        places = [(related.source.path, related.span.start) for related in found.related]
        cards = [found.card or "", *(self._card_at.get(place, "") for place in places)]
        entries = [*self._of_deck, *(entry for c in cards for entry in self._by_card.get(c, ()))]
        naming = [entry for entry in entries if found.name in entry.names]
        for entry in naming:
            entry.used = True
        return bool(naming)

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
