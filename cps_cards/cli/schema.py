"""``cps-cards schema``."""

from pathlib import Path

import click

from cps_cards import lookup
from cps_cards.cli import options, run
from cps_cards.source import shown_path

_EPILOG = """\b
Examples:
  cps-cards schema --file card > card.json       for any editor that reads JSON Schema
  cps-cards schema --write                       the deck's own copies, in .schema/
  cps-cards schema --write --link                and a first line in each file that names them
  cps-cards schema --check                       whether those copies are up to date
"""


@click.command(epilog=_EPILOG)
@click.argument("deck", type=options.FOLDER, required=False, metavar="[DECK]")
@click.option("--file", "kind", help="The kind of file; card by default.",
              type=options.Choice("card deck curriculum sources language".split()))  # fmt: skip
@click.option("--write", is_flag=True, help="Write the schemas of all kinds into DECK/.schema.")
@click.option("--link", is_flag=True, help="Begin each file of the deck with a line that tells "
              "editors where its schema is.")  # fmt: skip
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where --write would change "
              "a file.")  # fmt: skip
def command(deck: Path | None, kind: str | None, write: bool, link: bool, check: bool) -> None:
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
    with options.wrong_usage(lookup.NoDeckError):
        root = lookup.find_own(deck) if writes else lookup.find(deck)

    from cps_cards import atomic, pipeline
    from cps_cards.contribute import json_schema

    opened = pipeline.open_deck(root)
    cards = f"{opened.shown}/cards/"  # schemas are made of the other files alone
    run.stop_if_unsound(
        [one for one in opened.faults.found if link or not one.source.path.startswith(cards)]
    )
    if not writes:
        text = json_schema.dump(json_schema.schema(kind or "card", opened.collection))
        click.echo(text, nl=False)
        return
    if link and not write and not json_schema.path_of(root).is_file():
        raise click.UsageError("there are no schemas to point at yet: add --write")
    linked = opened.files.values() if link else ()
    stale = json_schema.stale(opened.collection, linked, schemas=write or check)
    if not check:
        for path in atomic.write_all(stale):
            click.echo(f"Wrote {shown_path(path)}")
        if not stale:
            click.echo("All is up to date.")
    elif stale:
        for path in stale:
            click.echo(f"{shown_path(path)} is not up to date", err=True)
        click.echo("Write them again: cps-cards schema --write", err=True)
        raise SystemExit(run.UNSOUND)
