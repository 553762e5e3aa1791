"""Questions: the sentence that asks, how it opens, and the word in it that turns it negative."""

import re
from typing import NamedTuple

from cps_cards.lint.english import AUXILIARIES, QUESTION_WORDS
from cps_cards.lint.rule import phrases
from cps_cards.lint.views import TextView

_INSTRUCTS = re.compile(r"\W*(?:choose|select|pick|mark|tick|check|circle)\b[^?]*$", re.IGNORECASE)
AUXILIARY = f"(?:{'|'.join(sorted(AUXILIARIES))})"
WH = f"(?:{'|'.join(sorted(QUESTION_WORDS))})"
_OPENS = re.compile(
    r"(?:^|(?<=[,:;–—(])\s*|\s-+\s)\W*(?:(?:and|but|so|then)\s+)?"
    r"(?:(?:in|of|at|for|to|from|by|on|with|under|about|during)\s+)?"
    r"(?P<pick>which|what|who|whom|whose)(?:['’]s)?\b"
    rf"|(?:^|(?<=[,:;])\s*)\W*(?P<place>when|where)(?=\s+{AUXILIARY}\b)"
    r"|\b(?P<list>which)(?=\s+(?:one|of|statement|option|answer|response|choice|example)\b)",
    re.IGNORECASE,
)
_REASON = re.compile(r"\W*(?:(?:and|but|so)\s+)?(?:why|how)\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"\b(?:at least|last but not least|not least|least restrictive|least of all"
    r"|(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bwas )least (?!(?:"
    r"(?:\w+ly|true|fair|safe|kind|clear|close|apt|in)\b"
    r"|\w+(?:ful|ive|able|ible|ant|ent|ed|ing|ous|ate)\b))"
    r"|(?:but|and) not|not (?:only|just|merely|necessarily|yet|sure|least)"
    r"|(?:whether )?or not|if not|why not"
    r"|(?<!\bis )(?<!\bare )not to)\b"
    # What is not in these turns a question round.
    r"|(?<![\w-])(?P<turns>not|cannot|least|(?:is|are|was|were|do|does|did|has|have|had|ca|could"
    r"|should|would|wo|must|need|might)n['’]t)(?![\w-])",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"\b(?:if|when|whenever|because|since|that|who|whose|whom|while|although|though|unless|where"
    r"|until|whether|why|how|which)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except|excepting|excluding)\b(?= (?:for )?one\b|(?:(?: for)?(?: (?:which|what|that))?"
    r"(?: (?:one|of|the|these|following|for))*\W*$))",
    re.IGNORECASE,
)
_PICKS = re.compile(r"\W*(?:choose|select|identify|pick|find|mark|name|tick)\b", re.IGNORECASE)
_PICKED = re.compile(
    rf"\b(?:that|which|who)\s+{AUXILIARY}\s+(?P<not>not)\b|\b(?P<short>\w+n['’]t)\b", re.IGNORECASE
)
_AT_THE_END = re.compile(
    r"(?<![\w-])(?P<not>not|\w+n['’]t)\b(?: \w+){0,3} (?:what|which|whom|where)\W*$", re.IGNORECASE
)
_FALSE = re.compile(
    r"\b(?:which|what)\b[^.?!]*?\b(?:is|are) (?P<first>false)\b"
    r"|\b(?P<second>false) (?:statement|one)s?\b",
    re.IGNORECASE,
)
_NEGATIVE_WORDS = frozenset("not cannot least except excepting excluding false".split())
_SENTENCE_WITHIN = re.compile(r"[.?!][\"”’']?\s")
_LEAD_IN = 8
"""In a lead-in, a "not" more words on belongs to the story and not to what is asked."""
_FIRST_WORDS = phrases(
    r"(?:^|[.!?:;,] (?:(?:then|please|and) )?)[\"“(]*(?:(?:please|now|also|briefly) )?([A-Za-z]+)"
)
"""What opens a sentence, or follows an introduction."""
_QUESTION_END = " \"'”’)]*"
_LETTERS = re.compile(
    r"\b(?:stands?|short|abbreviation) (?:for|of)\b"
    r"|\bwhich (?:letter|words?)\b.*\b(?:acronym|letters?)\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"_{2,}|\.{3,}|…")
IMPERATIVES = frozenset(
    "answer arrange calculate check choose circle classify compare complete compute convert "
    "correct count decide define describe determine distinguish draw estimate evaluate explain "
    "express fill find finish give identify indicate label list locate mark match measure name "
    "order outline paraphrase pick point put quote rank read recall recite rephrase replace reply "
    "respond restate reword rewrite say select show simplify sketch solve sort spell state suggest "
    "summarise summarize supply tell trace translate turn underline use write".split()
)
"""Verbs that tell a learner what to do, so that no question mark is needed."""


class Clause(NamedTuple):
    start: int
    end: int
    question: bool
    """Whether it ends in a question mark; if not, it is what the options complete."""


def asking_clause(stem: TextView) -> Clause:
    """The sentence that asks: the last question, else the last one that is no bare instruction."""
    shown = stem.shown
    sentences = stem.sentences or [(0, len(shown))]
    for start, end in reversed(sentences):
        if shown[start:end].rstrip(_QUESTION_END).endswith("?"):
            return Clause(start, end, question=True)
    for start, end in reversed(sentences):
        if not _INSTRUCTS.match(shown, start, end):
            return Clause(start, end, question=False)
    return Clause(*sentences[-1], question=False)


def asks_for_letters(stem: TextView) -> bool:
    """Whether a question asks what an acronym, or a letter of it, stands for."""
    return _LETTERS.search(stem.shown) is not None


def negative_in(stem: TextView) -> tuple[int, int] | None:
    """Where the asking clause asks for what is *not* so; None where a "not" only describes.

    Reasons ("why is it not …") and clauses below the main one ("what do you do if … not") ask for
    something that holds.
    """
    if not (stem.word_set & _NEGATIVE_WORDS or any("n't" in word for word in stem.word_set)):
        return None
    shown = stem.shown
    clause = asking_clause(stem)
    excepted = _EXCEPT.search(shown, clause.start, clause.end)
    if excepted is not None:
        return excepted.span()
    false = _FALSE.search(shown, clause.start, clause.end)
    if false is not None and "true" not in shown[clause.start : clause.end].lower():
        return false.span(false.lastgroup or 0)
    text = shown[: clause.end]
    start = _where_asking_begins(text, clause)
    for match in () if start is None else _NEGATIVE.finditer(text, start):
        if match["turns"] is None or stem.in_quotation(*match.span()):
            continue
        before = text[start : match.start()]
        # In a lead-in, it may belong to a story that the lead-in is the end of.
        of_story = len(before.split()) > _LEAD_IN or _SENTENCE_WITHIN.search(text, match.end())
        if _BELOW.search(before) or (not clause.question and of_story):
            break
        return match.span()
    last = None
    if clause.question:
        last = _AT_THE_END.search(text, clause.start)
    elif _PICKS.match(text, clause.start):
        last = _PICKED.search(text, clause.start)
    return last.span(last.lastgroup or 0) if last is not None else None


def _where_asking_begins(text: str, clause: Clause) -> int | None:
    """Behind the question word; at the start of a lead-in that the options complete."""
    sentence = text[clause.start :]
    if clause.question and _REASON.match(sentence):
        return None
    opened = _OPENS.search(sentence)
    if opened is not None and (clause.question or opened.start() == 0):
        return clause.start + opened.end()
    if clause.question or _PICKS.match(sentence):
        return None
    unfinished = sentence.rstrip()[-1:] not in (".", "!", "?")
    return clause.start if unfinished else None


def has_blank(shown: str) -> bool:
    """Whether a text leaves a gap to be filled."""
    return _BLANK.search(shown) is not None


def instructs(text: str) -> bool:
    """Whether a sentence of a text, or what follows an introduction, tells what to do."""
    return any(match[1].lower() in IMPERATIVES for match in _FIRST_WORDS.finditer(text))
