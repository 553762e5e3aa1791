"""A question that asks for the exception says so in bold or capitals.

A learner who reads past one small "not" gives a wrong answer with the right knowledge. The best
mend is to ask for what holds. Where the exception is the point (what a peer specialist does *not*
do), make the word bold: **not**, **except**, **least**. A "not" that only describes ("a person who
does not want to talk") is fine. Capitals will do; with `--level info` they are told, since bold is
seen sooner on a phone.
"""

import re

from cps_cards.diagnostics import Severity
from cps_cards.lint.question_shapes import negative_in
from cps_cards.lint.rule import ChoiceRule, Findings
from cps_cards.lint.views import ChoiceView, TextView

_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)


class NegativeStemUnemphasised(ChoiceRule):
    code = "MCQ005"
    fix = "safe"
    good = (
        "question: Which of these limits are set by the person?",
        "question: What do you do if the person does not want to talk?",
        "question: Which of these is **not** a duty?",
    )
    bad = (
        "question: Which of these is ‹«not»→**not**› a mandated reporter?",
        'question: "All of these are part of a plan ‹«except»→**except**›:"',
        "question: What is ‹«least»→**least**› likely to build trust?",
    )

    def check(self, card: ChoiceView) -> Findings:
        question = card.question
        at = negative_in(question)
        if at is None or _is_bold(question, at):
            return
        word = question.shown[slice(*at)]
        bold = f"**{word}**"
        if word.isupper():
            message = f'"{word}" makes learners look for the exception'
            help = f"ask for what holds if you can; bold is seen sooner: {bold}"
            yield self.found(question, at, message, help=help, severity=Severity.INFO)
        else:
            message = f'"{word}" turns the question round and is easy to miss'
            help = f"ask for what holds, or make the word bold: {bold}"
            yield self.found(question, at, message, help=help, replace=bold)


def _is_bold(stem: TextView, at: tuple[int, int]) -> bool:
    """Whether the word stands in bold, and not all of the question with it."""
    value = stem.text.value
    if "**" not in value and "__" not in value:
        return False
    start, end = stem.place(*at)
    return any(
        match.start() < start and end < match.end() and len(match[0]) < len(value.strip())
        for match in _STRONG.finditer(value)
    )
