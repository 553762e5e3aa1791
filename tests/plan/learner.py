"""A learner in real Anki who imports a package and studies day by day."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportResponse

# Anki's modules import one another in a circle that only `collection` can begin.
from anki.cards import Card as AnkiCard  # isort: skip

_SECONDS_A_DAY = 86_400
_NEW_QUEUE = 0
_GOOD = 2


class Desktop:
    """A fresh collection with FSRS on and a package in it, whose top deck is chosen."""

    def __init__(self, folder: Path, package: Path, deck: str, ticked: bool = True) -> None:
        self._path = str(folder / "collection.anki2")
        self.col = Collection(self._path)
        self.log = self.take(package, ticked)
        self.col.set_config("fsrs", True)
        self._deck = self.col.decks.id_for_name(deck)
        self.col.decks.set_current(self._deck)
        self.card_ids = {nid: self.col.get_note(nid)["Card ID"] for nid in self.col.find_notes("")}

    def take(self, package: Path, ticked: bool = True) -> ImportResponse.Log:
        """Import a package, with the preset's box ticked or not; what Anki says of its notes."""
        options = ImportAnkiPackageOptions(with_deck_configs=ticked)
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        return log

    def weeks(self) -> dict[str, int]:
        """The study week that each note is tagged with, by card id."""
        found = {}
        for nid, id in self.card_ids.items():
            for tag in self.col.get_note(nid).tags:
                if "::week::" in tag:
                    found[id] = int(tag.rpartition("::")[2])
        return found

    def notes(self) -> list[tuple[str, int, str, str]]:
        """GUID, modification time, tags and fields of every note."""
        rows = self.col.db.all("select guid, mod, tags, flds from notes order by guid")
        return [tuple(row) for row in rows]

    def overview(self) -> str:
        """The description that Anki shows of the top deck."""
        return str(self.col.decks.get(self._deck)["desc"])

    def __enter__(self) -> Desktop:
        return self

    def __exit__(self, *error: object) -> None:
        self.col.close()

    def new_cards_today(self, number: int) -> None:
        """Deck options > Daily Limits > Today only > New cards/day."""
        deck = self.col.decks.get(self._deck)
        deck["newLimitToday"] = {"limit": number, "today": self.col.sched.today}
        self.col.decks.save(deck)

    def study(self) -> list[tuple[str, int]]:
        """Answer all that Anki shows with Good; the new cards in their order, by id and ordinal."""
        # Anki digs up the cards buried yesterday when it draws the list of decks.
        self.col.sched.deck_due_tree()
        new = []
        while cards := self.col.sched.get_queued_cards(fetch_limit=1).cards:
            queued = cards[0]
            card = AnkiCard(self.col, backend_card=queued.card)
            if queued.queue == _NEW_QUEUE:
                new.append((self.card_ids[card.nid], card.ord))
            card.start_timer()
            answer = self.col.sched.build_answer(card=card, states=queued.states, rating=_GOOD)
            self.col.sched.answer_card(answer)
        return new

    def sleep(self) -> None:
        """Let a day pass: all that has happened so far is a day older."""
        self.col.close()
        database = sqlite3.connect(self._path)
        database.create_collation(
            "unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower())
        )
        database.execute(f"update revlog set id = id - {_SECONDS_A_DAY * 1000}")
        database.execute(f"update cards set due = due - {_SECONDS_A_DAY} where queue = 1")
        for id, data in database.execute("select id, data from cards where data != ''").fetchall():
            kept = json.loads(data)
            if "lrt" in kept:
                kept["lrt"] -= _SECONDS_A_DAY
                text = json.dumps(kept, separators=(",", ":"))
                database.execute("update cards set data = ? where id = ?", (text, id))
        database.execute(f"update col set crt = crt - {_SECONDS_A_DAY}")
        database.commit()
        database.close()
        self.col = Collection(self._path)
        self.col.decks.set_current(self._deck)
