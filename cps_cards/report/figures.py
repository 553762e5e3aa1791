"""The figures of ``cps-cards stats`` as tables, JSON or Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, TextIO

from cps_cards.model.texts import counted
from cps_cards.report import tables
from cps_cards.report.json import dump
from cps_cards.stats import Coverage, Stats, in_all


def write(figures: Stats, format_name: str, stream: TextIO) -> None:
    if format_name == "json":
        dump(_with_shares(asdict(figures)), stream)
        return
    shown = [
        (title, head, [[_cell(value) for value in row] for row in rows])
        for title, head, *rows in _tables(figures)
    ]
    if format_name == "markdown":
        stream.write("\n\n".join(_markdown(*table) for table in shown) + "\n")
        return
    for table in shown:
        tables.write(*table, stream)


def _with_shares(value: Any) -> Any:
    """The figures with a share beside each ``covered`` of a ``total``; null of nothing."""
    if isinstance(value, dict):
        found = {key: _with_shares(inner) for key, inner in value.items()}
        if found.keys() == {"covered", "total"}:
            total = found["total"]
            found["share"] = round(found["covered"] / total, 4) if total else None
        return found
    if isinstance(value, list | tuple):
        return [_with_shares(inner) for inner in value]
    return round(value, 4) if isinstance(value, float) else value


def _markdown(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    written = [[_escaped(cell) for cell in row] for row in (head, *rows)]
    written.insert(1, rule)
    lines = [f"| {' | '.join(cells)} |" for cells in written]
    return "\n".join([f"**{_escaped(title)}**", "", *lines])


def _escaped(text: str) -> str:
    """A text that Markdown shows as it stands, in a cell too."""
    return re.sub(r"[\\`*_\[\]<>&~|]", r"\\\g<0>", text)


def _tables(figures: Stats) -> Iterator[tuple[Any, ...]]:
    """Titles, heads and rows: several narrow tables rather than a wide one, for a terminal has 80
    columns."""
    topics, kinds, priorities = figures.topics, figures.kinds, figures.priorities
    objectives, facts = figures.objectives, figures.facts
    yield (
        f"{figures.name}: {figures.notes} notes, {figures.cards} cards",
        ("Topic", "Notes", "Cards", "Share", "Weight"),
        *((t.title, t.notes, t.cards, t.share, t.weight) for t in topics),
        ("All", figures.notes, figures.cards, "", ""),
    )
    yield (
        "By kind",
        ("Topic", *(kind.title() for kind in kinds), "With scenario"),
        *((t.title, *t.kinds.values(), t.with_scenario) for t in topics),
        ("All", *kinds.values(), figures.with_scenario),
    )
    if priorities:
        yield (
            "By coverage of the curriculum",
            ("Topic", "Objectives covered", "Facts covered"),
            *((t.title, t.objectives, t.facts) for t in topics),
            ("All", in_all(objectives.values()), in_all(facts.values())),
        )
        yield (
            "By priority",
            ("Priority", "Notes", "Objectives covered", "Facts covered"),
            *((p.title(), notes, objectives[p], facts[p]) for p, notes in priorities.items()),
        )
    yield (
        f"By study week, at {counted(figures.new_per_day, 'new card')} a day",
        ("Week", "Notes", "Cards", *(priority.title() for priority in priorities)),
        *(
            (f"{w.number:02d}", w.notes, w.cards, *(w.priorities.get(p, 0) for p in priorities))
            for w in figures.weeks
        ),
    )
    if (guess := figures.guessed) is not None:
        yield (
            "Answers that a word model picks from the options alone",
            ("Choice cards", "Picked", "Chance", "Random answers stay under"),
            (guess.cards, guess.share, guess.chance, guess.random_95),
        )
    if figures.retired:
        yield ("Retired", ("", "Notes"), ("All", figures.retired))
    if figures.pending:
        yield (
            "Facts that wait to be confirmed",
            ("Fact and what is to be found out",),
            *((f"{fact.id}: {fact.reason}",) for fact in figures.pending),
        )


def _cell(value: object) -> str:
    """A share in percent, coverage as so many of all."""
    if isinstance(value, Coverage):
        return f"{value.covered}/{value.total} ({value.share:.0%})" if value.total else "-"
    return f"{value:.0%}" if isinstance(value, float) else str(value)
