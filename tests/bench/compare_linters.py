"""cps-cards lint beside proselint, alex and write-good, on the project's own good and bad cards.

    python tests/bench/compare_linters.py [--proselint EXE] [--alex EXE] [--write-good EXE]

A tool that is not installed is left out (pip install proselint; npm install alex write-good). Each
card is a paragraph of its own in one text file; a card counts as found where a tool says anything
about its paragraph. The bad cards of ``language_bad.yaml`` are those about words, which the other
tools know too; the rest are about the shape of cards, which they were not made for.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.lint.examples import DECK, SOURCES, _files  # noqa: E402

CARDS = ROOT / "tests" / "lint" / "cards"
PROSE_KEYS = ("scenario", "front", "text", "question", "answer", "back", "why")
Cases = list[tuple[str, dict[str, Any]]]


def cases() -> Cases:
    """The single cards, with the file that each comes from."""
    return [
        (path.stem, case)
        for path in sorted(CARDS.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        if not case["card"].startswith("- ")
    ]


def prose(case: dict[str, Any]) -> str:
    """A card's texts in one paragraph, deletions filled in."""
    card = yaml.safe_load(_files(case["card"])["cards/example.yaml"])["cards"][0]
    text = " ".join(str(card[key]) for key in PROSE_KEYS if key in card)
    return " ".join(re.sub(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}", r"\1", text).split())


def own(found: Cases, folder: Path) -> set[int]:
    """The numbers of the cards that cps-cards finds fault with."""
    body = ["topic: ethics\ncards:\n"]
    for number, (_, case) in enumerate(found):
        lines = _files(case["card"])["cards/example.yaml"].splitlines(keepends=True)[2:]
        body += [re.sub(r"(?<=- )id: .*", f"id: card-{number}", line) for line in lines]
    (folder / "cards").mkdir()
    (folder / "deck.yaml").write_text(DECK)
    (folder / "sources.yaml").write_text(SOURCES)
    (folder / "cards" / "a.yaml").write_text("".join(body), encoding="utf-8")
    command = [sys.executable, "-m", "cps_cards", "lint", str(folder), "--format", "json",
               "--ignore", "DUP"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    findings = json.loads(done.stdout)["findings"]
    cards = {one["card"] for one in findings if one["card"]}
    numbers = {int(card.removeprefix("card-")) for card in cards if card.startswith("card-")}
    missing = next((n for n, (_, c) in enumerate(found) if "sources: []" in c["card"]), None)
    return numbers | ({missing} if missing is not None and "example" in cards else set())


def lines_of(pattern: str) -> Callable[[str], set[int]]:
    """A reader of a tool's output: the lines that it names."""
    return lambda output: {int(match[1]) for match in re.finditer(pattern, output, re.MULTILINE)}


TOOLS: dict[str, tuple[Callable[[str, str], list[str]], Callable[[str], set[int]]]] = {
    "proselint": (lambda exe, path: [exe, "check", path], lines_of(r":(\d+):\d+: ")),
    "alex": (lambda exe, path: [exe, "--text", path], lines_of(r"^\s*(\d+):\d+(?:-|\s)")),
    "write-good": (lambda exe, path: [exe, path, "--parse"], lines_of(r":(\d+):\d+:")),
}


def row(name: str, found: Cases, flagged: set[int], seconds: float) -> str:
    def share(stem: Callable[[str], bool]) -> str:
        numbers = [n for n, (file, _) in enumerate(found) if stem(file)]
        return f"{len(flagged & set(numbers)):4d} of {len(numbers):3d}"

    words, shape = share(lambda f: f == "language_bad"), share(lambda f: f == "cards_bad")
    false = share(lambda f: f.endswith("_good"))
    return f"{name:12} {words:>14} {shape:>14} {false:>14} {seconds:8.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in TOOLS:
        parser.add_argument(f"--{name}", default=shutil.which(name))
    given = {name.replace("_", "-"): exe for name, exe in vars(parser.parse_args()).items()}
    found = cases()
    print(f"{'':12} {'words found':>14} {'shape found':>14} {'false alarms':>14} {'seconds':>8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        flagged = own(found, folder)
        print(row("cps-cards", found, flagged, time.perf_counter() - started))
        text = folder / "cards.txt"
        text.write_text("\n\n".join(prose(case) for _, case in found) + "\n", encoding="utf-8")
        for tool, (command, read) in TOOLS.items():
            exe = given[tool]
            if exe is None:
                print(f"{tool:12} not installed")
                continue
            started = time.perf_counter()
            done = subprocess.run(
                command(exe, str(text)), capture_output=True, text=True, check=False
            )
            seconds = time.perf_counter() - started
            lines = read(done.stdout + done.stderr)
            print(row(tool, found, {(line - 1) // 2 for line in lines}, seconds))


if __name__ == "__main__":
    main()
