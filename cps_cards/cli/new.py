"""``cps-cards new``."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import options, run
from cps_cards.model.cards import KINDS
from cps_cards.model.texts import did_you_mean
from cps_cards.source import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from cps_cards.contribute.append import Value
    from cps_cards.contribute.judge import Judge, Judged
    from cps_cards.model.deck import Collection

_EPILOG = """\b
Examples:
  cps-cards new                            asks for everything, the facts without a card first
  cps-cards new --topic reporting          asks for the rest
  cps-cards new --from-fact reporting.know-agency-policy.critical-knowledge
  cps-cards new --teaches respect.four-principles.the-four --dry-run \\
    --front "How many foundational principles does peer support have?" --back "Four."
"""
_TEXTS = "--front and --back, or --text, or --question, --answer and two --distractor"


def _several(name: str, metavar: str, help: str) -> Callable[[options.F], options.F]:
    return click.option(name, multiple=True, metavar=metavar, help=help)


@click.command(epilog=_EPILOG)
@options.own_deck_argument
@click.option("--topic", metavar="TOPIC", help="The card's topic; what it teaches tells it, too.")
@_several("--teaches", metavar="ID", help="A fact or an objective that the card teaches; may be "
          "given more than once.")  # fmt: skip
@click.option("--from-fact", metavar="ID", help="Start from a fact: show it, and teach it.")
@click.option("--kind", type=click.Choice(KINDS), help="The kind; the texts given tell it, too.")
@click.option("--scenario", metavar="TEXT", help="A short story above the question.")
@click.option("--front", metavar="TEXT", help="The question of a basic card.")
@click.option("--back", metavar="TEXT", help="The answer of a basic card.")
@click.option("--reverse", is_flag=True, help="Ask back to front too.")
@click.option("--term", metavar="TEXT", help="What is asked for back to front: a term.")
@click.option("--text", metavar="TEXT", help="The text of a cloze card: a {{c1::hidden}} word.")
@click.option("--question", metavar="TEXT", help="The question of a choice card.")
@click.option("--answer", metavar="TEXT", help="The right option of a choice card.")
@_several("--distractor", metavar="TEXT", help="A wrong option; give two to five.")
@_several("--why-not", metavar="TEXT", help="Why a wrong option is wrong: the first for the first, "
          'and so on; "" for none.')  # fmt: skip
@click.option("--why", metavar="TEXT", help="Why the answer is right.")
@_several("--source", metavar="SOURCE", help='A source and where in it: "SOURCE §2"; may be given '
          "more than once.")  # fmt: skip
@_several("--after", metavar="ID", help="A card to learn first.")
@_several("--tag", metavar="TAG", help="A further tag.")
@click.option("--id", metavar="ID", help="The card's id; made from its words if left out.")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The card file to add it to; the one with its topic and priority if left out.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing.")
def command(
    deck: Path, topic: str | None, file: Path | None, dry_run: bool, yes: bool, **given: Any
) -> None:
    """Write a new card, step by step.

    Asks for what is not given, shows the card, says what could be better and adds it to the right
    file of DECK (./decks if left out), where nothing else changes. Without a terminal, or with
    --yes, nothing is asked, and what the card needs has to be given; where `lint` calls something
    an error, nothing is written and the exit status is 1.
    """
    from cps_cards import pipeline
    from cps_cards.contribute.append import CannotAddError
    from cps_cards.contribute.draft import Draft
    from cps_cards.contribute.judge import Judge

    opened = pipeline.open_deck(deck)
    unsound = [one for one in opened.faults.found if one.name != "no-cards"]
    if unsound:
        click.echo("The deck has to be sound before a card is added to it:\n", err=True)
    run.stop_if_unsound(unsound)
    collection = opened.collection
    keys = _keys(given, collection)
    topic = _topic(topic, keys, collection)
    chosen = _card_file(file, deck) if file is not None else None
    if not yes and sys.stdin.isatty() and sys.stdout.isatty():
        _converse(Judge(opened, chosen), keys, topic, collection, dry_run)
        return
    why = "with --yes" if yes else "without a terminal to ask on"
    if topic is None:
        needed = "--topic" if collection.curriculum is None else "--teaches (or --from-fact)"
        raise click.UsageError(f"{why}, `new` needs {needed}")
    if not {"front", "back", "text", "question", "answer"} & keys.keys():
        raise click.UsageError(f"{why}, `new` needs the texts of a card ({_TEXTS})")
    try:
        judged = Judge(opened, chosen).judge(Draft(topic, keys))
    except CannotAddError as error:
        raise run.Refused(f"{error}; or name another file with --file") from error
    _show(judged)
    if _has_errors(judged) or not _write(judged, dry_run):
        click.echo("Nothing was written.", err=True)
        raise SystemExit(run.UNSOUND)


def _keys(given: dict[str, Any], collection: Collection) -> dict[str, Value]:
    """The card's keys as the options give them; the loader judges them with the card."""
    from cps_cards.contribute import draft as drafts

    whys = [*given.pop("why_not")]
    texts = given.pop("distractor")
    if len(whys) > len(texts):
        raise click.UsageError("there are more --why-not than --distractor")
    whys += [""] * (len(texts) - len(whys))
    fact = given.pop("from_fact")
    taught = [*([fact] if fact is not None else []), *given.pop("teaches")]
    known = collection.curriculum.by_id if collection.curriculum is not None else {}
    for id in taught:
        if id not in known:
            option = "--from-fact" if fact is not None else "--teaches"
            near = did_you_mean(id, known)
            raise click.UsageError(f"{option}: there is no fact or objective `{id}`{near}")
    keys: dict[str, Value] = {
        "reverse": "true" if given.pop("reverse") else "",
        "distractors": [
            {"text": text.strip(), "why": why.strip()} if why else text.strip()
            for text, why in zip(texts, whys, strict=True)
        ],
        "teaches": list(dict.fromkeys(taught)),
        "sources": [" ".join(one.split()) for one in given.pop("source")],
        "after": list(given.pop("after")),
        "tags": list(given.pop("tag")),
        **{key: text.strip() or text for key, text in given.items() if text},
    }
    found = {key: value for key, value in keys.items() if value}
    if not drafts.is_text(found):
        raise click.UsageError("the card holds bytes that are not UTF-8")
    return found


def _topic(topic: str | None, keys: dict[str, Value], collection: Collection) -> str | None:
    """The card's topic: as given, as what it teaches tells, or the only one."""
    ids = [one.id for one in collection.deck.topics]
    if topic is not None:
        chosen = options.check_topics((topic,), ids)
        if len(chosen) > 1:
            raise click.UsageError("--topic names several topics, and a card has one")
        return next(iter(chosen))
    if collection.curriculum is None:
        return ids[0] if len(ids) == 1 else None
    taught = [collection.curriculum.by_id[str(id)][0].id.value for id in keys.get("teaches", ())]
    return taught[0] if taught else None


def _card_file(file: Path, root: Path) -> Path:
    """A card file of the deck, named from the current folder or from the deck's."""
    from cps_cards.yamlio.files import CARD_SUFFIXES

    inside = root / file
    chosen = file if file.exists() or not inside.parent.is_dir() else inside
    try:
        relative = chosen.resolve().relative_to((root / "cards").resolve())
    except ValueError:
        raise click.UsageError(f"--file {file}: card files lie under `{root / 'cards'}`") from None
    if chosen.suffix.lower() not in CARD_SUFFIXES or any(p.startswith(".") for p in relative.parts):
        raise click.UsageError(f"--file {file}: the name of a card file ends in .yaml or .yml")
    if chosen.is_dir():
        raise click.UsageError(f"--file {file}: this is a folder")
    return root / "cards" / relative


# --- with somebody at a terminal ------------------------------------------------------------------


def _converse(
    judge: Judge, keys: dict[str, Value], topic: str | None, collection: Collection, dry_run: bool
) -> None:
    """Ask, show, and change until the author is content with the card, or leaves it for later."""
    from cps_cards.cli import interview
    from cps_cards.contribute import draft as drafts
    from cps_cards.contribute.append import CannotAddError

    root = collection.root
    click.echo(f"A new card for {collection.deck.name}. Nothing is written before you say so; "
               "Ctrl+C stops.\n")  # fmt: skip
    resumed = None if keys else _resumed(root)
    if resumed is not None:
        text = resumed.read_text(encoding="utf-8", errors="replace")
    else:
        text = drafts.written(interview.complete(keys, topic, collection), root)
    judged = None
    try:
        while True:
            judged = _tried(judge, text)
            sound = judged is not None and not _has_errors(judged)
            steps = {"change": "open it in your editor", "quit": "keep it as a draft and leave"}
            if judged is not None and sound:
                save = {"save": f"add it to {judged.file}"}
                steps = {**steps, **save} if _is_doubtful(judged) else {**save, **steps}
            step = interview.choose("What now?", steps, default=next(iter(steps)))
            if step == "quit":
                _keep(text, judged, root, resumed)
                return
            if step == "change":
                text = _changed(text)
            elif judged is not None and _write(judged, dry_run):
                if resumed is not None and not dry_run:
                    resumed.unlink()
                return
    except (CannotAddError, OSError) as error:
        said = run.describe(error) if isinstance(error, OSError) else str(error)
        click.echo(f"\nThe card cannot be added: {said}", err=True)
        _keep(text, judged, root, resumed)
        raise SystemExit(run.UNSOUND) from error


def _resumed(root: Path) -> Path | None:
    """The draft that the author wants to go on with, if there is one."""
    from cps_cards.cli import interview
    from cps_cards.contribute import draft as drafts

    waiting = {path.stem: path for path in drafts.waiting(root)}
    if not waiting:
        return None
    begin = {**dict.fromkeys(waiting, "a draft: go on with it"), "new": "begin a new card"}
    return waiting.get(interview.choose("Card", begin, default=next(iter(begin))))


def _tried(judge: Judge, text: str) -> Judged | None:
    """The draft judged and shown; None where it is no card, which is told."""
    from cps_cards.contribute import draft as drafts
    from cps_cards.faults import Faults
    from cps_cards.report import text as report

    faults = Faults()
    draft = drafts.parse(text, faults)
    if draft is None:
        click.echo()
        report.write(faults.found, sys.stdout)
        return None
    judged = judge.judge(draft)
    _show(judged)
    return judged


def _changed(text: str) -> str:
    """The draft after its author changed it, in the editor that is set, or in any other."""
    with tempfile.TemporaryDirectory(prefix="cps-cards-") as folder:
        path = Path(folder) / "card.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            if not (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
                raise click.ClickException("EDITOR is not set")
            click.edit(filename=str(path))
        except click.ClickException as error:
            click.echo(f"\n{error.message}: open this file in any editor, change it and save it:\n"
                       f"  {path}")  # fmt: skip
            click.prompt("Enter when it is saved", default="", show_default=False)
        return path.read_text(encoding="utf-8", errors="replace")


def _keep(text: str, judged: Judged | None, root: Path, resumed: Path | None) -> None:
    """Put the draft where the next `new` finds it; show it where the disk takes nothing."""
    from cps_cards import atomic
    from cps_cards.contribute import draft as drafts

    try:
        path = resumed or drafts.keep(judged.id if judged is not None else "draft", root)
        atomic.write(path, text.encode())
    except OSError as error:
        click.echo(f"{run.describe(error)}. Your draft, to copy:\n\n{text}")
        return
    click.echo(f"Nothing was added. Your draft is kept in {shown_path(path)}; "
               "the next `cps-cards new` offers it.")  # fmt: skip


# --- what both ways share -------------------------------------------------------------------------


def _has_errors(judged: Judged) -> bool:
    from cps_cards.diagnostics import Severity

    return judged.note is None or any(one.severity == Severity.ERROR for one in judged.findings)


def _is_doubtful(judged: Judged) -> bool:
    from cps_cards.diagnostics import Severity

    return any(one.severity == Severity.WARNING for one in judged.findings)


def _show(judged: Judged) -> None:
    """Front and back as learners read them, or what was typed, and what `lint` says of it."""
    from cps_cards.contribute import show
    from cps_cards.report import text as report

    width = min(shutil.get_terminal_size().columns, 80) - 4
    if judged.note is None:
        click.echo(f"\n{_piece(judged)}")
    else:
        for title, text in (
            ("front", show.front(judged.note, width)),
            ("back", show.back(judged.note, width)),
        ):
            click.echo(f"\n── {title} {'─' * (width - len(title))}")
            click.echo("\n".join(f"  {line}".rstrip() for line in text.split("\n")))
        click.echo("─" * (width + 4))
        click.echo(f"{judged.id} ({judged.note.kind}) in {judged.file}")
    click.echo()
    report.write(judged.findings, sys.stdout)
    click.echo()


def _piece(judged: Judged) -> str:
    return judged.piece.replace("\r\n", "\n").strip("\n")


def _write(judged: Judged, dry_run: bool) -> bool:
    """Whether the card was added, or would have been; the file may have changed meanwhile."""
    from cps_cards.contribute import judge

    if dry_run:
        click.echo(f"This would be added to {judged.file}:\n\n{_piece(judged)}")
    elif not judge.write(judged):
        click.echo(f"{judged.file} has changed meanwhile. Nothing was written.", err=True)
        return False
    else:
        click.echo(f"Added to {judged.file}, line {judged.line}. {judged.progress}".rstrip())
        click.echo("Next: `cps-cards preview --open`, then send it as a pull request.")
    return True
