"""The cards of a file into a deck: topics, facts, ids, files; loaded, rendered, then written."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, groupby
from pathlib import Path

from cps_cards import atomic, pipeline
from cps_cards.contribute import append, json_schema
from cps_cards.contribute.draft import Draft, Namer, in_order, numbered
from cps_cards.diagnostics import Diagnostic
from cps_cards.imports.attachments import Attachments, Lazy, Read
from cps_cards.imports.carrying import Carrier, Keys, sameness, sameness_of
from cps_cards.imports.proposals import Proposal, Proposals
from cps_cards.imports.records import BadFileError, LeftOutError, Loose, Told, Wish
from cps_cards.model import ids
from cps_cards.model.cards import Kind
from cps_cards.model.texts import name_list, short
from cps_cards.pipeline import Opened
from cps_cards.yamlio.decode import MAX_BYTES
from cps_cards.yamlio.files import INBOX
from cps_cards.yamlio.wellformed import is_guid

MOST_LINTED = 5_000
"""So many new cards are linted at once; for more, it would take longer than all the rest."""
_MEDIA = re.compile(r"!\[[^\[\]]*\]\(([a-z0-9.-]+)\)")


class Bringer:
    """Brings the cards of one file into one deck, and knows what would be written: ``files`` whole,
    by shown paths, ``counts`` with their new cards; ``there`` and ``alike`` count those that are in
    the deck, or were in the file, already; ``pinned`` those that keep their GUID; ``findings`` are
    the linter's on the new cards, None where they are too many."""

    def __init__(self, opened: Opened, wish: Wish, told: Told, media: Attachments) -> None:
        self.opened, self.wish, self.told, self.media = opened, wish, told, media
        self.deck = opened.collection
        self.files: dict[str, bytes] = {}
        self.counts: dict[str, int] = {}
        self.there = self.alike = 0
        self.pinned: Counter[Kind] = Counter()
        self.proposed: list[tuple[str, Proposal]] = []
        self.findings: list[Diagnostic] | None = []
        self._before: dict[Path, bytes | None] = {}
        self._namer = Namer(self.deck)
        self._proposals = Proposals(self.deck)
        there = (*self.deck.cards, *self.deck.inbox)
        self._guids = {card.guid_in(self.deck.deck.id) for card in there}
        self._kept: set[str] = set()
        self._known = {sameness_of(card) for card in there}
        titles = self.deck.topic_titles
        self._topics = {name.casefold(): id for id, title in titles.items() for name in (id, title)}

    def bring(
        self, cards: Sequence[Loose], step: Callable[[int], object] | None
    ) -> list[Diagnostic]:
        """All but the writing. What comes back are faults that the deck would have and that no
        single new card brings. ``step`` is called about twice for each card, with the number of all
        steps. Raises :class:`BadFileError` for what the file holds."""
        carrier = Carrier(self.told, self.media)
        fresh: set[tuple[str, ...]] = set()
        new: dict[str, Draft] = {}
        places: dict[str, str] = {}
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
                    draft = self._placed(card, keys)
                    new[draft.text("id")], places[draft.text("id")] = draft, card.place
                    fresh.add(same)
            except LeftOutError as error:
                self.told.left.append((card.place, str(error)))
        while new:
            self._write_files([*new.values()])
            now = pipeline.open_deck(
                self.deck.root, Lazy(self._reads()), shown=self.opened.shown,
                progress=lambda _: tick(),
            )  # fmt: skip
            bad = {one.card: one.message for one in now.faults.found if one.card in new}
            if not bad:
                break
            for id, message in bad.items():
                del new[str(id)]
                self.told.left.append((places[str(id)], f"cannot be carried: {message}"))
        else:
            for held in (self.files, self.counts, self.media.new, self.proposed):
                held.clear()
            return []
        names = {name for one in new.values() for name in _MEDIA.findall(str(one.keys))}
        self.media.new = {name: read for name, read in self.media.new.items() if name in names}
        self.proposed = [one for one in self.proposed if one[0] in new]
        there = (*now.collection.cards, *now.collection.inbox)
        self.pinned = Counter(c.kind for c in there if c.id.value in new and c.guid is not None)
        self.findings = None
        if len(new) <= MOST_LINTED:
            found = now.findings(wanted=self.files.__contains__)
            self.findings = [one for one in found if one.card in new]
        return now.faults.found

    def write(self) -> None:
        """Write all of it or nothing. Raises OSError, also where a file has changed meanwhile."""
        for path, data in self._before.items():
            if (path.read_bytes() if path.exists() else None) != data:
                raise OSError(0, "it has changed meanwhile; nothing was written", str(path))
        reads = {self.deck.path_of(name): read for name, read in self._reads().items()}
        atomic.write_all(Lazy(reads))

    def _reads(self) -> dict[str, Read]:
        media = {f"{self.opened.shown}/media/{name}": read for name, read in self.media.new.items()}
        return {**{name: partial(bytes, data) for name, data in self.files.items()}, **media}

    def _placed(self, card: Loose, keys: Keys) -> Draft:
        """A card with its topic, facts and id. Raises :class:`LeftOutError` without a topic."""
        topic, curriculum = self._topic(card), self.deck.curriculum
        by_id = curriculum.by_id if curriculum is not None else {}
        teaches = [id for id in card.teaches if id in by_id]
        wish = by_id.get(self.wish.teaches)
        proposal: Proposal | None = None
        if by_id and not teaches and (wish is None or wish[2] is None):
            said = (text for key, text in keys.items()
                    if isinstance(text, str) and key not in ("id", "kind"))  # fmt: skip
            proposal = self._proposals.of(" ".join(said), wish[0].id.value if wish else topic)
        if not teaches:
            teaches = [proposal.fact if proposal is not None else self.wish.teaches]
        keys["teaches"] = [id for id in teaches if id]
        homes = [by_id[id][0].id.value for id in teaches if id]
        topic = topic if topic in homes or not homes else homes[0]
        if not topic and (curriculum is None or homes):
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
        return Draft(topic, in_order({**keys, "id": id}, card.kind))

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

    def _write_files(self, new: Sequence[Draft]) -> None:
        """Make the files that hold cards: the one that was named, or new ones by topics."""
        for held in (self.files, self.counts, self._before):
            held.clear()
        if self.wish.into:
            self._put(f"{self.opened.shown}/cards/{self.wish.into}", new)
            return
        groups: dict[tuple[bool, str], list[Draft]] = {}
        for card in new:  # without facts, it waits for somebody to sort it
            waits = self.deck.curriculum is not None and not card.teaches
            groups.setdefault((waits, card.topic), []).append(card)
        for (waits, topic), cards in groups.items():
            alone = sum(one == waits for one, _ in groups) == 1
            stem = self.wish.stem if alone or not topic else f"{self.wish.stem}-{topic}"
            stem = f"{self.opened.shown}/{INBOX if waits else 'cards'}/{stem}"
            names = (f"{name}.yaml" for name in numbered(stem))
            free = (n for n in names if n not in self.files and not self.deck.path_of(n).exists())
            for part in _divided(cards):
                self._put(next(free), part)

    def _put(self, name: str, new: Sequence[Draft]) -> None:
        """Cards into a file, behind those that it has. Raises :class:`BadFileError`."""
        path = self.deck.path_of(name)
        keys = [card.keys for card in new]
        topics = Counter(card.topic for card in new)
        lead = json_schema.lead(path, self.deck.root)
        try:
            before, after, _, own = append.to_file(path, name, min(topics), keys, lead)
        except append.CannotAddError as error:
            raise BadFileError(f"cards cannot go where --into says: {error}") from error
        others = topics.keys() - {own}
        if others and (own or before is None):
            what = name_list(sorted(topic or "none" for topic in others))
            raise BadFileError(
                f"{sum(topics[topic] for topic in others)} of its cards belong to other topics "
                f"than {name} ({own or 'none'}): {what}. Say --topic, or leave --into out"
            )
        self._before[path] = before
        self.files[name], self.counts[name] = after, len(new)


def _divided(cards: Sequence[Draft]) -> Iterator[Sequence[Draft]]:
    """Cards in portions that a file can hold."""
    sizes = accumulate(100 + len(str(card.keys).encode()) for card in cards)
    portions = groupby(zip(sizes, cards, strict=True), lambda one: one[0] // (MAX_BYTES // 2))
    return ([card for _, card in portion] for _, portion in portions)
