"""Types of option values whose messages name the option, quote the value and say what fits."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar

import click

from cps_cards.model.texts import did_you_mean, name_list, short

_Number = TypeVar("_Number", int, float)


def _refuse(
    param: click.Parameter | None, ctx: click.Context | None, value: str, wanted: str
) -> NoReturn:
    """Wrong usage, and not Click's ``BadParameter``, which begins with words of its own."""
    option = max(param.opts, key=len) if param is not None else "this"
    raise click.UsageError(f"{option} is `{short(value)}`, and should be {wanted}", ctx)


# Only the newest releases of Click have this type generic, and older ones are taken too.
class Value(click.ParamType):  # type: ignore[type-arg]
    """What ``read`` makes of a text in ASCII; it raises a ValueError where that is not
    ``wanted``. ``name`` stands for the value in the help."""

    def __init__(self, wanted: str, read: Callable[[str], object], name: str = "N") -> None:
        self.wanted, self.read, self.name = wanted, read, name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):  # a default
            return value
        text = value.strip()
        try:
            if text.isascii():
                return self.read(text)
        except ValueError:
            pass
        _refuse(param, ctx, text, self.wanted)


class Choice(click.Choice[str]):
    """One of some words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        names = [str(one) for one in self.choices]
        if value not in names:
            _refuse(param, ctx, value, f"{name_list(names, 'or')}{did_you_mean(value, names)}")
        return str(value)


def whole(low: int, high: int) -> Value:
    """A whole number between two others, both allowed."""
    return Value(f"a whole number from {low} to {high}", _between(int, low, high))


def number(low: float, high: float) -> Value:
    """A number between two others, both allowed; infinity and "not a number" are none."""
    return Value(f"a number from {low:g} to {high:g}", _between(float, low, high))


def _between(
    read: Callable[[str], _Number], low: _Number, high: _Number
) -> Callable[[str], _Number]:
    def bounded(text: str) -> _Number:
        found = read(text)
        if not low <= found <= high:
            raise ValueError
        return found

    return bounded


def _date(text: str) -> date:
    return datetime.strptime(text, "%Y-%m-%d").date()


def _weekdays(text: str) -> frozenset[int]:
    """Days of the week by the beginnings of their names; 0 is Monday."""
    from cps_cards.plan.request import DAY_NAMES

    found = set()
    for word in re.findall(r"[^\s,]+", text.lower()):
        (day,) = (at for at, name in enumerate(DAY_NAMES) if name.lower().startswith(word))
        found.add(day)
    if not found:
        raise ValueError
    return frozenset(found)


def _parameters(text: str) -> tuple[float, ...]:
    return tuple(map(float, re.split(r"[\s,]+", text.strip(" \t\n,[]"))))


# In no other way: 03/04 is another day in every country.
DATE = Value("a day of the calendar as year-month-day, like 2027-03-15", _date, "DATE")
WEEKDAYS = Value("days of the week, as sat,sun", _weekdays, "DAYS")
PARAMETERS = Value(
    "numbers with commas between them; copy them from Anki's deck options", _parameters, "NUMBERS"
)
