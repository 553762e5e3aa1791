"""Sub-decks and the deck-options preset, as Anki's legacy JSON wants them."""

from collections.abc import Callable, Iterable
from itertools import accumulate, chain
from typing import Any, NamedTuple

from cps_cards.model import ids
from cps_cards.model.cards import Card
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection
from cps_cards.model.settings import Schedule
from cps_cards.schedule.order import blocks

RETIRED_DECK = "99 Retired"

FROZEN_TIME = 1_711_540_800
"""2024-03-27 12:00 UTC in seconds since 1970: the time of what has none of its own in a package, so
that the same deck gives the same bytes."""


def deck_namer(collection: Collection) -> Callable[[Card], str]:
    """Gives for a card the full name of the deck that it arrives in.

    Numbers have two digits because Anki gathers new cards in the order of the decks' names. All
    topics of a week of a class share a deck.
    """
    root, subdecks = collection.deck.name, collection.deck.subdecks
    groups = blocks(collection.deck)
    width = max(2, len(str(len(groups) + 1)))  # `99 Retired` comes after all of them
    topics: dict[str, str] = {}
    for rank, group in enumerate(groups, start=1):
        title = ", ".join(collection.topic_titles[topic] for topic in group)
        title = title.replace("::", ": ").replace('"', "'")
        topics.update(dict.fromkeys(group, f"{root}::{rank:0{width}d} {title}"))

    def name(card: Card) -> str:
        if card.retired is not None:
            return f"{root}::{RETIRED_DECK}"
        if subdecks == "topic":
            return topics[card.topic]
        priority = collection.priority_of(card) if subdecks == "priority" else None
        if priority is None:
            return root
        return f"{root}::{PRIORITIES.index(priority) + 1:02d} {priority.title()}"

    return name


def with_parents(names: Iterable[str]) -> list[str]:
    """The names and those of all their parents, sorted."""
    lines = (accumulate(name.split("::"), "{}::{}".format) for name in names)
    return sorted(set(chain.from_iterable(lines)))


class Preset(NamedTuple):
    """The deck options that come with the package, used only where a learner ticks them."""

    schedule: Schedule
    by_position: bool = True

    def id(self, deck_id: str) -> int:
        """A new id for each set of settings: Anki never updates a preset that it knows."""
        settings = f"{self.schedule.new_per_day} {self.schedule.desired_retention!r}"
        return ids.anki_id("preset", deck_id, settings, str(self.by_position))

    def json(self, collection: Collection) -> dict[str, Any]:
        """Siblings are buried, new cards come as gathered: the study order, not template order."""
        deck = collection.deck
        return {
            "id": self.id(deck.id),
            "name": f"{deck.name.replace('::', ' ')} ({self.schedule.new_per_day} a day)",
            "mod": FROZEN_TIME,
            "usn": -1,
            "maxTaken": 60,
            "autoplay": True,
            "timer": 0,
            "replayq": True,
            "dyn": False,
            "new": {
                "bury": True,
                "delays": [1.0, 10.0],
                "initialFactor": 2500,
                "ints": [1, 4, 0],
                "order": 1,
                "perDay": self.schedule.new_per_day,
            },
            "rev": {
                "bury": True,
                "ease4": 1.3,
                "ivlFct": 1.0,
                "maxIvl": 36500,
                "perDay": 9999,
                "hardFactor": 1.2,
            },
            "lapse": {
                "delays": [10.0],
                "leechAction": 1,
                "leechFails": 8,
                "minInt": 1,
                "mult": 0.0,
            },
            "newMix": 0,
            "newPerDayMinimum": 0,
            "interdayLearningMix": 0,
            "reviewOrder": 0,
            "newSortOrder": 1,  # as gathered
            "newGatherPriority": 1 if self.by_position else 0,  # or by deck
            "buryInterdayLearning": True,
            "fsrsWeights": [],
            "desiredRetention": self.schedule.desired_retention,
        }


def anki_deck_id(name: str, deck_id: str) -> int:
    """The id of a deck within the package; learners' collections match decks by name."""
    # Every collection has a deck 1; another one of its name would put it aside.
    return 1 if name.casefold() == "default" else ids.anki_id("deck", deck_id, name)


def deck_json(name: str, deck_id: str, preset_id: int, description: str) -> dict[str, Any]:
    """A deck of the package; ``description`` is HTML, shown on its overview."""
    return {
        "id": anki_deck_id(name, deck_id),
        "name": name,
        "mod": FROZEN_TIME,
        "usn": -1,
        "desc": description,
        "md": False,
        "dyn": 0,
        "conf": preset_id,
        "collapsed": False,
        "browserCollapsed": True,
        "extendNew": 0,
        "extendRev": 0,
        **{today: [0, 0] for today in ("newToday", "revToday", "lrnToday", "timeToday")},
    }
