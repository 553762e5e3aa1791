"""Options that several commands share, and how a deck folder is found."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import values
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.texts import did_you_mean, name_list

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

PACKAGE_SUFFIX = ".apkg"
_WHOLE_COLLECTION = re.compile(r"(?:collection|backup-.*)\.apkg", re.IGNORECASE)


def find_deck(path: Path | None) -> Path:
    """The deck folder: the one named, else ``./decks``, else the current folder where it is one,
    else the one that came with the package."""
    if path is None:
        return deck_here() or shipped_deck()
    if not path.exists():
        raise click.UsageError(f"there is no deck folder `{path}`")
    if not path.is_dir():
        raise click.UsageError(f"`{path}` is a file; name the deck folder that holds deck.yaml")
    if not _holds_deck(path):
        near = [p.parent.name for p in path.glob("*/deck.yaml")]
        hint = f"; did you mean `{path / near[0]}`?" if len(near) == 1 else ""
        raise click.UsageError(f"`{path}` is no deck folder: it holds no deck.yaml{hint}")
    return path


def find_own_deck(path: Path | None) -> Path:
    """The deck folder of a command that is about somebody's own: never the deck that came along."""
    if path is not None:
        return find_deck(path)
    here = deck_here()
    if here is None:
        near = sorted(p.parent.name for p in Path().glob("*/deck.yaml"))
        hint = f": `{near[0]}`" if len(near) == 1 else ""
        raise click.UsageError(
            f"there is no deck in ./decks; name the deck folder{hint}, or begin one with "
            "`cps-cards init`"
        )
    return here


def deck_here() -> Path | None:
    """``./decks`` or the current folder, whichever is a deck folder."""
    return next((folder for folder in (Path("decks"), Path()) if _holds_deck(folder)), None)


def _holds_deck(folder: Path) -> bool:
    """Whether a deck is meant to be here; a broken link is for the loader to tell of."""
    return os.path.lexists(folder / "deck.yaml")


def shipped_deck() -> Path:
    """The deck in the wheel, or the checkout's where the package is installed from one."""
    package = Path(__file__).parents[1]
    for folder in (package / "decks", package.parent / "decks"):
        if (folder / "deck.yaml").exists():
            return folder
    raise click.UsageError("there is no ./decks here, and no deck came with the package: name one")


class _DeckPath(click.ParamType):  # type: ignore[type-arg]
    """A deck folder; the default is looked for only when the command runs."""

    name = "DECK"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return value if isinstance(value, Path) else Path(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="dir")]


deck_argument = click.argument("deck", type=_DeckPath(), required=False, metavar="[DECK]")

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write the package; <deck id>.apkg in the current folder if left out.",
)

topic_option = click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="Only this topic; may be given more than once.",
)

priority_option = click.option(
    "--priority",
    "priorities",
    multiple=True,
    type=values.Choice(PRIORITIES),
    help="Only this priority; may be given more than once.",
)


def check_topics(topics: tuple[str, ...], known: list[str]) -> frozenset[str]:
    """The topics named; wrong usage where the deck has no such one."""
    for topic in topics:
        if topic not in known:
            raise click.UsageError(
                f"the deck has no topic `{topic}`{did_you_mean(topic, known) or '.'} "
                f"It has {name_list(known)}."
            )
    return frozenset(topics)


def check_output(path: Path, suffix: str = PACKAGE_SUFFIX) -> Path:
    """An output file that can be written; wrong usage where its name or folder cannot be."""
    if path.is_dir():
        raise click.UsageError(f"`{path}` is a folder; name a file in it: `{path}/deck{suffix}`")
    if path.suffix.lower() != suffix or path.name.lower() == suffix:
        raise click.UsageError(f"`{path.name}`: the file's name has to end in {suffix}")
    for name in (path.name, Path(os.path.realpath(path)).name):  # a link is written through
        if suffix == PACKAGE_SUFFIX and _WHOLE_COLLECTION.fullmatch(name):
            raise click.UsageError(
                f"Anki takes a file named `{name}` for a whole collection, and would replace "
                "everything that a learner has: choose another name with `-o`"
            )
    if not path.parent.is_dir():
        raise click.UsageError(f"there is no folder `{path.parent}`")
    if path.exists() and not path.is_file():
        raise click.UsageError(f"`{path}` is not a file that can be replaced")
    return path
