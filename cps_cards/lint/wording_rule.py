"""What the rules about words share: each speaks for some categories of the wording tables."""

import re
from collections.abc import Iterator
from typing import ClassVar

from cps_cards.diagnostics import Diagnostic, Edit
from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import FUNCTION_WORDS, NEGATIONS
from cps_cards.lint.rule import CardRule
from cps_cards.lint.wording import Hit, hits_of, plain

_ENDS_SENTENCE = re.compile(r"(?:^|[.!?…:\n])[\s\"'“‘(]*$")
_ARTICLE = re.compile(r"\b(a|an)(\s+)$", re.IGNORECASE)
_NEXT = re.compile(r"\s+([\w'-]+)")
_LEAD = 12
"""By so many characters before the words is told what leads up to them."""
_PERSON = re.compile(r"(?:person|people)\b")


class WordingRule(CardRule):
    """Finds the terms of its categories; ``others`` takes every category that no rule names."""

    categories: ClassVar[frozenset[str]] = frozenset()
    others: ClassVar[frozenset[str]] = frozenset()

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        for hit in card.once(hits_of):
            category = hit.term.category
            ours = category in self.categories or (self.others and category not in self.others)
            if ours and not _is_denied(card, hit):
                yield self._finding(hit)

    def _finding(self, hit: Hit) -> Diagnostic:
        # The words alone are marked; a fix may have to take the article before them, too.
        return self.found(
            hit.view,
            (hit.start, hit.end),
            f'"{hit.words}": {" ".join(hit.term.entry.why.value.split()).rstrip(".")}',
            help=_advice([text.value for text in hit.term.entry.suggest if text.value]),
            severity=hit.term.severity,
        )._replace(fix=self._replacement(hit))

    def _replacement(self, hit: Hit) -> tuple[Edit, ...]:
        """The one wording that the table names for these words, where it surely fits."""
        new = {old.value: new.value for old, new in hit.term.entry.replace}.get(hit.words.lower())
        if new is None:
            return ()
        shown, near = plain(hit.view.shown), max(hit.start - _LEAD, 0)
        written = shown[hit.start : hit.end]
        begins = _ENDS_SENTENCE.search(shown, near, hit.start) is not None
        if any(c.isupper() for c in written[begins:]):
            return ()  # names, and words in capitals on purpose, stay
        if {shown[hit.start - 1 : hit.start], shown[hit.end : hit.end + 1]} & set("-_/'"):
            return ()  # a part of a longer word, or somebody's
        after = _NEXT.match(shown, hit.end)
        if _PERSON.match(new) and after is not None and after[1].lower() not in FUNCTION_WORDS:
            return ()  # it stands before another noun
        start = hit.start
        article = _ARTICLE.search(shown, near, start)
        if article is not None:
            start = article.start()
            new = f"{article[1][0]}{'n' if new[0] in 'aeiou' else ''}{article[2]}{new}"
        elif written[0].isupper():
            new = new[0].upper() + new[1:]
        return self.edits(hit.view, (start, hit.end), new)


def _is_denied(card: CardView, hit: Hit) -> bool:
    """Whether the words answer what is *not* so, and the table lets them pass where denied."""
    question, exempt = card.question, hit.term.exempt
    if hit.view is not card.answer or question is None or exempt is None:
        return False
    denied = any(word in NEGATIONS or word.endswith("n't") for word in question.words)
    return denied and exempt.search(f"not {hit.words}") is not None


def _advice(suggested: list[str]) -> str:
    if not suggested:
        return "say what happened, or name the person"
    return "consider " + ", ".join(f'"{text}"' for text in suggested[:3])
