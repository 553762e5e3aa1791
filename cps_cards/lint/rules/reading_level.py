"""Write so that somebody tired can follow: short sentences, everyday words.

The measure is Flesch-Kincaid: about the years of school that a text asks for. Words that the card
teaches, names and terms of the curriculum are left out of the count, for they cannot be changed.
Over 12, cut the sentence in two or take plainer words.
"""

import re

from cps_cards.lint.english import stem
from cps_cards.lint.rule import CardRule, Findings, limit
from cps_cards.lint.views import CardView, TextView

_VOWELS = re.compile(r"[aeiouy]+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w+")


class ReadingLevel(CardRule):
    code = "TXT001"
    level = "info"
    good = (
        "front: What does a CPS do first?\n"
        "back: Listen. The person knows best what would help them now, and they can say so.",
    )
    bad = (
        "front: What is asked?\n"
        "back: «Whoever administratively coordinates multidisciplinary rehabilitation necessarily "
        "anticipates organizational contingencies considerably earlier than usual.»",
    )
    help = "cut it into shorter sentences, or take plainer words"

    reading_grade: float = limit(12, "the highest Flesch-Kincaid grade")
    reading_words: float = limit(12, "the fewest words of a text that is judged")

    def check(self, card: CardView) -> Findings:
        taught: frozenset[str] = frozenset()
        for view in card.texts:
            short = view.key == "hint" or len(view.words) < self.reading_words
            if short or _grade(view, frozenset()) <= self.reading_grade:
                continue
            taught = taught or _taught(card)
            grade = _grade(view, taught)
            if grade > self.reading_grade:
                yield self.found(view, view.whole, f"this reads like grade {grade:.0f} of school")


def _grade(view: TextView, taught: frozenset[str]) -> float:
    """The grade over all sentences; a name or taught term counts as a word of two syllables."""
    words = view.words
    syllables = sum(2 if taught and stem(word) in taught else _syllables(word) for word in words)
    a_sentence = len(words) / max(1, len(view.sentences))
    return 0.39 * a_sentence + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    if not word.isalpha():
        return 1
    silent = word.endswith("e") and not word.endswith(("le", "ee"))
    silent = silent or (word.endswith("ed") and not word.endswith(("ted", "ded")))
    return max(1, len(_VOWELS.findall(word)) - silent)


def _taught(card: CardView) -> frozenset[str]:
    """Stems that cannot be changed: of the facts taught, of topics and sources, and names."""
    collection = card.deck.collection
    texts = list(collection.topic_titles.values())
    for taught in card.card.teaches:
        entry = collection.curriculum.by_id.get(taught.value) if collection.curriculum else None
        if entry is not None:
            texts += [entry[1].statement.value, *(fact.text.value for fact in entry[1].facts)]
    long = (word for text in texts for word in re.findall(r"\w{7,}", text.lower()))
    names = (name for view in card.texts for name in _NAME.findall(view.shown))
    return frozenset(stem(word.lower()) for word in (*long, *names))
