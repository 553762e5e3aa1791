"""The cards of a file into a deck: topics, facts, ids, files; loaded, rendered, then written."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cps_cards import atomic, pipeline
from cps_cards.contribute import append, modelines
from cps_cards.contribute.draft import Draft, in_order
from cps_cards.contribute.naming import Namer
from cps_cards.diagnostics import Diagnostic
from cps_cards.faults import Faults
from cps_cards.imports.attachments import Attachments, Lazy
from cps_cards.imports.carrying import Carrier, Keys, sameness, sameness_of
from cps_cards.imports.proposals import Proposal, Proposals
from cps_cards.imports.records import BadFileError, LeftOutError, Loose, Told
from cps_cards.model import ids
from cps_cards.model.texts import name_list, short
from cps_cards.pipeline import Opened
from cps_cards.yamlio import nodes
from cps_cards.yamlio.decode import MAX_BYTES, decode_file
from cps_cards.yamlio.files import INBOX
from cps_cards.yamlio.nodes import MapNode
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


@dataclass(frozen=True)
class Wish:
    """Where cards shall go. ``stem`` names new files, ``into`` is a card file to append to, by its
    path from the deck's ``cards``; ``teaches`` is for cards that no fact is proposed for."""

    stem: str
    topic: str = ""
    topic_from: str = ""
    teaches: str = ""
    into: str = ""
    new_guids: bool = False


@dataclass
class _New:
    """A card on its way: ``waits`` for somebody to sort it."""

    place: str
    keys: Keys
    topic: str
    waits: bool = False

    @property
    def id(self) -> str:
        return str(self.keys["id"])


@dataclass
class Brought:
    """What would be written: ``files`` whole, by shown paths, ``counts`` with their new cards."""

    media: Attachments
    files: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    before: dict[Path, bytes] = field(default_factory=dict)
    there: int = 0
    alike: int = 0
    pinned: int = 0
    proposals: list[tuple[str, Proposal]] = field(default_factory=list)
    findings: list[Diagnostic] | None = field(default_factory=list)
    """What the linter finds on the new cards; None where they are too many."""

    def write(self, opened: Opened) -> None:
        """Write all of it or nothing. Raises OSError, also where a file has changed meanwhile."""
        for path, data in self.before.items():
            if path.read_bytes() != data:
                raise OSError(0, "it has changed meanwhile; nothing was written", str(path))
        paths = {_path(name, opened): data for name, data in self.files.items()}
        folder = opened.collection.root / "media"
        media = Lazy({folder / name: read for name, read in self.media.new.items()})
        atomic.write_all(ChainMap(paths, media))  # type: ignore[arg-type] # read only


def _path(name: str, opened: Opened) -> Path:
    return opened.collection.root / name.removeprefix(f"{opened.shown}/")


class Bringer:
    """Brings the cards of one file into one deck."""

    def __init__(self, opened: Opened, wish: Wish, told: Told, media: Attachments) -> None:
        self.opened, self.wish, self.told = opened, wish, told
        self.deck = opened.collection
        self.carrier = Carrier(told, media)
        self.namer = Namer(self.deck)
        self.proposals = Proposals(self.deck)
        self.brought = Brought(media)
        there = (*self.deck.cards, *self.deck.inbox)
        self.guids = {card.guid_in(self.deck.deck.id) for card in there}
        self.known = {sameness_of(card) for card in there}
        titles = self.deck.topic_titles
        self.topics = {name.casefold(): id for id, title in titles.items() for name in (id, title)}

    def bring(self, cards: Sequence[Loose], step: Step | None) -> Brought:
        """All but the writing. ``step`` is called about twice for each card, with the number of
        all steps.

        Raises :class:`BadFileError` for what the file holds, :class:`UnsoundError` for the deck.
        """
        fresh: set[tuple[str, ...]] = set()
        new: list[_New] = []
        total = 2 * len(cards)
        for card in cards:
            if step is not None:
                step(total)
            try:
                keys = self.carrier.keys(card)
                same = sameness(card.kind, keys)
                if card.guid in self.guids or same in self.known:
                    self.brought.there += 1
                elif same in fresh:
                    self.brought.alike += 1
                else:
                    new.append(self._placed(card, keys))
                    fresh.add(same)
            except LeftOutError as error:
                self.told.left.append((card.place, str(error)))
        if new:
            self._prove(new, None if step is None else (lambda _: step(total)))
        return self.brought

    # --- topic, facts, id -------------------------------------------------------------------------

    def _placed(self, card: Loose, keys: Keys) -> _New:
        topic = self._topic(card)
        curriculum = self.deck.curriculum
        proposal: Proposal | None = None
        if curriculum is not None:
            known = [id for id in card.teaches if id in curriculum.by_id]
            wish = curriculum.by_id.get(self.wish.teaches)
            if not known and (wish is None or wish[2] is None):
                own = wish[0].id.value if wish is not None else topic
                proposal = self.proposals.of(_said(keys), own)
                known = [proposal.fact] if proposal is not None else []
            known = known or [self.wish.teaches] * bool(self.wish.teaches)
            homes = {id: curriculum.by_id[id][0].id.value for id in known}
            topic = topic if topic in homes.values() else next(iter(homes.values()), topic)
            keys["teaches"] = known
        waits = curriculum is not None and not keys["teaches"]
        if not topic and not waits:
            raise LeftOutError("has no topic: say --topic")
        own_id = card.id if card.id and self.namer.take(card.id) else ""
        keys["id"] = own_id or self.namer.claim(Draft(topic, keys))
        if own_id != card.id:
            self.told.remarks.append(f"{card.place} gets the id {keys['id']}: `{short(card.id)}` "
                                     "is taken, or is none")  # fmt: skip
        made = ids.guid(self.deck.deck.id, str(keys["id"]))
        if card.guid not in ("", made) and not self.wish.new_guids:
            self._pin(card, keys)
        if proposal is not None:
            self.brought.proposals.append((str(keys["id"]), proposal))
        return _New(card.place, dict(in_order(keys, card.kind)), topic, waits)

    def _pin(self, card: Loose, keys: Keys) -> None:
        if not is_guid(card.guid):
            self.told.lost[card.type, "the GUID, which holds signs that cannot be seen,"] += 1
            return
        self.guids.add(card.guid)
        keys["guid"] = card.guid
        self.brought.pinned += 1

    def _topic(self, card: Loose) -> str:
        """The topic that a note or the user names; empty where nobody does."""
        way, named = self.wish.topic_from, ""
        names = {
            "deck": [card.deck.split("::")[-1]],
            "tag": [tag.split("::")[-1] for tag in card.tags],
        }.get(way, [card.topic])
        named = next((self.topics[n.casefold()] for n in names if n.casefold() in self.topics), "")
        if named:
            return named
        if self.wish.topic or len(self.deck.deck.topics) == 1:
            return self.wish.topic or self.deck.deck.topics[0].id
        if way or (card.topic and not card.teaches):
            what = f"its {way or 'topic'} `{short(name_list(names, 'or'), 60)}`"
            raise LeftOutError(f"is not written: {what} is no topic of the deck; say --topic")
        return ""

    # --- files ------------------------------------------------------------------------------------

    def _prove(self, new: list[_New], step: Step | None) -> None:
        """Write the files in memory and load the deck with them; cards with faults are left out."""
        while True:
            self._write_files(new)
            shown, new_media = self.opened.shown, self.brought.media.new
            media = Lazy({f"{shown}/media/{name}": read for name, read in new_media.items()})
            changed = ChainMap(self.brought.files, media)  # type: ignore[arg-type] # read only
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
        self.brought.media.keep({name for card in new for name in _MEDIA.findall(str(card.keys))})
        self.brought.findings = None
        if len(new) <= MOST_LINTED:
            found = now.findings(wanted=self.brought.files.__contains__)
            self.brought.findings = [one for one in found if one.card in by_id]

    def _write_files(self, new: Sequence[_New]) -> None:
        self.brought.files.clear()
        self.brought.counts.clear()
        if self.wish.into:
            self._append(new)
            return
        groups: dict[tuple[bool, str], list[_New]] = {}
        for card in new:
            groups.setdefault((card.waits, card.topic), []).append(card)
        for (waits, topic), cards in groups.items():
            alone = sum(one == waits for one, _ in groups) == 1
            stem = self.wish.stem if alone or not topic else f"{self.wish.stem}-{topic}"
            folder = INBOX if waits else "cards"
            for part in _divided(cards):
                self._new_file(f"{self.opened.shown}/{folder}/{stem}", topic, part)

    def _new_file(self, stem: str, topic: str, cards: Sequence[_New]) -> None:
        names = (f"{stem}{f'-{n}' if n > 1 else ''}.yaml" for n in range(1, len(cards) + 10_000))
        name = next(
            name for name in names
            if name not in self.brought.files and not _path(name, self.opened).exists()
        )  # fmt: skip
        path, root = _path(name, self.opened), self.deck.root
        lead = modelines.line_for(path, root) if modelines.has_schemas(root) else ""
        text = append.new_file(topic, [card.keys for card in cards], lead)
        self.brought.files[name] = text.encode()
        self.brought.counts[name] = len(cards)

    def _append(self, new: Sequence[_New]) -> None:
        """All cards behind those of the file that was named; those of other topics are left out."""
        name = f"{self.opened.shown}/cards/{self.wish.into}"
        path = _path(name, self.opened)
        if not path.exists():
            self._new_file(name.removesuffix(".yaml"), self._only_topic(new), new)
            return
        faults = Faults()
        got = decode_file(path, name, faults)
        root = nodes.parse(got[0], faults) if got is not None else None
        if got is None or faults.found or not isinstance(root, MapNode):
            raise UnsoundError(faults.found)
        source = got[0]
        topics = [str(value) for key, value in root.pairs if key.value == "topic"]
        others = [card for card in new if topics and card.topic not in topics]
        if others:
            what = name_list(sorted({card.topic or "none" for card in others}))
            raise BadFileError(
                f"{len(others)} of its cards belong to other topics than {name} ({topics[0]}): "
                f"{what}. Say --topic, or leave --into out"
            )
        if new:
            text = append.add(source, [card.keys for card in new])
            bom = _BOM if source.bom else b""
            self.brought.before[path] = bom + source.text.encode()
            self.brought.files[name] = bom + text.encode()
            self.brought.counts[name] = len(new)

    def _only_topic(self, new: Sequence[_New]) -> str:
        topics = sorted({card.topic for card in new})
        if len(topics) > 1:
            raise BadFileError(
                f"its cards belong to the topics {name_list(topics)}, and a card file has one: "
                "leave --into out, or say --topic"
            )
        return topics[0] if topics else ""


def _said(keys: Keys) -> str:
    """All that a card says, but for wrong options."""
    wrong = ("id", "kind", "distractors", "options", "tags")
    return " ".join(
        value for key, value in keys.items() if isinstance(value, str) and key not in wrong
    )


def _divided(cards: Sequence[_New]) -> Iterator[Sequence[_New]]:
    """Cards in portions that a file can hold."""
    portion: list[_New] = []
    size = 0
    for card in cards:
        own = 100 + sum(len(str(value).encode()) for value in card.keys.values())
        if portion and size + own > MAX_BYTES * 0.6:
            yield portion
            portion, size = [], 0
        portion.append(card)
        size += own
    if portion:
        yield portion
