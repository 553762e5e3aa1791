"""Commands that write one thing in several formats: on the screen, or to a file."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cps_cards.cli import options, values
from cps_cards.model.texts import name_list
from cps_cards.report import base
from cps_cards.report.base import Format, Formats

Command = TypeVar("Command", bound=Callable[..., Any])


def format_options(formats: Formats) -> Callable[[Command], Command]:
    """``--format`` and ``--output``, which a command gets as ``format_name`` and ``output``."""

    def decorated(command: Command) -> Command:
        for option in (
            click.option(
                "-o",
                "--output",
                type=click.Path(path_type=Path),
                callback=_to_file,
                metavar="FILE",
                help="Where to write it; on the screen if left out.",
            ),
            click.option(
                "--format",
                "format_name",
                type=values.Choice(tuple(formats)),
                help="How to write it; as the name of the file says, else text.",
            ),
        ):
            command = option(command)
        return command

    return decorated


def _to_file(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    """The file; none for ``-``, by which many commands mean the screen."""
    return None if value is not None and str(value) == "-" else value


def chosen(formats: Formats, name: str | None, output: Path | None) -> str:
    """The name of the format: as asked for, else as the file's suffix says; wrong usage where the
    two contradict each other or the file cannot be written."""
    default = next(iter(formats))
    if output is None:
        return name or default
    if output.is_dir():
        options.check_output(output, formats[name or default].suffix)
    suffix = output.suffix.lower()
    if not suffix and output.name.lower() in _suffixes(formats):
        raise click.UsageError(
            f"`{output.name}` is an ending without a name; write it as cards{output.name.lower()}"
        )
    if not suffix and name is None:
        raise click.UsageError(
            f"`{output.name}` does not say what to write: let the name end in "
            f"{_either(formats)}, or add --format"
        )
    by_suffix = [one for one, format in formats.items() if suffix in format.suffixes]
    if suffix and not by_suffix:
        end = formats[name].suffix if name is not None else _either(formats)
        raise click.UsageError(
            f"nothing here is written to files that end in {output.suffix}: let the name "
            f"`{output.name}` end in {end}"
        )
    if name is not None and by_suffix and name not in by_suffix:
        raise click.UsageError(
            f"--format is {name}, but `{output.name}` ends as {by_suffix[0]} files do: let the "
            f"name end in {formats[name].suffix}, or leave --format out"
        )
    options.check_output(output, suffix)
    return name or next(iter(by_suffix), default)


def _suffixes(formats: Formats) -> list[str]:
    """Every ending once, in the order of the formats."""
    found = (suffix for format in formats.values() for suffix in format.suffixes)
    return list(dict.fromkeys(found))


def _either(formats: Formats) -> str:
    return name_list(_suffixes(formats), "or")


def write(what: object, format: Format, output: Path | None, **more: object) -> None:
    """Write it whole to a file, or to the screen; ``more`` is for the format's own ``write``."""
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
