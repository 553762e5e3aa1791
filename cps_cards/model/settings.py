"""Settings from ``deck.yaml``: the study schedule and the linter's."""

from __future__ import annotations

from typing import Literal, NamedTuple

from cps_cards.source import Text

Subdecks = Literal["priority", "topic", "none"]
SUBDECKS: tuple[Subdecks, ...] = ("priority", "topic", "none")
WORDINGS = ("person-first",)
"""The wording tables that come with the linter; a deck that names none has all of them."""


class Schedule(NamedTuple):
    """How a learner meets new cards; ``desired_retention`` is FSRS's, between 0.70 and 0.99."""

    new_per_day: int = 10
    desired_retention: float = 0.9


class LintSettings(NamedTuple):
    """The ``lint:`` part of ``deck.yaml``; the linter checks the names of rules and limits.

    ``levels`` maps a rule to ``error``, ``warning``, ``info`` or ``off``; ``limits`` and
    ``coverage`` map an option to its number as written.
    """

    select: tuple[Text, ...] = ()
    ignore: tuple[tuple[Text, Text], ...] = ()
    levels: tuple[tuple[Text, Text], ...] = ()
    limits: tuple[tuple[Text, Text], ...] = ()
    coverage: tuple[tuple[Text, Text], ...] = ()
