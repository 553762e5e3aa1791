"""What the rules about words share: each speaks for some categories of the wording table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from cps_cards.diagnostics import Diagnostic
from cps_cards.lint.cards import CardView
from cps_cards.lint.rule import CardRule
from cps_cards.lint.wording import Hit

_SINGULAR = frozenset("a an the this that each every his her their my our your one".split())
_AFTER_NOUN = frozenset(
    "who is was are were has had have can may might will would should must could said says asks "
    "asked "
    "told tells wants wanted feels felt and or but to in at on of for with from by as when if "
    "before "
    "after about into than while because does did do".split()
)
_WORD = re.compile(r"[\w'-]+")


@dataclass(frozen=True)
class WordingRule(CardRule):
    """Finds the terms of its categories; ``others`` takes every category that no rule names."""

    categories: ClassVar[frozenset[str]] = frozenset()
    others: ClassVar[frozenset[str]] = frozenset()

    def check(self, card: CardView) -> Iterator[Diagnostic]:
        for hit in card.deck.wording.hits(card):
            category = hit.term.category
            if category in self.categories or (self.others and category not in self.others):
                yield self.finding(hit)

    def finding(self, hit: Hit) -> Diagnostic:
        at, replace = replacement(hit)
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
        if replace is None:
            return marked

        return marked._replace(fix=self.edit(hit.view, at, replace))


def _advice(suggested: list[str]) -> str:
    if not suggested:
        return "say what happened, or name the person"
    return "consider " + ", ".join(f'"{text}"' for text in suggested[:3])


def replacement(hit: Hit) -> tuple[tuple[int, int], str | None]:
    """A suggestion that fits into the sentence (None where none surely does), and where it goes.

    It fits where number or tense agree and where nothing around the words hangs on them.
    """
    view, start, end = hit.view, hit.start, hit.end
    at = (start, end)
    words = hit.words
    before = _last_word(view.shown[:start])
    after = _first_word(view.shown[end:])
    best = _same_form(words, hit.term.suggest)
    if best is None:
        return at, None
    first = best.split()[0]
    if first in ("person", "people") or best.startswith(("older adult", "adults")):
        if first == "person" and before.lower() not in _SINGULAR:
            return at, None
        if first == "person" and after and after.lower() not in _AFTER_NOUN:
            return at, None
        if len(best.split()) > 1 and after.lower() in ("with", "in", "who"):
            return at, None
    if before.lower() in ("a", "an") and first[0].isalpha():
        article = "an" if first[0] in "aeiou" else "a"
        lead = view.shown[:start].rstrip()
        place = len(lead) - len(before)
        if article != before.lower() and lead.endswith(before):
            gap = view.shown[len(lead) : start]
            article = article.capitalize() if before[0].isupper() else article
            return (place, end), f"{article}{gap}{best}"
    return at, best.capitalize() if words[:1].isupper() and _starts_sentence(
        view.shown, start
    ) else best


def _starts_sentence(shown: str, start: int) -> bool:
    lead = shown[:start].rstrip(" \n\"'“‘(")
    return not lead or lead[-1] in ".!?:"


def _same_form(words: str, suggest: tuple[str, ...]) -> str | None:
    """The first suggestion in the grammatical form of the words: a plural for a plural."""
    last, first = words.split()[-1].lower(), words.split()[0].lower()
    for text in suggest:
        if not re.fullmatch(r"[A-Za-z' -]+", text):
            continue
        lead = text.split()[0].lower()
        if lead == "people" or lead.endswith("adults"):
            if (last.endswith("s") and not last.endswith("ss")) or last in ("people", "elderly"):
                return text
        elif lead == "person":
            singular = last in ("person", "man", "woman") or not last.endswith("s")
            verbal = first.endswith(("ed", "ing"))
            if singular and not verbal and last not in ("people", "elderly", "ill"):
                return text
        elif (_tense(lead) and _tense(lead) == _tense(first) and first not in ("mental",)) or (
            text in ("substance use", "disability", "psychiatric hospital")
            and not last.endswith("s")
        ):
            return text
    return None


_PAST = frozenset("died lived said chose experienced declined ended survived".split())
_PRESENT = frozenset("dies lives experiences uses declines says chooses sees".split())


def _tense(word: str) -> str:
    """The form of a verb, where its ending tells; empty for what may be no verb."""
    if word in _PAST or word in ("committed", "suffered", "refused", "afflicted"):
        return "past"
    if word in _PRESENT or word in ("commits", "suffers", "refuses"):
        return "present"
    if word in ("dying", "living", "declining", "committing", "suffering", "refusing"):
        return "ing"
    if word in ("die", "live", "decline", "commit", "suffer", "refuse"):
        return "base"
    return ""


def _last_word(text: str) -> str:
    found = re.search(r"([\w'-]+)\s+$", text)
    return found[1] if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"\s+([\w'-]+)", text)
    return found[1] if found else ""
