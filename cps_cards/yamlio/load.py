"""A deck folder to a :class:`Collection` and its faults: every file is read, every fault told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cps_cards.faults import Faults
from cps_cards.model.cards import Card
from cps_cards.model.deck import Collection
from cps_cards.source import Source, Span, Text
from cps_cards.yamlio import links, nodes
from cps_cards.yamlio.cards import read_card_file
from cps_cards.yamlio.curriculum import first_place, read_curriculum, read_language, read_sources
from cps_cards.yamlio.deckfile import read_deck
from cps_cards.yamlio.files import card_files, media_files
from cps_cards.yamlio.ledgerfile import read_ledger
from cps_cards.yamlio.nodes import Node
from cps_cards.yamlio.read import read


class _Reader:
    """Reads files of one folder and remembers when each was changed."""

    def __init__(self, root: Path, shown: str, faults: Faults) -> None:
        self.root = root
        self.shown = shown
        self.faults = faults
        self.mtimes: dict[str, int] = {}

    def source(self, path: Path, shown: str) -> Source | None:
        got = read(path, shown, self.faults)
        if got is None:
            return None
        self.mtimes[shown] = got[1]
        return got[0]

    def optional(self, name: str) -> Source | None:
        """A file of the folder that may be left out."""
        path = self.root / name
        if not path.exists() and not path.is_symlink():
            return None
        return self.source(path, f"{self.shown}/{name}")

    def yaml(self, name: str) -> tuple[Source, Node | None] | None:
        source = self.optional(name)
        return None if source is None else (source, nodes.parse(source, self.faults))


def load(root: Path, shown: str | None = None) -> tuple[Collection, Faults]:
    """Read a deck folder; ``shown`` is its path as messages show it.

    The collection holds whatever is sound; where there is any fault it must not be compiled.
    """
    shown = (shown if shown is not None else root.as_posix()).rstrip("/") or "/"
    faults = Faults()
    reader = _Reader(root, shown, faults)

    curriculum_file = reader.yaml("curriculum.yaml")
    curriculum = (
        read_curriculum(curriculum_file[1], curriculum_file[0], faults) if curriculum_file else None
    )
    sources_file = reader.yaml("sources.yaml")
    sources = read_sources(sources_file[1], sources_file[0], faults) if sources_file else {}
    language_file = reader.yaml("language.yaml")
    language = read_language(language_file[1], language_file[0], faults) if language_file else None
    deck_file = reader.yaml("deck.yaml")
    if deck_file is None:
        deck_file = Source(f"{shown}/deck.yaml", ""), None
        if deck_file[0].path not in faults.broken_files:
            faults.add(
                "unreadable-file",
                deck_file[0],
                Span(0, 0),
                "there is no deck.yaml in this folder",
                "add one with `id`, `name` and `topics`",
            )
            faults.broken_files.add(deck_file[0].path)
    deck = read_deck(deck_file[1], deck_file[0], curriculum, faults)
    ledger_source = reader.optional("published.json")
    ledger = read_ledger(ledger_source, faults) if ledger_source is not None else None

    topics = [topic.id for topic in deck.topics]
    files = card_files(root, shown, faults)
    cards: list[Card] = []
    ids: list[Text] = []
    for path, name in files:
        source = reader.source(path, name)
        if source is None:
            continue
        file_cards, file_ids = read_card_file(nodes.parse(source, faults), source, topics, faults)
        cards.extend(file_cards)
        ids.extend(file_ids)
    if not ids and not any(name in faults.broken_files for _, name in files):
        faults.add(
            "no-cards",
            deck.source,
            Span(0, 0),
            f"the deck has no cards: there is none under {shown}/cards",
            "write one in a file such as cards/first.yaml",
        )
    collection = Collection(
        root=root,
        deck=deck,
        cards=tuple(_unique(cards, ids, faults)),
        curriculum=curriculum,
        sources=sources,
        sources_file=sources_file[0] if sources_file else None,
        language=language,
        ledger=ledger,
        media=media_files(root, shown, faults),
        mtimes=reader.mtimes,
    )
    links.check(collection, {text.value for text in ids}, _complete(files, faults), faults)
    return collection, faults


def _complete(files: Sequence[tuple[Path, str]], faults: Faults) -> bool:
    """Whether every card file could be read whole."""
    return not any(name in faults.broken_files for _, name in files)


def _unique(cards: list[Card], ids: list[Text], faults: Faults) -> list[Card]:
    """The first card of each id; each further one is a fault that names both places."""
    first: dict[str, Text] = {}
    repeated: list[Text] = []
    for text in ids:
        before = first.setdefault(text.value, text)
        if before is not text:
            repeated.append(text)
            faults.at(
                "duplicate-id",
                text,
                f"the id `{text.value}` stands here a second time",
                "give one of the two cards another id: a learner's history hangs on it",
                card=text.value,
                related=first_place(before),
            )
    places = {(text.source.path, text.start) for text in repeated}
    return [card for card in cards if (card.source.path, card.id.start) not in places]
