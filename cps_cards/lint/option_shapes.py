"""Options of a choice card by their shape: what stands for the others, and what joins them."""

import re
from collections.abc import Sequence

from cps_cards.lint.english import stem
from cps_cards.lint.views import ChoiceView, TextView

_REFERS = frozenset(
    "above alternative alternatives answer answers apply below choice choices correct following "
    "given here item items listed mentioned ones option options other others preceding previous "
    "provided response responses right statement statements them these those true".split()
)
"""Words that point at the other options, or judge them."""

_FILLS = _REFERS | frozenset(
    "and applies are as be been can could false have incorrect is may of possible the was were "
    "would wrong".split()
)
_QUANTIFIERS = frozenset("few half many most some".split())

_POINTS_UP = re.compile(
    r"(?:all|any|everything|none|neither|nothing) (?:of )?(?:the |these |those )?(?:[\w'-]+ ){0,3}"
    r"(?:above|below|listed)(?:$| (?:apply|applies|are|can|could|do|does|had|has|have|is|may|might"
    r"|should|was|were|will|would)\b)"
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
_PAIR = re.compile("both(?:.* (?:them|these|those))?")
_ALONE = frozenset(stem(word) for word in ("alone", "only", "just"))
_ROMAN = frozenset("i ii iii iv v vi vii viii".split())
_JOINS = frozenset(
    "all alone and answer answers are both but choice choices correct false first fourth incorrect "
    "is last neither none nor not only option options or right second statement statements the "
    "third true two wrong".split()
)
_BEGINS = (
    _JOINS | _ROMAN | frozenset([*"abcdef123456789", "any", "more", "several", "some", "three"])
)
_NAMES_STATEMENTS = frozenset(
    "answer answers both choice choices only option options statement statements".split()
)
_COUNTS_STATEMENTS = re.compile(
    r"(?:^|[\s(.;:,?])(?:\(?(?:ii|iii)[.):]|\(?2[.):]\s|\(?b[.):]\s|statement 2)", re.IGNORECASE
)
_FORMULA = re.compile(r"[*=^×÷]|\(\w [-+]|[-+] \w\)")
_PART = re.compile(r"[^\W_]+")
_MOST_PARTS = 16


def all_of_the_above(option: TextView, card: ChoiceView) -> bool:
    """Whether an option stands for all others: "all of the above", "all of these" and the like.

    "All" and "all of them" that answer "how many", or stand among shares, are an amount.
    """
    words = option.words
    if words[:1] not in (["all"], ["any"], ["everything"]):
        return _names_all(option, card)
    if words[0] == "all" and _AN_AMOUNT.issuperset(words):
        if asks_amount(card) or any(_SHARE.search(other.shown) for other in card.options):
            return False
        if len(words) == 1:
            return all(_QUANTIFIERS.isdisjoint(other.words[:1]) for other in card.options)
    return _points_at_others(words)


def none_of_the_above(option: TextView, card: ChoiceView) -> bool:
    """Whether an option stands for none of the others, or for giving up on an answer.

    A bare "none" that answers "how many" is an amount, unless all others are in digits: among
    these, zero would be 0. "Neither" is the fact itself where it is the answer to a question about
    two by name ("Ana or Bo").
    """
    words = option.words
    if words in (["none"], ["neither"]):
        if words == ["neither"] and option is card.answer and _names_two(card):
            return False
        others = [other.shown.strip() for other in card.options if other is not option]
        return not asks_amount(card) or all(map(_DIGITS.fullmatch, others))
    if words[:1] in (["none"], ["neither"], ["nothing"]):
        return _points_at_others(words)
    return _UNDECIDED.fullmatch(" ".join(words)) is not None


def _points_at_others(words: Sequence[str]) -> bool:
    """Whether an option that begins with "all" or "none" goes on to point at the others."""
    rest = words[1:]
    if len(rest) <= 8 and _FILLS.issuperset(rest) and not _REFERS.isdisjoint(rest):
        return True
    return _POINTS_UP.match(" ".join(words)) is not None


def _names_all(option: TextView, card: ChoiceView) -> bool:
    """Whether an option, and no other, names every other option ("A, B and C"), or every statement
    of the question ("I, II and III")."""
    words = _named(option)
    if len(words) < 3 or not joins_others(option, card):
        return False
    if any(set(_named(other)) == set(words) for other in card.options if other is not option):
        return False  # they are brought into an order, or judged one by one
    statements = {m.lower() for m in _STATEMENT.findall(card.question.shown)}
    return words == [*"abcdef"[: len(card.options) - 1]] or set(words) == statements


def _named(option: TextView) -> list[str]:
    return [word for word in option.words if word not in _JOINS]


def stands_for_others(option: TextView, card: ChoiceView) -> bool:
    """Whether an option says nothing of its own: all, or none, of the others."""
    return all_of_the_above(option, card) or none_of_the_above(option, card)


def is_amount(option: TextView) -> bool:
    """Whether an option is nothing but "all of them", "none", "no one": how many, and no claim."""
    return bool(option.words) and _ALL_OR_NONE.issuperset(option.words)


def asks_amount(card: ChoiceView) -> bool:
    """Whether a question asks how many, how often, how likely, or which share."""
    return _AMOUNT.search(card.question.shown) is not None


def _names_two(card: ChoiceView) -> bool:
    """Whether a question asks about two ("X or Y") that are among the options."""
    asked = set(card.question.stems)
    named = [{stem for stem in option.stems if stem not in _ALONE} for option in card.options]
    two = sum(bool(stems) and stems <= asked for stems in named) == 2
    return two and _OR.search(card.question.shown) is not None


def joins_others(option: TextView, card: ChoiceView) -> bool:
    """Whether an option is made of others: "both", "A and C", "I and II only", "true, false"."""
    if _BEGINS.isdisjoint(option.words[:1]):
        return False
    text = " ".join(option.words)
    if _BOTH.fullmatch(text):
        return not (_PAIR.fullmatch(text) and _names_two(card))
    parts = _PART.findall(option.shown)
    words = [part.lower() for part in parts]
    labels = {part for part in parts if part.lower() not in _JOINS}
    if len(words) > _MOST_PARTS or _FORMULA.search(option.shown):
        return False
    if not labels:
        verdicts = sum(word in ("true", "false") for word in words)
        return verdicts >= 2 and verdicts == sum(word != "and" for word in words)
    counted = _COUNTS_STATEMENTS.search(card.question.shown) is not None
    last = "abcdef"[max(len(card.options), 4) - 1]
    kinds = {_kind(label, last, counted) for label in labels}
    if kinds == {"digit"}:
        named = counted or not _NAMES_STATEMENTS.isdisjoint(words) or _all_join_numbers(card)
    else:
        named = kinds in ({"roman"}, {"letter"})
    several = len({label.lower() for label in labels}) > 1
    return named and (several or "only" in words or "alone" in words)


def _kind(label: str, last_letter: str, counted: bool) -> str:
    """What names an option, or a statement: a letter, a number; nothing else does."""
    lower = label.lower()
    if lower in _ROMAN and (label.isupper() or counted):
        return "roman"
    if len(label) > 1:
        return ""
    if "a" <= lower <= last_letter:
        return "letter"
    return "digit" if label.isdigit() else ""


def _all_join_numbers(card: ChoiceView) -> bool:
    """Whether all options are made of the numbers 1, 2, 3 …, now two of them and now three.

    Pairs alone could be what a sum comes to.
    """
    named = [{word for word in option.words if word not in _JOINS} for option in card.options]
    numbers = "".join(sorted(set().union(*named)))
    sizes = [len(one) for one in named]
    return (
        all(named)
        and "123456789".startswith(numbers)
        and len(set(sizes)) > 1
        and sum(size > 1 for size in sizes) > 1
        and any("and" in option.words for option in card.options)
        and not asks_amount(card)
    )


def bare(option: TextView) -> str:
    """An option in lower case without marks at its ends: what tells it from the others."""
    return " ".join(option.shown.lower().split()).strip(" .,;:!?\"'“”‘’()")


def length(option: TextView) -> int:
    """How long an option looks: its characters without the full stop and the space at its ends."""
    return len(option.shown.strip().rstrip("."))
