"""Words that carry an amount, with their sizes: units, months, days; nothing here knows cards."""

from __future__ import annotations


def _units(**dimensions: dict[str, float]) -> dict[str, tuple[str, float]]:
    return {
        name: (dimension, factor)
        for dimension, names in dimensions.items()
        for key, factor in names.items()
        for name in key.split()
    }


_DAY = 86400.0
_YEAR = 365.25 * _DAY
UNITS = _units(
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
SHORT_UNITS = frozenset("g l m".split())
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1
    )
}
TENS = {word: (place + 2) * 10 for place, word in enumerate(
    "twenty thirty forty fifty sixty seventy eighty ninety".split())}  # fmt: skip
SCALES = {"dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
ROMAN = {word: place for place, word in enumerate("I II III IV V VI VII VIII IX X".split(), 1)}
_MONTH_NAMES = (
    "january february march april may june july august september october november december".split()
)
MONTHS = {name[:size]: place for size in (3, 4, 9) for place, name in enumerate(_MONTH_NAMES, 1)}
WEEKDAYS = {
    name: place
    for place, name in enumerate(
        "monday tuesday wednesday thursday friday saturday sunday".split(), start=1
    )
}
RATES = {
    "hourly": 3600.0, "daily": _DAY, "weekly": 7 * _DAY, "monthly": _YEAR / 12,
    "quarterly": _YEAR / 4, "yearly": _YEAR, "annually": _YEAR,
}  # fmt: skip


def unit_of(word: str) -> tuple[str, float] | None:
    """A unit's dimension and its size, for a word in the singular or plural."""
    return UNITS.get(word) or (UNITS.get(word[:-1]) if word.endswith("s") else None)
