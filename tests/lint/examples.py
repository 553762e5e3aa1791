"""Decks out of the short cards that rules give as examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cps_cards.diagnostics import Diagnostic
from cps_cards.pipeline import open_deck

OPEN, CLOSE = "«", "»"
FILE = re.compile(r"^=== (\S+)\n", re.MULTILINE)
DECK = "id: example\nname: Example\ntopics:\n  ethics: Ethics\n"
SOURCES = "sources:\n  - id: handbook\n    title: A handbook\n    kind: guideline\n"
DEFAULTS = {
    "basic": {"front": "What does listening give to Maria?", "back": "Room to think aloud."},
    "cloze": {"text": "Hope {{c1::grows}} where people listen to each other."},
    "choice": {
        "question": "What does the peer specialist do first?",
        "answer": "Ask Maria what she wants",
        "distractors": "[Call the family at once, Write a note for the team, Leave the room "
        "quietly]",
    },
}


@dataclass(frozen=True)
class Example:
    """The files of a deck, and the marked places in them: path, start, end."""

    files: dict[str, str]
    marks: list[tuple[str, int, int]]


def example(text: str) -> Example:
    """A deck of an example: keys of a card, a list of cards, or whole files."""
    files = _files(text)
    files.setdefault("deck.yaml", DECK)
    if not any(name == "sources.yaml" for name in files):
        files["sources.yaml"] = SOURCES
    marks: list[tuple[str, int, int]] = []
    clean: dict[str, str] = {}
    for name, content in files.items():
        opened: list[int] = []
        out = ""
        for char in content:
            if char == OPEN:
                opened.append(len(out))
            elif char == CLOSE:
                marks.append((name, opened.pop(), len(out)))
            else:
                out += char
        assert not opened
        clean[name] = out
    return Example(clean, sorted(marks))


def _files(text: str) -> dict[str, str]:
    text = text.strip("\n") + "\n"
    if FILE.match(text):
        parts = FILE.split(text)
        return dict(zip(parts[1::2], parts[2::2], strict=True))
    cards = text if text.startswith("- ") else _card(text)
    body = "".join(f"  {line}" if line.strip() else line for line in cards.splitlines(True))
    return {"cards/example.yaml": f"topic: ethics\ncards:\n{body}"}


def _card(keys: str) -> str:
    present = set(re.findall(r"^«?([a-z]+)»?\s*:", keys, re.MULTILINE))
    kind = "basic"
    if "text" in present:
        kind = "cloze"
    elif present & {"question", "answer", "distractors", "options"}:
        kind = "choice"
    lines = ["id: example"] if "id" not in present else []
    if "kind" not in present:
        lines.append(f"kind: {kind}")
    for key, value in DEFAULTS[kind].items():
        if key not in present and not (key == "distractors" and "options" in present):
            lines.append(f"{key}: {value}")
    if "sources" not in present:
        lines.append("sources: [handbook]")
    lines += keys.splitlines()
    return "".join(f"{'- ' if at == 0 else '  '}{line}\n" for at, line in enumerate(lines))


def write(files: Mapping[str, str | bytes], root: Path) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def lint(root: Path, *select: str) -> list[Diagnostic]:
    return open_deck(root, shown="deck").findings(select)
