"""Options and arguments that several commands share."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cps_cards import lookup
from cps_cards.cli import run, values
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.texts import did_you_mean, name_list

if TYPE_CHECKING:
    from cps_cards.model.deck import Collection

PACKAGE_SUFFIX = ".apkg"
F = TypeVar("F", bound=Callable[..., Any])
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_WHOLE_COLLECTION = re.compile(r"(?:collection|backup-.*)\.apkg", re.IGNORECASE)


def found(find: Callable[[Path | None], Path], path: Path | None) -> Path:
    """The deck folder; wrong usage where there is none."""
    try:
        return find(path)
    except lookup.NoDeckError as error:
        raise click.UsageError(str(error)) from error


def _deck(find: Callable[[Path | None], Path]) -> Callable[[F], F]:
    """The argument ``deck``: a command gets the folder that was found, or wrong usage is told."""

    def callback(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:
        dated = any(one.name == "exam_date" for one in ctx.command.params)
        if dated and value and _DATE.fullmatch(str(value)) and not value.exists():
            raise click.UsageError(
                f"`{value}` is no folder of a deck; the day of the exam is --exam-date {value}"
            )
        ctx.meta[run.CAME_ALONG] = value is None and lookup.here() is None
        return found(find, value)

    kind = click.Path(file_okay=False, path_type=Path)
    return click.argument("deck", type=kind, required=False, metavar="[DECK]", callback=callback)


maybe_deck_argument = click.argument(
    "deck", type=click.Path(file_okay=False, path_type=Path), required=False, metavar="[DECK]"
)
deck_argument = _deck(lookup.find)
own_deck_argument = _deck(lookup.find_own)

topic_option = click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="Only this topic, or several with commas; may be given more than once.",
)

priority_option = click.option(
    "--priority",
    "priorities",
    multiple=True,
    type=values.Choice(PRIORITIES),
    help="Only this priority; may be given more than once.",
)


def check_topics(topics: tuple[str, ...], known: Iterable[str]) -> frozenset[str]:
    """The ids of the topics named, in any case and with commas between several; wrong usage where
    the deck has no such one."""
    by_name = {id.casefold(): id for id in known}
    named = [word for text in topics for word in re.split(r"[,\s]+", text) if word]
    for topic in named:
        if topic.casefold() not in by_name:
            raise click.UsageError(
                f"--topic: the deck has no topic `{topic}`{did_you_mean(topic, by_name) or '.'} "
                f"It has {name_list([*by_name.values()])}."
            )
    if topics and not named:
        raise click.UsageError("--topic names no topic; leave it out for all of them")
    return frozenset(by_name[topic.casefold()] for topic in named)


def check_taught(ids: Iterable[str], collection: Collection) -> None:
    """Wrong usage where the deck has no such fact or objective."""
    known = collection.curriculum.by_id if collection.curriculum is not None else {}
    for id in ids:
        if id not in known:
            near = did_you_mean(id, known)
            raise click.UsageError(f"--teaches: there is no fact or objective `{id}`{near}")


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


def output_option(help: str, suffix: str | None = None, *, screen: bool = True) -> Callable[[F], F]:
    """``--output``: checked where the file can have but one ``suffix``, and else None for ``-``,
    by which many commands mean the ``screen``; wrong usage where nothing can be shown there."""

    def callback(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
        if value is not None and suffix is not None:
            return check_output(value, suffix)
        if str(value) != "-":
            return value
        if screen:
            return None
        raise click.UsageError("--output is `-`, and should name a file: none of this is shown")

    kind = click.Path(path_type=Path)
    return click.option("-o", "--output", type=kind, metavar="FILE", help=help, callback=callback)


package_option = output_option(
    "Where to write the package; <deck id>.apkg in the current folder if left out.", PACKAGE_SUFFIX
)
