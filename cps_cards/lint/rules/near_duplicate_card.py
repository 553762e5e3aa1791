"""The same fact twice costs learners twice the time and confuses both cards.

Two cards that ask nearly the same compete: a learner recalls the other one's answer, and an edit of
one leaves the other behind. Keep the better one, or ask for something else on the second. Cards of
different kinds are held against each other, too. Where two cards are meant to be alike (the same
question in two situations), silence the rule on one of them with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cps_cards.diagnostics import Diagnostic, Related
from cps_cards.lint.card_view import DeckView
from cps_cards.lint.rule import Bad, DeckRule, limit
from cps_cards.lint.similar import Content, Pair, jaccard, polar, similar_pairs, to_tell


@dataclass(frozen=True)
class NearDuplicateCard(DeckRule):
    code = "DUP001"
    name = "near-duplicate-card"
    good = (
        "- {id: a, front: When does the oral report go out?, back: At once., sources: [handbook]}\n"
        "- {id: b, front: When does the written report go out?, back: Within 48 hours., "
        "sources: [handbook]}",
        "- {id: a, front: What is hope?, back: A belief in change., sources: [handbook]}\n"
        "- {id: b, front: What is respect?, back: Seeing a person., sources: [handbook]}",
    )
    bad = (
        Bad("- {id: a, front: How soon does the written report of child abuse follow the oral "
            "one?, "
            "back: Within 48 hours., sources: [handbook]}\n"
            "- {id: «b», kind: cloze, text: 'The written report of child abuse follows the oral "
            "one within "
            "{{c1::48 hours}}.', sources: [handbook]}"),
        Bad("- {id: a, front: What do boundaries make possible?, back: A safe relationship., "
            "sources: [handbook]}\n"
            "- {id: «b», front: 'What, then, do boundaries make possible?', back: A "
            "relationship that is safe., "
            "sources: [handbook]}"),
    )  # fmt: skip

    duplicate_score: float = limit(85, "how alike two cards are to count as the same, of 100")

    def check(self, deck: DeckView) -> Iterator[Diagnostic]:
        told: set[str] = set()
        for pair in deck.once(similar_pairs):
            if not self._same(pair) or (sides := to_tell(pair, deck, told)) is None:
                continue
            one, two = sides
            text = two.card.card.id
            yield self.found(
                text,
                (0, len(text.value)),
                f"this card says nearly the same as `{one.card.id}`",
                help="keep the better one of the two, or ask for something else here",
                related=(Related("the other card", one.card.card.source, one.card.card.id.span),),
                card=two.card.id,
            )

    def _same(self, pair: Pair) -> bool:
        one, two = pair.first, pair.second
        if pair.score < self.duplicate_score or len(one.all) < 3:
            return False
        if one.numbers != two.numbers or polar(one.deciding, two.deciding):
            return False
        return jaccard(one.all, two.all) >= self.duplicate_score / 100 - 0.1 and _answers_agree(
            one, two
        )


def _answers_agree(one: Content, two: Content) -> bool:
    """Whether what one card asks for is said by the other: a changed answer makes another card."""
    if one.card.card.kind == two.card.card.kind != "cloze":
        return (
            jaccard(one.answer, two.answer) >= 0.5
            or one.answer_numbers == two.answer_numbers != frozenset()
        )
    return one.answer <= two.all and two.answer <= one.all
