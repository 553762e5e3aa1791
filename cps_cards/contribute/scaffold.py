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
from cps_cards.yamlio.wellformed import id_fault

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
_NO_LICENSE = """\
No license has been chosen yet, so nobody may pass this deck on or change it.
Choose one, and write into this file the name of the deck and of its authors and:
"""


def files(
    id: str, name: str, *, with_language: bool = False, license: str | None = None
) -> Mapping[str, bytes]:
    """The files of a deck by their paths in its folder, the schemas for editors among them.

    Raises ValueError where the id or the name is none that a deck can have.
    """
    if unfit := id_fault(id):
        raise ValueError(f"{unfit.told}; {unfit.help}")
    if name.encode(errors="ignore").decode() != name:
        raise ValueError("the deck's name holds bytes that are not UTF-8: give --name")
    choices = [f"  is licensed under {one}" for one in LICENSES.values()]
    values = {
        "@license@": f"{name}\nis licensed under {LICENSES[license]}" if license is not None
                     else "\n".join([_NO_LICENSE, *choices]),
        "@id@": scalars.block(id, 2, 4),
        "@name@": scalars.block(name, 2, 6),
        "@prefix@": scalars.block(id, 2, 12),
        "@title@": re.sub(r"([\\`*_{}\[\]<>#&|~!])", r"\\\1", " ".join(name.split())),
        "@version@": __version__,
    }  # fmt: skip
    home = resources.files("cps_cards.contribute") / "deck"
    made = {}
    for path in (*_FILES, *(["language.yaml"] if with_language else [])):
        text = (home / path.removeprefix(".")).read_text(encoding="utf-8")
        # In one pass: a name may look like a place to be filled in.
        filled = re.sub("|".join(values), lambda place: values[place[0]], text)
        made[path] = filled.encode()
    with tempfile.TemporaryDirectory(prefix="cps-cards-") as folder:
        root = Path(folder)
        atomic.write_all({root / path: data for path, data in made.items()})
        opened = pipeline.open_deck(root)  # schemas are made of the deck as it loads
        for fault in opened.faults.found:
            raise ValueError(f"{fault.message}; {fault.help}")
        schemas = json_schema.stale(opened.collection).items()
        return made | {path.relative_to(root).as_posix(): data for path, data in schemas}


def samples(collection: Collection) -> list[Diagnostic]:
    """Cards that came with a new deck: none of them may be released."""
    faults = Faults()
    help = "write cards of your own in its place; if you keep it, take `sample: true` out"
    for card in collection.cards:
        if card.sample:
            told = f"`{card.id}` is a sample that came with `init`"
            faults.at("sample-card", card.id, told, help, card=card.id.value)
    return faults.found


def name_for(folder: str) -> str:
    """The deck's name as the folder's name tells it: ``first-aid_exam`` is First Aid Exam."""
    words = re.split(r"[-_.\s]+", folder.replace('"', ""))
    return " ".join(word[:1].upper() + word[1:] for word in words if word)
