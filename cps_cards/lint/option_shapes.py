"""Options of a choice card by their shape: what stands for the others, and what joins them."""

import re
from collections.abc import Sequence

from cps_cards.lint.card_view import CardView
from cps_cards.lint.english import stem
from cps_cards.lint.text_view import TextView

_REFERS = frozenset(
    "above alternative alternatives answer answers below choice choices following given here item "
    "items listed mentioned ones option options other others preceding previous provided response "
    "responses statement statements them these those".split()
)
"""Words that point at the other options."""

_FILLS = _REFERS | frozenset(
    "and applies apply are as be been can correct could false have incorrect is may of possible "
    "right the true was were would wrong".split()
)
_CORRECT = frozenset({"apply", "correct", "right", "true"})
_QUANTIFIERS = frozenset("few half many most some".split())

_POINTS_UP = re.compile(
    r"(?:all|any|everything|none|neither|nothing) (?:of )?(?:the |these |those )?(?:[\w'-]+ ){0,3}"
    r"(?:above|below|listed)(?:$| (?:apply|applies|are|can|could|do|does|had|has|have|is|may|might"
    r"|should|was|were|will|would)\b)"
)
_UNDECIDED_FIRST = frozenset(
    "can't cannot impossible inadequate insufficient it more no not that the there there's this "
    "too we".split()
)
_UNDECIDED = re.compile(
    r"(?:there is |there's |we have |the )?(?:not enough|insufficient|inadequate|too little) "
    r"(?:info|information|data|evidence)(?: (?:is |are )?(?:to|given|provided|available|for)\b.*)?"
    r"|(?:(?:it|this|that|the [\w' -]+?) )?(?:cannot|can't|can not|could not) be "
    r"(?:determined|known|told|decided|said|inferred)(?: (?:from|with|without|on|using|by)\b.*)?"
    r"|(?:(?:it|this) is )?impossible to (?:tell|say|know|determine)(?: (?:from|with|without)\b.*)?"
    r"|more (?:information|data) (?:is |are )?(?:needed|required|necessary)"
    r"|(?:cannot|can't) (?:say|tell|be said)"
    r"|(?:there is )?no (?:(?:correct|right|true) )?(?:answer|option|choice)s?"
    r"(?: (?:(?:is|are) )?(?:correct|right|true|given|provided|listed|offered))?"
)
_AMOUNT = re.compile(
    r"\bhow (?:many|much|often|long|likely)\b|\bnumber of\b"
    r"|\b(?:which|what) (?:share|part|portion|percentage|proportion|fraction)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:hal(?:f|ves)|quarters?|thirds?|fifths?|tenths?|percent)\b|%", re.IGNORECASE
)
_DIGITS = re.compile(r"[\d.,]+")
_STATEMENT = re.compile(r"(?:^|[\s(.;:])\(?(viii|vii|vi|iv|v|iii|ii|i)[.):]", re.IGNORECASE)
_AN_AMOUNT = frozenset("all of the them these those".split())
_ALL_OR_NONE = _AN_AMOUNT | frozenset("everybody everyone no nobody none one".split())
_OR = re.compile(r"\bor\b", re.IGNORECASE)

_BOTH = re.compile(
    r"both(?: (?:of )?(?:the )?(?:these|those|them|above|following|first|last|others?|answers?"
    r"|options?|choices?|statements?)\b.{0,30}| are \w+)?"
    r"|(?:any )?(?:two|three|more than one|some|several) of (?:the )?(?:these|those|them|above"
    r"|following|options|answers|choices|statements)\b.{0,20}"
)
_ALONE = frozenset(stem(word) for word in ("alone", "only", "just"))
_ROMAN = frozenset("i ii iii iv v vi vii viii".split())
_JOINS = frozenset(
    "all alone and answer answers are both but choice choices correct false first fourth incorrect "
    "is last neither none nor not only option options or right second statement statements the "
    "third true two wrong".split()
)
_NAMES_STATEMENTS = frozenset(
    "answer answers both choice choices only option options statement statements".split()
)
_COUNTS_STATEMENTS = re.compile(
    r"(?:^|[\s(.;:,?])(?:\(?(?:ii|iii)[.):]|\(?2[.):]\s|\(?b[.):]\s|statement 2)", re.IGNORECASE
)
_FORMULA = re.compile(r"[*=^×÷]|\(\w [-+]|[-+] \w\)")
_JOINS_FIRST = frozenset("any both either more several some three two".split())
_PART = re.compile(r"[^\W_]+")
_MOST_PARTS = 16


def all_of_the_above(option: TextView, card: CardView) -> bool:
    """Whether an option stands for all others: "all of the above", "all of these" and the like.

    "All" and "all of them" that answer "how many", or stand among shares, are an amount.
    """
    words = option.words
    if not words:
        return False
    if words[0] not in ("all", "any", "everything"):
        return names_all(option, card)
    if words[0] == "all" and _AN_AMOUNT.issuperset(words):
        if asks_amount(card) or any(_SHARE.search(other.shown) for other in card.options):
            return False
        if len(words) == 1:
            return not any(o.words and o.words[0] in _QUANTIFIERS for o in card.options)
    if len(words) == 1:
        return False
    if words[0] == "all" and len(words) <= 3 and words[-1] in _CORRECT and words[1] in _FILLS:
        return True
    return _points_at_others(words)


def none_of_the_above(option: TextView, card: CardView) -> bool:
    """Whether an option stands for none of the others, or for giving up on an answer.

    A bare "none" that answers "how many" is an amount; "neither" is the fact itself where it is
    the answer to a question about two by name ("Ana or Bo").
    """
    words = option.words
    if not words:
        return False
    if words[0] in ("none", "neither", "nothing"):
        if len(words) == 1:
            if words[0] == "neither" and option is card.answer and _names_two(card):
                return False
            return words[0] != "nothing" and (
                not asks_amount(card) or _is_among_digits(option, card)
            )
        return _points_at_others(words)
    return words[0] in _UNDECIDED_FIRST and _UNDECIDED.fullmatch(" ".join(words)) is not None


def _is_among_digits(option: TextView, card: CardView) -> bool:
    """Whether all other options are numbers in digits: among these, zero would be 0."""
    others = [o.shown.strip() for o in card.options if o is not option]
    return len(others) > 1 and all(_DIGITS.fullmatch(other) for other in others)


def names_all(option: TextView, card: CardView) -> bool:
    """Whether an option, and no other, names every other option ("A, B and C"), or every statement
    of the question ("I, II and III")."""
    words = _named(option)
    if len(words) < 3 or not joins_others(option, card):
        return False
    if any(set(_named(other)) == set(words) for other in card.options if other is not option):
        return False  # they are brought into an order, or judged one by one
    if words == [*"abcdef"[: len(card.options) - 1]]:
        return True
    if card.question is None or set(words) - _ROMAN:
        return False
    return {m.lower() for m in _STATEMENT.findall(card.question.shown)} == set(words)


def _named(option: TextView) -> list[str]:
    return [word for word in option.words if word not in _JOINS]


def stands_for_others(option: TextView, card: CardView) -> bool:
    """Whether an option says nothing of its own: all, or none, of the others."""
    return all_of_the_above(option, card) or none_of_the_above(option, card)


def is_amount(option: TextView) -> bool:
    """Whether an option is nothing but "all of them", "none", "no one": how many, and no claim."""
    return bool(option.words) and _ALL_OR_NONE.issuperset(option.words)


def asks_amount(card: CardView) -> bool:
    """Whether a question asks how many, how often, how likely, or which share."""
    return card.question is not None and _AMOUNT.search(card.question.shown) is not None


def _names_two(card: CardView) -> bool:
    """Whether a question asks about two ("X or Y") that are among the options."""
    if card.question is None or _OR.search(card.question.shown) is None:
        return False
    in_question = set(card.question.stems)
    named = [
        option
        for option in card.options
        if (stems := [s for s in option.stems if s not in _ALONE]) and in_question.issuperset(stems)
    ]
    return len(named) == 2


def _points_at_others(words: Sequence[str]) -> bool:
    """Whether an option that begins with "all" or "none" goes on to point at the others."""
    rest = words[1:]
    if len(rest) <= 8 and _FILLS.issuperset(rest) and not _REFERS.isdisjoint(rest):
        return True
    return _POINTS_UP.match(" ".join(words)) is not None


def joins_others(option: TextView, card: CardView) -> bool:
    """Whether an option is made of others: "both", "A and C", "I and II only", "true, false"."""
    words = option.words
    if not words or len(words) > _MOST_PARTS:
        return False
    if words[0] in _JOINS_FIRST and _BOTH.fullmatch(" ".join(words)) is not None:
        pair = words[0] == "both" and words[-1] in ("both", "them", "these", "those")
        return not (pair and _names_two(card))
    if not all(len(word) == 1 or word in _JOINS or word in _ROMAN for word in words):
        return False
    if _FORMULA.search(option.shown):
        return False
    parts = _PART.findall(option.shown)
    lower = [part.lower() for part in parts]
    question = card.question.shown if card.question is not None else ""
    counted = _COUNTS_STATEMENTS.search(question) is not None
    last_letter = "abcdef"[max(len(card.options), 4) - 1]
    named: dict[str, set[str]] = {}
    for part, word in zip(parts, lower, strict=True):
        if word in _ROMAN and (part.isupper() or counted):
            named.setdefault("roman", set()).add(word)
        elif len(word) == 1 and ("a" <= word <= last_letter or word.isdigit()):
            named.setdefault("digit" if word.isdigit() else "letter", set()).add(word)
        elif word not in _JOINS:
            return False
    if not named:
        verdicts = [word for word in lower if word in ("true", "false")]
        return len(verdicts) >= 2 and len(verdicts) == sum(word != "and" for word in lower)
    numbers_name = counted or not _NAMES_STATEMENTS.isdisjoint(lower)
    if len(named) > 1 or ("digit" in named and not numbers_name and not _all_join_numbers(card)):
        return False
    (found,) = named.values()
    return len(found) >= 2 or "only" in lower or "alone" in lower


def _all_join_numbers(card: CardView) -> bool:
    """Whether all options are made of the numbers 1, 2, 3 …, now two of them and now three.

    Pairs alone could be what a sum comes to.
    """
    joined = [
        frozenset(word for word in option.words if len(word) == 1 and word.isdigit())
        for option in card.options
    ]
    if asks_amount(card) or not all(
        digits and (digits | _JOINS).issuperset(option.words)
        for digits, option in zip(joined, card.options, strict=True)
    ):
        return False
    numbers = sorted(frozenset().union(*joined))
    sizes = [len(digits) for digits in joined]
    return (
        numbers == [str(number) for number in range(1, len(numbers) + 1)]
        and sum(size > 1 for size in sizes) > 1
        and len(set(sizes)) > 1
        and any("and" in option.words for option in card.options)
    )


def bare(option: TextView) -> str:
    """An option in lower case without marks at its ends: what tells it from the others."""
    return " ".join(option.shown.lower().split()).strip(" .,;:!?\"'“”‘’()")


def length(option: TextView) -> int:
    """How long an option looks: its characters without the full stop and the space at its ends."""
    return len(option.shown.strip().rstrip("."))
