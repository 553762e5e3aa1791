"""What kind of sentence a question is: where it asks, and how."""

from __future__ import annotations

import re

from cps_cards.lint.view import TextView
from cps_cards.lint.words import AUXILIARIES

IMPERATIVES = frozenset(
    "answer arrange calculate check choose circle classify compare complete compute convert "
    "correct "
    "count define describe distinguish draw estimate evaluate explain fill find finish give "
    "identify "
    "indicate label list locate mark match measure name order outline paraphrase pick point put "
    "quote rank read recall recite rephrase replace reply respond restate reword rewrite say "
    "select "
    "show sketch solve sort spell state suggest summarize summarise supply tell translate trace "
    "turn "
    "underline use write".split()
)
_INTRO = re.compile(r"[^,?]{3,90},\s+(?:and\s+|then\s+|so\s+)?")
_BLANK = re.compile(r"_{2,}|\.{3,}|…")


def asking(view: TextView) -> tuple[int, int]:
    """The sentence that asks: the last one with a question mark, else the last one."""
    sentences = view.sentences
    if not sentences:
        return 0, len(view.shown)
    for start, end in reversed(sentences):
        if "?" in view.shown[start:end]:
            return start, end
    return sentences[-1]


def opener(view: TextView, start: int, end: int) -> int | None:
    """Where an auxiliary opens the question, behind an introduction if there is one; else None."""
    sentence = view.shown[start:end]
    if _first_word(sentence) in AUXILIARIES:
        return start
    for intro in _INTRO.finditer(sentence):
        if _first_word(sentence[intro.end() :]) in AUXILIARIES:
            return start + intro.end()
    return None


def _first_word(text: str) -> str:
    found = re.match(r"[\"“'(\s]*([A-Za-z]+?)(?:n['’]t)?\b", text)
    return found[1].lower() if found else ""


def has_blank(shown: str) -> bool:
    """Whether a text leaves a gap to be filled."""
    return _BLANK.search(shown) is not None
