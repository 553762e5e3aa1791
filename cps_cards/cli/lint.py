"""``cps-cards lint``."""

import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cps_cards.cli import options, run
from cps_cards.diagnostics import Diagnostic, Severity
from cps_cards.faults import NOTICES
from cps_cards.lookup import NoDeckError, Target, targets
from cps_cards.model.texts import counted, did_you_mean
from cps_cards.report import base

if TYPE_CHECKING:
    from cps_cards.lint.fixing import Mended

_EPILOG = """\b
Examples:
  cps-cards lint                           the deck in ./decks, or the current folder
  cps-cards lint decks/cards/respect       only what stands in these files
  cps-cards lint --fix                     mend what can be mended safely
  cps-cards lint --select LAN --level info the rules about words, suggestions too
"""


class _Command(click.Command):
    """Wrong usage and crashes are told to programs, too, in the format that they asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = re.search(r"--format[ =](\w+)", " ".join(args))
        with _told_to_programs(given[1] if given else ""):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with _told_to_programs(ctx.params["format_name"]):
            return super().invoke(ctx)


@contextmanager
def _told_to_programs(format_name: str) -> Iterator[None]:
    try:
        yield
    except (click.exceptions.Exit, SystemExit, BrokenPipeError):
        raise
    except Exception as error:
        format = base.FINDINGS.get(format_name)
        if format is not None and hasattr(format.writer, "write_failure"):
            message = f"{type(error).__name__}: {error}"
            if isinstance(error, click.ClickException):
                message = error.format_message()
            format.writer.write_failure(message, sys.stdout)
        raise


_LEVELS = click.Choice([*reversed(Severity)], case_sensitive=False)
_level_option = partial(click.option, type=_LEVELS, default="warning", show_default=True)


@click.command(cls=_Command, epilog=_EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@options.format_option(
    base.FINDINGS, "How findings are written.", default="text", show_default=True
)
@click.option("--select", multiple=True, metavar="RULES", help="Run these rules only: names, "
              "codes, beginnings of codes, or ALL; with commas between.")  # fmt: skip
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules out.")
@_level_option("--level", help="Show findings of this level and above.")
@_level_option("--fail-on", help="Exit with 1 where there are findings of this level and above.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without a change of meaning.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also make changes that "
              "you should read again.")  # fmt: skip
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("--timings", is_flag=True, hidden=True)
def command(
    paths: tuple[Path, ...], format_name: str, select: tuple[str, ...], ignore: tuple[str, ...],
    level: Severity, fail_on: Severity, fix: bool, unsafe_fixes: bool, diff: bool, statistics: bool,
    timings: bool,
) -> None:  # fmt: skip
    """Check the wording of the cards and the coverage of the deck.

    PATH is a deck folder, or folders and files in one: then only what is found in them is shown.
    Exit status: 0 nothing found, 1 findings, or a deck that cannot be built, 2 wrong usage, 3 our
    own fault: a rule failed on a card. All other rules have run.
    """
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if fix and diff:
        raise click.UsageError("--fix changes files and --diff only shows how: choose one of them")
    selected, ignored = _rules(select), _rules(ignore)
    with options.wrong_usage(NoDeckError):
        asked = targets(paths)

    from cps_cards.lint import fixing
    from cps_cards.pipeline import Opened, open_deck

    seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        seconds[name] += time.perf_counter() - started

    def mend(target: Target) -> "Mended":
        """What is found in the files that were asked for, and what fixes would make of them."""

        def look(changes: Mapping[str, bytes] | None = None) -> tuple[Opened, list[Diagnostic]]:
            opened = open_deck(target.root, changes)
            found = opened.findings(selected, ignored, min(level, fail_on), target.wants, timed)
            # What the linter has to say of itself belongs to no file that could be asked for.
            return opened, [
                one for one in found if target.wants(one.source.path) or one.name == "rule-crashed"
            ]

        opened, found = look()
        if not (fix or diff):
            return fixing.Mended(opened.files, found, found)
        return fixing.mend(
            found, opened.files, lambda changes: look(changes)[1], unsafe=unsafe_fixes
        )

    looked = [(target, mend(target)) for target in asked]
    found = []
    for target, mended in looked:
        if fix:
            mended.write()
        found += target.as_typed(mended.left if fix else mended.found)
    visible = [one for one in found if one.severity >= level or one.name in NOTICES]
    writer = base.FINDINGS[format_name].writer
    if hasattr(writer, "write_failure") or not (diff or statistics):
        writer.write(visible, sys.stdout)
    elif diff:
        for target, mended in looked:
            sys.stdout.write(mended.diff(target.typed))
    else:
        sys.stdout.write(_statistics(visible))
    if fix or diff:
        _tell_of_fixes(looked, "Would mend" if diff else "Mended")
    if timings:
        whole = sum(seconds.values())
        for name, took in sorted(seconds.items(), key=lambda item: -item[1]):
            click.echo(f"{took * 1000:9.1f} ms  {took / whole:5.1%}  {name}", err=True)
    if any(one.name == "rule-crashed" for one in found):
        raise SystemExit(run.BUG)
    failing = any(one.severity >= fail_on and one.name != "rule-gone" for one in found)
    would_change = diff and any(mended.changes for _, mended in looked)
    raise SystemExit(run.UNSOUND if failing or would_change else run.OK)


def _rules(given: tuple[str, ...]) -> tuple[str, ...]:
    """Selectors of the command line; wrong usage where one stands for nothing."""
    found = []
    for selector in filter(None, (part.strip() for one in given for part in one.split(","))):
        from cps_cards.lint import catalogue

        if catalogue.meant(selector):
            found.append(selector)
        elif name := catalogue.gone(selector):
            click.echo(f"cps-cards: {catalogue.told_gone(name)}", err=True)
        elif catalogue.is_load_fault(selector):
            raise click.UsageError(
                f"`{selector}` cannot be chosen or left out: faults of loading are always shown"
            )
        else:
            near = did_you_mean(selector, catalogue.selectors())
            raise click.UsageError(f"there is no rule `{selector}`{near}")
    return tuple(found)


def _tell_of_fixes(looked: list[tuple[Target, "Mended"]], verb: str) -> None:
    fixed = sum(mended.fixed for _, mended in looked)
    files = sum(len(mended.changes) for _, mended in looked)
    if fixed:
        click.echo(f"{verb} {counted(fixed, 'finding')} in {counted(files, 'file')}.", err=True)
    elif verb != "Mended":
        click.echo("There is nothing to mend by itself.", err=True)
    for target, mended in looked:
        for one in mended.refused:
            place = f"{target.typed(one.source.path)}:{one.position.line}"
            click.echo(f"{place}: {one.name} was left as it is: mend it by hand", err=True)


def _statistics(found: list[Diagnostic]) -> str:
    from cps_cards.report.text import summary

    counts = Counter((one.code, one.name, one.severity.label) for one in found)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{n:6d}  {code}  {level:7}  {name}\n" for (code, name, level), n in rows]
    return "".join([*lines, f"{summary(found)}\n"])
