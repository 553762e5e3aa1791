"""The files of a new deck: an example of each kind of card, ready to build, lint and push."""

import re
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from cps_cards import __version__, atomic, pipeline
from cps_cards.contribute import json_schema
from cps_cards.diagnostics import Diagnostic
from cps_cards.faults import Faults
from cps_cards.model.deck import Collection
from cps_cards.yamlio import scalars

_FILES = (
    "deck.yaml", "curriculum.yaml", "sources.yaml", "cards/studying.yaml", "README.md", "LICENSE",
    ".gitattributes", ".gitignore", ".github/workflows/deck.yml", ".github/workflows/release.yml",
)  # fmt: skip
"""Their templates are called the same, but for a dot at the beginning."""
_CC = "https://creativecommons.org"
LICENSES = {
    "cc-by-sa": "Creative Commons Attribution-ShareAlike 4.0 International, "
                f"{_CC}/licenses/by-sa/4.0/",
    "cc-by": f"Creative Commons Attribution 4.0 International, {_CC}/licenses/by/4.0/",
    "cc0": f"Creative Commons CC0 1.0 Universal, {_CC}/publicdomain/zero/1.0/",
}  # fmt: skip
"""Licenses to choose from, with their names and where they are read."""


def files(
    id: str, name: str, *, with_language: bool = False, license: str | None = None
) -> Mapping[str, bytes]:
    """The files of a deck by their paths in its folder, the schemas for editors among them.

    Raises ValueError where the id or the name is none that a deck can have.
    """
    values = {
        "@license@": _license(name, license),
        "@id@": scalars.block(id, 2, 4),
        "@name@": scalars.block(name, 2, 6),
        "@prefix@": scalars.block(id, 2, 12),
        "@title@": re.sub(r"([\\`*_{}\[\]<>#&|~!])", r"\\\1", " ".join(name.split())),
        "@version@": __version__,
    }
    home = resources.files("cps_cards.contribute") / "deck"
    made = {
        path: _filled((home / path.removeprefix(".")).read_text(encoding="utf-8"), values).encode()
        for path in (*_FILES, *(["language.yaml"] if with_language else []))
    }
    return made | _schemas(made)


def _license(name: str, chosen: str | None) -> str:
    if chosen is not None:
        return f"{name}\nis licensed under {LICENSES[chosen]}"
    return (
        "No license has been chosen yet, so nobody may pass this deck on or change it.\n"
        "Choose one, and write into this file the name of the deck and of its authors and:\n\n"
        + "\n".join(f"  is licensed under {one}" for one in LICENSES.values())
    )


def samples(collection: Collection) -> list[Diagnostic]:
    """Cards that came with a new deck: none of them may be released."""
    faults = Faults()
    for card in collection.cards:
        if card.sample:
            faults.at(
                "sample-card",
                card.id,
                f"`{card.id}` is a sample that came with `init`",
                "write cards of your own in its place; if you keep it, take `sample: true` out",
                card=card.id.value,
            )
    return faults.found


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in, in one pass: a name may look like a place."""
    return re.sub("|".join(values), lambda place: values[place[0]], text)


def _schemas(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The schemas for editors, which are made of the deck as it loads."""
    with tempfile.TemporaryDirectory(prefix="cps-cards-") as folder:
        root = Path(folder)
        atomic.write_all({root / path: data for path, data in made.items()})
        opened = pipeline.open_deck(root)
        for fault in opened.faults.found:
            raise ValueError(f"{fault.message}; {fault.help}")
        stale = json_schema.stale(opened.collection)
        return {path.relative_to(root).as_posix(): data for path, data in stale.items()}


def name_for(folder: str) -> str:
    """The deck's name as the folder's name tells it: ``first-aid_exam`` is First Aid Exam."""
    words = re.split(r"[-_.\s]+", folder.replace('"', ""))
    return " ".join(word[:1].upper() + word[1:] for word in words if word)
