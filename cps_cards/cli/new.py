"""``cps-cards new``."""

import json
import sys
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import options, run
from cps_cards.model.cards import KINDS
from cps_cards.model.deck import Collection

if TYPE_CHECKING:
    from cps_cards.contribute.append import Value

_EPILOG = """\b
Examples:
  cps-cards new                            asks for everything, the facts without a card first
  cps-cards new --topic reporting          asks for the rest
  cps-cards new --from-fact reporting.know-agency-policy.critical-knowledge
  cps-cards new --teaches respect.four-principles.the-four --dry-run \\
    --front "How many foundational principles does peer support have?" --back "Four."
"""
_TEXTS = "--front and --back, or --text, or --question, --answer and two --distractor"
_several = partial(click.option, multiple=True)


@click.command(epilog=_EPILOG)
@options.own_deck_argument
@click.option("--topic", metavar="TOPIC", help="The card's topic; what it teaches tells it, too.")
@click.option("--teaches", "--from-fact", "teaches", multiple=True, metavar="ID", help="A fact or "
              "an objective that the card teaches; may be given more than once.")  # fmt: skip
@click.option("--kind", type=click.Choice(KINDS), help="The kind; the texts given tell it, too.")
@click.option("--scenario", metavar="TEXT", help="A short story above the question.")
@click.option("--front", metavar="TEXT", help="The question of a basic card.")
@click.option("--back", metavar="TEXT", help="The answer of a basic card.")
@click.option("--reverse", is_flag=True, help="Ask back to front too.")
@click.option("--term", metavar="TEXT", help="What is asked for back to front: a term.")
@click.option("--text", metavar="TEXT", help="The text of a cloze card: a {{c1::hidden}} word.")
@click.option("--question", metavar="TEXT", help="The question of a choice card.")
@click.option("--answer", metavar="TEXT", help="The right option of a choice card.")
@_several("--distractor", "distractors", metavar="TEXT", help="A wrong option; give two to five.")
@_several("--why-not", metavar="TEXT", help="Why a wrong option is wrong: the first for the first, "
          'and so on; "" for none.')  # fmt: skip
@click.option("--why", metavar="TEXT", help="Why the answer is right.")
@_several("--source", "sources", metavar="SOURCE", help='A source and where in it: "SOURCE §2"; '
          "may be given more than once.")  # fmt: skip
@_several("--after", metavar="ID", help="A card to learn first.")
@_several("--tag", "tags", metavar="TAG", help="A further tag.")
@click.option("--id", metavar="ID", help="The card's id; made from its words if left out.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing.")
def command(deck: Path, topic: str | None, dry_run: bool, yes: bool, **given: Any) -> None:
    """Write a new card, step by step.

    Asks for what is not given, shows the card, says what could be better and adds it to the right
    file of DECK (./decks if left out), where nothing else changes. Without a terminal, or with
    --yes, nothing is asked, and what the card needs has to be given; where `lint` calls something
    an error, nothing is written and the exit status is 1.
    """
    from cps_cards import pipeline
    from cps_cards.cli import interview
    from cps_cards.contribute.append import CannotAddError
    from cps_cards.contribute.draft import Draft
    from cps_cards.contribute.judge import Judge
    from cps_cards.diagnostics import Severity

    opened = pipeline.open_deck(deck)
    unsound = [one for one in opened.faults.found if one.name != "no-cards"]
    if unsound:
        click.echo("The deck has to be sound before a card is added to it:\n", err=True)
    run.stop_if_unsound(unsound)
    keys = _keys(given, opened.collection)
    topic = _topic(topic, keys, opened.collection)
    if not yes and sys.stdin.isatty() and sys.stdout.isatty():
        interview.converse(Judge(opened), keys, topic, opened.collection, dry_run)
        return
    why = "with --yes" if yes else "without a terminal to ask on"
    if topic is None:
        needed = "--topic" if opened.collection.curriculum is None else "--teaches (or --from-fact)"
        raise click.UsageError(f"{why}, `new` needs {needed}")
    if not {"front", "back", "text", "question", "answer"} & keys.keys():
        raise click.UsageError(f"{why}, `new` needs the texts of a card ({_TEXTS})")
    try:
        judged = Judge(opened).judge(Draft(topic, keys))
    except CannotAddError as error:
        raise run.Refused(str(error)) from error
    interview.show(judged)
    if judged.worst == Severity.ERROR or not interview.write(judged, dry_run):
        click.echo("Nothing was written.", err=True)
        raise SystemExit(run.UNSOUND)


def _keys(given: dict[str, Any], collection: Collection) -> dict[str, "Value"]:
    """The card's keys as the options give them; the loader judges them with the card."""
    texts, whys = given["distractors"], given.pop("why_not")
    if len(whys) > len(texts):
        raise click.UsageError("there are more --why-not than --distractor")
    options.check_taught(given["teaches"], collection)
    given["distractors"] = [
        {"text": text.strip(), "why": why.strip()} if why else text.strip()
        for text, why in zip_longest(texts, whys, fillvalue="")
    ]
    given["reverse"] = "true" if given["reverse"] else ""
    given["sources"] = [" ".join(one.split()) for one in given["sources"]]
    given["teaches"] = dict.fromkeys(given["teaches"])
    keys: dict[str, Value] = {
        key: value.strip() or value if isinstance(value, str) else list(value)
        for key, value in given.items() if value
    }  # fmt: skip
    try:
        json.dumps(keys, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise click.UsageError("the card holds bytes that are not UTF-8") from error
    return keys


def _topic(topic: str | None, keys: dict[str, "Value"], collection: Collection) -> str | None:
    """The card's topic: as given, as what it teaches tells, or the only one."""
    if topic is not None:
        return options.check_topic(topic, collection)
    if collection.curriculum is None:
        topics = collection.deck.topics
        return topics[0].id if len(topics) == 1 else None
    taught = [collection.curriculum.by_id[str(id)][0].id.value for id in keys.get("teaches", ())]
    return taught[0] if taught else None
