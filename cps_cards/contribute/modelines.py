"""A deck's copies of its schemas, and the first line of its files that leads editors to them."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from cps_cards.contribute import json_schema
from cps_cards.model.deck import Collection
from cps_cards.yamlio.files import INBOX

MARK = "# yaml-language-server: $schema="
_LINE = re.compile(r"\A#[ \t]*yaml-language-server:[ \t]*\$schema=[^\r\n]*(\r?\n|\Z)")


def schema_path(root: Path, kind: str) -> Path:
    return root / ".schema" / f"{kind}.json"


def has_schemas(root: Path) -> bool:
    """Whether the deck keeps schemas, so that its files point at them."""
    return schema_path(root, "card").is_file()


def line_for(path: Path, root: Path) -> str:
    """The line for a deck file, with the schema's path as seen from it."""
    own = path.parent == root and path.stem in json_schema.FILES
    schema = schema_path(root, path.stem if own else "card")
    return MARK + Path(os.path.relpath(schema, path.parent)).as_posix()


def lead(path: Path, root: Path) -> str:
    """The same where the deck keeps schemas; empty where it does not."""
    return line_for(path, root) if has_schemas(root) else ""


def pointed(data: bytes, line: str) -> bytes:
    """A file's bytes with ``line`` first; its line ends and byte order mark are kept, and a line of
    this kind that is there already is replaced."""
    text = data.decode("utf-8")
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    return f"{bom}{line}{newline}{_LINE.sub('', text.removeprefix(bom), count=1)}".encode()


def stale_schemas(collection: Collection) -> dict[Path, bytes]:
    """The deck's schemas that are not there or not up to date, as they should be."""
    made = json_schema.dump_all(collection).items()
    return _stale({schema_path(collection.root, kind): text.encode() for kind, text in made})


def stale_links(files: Iterable[Path], root: Path) -> dict[Path, bytes]:
    """The deck's YAML files without the line that they should begin with, as they should be.

    Those in the inbox have none: the schema asks for more than a card that waits has to have.
    """
    return _stale({
        path: pointed(path.read_bytes(), line_for(path, root)) for path in files
        if path.suffix.lower() in (".yaml", ".yml") and root / INBOX not in path.parents
    })  # fmt: skip


def _stale(wanted: dict[Path, bytes]) -> dict[Path, bytes]:
    return {
        path: data for path, data in wanted.items()
        if not path.is_file() or path.read_bytes() != data
    }  # fmt: skip
