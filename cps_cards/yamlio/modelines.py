"""The first line of a deck file: a comment that tells editors where its schema is."""

from __future__ import annotations

import os
import re
from pathlib import Path

FOLDER = ".schema"
KINDS = ("card", "deck", "curriculum", "sources", "language")
"""The kinds of deck files; each has a schema of its name, and all but card files one file of it."""

_LINE = re.compile(r"#[ \t]*yaml-language-server:[ \t]*\$schema=[^\r\n]*(\r?\n|\Z)")


def schema_path(root: Path, kind: str) -> Path:
    return root / FOLDER / f"{kind}.json"


def has_schemas(root: Path) -> bool:
    """Whether the deck keeps schemas, so that its files point at them."""
    return schema_path(root, "card").is_file()


def line_for(path: Path, root: Path) -> str:
    """The line for a deck file, with the schema's path as seen from it."""
    kind = path.stem if path.parent == root and path.stem in KINDS else "card"
    relative = os.path.relpath(schema_path(root, kind), path.parent)
    return f"# yaml-language-server: $schema={Path(relative).as_posix()}"


def pointed(data: bytes, line: str) -> bytes:
    """A file's bytes with ``line`` first; its line ends and byte order mark are kept, and a line of
    this kind that is there already is replaced."""
    text = data.decode("utf-8")
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    newline = "\r\n" if "\r\n" in text else "\n"
    old = _LINE.match(text)
    rest = text[old.end() :] if old is not None else text
    return f"{bom}{line}{newline}{rest}".encode()
