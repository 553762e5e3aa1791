"""Amounts, dates and times as options give them, so that their order can be told.

Two options can be compared where they differ in one amount alone: "within 24 hours" and "within
three days", "At 16" and "At 18", "Stage II" and "Stage IV".
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from cps_cards.lint.english import NUMBER_WORDS

Order = Literal["up", "down", "neither"]
Amounts = list[tuple[float, float]]


class Quantity(NamedTuple):
    """``shape`` is what stands around the amounts; each amount is a range, often of one point."""

    shape: tuple[str, ...]
    amounts: tuple[tuple[float, float], ...]


def _counted(words: str) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start=1)}


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_DAY = 86400.0
_YEAR = 365.25 * _DAY
_SIZES: dict[str, dict[str, float]] = {
    "time": {
        "ms millisecond": 0.001, "sec second": 1, "min minute": 60, "hr hour": 3600, "day": _DAY,
        "week": 7 * _DAY, "fortnight": 14 * _DAY, "month": _YEAR / 12, "quarter": _YEAR / 4,
        "yr year": _YEAR, "decade": 10 * _YEAR, "century centurie": 100 * _YEAR,
    },
    "length": {
        "nm": 1e-9, "mm millimeter millimetre": 0.001, "cm centimeter centimetre": 0.01,
        "inch inche": 0.0254, "ft foot feet": 0.3048, "yard yd": 0.9144, "m meter metre": 1,
        "km kilometer kilometre": 1000, "mile mi": 1609.34,
    },
    "mass": {
        "mcg µg": 1e-6, "mg milligram": 0.001, "g gram": 1, "kg kilogram": 1000, "oz ounce": 28.35,
        "lb pound": 453.6, "ton": 1e6,
    },
    "volume": {"ml milliliter millilitre": 0.001, "l liter litre": 1, "gallon": 3.785},
    "money": {"dollar": 1, "cent": 0.01},
}  # fmt: skip
_UNITS = {
    name: (dimension, size)
    for dimension, sizes in _SIZES.items()
    for names, size in sizes.items()
    for name in names.split()
}
_ORDINALS = _counted("first second third fourth fifth sixth seventh eighth ninth tenth")
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_ROMAN = _counted("I II III IV V VI VII VIII IX X")
_MONTH_NAMES = _counted(
    "january february march april may june july august september october november december"
)
_MONTHS = {name[:size]: number for size in (3, 4, 9) for name, number in _MONTH_NAMES.items()}
_WEEKDAYS = _counted("monday tuesday wednesday thursday friday saturday sunday")
_AT = {
    "hourly": 3600.0, "daily": _DAY, "weekly": 7 * _DAY, "monthly": _YEAR / 12,
    "quarterly": _YEAR / 4, "yearly": _YEAR, "annually": _YEAR, "immediately": 0.0, "at once": 0.0,
    "right away": 0.0, "straight away": 0.0, "the same day": 0.0,
}  # fmt: skip
_UNNUMBERED = {day: ("weekday", float(number)) for day, number in _WEEKDAYS.items()} | {
    words: ("#time", at) for words, at in _AT.items()
}
"""Whole options that give a time without a number."""

_COUNTING = frozenset(
    {*NUMBER_WORDS, *_ORDINALS, *_MONTHS, *_UNITS, *map(str.lower, _ROMAN), "once", "twice", "noon",
     "midnight"}
)  # fmt: skip
"""An option has a digit or one of these words, if it has an amount."""

_HEDGES = frozenset(
    "about after almost approximately around as at by every exactly in just nearly of on only "
    "roughly the within".split()
)
_MORE = "above exceeding greater later longer more older over".split()
_LESS = "below earlier fewer less shorter sooner under younger".split()
_NOON, _EVENING, _WHOLE_DAY = 720.0, 1020.0, 1440.0
_SUNDAY = 7.0

_NUMBER = r"(?:\d++(?:\.\d++)?|\.\d++)"
_TENS = _any(word for word, number in NUMBER_WORDS.items() if 20 <= number < 100)
_SMALL = _any(word for word, number in NUMBER_WORDS.items() if number < 100)
_SCALE = _any(_SCALES)
_UNIT = rf"{_any(_UNITS)}s?(?![^\W\d_])"
_BOUND = _any([*_MORE, *_LESS])
_ND = "(?:st|nd|rd|th)"
_SIGNS = str.maketrans({
    "’": "'", "−": "-", "–": "-", "—": "-", "%": " percent ", "<": " under ", "≤": " under ",
    ">": " over ", "≥": " over ", "€": " euro ", "£": " pound sterling ",
})  # fmt: skip
_ROMAN_NUMBER = re.compile(rf"(?<![\w'’]){_any(_ROMAN)}(?![\w'’])")
_SIMPLER: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),
        (r"\\[dt]?frac\{(\d+)\}\{(\d+)\}", r"\1/\2"),
        (rf"\b(?:{_TENS}-{_SMALL}|{_SMALL})\b",
         lambda m: str(sum(NUMBER_WORDS[word] for word in m[0].split("-")))),
        (r"\bhalf an?\b", "0.5"),
        (rf"\ban? (?={_UNIT}|{_SCALE}\b)", "1 "),
        (rf"(?<!\d )\b{_any(_ORDINALS)}\b", lambda m: f"{_ORDINALS[m[0]]}th"),
        (r"\bonce\b", "1 times"),
        (r"\btwice\b", "2 times"),
        (r"\bnoon\b", "12:00"),
        (r"\bmidnight\b", "0:00"),
        (r"(?:\b(\d+) )?(?<![\d/])(\d+) ?/ ?([1-9]\d*)(?![\d/])",
         lambda m: f"{float(m[1] or 0) + float(m[2]) / float(m[3]):f}"),
        (rf"(?<![\d.])({_NUMBER}) ({_SCALE})s?\b", lambda m: f"{float(m[1]) * _SCALES[m[2]]:f}"),
        (rf"\bbetween (\$?[-+]?{_NUMBER}) and ", r"\1 to "),
        (r"\b(?:at least|at most|up to)\b", ""),
    )
]  # fmt: skip
"""Ways of writing amounts, and simpler ones to put in their place, one after the other."""

_AMOUNT = re.compile(
    rf"^(?:(?:on|in|by|before|after|the|of) )*(?:(?P<day>\d\d?){_ND}? (?:of )?)?"
    rf"(?P<month>{_any(_MONTHS)})\b\.?(?: (?P<later>\d\d?){_ND}?(?!\d))?"
    r"(?:,? (?:of )?(?P<year>\d{3,4}))?$"
    r"|(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<us>\d\d?/\d\d?/(?:\d{4}|\d\d))(?![\d/])"
    r"|(?P<hour>\d\d?)(?=:\d\d(?!\d)| ?[ap]\.?m\b)(?::(?P<minute>\d\d))?(?: ?(?P<half>[ap])\.?m\b)?"
    rf"|(?P<ordinal>\d+){_ND}\b"
    rf"|(?:\b(?P<than>{_BOUND}) than |\b(?P<side>above|below|over|under) )?"
    rf"(?P<dollar>\$ ?)?(?P<low>(?:(?<![\w.)])[-+])?{_NUMBER})(?:[ -]?(?P<unit>{_UNIT}))?"
    rf"(?: ?(?:-|to|or) ?\$?(?P<high>[-+]?{_NUMBER})(?:[ -]?(?P<last>{_UNIT}))?)?"
    rf"(?: (?:or|and) (?P<behind>{_BOUND})\b|(?P<plus>\+))?"
)
_AROUND = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+)*|[^\s,;~≈\\.()$]")


def _amount(found: re.Match[str]) -> tuple[str, tuple[float, float]]:
    """What kind of amount was found, and the amount in the unit of its kind."""
    kind, at = "date", 0.0
    if found["month"]:
        day = found["day"] or found["later"]
        kind = f"date {bool(found['year'])} {bool(day)}"
        at = _days(found["year"], _MONTHS[found["month"]], day)
    elif found["iso"]:
        at = _days(*found["iso"].split("-"))
    elif found["us"]:
        month, day, year = found["us"].split("/")
        at = _days(year, month, day)
    elif found["hour"]:
        kind, at = "clock", int(found["hour"]) * 60.0 + int(found["minute"] or 0)
        if found["half"]:
            at = at % _NOON + (_NOON if found["half"] == "p" else 0)
    elif found["ordinal"]:
        kind, at = "ordinal", float(found["ordinal"])
    else:
        return _measured(found)
    return kind, (at, at)


def _days(year: str | None, month: str | int, day: str | None) -> float:
    """Days are in order, whatever there are in a month."""
    return int(year or 0) * 372.0 + int(month) * 31.0 + int(day or 0)


def _measured(found: re.Match[str]) -> tuple[str, tuple[float, float]]:
    """A number, or a range of two, with its unit and what makes it a bound."""
    first, last = found["unit"] or found["last"] or "", found["last"] or found["unit"] or ""
    unknown = ("money" if found["dollar"] else "number", 1.0)
    (kind, size), (_, last_size) = (
        _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"), unknown) for unit in (first, last)
    )
    low = float(found["low"]) * size
    high = float(found["high"]) * last_size if found["high"] else low
    bound = found["than"] or found["side"] or found["behind"] or found["plus"]
    if bound:
        low, high = (-float("inf"), high) if bound in _LESS else (low, float("inf"))
    return kind, (low, high)


def order_of(options: Sequence[str]) -> Order | None:
    """Whether the amounts of the options rise, fall or do neither; None where they have none.

    At most one option may be without an amount ("none of the above").
    """
    known = [amount for amount in amounts_of(options) if amount is not None]
    if len(known) < 3:
        return None
    for counted in (known, *_other_starts(options, known)):
        if counted == sorted(counted):
            return "up"
        if counted == sorted(counted, reverse=True):
            return "down"
    return "neither"


def _other_starts(options: Sequence[str], known: Amounts) -> list[Amounts]:
    """Amounts that come round again, from another start: weeks from Sunday, nights."""
    shape = next(one.shape for one in map(quantity_of, options) if one is not None)
    if shape == ("weekday",):
        return [[(low % _SUNDAY, high % _SUNDAY) for low, high in known]]
    if "#clock" in shape and known[0][0] >= _EVENING:
        return [[(low + _WHOLE_DAY * (low < _NOON), high) for low, high in known]]
    return []


def amounts_of(options: Sequence[str]) -> list[tuple[float, float] | None]:
    """The amount in which the options differ, for each; none where they cannot be compared."""
    nothing: list[tuple[float, float] | None] = [None] * len(options)
    given: list[Quantity | None] = []
    known: list[Quantity] = []
    for option in options:
        quantity = quantity_of(option)
        given.append(quantity)
        known += [quantity] if quantity is not None else []
        if len(known) < len(given) - 1 or (known and known[-1].shape != known[0].shape):
            return nothing  # most options give no amounts: it shows on the first two
    columns = [set(column) for column in zip(*(q.amounts for q in known), strict=True)]
    varying = [place for place, column in enumerate(columns) if len(column) > 1]
    if len(varying) != 1:
        return nothing
    return [None if quantity is None else quantity.amounts[varying[0]] for quantity in given]


def quantity_of(text: str) -> Quantity | None:
    """An option's amounts and what stands around them; None where it holds no amount."""
    whole = text.strip().rstrip(".").translate(_SIGNS)
    plain = " ".join(whole.lower().split())
    kind, at = _UNNUMBERED.get(plain.removeprefix("on ").removesuffix("s"), ("", 0.0))
    if kind:
        return Quantity((kind,), ((at, at),))
    if not any(map(str.isdigit, plain)) and _COUNTING.isdisjoint(re.findall("[a-zµ]+", plain)):
        return None
    plain = _ROMAN_NUMBER.sub(lambda found: f"{_ROMAN[found[0]]}th", whole)
    plain = " ".join(plain.lower().split())
    for pattern, instead in _SIMPLER:
        plain = pattern.sub(instead, plain)
    shape: list[str] = []
    amounts: list[tuple[float, float]] = []
    end = 0
    for found in _AMOUNT.finditer(plain):
        kind, amount = _amount(found)
        amounts.append(amount)
        shape += [*_around(plain[end : found.start()]), f"#{kind}"]
        end = found.end()
    return Quantity((*shape, *_around(plain[end:])), tuple(amounts)) if amounts else None


def _around(text: str) -> list[str]:
    """The words that have to be the same in options whose amounts are compared."""
    words = [word for word in _AROUND.findall(text) if word not in _HEDGES]
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words]
