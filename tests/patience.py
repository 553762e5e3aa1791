"""A guard for texts that could keep a program busy for ever."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PROCESSOR_SECONDS = 60
"""Far more than anything here takes: this tells what does not end from what does, and measures
nothing. How fast things are is a matter of ``tests/bench``."""


@contextmanager
def comes_to_an_end() -> Iterator[None]:
    """Fail what is still busy after a minute of this process's own time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"no end after {PROCESSOR_SECONDS} seconds of work")

    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, PROCESSOR_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
