"""Grammar does not tell which option is the answer.

If the question ends in "an" and one option alone begins with a vowel, or asks for several things
and one option alone is a plural, the answer is known without the subject. Move the article into
the options, and give all options the form that the question asks for. An article that fits the
answer alone is a warning; number and form are told with `--level info`.
"""

from __future__ import annotations

import re

from cps_cards.diagnostics import Severity
from cps_cards.lint.card_view import CardView
from cps_cards.lint.option_shapes import stands_for_others
from cps_cards.lint.question_shapes import asking_clause
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import TextView

_ARTICLE = re.compile(r"(?<![\w(/])(an?)(?:\s*_+)?\s*[:.…]*\s*$", re.IGNORECASE)
_SPELLED_WITH_VOWEL = re.compile(r"[AEFHILMNORSX](?:[A-Z]{1,4}\b|\b)")
_SOUNDS_LIKE_YOU = re.compile(
    r"(?:uni(?!n|m)|use|usu|usa|util|eu|one\b|once|ubi|ura)", re.IGNORECASE
)
_SILENT_H = re.compile(r"(?:hour|honest|honor|honour|heir)", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:which|what)(?: \w+){0,2}? (?:are|were)\b(?! (?:you|we|they)\b)|\b(?:are|were):?\s*$",
    re.IGNORECASE,
)
_SINGULAR_S = re.compile(r"(?:ss|us|is|ics|ness)$")
_NOT_A_PARTICIPLE = frozenset(
    "anything bring building during evening everything king meeting morning nothing ring something "
    "spring string thing training wellbeing".split()
)
_CONJUNCTIONS = frozenset("because if so to when whenever where".split())
_MOST_WORDS = 4


class GrammaticalCue(CardRule):
    code = "MCQ013"
    name = "mcq-grammatical-cue"
    level = "off"
    good = (
        "question: 'The person who writes the plan is a:'\nanswer: peer\n"
        "distractors: [nurse, judge]",
        "question: 'The plan names a(n):'\nanswer: early sign\ndistractors: [dose, code]",
    )
    bad = (
        "question: 'Peer support begins with «an»:'\nanswer: invitation\n"
        "distractors: [diagnosis, referral]",
        "question: 'A WRAP is «a»'\nanswer: plan\ndistractors: [order, exam]",
        "question: Why ask first?\nanswer: «Because» choice matters\n"
        "distractors: [A rule of the house, The staff expect it]",
    )

    def check(self, card: CardView) -> Findings:
        if not card.options or card.question is None or card.answer is None:
            return
        others = [o for o in card.distractors if not stands_for_others(o, card) and o.words]
        if len(others) < 2 or not card.answer.words or stands_for_others(card.answer, card):
            return
        yield from self._article(card.question, card.answer, others)
        yield from self._number(card.question, card.answer, others)
        yield from self._form(card.answer, others)

    def _article(self, question: TextView, answer: TextView, others: list[TextView]) -> Findings:
        article = _ARTICLE.search(question.shown)
        if article is None:
            return
        wants_vowel = article[1].lower() == "an"
        fits = [_takes_an(option) == wants_vowel for option in others]
        if _takes_an(answer) == wants_vowel and not any(fits):
            yield self.found(
                question,
                article.span(1),
                f'"{article[1]}" fits the answer alone and gives it away',
                help="move the article into the options",
                severity=Severity.WARNING,
            )

    def _number(self, question: TextView, answer: TextView, others: list[TextView]) -> Findings:
        if not question.word_set & {"are", "were"}:
            return
        clause = asking_clause(question)
        if not _SEVERAL.search(question.shown, clause.start, clause.end):
            return
        if any(len(option.words) > _MOST_WORDS for option in (answer, *others)):
            return
        if _is_several(answer) and not any(_is_several(option) for option in others):
            yield self.found(
                answer,
                None,
                "the question asks for several things, and the answer alone is several",
                help="give all options the same number",
            )

    def _form(self, answer: TextView, others: list[TextView]) -> Findings:
        own = _form(answer)
        forms = {_form(option) for option in others}
        if len(forms) != 1 or own in forms:
            return
        if any(option.quotations for option in (answer, *others)):
            return  # what people say need not be alike
        first = answer.tokens[0]
        shown = answer.shown[first.start : first.end]
        yield self.found(
            answer,
            (first.start, first.end),
            f'the answer alone begins with a word like "{shown}", so its form gives it away',
            help="give all options the same form",
        )


def _takes_an(option: TextView) -> bool:
    text = option.shown.lstrip(" \"“‘'([")
    if _SPELLED_WITH_VOWEL.match(text):
        return True
    if text[:2].isupper():
        return text[0] in "AEIO"
    if text[:1].isdigit():
        return text[0] == "8" or text[:2] in ("11", "18")
    if _SOUNDS_LIKE_YOU.match(text):
        return False
    return text[:1].lower() in "aeiou" or _SILENT_H.match(text) is not None


def _is_several(option: TextView) -> bool:
    last = option.words[-1]
    return "and" in option.word_set or (last.endswith("s") and not _SINGULAR_S.search(last))


def _form(option: TextView) -> str:
    """What an option begins like: a conjunction, an -ing form, or just any words."""
    first = option.words[0]
    if first in _CONJUNCTIONS:
        return first
    if first == "by" and len(option.words) > 1 and option.words[1].endswith("ing"):
        return "by"
    if first.endswith("ing") and len(first) > 4 and first not in _NOT_A_PARTICIPLE:
        return "-ing"
    return "other"
