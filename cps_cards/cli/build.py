"""``cps-cards build``, and what ``release`` warns of as well before it writes a package."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import options, run
from cps_cards.cli import plan as planning
from cps_cards.git import History
from cps_cards.model.curriculum import Priority
from cps_cards.model.deck import Collection
from cps_cards.model.settings import Schedule, Subdecks
from cps_cards.model.texts import counted
from cps_cards.source import shown_path

if TYPE_CHECKING:
    from cps_cards.apkg.build import Built

_MOST_NAMED = 3

_EPILOG = """\b
Examples:
  cps-cards build                          the deck in ./decks, or the one that came along
  cps-cards build decks -o class.apkg      a deck, and where to write it
  cps-cards build --topic reporting        one topic, to be added to the rest later
  cps-cards build --subdecks topic         a sub-deck for each topic, for a class
  cps-cards build --exam-date 2027-03-15   weeks and daily load of a plan that ends on that day
"""


@click.command(epilog=_EPILOG)
@options.deck_argument
@options.package_option
@options.topic_option
@options.priority_option
@planning.subdecks_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing if all is well.")
@planning.exam_option()
@planning.plan_options
@click.pass_context
def command(
    ctx: click.Context, /, deck: Path, output: Path | None, topics: tuple[str, ...],
    priorities: tuple[Priority, ...], subdecks: Subdecks | None, quiet: bool,
    exam_date: date | None, **plan_values: Any,
) -> None:  # fmt: skip
    """Build the Anki package of a deck.

    DECK is a deck folder; without one, it is ./decks, or the deck that came along.

    With --exam-date, the package is built for a study plan: its weeks, its daily load and its
    summary, with the options of `cps-cards plan`. The cards themselves are the same.
    """
    started = time.perf_counter()
    epoch = run.source_date_epoch()
    for option in ctx.command.params if exam_date is None else ():
        source = ctx.get_parameter_source(option.name or "")
        if option.name in plan_values and source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option.opts[-1]} belongs to a plan: give --exam-date too")
    history = ctx.with_resource(History(deck))
    opened = run.sound_deck(deck, quiet=quiet)
    collection = planning.divided(opened.collection, subdecks)
    description = opened.description
    chosen = options.check_topics(topics, collection)

    from cps_cards.apkg.build import Part, build

    output = output or options.check_output(Path(f"{collection.deck.id}.apkg"))
    timetable, planned = None, ""
    if exam_date is not None:
        from cps_cards.plan.sentences import summary as plan_summary
        from cps_cards.render.markdown import render
        from cps_cards.render.notes import overview
        from cps_cards.schedule.weeks import Timetable

        plan = planning.planned(collection, exam_date, chosen, priorities, **plan_values)
        load = counted(plan.per_day, "new card")
        planned = f"Planned for the exam on {exam_date.isoformat()}: {load} a day."
        timetable = Timetable(plan.week_of, Schedule(plan.per_day, plan.retention))
        description = overview(description, render(plan_summary(plan), {}).html)
    part = Part(chosen, frozenset(priorities))
    built = build(
        collection, opened.notes, description, part=part, epoch=epoch, timetable=timetable,
        history=history,
    )  # fmt: skip
    if not built.versions:
        raise click.UsageError("no card of the deck belongs to what was chosen: nothing was built")

    from cps_cards import atomic

    warn(collection, history, built, output)
    atomic.write(output, built.data)
    if not quiet:
        size, seconds = len(built.data) / 1024, time.perf_counter() - started
        written = f"Wrote {output} ({size:.0f} kB) in {seconds:.1f} s."
        click.echo("\n".join(_summary(built, collection, planned, written)))
        cards = (one.note.card for one in built.versions)
        if pinned := Counter(card.kind for card in cards if card.guid is not None):
            from cps_cards.imports.telling import moving_steps

            click.echo("\n" + moving_steps(output.name, pinned))


def _summary(built: "Built", collection: Collection, planned: str, written: str) -> Iterator[str]:
    """What was built, and what to do with it in Anki; ``planned`` tells of a plan, if there is."""

    def column(number: int, thing: str) -> str:
        return f"{number:5,} {counted(number, thing).split()[1]}"

    notes, cards = built.notes_by_topic, built.cards_by_topic
    yield (
        f"{collection.deck.name}: {counted(notes.total(), 'note')}, "
        f"{counted(cards.total(), 'card')}"
    )
    topics = [topic for topic in collection.deck.topics if topic.id in notes]
    width = max(len(topic.title) for topic in topics)
    for topic in topics:
        held = f"{column(notes[topic.id], 'note'):11}  {column(cards[topic.id], 'card')}"
        yield f"  {topic.title:{width}}  {held}"
    since = "since the last release" if collection.ledger is not None else "(nothing released yet)"
    yield (
        f"{built.count('new')} new, {built.count('changed')} changed, "
        f"{built.count('unchanged')} unchanged, {built.retired} retired {since}"
    )
    if planned:
        yield planned
    if built.early:
        named = "; ".join(f"{id} waits for {other}" for id, other in built.early[:_MOST_NAMED])
        more = "; …" if len(built.early) > _MOST_NAMED else ""
        yield f"Topics come one after another, so some cards come too early: {named}{more}."
    yield f"{written}\n"
    boxes = 'tick "Import any deck presets"' if planned else "leave the boxes as they are"
    yield f"In Anki: File > Import, choose this file, {boxes}, Import."
    if planned:
        yield "That box brings the plan's new cards a day and its retention; without it,"
        yield "Anki keeps its own. FSRS has to be switched on by hand, in the deck's options."
    yield "On a phone: send the file to it and open it with AnkiDroid or AnkiMobile."
    yield "Whoever has the deck already keeps their review history."


# --- warnings -------------------------------------------------------------------------------------


def warn(collection: Collection, history: History, built: "Built", output: Path) -> None:
    """Tell on stderr what would not reach learners who have a later release, and what ``history``
    had to guess. ``output`` is still the package of before, if it is there; raises OSError where it
    cannot be read."""
    deck = collection.deck
    guids = {card.guid_in(deck.id) for card in collection.cards}
    commit, later = history.later(deck.id, collection.ledger, guids)
    ledger = shown_path(collection.root / "published.json")
    warnings = []
    if later:
        warnings.append(
            f"a later release is in git: the ledger of commit {commit} dates {_named(later)} later "
            f"than {ledger} does. Whoever has that release keeps its version. Take its ledger "
            f"first: `git checkout {commit} -- {ledger}`"
        )
    if kept := _kept(output, built):
        warnings.append(
            f"{output} of before holds {_named(kept)} in another version that is newer. "
            f"Whoever imported that file keeps its version. If it was released, take the {ledger} "
            "of that release first"
        )
    for warning in (*warnings, *history.notices):
        click.echo(f"warning: {warning}.", err=True)


def _kept(output: Path, built: "Built") -> list[str]:
    """The cards that somebody keeps who has the package of before."""
    if not output.is_file() or output.read_bytes() == built.data:
        return []

    from cps_cards.apkg.contents import BadPackageError
    from cps_cards.apkg.notetypes import NOTE_TYPES
    from cps_cards.apkg.reader import read_notes
    from cps_cards.diff.compared import lasting_tags
    from cps_cards.diff.importer import stored

    try:
        before = {row[0]: row[1:] for row in read_notes(output)}
    except BadPackageError:  # whatever it is, nobody has a deck from it
        return []
    found = []
    for one in built.versions:
        mod, fields, tags = before.get(one.guid, (0, "", ""))
        if mod > one.mod:
            note = one.note
            now = [note.fields.get(name, "") for name in NOTE_TYPES[note.kind].field_names]
            differs = list(map(stored, fields.split("\x1f"))) != list(map(stored, now))
            if differs or lasting_tags(tags.split()) != lasting_tags(note.tags):
                found.append(note.card.id.value)
    return found


def _named(cards: list[str]) -> str:
    names = ", ".join(f"`{card}`" for card in cards[:_MOST_NAMED])
    return f"{counted(len(cards), 'card')} ({names}{', …' if len(cards) > _MOST_NAMED else ''})"
