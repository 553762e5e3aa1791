"""What authors write and what they are told, kept together in the files of ``tests/load/told``.

A case is a name behind ``▶``, what was written, and behind ``◀`` what is told. ``⟦1F⟧`` stands for
the control character U+001F. ``python -m tests.renew`` writes anew what is told.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests import folders

FOLDER = Path(__file__).parent / "load" / "told"
BESIDE: dict[str, folders.Files] = {
    "cards/a.yaml": folders.PLAIN,
    "deck.yaml": folders.PLAIN,
    "language.yaml": folders.PLAIN,
    "published.json": folders.PLAIN,
    "curriculum.yaml": folders.TAUGHT,
    "sources.yaml": folders.TAUGHT,
}
"""The deck around each file; card files begin with their topic and ``cards:``."""

_CASE = re.compile(r"^▶ (.*)\n((?:(?!◀\n)(?:.*\n))*)◀\n((?:(?!▶ ).*\n)*)", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffd]")


@dataclass(frozen=True)
class Case:
    file: str
    name: str
    written: str
    told: str

    @property
    def files(self) -> folders.Files:
        begin = folders.CARDS if self.file.startswith("cards/") else ""
        return {**BESIDE[self.file], self.file: begin + self.written}


def path_of(file: str) -> Path:
    return FOLDER / f"{file.replace('/', '-')}.txt"


def cases() -> list[Case]:
    """Every case of every file."""
    found = []
    for file in BESIDE:
        text = path_of(file).read_text("utf-8")
        text = re.sub(r"⟦([0-9A-F]+)⟧", lambda match: chr(int(match[1], 16)), text)
        found += [
            Case(file, name, written, told.rstrip("\n"))
            for name, written, told in _CASE.findall(text)
        ]
    return found


def told(case: Case) -> str:
    with tempfile.TemporaryDirectory() as folder:
        root = folders.write(Path(folder), case.files)
        return "\n".join(folders.lines(folders.read(root)[1]))


def dump(found: list[Case]) -> str:
    text = "\n".join(f"▶ {one.name}\n{one.written}◀\n{one.told}\n" for one in found)
    return _CONTROL.sub(lambda match: f"⟦{ord(match[0]):X}⟧", text)


def renewed() -> dict[Path, str]:
    """Every file with what is told now."""
    fresh = [Case(one.file, one.name, one.written, told(one)) for one in cases()]
    return {path_of(file): dump([one for one in fresh if one.file == file]) for file in BESIDE}
