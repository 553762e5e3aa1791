"""Amounts, dates and times as options give them, so that their order can be told.

Two options can be compared where they differ in one amount alone: "within 24 hours" and "within
three days", "At 16" and "At 18", "Stage II" and "Stage IV".
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from cps_cards.lint.english import NUMBER_WORDS

Order = Literal["up", "down", "neither"]
Amounts = list[tuple[float, float]]


class Quantity(NamedTuple):
    """``shape`` is what stands around the amounts; each amount is a range, often of one point."""

    shape: tuple[str, ...]
    amounts: tuple[tuple[float, float], ...]


class _Piece(NamedTuple):
    kind: str  # number, clock, date, word, mark
    word: str
    value: float
    start: int
    end: int


def _units(**dimensions: dict[str, float]) -> dict[str, tuple[str, float]]:
    return {
        name: (dimension, factor)
        for dimension, names in dimensions.items()
        for key, factor in names.items()
        for name in key.split()
    }


def _counted(words: str) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start=1)}


_DAY = 86400.0
_YEAR = 365.25 * _DAY
_UNITS = _units(
    time={
        "ms millisecond": 0.001, "sec second": 1, "min minute": 60, "hr hour": 3600, "day": _DAY,
        "week": 7 * _DAY, "fortnight": 14 * _DAY, "month": _YEAR / 12, "quarter": _YEAR / 4,
        "yr year": _YEAR, "decade": 10 * _YEAR, "century centurie": 100 * _YEAR,
    },
    length={
        "nm": 1e-9, "mm millimeter millimetre": 0.001, "cm centimeter centimetre": 0.01,
        "inch inche": 0.0254, "ft foot feet": 0.3048, "yard yd": 0.9144, "m meter metre": 1,
        "km kilometer kilometre": 1000, "mile mi": 1609.34,
    },
    mass={
        "mcg µg": 1e-6, "mg milligram": 0.001, "g gram": 1, "kg kilogram": 1000, "oz ounce": 28.35,
        "lb pound": 453.6, "ton": 1e6,
    },
    volume={"ml milliliter millilitre": 0.001, "l liter litre": 1, "gallon": 3.785},
    money={"dollar": 1, "cent": 0.01},
)  # fmt: skip
_SHORT_UNITS = frozenset("g l m".split())
_ORDINALS = _counted("first second third fourth fifth sixth seventh eighth ninth tenth")
_TENS = {word: 10 * number for word, number in _counted(
    "ten twenty thirty forty fifty sixty seventy eighty ninety").items() if number > 1}  # fmt: skip
_SCALES = {"dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_ROMAN = _counted("I II III IV V VI VII VIII IX X")
_MONTH_NAMES = _counted(
    "january february march april may june july august september october november december"
)
_MONTHS = {name[:size]: number for size in (3, 4, 9) for name, number in _MONTH_NAMES.items()}
_WEEKDAYS = _counted("monday tuesday wednesday thursday friday saturday sunday")
_RATES = {
    "hourly": 3600.0, "daily": _DAY, "weekly": 7 * _DAY, "monthly": _YEAR / 12,
    "quarterly": _YEAR / 4, "yearly": _YEAR, "annually": _YEAR,
}  # fmt: skip
_INFINITE = float("inf")
_SCAN = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?!\d)"
    r"|(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<us_month>\d{1,2})/(?P<us_day>\d{1,2})/(?P<us_year>\d{4}|\d\d)(?![\d/])"
    r"|(?P<over>\d+)\s?/\s?(?P<under>[1-9]\d*)(?![\d/])"
    r"|\\[dt]?frac\{(?P<above>\d+)\}\{(?P<below>[1-9]\d*)\}"
    r"|(?P<dollar>\$\s*)?(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
    r"(?P<ordinal>(?:st|nd|rd|th)\b)?"
    r"|(?P<word>[^\W\d_]+(?:['.][^\W\d_]+)*)"
    r"|(?P<mark>\S)"
)
_MARKS = {"%": "percent", "<": "under", "≤": "under", ">": "over", "≥": "over", "−": "-", "–": "-",
          "—": "-", "€": "euro", "£": "pound sterling"}  # fmt: skip
_SKIPPED_MARKS = frozenset(",;~≈\\.()$")
_AT_ONCE = frozenset({"immediately", "at once", "right away", "straight away", "the same day"})
_HEDGES = frozenset(
    "about after almost approximately around as at by every exactly in just nearly of on only "
    "roughly the within".split()
)
_MORE = frozenset("above exceeding greater later longer more older over".split())
_LESS = frozenset("below earlier fewer less shorter sooner under younger".split())
_NOON, _EVENING, _WHOLE_DAY = 720.0, 1020.0, 1440.0
_SUNDAY = 7.0
_CLOCK = {"noon": _NOON, "midnight": 0.0}
_TIMES = {"once": 1.0, "twice": 2.0}
_COUNTING_WORDS = frozenset(
    {*NUMBER_WORDS, *_TENS, *_ORDINALS, *_MONTHS, *_WEEKDAYS, *_RATES, *_CLOCK, *_TIMES, "a", "an",
     "half", "immediately"}
)  # fmt: skip
_YEAR_DAYS, _MONTH_DAYS = 372.0, 31.0  # days are in order, whatever there are in a month
_BOUNDS = frozenset("above below over under".split())
_LOOSE_BOUNDS = frozenset({("at", "least"), ("at", "most"), ("up", "to")})
_DATE_FILLS = frozenset("the of in on by - before after".split())


def order_of(options: Sequence[str]) -> Order | None:
    """Whether the amounts of the options rise, fall or do neither; None where they have none.

    At most one option may be without an amount ("none of the above").
    """
    if sum(any(c.isdigit() for c in option) for option in options) < 3 and not any(
        word.strip(".,").lower() in _COUNTING_WORDS or word in _ROMAN
        for option in options
        for word in option.split()
    ):
        return None
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
    whole = text.strip().rstrip(".").strip()
    plain = whole.lower().replace("’", "'")
    day = _WEEKDAYS.get(plain.removeprefix("on ").removesuffix("s"))
    if day is not None or plain in _AT_ONCE or plain in _RATES:
        at = _RATES.get(plain, 0.0) if day is None else float(day)
        return Quantity(("#time" if day is None else "weekday",), ((at, at),))
    pieces = _joined_numbers(_scan(whole, plain))
    return _date(pieces) or _Reader(pieces).read()


def _scan(whole: str, plain: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for match in _SCAN.finditer(plain):
        start, end = match.span()
        kind, word, value = "word", match["word"] or "", 0.0
        if match["number"]:
            kind = "money" if match["dollar"] else "number"
            kind = "ordinal" if match["ordinal"] else kind
            value = float(match["number"].replace(",", ""))
        elif match["over"] or match["above"]:
            kind = "fraction"
            value = int(match["over"] or match["above"]) / int(match["under"] or match["below"])
        elif match["hour"]:
            kind, value = "clock", int(match["hour"]) * 60.0 + int(match["minute"])
        elif match["year"] or match["us_year"]:
            kind = "date"
            value = int(match["year"] or match["us_year"]) * _YEAR_DAYS + (
                int(match["month"] or match["us_month"]) * _MONTH_DAYS
                + int(match["day"] or match["us_day"])
            )
        elif word and len(whole) == len(plain) and whole[start:end] in _ROMAN:
            kind, word, value = "roman", "", float(_ROMAN[whole[start:end]])
        elif match["mark"]:
            word = _MARKS.get(match["mark"], match["mark"])
            kind = "word" if match["mark"] in _MARKS and word != "-" else "mark"
        if word not in _SKIPPED_MARKS:
            pieces.append(_Piece(kind, word.rstrip(".") or word, value, start, end))
    return pieces


def _joined_numbers(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces with number words, signs, scales and mixed fractions made into numbers."""
    out: list[_Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        last = out[-1] if out else None
        made: _Piece | None = None
        used = 1
        if piece.word in _TIMES:
            out.append(piece._replace(kind="number", word="", value=_TIMES[piece.word]))
            made = piece._replace(word="times")
        elif piece.kind == "word":
            made, used = _number_word(pieces, at, last)
            if made is None and piece.word in _SCALES and last and last.kind == "number":
                out.pop()
                made = last._replace(value=last.value * _SCALES[piece.word], end=piece.end)
        elif piece.word in ("-", "+") and after is not None and _is_sign(piece, after, last):
            sign = -1 if piece.word == "-" else 1
            made, used = after._replace(value=sign * after.value, start=piece.start), 2
        elif piece.kind == "fraction":
            made = piece._replace(kind="number")
            if last is not None and last.kind == "number" and last.value.is_integer():
                out.pop()
                made = made._replace(value=last.value + piece.value, start=last.start)
        out.append(made if made is not None else piece)
        at += used
    return out


def _number_word(pieces: list[_Piece], at: int, last: _Piece | None) -> tuple[_Piece | None, int]:
    """The amount that a word stands for, if it does, and how many pieces are used up by it."""
    piece = pieces[at]
    word = piece.word
    rest = [following.word for following in pieces[at + 1 : at + 3]]
    kind, value, used = "number", 0.0, 1
    if word in _TENS and len(rest) == 2 and rest[0] == "-" and rest[1] in NUMBER_WORDS:
        value, used = _TENS[word] + NUMBER_WORDS[rest[1]], 3
    elif word in _TENS or word in NUMBER_WORDS:
        value = _TENS.get(word) or NUMBER_WORDS[word]
    elif word in _ORDINALS and not (
        word == "second" and last is not None and last.kind == "number"
    ):
        kind, value = "ordinal", _ORDINALS[word]
    elif word in _CLOCK:
        kind, value = "clock", _CLOCK[word]
    elif word == "half" and rest[:1] and rest[0] in ("a", "an"):
        value, used = 0.5, 2
    elif word in ("a", "an") and rest[:1] and _unit_of(rest[0]) is not None:
        value = 1.0
    else:
        return None, 1
    return _Piece(kind, "", float(value), piece.start, pieces[at + used - 1].end), used


def _is_sign(piece: _Piece, after: _Piece, last: _Piece | None) -> bool:
    if after.kind not in ("number", "fraction") or after.start != piece.end:
        return False
    return last is None or (last.end < piece.start and last.kind != "number") or last.word == "="


def _date(pieces: list[_Piece]) -> Quantity | None:
    """A date with a month's name and nothing besides."""
    months = [piece for piece in pieces if piece.word in _MONTHS]
    if len(months) != 1:
        return None
    numbers = [int(piece.value) for piece in pieces if piece.kind in ("number", "ordinal")]
    others = len(pieces) - len(numbers) - 1 - sum(piece.word in _DATE_FILLS for piece in pieces)
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if others or len(years) > 1 or len(days) > 1:
        return None
    at = sum(years) * _YEAR_DAYS + _MONTHS[months[0].word] * _MONTH_DAYS + sum(days)
    return Quantity(("date", f"{len(years)} {len(days)}"), ((at, at),))


_AMOUNTS = frozenset("number money clock ordinal roman date".split())


def _unit_of(word: str) -> tuple[str, float] | None:
    """A unit's dimension and its size, for a word in the singular or plural."""
    return _UNITS.get(word) or (_UNITS.get(word[:-1]) if word.endswith("s") else None)


class _Reader:
    """Reads pieces from left to right; ``at`` is where it stands."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self.pieces = pieces
        self.at = 0
        self.shape: list[str] = []
        self.amounts: list[tuple[float, float]] = []
        self.bound = ""
        self.between = False

    def read(self) -> Quantity | None:
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            if piece.kind in _AMOUNTS:
                self._amount(piece)
            else:
                self._word(piece.word)
        return Quantity(tuple(self.shape), tuple(self.amounts)) if self.amounts else None

    def _peek(self, ahead: int = 0) -> _Piece:
        at = self.at + ahead
        return self.pieces[at] if at < len(self.pieces) else _Piece("end", "", 0.0, -1, -1)

    def _word(self, word: str) -> None:
        after = self._peek(1).word
        self.at += 1
        if word == "between":
            self.between = True
        elif word in _MORE | _LESS and (after == "than" or word in _BOUNDS):
            self.bound = "more" if word in _MORE else "less"
            self.at += after == "than"
        elif (word, after) in _LOOSE_BOUNDS:
            self.at += 1
        elif word not in _HEDGES:
            self.shape.append(word[:-1] if len(word) > 3 and word.endswith("s") else word)

    def _amount(self, piece: _Piece) -> None:
        kind, low, high = piece.kind, piece.value, piece.value
        self.at += 1
        half = self._peek().word.replace(".", "")
        if half in ("am", "pm") and kind in ("number", "clock"):
            minutes = low if kind == "clock" else low * 60
            low = high = minutes % _NOON + (_NOON if half == "pm" else 0)
            kind = "clock"
            self.at += 1
        elif kind in ("number", "money"):
            joint, second = self._peek().word, self._peek(1)
            joins = joint in ("-", "to", "or") or (joint == "and" and self.between)
            if joins and second.kind in ("number", "money"):
                high = second.value
                self.at += 2
            kind, low, high = self._with_unit(kind, low, high)
        self.between = False
        self.shape.append(f"#{kind}")
        self.amounts.append(self._bounded(low, high))

    def _with_unit(self, kind: str, low: float, high: float) -> tuple[str, float, float]:
        joined = self._peek().word == "-" and _unit_of(self._peek(1).word) is not None
        name = self._peek(1) if joined else self._peek()
        unit = _unit_of(name.word) if name.kind == "word" else None
        apart = name.start > self.pieces[self.at - 1].end + 1
        if unit is None or (name.word in _SHORT_UNITS and apart):
            return kind, low, high
        dimension, factor = unit
        self.at += 2 if joined else 1
        low, high = low * factor, high * factor
        second, its_unit = self._peek(1), _unit_of(self._peek(2).word)
        if (
            low == high
            and self._peek().word in ("to", "-")
            and second.kind == "number"
            and its_unit is not None
            and its_unit[0] == dimension
        ):
            high = second.value * its_unit[1]
            self.at += 3
        return dimension, low, high

    def _bounded(self, low: float, high: float) -> tuple[float, float]:
        bound, self.bound = self.bound, ""
        if self._peek().word in ("or", "and") and self._peek(1).word in _MORE | _LESS:
            bound = "more" if self._peek(1).word in _MORE else "less"
            self.at += 2
        elif self._peek().word == "+":
            bound = "more"
            self.at += 1
        if bound == "more":
            return low, _INFINITE
        return (-_INFINITE, high) if bound == "less" else (low, high)
