from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from cps_cards import cli
from tests.apkg.kit import Folder, sample


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


Cps = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of the test, empty but for what the test puts there."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return folder


@pytest.fixture
def decks(home: Path) -> Folder:
    """The sample deck in ./decks."""
    return sample(home / "decks")


@pytest.fixture
def cps(home: Path, capfd: pytest.CaptureFixture[str]) -> Cps:
    """Runs a command line in this process; signals and the collector are as before after it."""

    def run(*args: str) -> Result:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended, signals_kept():
            cli.main(list(args))
        gc.enable()
        assert isinstance(ended.value.code, int)
        return Result(ended.value.code, *capfd.readouterr())

    return run


@pytest.fixture
def command(home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command line in a process of its own; ``env`` is added to the environment."""

    def run(
        *args: str, env: dict[str, str] | None = None, before: Sequence[str] = (), **how: object
    ) -> object:
        return subprocess.run(
            [*before, sys.executable, "-m", "cps_cards", *args],
            env=environment(env),
            check=False,
            **({"capture_output": True, "encoding": "utf-8", "timeout": 60} | how),  # type: ignore[call-overload]
        )

    return run  # type: ignore[return-value]


def bound_by_permissions() -> list[str]:
    """What goes before a command so that permissions bind it; root lays its powers down."""
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions are Unix's")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may do all, and only Linux has setpriv")
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


@contextmanager
def signals_kept() -> Iterator[None]:
    """Signals are afterwards as they were before."""
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def listed(folder: Path | str = ".") -> list[str]:
    """The names in a folder, hidden ones too."""
    return sorted(path.name for path in Path(folder).iterdir())


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    root = str(Path(cli.__file__).parents[2])
    return os.environ | {"PYTHONPATH": root} | (extra or {})
