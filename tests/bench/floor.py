"""The floor: genanki alone, from HTML that is ready: ``tests/bench/floor.py READY.json OUT``.

``python tests/bench/floor.py --prepare DECK READY.json`` makes the ready HTML.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def prepare(folder: Path, out: Path) -> None:
    from cps_cards.render.notes import render_all
    from cps_cards.yamlio.load import load

    collection, faults = load(folder)
    notes = render_all(collection, faults)
    rows = [(note.kind, note.card.id.value, dict(note.fields), list(note.tags)) for note in notes]
    out.write_text(json.dumps(rows), encoding="utf-8")


def main(ready: Path, out: Path) -> None:
    import genanki

    rows = json.loads(ready.read_text(encoding="utf-8"))
    names: dict[str, dict[str, None]] = {}
    for kind, _, fields, _ in rows:
        names.setdefault(kind, {}).update(dict.fromkeys(fields))
    models = {
        kind: genanki.Model(
            number, f"Floor {kind}", fields=[{"name": name} for name in found],
            templates=[{"name": "Card", "afmt": "{{FrontSide}}", "qfmt":
                        "{{cloze:Text}}" if kind == "cloze" else "{{Question}}"}],
            model_type=genanki.Model.CLOZE if kind == "cloze" else genanki.Model.FRONT_BACK,
        )
        for number, (kind, found) in enumerate(names.items(), start=1)
    }  # fmt: skip
    deck = genanki.Deck(4, "Floor")
    for kind, card_id, fields, tags in rows:
        values = [fields.get(name, "") for name in names[kind]]
        deck.add_note(genanki.Note(models[kind], values, tags=tags, guid=card_id))
    genanki.Package(deck).write_to_file(out)


if __name__ == "__main__":
    if sys.argv[1] == "--prepare":
        prepare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
