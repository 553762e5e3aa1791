"""Cards as Anki's own backend renders them: the package is built, imported and read back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from anki.collection import Collection as AnkiCollection
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

from cps_cards.apkg.build import build
from cps_cards.render.notes import RenderedNote, render_all
from cps_cards.yamlio.load import load


@dataclass(frozen=True, slots=True)
class ShownCard:
    """One card: ``front`` and ``back`` are the HTML that a client puts on its page."""

    id: str
    kind: str
    template: str
    front: str
    back: str
    css: str

    @property
    def name(self) -> str:
        return f"{self.id} / {self.template}"


@dataclass(frozen=True)
class ShownDeck:
    """``media`` are the files of the package by the names that cards call them."""

    cards: tuple[ShownCard, ...]
    notes: tuple[RenderedNote, ...]
    media: dict[str, bytes]

    def card(self, card_id: str, template: int = 0) -> ShownCard:
        found = [card for card in self.cards if card.id == card_id]
        return found[template]


def shown(root: Path, folder: Path) -> ShownDeck:
    """The deck in ``root`` as a learner has it after an import; ``folder`` is for Anki's files."""
    collection, faults = load(root, root.name)
    notes = render_all(collection, faults)
    assert not faults.found, [found.message for found in faults.found]
    package = folder / "deck.apkg"
    package.write_bytes(build(collection, notes, "").data)
    kinds = {note.card.id.value: note.kind for note in notes}
    anki = AnkiCollection(str(folder / "collection.anki2"))
    try:
        request = ImportAnkiPackageRequest(
            package_path=str(package), options=ImportAnkiPackageOptions()
        )
        log = anki.import_anki_package(request).log
        assert len(log.new) == len(notes)
        cards = []
        for anki_id in anki.find_cards("", order="c.due, c.ord"):
            card = anki.get_card(anki_id)
            rendered = card.render_output()
            card_id = card.note()["Card ID"]
            name = card.template()["name"]
            if kinds[card_id] == "cloze":
                name += f" {card.ord + 1}"
            cards.append(
                ShownCard(
                    card_id,
                    kinds[card_id],
                    name,
                    rendered.question_text,
                    rendered.answer_text,
                    rendered.css,
                )
            )
        media = {path.name: path.read_bytes() for path in Path(anki.media.dir()).iterdir()}
    finally:
        anki.close()
    return ShownDeck(tuple(cards), tuple(notes), media)
