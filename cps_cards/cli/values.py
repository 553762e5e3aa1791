"""Types of option values whose messages name the option, quote the value and say what fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

import click

from cps_cards.model.texts import did_you_mean, name_list, short

DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BETWEEN_DAYS = re.compile(r"[\s,;/&+]+|\band\b", re.IGNORECASE)
_SHORTEST_DAY = 2
"""Two letters tell the days of the week apart."""


def _refuse(
    param: click.Parameter | None, ctx: click.Context | None, value: str, wanted: object
) -> NoReturn:
    """Wrong usage, and not Click's ``BadParameter``, which begins with words of its own."""
    option = max(param.opts, key=len) if param is not None else "this"
    raise click.UsageError(f"{option} is `{short(value)}`, and should be {wanted}", ctx)


class _Value(click.ParamType):  # type: ignore[type-arg]
    """What ``read`` makes of a text; it raises a ``ValueError`` that says what is wanted."""

    def __init__(self, name: str, read: Callable[[str], object]) -> None:
        self.name, self.read = name, read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):  # a default
            return value
        try:
            return self.read(value.strip())
        except ValueError as wanted:
            _refuse(param, ctx, value.strip(), wanted)


class Whole(_Value):
    """A whole number between two others, both allowed."""

    def __init__(self, low: int, high: int) -> None:
        def read(text: str) -> int:
            if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
                raise ValueError(f"a whole number from {low} to {high}")
            return int(text)

        super().__init__("N", read)


class Number(_Value):
    """A number between two others, both allowed; infinity and "not a number" are none."""

    def __init__(self, low: float, high: float) -> None:
        def read(text: str) -> float:
            number = _number(text)
            if number is not None and low <= number <= high:
                return number
            wanted = f"a number from {low:g} to {high:g}"
            # A comma, or a share given in percent, was probably to say another number.
            percent = _number(text.removesuffix("%"))
            for meant in (_number(text.replace(",", ".", 1)), percent and percent / 100):
                if meant is not None and low <= meant <= high:
                    wanted += f"; did you mean {meant:.10g}?"
                    break
            raise ValueError(wanted)

        super().__init__("NUMBER", read)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


class Choice(click.Choice[str]):
    """One of some words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        names = [str(one) for one in self.choices]
        if value not in names:
            _refuse(param, ctx, value, f"{name_list(names, 'or')}{did_you_mean(value, names)}")
        return str(value)


class Day(_Value):
    """A date as year-month-day and in no other way: 03/04 is another day in every country."""

    def __init__(self) -> None:
        def read(text: str) -> date:
            parts = DATE.fullmatch(text)
            if parts is None:
                raise ValueError("a date as year-month-day, like 2027-03-15")
            try:
                return date(*map(int, parts.groups()))
            except ValueError:
                raise ValueError("a day that the calendar has") from None

        super().__init__("DATE", read)


class Weekdays(_Value):
    """Days of the week in any of the ways in which people list them; 0 is Monday."""

    def __init__(self) -> None:
        super().__init__("DAYS", _weekdays)


def _weekdays(text: str) -> frozenset[int]:
    wanted = "days of the week, as sat,sun"
    words = [word.lower() for word in _BETWEEN_DAYS.split(text) if word]
    if not words:
        raise ValueError(f"{wanted}; leave the option out for no such day")
    found = {word: _weekday(word) for word in words}
    wrong = next((word for word, day in found.items() if day is None), None)
    if wrong is not None:
        near = did_you_mean(wrong, _DAYS)
        raise ValueError(f"{wanted}: `{short(wrong)}` is no day of the week{near}")
    return frozenset(day for day in found.values() if day is not None)


def _weekday(word: str) -> int | None:
    """The number of ``sa``, ``sat.``, ``saturday`` or ``saturdays``."""
    name = word.rstrip(".")
    for number, full in enumerate(_DAYS):
        if len(name) >= _SHORTEST_DAY and (full.startswith(name) or name == f"{full}s"):
            return number
    return None


class Parameters(_Value):
    """FSRS parameters as Anki shows them: numbers separated by commas."""

    def __init__(self) -> None:
        def read(text: str) -> tuple[float, ...]:
            try:
                return tuple(map(float, re.split(r"[\s,]+", text.strip(" \t\n,[]"))))
            except ValueError:
                raise ValueError(
                    "numbers with commas between them; copy them from Anki's deck options"
                ) from None

        super().__init__("NUMBERS", read)
