"""Commands that write one thing in several formats: on the screen, or to a file."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeVar

import click

from cps_cards.cli import options

Command = TypeVar("Command", bound=Callable[..., Any])


class Format(NamedTuple):
    """A file's suffix, and the module whose ``write(what, stream)`` writes the format.

    The module is imported when it is asked for: a calendar needs neither rich nor jinja2.
    """

    suffix: str
    module: str


Formats = Mapping[str, Format]
"""By name; every command has the format ``text``, for the screen."""


def format_options(formats: Formats) -> Callable[[Command], Command]:
    """``--format`` and ``--output``, which a command gets as ``format_name`` and ``output``."""

    def decorated(command: Command) -> Command:
        for option in (
            click.option(
                "-o",
                "--output",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Where to write it; on the screen if left out.",
            ),
            click.option(
                "--format",
                "format_name",
                type=click.Choice(tuple(formats)),
                help="How to write it; as the name of the file says, else text.",
            ),
        ):
            command = option(command)
        return command

    return decorated


def chosen(formats: Formats, name: str | None, output: Path | None) -> str:
    """The name of the format: as asked for, else as the file's suffix says; wrong usage if the
    file cannot be written."""
    if name is None:
        suffix = output.suffix.lower() if output is not None else ""
        name = next((name for name, format in formats.items() if format.suffix == suffix), "text")
    if output is not None:
        options.check_output(output, output.suffix.lower() or formats[name].suffix)
    return name


def write(what: object, format: Format, output: Path | None) -> None:
    """Write it whole to a file, or to the screen."""
    put: Callable[[object, TextIO], None] = import_module(format.module).write
    if output is None and format.suffix == ".txt":
        put(what, sys.stdout)
        return
    stream = io.StringIO(newline="")
    put(what, stream)
    # Pages, calendars and JSON are UTF-8 on every system; a package can hold half characters.
    data = stream.getvalue().encode("utf-8", "replace")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        from cps_cards import atomic

        atomic.write(output, data)
