"""``cps-cards release``."""

import time
from dataclasses import replace
from pathlib import Path

import click

from cps_cards.cli import options, run
from cps_cards.cli.build import warn
from cps_cards.git import History

_EPILOG = """\b
Examples:
  cps-cards release                        package and published.json, changelog on the terminal
  cps-cards release > changes.md           the changelog into a file
"""


@click.command(epilog=_EPILOG)
@options.own_deck_argument
@options.package_option
@click.pass_context
def command(ctx: click.Context, /, deck: Path, output: Path | None) -> None:
    """Build the package and record what it ships.

    What is new or changed is dated now (or at SOURCE_DATE_EPOCH), and later than the last release.

    Writes the package, and in the deck folder published.json: the memory that keeps learners'
    review history safe in later updates. Prints the changes for learners, in Markdown.
    """
    epoch = run.source_date_epoch()
    released = int(time.time()) if epoch is None else epoch
    history = ctx.with_resource(History(deck))
    opened = run.sound_deck(deck)
    collection = opened.collection

    from cps_cards.contribute import scaffold

    run.stop_if_unsound(scaffold.samples(collection))

    from cps_cards import atomic
    from cps_cards.apkg.build import build
    from cps_cards.apkg.versions import versions
    from cps_cards.faults import Faults
    from cps_cards.model import ledger
    from cps_cards.render.notes import render_description
    from cps_cards.report.changelog import changelog

    output = output or options.check_output(Path(f"{collection.deck.id}.apkg"))
    if collection.ledger is not None:
        released = max(released, collection.ledger.newest() + 1)
    shipped = [one.published() for one in versions(opened.notes, collection, released)]
    # Whoever builds it again has the ledger of this release: the deck's version is its date.
    after = ledger.Ledger(collection.deck.id, {one.key: one for one in shipped})
    description = render_description(replace(collection, ledger=after), Faults())
    built = build(collection, opened.notes, description, epoch=released)
    warn(collection, history, built, output)
    published = ledger.dump(collection.deck.id, shipped)
    record = deck / "published.json"
    atomic.write_all({record: published.encode(), output: built.data})
    click.echo(changelog(built, collection), nl=False)
    click.echo(f"Wrote {output} and {record}.", err=True)
