"""What several commands share: options, types of their values, files that they write."""

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from cps_cards import lookup
from cps_cards.cli import run
from cps_cards.model.curriculum import PRIORITIES
from cps_cards.model.deck import Collection
from cps_cards.model.texts import did_you_mean, name_list, short
from cps_cards.report.base import Format, Formats

F = TypeVar("F", bound=Callable[..., Any])
_PACKAGE = ".apkg"
FOLDER = click.Path(file_okay=False, path_type=Path)

# --- values: messages name the option, quote the value and say what fits --------------------------


def _refuse(
    param: click.Parameter | None, ctx: click.Context | None, value: str, wanted: str
) -> NoReturn:
    """Wrong usage, and not Click's ``BadParameter``, which begins with words of its own."""
    option = max(param.opts, key=len) if param is not None else "this"
    raise click.UsageError(f"{option} is `{short(value)}`, and should be {wanted}", ctx)


# Only the newest releases of Click have this type generic, and older ones are taken too.
class Value(click.ParamType):  # type: ignore[type-arg]
    """What ``read`` makes of a text in ASCII; it raises a ValueError where that is not
    ``wanted``. ``name`` stands for the value in the help."""

    def __init__(self, wanted: str, read: Callable[[str], object], name: str = "N") -> None:
        self.wanted, self.read, self.name = wanted, read, name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):  # a default
            return value
        text = value.strip()
        try:
            if text.isascii():
                return self.read(text)
        except ValueError:
            pass
        _refuse(param, ctx, text, self.wanted)


class Choice(click.Choice[str]):
    """One of some words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        names = [str(one) for one in self.choices]
        if value not in names:
            _refuse(param, ctx, value, f"{name_list(names, 'or')}{did_you_mean(value, names)}")
        return str(value)


def number(low: float, high: float, read: Callable[[str], float] = float) -> Value:
    """A number between two others, both allowed; a whole one by ``int``. Infinity and "not a
    number" are none."""

    def bounded(text: str) -> float:
        found = read(text)
        if not low <= found <= high:
            raise ValueError
        return found

    kind = "a whole number" if read is int else "a number"
    return Value(f"{kind} from {low} to {high}", bounded)


def _weekdays(text: str) -> frozenset[int]:
    """Days of the week by the beginnings of their names; 0 is Monday."""
    from cps_cards.plan.request import DAY_NAMES

    found = set()
    for word in re.findall(r"[^\s,]+", text.lower()):
        (day,) = (at for at, name in enumerate(DAY_NAMES) if name.lower().startswith(word))
        found.add(day)
    if not found:
        raise ValueError
    return frozenset(found)


DATE = Value(
    "a day of the calendar as year-month-day, like 2027-03-15",  # 03/04 is another day elsewhere
    lambda text: datetime.strptime(text, "%Y-%m-%d").date(),
    "DATE",
)
WEEKDAYS = Value("days of the week, as sat,sun", _weekdays, "DAYS")
PARAMETERS = Value(
    "numbers with commas between them; copy them from Anki's deck options",
    lambda text: tuple(map(float, re.split(r"[\s,]+", text.strip(" \t\n,[]")))),
    "NUMBERS",
)

# --- which deck, and what of it -------------------------------------------------------------------


@contextmanager
def wrong_usage(*errors: type[Exception]) -> Iterator[None]:
    """Where one of these errors is raised within, it is wrong usage for the reason it gives."""
    try:
        yield
    except errors as error:
        raise click.UsageError(str(error)) from error


def _deck(find: Callable[[Path | None], Path]) -> Callable[[F], F]:
    """The argument ``deck``: a command gets the folder that was found, or wrong usage is told."""

    def callback(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:
        dated = any(one.name == "exam_date" for one in ctx.command.params)
        is_date = dated and re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", str(value))
        if value and is_date and not value.exists():
            raise click.UsageError(
                f"`{value}` is no folder of a deck; the day of the exam is --exam-date {value}"
            )
        ctx.meta[run.CAME_ALONG] = value is None and lookup.here() is None
        with wrong_usage(lookup.NoDeckError):
            return find(value)

    return click.argument("deck", type=FOLDER, required=False, metavar="[DECK]", callback=callback)


deck_argument = _deck(lookup.find)
own_deck_argument = _deck(lookup.find_own)

topic_option = click.option(
    "--topic", "topics", multiple=True, metavar="TOPIC",
    help="Only this topic, or several with commas; may be given more than once.",
)  # fmt: skip
priority_option = click.option(
    "--priority", "priorities", multiple=True, type=Choice(PRIORITIES),
    help="Only this priority; may be given more than once.",
)  # fmt: skip


def check_topics(topics: tuple[str, ...], collection: Collection) -> frozenset[str]:
    """The ids of the topics named, in any case and with commas between several; wrong usage where
    the deck has no such one."""
    by_name = {topic.id.casefold(): topic.id for topic in collection.deck.topics}
    named = [word for text in topics for word in re.split(r"[,\s]+", text) if word]
    for topic in named:
        if topic.casefold() not in by_name:
            raise click.UsageError(
                f"--topic: the deck has no topic `{topic}`{did_you_mean(topic, by_name) or '.'} "
                f"It has {name_list([*by_name.values()])}."
            )
    if topics and not named:
        raise click.UsageError("--topic names no topic; leave it out for all of them")
    return frozenset(by_name[topic.casefold()] for topic in named)


def check_topic(topic: str, collection: Collection) -> str:
    """The id of the one topic named; wrong usage where it is none of the deck's, or several."""
    chosen = check_topics((topic,), collection)
    if len(chosen) > 1:
        raise click.UsageError("--topic names several topics, and a card has one")
    return next(iter(chosen))


def check_taught(ids: Iterable[str], collection: Collection) -> None:
    """Wrong usage where the deck has no such fact or objective."""
    known = collection.curriculum.by_id if collection.curriculum is not None else {}
    for id in ids:
        if id not in known:
            near = did_you_mean(id, known)
            raise click.UsageError(f"--teaches: there is no fact or objective `{id}`{near}")


# --- what is written, and in which format ---------------------------------------------------------


def check_output(path: Path, suffix: str = _PACKAGE) -> Path:
    """An output file that can be written; wrong usage where its name or folder cannot be."""
    if path.is_dir():
        raise click.UsageError(f"`{path}` is a folder; name a file in it: `{path}/deck{suffix}`")
    if path.suffix.lower() != suffix or path.name.lower() == suffix:
        raise click.UsageError(f"`{path.name}`: the file's name has to end in {suffix}")
    for name in (path.name, Path(os.path.realpath(path)).name):  # a link is written through
        if re.fullmatch(r"(?:collection|backup-.*)\.apkg", name, re.IGNORECASE):
            raise click.UsageError(
                f"Anki takes a file named `{name}` for a whole collection, and would replace "
                "everything that a learner has: choose another name with `-o`"
            )
    if not path.parent.is_dir():
        raise click.UsageError(f"there is no folder `{path.parent}`")
    if path.exists() and not path.is_file():
        raise click.UsageError(f"`{path}` is not a file that can be replaced")
    return path


def output_option(help: str, suffix: str | None = None, *, screen: bool = True) -> Callable[[F], F]:
    """``--output``: checked where the file can have but one ``suffix``, and else None for ``-``,
    by which many commands mean the ``screen``; wrong usage where nothing can be shown there."""

    def callback(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
        if value is not None and suffix is not None:
            return check_output(value, suffix)
        if str(value) != "-":
            return value
        if screen:
            return None
        raise click.UsageError("--output is `-`, and should name a file: none of this is shown")

    kind = click.Path(path_type=Path)
    return click.option("-o", "--output", type=kind, metavar="FILE", help=help, callback=callback)


package_option = output_option(
    "Where to write the package; <deck id>.apkg in the current folder if left out.", _PACKAGE
)


def format_option(formats: Iterable[str], help: str = "", **more: Any) -> Callable[[F], F]:
    """``--format``, which a command gets as ``format_name``; :func:`chosen` completes it."""
    names = tuple(formats)
    help = help or f"How to write it; as the name of the file says, else {names[0]}."
    return click.option("--format", "format_name", type=Choice(names), help=help, **more)


def chosen(formats: Formats, name: str | None, output: Path | None) -> str:
    """The name of the format: as asked for, else as the file's suffix says. Raises wrong usage
    where the two contradict each other or the file cannot be written."""
    if output is None:
        return name or next(iter(formats))
    suffix = output.suffix.lower()
    fitting = [one for one, format in formats.items() if suffix in format.suffixes]
    if output.is_dir():
        check_output(output, formats[name or next(iter(formats))].suffix)
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
    check_output(output, suffix)
    return name or fitting[0]


def write(what: object, format: Format, output: Path | None, **more: object) -> None:
    """Write it whole to a file, or to the screen; ``more`` is for the format's own ``write``.
    Raises OSError where the system refuses."""
    if output is None and format.suffix == ".txt":
        format.writer.write(what, sys.stdout, **more)
        return
    stream = io.StringIO(newline="")
    format.writer.write(what, stream, **more)
    # Pages, calendars and JSON are UTF-8 on every system; a package can hold half characters.
    data = stream.getvalue().encode("utf-8", "replace")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        from cps_cards import atomic

        atomic.write(output, data)
        click.echo(f"Wrote {output}.", err=True)
