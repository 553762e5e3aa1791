"""``cps-cards import``."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import options, run, values
from cps_cards.model.cards import KINDS
from cps_cards.model.texts import did_you_mean, name_list

if TYPE_CHECKING:
    from cps_cards.imports.attachments import Attachments
    from cps_cards.imports.bringing import Wish
    from cps_cards.imports.records import Loose
    from cps_cards.imports.sheets import Choices
    from cps_cards.model.deck import Collection
    from cps_cards.pipeline import Opened

_EPILOG = """\b
Examples:
  cps-cards import cards.csv --dry-run              a spreadsheet: show all, write nothing
  cps-cards import anatomy.apkg --topic-from deck   an Anki deck whose sub-decks are topics
  cps-cards import - --topic respect                what you paste from Quizlet, ended by Ctrl+D
  cps-cards import set.txt --columns front,back,tags
  cps-cards import old.apkg --map "My type: question=Prompt, answer=Key, options=A;B;C;D"
  cps-cards import edited.apkg --update             corrections that were made in Anki
"""
_ESCAPES = {"\\t": "\t", "\\n": "\n"}


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.own_deck_argument
@click.option("--topic", metavar="TOPIC", help="Topic of all cards, or of those without another.")
@click.option(
    "--topic-from",
    type=values.Choice(("deck", "tag", "column")),
    help="The topic named by the last part of a note's deck, by a tag, or by the cell `topic`.",
)
@click.option("--columns", metavar="NAMES", help="Names of a table's columns, if its first row has "
              "none: front,back,tags; `-` passes one over.")  # fmt: skip
@click.option("--kind", type=values.Choice(KINDS), help="The kind, where the columns do not tell.")
@click.option(
    "--map",
    "rules",
    multiple=True,
    metavar="RULE",
    help='Fields of a note type, or columns: "TYPE: front=Word, back=Meaning;Notes".',
)
@click.option(
    "--separator", metavar="S", help="What divides the cells of pasted text; \\t is a tab."
)
@click.option("--row-separator", metavar="S", help="What divides the cards of pasted text.")
@click.option("--encoding", metavar="NAME", help="How a text is written, if not in UTF-8.")
@click.option("--into", metavar="FILE", help="The card file to append to, named from cards/.")
@click.option(
    "--media",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the pictures of a text export lie: Anki's collection.media.",
)
@click.option("--teaches", metavar="ID", help="The fact or objective of cards that no fact is "
              "proposed for; without it, they go to cards/inbox.")  # fmt: skip
@click.option("--new-guids", is_flag=True, help="Cards of their own, not those that learners have.")
@click.option("--update", is_flag=True, help="Take over what was edited on cards that are there.")
@click.option("--dry-run", is_flag=True, help="Show all of it; write nothing.")
def command(file: Path, deck: Path, media: Path | None, **given: Any) -> None:
    """Bring cards in from spreadsheets, Quizlet, Anki and quiz programs.

    FILE is a CSV or TSV table, text from Quizlet or Anki, an Anki package (.apkg, .colpkg), GIFT,
    Moodle XML or Markdown with `Q:` and `A:`; `-` is what you paste. New card files are written to
    DECK (./decks if left out); those that are there keep every byte. Exit status 1: something was
    left out, and is told.
    """
    pasted = str(file) == "-"
    name = "what was pasted" if pasted else str(file)
    if not pasted and not file.is_file():
        raise click.UsageError(f"there is no file `{file}`" if not file.exists() else
                               f"`{file}` is a folder")  # fmt: skip
    choices = _choices(given)

    from cps_cards import pipeline
    from cps_cards.apkg.contents import BadPackageError
    from cps_cards.cli.progress import bar
    from cps_cards.imports import opening, telling
    from cps_cards.imports.attachments import Attachments
    from cps_cards.imports.bringing import Bringer, UnsoundError
    from cps_cards.imports.records import BadFileError, Told

    opened = pipeline.open_deck(deck)
    run.stop_if_unsound([one for one in opened.faults.found if one.name != "no-cards"])
    wish = _wish(given, file, opened.collection)
    if pasted and sys.stdin.isatty():
        click.echo("Paste the cards, then press Ctrl+D (on Windows Ctrl+Z and Enter).", err=True)
    data = sys.stdin.buffer.read() if pasted else _head(file)
    told = Told()
    try:
        with opening.opened(None if pasted else file, data, choices, told, media) as found:
            attachments = Attachments(opened.collection, found.media)
            if given["update"]:
                _update(name, opened, found.cards, attachments, dry_run=given["dry_run"])
            bringer = Bringer(opened, wish, told, attachments)
            with bar(sys.stderr, "Importing") as step:
                brought = bringer.bring(found.cards, step)
            if brought.files and not given["dry_run"]:
                brought.write(opened)
    except (BadFileError, BadPackageError) as error:
        raise run.Refused(f"{name}: {error}") from error
    except UnsoundError as error:
        run.stop_if_unsound(error.found)
    click.echo(telling.told(name, told, brought, opened, dry_run=given["dry_run"]))
    raise SystemExit(run.OK if told.complete else run.UNSOUND)


def _update(
    name: str, opened: Opened, cards: list[Loose], media: Attachments, *, dry_run: bool
) -> None:
    """Compare with the cards that are there, change those, and exit."""
    from cps_cards.imports import updating

    updater = updating.Updater(opened, media)
    differences, absent, tags = updater.differences(cards)
    if not dry_run:
        updater.write()
    click.echo(updating.told(name, differences, absent, tags, dry_run=dry_run))
    by_hand = any(one.why_not for one in differences)
    raise SystemExit(run.UNSOUND if by_hand or absent or tags else run.OK)


def _head(file: Path) -> bytes:
    """A text file whole; of a package, what tells that it is one."""
    with file.open("rb") as stream:
        start = stream.read(4)
        return start if start == b"PK\x03\x04" else start + stream.read()


def _choices(given: dict[str, Any]) -> Choices:
    from cps_cards.imports.sheets import Choices

    def sign(name: str) -> str:
        text = given[name] or ""
        for escape, char in _ESCAPES.items():
            text = text.replace(escape, char)
        return text

    try:
        codecs.lookup(given["encoding"] or "utf-8")
    except LookupError:
        raise click.UsageError(f"--encoding: there is no encoding `{given['encoding']}`") from None
    columns = [one.strip() for one in (given["columns"] or "").split(",")]
    return Choices(
        columns=columns if any(columns) else (),
        kind=given["kind"],
        separator=sign("separator"),
        row_separator=sign("row_separator"),
        encoding=given["encoding"] or "",
        rules=dict(_rule(text) for text in given["rules"]),
    )


def _rule(text: str) -> tuple[str, dict[str, list[str]]]:
    """``TYPE: key=Field;Field, key=Field``; without a type, the columns of a table."""
    from cps_cards.imports.mapping import RULE_KEYS

    lead, colon, rest = text.rpartition(":")
    rule = {}
    for part in rest.split(","):
        key, equals, names = part.partition("=")
        if not equals or key.strip() not in RULE_KEYS:
            keys = name_list(RULE_KEYS, "or")
            raise click.UsageError(
                f'--map: "{part.strip()}" should be like front=Word, with {keys} before the ='
            )
        rule[key.strip()] = [name.strip() for name in names.split(";") if name.strip()]
    return lead.strip().casefold() if colon else "", rule


def _wish(given: dict[str, Any], file: Path, collection: Collection) -> Wish:
    from cps_cards.imports.bringing import Wish
    from cps_cards.yamlio.wellformed import slug

    topic, teaches = given["topic"] or "", given["teaches"] or ""
    if topic:
        options.check_topics((topic,), [one.id for one in collection.deck.topics])
    if teaches:
        known = collection.curriculum.by_id if collection.curriculum is not None else {}
        if teaches not in known:
            near = did_you_mean(teaches, known)
            raise click.UsageError(f"--teaches: there is no fact or objective `{teaches}`{near}")
    into = given["into"] or ""
    if into and (not into.endswith((".yaml", ".yml")) or ".." in Path(into).parts):
        raise click.UsageError(f"--into {into}: the name of a card file, from cards/, in .yaml")
    return Wish(
        stem=slug(file.stem) or ("pasted" if str(file) == "-" else "imported"),
        topic=topic,
        topic_from=given["topic_from"] or "",
        teaches=teaches,
        into=into,
        new_guids=given["new_guids"],
    )
