"""The cards of a file into a deck: topics, facts, ids, files; loaded, rendered, then written."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

from cps_cards import atomic, pipeline
from cps_cards.contribute import append, json_schema
from cps_cards.contribute.draft import Draft, Namer, in_order
from cps_cards.diagnostics import Diagnostic
from cps_cards.faults import Faults
from cps_cards.imports.attachments import Attachments, Lazy, Read
from cps_cards.imports.carrying import Carrier, Keys, sameness, sameness_of
from cps_cards.imports.proposals import Proposal, Proposals
from cps_cards.imports.records import BadFileError, LeftOutError, Loose, Told, Wish
from cps_cards.model import ids
from cps_cards.model.cards import Kind
from cps_cards.model.texts import name_list, short
from cps_cards.pipeline import Opened
from cps_cards.yamlio import nodes
from cps_cards.yamlio.decode import MAX_BYTES, decode_file
from cps_cards.yamlio.files import INBOX
from cps_cards.yamlio.wellformed import is_guid

MOST_LINTED = 5_000
"""So many new cards are linted at once; for more, it would take longer than all the rest."""
_BOM = b"\xef\xbb\xbf"
_MEDIA = re.compile(r"!\[[^\[\]]*\]\(([a-z0-9.-]+)\)")

Step = Callable[[int], object]


class UnsoundError(Exception):
    """The deck would have faults that no single new card brings."""

    def __init__(self, found: list[Diagnostic]) -> None:
        super().__init__("the deck would not be sound")
        self.found = found


class New(NamedTuple):
    """A card on its way; without a topic or facts, it ``waits`` for somebody to sort it."""

    place: str
    keys: Keys
    topic: str
    waits: bool

    @property
    def id(self) -> str:
        return str(self.keys["id"])


class Bringer:
    """Brings the cards of one file into one deck, and knows what would be written: ``files`` whole,
    by shown paths, ``counts`` with their new cards; ``there`` and ``alike`` count those that are in
    the deck, or were in the file, already; ``pinned`` those that keep their GUID."""

    def __init__(self, opened: Opened, wish: Wish, told: Told, media: Attachments) -> None:
        self.opened, self.wish, self.told, self.media = opened, wish, told, media
        self.deck = opened.collection
        self.files: dict[str, bytes] = {}
        self.counts: dict[str, int] = {}
        self.there = self.alike = 0
        self.pinned: Counter[Kind] = Counter()
        self.proposed: list[tuple[str, Proposal]] = []
        self.findings: list[Diagnostic] | None = []
        """What the linter finds on the new cards; None where they are too many."""
        self._before: dict[Path, bytes] = {}
        self._namer = Namer(self.deck)
        self._proposals = Proposals(self.deck)
        there = (*self.deck.cards, *self.deck.inbox)
        self._guids = {card.guid_in(self.deck.deck.id) for card in there}
        self._kept: set[str] = set()
        self._known = {sameness_of(card) for card in there}
        titles = self.deck.topic_titles
        self._topics = {name.casefold(): id for id, title in titles.items() for name in (id, title)}

    def bring(self, cards: Sequence[Loose], step: Step | None) -> None:
        """All but the writing. ``step`` is called about twice for each card, with the number of
        all steps.

        Raises :class:`BadFileError` for what the file holds, :class:`UnsoundError` for the deck.
        """
        carrier = Carrier(self.told, self.media)
        fresh: set[tuple[str, ...]] = set()
        new: list[New] = []
        tick = partial(step, 2 * len(cards)) if step is not None else lambda: None
        for card in cards:
            tick()
            try:
                keys = carrier.keys(card)
                same = sameness(card.kind, keys)
                if card.guid in self._guids or same in self._known:
                    self.there += 1
                elif same in fresh:
                    self.alike += 1
                else:
                    new.append(self._placed(card, keys))
                    fresh.add(same)
            except LeftOutError as error:
                self.told.left.append((card.place, str(error)))
        if new:
            self._prove(new, lambda _: tick())
        else:
            self.media.new = {}

    def write(self) -> None:
        """Write all of it or nothing. Raises OSError, also where a file has changed meanwhile."""
        for path, data in self._before.items():
            if path.read_bytes() != data:
                raise OSError(0, "it has changed meanwhile; nothing was written", str(path))
        files = {self._path(name): read for name, read in self._reads().items()}
        atomic.write_all(Lazy(files))

    def _reads(self) -> dict[str, Read]:
        media = {f"{self.opened.shown}/media/{name}": read for name, read in self.media.new.items()}
        return {**{name: partial(bytes, data) for name, data in self.files.items()}, **media}

    def _path(self, name: str) -> Path:
        return self.deck.root / name.removeprefix(f"{self.opened.shown}/")

    # --- topic, facts, id -------------------------------------------------------------------------

    def _placed(self, card: Loose, keys: Keys) -> New:
        topic = self._topic(card)
        curriculum = self.deck.curriculum
        proposal: Proposal | None = None
        if curriculum is not None:
            known = [id for id in card.teaches if id in curriculum.by_id]
            wish = curriculum.by_id.get(self.wish.teaches)
            if not known and (wish is None or wish[2] is None):
                proposal = self._proposals.of(_said(keys), wish[0].id.value if wish else topic)
                known = [proposal.fact] if proposal is not None else []
            keys["teaches"] = known or [self.wish.teaches] * bool(self.wish.teaches)
            homes = [curriculum.by_id[str(id)][0].id.value for id in keys["teaches"]]
            topic = topic if topic in homes or not homes else homes[0]
        waits = curriculum is not None and not keys["teaches"]
        if not topic and not waits:
            raise LeftOutError("has no topic: say --topic")
        own_id = card.id if card.id and self._namer.take(card.id) else ""
        id = own_id or self._namer.claim(Draft(topic, keys))
        if own_id != card.id:
            self.told.remarks.append(f"{card.place} gets the id {id}: `{short(card.id)}` is taken, "
                                     "or is none")  # fmt: skip
        if card.guid not in ("", ids.guid(self.deck.deck.id, id)) and not self.wish.new_guids:
            if card.guid in self._kept:
                what = "has the GUID of a note before it, and gets another"
                self.told.left.append((card.place, what))
            elif is_guid(card.guid):
                keys["guid"] = card.guid
            else:
                what = "the GUID, which holds signs that cannot be seen,"
                self.told.lost[card.type, what] += 1
        self._kept.add(card.guid)
        if proposal is not None:
            self.proposed.append((id, proposal))
        return New(card.place, dict(in_order({**keys, "id": id}, card.kind)), topic, waits)

    def _topic(self, card: Loose) -> str:
        """The topic that a note or the user names; empty where nobody does."""
        way = self.wish.topic_from
        names = {
            "deck": [card.deck.split("::")[-1]],
            "tag": [tag.split("::")[-1] for tag in card.tags],
        }.get(way or "", [card.topic])
        for name in names:
            if name.casefold() in self._topics:
                return self._topics[name.casefold()]
        if self.wish.topic or len(self.deck.deck.topics) == 1:
            return self.wish.topic or self.deck.deck.topics[0].id
        if any(names) and (way or not card.teaches):
            what = f"its {way or 'topic'} `{short(name_list(names, 'or'), 60)}`"
            raise LeftOutError(f"is not written: {what} is no topic of the deck; say --topic")
        return ""

    # --- files ------------------------------------------------------------------------------------

    def _prove(self, new: list[New], step: Step) -> None:
        """Write the files in memory and load the deck with them; cards with faults are left out."""
        while True:
            self._write_files(new)
            shown, changed = self.opened.shown, Lazy(self._reads())
            now = pipeline.open_deck(self.deck.root, changed, shown=shown, progress=step)
            by_id = {card.id: card for card in new}
            bad = {one.card: one for one in now.faults.found if one.card in by_id}
            if now.faults.found and not bad:
                raise UnsoundError(now.faults.found)
            if not bad:
                break
            for id, fault in bad.items():
                self.told.left.append((by_id[str(id)].place, f"cannot be carried: {fault.message}"))
            new = [card for card in new if card.id not in bad]
        names = {name for card in new for name in _MEDIA.findall(str(card.keys))}
        self.media.new = {name: read for name, read in self.media.new.items() if name in names}
        self.proposed = [one for one in self.proposed if one[0] in by_id]
        there = (*now.collection.cards, *now.collection.inbox)
        brought = (card for card in there if card.id.value in by_id)
        self.pinned = Counter(card.kind for card in brought if card.guid is not None)
        self.findings = None
        if len(new) <= MOST_LINTED:
            found = now.findings(wanted=self.files.__contains__)
            self.findings = [one for one in found if one.card in by_id]

    def _write_files(self, new: Sequence[New]) -> None:
        self.files.clear()
        self.counts.clear()
        groups: dict[tuple[bool, str], list[New]] = {}
        for card in new:
            groups.setdefault((card.waits, card.topic), []).append(card)
        if self.wish.into and new:
            self._append(new)
            return
        for (waits, topic), cards in groups.items():
            alone = sum(one == waits for one, _ in groups) == 1
            stem = self.wish.stem if alone or not topic else f"{self.wish.stem}-{topic}"
            for part in _divided(cards):
                self._new_file(self._free(f"{INBOX if waits else 'cards'}/{stem}"), part)

    def _free(self, stem: str) -> str:
        names = (f"{self.opened.shown}/{stem}{f'-{n}' if n > 1 else ''}.yaml" for n in count(1))
        return next(one for one in names if one not in self.files and not self._path(one).exists())

    def _new_file(self, name: str, cards: Sequence[New]) -> None:
        path, root = self._path(name), self.deck.root
        lead = json_schema.lead(path, root)
        text = append.new_file(cards[0].topic, [card.keys for card in cards], lead)
        self.files[name], self.counts[name] = text.encode(), len(cards)

    def _append(self, new: Sequence[New]) -> None:
        """All cards behind those of the file that was named, or into a new one of that name."""
        name = f"{self.opened.shown}/cards/{self.wish.into}"
        path, faults, topics = self._path(name), Faults(), {card.topic for card in new}
        got = decode_file(path, name, faults) if path.exists() else None
        root = nodes.parse(got[0], faults) if got is not None else None
        if faults.found:
            raise UnsoundError(faults.found)
        own = str(append.plain(root).get("topic", "")) if root is not None else min(topics)
        if others := topics - {own} if own or root is None else ():
            what = name_list(sorted(topic or "none" for topic in others))
            raise BadFileError(
                f"{sum(card.topic in others for card in new)} of its cards belong to other topics "
                f"than {name} ({own or 'none'}): {what}. Say --topic, or leave --into out"
            )
        if got is None:
            self._new_file(name, new)
            return
        try:
            text = append.add(got[0], [card.keys for card in new])
        except append.CannotAddError as error:
            raise BadFileError(f"cards cannot go where --into says: {error}") from error
        bom = _BOM if got[0].bom else b""
        self._before[path] = bom + got[0].text.encode()
        self.files[name], self.counts[name] = bom + text.encode(), len(new)


def _said(keys: Keys) -> str:
    """All that a card says, but for wrong options."""
    return " ".join(
        text for key, text in keys.items() if isinstance(text, str) and key not in ("id", "kind")
    )


def _divided(cards: Sequence[New]) -> Iterator[Sequence[New]]:
    """Cards in portions that a file can hold."""
    portion: list[New] = []
    size = 0
    for card in cards:
        own = 100 + sum(len(str(value).encode()) for value in card.keys.values())
        if portion and size + own > MAX_BYTES * 0.6:
            yield portion
            portion, size = [], 0
        portion.append(card)
        size += own
    yield portion
