"""``cps-cards import``."""

import sys
from pathlib import Path
from typing import Any

import click

from cps_cards.cli import options, run
from cps_cards.model.cards import KINDS
from cps_cards.model.texts import name_list

_EPILOG = """\b
Examples:
  cps-cards import cards.csv --dry-run              a spreadsheet: show all, write nothing
  cps-cards import anatomy.apkg --topic-from deck   an Anki deck whose sub-decks are topics
  cps-cards import - --topic respect                what you paste from Quizlet, ended by Ctrl+D
  cps-cards import set.txt --columns front,back,tags
  cps-cards import old.apkg --map "My type: question=Prompt, answer=Key, options=A;B;C;D"
  cps-cards import edited.apkg --update             corrections that were made in Anki
"""
_RULE_KEYS = (
    "front back text question answer options distractors why scenario tags topic id guid".split()
)


def _sign(ctx: click.Context, param: click.Parameter, text: str) -> str:
    return text.replace("\\t", "\t").replace("\\n", "\n")


def _names(ctx: click.Context, param: click.Parameter, text: str) -> list[str]:
    return [name.strip() for name in text.split(",")] if text.strip(" ,") else []


def _encoding(ctx: click.Context, param: click.Parameter, name: str) -> str:
    try:
        b" ".decode(name or "utf-8")
    except UnicodeError:  # one space is no text in it
        return name
    except (LookupError, ValueError):  # or no encoding of texts, such as base64
        raise click.UsageError(f"--encoding: there is no encoding `{name}`") from None
    return name


def _card_file(ctx: click.Context, param: click.Parameter, name: str) -> str:
    path = Path(name)
    if name and (path.suffix not in (".yaml", ".yml") or path.is_absolute() or ".." in path.parts):
        raise click.UsageError(f"--into {name}: the name of a card file, from cards/, in .yaml")
    return name


def _rules(
    ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]
) -> dict[str, dict[str, list[str]]]:
    """``TYPE: key=Field;Field, key=Field``; without a type, the columns of a table."""
    rules: dict[str, dict[str, list[str]]] = {}
    for text in texts:
        lead, _, rest = text.rpartition(":")
        rule = rules[lead.strip().casefold()] = {}
        for part in rest.split(","):
            key, equals, names = (one.strip() for one in part.partition("="))
            if not equals or key not in _RULE_KEYS:
                raise click.UsageError(
                    f'--map: "{part.strip()}" should be like front=Word, with '
                    f"{name_list(_RULE_KEYS, 'or')} before the ="
                )
            rule[key] = [name.strip() for name in names.split(";") if name.strip()]
    return rules


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@options.own_deck_argument
@click.option("--topic", default="", metavar="TOPIC",
              help="Topic of all cards, or of those without another.")  # fmt: skip
@click.option(
    "--topic-from",
    type=options.Choice(("deck", "tag", "column")),
    help="The topic named by the last part of a note's deck, by a tag, or by the cell `topic`.",
)
@click.option("--columns", default="", callback=_names, metavar="NAMES",
              help="Names of a table's columns, if its first row has none: front,back,tags; "
              "`-` passes one over.")  # fmt: skip
@click.option("--kind", type=options.Choice(KINDS), help="The kind, where the columns do not tell.")
@click.option(
    "--map",
    "rules",
    multiple=True,
    callback=_rules,
    metavar="RULE",
    help='Fields of a note type, or columns: "TYPE: front=Word, back=Meaning;Notes".',
)
@click.option("--separator", default="", callback=_sign, metavar="S",
              help="What divides the cells of pasted text; \\t is a tab.")  # fmt: skip
@click.option("--row-separator", default="", callback=_sign, metavar="S",
              help="What divides the cards of pasted text.")  # fmt: skip
@click.option("--encoding", default="", callback=_encoding, metavar="NAME",
              help="How a text is written, if not in UTF-8.")  # fmt: skip
@click.option("--into", default="", callback=_card_file, metavar="FILE",
              help="The card file to append to, named from cards/.")  # fmt: skip
@click.option(
    "--media",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the pictures of a text export lie: Anki's collection.media.",
)
@click.option("--teaches", default="", metavar="ID", help="The fact or objective of cards that no "
              "fact is proposed for; without it, they go to cards/inbox.")  # fmt: skip
@click.option("--new-guids", is_flag=True, help="Cards of their own, not those that learners have.")
@click.option("--update", is_flag=True, help="Take over what was edited on cards that are there.")
@click.option("--dry-run", is_flag=True, help="Show all of it; write nothing.")
def command(file: Path, deck: Path, **given: Any) -> None:
    """Bring cards in from spreadsheets, Quizlet, Anki and quiz programs.

    FILE is a CSV or TSV table, text from Quizlet or Anki, an Anki package (.apkg, .colpkg), GIFT,
    Moodle XML or Markdown with `Q:` and `A:`; `-` is what you paste. New card files are written to
    DECK (./decks if left out); those that are there keep every byte. Exit status 1: something was
    left out, and is told.
    """
    pasted = str(file) == "-"
    name = "what was pasted" if pasted else str(file)
    if not pasted and not file.is_file():
        what = f"`{file}` is a folder" if file.exists() else f"there is no file `{file}`"
        raise click.UsageError(what)

    from cps_cards import pipeline
    from cps_cards.apkg.contents import BadPackageError
    from cps_cards.imports import opening, telling, updating
    from cps_cards.imports.attachments import Attachments
    from cps_cards.imports.bringing import Bringer
    from cps_cards.imports.records import BadFileError, Told, Wish
    from cps_cards.yamlio.wellformed import slug

    opened = pipeline.open_deck(deck)
    run.stop_if_unsound([one for one in opened.faults.found if one.name != "no-cards"])
    options.check_taught(filter(None, [given["teaches"]]), opened.collection)
    if given["topic"]:
        given["topic"] = options.check_topic(given["topic"], opened.collection)
    wish = Wish(slug(file.stem) or ("pasted" if pasted else "imported"), **given)
    if pasted and sys.stdin.isatty():
        click.echo("Paste the cards, then press Ctrl+D (on Windows Ctrl+Z and Enter).", err=True)
    data = sys.stdin.buffer.read() if pasted else _head(file)
    told = Told()
    try:
        with opening.opened(None if pasted else file, data, wish, told) as (cards, media):
            attachments = Attachments(opened.collection, media)
            if wish.update:
                update = updating.Updater(opened, cards, attachments, told)
                if not wish.dry_run:
                    update.mended.write()
                click.echo(updating.told(name, update, dry_run=wish.dry_run))
                raise SystemExit(run.OK if update.complete else run.UNSOUND)
            bringer = Bringer(opened, wish, told, attachments)
            with run.bar(sys.stderr, "Importing") as step:
                faults = bringer.bring(cards, step)
            run.stop_if_unsound(faults)
            if not wish.dry_run:
                bringer.write()
    except (BadFileError, BadPackageError) as error:
        raise run.Refused(f"{name}: {error}") from error
    click.echo(telling.told(name, bringer))
    raise SystemExit(run.OK if told.complete else run.UNSOUND)


def _head(file: Path) -> bytes:
    """A text file whole; of a package, what tells that it is one."""
    with file.open("rb") as stream:
        start = stream.read(4)
        return start if start == b"PK\x03\x04" else start + stream.read()
