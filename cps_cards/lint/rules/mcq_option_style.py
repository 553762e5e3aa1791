"""Options begin and end alike: capitals, full stops.

One option in small letters or with a full stop looks as if somebody had taken more care over it,
and learners wonder whether that means something. Write all options in one style. Names and
acronyms keep their capitals; options that quote a question or a call keep their marks.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import STOP_WORDS
from cps_cards.lint.option_shapes import stands_for_others
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import TextView

_ABBREVIATED = re.compile(r"(?:\b(?:[A-Za-z]\.)+|\b(?:etc|Inc|Jr|Sr|Co|St|Dr|No|vs))\.?$", re.I)
_FIRST_WORD = re.compile(r"[\"“‘'(\[]*([^\W\d_]+(?:['’-][^\W\d_]+)*)")
_OPENING = " \"“‘'(["
_OTHER_ENDS = "\"”’')]?!…:;,-–—"
_NO_NAME = re.compile(
    r"(?:able|ance|ed|ence|ful|ible|ing|ism|ist|ity|ive|less|ly|ment|ness|ship|sion|tion)s?$"
)
"""Ends of words that are hardly ever a name's, so that a capital is the writer's choice."""


class _Style(NamedTuple):
    option: TextView
    capital: bool | None
    """Whether it begins with a capital; None where a name or a number says nothing about style."""
    stop: bool | None
    """Whether it ends in a full stop; None where another mark or an abbreviation ends it."""


class OptionStyle(CardRule):
    code = "MCQ014"
    name = "mcq-option-style"
    fix = "safe"
    by_construction = True
    yields_to = ("mcq-duplicate-options",)
    good = (
        "question: Who wrote it?\nanswer: the person\n"
        "distractors: [Massachusetts lawmakers, the DMH, a friend]",
        "question: Where does it stand?\nanswer: In the code\n"
        "distractors: [In the law, pH tables, 42 CFR]",
        'question: What do you say?\nanswer: "How are you?"\n'
        "distractors: [You look bad., Cheer up!]",
    )
    bad = (
        "question: Who decides?\nanswer: The person\ndistractors: [‹«the»→The› staff, The court]",
        "question: Who decides?\nanswer: The person\ndistractors: [The staff, The court‹«.»→›]",
        "question: Why ask?\nanswer: It shows respect.\n"
        "distractors: [It saves ‹«time»→time.›, It looks good.]",
    )

    def check(self, card: CardView) -> Findings:
        if not card.options or card.answer is None or _look_alike(card.options):
            return
        styles = [
            _Style(option, _capital(option, card), _stop(option))
            for option in card.options
            if option is card.answer or not stands_for_others(option, card)
        ]
        own = next(style for style in styles if style.option is card.answer)
        yield from self._capitals(styles, own)
        yield from self._stops(styles, own)

    def _capitals(self, styles: Sequence[_Style], own: _Style) -> Findings:
        wanted = _majority([style.capital for style in styles], own.capital)
        has, others = ("small letter", "capital") if wanted else ("capital", "small letter")
        for option, capital, _ in styles:
            word = _FIRST_WORD.match(option.shown.strip())
            if wanted is None or capital in (None, wanted) or word is None:
                continue
            start, end = (place + option.whole[0] for place in word.span(1))
            written = option.shown[start:end]
            better = written[0].upper() + written[1:] if wanted else written.lower()
            message = f'"{written}" begins with a {has}, other options with a {others}'
            help = f'write "{better}"'
            yield self.found(option, (start, end), message, help=help, replace=better)

    def _stops(self, styles: Sequence[_Style], own: _Style) -> Findings:
        wanted = _majority([style.stop for style in styles], own.stop)
        if wanted is None or any(style.stop is None for style in styles):
            return
        wanted = wanted or any(len(style.option.sentences) > 1 for style in styles)
        for option, _, stop in styles:
            end = option.whole[1]
            if stop == wanted:
                continue
            if wanted:
                last = option.tokens[-1]
                word = (last.start, end) if last.end == end else None
                message = "this option has no full stop, others have one"
                help = "end all options alike: with a full stop if they are sentences"
                replace = f"{option.shown[last.start : end]}." if word else None
                yield self.found(option, word, message, help=help, replace=replace)
            else:
                message = "this option ends in a full stop, others have none"
                help = "end all options alike: without one if they are no sentences"
                yield self.found(option, (end - 1, end), message, help=help, replace="")


def _look_alike(options: Sequence[TextView]) -> bool:
    """Whether first letters and ends are alike at a glance: then there is nothing to weigh."""
    shown = [option.shown.strip(_OPENING) for option in options]
    return len({(text[:1].isupper(), text.endswith(".")) for text in shown}) < 2


def _majority(styles: Sequence[bool | None], own: bool | None) -> bool | None:
    """What most options do; where they are even, what the answer does. None where all are alike."""
    yes, no = styles.count(True), styles.count(False)
    if not yes or not no:
        return None
    return yes > no if yes != no else own


def _capital(option: TextView, card: CardView) -> bool | None:
    shown = option.shown.strip()
    word = _FIRST_WORD.match(shown)
    if word is None:
        return None
    first = word[1]
    if first.islower():
        return False if len(first) > 1 or first == "a" else None
    if not first[0].isupper() or not (first[1:].islower() or first == "A"):
        return None
    lower = first.lower()
    if lower in STOP_WORDS or _NO_NAME.search(lower):
        return True
    if any(lower in text.shown.split() for text in card.texts):
        return True
    most = sum(other.shown.lstrip(_OPENING)[:1].isupper() for other in card.options)
    goes_on = any(token.islower() and token not in STOP_WORDS for token in shown.split()[1:])
    return True if goes_on and most * 2 > len(card.options) else None


def _stop(option: TextView) -> bool | None:
    text = option.shown.strip()
    if not option.tokens or text[-1] in _OTHER_ENDS or text.endswith(".."):
        return None
    if text[-1] == ".":
        return None if _ABBREVIATED.search(text) else True
    return None if text[-2:-1] == "." and _ABBREVIATED.search(text + ".") else False
