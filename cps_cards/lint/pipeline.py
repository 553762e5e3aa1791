"""One deck, linted: load faults and findings together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cps_cards.diagnostics import Diagnostic, Severity, by_place
from cps_cards.faults import Faults
from cps_cards.lint import engine, selection
from cps_cards.lint.wording import check_patterns
from cps_cards.model.deck import Collection
from cps_cards.render.notes import render_all

Load = Callable[[], tuple[Collection, Faults]]


@dataclass
class Timings:
    """Seconds that each stage and each rule took, where a clock is given."""

    clock: engine.Clock | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def stage(self, name: str, started: float) -> None:
        if self.clock is not None:
            self.seconds[name] = self.seconds.get(name, 0.0) + self.clock() - started

    def now(self) -> float:
        return self.clock() if self.clock is not None else 0.0


def lint(
    load: Load,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    timings: Timings | None = None,
    least: Severity = Severity.INFO,
    asked: Callable[[str], bool] | None = None,
) -> tuple[Collection, list[Diagnostic]]:
    """A deck and everything that is wrong with it: its load faults, then what the rules find.

    ``asked`` tells by a shown path whether findings in that file are wanted; it leaves none out.
    """
    timings = timings or Timings()
    started = timings.now()
    collection, faults = load()
    timings.stage("(load)", started)
    started = timings.now()
    render_all(collection, faults)
    timings.stage("(render)", started)
    selection.check_settings(collection, faults)
    if collection.language is not None:
        check_patterns(collection.language, faults)
    plan = selection.choose(collection.deck.lint, select, ignore, least)
    found = engine.check(
        collection, plan, clock=timings.clock, seconds=timings.seconds, asked=asked
    )
    return collection, by_place([*faults.found, *found])


def paths_of(collection: Collection, shown: str) -> dict[str, Path]:
    """The file behind each shown path of a deck."""
    return {
        path: collection.root / path.removeprefix(shown).removeprefix("/")
        for path in collection.mtimes
    }
