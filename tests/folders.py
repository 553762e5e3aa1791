"""Deck folders for tests, written from texts by name, and what loading says of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cps_cards.diagnostics import by_place
from cps_cards.faults import Faults
from cps_cards.model.deck import Collection
from cps_cards.render.notes import render_all, render_description
from cps_cards.yamlio.load import load

Files = Mapping[str, str | bytes | None]

PNG = b"\x89PNG\r\n\x1a\n"
"""How a picture of this kind begins: as much of one as a deck looks at."""

DECK = "id: sample\nname: Sample\ntopics:\n  listening: Listening\n  reporting: Reporting\n"
CARDS = "topic: listening\ncards:\n"
CARD = "  - id: first\n    front: What helps most?\n    back: Listening.\n"

PLAIN: Files = {"deck.yaml": DECK, "cards/listening.yaml": CARDS + CARD}
"""The smallest sound deck: no curriculum, no sources."""

TAUGHT: Files = {
    "deck.yaml": "id: sample\nname: Sample\n",
    "curriculum.yaml": """\
topics:
  - id: listening
    title: Listening
    weight: 0.75
    objectives:
      - id: listening.first
        statement: Say what comes first.
        priority: core
        facts:
          - id: listening.first.hear
            text: Hearing comes first.
            sources: [code §2]
          - id: listening.first.wait
            text: Waiting helps.
      - id: listening.later
        statement: Say what comes later.
        priority: important
        facts:
          - id: listening.later.ask
            text: Asking comes later.
            caution: One course says so.
            caution_level: verify
  - id: reporting
    title: Reporting
    weight: 0.25
    objectives:
      - id: reporting.deadline
        statement: State the deadline.
        priority: extended
        facts:
          - id: reporting.deadline.hours
            text: The deadline is 48 hours.
            sources: [law]
""",
    "sources.yaml": """\
sources:
  - id: code
    title: Code of ethics
    kind: code-of-ethics
    url: https://example.org/code
  - id: law
    title: The law
    kind: statute
    year: 2023
""",
    "cards/listening.yaml": CARDS + CARD + "    teaches: [listening.first.hear]\n",
}
"""A sound deck with a curriculum and sources."""


def write(root: Path, files: Files) -> Path:
    """Write a deck folder; a file whose text is None is left out."""
    for name, text in files.items():
        if text is None:
            continue
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def read(root: Path) -> tuple[Collection, Faults]:
    """Load and render a folder, as a build does; paths are shown from within it."""
    collection, faults = load(root, "deck")
    render_all(collection, faults)
    render_description(collection, faults)
    return collection, faults


def lines(faults: Faults) -> list[str]:
    """Findings as people read them: place, code, name and message, then the way out."""
    found = []
    for one in by_place(faults.found):
        place = f"{one.source.path.removeprefix('deck/')}:{one.position.line}:{one.position.column}"
        found.append(f"{place} {one.code} {one.name}: {one.message}")
        found.append(f"  {one.help}")
        for other in one.related:
            path = other.source.path.removeprefix("deck/")
            at = other.source.position(other.span.start)
            found.append(f"  {path}:{at.line}:{at.column} {other.message}")
    return found
