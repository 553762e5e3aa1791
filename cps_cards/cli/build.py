"""``cps-cards build``."""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import earlier, options, run
from cps_cards.cli import plan as planning
from cps_cards.git import History
from cps_cards.model.settings import Schedule
from cps_cards.model.texts import counted

if TYPE_CHECKING:
    from cps_cards.apkg.build import Built
    from cps_cards.model.curriculum import Priority
    from cps_cards.model.deck import Collection
    from cps_cards.model.settings import Subdecks

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
    ctx: click.Context,
    /,
    deck: Path,
    output: Path | None,
    topics: tuple[str, ...],
    priorities: tuple[Priority, ...],
    subdecks: Subdecks | None,
    quiet: bool,
    exam_date: date | None,
    **plan_values: Any,
) -> None:
    """Build the Anki package of a deck.

    DECK is a deck folder; without one, it is ./decks, or the deck that came along.

    With --exam-date, the package is built for a study plan: its weeks, its daily load and its
    summary, with the options of `cps-cards plan`. The cards themselves are the same.
    """
    started = time.perf_counter()
    epoch = run.source_date_epoch()
    if exam_date is None:
        planning.refuse_without_exam_date(ctx, plan_values)
    history = ctx.with_resource(History(deck))
    opened = run.sound_deck(deck, None if quiet else sys.stderr)
    collection = planning.divided(opened.collection, subdecks)
    description = opened.description
    chosen = options.check_topics(topics, [topic.id for topic in collection.deck.topics])

    from cps_cards.apkg.build import Part, build

    output = output or options.check_output(Path(f"{collection.deck.id}.apkg"))
    timetable, planned = None, ""
    if exam_date is not None:
        from cps_cards.plan.sentences import summary as plan_summary
        from cps_cards.render.markdown import render
        from cps_cards.render.notes import overview
        from cps_cards.schedule.weeks import Timetable

        plan = planning.planned(collection, exam_date, chosen, priorities, **plan_values)
        planned = (
            f"Planned for the exam on {exam_date.isoformat()}: "
            f"{counted(plan.per_day, 'new card')} a day."
        )
        timetable = Timetable(plan.week_of, Schedule(plan.per_day, plan.retention))
        description = overview(description, render(plan_summary(plan), {}).html)
    part = Part(chosen, frozenset(priorities))
    built = build(
        collection,
        opened.notes,
        description,
        part=part,
        epoch=epoch,
        timetable=timetable,
        history=history,
    )
    if not built.versions:
        raise click.UsageError("no card of the deck belongs to what was chosen: nothing was built")

    from cps_cards import atomic

    earlier.warn(collection, history, built, output)
    atomic.write(output, built.data)
    if not quiet:
        seconds = time.perf_counter() - started
        click.echo(summary(built, collection, output, seconds, planned))


def summary(
    built: Built, collection: Collection, output: Path, seconds: float, planned: str = ""
) -> str:
    """What was built, and what to do with it in Anki."""
    lines = [f"{collection.deck.name}: {counted(len(built.versions), 'note')}, "
             f"{counted(sum(built.cards_by_topic.values()), 'card')}"]  # fmt: skip
    width = max(len(collection.topic_titles[topic]) for topic in built.notes_by_topic)
    for topic in collection.deck.topics:
        if topic.id in built.notes_by_topic:
            lines.append(
                f"  {topic.title:{width}}  {_column(built.notes_by_topic[topic.id], 'note'):11}  "
                f"{_column(built.cards_by_topic[topic.id], 'card')}"
            )
    since = "since the last release" if collection.ledger is not None else "(nothing released yet)"
    lines.append(
        f"{built.count('new')} new, {built.count('changed')} changed, "
        f"{built.count('unchanged')} unchanged, {built.retired} retired {since}"
    )
    if planned:
        lines.append(planned)
    if built.early:
        named = "; ".join(f"{id} waits for {other}" for id, other in built.early[:_MOST_NAMED])
        more = "; …" if len(built.early) > _MOST_NAMED else ""
        lines.append(f"Topics come one after another, so some cards come too early: {named}{more}.")
    lines.append(f"Wrote {output} ({len(built.data) / 1024:.0f} kB) in {seconds:.1f} s.")
    lines.append("")
    boxes = 'tick "Import any deck presets"' if planned else "leave the boxes as they are"
    lines.append(f"In Anki: File > Import, choose this file, {boxes}, Import.")
    if planned:
        lines.append("That box brings the plan's new cards a day and its retention; without it,")
        lines.append(
            "Anki keeps its own. FSRS has to be switched on by hand, in the deck's options."
        )
    lines.append("On a phone: send the file to it and open it with AnkiDroid or AnkiMobile.")
    lines.append("Whoever has the deck already keeps their review history.")
    cards = (one.note.card for one in built.versions)
    if pinned := Counter(card.kind for card in cards if card.guid is not None):
        from cps_cards.imports.telling import moving_steps

        lines += ["", moving_steps(output.name, pinned)]
    return "\n".join(lines)


def _column(number: int, thing: str) -> str:
    """A count whose number is five signs wide, so that words stand below each other."""
    shown = counted(number, thing)
    return " " * (5 - shown.index(" ")) + shown
