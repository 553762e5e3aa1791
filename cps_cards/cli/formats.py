"""Commands that write one thing in several formats: on the screen, or to a file."""

import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from cps_cards.cli import options, values
from cps_cards.model.texts import name_list
from cps_cards.report import base
from cps_cards.report.base import Format, Formats


def format_option(
    formats: Iterable[str], help: str = "", **more: Any
) -> Callable[[options.F], options.F]:
    """``--format``, which a command gets as ``format_name``; :func:`chosen` completes it."""
    names = tuple(formats)
    help = help or f"How to write it; as the name of the file says, else {names[0]}."
    return click.option("--format", "format_name", type=values.Choice(names), help=help, **more)


def chosen(formats: Formats, name: str | None, output: Path | None) -> str:
    """The name of the format: as asked for, else as the file's suffix says. Raises wrong usage
    where the two contradict each other or the file cannot be written."""
    if output is None:
        return name or next(iter(formats))
    suffix = output.suffix.lower()
    fitting = [one for one, format in formats.items() if suffix in format.suffixes]
    if output.is_dir():
        options.check_output(output, formats[name or next(iter(formats))].suffix)
    if name is None and not fitting:
        every = dict.fromkeys(one for format in formats.values() for one in format.suffixes)
        raise click.UsageError(
            f"`{output.name}` does not say what to write: let the name end in "
            f"{name_list([*every], 'or')}{'' if suffix else ', or add --format'}"
        )
    if name is not None and suffix and name not in fitting:
        raise click.UsageError(
            f"--format is {name}: let the name `{output.name}` end in "
            f"{name_list(formats[name].suffixes, 'or')}"
        )
    options.check_output(output, suffix)
    return name or fitting[0]


def write(what: object, format: Format, output: Path | None, **more: object) -> None:
    """Write it whole to a file, or to the screen; ``more`` is for the format's own ``write``.
    Raises OSError where the system refuses."""
    if output is None and format.suffix == ".txt":
        base.write(what, format, sys.stdout, **more)
        return
    stream = io.StringIO(newline="")
    base.write(what, format, stream, **more)
    # Pages, calendars and JSON are UTF-8 on every system; a package can hold half characters.
    data = stream.getvalue().encode("utf-8", "replace")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        from cps_cards import atomic

        atomic.write(output, data)
        click.echo(f"Wrote {output}.", err=True)
