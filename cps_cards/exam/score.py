"""What a score tells: right out of asked in percent, and what other questions would bring.

The interval is Wilson's score interval at 95 % (E. B. Wilson, "Probable inference, the law of
succession, and statistical inference", JASA 22, 1927, 209-212). It stays within 0 and 100 and
holds for few questions and for all or none right, where the textbook interval shrinks to nothing
(L. D. Brown, T. T. Cai, A. DasGupta, "Interval estimation for a binomial proportion", Statistical
Science 16, 2001, 101-133).
"""

import math

Z = 1.959964
"""The 97.5th percentile of the normal distribution: 95 % lie between it and its negative."""


def percent(right: int, asked: int) -> int:
    """Right out of asked in whole percent, halves up."""
    return (200 * right + asked) // (2 * asked)


def interval(right: int, asked: int) -> tuple[int, int]:
    """Wilson's interval in whole percent."""
    share = right / asked
    middle = share + Z**2 / (2 * asked)
    reach = Z * math.sqrt(share * (1 - share) / asked + Z**2 / (4 * asked**2))
    low, high = ((middle + sign * reach) / (1 + Z**2 / asked) for sign in (-1, 1))
    return round(100 * max(low, 0.0)), round(100 * min(high, 1.0))


def table(asked: int) -> list[tuple[int, int, int]]:
    """Percent and interval for every number of right answers, from none on."""
    return [(percent(right, asked), *interval(right, asked)) for right in range(asked + 1)]
