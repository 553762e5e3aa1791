"""Types of option values whose messages name the option, quote the value and say what fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

import click

from cps_cards.model.texts import did_you_mean, name_list, short

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BETWEEN_DAYS = re.compile(r"[\s,;/&+]+|\band\b", re.IGNORECASE)
_SHORTEST_DAY = 2
"""Two letters tell the days of the week apart."""


def _refuse(
    param: click.Parameter | None, ctx: click.Context | None, value: str, wanted: str
) -> NoReturn:
    """Wrong usage, and not Click's ``BadParameter``, which begins with words of its own."""
    name = max(param.opts, key=len) if param is not None else "this"
    raise click.UsageError(f"{name} is `{short(value)}`, and should be {wanted}", ctx)


class Whole(click.ParamType):  # type: ignore[type-arg]
    """A whole number between two others, both allowed."""

    name = "N"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).strip()
        if _WHOLE.fullmatch(text) and self.low <= int(text) <= self.high:
            return int(text)
        _refuse(param, ctx, text, f"a whole number from {self.low} to {self.high}")


class Number(click.ParamType):  # type: ignore[type-arg]
    """A number between two others, both allowed; infinity and "not a number" are none."""

    name = "NUMBER"

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        text = str(value).strip()
        try:
            number = float(text)
        except ValueError:
            number = None
        if number is not None and self.low <= number <= self.high:
            return number
        wanted = f"a number from {self.low:g} to {self.high:g}"
        _refuse(param, ctx, text, f"{wanted}{self._meant(text)}")

    def _meant(self, text: str) -> str:
        """What a comma, or a share given in percent, was probably to say."""
        for meant in (text.replace(",", ".", 1), _share(text)):
            try:
                if meant != text and self.low <= float(meant) <= self.high:
                    return f"; did you mean {meant}?"
            except ValueError:
                continue
        return ""


def _share(text: str) -> str:
    """A number of percent as a share; the text itself where it is none."""
    try:
        return f"{float(text.removesuffix('%')) / 100:.10g}"
    except ValueError:
        return text


class Choice(click.Choice[str]):
    """One of some words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        names = [str(one) for one in self.choices]
        near = did_you_mean(str(value), names)
        _refuse(param, ctx, str(value), f"{name_list(names, 'or')}{near}")


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date as YYYY-MM-DD and in no other way: 03/04 is another day in every country."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        text = str(value).strip()
        if not _ISO.fullmatch(text):
            _refuse(param, ctx, text, "a date as year-month-day, like 2027-03-15")
        try:
            return date.fromisoformat(text)
        except ValueError:
            _refuse(param, ctx, text, "a day that the calendar has")


class Weekdays(click.ParamType):  # type: ignore[type-arg]
    """Days of the week in any of the ways in which people list them; 0 is Monday."""

    name = "DAYS"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[int]:
        if isinstance(value, frozenset):
            return value
        wanted = f"days of the week, as {','.join(_WEEKDAYS[-2:])}"
        words = [word for word in _BETWEEN_DAYS.split(str(value)) if word]
        if not words:
            _refuse(param, ctx, str(value), f"{wanted}; leave the option out for no such day")
        found = set()
        for word in words:
            number = _weekday(word.lower())
            if number is None:
                near = did_you_mean(word.lower(), (*_WEEKDAYS, *_FULL_NAMES)) or "."
                raise click.UsageError(
                    f"{max(param.opts, key=len) if param is not None else 'this'}: `{short(word)}` "
                    f"is no day of the week{near} Write them as {','.join(_WEEKDAYS)}.",
                    ctx,
                )
            found.add(number)
        return frozenset(found)


def _weekday(word: str) -> int | None:
    """The number of ``sa``, ``sat.``, ``Saturday`` or ``Saturdays``."""
    name = word.rstrip(".")
    for number, full in enumerate(_FULL_NAMES):
        if len(name) >= _SHORTEST_DAY and (full.startswith(name) or name == f"{full}s"):
            return number
    return None


class Parameters(click.ParamType):  # type: ignore[type-arg]
    """FSRS parameters as Anki shows them: numbers separated by commas."""

    name = "NUMBERS"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Sequence[float]:
        if not isinstance(value, str):
            return tuple(value)
        try:
            return tuple(float(word) for word in re.split(r"[\s,]+", value.strip(" \t\n,[]")))
        except ValueError:
            _refuse(
                param, ctx, value, "numbers with commas between them; copy them from Anki's "
                "deck options",
            )  # fmt: skip
