"""Rendering with a progress bar, where it takes long enough for one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from cps_cards.faults import Faults
    from cps_cards.model.deck import Collection
    from cps_cards.render.notes import RenderedNote

_WAIT = 1.0


class _Bar:
    """A bar that appears after a second."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self.total = total
        self.stream = stream
        self.done = 0
        self.started = time.monotonic()
        self.bar: Any = None

    def step(self) -> None:
        self.done += 1
        if self.bar is not None:
            self.bar.update(1)
        elif self.done % 100 == 0 and time.monotonic() - self.started > _WAIT:
            self.bar = click.progressbar(length=self.total, label="Rendering", file=self.stream)
            self.bar.update(self.done)

    def end(self) -> None:
        if self.bar is not None:
            self.bar.render_finish()


def rendered(
    collection: Collection, faults: Faults, stream: TextIO | None
) -> tuple[list[RenderedNote], str]:
    """All notes of a collection, and the HTML of its description.

    Where it takes longer than a second and ``stream`` is a terminal, that shows a progress bar.
    """
    from cps_cards.render.notes import render_all, render_description

    description = render_description(collection, faults)
    if stream is None or not stream.isatty():
        return render_all(collection, faults), description
    bar = _Bar(len(collection.cards), stream)
    try:
        return render_all(collection, faults, bar.step), description
    finally:
        bar.end()
