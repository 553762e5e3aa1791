"""The figures of ``cps-cards stats`` as tables, JSON or Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TextIO

from cps_cards.model.texts import counted
from cps_cards.report import tables
from cps_cards.stats import Coverage, Stats


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under a title; all columns but the first are numbers."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write(figures: Stats, format_name: str, stream: TextIO) -> None:
    if format_name == "json":
        json.dump(_with_shares(asdict(figures)), stream, indent=2)
        stream.write("\n")
    elif format_name == "markdown":
        stream.write("\n\n".join(_markdown(table) for table in _tables(figures)) + "\n")
    else:
        for table in _tables(figures):
            tables.write(table.title, table.head, table.rows, stream)


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


def _markdown(table: Table) -> str:
    def row(cells: Sequence[str]) -> str:
        return f"| {' | '.join(_escaped(cell) for cell in cells)} |"

    rule = ["---", *("---:" for _ in table.head[1:])]
    return "\n".join(
        [
            f"**{_escaped(table.title)}**",
            "",
            row(table.head),
            row(rule),
            *(row(cells) for cells in table.rows),
        ]
    )


def _escaped(text: str) -> str:
    """A text that Markdown shows as it stands, in a cell too."""
    return re.sub(r"[\\`*_\[\]<>&~|]", r"\\\g<0>", text)


def _tables(figures: Stats) -> Iterator[Table]:
    """Several narrow tables rather than a wide one: a terminal has 80 columns."""
    yield Table(
        f"{figures.name}: {figures.notes} notes, {figures.cards} cards",
        ("Topic", "Notes", "Cards", "Share", "Weight"),
        (
            *(
                (t.title, str(t.notes), str(t.cards), _percent(t.share), _percent(t.weight))
                for t in figures.topics
            ),
            ("All", str(figures.notes), str(figures.cards), "", ""),
        ),
    )
    yield Table(
        "By kind",
        ("Topic", *(k.title() for k in figures.kinds), "With scenario"),
        (
            *(
                (t.title, *(str(n) for n in t.kinds.values()), str(t.with_scenario))
                for t in figures.topics
            ),
            ("All", *(str(n) for n in figures.kinds.values()), str(figures.with_scenario)),
        ),
    )
    if figures.priorities:
        yield Table(
            "By coverage of the curriculum",
            ("Topic", "Objectives covered", "Facts covered"),
            (
                *((t.title, _covered(t.objectives), _covered(t.facts)) for t in figures.topics),
                ("All", _covered(_sum(figures.objectives)), _covered(_sum(figures.facts))),
            ),
        )
    if figures.priorities:
        yield Table(
            "By priority",
            ("Priority", "Notes", "Objectives covered", "Facts covered"),
            tuple(
                (name.title(), str(count), _covered(figures.objectives[name]),
                 _covered(figures.facts[name]))
                for name, count in figures.priorities.items()
            ),
        )  # fmt: skip
    yield Table(
        f"By study week, at {counted(figures.new_per_day, 'new card')} a day",
        ("Week", "Notes", "Cards", *(p.title() for p in figures.priorities)),
        tuple(
            (f"{w.number:02d}", str(w.notes), str(w.cards),
             *(str(w.priorities.get(p, 0)) for p in figures.priorities))
            for w in figures.weeks
        ),
    )  # fmt: skip
    if figures.guessed is not None:
        guess = figures.guessed
        yield Table(
            "Answers that a word model picks from the options alone",
            ("Choice cards", "Picked", "Chance", "Random answers stay under"),
            ((str(guess.cards), *map(_percent, (guess.share, guess.chance, guess.random_95))),),
        )
    if figures.retired:
        yield Table("Retired", ("", "Notes"), (("All", str(figures.retired)),))
    if figures.pending:
        yield Table(
            "Facts that wait to be confirmed",
            ("Fact and what is to be found out",),
            tuple((f"{fact.id}: {fact.reason}",) for fact in figures.pending),
        )


def _sum(by_priority: dict[str, Coverage]) -> Coverage:
    found = by_priority.values()
    return Coverage(sum(c.covered for c in found), sum(c.total for c in found))


def _covered(coverage: Coverage) -> str:
    if not coverage.total:
        return "-"
    return f"{coverage.covered}/{coverage.total} ({_percent(coverage.share)})"


def _percent(share: float) -> str:
    return f"{share:.0%}"
