"""Mend a misspelled word: it makes learners doubt the rest of the card.

The rule knows common misspellings and nothing else, so that names, dialects and terms of the field
are safe. What it finds, it can mend.
"""

from importlib import resources
from itertools import zip_longest

from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import QUOTED_TERM_WORDS, CardView

_LIST = resources.files("cps_cards.lint") / "misspellings.txt"
_ES = ("s", "x", "z", "ch", "sh")


def _forms() -> dict[str, str]:
    """Misspelt words and what was meant, in the plural of the right word, too; no wrong form is a
    word or a name of its own."""
    listed = dict(line.split(" ", 1) for line in _LIST.read_text(encoding="utf-8").splitlines())
    plurals: dict[str, str] = {}
    for wrong, right in listed.items():
        if " " in right or "'" in right or right.endswith(_ES):
            continue
        if right.endswith("y") and right[-2] not in "aeiou":
            if wrong.endswith("y"):
                plurals[f"{wrong[:-1]}ies"] = f"{right[:-1]}ies"
        elif not wrong.endswith(_ES):
            plurals[f"{wrong}s"] = f"{right}s"
    return plurals | listed


FORMS = _forms()
TWO_WORDS = {(modal, "of"): f"{modal} have" for modal in ("should", "could", "would", "must")}


class Spelling(CardRule):
    code = "TXT002"
    fix = "safe"
    good = (
        "front: Who receives support?\nback: Whoever asks for it.",
        'front: What is wrong with "recieve"?\nback: Its letters i and e stand in the wrong order.',
        "front: What does `definately` print?\nback: An error.",
    )
    bad = (
        "front: Who ‹«recieves»→receives› support?",
        "front: Whose is the ‹«goverment»→government›'s money, and ‹«freinds»→friends›' time?",
        "front: Who decides?\nback: ‹«Definately»→Definitely› the person.",
        "front: Who decides?\nback: >-\n  The person, who ‹«should of»→should have›\n  been asked.",
    )

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            words = {word.removesuffix("'s") for word in view.word_set}
            if FORMS.keys().isdisjoint(words) and not any(map(words.issuperset, TWO_WORDS)):
                continue
            for token, after in zip_longest(view.tokens, view.tokens[1:]):
                word = token.word.removesuffix("'s")  # what makes it a possessive stays
                start, end, right = token.start, token.start + len(word), FORMS.get(word)
                if right is None and after and not view.shown[token.end : after.start].strip():
                    end, right = after.end, TWO_WORDS.get((token.word, after.word))
                written = view.shown[start:end]
                if right is None or _is_name(view.shown, start, written):
                    continue
                if not view.in_quotation(start, end, QUOTED_TERM_WORDS):
                    better = _like(written, right)
                    message = f"{view.quoted(start, end)} is misspelled"
                    help = f'write "{better}"'
                    yield self.found(view, (start, end), message, help=help, replace=better)


def _is_name(shown: str, start: int, written: str) -> bool:
    """A capital inside a sentence marks a name."""
    before = shown[:start].rstrip("\"“'‘( \n")[-1:]
    inside = before != "" and before not in ".!?:"
    return inside and written[:1].isupper() and not written.isupper()


def _like(written: str, right: str) -> str:
    if written.isupper() and len(written) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if written[:1].isupper() else right
