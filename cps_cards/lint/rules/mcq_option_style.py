"""Options begin and end alike: capitals, full stops.

One option in small letters or with a full stop looks as if somebody had taken more care over it,
and learners wonder whether that means something. Write all options in one style. Names and
acronyms keep their capitals; options that quote a question or a call keep their marks.
"""

import re
from collections.abc import Mapping, Sequence

from cps_cards.lint.english import STOP_WORDS
from cps_cards.lint.option_shapes import stands_for_others
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView, TextView

_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]\.)+[A-Z]?$|\b(?:etc|Inc|Jr|Sr|Co|St|Dr|No|vs)\.$", re.IGNORECASE
)
_FIRST_WORD = re.compile(r"[\"“‘'(\[]*([^\W\d_]+(?:['’-][^\W\d_]+)*)")
_OPENING = " \"“‘'(["
_OTHER_ENDS = (*"\"”’')]?!…:;,-–—", "..")
_NO_NAME = re.compile(
    r"(?:able|ance|ed|ence|ful|ible|ing|ism|ist|ity|ive|less|ly|ment|ness|ship|sion|tion)s?$"
)
"""Ends of words that are hardly ever a name's, so that a capital is the writer's choice."""


class OptionStyle(ChoiceRule):
    code = "MCQ014"
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

    def check(self, card: ChoiceView) -> Findings:
        begun = [option.shown.strip(_OPENING) for option in card.options]
        if len({(text[:1].isupper(), text.endswith(".")) for text in begun}) > 1:
            judged = [
                option
                for option in card.options
                if option is card.answer or not stands_for_others(option, card)
            ]
            yield from self._capitals(card, judged)
            yield from self._stops(card, judged)

    def _capitals(self, card: ChoiceView, judged: Sequence[TextView]) -> Findings:
        capitals = {option: _has_capital(option, card) for option in judged}
        wanted = _majority(capitals, card.answer)
        has, others = ("small letter", "capital") if wanted else ("capital", "small letter")
        for option, capital in capitals.items():
            word = _FIRST_WORD.match(option.shown, option.whole[0])
            if wanted is None or capital in (None, wanted) or word is None:
                continue
            better = word[1][0].upper() + word[1][1:] if wanted else word[1].lower()
            message = f'"{word[1]}" begins with a {has}, other options with a {others}'
            help = f'write "{better}"'
            yield self.found(option, word.span(1), message, help=help, replace=better)

    def _stops(self, card: ChoiceView, judged: Sequence[TextView]) -> Findings:
        stops = {option: _has_stop(option) for option in judged}
        most = _majority(stops, card.answer)
        if most is None or None in stops.values():
            return
        wanted = most or any(len(option.sentences) > 1 for option in judged)
        for option, stop in stops.items():
            begin, end = option.tokens[-1].start, option.whole[1]
            if wanted and not stop:
                message = "this option has no full stop, others have one"
                help = "end all options alike: with a full stop if they are sentences"
                replace = f"{option.shown[begin:end]}."
                yield self.found(option, (begin, end), message, help=help, replace=replace)
            elif stop and not wanted:
                message = "this option ends in a full stop, others have none"
                help = "end all options alike: without one if they are no sentences"
                yield self.found(option, (end - 1, end), message, help=help, replace="")


def _majority(styles: Mapping[TextView, bool | None], answer: TextView) -> bool | None:
    """What most options do; where they are even, what the answer does. None where all are alike."""
    values = list(styles.values())
    yes, no = values.count(True), values.count(False)
    if yes == no:
        return styles[answer]
    return yes > no if yes and no else None


def _has_capital(option: TextView, card: ChoiceView) -> bool | None:
    """Whether it begins with a capital; None where a name or a number says nothing about style."""
    word = _FIRST_WORD.match(option.shown, option.whole[0])
    first = word[1] if word is not None else ""
    if first.islower():
        return False if len(first) > 1 or first == "a" else None
    if not first[1:].islower() and first != "A":
        return None
    lower = first.lower()
    if lower in STOP_WORDS or _NO_NAME.search(lower):
        return True
    if any(lower in text.shown.split() for text in card.texts):
        return True
    most = sum(other.shown.lstrip(_OPENING)[:1].isupper() for other in card.options)
    following = option.shown.split()[1:]
    goes_on = any(token.islower() and token not in STOP_WORDS for token in following)
    return True if goes_on and most * 2 > len(card.options) else None


def _has_stop(option: TextView) -> bool | None:
    """Whether it ends in a full stop; None where another mark or an abbreviation ends it."""
    text = option.shown.strip()
    if not option.tokens or text.endswith(_OTHER_ENDS) or _ABBREVIATED.search(text):
        return None
    return text.endswith(".")
