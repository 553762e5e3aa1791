"""How every command starts and ends: loading, messages, signals, exit status."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from cps_cards.diagnostics import Diagnostic
    from cps_cards.faults import Faults
    from cps_cards.model.deck import Collection

OK, UNSOUND, USAGE, BUG = 0, 1, 2, 3

REPORT_BUGS_TO = "https://github.com/cps-cards/cps-cards/issues"


class Refused(click.ClickException):
    """The deck is not sound, or the system refused something: a message, and exit status 1."""

    exit_code = UNSOUND

    def show(self, file: object = None) -> None:
        click.echo(f"cps-cards: {self.message}", err=True)


class Interrupted(BaseException):
    """A signal asked the process to end; nothing half-done may stay behind."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main(group: click.Group, args: list[str] | None) -> NoReturn:
    """Run a command and exit: 0, 1 (unsound deck, refusing system), 2 (wrong usage), 3 (our bug)."""
    _prepare_streams()
    _catch_signals()
    status = BUG
    try:
        result = group.main(args=args, prog_name="cps-cards", standalone_mode=False)
        status = result if isinstance(result, int) else OK
    except click.exceptions.Exit as done:
        status = done.exit_code
    except SystemExit as done:
        status = done.code if isinstance(done.code, int) else UNSOUND
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        status = 128 + signal.SIGINT
    except Interrupted as stopped:
        status = 128 + stopped.number
    except OSError as error:
        status = _refuse(error)
    except Exception as error:
        status = _bug(error)
    _end(status)


def _prepare_streams() -> None:
    """A terminal that cannot show a character gets an escape instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _catch_signals() -> None:
    """Let clean-up run before a signal ends the process; a second one cannot cut it short."""

    def stop(number: int, frame: FrameType | None) -> None:
        for name in names:
            signal.signal(name, signal.SIG_IGN)
        raise Interrupted(number) if number != signal.SIGINT else KeyboardInterrupt

    names = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP"):
        names.append(signal.SIGHUP)
    for name in names:
        # A signal that the parent chose to ignore (nohup) stays ignored.
        if signal.getsignal(name) != signal.SIG_IGN:
            signal.signal(name, stop)


def _refuse(error: OSError) -> int:
    if error.errno == errno.EPIPE:
        return UNSOUND
    click.echo(f"cps-cards: {describe(error)}", err=True)
    return UNSOUND


def describe(error: OSError) -> str:
    """An error of the system in a few words: the file, then the reason."""
    reason = error.strerror or str(error)
    if error.errno == errno.ENOSPC:
        reason = "there is no space left on the disk; nothing was changed"
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{reason[:1].lower()}{reason[1:]}"


def _bug(error: Exception) -> int:
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    click.echo(
        "cps-cards: this is our fault, not yours. Please report it at\n"
        f"  {REPORT_BUGS_TO}\n"
        "with the command, the deck if you can share it, and this line:\n"
        f"  {type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}",
        err=True,
    )
    if os.environ.get("CPS_CARDS_TRACEBACK"):
        traceback.print_exception(error)
    return BUG


def _end(status: int) -> NoReturn:
    """Flush here, where a closed pipe or a full disk can still be answered, then leave."""
    try:
        sys.stdout.flush()
    except OSError as error:
        if status == OK:
            status = _refuse(error)
        # What is left in the buffer has nowhere to go: exit without another try.
        with contextlib.suppress(OSError):
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        os._exit(status)
    sys.exit(status)


def source_date_epoch() -> int | None:
    """SOURCE_DATE_EPOCH, the agreed way to fix the time of a build; wrong usage if it is no time."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 11:
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is `{value}`, and should be a number of seconds since 1970"
        )
    return int(value)


def load(root: Path) -> tuple[Collection, Faults]:
    """Load a deck folder, with its paths shown as the user would type them."""
    import gc

    from cps_cards.yamlio.load import load as load_deck

    # Hundreds of thousands of small objects that all stay: collecting them costs a third of the
    # time and frees nothing.
    gc.disable()
    return load_deck(root, shown_path(root))


def shown_path(path: Path) -> str:
    """A path relative to the current folder where it lies below it."""
    try:
        relative = Path(os.path.relpath(path))
    except ValueError:  # another drive on Windows
        return path.as_posix()
    return path.as_posix() if relative.parts[:1] == ("..",) else relative.as_posix()


def stop_if_unsound(found: list[Diagnostic]) -> None:
    """Print faults in the order of their places and exit, where there is any."""
    if not found:
        return
    from cps_cards.diagnostics import by_place
    from cps_cards.report import text

    text.write(by_place(found), click.get_text_stream("stderr"))
    raise SystemExit(UNSOUND)
