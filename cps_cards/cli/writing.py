"""The end of `new`: the card is shown, judged, changed while its author wishes, and written."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from cps_cards import atomic
from cps_cards.cli import asking, run
from cps_cards.contribute import naming, place, show
from cps_cards.contribute.check import Judge, Judged
from cps_cards.contribute.draft import Draft
from cps_cards.contribute.offers import offers
from cps_cards.diagnostics import Diagnostic
from cps_cards.faults import Faults
from cps_cards.model.deck import Collection
from cps_cards.source import Source
from cps_cards.yamlio import append, modelines
from cps_cards.yamlio.append import CannotAddError
from cps_cards.yamlio.files import CARD_SUFFIXES
from cps_cards.yamlio.read import read

_BOM = b"\xef\xbb\xbf"


class Desk:
    """Where a card of one topic is written: the deck, and the file that it will stand in."""

    def __init__(self, collection: Collection, root: Path, topic: str, file: Path | None) -> None:
        self.collection = collection
        self.root = root
        self.shown = run.shown_path(root)
        self.topic = topic
        self.file = _checked(file, root) if file is not None else None
        self.judge = Judge(collection)

    def path_for(self, draft: Draft) -> Path:
        if self.file is not None:
            return self.file
        priority = place.priority_of(draft, self.collection)
        shown = place.file_for(self.topic, priority, self.collection, self.shown)
        return self.root / shown.removeprefix(f"{self.shown}/")

    def judged(self, draft: Draft) -> tuple[Path, bytes | None, Judged]:
        """The draft in its file as that is now, and the bytes that it was judged with."""
        path = self.path_for(draft)
        shown = f"{self.shown}/{path.relative_to(self.root).as_posix()}"
        before: Source | None = None
        data: bytes | None = None
        if path.exists() or path.is_symlink():
            faults = Faults()
            got = read(path, shown, faults)
            run.stop_if_unsound(faults.found)
            if got is not None:
                before = got[0]
                data = _data(before, before.text)
        lead = modelines.line_for(path, self.root) if modelines.has_schemas(self.root) else ""
        try:
            return path, data, self.judge.judge(draft, before, shown, self.topic, lead)
        except CannotAddError as error:
            raise run.Refused(
                f"{shown} {error}; or name another file with --file. Nothing was written."
            ) from error


def _data(source: Source, text: str) -> bytes:
    return (_BOM if source.bom else b"") + text.encode()


def _checked(file: Path, root: Path) -> Path:
    """A card file of the deck, named from the current folder or from the deck's."""
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


def add_at_once(desk: Desk, draft: Draft, *, dry_run: bool) -> None:
    """Without questions: written if it can be compiled, even if it could be better."""
    if not draft["id"]:
        draft = draft.having("id", naming.derive(draft, desk.collection))
    path, data, judged = desk.judged(draft)
    print_card(draft, judged)
    print_findings(judged)
    if not judged.sound:
        click.echo("Nothing was written.", err=True)
        raise SystemExit(run.UNSOUND)
    _write(desk, draft, path, data, judged, dry_run=dry_run)


def finish(desk: Desk, draft: Draft, *, dry_run: bool) -> None:
    """With questions: until the author is content with the card, or leaves it."""
    from cps_cards.cli import interview

    derived = ""
    if not draft["id"]:
        derived = naming.derive(draft, desk.collection)
        draft = interview.ask_again(draft.having("id", derived), "id", desk.collection)
    status = run.OK
    while True:
        try:
            path, data, judged = desk.judged(draft)
        except (run.Refused, OSError, SystemExit):
            _hand_back(draft, desk)
            raise
        print_card(draft, judged)
        print_findings(judged)
        choices = [("change", "change something"), ("quit", "leave without writing")]
        content = judged.sound and not judged.worth_a_change
        if judged.sound:
            save = ("save", f"add it to {_file(judged)}")
            choices = [save, *choices] if content else [choices[0], save, choices[1]]
        step = asking.choose("What now?", choices, default=choices[0][0])
        if step == "quit":
            click.echo("Nothing was written.")
            raise SystemExit(status)
        if step == "save":
            try:
                _write(desk, draft, path, data, judged, dry_run=dry_run)
            except (run.Refused, OSError) as error:
                said = run.describe(error) if isinstance(error, OSError) else error.message
                click.echo(f"\nThis could not be saved: {said}")
                _hand_back(draft, desk)
                status = run.UNSOUND
                continue
            return
        keys = [(name, _line(draft[name])) for name in _changeable(draft)]
        name = asking.choose("Which one?", keys)
        draft = interview.ask_again(draft, name, desk.collection)
        if name != "id" and draft["id"] == derived:  # an id that nobody chose follows the words
            derived = naming.derive(draft, desk.collection)
            draft = draft.having("id", derived)


def _hand_back(draft: Draft, desk: Desk) -> None:
    """Show what was typed as it would stand in a file of its own, so that it is not lost."""
    click.echo("Your card, to copy if need be:\n")
    click.echo(append.new_file(desk.topic, draft.keys()))


def _changeable(draft: Draft) -> list[str]:
    texts = {
        "basic": ["scenario", "front", "back"],
        "cloze": ["scenario", "text"],
        "choice": ["scenario", "question", "answer", "distractors"],
    }[draft.kind]
    return [*texts, "why", "sources", "id"]


def _line(value: object) -> str:
    if isinstance(value, str):
        return _short(value)
    items = value if isinstance(value, list) else []
    return _short("; ".join(i if isinstance(i, str) else i["text"] for i in items))


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def print_card(draft: Draft, judged: Judged) -> None:
    """Front and back as learners read them; what was typed where they cannot be shown."""
    width = min(shutil.get_terminal_size().columns, 80) - 4
    click.echo()
    if judged.card is None or judged.note is None:
        click.echo(judged.piece.replace("\r\n", "\n").rstrip("\n"))
    else:
        for title, text in (
            ("front", show.front(judged.card, judged.collection, width)),
            ("back", show.back(judged.card, judged.collection, width)),
        ):  # fmt: skip
            click.echo(f"── {title} {'─' * (width - len(title))}")
            click.echo("".join(f"  {line}".rstrip() + "\n" for line in text.split("\n")), nl=False)
        click.echo("─" * (width + 4))
        click.echo(f"{draft['id']} ({draft.kind}) in {_file(judged)}")
    click.echo()


def print_findings(judged: Judged) -> None:
    """What to change: grave things first, suggestions last."""
    if not judged.findings:
        click.echo("The linter finds nothing to change.\n")
        return
    heading = {
        True: "Before the card can be added:",
        False: "Worth a second look:" if judged.worth_a_change else "Only suggestions:",
    }[not judged.sound]
    click.echo(heading)
    ordered = sorted(judged.findings, key=lambda one: (-one.severity, one.span))
    for one in ordered:
        click.echo(_finding(one, judged))
    click.echo()


def _finding(one: Diagnostic, judged: Judged) -> str:
    where = show.place_of(one, judged.card)
    own = judged.card.id.value if judged.card is not None else one.card
    if not where and one.card != own:
        where = f"the card {one.card}"
    words = one.source.text[one.span.start : one.span.end]
    if not where and judged.card is None and words and "\n" not in words:
        where = f"`{_short(words, 40)}`"
    lead = f"  {where}: " if where else "  "
    help = f"\n      {one.help}" if one.help else ""
    return f"{lead}{one.message} ({one.name}){help}"


def _write(
    desk: Desk, draft: Draft, path: Path, data: bytes | None, judged: Judged, *, dry_run: bool
) -> None:
    if dry_run:
        click.echo(f"This would be added to {_file(judged)}:\n")
        click.echo(judged.piece.replace("\r\n", "\n").strip("\n"))
        return
    now = path.read_bytes() if path.exists() else None
    if now != data:
        raise run.Refused(f"{_file(judged)} has changed meanwhile. Nothing was written: try again.")
    path.parent.mkdir(parents=True, exist_ok=True)
    wanted = _data(judged.source, judged.source.text)
    atomic.write(path, wanted)
    if path.read_bytes() != wanted:
        raise run.Refused(f"{_file(judged)} does not hold what was written: look at the disk")
    click.echo(f"Added to {_file(judged)}{_line_of(judged)}. {_progress(desk, judged)}".rstrip())
    click.echo("Next: look at it with `cps-cards preview --open`, then send it as a pull request.")


def _file(judged: Judged) -> str:
    return judged.source.path.removeprefix("./")


def _line_of(judged: Judged) -> str:
    if judged.card is None:
        return ""
    return f", line {judged.source.position(judged.card.id.start).line}"


def _progress(desk: Desk, judged: Judged) -> str:
    """How far its objective has come."""
    if judged.card is None:
        return ""
    objectives = {o.id.value for o in judged.collection.objectives_of(judged.card)}
    for offer in offers(judged.collection, desk.topic):
        if offer.objective.id.value in objectives and offer.objective.facts:
            total = len(offer.objective.facts)
            return (
                f"Cards now teach {total - len(offer.gaps)} of {total} facts of "
                f"`{offer.objective.id}`."
            )
    return ""
