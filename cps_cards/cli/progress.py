"""A progress bar, for what takes long enough for one."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click

from cps_cards.report.paint import commands_terminal

_WAIT = 1.0


@contextmanager
def bar(stream: TextIO | None, label: str = "Rendering") -> Iterator[Callable[[int], None] | None]:
    """What to call after each step with the number of all; None where nobody would see the bar.

    It appears on ``stream``, if that is a terminal that can draw it, after a second.
    """
    if stream is None or not commands_terminal(stream):
        yield None
        return
    started = time.monotonic()
    shown: Any = None
    done = 0

    def step(total: int) -> None:
        nonlocal done, shown
        done += 1
        if shown is not None:
            shown.update(1)
        elif done % 100 == 0 and time.monotonic() - started > _WAIT:
            shown = click.progressbar(length=total, label=label, file=stream)
            shown.update(done)

    try:
        yield step
    finally:
        if shown is not None:
            shown.render_finish()
