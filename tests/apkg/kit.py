"""Deck folders to try things on, and the real Anki that imports what is built from them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anki.collection import Collection as AnkiCollection
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

from cps_cards.apkg.build import Built, build
from cps_cards.apkg.contents import Package
from cps_cards.apkg.reader import read_package
from cps_cards.faults import Faults
from cps_cards.model import ledger
from cps_cards.model.deck import Collection
from cps_cards.model.settings import Subdecks
from cps_cards.render.notes import RenderedNote, render_all, render_description
from cps_cards.schedule.order import with_subdecks
from cps_cards.yamlio.load import load

TIME = 1_750_000_000
"""The modification time of every file of a folder that is not told another one."""

SHIPPED = Path(__file__).parents[2] / "decks"

DECK = """\
id: sample
name: Sample Deck
description: About *peers*.
topics:
  respect: Respect
  reporting: Reporting
"""
CURRICULUM = """\
topics:
  - id: respect
    title: Respect
    objectives:
      - id: respect.words
        statement: Choose words.
        priority: core
        facts:
          - {id: respect.words.person, text: A person is a person., sources: [code]}
      - id: respect.more
        statement: Choose more words.
        priority: extended
        facts:
          - {id: respect.more.person, text: More of it., sources: [code §2]}
  - id: reporting
    title: Reporting
    objectives:
      - id: reporting.when
        statement: Know when.
        priority: important
        facts:
          - {id: reporting.when.soon, text: Soon., sources: [code]}
"""
SOURCES = """\
sources:
  - {id: code, title: The code, kind: code-of-ethics}
"""
RESPECT = """\
topic: respect
cards:
  - id: greeting
    front: How do you greet a person?
    back: By name.
    why: Names matter.
    teaches: [respect.words.person]
  - id: both-ways
    front: CPS
    back: Certified Peer Specialist
    reverse: true
    term: CPS
    teaches: [respect.words.person]
  - id: hidden-words
    kind: cloze
    text: "{{c1::Respect}} comes before {{c2::help::what we bring}}."
    teaches: [respect.words.person]
  - id: late
    front: What comes last?
    back: This.
    teaches: [respect.more.person]
"""
REPORTING = """\
topic: reporting
cards:
  - id: which-one
    kind: choice
    scenario: It is Monday.
    question: When do you report?
    answer: At once
    distractors:
      - {text: Next week, why: That is too late.}
      - Never
    teaches: [reporting.when.soon]
  - id: wheel
    front: "![the wheel](wheel.png)"
    back: A wheel.
    teaches: [reporting.when.soon]
"""
PICTURE = b"\x89PNG\r\n\x1a\nnot much of a picture"


class Folder:
    """A deck folder on disk whose files have fixed modification times."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, content: str | bytes, mtime: int = TIME) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(file, (mtime, mtime))

    def edit(self, name: str, old: str, new: str, mtime: int = TIME) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new), mtime)

    def remove(self, name: str) -> None:
        (self.path / name).unlink()

    def load(self) -> tuple[Collection, Faults]:
        return load(self.path, self.path.name)

    def rendered(self) -> tuple[Collection, list[RenderedNote], str]:
        collection, faults = self.load()
        notes = render_all(collection, faults)
        description = render_description(collection, faults)
        assert not faults.found, [fault.message for fault in faults.found]
        return collection, notes, description

    def build(self, subdecks: Subdecks | None = None, **how: Any) -> Built:
        collection, *rendered = self.rendered()
        return build(with_subdecks(collection, subdecks), *rendered, **how)

    def package(self, **how: Any) -> Package:
        """The package, written and read back."""
        file = self.path.parent / f"{self.path.name}-read-back.apkg"
        file.write_bytes(self.build(**how).data)
        try:
            return read_package(file)
        finally:
            file.unlink()

    def publish(self, **how: Any) -> Built:
        """Build the whole deck and write the ledger; the package is the one that names it."""
        built = self.build(**how)
        collection, _ = self.load()
        entries = [version.published() for version in built.versions]
        self.write("published.json", ledger.dump(collection.deck.id, entries))
        return built._replace(data=self.build().data)


def sample(path: Path) -> Folder:
    """Six notes of all kinds (eight cards) with a curriculum, sources and a picture."""
    folder = Folder(path)
    folder.write("deck.yaml", DECK)
    folder.write("curriculum.yaml", CURRICULUM)
    folder.write("sources.yaml", SOURCES)
    folder.write("cards/respect.yaml", RESPECT)
    folder.write("cards/reporting.yaml", REPORTING)
    folder.write("media/wheel.png", PICTURE)
    return folder


def plain(path: Path, count: int, name: str = "Plain", topics: int = 1) -> Folder:
    """A deck without a curriculum: ``count`` basic cards, ``q-1`` and on, divided among topics."""
    folder = Folder(path)
    titles = "".join(f"  t{n}: Topic {n}\n" for n in range(1, topics + 1))
    folder.write("deck.yaml", f"id: plain\nname: {name!r}\ntopics:\n{titles}")
    for topic in range(1, topics + 1):
        cards = "".join(plain_card(n) for n in range(topic, count + 1, topics))
        folder.write(f"cards/t{topic:03d}.yaml", f"topic: t{topic}\ncards:\n{cards}")
    return folder


def plain_card(number: int) -> str:
    return f"  - id: q-{number}\n    front: Question {number}?\n    back: Answer {number}.\n"


@dataclass(frozen=True)
class Log:
    """What Anki's import says: how many notes of each verdict."""

    new: int
    updated: int
    duplicate: int
    conflicting: int


class Learner:
    """A learner's Anki: a collection of its own with the real backend."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.col: Any = AnkiCollection(str(folder / "collection.anki2"))

    def close(self) -> None:
        self.col.close()

    def take(self, data: bytes, **options: Any) -> Log:
        """Import a package; without ``options`` as Anki's dialog does it at first."""
        file = self.folder / "deck.apkg"
        file.write_bytes(data)
        request = ImportAnkiPackageRequest(
            package_path=str(file), options=ImportAnkiPackageOptions(**options)
        )
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        return Log(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))

    def rows(self, query: str) -> list[Any]:
        assert self.col.db is not None
        return list(self.col.db.execute(query))

    def everything(self) -> dict[str, list[Any]]:
        """All that an import could touch."""
        tables = ("notes", "cards", "revlog", "notetypes", "decks", "deck_config")
        found = {table: sorted(self.rows(f"select * from {table}"), key=repr) for table in tables}
        found["media"] = sorted(path.name for path in Path(self.col.media.dir()).iterdir())
        return found

    def note(self, card_id: str) -> Any:
        """The note of a card by its id, which is the first field."""
        (found,) = self.col.find_notes(f'"Card ID:{card_id}"')
        return self.col.get_note(found)

    def deck_of(self, card_id: str) -> str:
        return self.col.decks.name(self.note(card_id).cards()[0].did)

    def answer(self, count: int) -> None:
        """Answer cards of the imported deck as they come, one in four of them wrong."""
        decks = [entry for entry in self.col.decks.all_names_and_ids() if entry.id != 1]
        self.col.decks.select(min(decks, key=lambda entry: len(entry.name)).id)
        for number in range(count):
            card = self.col.sched.getCard()
            assert card is not None
            card.start_timer()
            self.col.sched.answerCard(card, 1 if number % 4 == 3 else 3)

    def queue(self, deck: str) -> list[str]:
        """Card ids in the order in which new cards come, each where its note comes first."""
        config = self.col.decks.get_config(self.col.decks.config_dict_for_deck_id(1)["id"])
        assert config is not None
        config["new"]["perDay"] = config["rev"]["perDay"] = 9999
        self.col.decks.update_config(config)
        self.col.decks.select(self.col.decks.id_for_name(deck))
        queued = self.col.sched.get_queued_cards(fetch_limit=100_000).cards
        notes = [self.col.get_card(entry.card.id).note() for entry in queued]
        return list(dict.fromkeys(note.fields[0] for note in notes))

    def problems(self) -> list[str]:
        """Whatever Anki's own checks say of the collection."""
        found = []
        report, sound = self.col.fix_integrity()
        if not sound or len(report.splitlines()) != 1:
            found.append(report)
        empty = self.col.get_empty_cards()
        if empty.notes:
            found.append(empty.report)
        media = self.col.media.check()
        found += [f"missing {name}" for name in media.missing]
        found += [f"unused {name}" for name in media.unused]
        for card_id in self.col.find_cards(""):
            card = self.col.get_card(card_id)
            for side in (card.question(), card.answer()):
                if "template has a problem" in side or "{{" in side:
                    found.append(side)
        return found

    def generated(self) -> Counter[int]:
        """Cards by note id once Anki has made what it thinks is missing."""
        notes = [self.col.get_note(note_id) for note_id in self.col.find_notes("")]
        self.col.update_notes(notes)
        return Counter(row[0] for row in self.rows("select nid from cards"))
