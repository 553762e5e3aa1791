from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cps_cards.model.deck import Collection
from tests import folders

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # Whoever started us in the background had Ctrl-C ignored; the commands that are tested with it
    # would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("quick"), derandomize=True)
settings.register_profile("long", parent=settings.get_profile("quick"), max_examples=3000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "quick")
)


def pytest_configure(config: pytest.Config) -> None:
    if config.option.collectonly:  # where no test runs, no snapshot is one that nobody needs
        config.option.warn_unused_snapshots = True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if any("[- snapshot]" in one.longreprtext for one in terminalreporter.getreports("failed")):
        terminalreporter.write_line("To write snapshots anew: .venv/bin/python -m tests.renew")


@pytest.fixture
def findings(tmp_path: Path) -> Callable[[folders.Files], str]:
    """Write a deck folder over the smallest sound one, and tell all that is wrong with it."""

    def run(files: folders.Files) -> str:
        root = folders.write(tmp_path / "deck", {**folders.PLAIN, **files})
        return "\n".join(folders.lines(folders.read(root)[1]))

    return run


@pytest.fixture
def sound(tmp_path: Path) -> Callable[[folders.Files], Collection]:
    """Write a deck folder over the smallest sound one, and load it: it must have no fault."""

    def run(files: folders.Files) -> Collection:
        root = folders.write(tmp_path / "deck", {**folders.PLAIN, **files})
        collection, faults = folders.read(root)
        assert folders.lines(faults) == []
        return collection

    return run
