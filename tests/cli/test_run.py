"""How a command ends: in this process, where the tests of streams and signals use others."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from cps_cards import atomic
from cps_cards.cli import run
from tests.cli.conftest import signals_kept

POSIX = pytest.mark.skipif(os.name == "nt", reason="on Windows, os.kill ends a process at once")


class Ended(BaseException):
    """Stands for the end of the process."""


def leave(status: int) -> None:
    raise Ended(status)


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Signals as before, after each test."""
    with signals_kept():
        yield


def ends(action: Callable[[], object]) -> int:
    """The exit status of a group with one command that does ``action``."""

    @click.group()
    def group() -> None:
        pass

    group.command("act")(click.pass_context(lambda context: action()))
    with pytest.raises((SystemExit, Ended)) as ended:
        run.main(group, ["act"])
    status = ended.value.args[0]
    assert isinstance(status, int)
    return status


def raising(error: BaseException) -> Callable[[], object]:
    def action() -> None:
        raise error

    return action


@pytest.mark.parametrize(
    ("action", "status", "told"),
    [
        (lambda: None, 0, ""),
        (lambda: 5, 5, ""),
        (raising(SystemExit(1)), 1, ""),
        (raising(SystemExit("why")), 1, ""),
        (raising(click.exceptions.Exit(4)), 4, ""),
        (raising(run.Refused("the deck is gone")), 1, "cps-cards: the deck is gone\n"),
        (raising(click.UsageError("no")), 2, "Error: no\n"),
        (raising(click.Abort()), 130, "stopped\n"),
        (raising(KeyboardInterrupt()), 130, "\nstopped\n"),
        (raising(EOFError()), 130, "\nstopped\n"),
        (raising(run.Interrupted(signal.SIGTERM)), 143, ""),
        (raising(OSError("odd")), 1, "cps-cards: odd\n"),
        (raising(OSError(errno.EACCES, "Permission denied", "a/b")), 1,
         "cps-cards: a/b: permission denied\n"),
        (raising(OSError(errno.EDQUOT, "Disk quota exceeded", "a")), 1,
         "cps-cards: a: there is no space left (Disk quota exceeded); nothing was written\n"),
        (raising(BrokenPipeError(errno.EPIPE, "Broken pipe")), 1, ""),
    ],
)  # fmt: skip
def test_every_end_has_its_status_and_message(
    capsys: pytest.CaptureFixture[str], action: Callable[[], object], status: int, told: str
) -> None:
    out, err = sys.stdout, sys.stderr
    try:
        assert ends(action) == status
    finally:
        sys.stdout, sys.stderr = out, err  # Click wraps them after a broken pipe
    assert capsys.readouterr().err.endswith(told)


def test_a_message_that_nobody_can_read_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr(sys, "stderr", Closed())
    assert ends(raising(click.UsageError("no"))) == 2
    assert ends(raising(ValueError("a bug"))) == 3
    assert ends(raising(OSError("odd"))) == 1


@POSIX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_and_a_second_one_does_not_cut_that_short(
    name: str, tmp_path: Path
) -> None:
    number = getattr(signal, name)
    left = tmp_path / ".cps-cards-x.tmp"
    left.touch()
    atomic._unfinished.add(left)

    def action() -> None:
        try:
            os.kill(os.getpid(), number)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    assert ends(action) == 128 + number
    assert not left.exists()


@POSIX
def test_a_signal_while_a_message_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(io.StringIO):
        def write(self, text: str) -> int:
            os.kill(os.getpid(), signal.SIGTERM)
            return len(text)

    monkeypatch.setattr(sys, "stderr", Slow())
    assert ends(raising(OSError("odd"))) == 143


@POSIX
def test_an_ignored_signal_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    assert ends(lambda: None) == 0
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN


def test_streams_that_are_closed_are_opened_on_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert ends(lambda: print("hello", file=sys.stderr) or print("hello")) == 0
    sys.stdout.close()
    sys.stderr.close()


def test_a_terminal_of_ascii_gets_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="US-ASCII"))
    assert ends(lambda: None) == 0  # a second command in one process finds them wrapped
    assert ends(lambda: click.echo("naïve 試") or (sys.stdout.write("é\n") and None)) == 0
    assert written.getvalue() == b"na\\xefve \\u8a66\n\\xe9\n"


def test_a_terminal_of_another_encoding_gets_escapes_for_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    assert ends(lambda: click.echo("naïve 試")) == 0
    assert written.getvalue() == b"na\xefve \\u8a66\n"


@pytest.mark.parametrize(
    ("number", "status", "wanted"), [(errno.ENOSPC, 0, 1), (errno.EPIPE, 0, 1), (errno.EPIPE, 2, 2)]
)
def test_output_that_is_lost_at_the_end_counts(
    monkeypatch: pytest.MonkeyPatch, number: int, status: int, wanted: int
) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(sys, "stdout", Full())
    monkeypatch.setattr(os, "_exit", leave)
    assert ends(lambda: status) == wanted


def test_the_module_is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import runpy

    monkeypatch.setattr(sys, "argv", ["cps-cards", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("cps_cards", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("cps-cards, version")
