"""How every command starts and ends: loading, messages, signals, exit status."""

import codecs
import contextlib
import errno
import gc
import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from cps_cards import REPORT_BUGS_TO

if TYPE_CHECKING:
    from cps_cards.diagnostics import Diagnostic
    from cps_cards.pipeline import Opened

OK, UNSOUND, BUG = 0, 1, 3  # and 2 for wrong usage, which is Click's

CAME_ALONG = "cps_cards.came_along"
"""What Click's context says where nobody named a deck and none was here."""

BAR_AFTER = 1.0
"""How many seconds a command runs before it shows a bar."""


class Refused(click.ClickException):
    """The deck is not sound, or the system refused something: a message, and exit status 1."""

    exit_code = UNSOUND

    def show(self, file: object = None) -> None:
        click.echo(f"cps-cards: {self.message}", err=True)


class Interrupted(BaseException):
    """A signal, by its number, asked the process to end; nothing half-done may stay behind."""


def main(group: click.Group, args: list[str] | None) -> NoReturn:
    """Run a command and exit: 0, 1 (unsound deck, system refuses), 2 (wrong usage), 3 (our bug)."""
    # A command is short, and most of its many small objects stay to its end: collecting them would
    # cost a third of the time and free nothing.
    gc.disable()
    try:
        _prepare_streams()
        _catch_signals()
        status = _run(group, args)
    except Interrupted as stopped:
        status = 128 + int(stopped.args[0])
    except KeyboardInterrupt:
        _say("stopped")
        status = 128 + signal.SIGINT
    _end(status)


def _run(group: click.Group, args: list[str] | None) -> int:
    """The exit status of a command, its message told; only a signal gets past it."""
    try:
        result = group.main(args=args, prog_name="cps-cards", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else UNSOUND
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            error.show()
        return error.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except OSError as error:
        return _refuse(error)
    except Exception as error:
        return _bug(error)
    return result if isinstance(result, int) else OK


_ASCII = codecs.lookup("ascii")
_ESCAPED = codecs.CodecInfo(
    _ASCII.encode, _ASCII.decode, incrementalencoder=_ASCII.incrementalencoder,
    incrementaldecoder=_ASCII.incrementaldecoder, name="ascii-escaped",
)  # fmt: skip
"""ASCII by another name: to streams that call themselves ASCII, Click writes UTF-8."""


def _prepare_streams() -> None:
    """A terminal that cannot show a character gets an escape instead of a crash."""
    codecs.register(lambda name: _ESCAPED if name == "ascii_escaped" else None)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            # It stays open for as long as the process lives.
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, nowhere)
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == _ASCII.name
            encoding = _ESCAPED.name if is_ascii else None
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


_SIGNALS = [
    one for one in signal.Signals if one.name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
]
"""Those that ask a process to end, as far as the system knows them."""
_HASTE = 2.0
"""Seconds in which a second signal is taken for impatience with the first."""


def _catch_signals() -> None:
    """Let clean-up run before a signal ends the process; a second one cannot cut it short.

    Later ones count again: Python loses an exception that a signal raises at a bad moment (while
    it drops the lock of an import, say), and nobody shall have to kill a command that asks.
    """
    last = -_HASTE

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _HASTE:
            return
        last = now
        raise Interrupted(number) if number != signal.SIGINT else KeyboardInterrupt

    for name in _SIGNALS:
        # A signal that the parent chose to ignore (nohup) stays ignored.
        if signal.getsignal(name) != signal.SIG_IGN:
            signal.signal(name, stop)


def _say(message: str) -> None:
    """Tell something on stderr, if there is anyone to tell it to."""
    with contextlib.suppress(OSError):
        click.echo(message, err=True)


def _refuse(error: OSError) -> int:
    if error.errno != errno.EPIPE:
        _say(f"cps-cards: {describe(error)}")
    return UNSOUND


def describe(error: OSError) -> str:
    """An error of the system in a few words: the file, then the reason."""
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        reason = f"there is no space left ({reason})"
        if error.filename:
            reason += "; nothing was written"
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{reason[:1].lower()}{reason[1:]}"


def _bug(error: Exception) -> int:
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    _say(
        "cps-cards: this is our fault, not yours. Please report it at\n"
        f"  {REPORT_BUGS_TO}\n"
        "with the command, the deck if you can share it, and this line:\n"
        f"  {type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}"
    )
    if os.environ.get("CPS_CARDS_TRACEBACK"):
        traceback.print_exception(error)
    return BUG


def _end(status: int) -> NoReturn:
    """Flush here, where a closed pipe or a full disk can still be answered, then leave."""
    atomic = sys.modules.get("cps_cards.atomic")
    if atomic is not None:
        atomic.clean_up()
    # Nothing is half done from here on, and a reader that has gone to sleep may hold us up.
    for name in _SIGNALS:
        if signal.getsignal(name) != signal.SIG_IGN or status > 128:
            signal.signal(name, signal.SIG_DFL)
    try:
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer has nowhere to go: leave without another try.
        os._exit(_refuse(error) if status == OK else status)
    # Python looks through all that is left for circles before it ends: a tenth of a short run.
    gc.freeze()
    sys.exit(status)


def source_date_epoch() -> int | None:
    """SOURCE_DATE_EPOCH, the agreed way to fix a build's time; wrong usage if it is no time."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 11:
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is `{value}`, and should be a number of seconds since 1970"
        )
    return int(value)


@contextlib.contextmanager
def bar(stream: TextIO | None, label: str = "Rendering") -> Iterator[Callable[[int], None] | None]:
    """What to call after each step with the number of all, so that a bar shows how far it is; None
    where nobody would see one. It appears after a second, where ``stream`` can draw it."""
    from cps_cards.report.paint import commands_terminal

    if stream is None or not commands_terminal(stream):
        yield None
        return
    started, done = time.monotonic(), 0
    shown: Any = None

    def step(total: int) -> None:
        nonlocal done, shown
        done += 1
        if shown is not None:
            shown.update(1)
        elif done % 100 == 0 and time.monotonic() - started > BAR_AFTER:
            shown = click.progressbar(length=total, label=label, file=stream)
            shown.update(done)

    try:
        yield step
    finally:
        if shown is not None:
            shown.render_finish()


def sound_deck(root: Path, *, quiet: bool = False) -> "Opened":
    """A deck that can be compiled; where it cannot, its faults are printed and the command ends.

    Unless ``quiet``, stderr tells how far it is, that a deck is meant which nobody named, and which
    cards are left out. Raises SystemExit.
    """
    from cps_cards import pipeline
    from cps_cards.model.texts import counted

    if not quiet and click.get_current_context().meta.get(CAME_ALONG):
        click.echo(f"There is no deck here: this is the one that came along, {root}.", err=True)
    with bar(None if quiet else sys.stderr) as step:
        opened = pipeline.open_deck(root, progress=step)
    stop_if_unsound(opened.faults.found)
    if opened.collection.inbox and not quiet:
        waiting = counted(len(opened.collection.inbox), "card")
        click.echo(f"Passed over: {waiting} in cards/inbox, to be sorted.", err=True)
    return opened


def stop_if_unsound(found: list["Diagnostic"]) -> None:
    """Print faults in the order of their places and raise SystemExit, where there is any."""
    if not found:
        return
    from cps_cards.diagnostics import by_place
    from cps_cards.report import text

    text.write(by_place(found), sys.stderr)
    raise SystemExit(UNSOUND)
