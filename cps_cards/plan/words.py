"""Numbers and dates in words, as every output of a plan says them."""

from __future__ import annotations

from collections.abc import Collection

from cps_cards.model.texts import name_list
from cps_cards.plan.options import DAY_NAMES

_MOST_DIGITS = 3


def counted(number: int, thing: str) -> str:
    """``1 card``, ``2 cards``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def percent(share: float) -> str:
    """A share in whole percent; never rounded up to all, or down to nothing."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "99%" if share < 0.995 else "over 99%"
    return f"{share:.0%}"


def exact(share: float) -> str:
    """A share as someone gave it, with all its digits: 0.955 is ``95.5%``."""
    return f"{share * 100:.10g}%"


def percent_below(share: float, limit: float) -> str:
    """A share below another one, with as many digits as it takes to see that."""
    for digits in range(_MOST_DIGITS):
        shown = f"{share:.{digits}%}"
        if float(shown[:-1]) < round(limit * 100, 8):
            return percent(share) if digits == 0 else shown
    return f"just under {exact(limit)}"


def duration(hours: float) -> str:
    """Hours in words, and minutes where it is less than one."""
    if hours < 1:
        minutes = max(1, round(hours * 60))
        return counted(minutes, "minute") if minutes < 60 else counted(1, "hour")
    return counted(round(hours), "hour")


def whole(number: float) -> str:
    return f"{round(number):,}"


def weekdays(days: Collection[int]) -> str:
    """``Saturday and Sunday``."""
    return name_list([DAY_NAMES[day] for day in sorted(days)])
