"""What a user would write instead: PyYAML's C loader, markdown-it-py, genanki, nothing checked.

``python tests/bench/plain_script.py DECK OUT.apkg`` reads the same card files into the same fields.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import genanki
import yaml
from markdown_it import MarkdownIt

STYLE = ".card { font-family: sans-serif; }"


def models() -> dict[str, Any]:
    basic = genanki.Model(
        1, "Plain basic", fields=[{"name": n} for n in ("Front", "Back", "Scenario", "Why")],
        templates=[{"name": "Card", "qfmt": "{{Scenario}}{{Front}}",
                    "afmt": "{{FrontSide}}<hr>{{Back}}{{Why}}"}], css=STYLE,
    )  # fmt: skip
    cloze = genanki.Model(
        2, "Plain cloze", fields=[{"name": n} for n in ("Text", "Scenario", "Why")],
        templates=[{"name": "Cloze", "qfmt": "{{Scenario}}{{cloze:Text}}",
                    "afmt": "{{cloze:Text}}{{Why}}"}], css=STYLE,
        model_type=genanki.Model.CLOZE,
    )  # fmt: skip
    choice = genanki.Model(
        3, "Plain choice",
        fields=[{"name": n} for n in ("Question", "Options", "Answer", "Scenario", "Why")],
        templates=[{"name": "Card", "qfmt": "{{Scenario}}{{Question}}{{Options}}",
                    "afmt": "{{FrontSide}}<hr>{{Answer}}{{Why}}"}], css=STYLE,
    )  # fmt: skip
    return {"basic": basic, "cloze": cloze, "choice": choice}


def main(folder: Path, out: Path) -> None:
    render = MarkdownIt("commonmark").render
    types = models()
    deck = genanki.Deck(4, "Plain")
    for path in sorted((folder / "cards").rglob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for card in data["cards"]:
            kind = card.get("kind", "basic")
            extra = [render(str(card.get(key, ""))) for key in ("scenario", "why")]
            if kind == "basic":
                fields = [render(str(card["front"])), render(str(card["back"])), *extra]
            elif kind == "cloze":
                fields = [render(card["text"]), *extra]
            else:
                wrong = [
                    f"<li>{render(str(d['text']))} {render(str(d['why']))}</li>"
                    for d in card["distractors"]
                ]
                answer = render(str(card["answer"]))
                options = "".join([f"<li>{answer}</li>", *wrong])
                fields = [render(str(card["question"])), f"<ol>{options}</ol>", answer, *extra]
            note = genanki.Note(types[kind], fields, tags=[data["topic"]], guid=card["id"])
            deck.add_note(note)
    genanki.Package(deck).write_to_file(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
