"""A list of three or more is the hardest thing to recall: ask for its parts one by one.

Learners forget one item of a list, fail the card, and see it again and again. Make a cloze card of
the list ({{c1::…}}, {{c2::…}}), ask for each item by what it is for, or ask what the items have in
common.
"""

import re

from cps_cards.lint.english import PREPOSITIONS
from cps_cards.lint.rule import BasicRule, Findings, limit, phrases
from cps_cards.lint.views import BasicView, TextView

_MARKUP = re.compile(r"^[ \t]*(?:[-+*]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)
_NUMBERED = re.compile(
    r"(?:^|\s)(?:\(?(?:[1-9]|[a-h]|i{1,3}|iv)\)|[1-9]\.)\s+(?=[A-Za-z])", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s*[,;]\s+(?:and\s+|or\s+|&\s+)?|\s+(?:and|or|&)\s+|\n+")
_PLURAL = phrases(
    r"\b(?:what are|which (?:two|three|four|five|six|seven|eight|\w+s)"
    r"|what (?:two|three|four|five|six|\w+s)|name|list|enumerate)\b"
)
_CLAUSE = frozenset(
    "which who whom whose that but so because if when while where unless until although though not "
    "without such i you he she it we they there this is are was were be has have had can may must "
    "should will would does do did".split()
)


class EnumerationAnswer(BasicRule):
    code = "CRD004"
    good = (
        "front: Who decides about the plan?\nback: The person, and nobody else.",
        "front: When did the rule begin?\nback: On March 3, 2021, in Boston, Massachusetts.",
        "front: What does a CPS do when a person is silent?\n"
        "back: Waits, because silence can help, and stays near.",
        "text: The three are {{c1::hope}}, {{c2::choice}} and {{c3::respect}}.",
        "front: What stands on the last line?\nback: ≈, a name, and a date.",
    )
    bad = (
        "front: What are the values of peer support?\nback: «Hope, choice, respect and mutuality.»",
        "front: What does the form ask for?\nback: |-\n  «- the name\n  - the date\n  - the place»",
        "front: Name the steps.\nback: «1) Ask, 2) listen, 3) plan.»",
    )
    help = "hide the items one by one in a cloze card, or ask for each by what it is for"

    answer_items: float = limit(3, "the number of items that makes an answer a list")

    def check(self, card: BasicView) -> Findings:
        view, value = card.answer, card.answer.text.value
        items = self._items(view, 5 if _PLURAL.search(card.question.shown) else 3)
        if items >= self.answer_items:
            whole = (len(value) - len(value.lstrip()), len(value.rstrip()))
            told = f"the answer is a list of {items}"
            message = f"{told}: a learner who forgets one item fails them all"
            yield self.found(view.text, whole, message)

    def _items(self, view: TextView, most_words: int) -> int:
        value = view.text.value
        marked = len(_MARKUP.findall(value)) if "\n" in value else 0
        numbered = len(_NUMBERED.findall(value))
        if marked >= 2 or numbered >= 3:
            return marked if marked >= 2 else numbered
        if "," not in view.shown and ";" not in view.shown:
            return 0
        whole = len(view.sentences) == 1 and not view.in_quotation(0, len(view.shown))
        return self._series(view.shown, most_words) if whole else 0

    def _series(self, shown: str, most_words: int) -> int:
        """The number of like-shaped items, where the whole answer is their series."""
        text = shown.strip().rstrip(".!")
        text = text.partition(":")[2] if ":" in text else text
        parts = [part for part in _SEPARATOR.split(text) if part.strip()]
        words = [re.findall(r"[\w'’-]+", part.lower()) for part in parts]
        if len(parts) < self.answer_items or not all(words):
            return 0
        placed = [part[0] in PREPOSITIONS for part in words]
        leads = [part[0] in PREPOSITIONS or part[0].endswith(("ing", "ed")) for part in words]
        unlike = (
            # "Paris, France, and Rome": places, dates and titles are not a series to recall.
            any(part[0].isdigit() for part in words[1:])
            or len(words[-1]) > most_words + 2
            or any(len(part) > most_words for part in words[:-1])
            or not all(map(_CLAUSE.isdisjoint, words))
            or text.count(",") + text.count(";") < len(parts) - 2
            or (any(placed) and not placed[0])
            or (any(leads[1:]) and not all(leads[:2]))
        )
        return 0 if unlike else len(parts)
