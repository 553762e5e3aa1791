"""Words such as "always" and "never" do not mark the wrong options.

Little is true without exception, and learners know it: a distractor with "always" can be struck out
unread if the answer has no such word. Say it without the absolute word, or give the answer one too,
where it holds.
"""

import re

from cps_cards.lint.option_shapes import asks_amount, is_amount, stands_for_others
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView, TextView

_ABSOLUTE = re.compile(
    # Absolutes of several words, and claims of what cannot be or is sure to be.
    r"\b(?P<phrase>at all costs|under no circumstances|without exception|in (?:all|every) cases?"
    r"|no matter what|each and every|no one|nobody|(?:can|could|will|must)(?:not| not) ever"
    r"|by no means|for certain|impossible (?:for|that|to)|incapable of|guaranteed (?:that|to))\b"
    # Idioms that hold such a word and mean less.
    r"|\b(?:(?:not|cannot|n['’]t) (?:\w+ )?(?:always|all|every|everyone|everybody|everything)"
    r"|(?:above|after|at|first of|in|for) all"
    r"|(?:are|be|can|could|everyone|is|it|\w+['’]s|me|others|that|them|these|they|this|those|us"
    r"|was|we|were|you) all"
    r"|all (?:of )?(?:the )?(?:he|i|it|me|she|that|them|they|this|us|we|what|which|you"
    r"|two|three|four|five|six|\d+)"
    r"|all (?:(?:her|his|my|our|their|your) (?:life|lives|time))"
    r"|all (?:about|along|but|day|in all|kinds|night|over|right|so|sorts|the same|the time|the way"
    r"|week|year)"
    r"|you never know|every(?:body|one) else"
    r"|every (?:day|evening|hour|month|morning|night|now and then|other|so often|time|week|year"
    r"|\w+ (?:days|hours|minutes|months|weeks|years)))\b|\ball-\w"
    r"|\b(?P<word>absolutely|all|always|completely|entirely|every(?:body|one|thing)?|never"
    r"|totally)\b",
    re.IGNORECASE,
)
_HINTS = frozenset(
    "absolutely all always case cases certain circumstances completely costs entirely ever every "
    "everybody everyone everything exception guaranteed impossible incapable matter means never "
    "nobody one totally".split()
)
"""An option has one of these words, if it has an absolute."""

_OF_ALL = frozenset("all every none".split())
_OF_SOME = frozenset("few half many most only several some".split())


class AbsoluteTerms(ChoiceRule):
    code = "MCQ011"
    level = "info"
    good = (
        "question: When do you explain the limits?\nanswer: Always before the first talk\n"
        "distractors: [Never in the first week, All at the end]",
        "question: What do you say?\nanswer: What helps\n"
        "distractors: [All that we wrote down, 'You know it all, as we all do']",
        "question: How often?\nanswer: Weekly\ndistractors: [Every day, Not at all]",
        "question: How likely is a relapse?\nanswer: Not very\n"
        "distractors: [It will never happen, It happens always]",
        "question: What do notes show?\nanswer: Most of the talk\n"
        "distractors: [All of the talk, Half of the talk]",
        "question: Who reads the notes?\nanswer: The person\ndistractors: [No one, Staff]",
    )
    bad = (
        "question: What do you share?\nanswer: What helps the person\n"
        "distractors: [«Everything» that comes up, «Never» a word of your own story]",
    )
    help = "say it without the absolute word"

    def check(self, card: ChoiceView) -> Findings:
        shared = card.question.word_set
        if asks_amount(card) or _first_absolute(card.answer, shared) is not None:
            return
        some = not _OF_SOME.isdisjoint(card.answer.words[:1])
        for option in card.distractors:
            if stands_for_others(option, card) or is_amount(option):
                continue
            if some and not _OF_ALL.isdisjoint(option.words[:1]):
                continue  # "all of them", "most of them": the options differ in an amount
            at = _first_absolute(option, shared)
            if at is not None:
                where = "stands in a distractor and not in the answer"
                message = f"{option.quoted(*at)} {where}: learners strike it out unread"
                yield self.found(option, at, message)


def _first_absolute(option: TextView, shared: frozenset[str]) -> tuple[int, int] | None:
    if _HINTS.isdisjoint(word.removesuffix("'s") for word in option.words):
        return None
    for match in _ABSOLUTE.finditer(option.shown):
        if match["phrase"] or (match["word"] and match["word"].lower() not in shared):
            return match.span()
    return None
