"""``cps-cards schema``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cps_cards.cli import options, run

if TYPE_CHECKING:
    from cps_cards.diagnostics import Diagnostic
    from cps_cards.model.deck import Collection
    from cps_cards.yamlio.schema import Hints

FILES = ("card", "deck", "curriculum", "sources", "language")
_EPILOG = """\b
Examples:
  cps-cards schema --file card > card.json       for any editor that reads JSON Schema
  cps-cards schema --write                       the deck's own copies, in .schema/
  cps-cards schema --write --link                and a first line in each file that names them
  cps-cards schema --check                       whether those copies are up to date
"""


@click.command(epilog=_EPILOG)
@options.maybe_deck_argument
@click.option("--file", "kind", type=click.Choice(FILES), help="The kind of file; card by default.")
@click.option("--write", is_flag=True, help="Write the schemas of all kinds into DECK/.schema.")
@click.option(
    "--link",
    is_flag=True,
    help="Begin each file of the deck with a line that tells editors where its schema is.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 where --write would change a file."
)
def command(
    deck: Path | None, kind: str | None, write: bool, link: bool, check: bool
) -> None:  # fmt: skip
    """Print the schema that helps editors with deck files.

    It is JSON Schema (draft 2020-12), with the topics, facts and sources of DECK. VS Code (with its
    YAML extension), IntelliJ, Vim and others then complete keys and ids, explain them, and mark
    what is wrong while it is typed.
    """
    writes = write or link or check
    if writes and kind is not None:
        raise click.UsageError("--file prints one schema; --write, --link and --check are for all")
    if check and (write or link):
        raise click.UsageError("--check changes nothing: leave out --write and --link")
    root = options.find_own_deck(deck) if writes else options.find_deck(deck)
    collection, faults = run.load(root)
    run.stop_if_unsound([one for one in faults.found if link or not _is_cards(one, root)])

    from cps_cards.yamlio import schema

    if not writes:
        click.echo(schema.dump(schema.schema(kind or "card", collection, hints())), nl=False)
        return
    stale = _stale_schemas(root, collection)
    if link:
        written = {**(stale if write else {}), **_stale_links(root, collection, sure=write)}
    else:
        written = stale
    if check:
        for path in written:
            click.echo(f"{run.shown_path(path)} is not up to date", err=True)
        if written:
            click.echo("Write them again: cps-cards schema --write", err=True)
        raise SystemExit(run.UNSOUND if written else run.OK)

    from cps_cards import atomic

    for path, data in written.items():
        path.parent.mkdir(exist_ok=True)
        atomic.write(path, data)
        click.echo(f"Wrote {run.shown_path(path)}")
    if not written:
        click.echo("All is up to date.")


def _is_cards(fault: Diagnostic, root: Path) -> bool:
    """Whether a fault stands in a card file: schemas are made of the other files alone."""
    return fault.source.path.startswith(f"{run.shown_path(root)}/cards/")


def hints() -> Hints:
    """The linter's rules and numbers, for the settings in deck.yaml."""
    from cps_cards.lint import catalogue
    from cps_cards.yamlio.schema import Hints

    return Hints(
        rules={rule.name: catalogue.summary(rule) for rule in catalogue.rules()},
        limits={name: one.metadata["doc"] for name, one in catalogue.settings("limits").items()},
        coverage={
            name: one.metadata["doc"] for name, one in catalogue.settings("coverage").items()
        },
    )


def _stale_schemas(root: Path, collection: Collection) -> dict[Path, bytes]:
    """The schemas that are not yet what they should be."""
    from cps_cards.yamlio import modelines, schema

    wanted = {
        modelines.schema_path(root, kind): text.encode()
        for kind, text in schema.dump_all(collection, hints()).items()
    }
    return {path: data for path, data in wanted.items() if not _holds(path, data)}


def _stale_links(root: Path, collection: Collection, *, sure: bool) -> dict[Path, bytes]:
    """The deck's files with their first lines, where they lack them."""
    from cps_cards.yamlio import modelines

    if not sure and not modelines.has_schemas(root):
        raise click.UsageError("there are no schemas to point at yet: add --write")
    found: dict[Path, bytes] = {}
    for shown in sorted(collection.mtimes):
        path = root / shown.removeprefix(f"{run.shown_path(root)}/")
        if path.suffix.lower() not in (".yaml", ".yml"):
            continue
        before = path.read_bytes()
        after = modelines.pointed(before, modelines.line_for(path, root))
        if after != before:
            found[path] = after
    return found


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
