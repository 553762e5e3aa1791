"""Numbers and dates in words, as every output of a plan says them."""

from __future__ import annotations

from collections.abc import Collection

from cps_cards.model.texts import name_list
from cps_cards.plan.options import DAY_NAMES


def counted(number: int, thing: str) -> str:
    """``1 card``, ``2 cards``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def percent(share: float) -> str:
    """A share in whole percent; never rounded up to all, or down to nothing."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "99%"
    return f"{share:.0%}"


def whole(number: float) -> str:
    return f"{round(number):,}"


def weekdays(days: Collection[int]) -> str:
    """``Saturday and Sunday``."""
    return name_list([DAY_NAMES[day] for day in sorted(days)])
