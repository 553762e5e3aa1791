"""Spell a short form out once: many learners have not met it before.

Write the long form first and the short one in brackets ("Department of Mental Health (DMH)"), or
put it into `acronyms` of the deck's `language.yaml` where every learner of the deck knows it; what
the linter knows besides stays as it is.
"""

import re

from cps_cards.lint.english import NEGATIONS, ORDINARY, STOP_WORDS, stem
from cps_cards.lint.question_shapes import asks_for_letters
from cps_cards.lint.rule import CardRule, Findings
from cps_cards.lint.views import CardView, TextView
from cps_cards.lint.wording import wording_of

_ACRONYM = re.compile(
    r"(?<![\w.@#&/-])(?P<name>[A-Z]{2,}[A-Z0-9]*|(?:[A-Z]\.){2,})(?:s|es)?(?![\w@])"
)
KNOWN = frozenset(
    "SI ISO US USA UK EU UN TV DVD CD PC ID OK AM PM AD BC CE BCE PDF FAQ CEO DNA RNA HIV AIDS "
    "NASA FBI CIA GPS IQ OCD ER PO VIP ATM SMS URL WWW HTML CSS USB DJ MD PhD PIN ZIP RSVP ASAP "
    "DIY ADHD PTSD LGBTQ LGBT BBC CNN NATO UFO SUV AC DC NBA NFL MLB NHL MTV UV MRI COVID FDA IRS "
    "EMS EMT QR AI IT HR NY NYC LA DC MA EST EDT CST CDT MST MDT PST PDT GMT UTC CT NH RI VT ME CA "
    "TX FL ABC NBC CBS ESPN WWI WWII".split()
)
_EXPLAINED = re.compile(r"\s*\([a-z]+[ -][a-z]+[^)]*\)")
_ORDINARY = frozenset(stem(word) for word in (STOP_WORDS | NEGATIONS | ORDINARY) - {"who"})
_BODY_BEHIND = re.compile(r"(?:\b(?:the|by|of|from|with)\s+|\()$", re.IGNORECASE)
"""What stands before a WHO that is an organization and no question word."""
_SMALL = frozenset("of and the for to in on a".split())
_ROMAN = re.compile(r"[IVXLCDM]+$")


class UnexplainedAcronym(CardRule):
    code = "TXT004"
    yields_to = ("placeholder-text", "stigmatising-term", "not-person-first", "status-label")
    good = (
        "front: What does the Department of Mental Health (DMH) run?\nback: Services, says DMH.",
        "front: What should a CPS NOT do, whatever the CPS is told?\nback: Diagnose.\n"
        "why: A Certified Peer Specialist (CPS) supports.",
        "front: What does the M of S.M.A.R.T. stand for?\nback: Measurable.",
        "front: Who wrote part II?\nback: The U.S. government.",
        "front: What comes FIRST for YOU and the PERSON?\nback: To ASK, at 8 PM EST TOO.",
    )
    bad = (
        "front: What does «DPPC» run?\nback: A hotline.",
        "front: WHO may ask?\nback: Anyone, says the «WHO».",
        "front: Who takes the call?\nback: The «D.P.P.C.» office, and DPPC staff.",
    )

    def check(self, card: CardView) -> Findings:
        if card.question is not None and asks_for_letters(card.question):
            return  # what the letters stand for is what is to be recalled
        told: set[str] = set()
        for view in card.texts:
            for match in () if view.shown.isupper() else _ACRONYM.finditer(view.shown):
                name, letters = match["name"], match["name"].replace(".", "")
                if letters in told or _is_known(card, name, letters):
                    continue
                if letters == "WHO" and not _BODY_BEHIND.search(view.shown, 0, match.start()):
                    continue
                if _EXPLAINED.match(view.shown, match.end()) or _is_shouted(view, *match.span()):
                    continue
                told.add(letters)
                message = f'"{match[0]}" is not spelled out on the card'
                help = f"write the long form first and ({name}) behind it, or add {name} to "
                help += "`acronyms` in language.yaml"
                yield self.found(view, match.span(), message, help=help)


def _is_known(card: CardView, name: str, letters: str) -> bool:
    acronyms = card.deck.once(wording_of).acronyms
    if letters in KNOWN or _ROMAN.fullmatch(letters):
        return True
    if any(letters == known.replace(".", "") for known in acronyms):
        return True
    if letters.isalpha() and name == letters and _is_word(card, letters.lower()):
        return True
    return any(_spells(view, letters) for view in card.texts)


def _is_word(card: CardView, lower: str) -> bool:
    """Whether it is a word in capitals. In short ones, a deck's own words prove little."""
    return stem(lower) in _ORDINARY or (len(lower) > 3 and lower in card.deck.lower_words)


def _is_shouted(view: TextView, start: int, end: int) -> bool:
    """Whether somebody says it loudly, with other words beside it."""
    around = view.shown[max(0, start - 12) : end + 12].split()
    loud = sum(word.isupper() and len(word) > 1 for word in around)
    return loud > 1 and view.in_quotation(start, end)


def _spells(view: TextView, letters: str) -> bool:
    """Whether words in a row begin with the letters, small words left out or counted."""
    initials = "".join(
        token.word[0] if token.word not in _SMALL else token.word[0].upper()
        for token in view.tokens
        if token.word.upper() != letters and (len(token.word) > 1 or token.word == "a")
    )
    spelled = "[A-Z]*?".join(f"[{one}{one.lower()}]" for one in letters)
    return re.search(spelled, initials) is not None
