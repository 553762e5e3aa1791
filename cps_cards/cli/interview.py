"""The dialogue of ``new`` on a terminal: what the card teaches, what it says, and what now.

The questions are Click's plain prompts, line by line: the same on every terminal, in a pipe and to
a screen reader, and nothing to install. Arrow keys work in them where Python has readline.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cps_cards import atomic
from cps_cards.cli import run
from cps_cards.contribute import draft as drafts
from cps_cards.contribute.append import CannotAddError, Value
from cps_cards.contribute.draft import Draft, Offer, offers, search
from cps_cards.contribute.judge import Judge, Judged, front_and_back
from cps_cards.diagnostics import Severity
from cps_cards.faults import Faults
from cps_cards.model import clozes
from cps_cards.model.cards import Card, Kind
from cps_cards.model.curriculum import Fact
from cps_cards.model.deck import Collection
from cps_cards.model.texts import counted, did_you_mean, short
from cps_cards.report import text as report
from cps_cards.report.paint import DIM, Paint
from cps_cards.source import shown_path
from cps_cards.yamlio.keys import CARD, Field

KINDS: Mapping[Kind, str] = {
    "basic": "a question and its answer",
    "cloze": "a sentence with hidden words",
    "choice": "a question with one right and some wrong options",
}
_NONE = "Enter for none."
_ANY = "any"
_PAGE = 30


def converse(
    judge: Judge, keys: dict[str, Value], topic: str | None, collection: Collection, dry_run: bool
) -> None:
    """Ask, show, and change until the author is content with the card, or leaves it for later.

    Raises SystemExit where the card cannot be added, and wrong usage where there is nothing that it
    could teach.
    """
    with contextlib.suppress(ImportError):  # Windows has none
        import readline  # noqa: F401 - to be imported is all that it takes
    root = collection.root
    click.echo(f"A new card for {collection.deck.name}. Nothing is written before you say so; "
               "Ctrl+C stops.\n")  # fmt: skip
    path = None
    if not keys and (waiting := drafts.waiting(root)):
        begin = {**dict.fromkeys(waiting, "a draft: go on with it"), "new": "begin a new card"}
        path = waiting.get(choose("Card", begin, default=next(iter(begin))))
    if path is not None:
        text = path.read_text(encoding="utf-8", errors="replace")
    else:
        text = drafts.written(complete(keys, topic, collection), root)
    judged = None
    try:
        while True:
            faults = Faults()
            draft = drafts.parse(text, faults)
            judged = judge.judge(draft) if draft is not None else None
            steps = {"change": "open it in your editor", "quit": "keep it as a draft and leave"}
            if judged is None:
                click.echo()
                report.write(faults.found, sys.stdout)
            else:
                show(judged)
                save = {"save": f"add it to {judged.file}"} if judged.worst < Severity.ERROR else {}
                steps = steps | save if judged.worst == Severity.WARNING else save | steps
            step = choose("What now?", steps, default=next(iter(steps)))
            if step == "quit":
                _keep(text, judged, root, path)
                return
            if step == "change":
                text = _changed(text)
            elif judged is not None and write(judged, dry_run):
                if path is not None and not dry_run:
                    path.unlink()
                return
    except (CannotAddError, OSError) as error:
        said = run.describe(error) if isinstance(error, OSError) else str(error)
        click.echo(f"\nThe card cannot be added: {said}", err=True)
        _keep(text, judged, root, path)
        raise SystemExit(run.UNSOUND) from error


def show(judged: Judged) -> None:
    """Front and back as learners read them, or what was typed, and what `lint` says of it."""
    if judged.note is None:
        click.echo(f"\n{judged.piece}")
    else:
        sides = front_and_back(judged.note)
        for title, lines in zip(("front", "back"), sides, strict=True):
            click.echo(f"\n── {title} ".ljust(_width() + 1, "─"))
            for lead, text in lines:
                click.echo(_wrapped(text, f"  {lead}"))
        click.echo("─" * _width())
        click.echo(f"{judged.id} ({judged.note.kind}) in {judged.file}")
    click.echo()
    report.write(judged.findings, sys.stdout)
    click.echo()


def write(judged: Judged, dry_run: bool) -> bool:
    """Whether the card was added, or would have been; the file may have changed meanwhile. Raises
    OSError."""
    if dry_run:
        click.echo(f"This would be added to {judged.file}:\n\n{judged.piece}")
    elif not judged.write():
        click.echo(f"{judged.file} has changed meanwhile. Nothing was written.", err=True)
        return False
    else:
        click.echo(f"Added to {judged.file}, line {judged.line}. {judged.progress}".rstrip())
        click.echo("Next: `cps-cards preview --open`, then send it as a pull request.")
    return True


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


def _keep(text: str, judged: Judged | None, root: Path, path: Path | None) -> None:
    """Put the draft where the next `new` finds it; show it where the disk takes nothing."""
    path = path or drafts.free_path(judged.id if judged is not None else "", root)
    try:
        atomic.write_all({path: text.encode()})
    except OSError as error:
        click.echo(f"{run.describe(error)}. Your draft, to copy:\n\n{text}")
        return
    click.echo(f"Nothing was added. Your draft is kept in {shown_path(path)}; "
               "the next `cps-cards new` offers it.")  # fmt: skip


def ask(
    label: str, hint: str = "", *, default: str = "", optional: bool = False,
    take: Callable[[str], Any] = str,
) -> Any:  # fmt: skip
    """What ``take`` makes of one text; Enter takes the default. Where ``take`` raises UsageError,
    it is asked again."""

    def taken(answer: str) -> Any:
        if not answer.strip() and not optional:
            raise click.UsageError("the card needs this. Type it, or stop with Ctrl+C.")
        try:
            answer.encode()
        except UnicodeEncodeError as error:
            raise click.UsageError("the terminal sends bytes that are not UTF-8") from error
        return take(answer.strip())

    if hint:
        click.echo(Paint(sys.stdout)(_wrapped(hint), DIM), color=True)  # Paint has decided
    shown = f"{label} [{short(default, 50)}]" if default else label
    return click.prompt(shown, default=default, show_default=False, value_proc=taken)


def choose(label: str, options: Mapping[Any, str], *, default: str = "") -> Any:
    """One of the options, by its number, its name or the beginning of its name; the only one."""
    names = list(options)
    if len(names) == 1:
        return names[0]
    width = max(map(len, names))
    _list(f"{name:{width}}  {text}" for name, text in options.items())
    return ask(f"{label} (number or name)", default=default, take=lambda a: _picked(a, names))


def _picked(answer: str, names: Sequence[str]) -> str:
    if answer.isdecimal() and 1 <= int(answer) <= len(names):
        return names[int(answer) - 1]
    begun = [name for name in names if name.casefold().startswith(answer.casefold())]
    found = [name for name in begun if name.casefold() == answer.casefold()] or begun
    if len(found) != 1:
        near = did_you_mean(answer, names) or f"; type a number from 1 to {len(names)}"
        raise click.UsageError(f"there is no `{answer}` in the list{near}")
    return found[0]


def _list(lines: Iterable[str]) -> None:
    for number, line in enumerate(lines, start=1):
        click.echo(_wrapped(line, f"  {number:>2}  "))


def _wrapped(text: str, lead: str = "  ") -> str:
    """A text behind a lead, its further lines below its first word."""
    return textwrap.fill(text, _width(), initial_indent=lead, subsequent_indent=" " * len(lead),
                         break_on_hyphens=False)  # fmt: skip


def _width() -> int:
    return max(40, min(shutil.get_terminal_size().columns, 80))


def _ask_teaches(collection: Collection, topic: str | None) -> tuple[str, list[str]]:
    """A topic, then one of its objectives, then facts; what needs a card comes first."""
    found = offers(collection)
    if topic is None:
        gaps = Counter(offer.topic.id.value for offer in found for _ in offer.gaps)
        texts = {
            id: f"{title}: {counted(gaps[id], 'fact')} without a card" if gaps[id]
            else f"{title}: all facts taught"
            for id, title in sorted(collection.topic_titles.items(), key=lambda o: not gaps[o[0]])
        }  # fmt: skip
        if len(texts) > 1:
            texts[_ANY] = "search in all topics"
        topic = str(choose("Topic", texts))
    found = [offer for offer in found if topic in (_ANY, offer.topic.id.value)]
    if not found:
        raise click.UsageError(f"`{topic}` has nothing to teach yet: each fact of it is pending")
    offer = found[0] if len(found) == 1 else _ask_objective(found)
    return offer.topic.id.value, _ask_facts(offer, collection)


def _ask_objective(found: list[Offer]) -> Offer:
    click.echo("\nWhat shall it teach? What needs a card comes first.")
    several = len({offer.topic.id.value for offer in found}) > 1
    listed = found
    while True:
        _list(
            f"{one.objective.priority:9}  {one.objective.statement} "
            f"({f'{one.topic.title}: ' if several else ''}{one.state})"
            for one in listed[:_PAGE]
        )
        if len(listed) > _PAGE:
            click.echo(f"      … and {len(listed) - _PAGE} more")
        answer = ask("Objective (number, words to search for)")
        if answer.isdecimal() and 1 <= int(answer) <= len(listed):
            return listed[int(answer) - 1]
        hits = search(found, answer)
        if not hits:
            click.echo(f"  Nothing has the words `{answer}`. Try fewer, or a number from the list.")
        listed = hits or listed


def _ask_facts(offer: Offer, collection: Collection) -> list[str]:
    objective = offer.objective
    if not objective.facts:
        return [objective.id.value]
    click.echo(f"\n{objective.statement}")
    facts = sorted(objective.teachable, key=lambda fact: fact not in offer.gaps)
    names = [*(fact.id.value for fact in facts), objective.id.value]
    lines = []
    for fact in facts:
        cards = len(_cards_on(fact, collection))
        lines.append(f"{fact.text} ({counted(cards, 'card') if cards else 'no card yet'})")
    _list([*lines, "the objective as a whole"])
    if objective.scenario_hint is not None:
        click.echo(_wrapped(objective.scenario_hint.value, "  Idea for a scenario: "))

    def several(answer: str) -> list[str]:
        parts = answer.replace(",", " ").split()
        return list(dict.fromkeys(_picked(part, names) for part in parts))

    return list(ask("Facts (numbers, with commas between)", default="1", take=several))


def _show_fact(fact: Fact, collection: Collection) -> None:
    """A fact with what an author has to know: how sure it is, where it holds, what teaches it."""
    told = [("Fact", fact.text), ("Caution", fact.caution), ("Holds for", fact.scope)]
    lines = [(label, text.value) for label, text in told if text is not None]
    for citation in fact.sources:
        if (source := collection.sources.get(citation.source_id)) is not None:
            lines.append(("Source", f"{source.title} {citation.locator}"))
    for card in _cards_on(fact, collection):
        asked = next(text.value for key, text in card.named_texts() if key != "scenario")
        lines.append(("Card", f"{asked} ({card.id})"))
    click.echo()
    for label, line in lines:
        click.echo(_wrapped(line, f"  {label}: "))


def _cards_on(fact: Fact, collection: Collection) -> list[Card]:
    taught = fact.id.value
    return [card for card in collection.live if any(one.value == taught for one in card.teaches)]


def complete(keys: Mapping[str, Value], topic: str | None, collection: Collection) -> Draft:
    """A draft with all that was missing asked for; facts first, with what an author must know."""
    answers = dict(keys)
    if collection.curriculum is None:
        topic = topic or choose("Topic", collection.topic_titles)
    elif not answers.get("teaches"):
        topic, answers["teaches"] = _ask_teaches(collection, topic)
    draft = Draft(topic or "", answers)
    known = collection.curriculum.by_id if collection.curriculum is not None else {}
    facts = [fact for id in draft.teaches if (fact := known[id][2]) is not None]
    for fact in facts:
        _show_fact(fact, collection)
    click.echo()
    if not answers.get("kind"):
        answers["kind"] = drafts.kind_of(answers) or choose("Kind", KINDS, default="basic")
    for field in CARD.fields:
        if draft.kind not in field.kinds or answers.get(field.name):
            continue
        if field.name == "text":
            answers["text"] = _ask_cloze(field, facts[0].text.value if len(facts) == 1 else "")
        elif field.name == "distractors":
            answers["distractors"] = _ask_distractors()
        elif field.name == "sources" and collection.sources:
            example = f"{next(iter(collection.sources))} §2"
            hint = f"{field.doc} Ids of sources.yaml, with ; between ({example}). {_NONE}"
            answers["sources"] = _parts(ask("Sources", hint, optional=True))
        elif field.shape == "markdown" and (field.name != "term" or answers.get("reverse")):
            needed = field.required or field.name == "term"
            hint = field.doc if needed else f"{field.doc} {_NONE}"
            answers[field.name] = ask(field.name.capitalize(), hint, optional=not needed)
    return draft


def _parts(answer: str) -> list[str]:
    """What stands between semicolons."""
    return [" ".join(part.split()) for part in answer.split(";") if part.strip()]


def _ask_cloze(field: Field, fact: str) -> str:
    hint = f"{field.doc} Or say afterwards which words to hide."
    hint += " Enter takes the fact as it stands." if fact else ""

    def hidden(answer: str) -> str:
        try:
            return drafts.hide(text, _parts(answer)) if answer else ""
        except LookupError as word:
            told = f"`{word}` does not stand there: type it as the sentence has it."
            raise click.UsageError(told) from word

    again = "Words to hide (with ; between; Enter for another sentence)"
    found = ""
    while not found:
        text = ask("Text", hint, default=fact)
        found = text if clozes.parse(text).deletions else ask(again, optional=True, take=hidden)
    return found


def _ask_distractors() -> list[Value]:
    hint = "Two to five wrong options that someone could believe."
    found: list[Value] = []
    while len(found) < 5:
        enough = len(found) >= 2
        label = f"Wrong option {len(found) + 1}{' (Enter: no more)' if enough else ''}"
        text = ask(label, "" if found else hint, optional=enough)
        if not text:
            break
        why = ask("  Why it is wrong (Enter for none)", optional=True)
        found.append({"text": text, "why": why} if why else text)
    return found
