"""A deck folder to a :class:`Collection` and its faults: every file is read, every fault told."""

from collections.abc import Mapping
from pathlib import Path

from cps_cards.faults import Faults
from cps_cards.model.curriculum import Curriculum
from cps_cards.model.deck import Collection, Deck
from cps_cards.source import Source, Span
from cps_cards.yamlio import links, nodes, published
from cps_cards.yamlio.cardfile import Held, read_card_file
from cps_cards.yamlio.deckfile import read_deck
from cps_cards.yamlio.decode import decode_file
from cps_cards.yamlio.files import INBOX, card_files, media_files
from cps_cards.yamlio.nodes import MapNode, Node
from cps_cards.yamlio.otherfiles import read_curriculum, read_language, read_sources


class _Reader:
    """Reads files of one folder, by their names there, and remembers when each was changed."""

    def __init__(
        self, root: Path, shown: str, faults: Faults, changed: Mapping[str, bytes]
    ) -> None:
        self.changed = changed
        self.root = root
        self.shown = shown
        self.faults = faults
        self.mtimes: dict[str, int] = {}

    def source(self, name: str) -> Source | None:
        shown = f"{self.shown}/{name}"
        got = decode_file(self.root / name, shown, self.faults, self.changed.get(shown))
        if got is None:
            return None
        self.mtimes[shown] = got[1]
        return got[0]

    def card_files(self) -> list[str]:
        """Those in the folder, and those that only the change would bring, in order."""
        start = len(f"{self.shown}/")
        new = {path[start:] for path in self.changed if path.startswith(f"{self.shown}/cards/")}
        return sorted(new.union(card_files(self.root, self.shown, self.faults)))

    def optional(self, name: str) -> Source | None:
        """A file of the folder that may be left out."""
        path = self.root / name
        try:
            path.lstat()
        except FileNotFoundError:
            other = path.with_suffix(".yml")
            if path.suffix == ".yaml" and other.is_file():
                self.faults.broken_files.add(f"{self.shown}/{name}")
                told = f"this file is called {name} in a deck folder"
                self.faults.refuse_file(f"{self.shown}/{other.name}", told, f"rename it to {name}")
            return None
        except OSError:
            pass  # reading says what is wrong
        return self.source(name)

    def yaml(self, name: str) -> tuple[Node | None, Source] | None:
        """What a file holds: nothing where it is there and cannot be read."""
        source = self.optional(name)
        if source is not None:
            return nodes.parse(source, self.faults), source
        shown = f"{self.shown}/{name}"
        return (None, Source(shown, "")) if shown in self.faults.broken_files else None


def load(
    root: Path,
    shown: str | None = None,
    changed: Mapping[str, bytes] | None = None,
) -> tuple[Collection, Faults]:
    """Read a deck folder; ``shown`` is its path as messages show it.

    ``changed`` holds files, by their shown paths, as they would be after a change; card files and
    media may be new.

    The collection holds whatever is sound; where there is any fault it must not be compiled. Raises
    nothing for what the files hold, nor where one cannot be read: that is a fault.
    """
    shown = (shown if shown is not None else root.as_posix()).rstrip("/") or "/"
    faults = Faults()
    reader = _Reader(root, shown, faults, changed or {})

    curriculum_file = reader.yaml("curriculum.yaml")
    curriculum = read_curriculum(*curriculum_file, faults) if curriculum_file else None
    sources_file = reader.yaml("sources.yaml")
    sources = read_sources(*sources_file, faults) if sources_file else {}
    language_file = reader.yaml("language.yaml")
    language = read_language(*language_file, faults) if language_file else None
    deck_node, deck_source = reader.yaml("deck.yaml") or (None, _no_deck_file(root, shown, faults))
    deck = read_deck(deck_node, deck_source, curriculum, faults)
    ledger_source = reader.optional("published.json")
    ledger = published.read_ledger(ledger_source, faults) if ledger_source is not None else None

    topics = _known_topics(deck, deck_node, curriculum, faults)
    held = Held(faults)
    for name in reader.card_files():
        source = reader.source(name)
        if source is None:
            continue
        for node in nodes.documents(source, faults) or (None,):
            read_card_file(node, source, topics, name.startswith(f"{INBOX}/"), held, faults)
    if not held.ids.first:
        _refuse_no_cards(deck, shown, faults)
    collection = Collection(
        root=root,
        deck=deck,
        cards=tuple(held.cards),
        inbox=tuple(held.waiting),
        faulty=tuple(held.faulty),
        complete=not any(one.source.path.startswith(f"{shown}/cards") for one in faults.found),
        curriculum=curriculum,
        sources=sources,
        sources_file=sources_file[1] if sources_file else None,
        language=language,
        ledger=ledger,
        media=media_files(root, shown, faults, reader.changed),
        mtimes=reader.mtimes,
    )
    held.whole = not any(path.startswith(f"{shown}/cards") for path in faults.broken_files)
    links.check(collection, held, faults)
    published.check(collection, held, faults)
    return collection, faults


def _no_deck_file(root: Path, shown: str, faults: Faults) -> Source:
    told, help = "there is no such folder", "name the folder of a deck"
    if root.is_dir():
        told = "there is no deck.yaml in this folder"
        help = "add one with `id`, `name` and `topics`"
    return faults.refuse_file(f"{shown}/deck.yaml", told, help)


def _known_topics(
    deck: Deck, node: Node | None, curriculum: Curriculum | None, faults: Faults
) -> list[str]:
    """The ids of all topics; none where the file that names them could not be read whole."""
    sure = curriculum is not None and curriculum.source.path not in faults.broken_files
    if not sure and deck.source.path not in faults.broken_files and isinstance(node, MapNode):
        sure = "topics" in node.entries
    return [topic.id for topic in deck.topics] if sure else []


def _refuse_no_cards(deck: Deck, shown: str, faults: Faults) -> None:
    """A deck without cards is a fault, unless another one says why it has none."""
    folder = f"{shown}/cards"
    if deck.source.text and not any(d.source.path.startswith(folder) for d in faults.found):
        told = f"the deck has no cards: there is none under {folder}"
        help = "write one in a file such as cards/first.yaml"
        faults.add("no-cards", deck.source, Span(0, 0), told, help)
