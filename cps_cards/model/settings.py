"""Settings from ``deck.yaml``: the study schedule and the linter's."""

from typing import Literal, NamedTuple, get_args

from cps_cards.source import Text

Subdecks = Literal["priority", "topic", "none"]
SUBDECKS: tuple[Subdecks, ...] = get_args(Subdecks)
WORDINGS = ("person-first",)
"""The wording tables that come with the linter; a deck that names none has all of them."""


class Schedule(NamedTuple):
    """How a learner meets new cards; ``desired_retention`` is FSRS's, between 0.70 and 0.99.

    ``weeks`` is the schedule of a class: numbers of weeks from 1 in ascending order, each with the
    ids of its topics. A topic stands in one week at most.
    """

    new_per_day: int = 10
    desired_retention: float = 0.9
    weeks: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def week_of(self) -> dict[str, int]:
        """The week of each topic that has one."""
        return {topic: week for week, topics in self.weeks for topic in topics}


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

    def numbers(self) -> list[tuple[str, Text, Text]]:
        """Each number as written: its section (``limits`` or ``coverage``), key and value."""
        sections = ("limits", self.limits), ("coverage", self.coverage)
        return [(section, key, value) for section, pairs in sections for key, value in pairs]
