"""The files of a new deck: an example of each kind of card, ready to build, lint and push."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from cps_cards import __version__, atomic, pipeline
from cps_cards.contribute import modelines
from cps_cards.yamlio import scalars

_FILES = {
    "deck.yaml": "deck.yaml",
    "curriculum.yaml": "curriculum.yaml",
    "sources.yaml": "sources.yaml",
    "cards/studying.yaml": "cards/studying.yaml",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".github/workflows/deck.yml": "workflow.yml",
}
_LANGUAGE = "language.yaml"


def files(id: str, name: str, *, with_language: bool) -> Mapping[str, bytes]:
    """The files of a deck by their paths in its folder, the schemas for editors among them."""
    values = {
        "@id@": scalars.block(id, 2, 4),
        "@name@": scalars.block(name, 2, 6),
        "@prefix@": scalars.block(id, 2, 12),
        "@title@": re.sub(r"([\\`*_{}\[\]<>#&|~!])", r"\\\1", " ".join(name.split())),
        "@version@": __version__,
    }
    wanted = {**_FILES, **({_LANGUAGE: _LANGUAGE} if with_language else {})}
    home = resources.files("cps_cards.contribute") / "deck"
    made = {
        path: _filled((home / template).read_text(encoding="utf-8"), values).encode()
        for path, template in wanted.items()
    }
    return made | _for_editors(made)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in, in one pass: a name may look like a place."""
    return re.sub("|".join(values), lambda place: values[place[0]], text)


def _for_editors(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The schemas, which are made of the deck as it loads, and its files with a line that names
    them."""
    with tempfile.TemporaryDirectory(prefix="cps-cards-") as folder:
        root = Path(folder)
        atomic.write_all({root / path: data for path, data in made.items()})
        stale = modelines.stale_schemas(pipeline.open_deck(root).collection)
        stale |= modelines.stale_links((root / path for path in made), root)
        return {path.relative_to(root).as_posix(): data for path, data in stale.items()}


def name_for(folder: str) -> str:
    """The deck's name as the folder's name tells it: ``first-aid_exam`` is First Aid Exam."""
    words = re.split(r"[-_.\s]+", folder.replace('"', ""))
    return " ".join(word[:1].upper() + word[1:] for word in words if word)
