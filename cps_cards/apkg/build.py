"""A sound deck to its package: order, versions, parts, and what to tell about them."""

import html
from collections import Counter
from typing import NamedTuple

from cps_cards.apkg import versions as versioning
from cps_cards.apkg.decks import Preset, deck_namer
from cps_cards.apkg.versions import Change, Version
from cps_cards.apkg.writer import Shipped, package
from cps_cards.git import History
from cps_cards.model.cards import ords_of
from cps_cards.model.curriculum import Priority
from cps_cards.model.deck import Collection
from cps_cards.render.notes import RenderedNote
from cps_cards.schedule.order import describe, early, study_order
from cps_cards.schedule.weeks import Timetable, week_tag
from cps_cards.schedule.weeks import timetable as ordinary_timetable

ORDER = "{order}"
"""What stands in a deck's description for a sentence on the order in which new cards come."""


class Part(NamedTuple):
    """What of the deck is built; empty means all. A retired card keeps its topic; one that no
    longer teaches anything is of every priority."""

    topics: frozenset[str] = frozenset()
    priorities: frozenset[Priority] = frozenset()

    def holds(self, note: RenderedNote, collection: Collection) -> bool:
        card = note.card
        if self.topics and card.topic not in self.topics:
            return False
        priority = collection.priority_of(card)
        if priority is None and card.retired is not None and collection.curriculum is not None:
            return True  # it may have taught anything, and learners of any part may hold it
        return not self.priorities or priority in self.priorities


class Built(NamedTuple):
    """A package in memory, and what went into it: notes and Anki's cards by topic, changes.
    ``early`` holds ids of cards that come before one that they wait for, each with that one's."""

    data: bytes
    versions: tuple[Version, ...]
    notes_by_topic: Counter[str]
    cards_by_topic: Counter[str]
    retired: int
    early: list[tuple[str, str]]

    def count(self, change: Change) -> int:
        return sum(version.change == change for version in self.versions)


def build(
    collection: Collection,
    notes: list[RenderedNote],
    description: str,
    *,
    part: Part | None = None,
    epoch: int | None = None,
    timetable: Timetable | None = None,
    history: History | None = None,
) -> Built:
    """Compile rendered notes. A part carries the ids, positions and tags of the whole deck.

    ``timetable`` is that of the deck's schedule where it is left out; ``epoch`` is the time of what
    changed, in seconds since 1970; without it, git's ``history`` of the folder and the files tell.
    Raises OSError where a media file cannot be read or changes while it is.
    """
    ordered = study_order(collection)
    timetable = timetable or ordinary_timetable(collection.deck, ordered)
    deck_of = deck_namer(collection)
    positions = {card.id.value: position for position, card in enumerate(ordered, start=1)}
    shipped: list[Shipped] = []
    history = history or History(collection.root)
    for version in versioning.versions(notes, collection, epoch, history):
        card = version.note.card
        if part is not None and not part.holds(version.note, collection):
            continue
        week = timetable.week_of.get(card.id.value)
        weeks = [week_tag(collection.deck.tag_prefix, week)] if week is not None else []
        tags = tuple(sorted([*version.note.tags, *weeks]))
        shipped.append(Shipped(version, positions[card.id.value], deck_of(card), tags))
    shipped.sort(key=lambda one: one.position)
    description = description.replace(ORDER, html.escape(describe(collection), quote=False))
    # By deck, topics stay apart also where later versions bring cards with positions of their own.
    preset = Preset(timetable.schedule, by_position=collection.deck.subdecks != "topic")
    data = package(shipped, collection, preset, description)
    cards = [one.version.note.card for one in shipped]
    return Built(
        data=data,
        versions=tuple(one.version for one in shipped),
        notes_by_topic=Counter(card.topic for card in cards),
        cards_by_topic=Counter(card.topic for card in cards for _ in ords_of(card)),
        retired=sum(card.retired is not None for card in cards),
        early=early(ordered),
    )
