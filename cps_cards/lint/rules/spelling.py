"""Mend a misspelled word: it makes learners doubt the rest of the card.

The rule knows common misspellings and nothing else, so that names, dialects and terms of the field
are safe. What it finds, it can mend.
"""

from __future__ import annotations

from cps_cards.lint.card_view import CardView
from cps_cards.lint.misspellings import FORMS, TWO_WORDS
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.text_view import QUOTED_TERM_WORDS


class Spelling(CardRule):
    code = "TXT002"
    name = "spelling"
    fix = "safe"
    good = (
        "front: Who receives support?\nback: Whoever asks for it.",
        'front: What is wrong with "recieve"?\nback: Its letters i and e stand in the wrong order.',
        "front: What does `definately` print?\nback: An error.",
    )
    bad = (
        "front: Who ‹«recieves»→receives› support?",
        "front: Whose is the ‹«goverment»→government›'s money, and ‹«freinds»→friends›' time?",
        "front: Who settles ‹«arguements»→arguments›?",
        "front: Who decides?\nback: ‹«Definately»→Definitely› the person.",
        "front: Who decides?\nback: >-\n  The person, who ‹«should of»→should have›\n  been asked.",
    )

    def check(self, card: CardView) -> Findings:
        for view in card.texts:
            words = view.word_set
            wrong = words & FORMS.keys()
            wrong |= {word for word in words if word.endswith("'s") and word[:-2] in FORMS}
            pairs = [two for two in TWO_WORDS if two[0] in words and two[1] in words]
            if not wrong and not pairs:
                continue
            tokens = view.tokens
            for at, token in enumerate(tokens):
                if token.word in wrong:
                    # What makes it a possessive stays as it is written.
                    word = token.word.removesuffix("'s")
                    start, end = token.start, token.start + len(word)
                    right = FORMS[word]
                elif at + 1 < len(tokens) and (token.word, tokens[at + 1].word) in pairs:
                    start, end = token.start, tokens[at + 1].end
                    right = TWO_WORDS[token.word, tokens[at + 1].word]
                    if view.shown[token.end : tokens[at + 1].start].strip():
                        continue
                else:
                    continue
                written = view.shown[start:end]
                if view.in_quotation(start, end, QUOTED_TERM_WORDS) or _is_name(
                    view.shown, start, written
                ):
                    continue
                right = _like(written, right)
                yield self.found(
                    view,
                    (start, end),
                    f'"{" ".join(written.split())}" is misspelled',
                    help=f'write "{right}"',
                    replace=right,
                )


def _is_name(shown: str, start: int, written: str) -> bool:
    """A capital inside a sentence marks a name."""
    before = shown[:start].rstrip("\"“'‘( \n")
    return (
        written[:1].isupper()
        and bool(before)
        and before[-1] not in ".!?:"
        and not written.isupper()
    )


def _like(written: str, right: str) -> str:
    if written.isupper() and len(written) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if written[:1].isupper() else right
