"""``cps-cards exam``."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cps_cards.cli import options, run
from cps_cards.model.curriculum import Priority
from cps_cards.model.texts import counted
from cps_cards.report.base import EXAM

if TYPE_CHECKING:
    from cps_cards.exam.forms import Form

_USUAL = 50

_EPILOG = """\b
Examples:
  cps-cards exam                                  50 questions in a page for the phone
  cps-cards exam --seed 7 --minutes 60            other questions, and a time limit
  cps-cards exam --topic reporting --questions 10
  cps-cards exam --format print --forms 2         forms A and B for a class, each with a key
  cps-cards exam -o exam.xml --questions 200      for Moodle; .txt is GIFT, .zip is for Canvas
"""


@click.command(epilog=_EPILOG)
@options.deck_argument
@options.output_option(
    "Where to write the exam; <deck id>-exam with the format's ending if left out.", screen=False
)
@options.format_option(EXAM)
@click.option("--questions", type=options.number(1, 500, int),
              help=f"How many each form has; {_USUAL} if left out, or what there is for "
              "each.")  # fmt: skip
@click.option("--forms", type=options.number(1, 8, int), default=1, show_default=True,
              help="How many forms without a common question.")  # fmt: skip
@click.option("--seed", type=options.number(0, 10**18 - 1, int), default=42, show_default=True,
              help="The same seed gives the same exam, another one another.")  # fmt: skip
@options.topic_option
@options.priority_option
@click.option("--minutes", type=options.number(1, 600, int),
              help="A time limit, for html, print and qti.")  # fmt: skip
def command(
    deck: Path, output: Path | None, format_name: str | None, questions: int | None, forms: int,
    seed: int, topics: tuple[str, ...], priorities: tuple[Priority, ...], minutes: int | None,
) -> None:  # fmt: skip
    """Make a practice exam from the deck's choice cards.

    A page to take it on a phone, paper for a class with a key to each form, or a file for Moodle,
    Canvas or a sheet. Topics have their share by the curriculum's weights.
    """
    format_name = options.chosen(EXAM, format_name, output)
    if minutes is not None and format_name not in ("html", "print", "qti"):
        raise click.UsageError(
            f"--minutes is {minutes}, but {format_name} files hold no clock: set it in the quiz"
        )
    opened = run.sound_deck(deck)
    collection = opened.collection
    chosen = options.check_topics(topics, collection)

    from cps_cards import atomic
    from cps_cards.exam import forms as exam
    from cps_cards.exam.draw import Wanted

    notes = exam.pool(opened.notes, collection, chosen, frozenset(priorities))
    remarks = []
    playing = sum(map(exam.plays, notes))
    if playing and format_name in ("print", "gift", "csv"):
        notes = [note for note in notes if not exam.plays(note)]
        left = f"{counted(playing, 'card')} with sounds left out"
        remarks.append(f"{left}: {format_name} files cannot carry them")
    wanted = Wanted(_fitting(questions, forms, len(notes)), forms, seed, chosen, minutes)
    if questions is None and len(notes) < _USUAL:
        each = f", {wanted.questions} for each form" if forms > 1 else ""
        there = counted(len(notes), "choice card")
        remarks.append(f"the exam has fewer than {_USUAL} questions: there are {there}{each}")
    by_topic = format_name in ("moodle", "gift")
    made, more = exam.make(notes, collection, wanted, bank=by_topic)
    remarks += more
    if format_name == "gift" and any(form.media for form in made):
        remarks.append(
            "GIFT carries no files: pictures stand in its texts, which Moodle shows and others may "
            "not; take --format moodle instead"
        )
    first = output or Path(f"{collection.deck.id}-exam{EXAM[format_name].suffix}")
    files = [*_files(made, first, format_name)]
    atomic.write_all({path: data for path, data, _ in files})
    for remark in remarks:
        click.echo(f"note: {remark}", err=True)
    for path, data, about in files:
        click.echo(f"Wrote {path} ({about}, {len(data) / 1024:.0f} kB).")


def _fitting(questions: int | None, forms: int, cards: int) -> int:
    """How many questions each form gets; wrong usage where there are not enough cards."""
    if not cards:
        raise click.UsageError(
            "exams are made of choice cards, and none is left: the deck has none, or none that "
            "fits what was chosen"
        )
    fits = cards // forms
    if questions is None and fits:
        return min(_USUAL, fits)
    asked = questions or 1
    if asked <= fits:
        return asked
    ways = [counted(fits, "question")] if fits else []
    if forms > 1 and cards // asked:
        ways.append(counted(cards // asked, "form"))
    what = f"{forms} forms of {asked}" if forms > 1 else counted(asked, "question")
    raise click.UsageError(
        f"{what} need {counted(asked * forms, 'choice card')}; there "
        f"{'is' if cards == 1 else 'are'} {cards}: ask for "
        f"{', or '.join(ways) or 'fewer of both'}"
    )


def _files(
    forms: Sequence["Form"], first: Path, format_name: str
) -> Iterator[tuple[Path, bytes, str]]:
    """Path, content and description of each file: ``exam.html``, or ``exam-a.html`` and so on."""
    for form in forms:
        letter = f"-{form.letter.lower()}" if form.letter else ""
        about = f"form {form.letter}, " if form.letter else ""
        about += f"{counted(len(form.questions), 'question')}, seed {form.seed}"
        for part, data in EXAM[format_name].writer.files(form).items():
            path = first.with_name(f"{first.stem}{letter}{part}{first.suffix}")
            yield (
                options.check_output(path, first.suffix.lower()),
                data,
                (f"key, {about}" if part else about),
            )
