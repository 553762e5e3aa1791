"""Files as other programs write them, decks to bring them into, and real Anki to compare with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from anki import import_export_pb2 as messages
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from cps_cards.render.shown import shown_text

DECK = "id: sample\nname: Sample\ntopics:\n  listening: Listening\n  reporting: Reporting\n"
FIRST = "topic: listening\ncards:\n  - id: first\n    front: What helps?\n    back: Listening.\n"


class Anki:
    """A collection of the real backend, to make packages in and to look at others with."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.col: Any = Collection(str(folder / "c.anki2"))

    def add(
        self,
        type: str,
        *fields: str,
        deck: str = "Default",
        tags: Sequence[str] = (),
        guid: str = "",
    ) -> Any:
        note = self.col.new_note(self.col.models.by_name(type))
        note.fields[: len(fields)] = fields
        note.tags = list(tags)
        self.col.add_note(note, self.col.decks.id(deck))
        if guid:
            self.col.db.execute("update notes set guid = ? where id = ?", guid, note.id)
        return note

    def new_type(
        self, name: str, fields: Sequence[str], *templates: tuple[str, str], cloze: bool = False
    ) -> None:
        models = self.col.models
        made = models.new(name)
        made["type"] = int(cloze)
        for field in fields:
            models.add_field(made, models.new_field(field))
        for number, (front, back) in enumerate(templates, 1):
            template = models.new_template(f"Card {number}")
            template["qfmt"], template["afmt"] = front, back
            models.add_template(made, template)
        models.add(made)

    def media(self, name: str, data: bytes) -> str:
        return str(self.col.media.write_data(name, data))

    def package(self, name: str = "foreign.apkg", *, legacy: bool = False) -> Path:
        path = self.folder / name
        options = messages.ExportAnkiPackageOptions(
            with_scheduling=False, with_media=True, with_deck_configs=False, legacy=legacy
        )
        self.col.export_anki_package(
            out_path=str(path), options=options, limit=messages.ExportLimit(whole_collection={})
        )
        return path

    def text_export(self, name: str = "notes.txt", **wanted: bool) -> Path:
        path = self.folder / name
        flags = dict.fromkeys(
            ("with_html", "with_tags", "with_deck", "with_notetype", "with_guid"), True
        )
        self.col.export_note_csv(
            out_path=str(path),
            limit=messages.ExportLimit(whole_collection={}),
            **{**flags, **wanted},
        )
        return path

    def take(self, path: Path, **options: Any) -> Any:
        request = ImportAnkiPackageRequest(
            package_path=str(path), options=ImportAnkiPackageOptions(**options)
        )
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        return log

    def sides(self) -> dict[tuple[str, int], tuple[str, str]]:
        """The words of front and back of each card, by the note's GUID and the card's ordinal."""
        found = {}
        for id in self.col.find_cards(""):
            card = self.col.get_card(id)
            output = card.render_output()
            found[card.note().guid, card.ord] = (
                shown_text(output.question_text), shown_text(output.answer_text)
            )  # fmt: skip
        return found

    def close(self) -> None:
        self.col.close()


def cards_in(root: Path, file: str) -> list[dict[str, Any]]:
    """The cards of a card file, as another YAML reader takes them."""
    text = (root / "cards" / file).read_text(encoding="utf-8")
    found: Sequence[Mapping[str, Any]] = yaml.load(text, yaml.BaseLoader)["cards"]
    return [dict(card) for card in found]
