"""What the rules about words share: each speaks for some categories of the wording table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.card_view import CardView
from cps_cards.lint.rewording import rewording
from cps_cards.lint.rule import CardRule
from cps_cards.lint.wording import Hit, hits_of, wording_of


@dataclass(frozen=True)
class WordingRule(CardRule):
    """Finds the terms of its categories; ``others`` takes every category that no rule names."""

    categories: ClassVar[frozenset[str]] = frozenset()
    others: ClassVar[frozenset[str]] = frozenset()

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        for hit in card.once(hits_of):
            category = hit.term.category
            if category in self.categories or (self.others and category not in self.others):
                yield self.finding(hit, card)

    def finding(self, hit: Hit, card: CardView) -> Diagnostic:
        suggested = [text for text in hit.term.suggest if text]
        why = hit.term.why.rstrip(".")
        # The words alone are marked; a fix may have to take the article before them, too.
        marked = self.found(
            hit.view,
            (hit.start, hit.end),
            f'"{hit.words}": {why}',
            help=_advice(suggested),
            severity=hit.term.severity,
        )
        wording = card.deck.once(wording_of)
        made = rewording(hit, card.once(hits_of), wording)
        if made is None:
            return marked
        return marked._replace(fix=self.edits(hit.view, (made.start, made.end), made.text))


def _advice(suggested: list[str]) -> str:
    if not suggested:
        return "say what happened, or name the person"
    return "consider " + ", ".join(f'"{text}"' for text in suggested[:3])
